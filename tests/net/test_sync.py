"""The threads that ask outlive whatever goes wrong: a full disk, a peer that says nonsense."""

import threading
import time
from collections.abc import Iterator, Sequence

from najda.journal.entry import SignedFact
from najda.net.carrier import NoAnswer, Peer
from najda.net.sync import Sync
from najda.net.vector import Vector

PEER = Peer("bb" * 32, "https://b")


class Line:
    """A peer with one fact, always."""

    def __init__(self) -> None:
        self.asked = 0
        self.silent = False

    def hint(self, peer: Peer) -> None:
        del peer

    def ask(self, peer: Peer, ours: Vector) -> Iterator[list[SignedFact]]:
        del peer, ours
        self.asked += 1
        if self.silent:
            raise NoAnswer("silent")
        yield [SignedFact(b"", b"", {})]

    def peers(self) -> Sequence[Peer]:
        return [PEER]


class FullDisk(Exception):
    pass


def test_a_full_disk_does_not_end_the_asking() -> None:
    """What could not be stored is asked for again once there is room; until then it is shown."""
    line = Line()
    room = threading.Event()

    def receive(facts: list[SignedFact]) -> list[str]:
        if not room.is_set():
            raise FullDisk
        return ["new"] * len(facts)

    sync = Sync(line, Vector, receive, poll_seconds=0.01)
    sync.start()
    try:
        _within(3, lambda: line.asked >= 3)
        [state] = sync.states()
        assert state.reason == "FullDisk"
        assert state.received == 0
        room.set()
        _within(3, lambda: state.received >= 1)
        assert (state.failures, state.reason) == (0, "")
        line.silent = True
        _within(3, lambda: state.reason == "silent")
    finally:
        sync.close()


def _within(seconds: float, true: object) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.005)
