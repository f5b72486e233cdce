"""Drivers: one process for each base, with its own tokens, through the public interface only."""

import json
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from najda.drill.bases import Base
from najda.drill.ledger import Acknowledged
from najda.drill.script import Task


@dataclass
class Tally:
    """What happened to the requests, counted outside the bases."""

    refused: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    #: Seconds from request to 201.
    latencies: list[float] = field(default_factory=list)
    #: Every 201, as the drivers wrote it down.
    acknowledged: list[Acknowledged] = field(default_factory=list)


class Driver:
    """Sends what one base's people do, in the order given, each request waiting for its answer."""

    def __init__(self, letter: str, base: Base, ledger: Path, tally: Tally) -> None:
        self.letter = letter
        self.acknowledged = 0
        self._tally = tally
        self._given: list[Task | None] = []
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from najda.drill.driver_process import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._ears = threading.Thread(target=self._listen, daemon=True, name=f"driver-{letter}")
        self._ears.start()
        self._write({"letter": letter, "url": base.url, "tokens": base.tokens,
                     "ledger": str(ledger)})  # fmt: skip

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line)

    def _write(self, plain: dict[str, Any]) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(plain, ensure_ascii=False) + "\n")
            self._process.stdin.flush()

    def give(self, now_ms: int, task: Task) -> None:
        """Hand over a task for the scene time ``now_ms``."""
        self._given.append(task)
        self._write({"now_ms": now_ms, "name": task.name, **asdict(task)})

    def set_clock(self, now_ms: int) -> None:
        """Tell the base what time it is on the scene."""
        self._given.append(None)
        self._write({"now_ms": now_ms})
        self.finish()

    def finish(self) -> list[Task]:
        """Wait for all answers; gives the tasks a dead base did not answer."""
        given, self._given = self._given, []
        left = []
        for task in given:
            answer = json.loads(self._answers.get())
            if task is not None and not self._count(answer):
                left.append(task)
        return left

    def _count(self, answer: dict[str, Any]) -> bool:
        """Note what came of a task; False where nobody answered."""
        if answer["outcome"] == "unanswered":
            self._tally.unanswered += 1
            return False
        if answer["outcome"] == "refused":
            self._tally.refused[answer["code"]] += 1
        else:
            self.acknowledged += 1
            self._tally.acknowledged.append(Acknowledged.from_plain(answer["said"]))
            self._tally.latencies.append(answer["seconds"])
        return True

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(10)
        self._ears.join(5)
        if self._process.stdout is not None:
            self._process.stdout.close()


class Crews:
    """All drivers, and who answers for a base that is silent."""

    def __init__(
        self, bases: dict[str, Base], folder: Path, tally: Tally, on_sent: Callable[[Task], None]
    ) -> None:
        """Each driver's ledger lies in ``folder``, outside the bases."""
        self.bases = bases
        self._folder = folder
        self._tally = tally
        self._on_sent = on_sent
        self.drivers = {one: self._driver(one, base) for one, base in bases.items()}

    def _driver(self, letter: str, base: Base) -> Driver:
        ledger = self._folder / f"acknowledged-{letter}.jsonl"
        return Driver(letter, base, ledger, self._tally)

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
        self.drivers[letter] = self._driver(letter, base)

    def close(self) -> None:
        """End all drivers."""
        for driver in self.drivers.values():
            driver.close()
