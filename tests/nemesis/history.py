"""What people were answered, written down outside the bases while the nemesis works."""

import json
import os
import random
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from nemesis.world import Base


@dataclass(frozen=True)
class Event:
    """One request: who, what, and what was answered (201, a refusal, or nothing: 0)."""

    base: str
    kind: str
    id: str
    text: str
    status: int
    facts: tuple[str, ...]
    #: Machine time before and after.
    begun: float
    ended: float
    #: The report that a correction speaks of.
    about: str = ""
    disk_was_full: bool = False


class History:
    """All events, in memory and on disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w")
        self._lock = threading.Lock()
        self.events: list[Event] = []

    def write(self, event: Event) -> None:
        with self._lock:
            self.events.append(event)
            self._file.write(json.dumps(asdict(event), ensure_ascii=False) + "\n")
            self._file.flush()

    def saved(self) -> list[Event]:
        return [one for one in self.events if one.status == 201]

    def close(self) -> None:
        self._file.close()


class Writer(threading.Thread):
    """People at one base: reports, corrections, claims, now and then a callout."""

    def __init__(self, base: Base, history: History, seed: int, incident: str) -> None:
        super().__init__(daemon=True)
        self.base = base
        self.history = history
        #: What everybody makes claims about.
        self.incident = incident
        self.chance = random.Random(seed)
        self.stop = threading.Event()
        self.rest_seconds = 0.1
        #: Held while nobody at this base shall speak.
        self.hush = threading.Lock()
        self._n = 0
        self._known: list[str] = []
        self._http = base.http()

    def run(self) -> None:
        while not self.stop.is_set():
            with self.hush:
                if self.base.is_up:
                    self._speak()
            self.stop.wait(self.rest_seconds)

    def _speak(self) -> None:
        self._n += 1
        id_ = os.urandom(16).hex()
        if self._known and self.chance.random() < 0.3:
            self._correct(id_, self.chance.choice(self._known))
        elif self.chance.random() < 0.1:
            self._send_unit(id_)
        elif self.chance.random() < 0.1:
            self._claim(id_)
        else:
            self.report(f"بلاغ {self.base.letter} {self._n} {id_[:8]}")

    def report(self, text: str) -> str:
        """A new report; its id where it was saved, else nothing."""
        id_ = os.urandom(16).hex()
        body = {"id": id_, "text": text, "channel": "phone"}
        if self._ask("report", id_, text, "/api/v1/reports", body) != 201:
            return ""
        self._known = [*self._known[-20:], id_]
        return id_

    def _correct(self, id_: str, about: str) -> None:
        self.correct(about, f"تصحيح {self.base.letter} {self._n} {id_[:8]}", id_)

    def correct(self, about: str, text: str, id_: str = "") -> int:
        """Another wording of a report, here or not."""
        id_ = id_ or os.urandom(16).hex()
        body = {"id": id_, "report": about, "text": text}
        path = "/api/v1/acts/reports/correct_report"
        return self._ask("correction", id_, text, path, body, about)

    def _claim(self, id_: str) -> None:
        """Each base its own figure for the same thing: they stand beside each other."""
        body = {"id": id_, "about": self.incident, "kind": "trapped", "low": self._n}
        self._ask("claim", id_, "", "/api/v1/acts/incidents/make_claim", body)

    def _send_unit(self, id_: str) -> None:
        """A thing that nobody has (its base burned) is accepted and waits."""
        body = {"id": id_, "unit": os.urandom(16).hex(), "incident": os.urandom(16).hex()}
        self._ask("callout", id_, "", "/api/v1/acts/dispatch/send_unit", body)

    def end(self) -> None:
        """They go home; what is said by hand may still be said."""
        self.stop.set()
        if self.is_alive():
            self.join(10)

    def close(self) -> None:
        """No more is said here."""
        self.end()
        self._http.close()

    def known(self) -> list[str]:
        """Reports that people here know of, the newest last."""
        return list(self._known)

    def learn(self, reports: list[str]) -> None:
        """Reports of other bases, heard of by radio: may be corrected here too."""
        self._known = [*self._known[-20:], *reports]

    def _ask(
        self, kind: str, id_: str, text: str, path: str, body: dict[str, Any], about: str = ""
    ) -> int:
        full_before = self.base.full
        begun = time.monotonic()
        try:
            answer = self._http.post(path, json=body)
            status = answer.status_code
            plain = answer.json()
        except (httpx.TransportError, ValueError):
            status, plain = 0, {}
        facts = tuple(plain.get("facts") or filter(None, [plain.get("fact")]))
        self.history.write(
            Event(
                self.base.label, kind, id_, text, status, facts, begun, time.monotonic(), about,
                full_before and self.base.full,
            )
        )  # fmt: skip
        return status
