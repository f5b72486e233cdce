"""What it costs to keep bases level: bytes, healing, a thin line, seconds to another's screen.

``NAJDA_HEAL`` names the sizes of healing (facts on each side), ``NAJDA_SCREENS`` how many reports
are timed. Ratios in one run; the peer of healing is one local verified receive of the same facts.
"""

import json
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import zstandard

from najda.base import OpenBase
from najda.drill.bases import Base, make_organisation
from najda.drill.links import Links
from najda.engine.card import Draft
from najda.engine.operations_room import OperationsRoom
from najda.journal.entry import SignedFact
from najda.net.bundle import pack, unpack
from najda.net.holdings import missing_for, vector_of
from najda.net.vector import Vector
from najda.reports.facts import Channel, ReportReceived
from najda.reports.rules import REPORT
from najda.vocabulary import Actor

SIZES = tuple(map(int, os.environ.get("NAJDA_HEAL", "1000,10000").split(",")))
SCREENS = int(os.environ.get("NAJDA_SCREENS", "30"))
THIN_BYTES_PER_SECOND = 4_000.0
THIN_DELAY_SECONDS = 1.0
IDLE_POLL_SECONDS = 7.0
IDLE_POLLS = 4
LONE_TIMES = 12
THIN_POLLS_AN_HOUR = 60
BATCH = 500
NIGHT_MS = 1_474_576_800_000


def say_reports(room: OperationsRoom, count: int, word: str) -> None:
    """Plain reports, as a phone brings them, one in ten seconds."""
    for start in range(0, count, BATCH):
        drafts = [
            Draft(ReportReceived(
                channel=Channel.PHONE, received_ms=NIGHT_MS + n * 10_000, trapped=n % 5,
                text=f"{word} {n}: غارة على حي السكري قرب الجامع وأناس تحت الأنقاض",
            ))
            for n in range(start, min(count, start + BATCH))
        ]  # fmt: skip
        now = NIGHT_MS + start * 10_000
        room.write(drafts, os.urandom(16).hex(), Actor(room.letter, ""), now).result()


@contextmanager
def organisation(letters: str) -> Iterator[tuple[Path, dict[str, Base]]]:
    folder = Path(tempfile.mkdtemp(prefix="najda-exchange-"))
    try:
        yield folder, make_organisation(folder, {one: f"مركز {one}" for one in letters}, 0)
    finally:
        shutil.rmtree(folder)


@contextmanager
def rooms(letters: str) -> Iterator[list[OperationsRoom]]:
    with organisation(letters) as (folder, _):
        opened = [OpenBase(folder / one, None) for one in letters]
        try:
            yield [base.room for base in opened]
        finally:
            for base in opened:
                base.close()


def pieces_for(asked: OperationsRoom, asking: OperationsRoom) -> Iterator[bytes]:
    theirs = vector_of(asking.reader().journal)
    yield from pack(one.signed() for one in missing_for(asked.reader().journal, theirs))


def bundle_of_300() -> dict[str, float]:
    with rooms("A") as (room,):
        before = vector_of(room.reader().journal)
        say_reports(room, 300, "بلاغ")
        facts = [one.signed() for one in missing_for(room.reader().journal, before)]
        wire = sum(map(len, pack(facts)))
        raw = b"".join(map(_bare, facts))
        least = len(zstandard.ZstdCompressor(level=19).compress(raw))
    return {
        "bytes_a_report": round(wire / 300, 1),
        "wire_to_compressed_facts": round(wire / least, 3),
    }


def _bare(fact: SignedFact) -> bytes:
    return fact.shell + fact.signature + b"".join(fact.parts.values())


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def healing(size: int) -> dict[str, float]:
    """A and B worked apart; both take the other's facts, against C taking all of them at once."""
    with rooms("ABC") as (a, b, c):
        say_reports(a, size, "أ")
        say_reports(b, size, "ب")
        everything = [one.signed() for room in (a, b) for one in room.reader().journal.every()]

        def heal() -> None:
            for asked, asking in ((a, b), (b, a)):
                for piece in pieces_for(asked, asking):
                    asking.receive(unpack(piece)).result()

        def local() -> None:
            for start in range(0, len(everything), BATCH):
                c.receive(everything[start : start + BATCH]).result()

        return {"heal_seconds": timed(heal), "local_receive_seconds": timed(local)}


def joining(size: int) -> dict[str, float]:
    """An empty base takes in a stick: when does it show the newest fifty reports?"""
    with rooms("AB") as (a, b):
        say_reports(a, size, "بلاغ")
        stick = list(pack(one.signed() for one in missing_for(a.reader().journal, Vector())))
        reports = a.reader().views.all(REPORT).values()
        wanted = [one.id for one in sorted(reports, key=lambda one: -one.received_ms)[:50]]
        start = time.perf_counter()
        board = 0.0
        for piece in stick:
            b.receive(unpack(piece)).result()
            if not board and _shows(b, wanted):
                board = time.perf_counter() - start
        return {"board_seconds": board, "backfill_seconds": time.perf_counter() - start}


def _shows(room: OperationsRoom, reports: list[str]) -> bool:
    return all(room.reader().views.get(REPORT, one) is not None for one in reports)


