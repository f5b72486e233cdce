"""Drivers: one for each base, a thread with its own tokens, through the public interface only."""

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from najda.drill.bases import Base
from najda.drill.ledger import Acknowledged, Ledger
from najda.drill.script import Task

_TIMEOUT_SECONDS = 20.0
ROUTED_HERE = "all calls come to this base; crew reached by radio, order read back"


@dataclass
class Tally:
    """What happened to the requests, counted outside the bases."""

    sent: int = 0
    invented: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    #: Seconds from request to 201.
    latencies: list[float] = field(default_factory=list)
    #: (base, machine time) of each acknowledged callout of a base that stood alone.
    lock: threading.Lock = field(default_factory=threading.Lock)


class Driver:
    """Sends what one base's people do, in the order given, each request waiting for its answer."""

    def __init__(self, letter: str, base: Base, ledger: Ledger, tally: Tally) -> None:
        self.letter = letter
        self.base = base
        self.acknowledged = 0
        self._ledger = ledger
        self._tally = tally
        self._client = httpx.Client(timeout=_TIMEOUT_SECONDS)
        self._tasks: queue.Queue[tuple[int, Task] | None] = queue.Queue()
        self._left: list[Task] = []
        self._clock_ms = -1
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"driver-{letter}")
        self._thread.start()

    def give(self, now_ms: int, task: Task) -> None:
        """Queue a task for the scene time ``now_ms``."""
        self._tasks.put((now_ms, task))

    def finish(self) -> list[Task]:
        """Wait until the queue is empty; gives the tasks a dead base did not answer."""
        self._tasks.join()
        left, self._left = self._left, []
        return left

    def close(self) -> None:
        """End the thread."""
        self._tasks.put(None)
        self._thread.join(5)
        self._client.close()

    def _run(self) -> None:
        while True:
            given = self._tasks.get()
            if given is None:
                return
            try:
                self._do(*given)
            finally:
                self._tasks.task_done()

    def _do(self, now_ms: int, task: Task) -> None:
        try:
            if now_ms != self._clock_ms:
                self.set_clock(now_ms)
            self._send(task)
        except httpx.TransportError:
            with self._tally.lock:
                self._tally.unanswered += 1
            self._left.append(task)

    def set_clock(self, now_ms: int) -> None:
        """Tell the base what time it is on the scene."""
        self._post("/api/v1/scene-clock", "chief", {"now_ms": now_ms})
        self._clock_ms = now_ms

    def _send(self, task: Task) -> None:
        body = task.body
        if task.path.endswith("/send_unit") and task.base != self.letter:
            body = {**body, "taken_over_reason": body.get("taken_over_reason") or ROUTED_HERE}
        start = time.monotonic()
        answer = self._post(task.path, task.role, body)
        end = time.monotonic()
        if answer.status_code != httpx.codes.CREATED:
            with self._tally.lock:
                self._tally.refused[_code(answer)] += 1
            return
        self.acknowledged += 1
        plain = answer.json()
        facts = tuple(plain["facts"]) if "facts" in plain else (plain["fact"],)
        text = task.body["text"] if task.is_report else None
        self._ledger.write(
            Acknowledged(self.letter, task.item, task.name, plain["id"], facts, text, end)
        )
        with self._tally.lock:
            self._tally.latencies.append(end - start)

    def _post(self, path: str, role: str, body: dict[str, Any]) -> httpx.Response:
        token = self.base.tokens[role]
        headers = {"authorization": f"Bearer {token}"}
        return self._client.post(f"{self.base.url}{path}", json=body, headers=headers)


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError):
        return str(answer.status_code)


class Crews:
    """All drivers, and who answers for a base that is silent."""

    def __init__(
        self, bases: dict[str, Base], ledger: Ledger, tally: Tally, on_sent: Callable[[Task], None]
    ) -> None:
        self.bases = bases
        self.drivers = {one: Driver(one, base, ledger, tally) for one, base in bases.items()}
        self._ledger = ledger
        self._tally = tally
        self._on_sent = on_sent

    def living(self) -> list[str]:
        """Letters of the bases whose process runs."""
        return [letter for letter, base in self.bases.items() if base.is_up]

    def play(self, now_ms: int, tasks: list[Task]) -> None:
        """Give each task to its base, or to one that lives, and wait for all answers."""
        todo = tasks
        for task in tasks:
            self._on_sent(task)
        while todo:
            for task in todo:
                self.drivers[self._who(task.base)].give(now_ms, task)
            todo = [task for driver in self.drivers.values() for task in driver.finish()]

    def _who(self, letter: str) -> str:
        living = self.living()
        return letter if letter in living else living[0]

    def replace(self, letter: str, base: Base) -> None:
        """Another installation answers for a letter from now on."""
        self.drivers[letter].close()
        self.bases[letter] = base
        self.drivers[letter] = Driver(letter, base, self._ledger, self._tally)

    def close(self) -> None:
        """End all threads."""
        for driver in self.drivers.values():
            driver.close()