class Screen(threading.Thread):
    """An open screen at a base: notes when it is told that reports changed."""

    def __init__(self, base: Base) -> None:
        super().__init__(daemon=True)
        self.base = base
        self.told = threading.Event()
        self.ready = threading.Event()

    def run(self) -> None:
        headers = {"authorization": f"Bearer {self.base.tokens['operator']}"}
        with (
            httpx.Client(timeout=None, headers=headers) as http,
            http.stream("GET", f"{self.base.url}/live") as answer,
        ):
            try:
                for line in answer.iter_lines():
                    self.ready.set()
                    if line.startswith("data:") and "reports.report" in line:
                        self.told.set()
            except httpx.TransportError:
                return  # the base ended


def served(poll: str) -> dict[str, Any]:
    """Two served bases: seconds to the other's screen, idle bytes, a lone base's latency."""
    with organisation("AB") as (_, bases):
        links = Links({one: base.sync_port or 0 for one, base in bases.items()})
        try:
            for letter, base in bases.items():
                base.poll_seconds = poll
                base.start(links.peers_of(letter))
            return _measured(bases, links)
        finally:
            for base in bases.values():
                base.stop()
            links.close()


def _measured(bases: dict[str, Base], links: Links) -> dict[str, Any]:
    screen = Screen(bases["B"])
    screen.start()
    screen.ready.wait(10)
    headers = {"authorization": f"Bearer {bases['A'].tokens['operator']}"}
    with httpx.Client(base_url=bases["A"].url, headers=headers, timeout=20) as http:
        lan = _to_screen(http, screen, SCREENS)
        carried = sum(one.carried for one in links.all)
        time.sleep(IDLE_POLL_SECONDS * IDLE_POLLS)
        idle = sum(one.carried for one in links.all) - carried
        for one in links.all:
            one.bytes_per_second = THIN_BYTES_PER_SECOND
            one.delay_seconds = THIN_DELAY_SECONDS
        thin = _to_screen(http, screen, max(5, SCREENS // 5))
        for one in links.all:
            one.mend()
    alone = lone_to_usual(bases["A"], links)
    polls = IDLE_POLLS * 2
    return {
        "lan_seconds": lan,
        "thin_seconds": thin,
        "idle_bytes_a_poll": round(idle / polls),
        "idle_thin_bytes_an_hour": round(idle / polls * THIN_POLLS_AN_HOUR * 2),
        "lone_to_usual": alone,
    }


def lone_to_usual(base: Base, links: Links, *, rounds: int = 6) -> dict[str, float]:
    """A base with all its lines dead against the same base with them: medians, turn by turn.

    ``answers`` is a report taken, ``dispatches`` a unit sent, ``shows`` the board.
    """
    with httpx.Client(base_url=base.url, timeout=20) as http:
        http.headers["authorization"] = f"Bearer {base.tokens['dispatcher']}"
        work = _work_of(http)
        took: dict[tuple[str, bool], list[float]] = defaultdict(list)
        for turn in range(2 * rounds):
            is_alone = turn % 4 in (1, 2)  # no, yes, yes, no: what grows favours neither
            (links.cut if is_alone else links.mend)(base.letter)
            time.sleep(1.5)  # what was under way has come, and who is silent is noticed
            for _ in range(LONE_TIMES):
                for name, do in work.items():
                    took[name, is_alone].append(timed(do))
    links.mend(base.letter)
    middle = {key: statistics.median(some) for key, some in took.items()}
    return {name: round(middle[name, True] / middle[name, False], 2) for name in work}


def _work_of(http: httpx.Client) -> dict[str, Callable[[], object]]:
    def act(name: str, **body: object) -> str:
        answer = http.post(f"/api/v1/acts/{name}", json=body).raise_for_status()
        return str(answer.json()["id"])

    incident = act("incidents/open_incident", type="collapse", title="السكري")

    def dispatches() -> None:
        unit = act("units/register_unit", call_sign=f"إسعاف {os.urandom(4).hex()}")
        act("dispatch/send_unit", unit=unit, incident=incident)

    return {
        "answers": lambda: _post(http),
        "dispatches": dispatches,
        "shows": lambda: http.get("/").raise_for_status(),
    }


def _post(http: httpx.Client) -> None:
    body = {"text": "بلاغ عن غارة على الفردوس", "channel": "phone"}
    http.post("/api/v1/reports", json=body).raise_for_status()


def _to_screen(http: httpx.Client, screen: Screen, count: int) -> dict[str, float]:
    time.sleep(3)  # what was under way has arrived
    found = []
    for _ in range(count):
        screen.told.clear()
        start = time.perf_counter()
        _post(http)
        if not screen.told.wait(60):
            continue
        found.append(time.perf_counter() - start)
        time.sleep(0.3)
    found.sort()
    return {
        "p50": round(found[len(found) // 2], 3),
        "p95": round(found[int(len(found) * 0.95)], 3),
        "arrived": len(found),
        "of": count,
    }


def main() -> None:
    answer: dict[str, Any] = {"bundle_of_300": bundle_of_300()}
    for size in SIZES:
        healed = healing(size)
        ratio = healed["heal_seconds"] / healed["local_receive_seconds"]
        seconds = {name: round(value, 2) for name, value in healed.items()}
        answer[f"heal_{size}+{size}"] = {**seconds, "ratio": round(ratio, 2)}
        joined = joining(size)
        answer[f"join_{size}"] = {name: round(value, 2) for name, value in joined.items()}
    answer["served"] = served(str(IDLE_POLL_SECONDS))
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
