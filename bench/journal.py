"""What an acknowledged write costs, beside the cheapest thing a disk can promise.

The peer is one ``write`` + ``fdatasync`` of as many bytes to a plain file, in the same run; on a
simulated disk each flush takes 1 ms more, for both.
"""

import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from najda.base import OpenBase, make_base
from najda.engine.card import Draft
from najda.engine.discovery import Desks, find_desks, gather
from najda.engine.operations_room import OperationsRoom
from najda.incidents.facts import PassageLinked
from najda.reports.facts import Channel, ReportReceived
from najda.serving import calm_the_collector
from najda.vocabulary import Actor, Fact

MILLISECOND = 0.001
SINGLE_WRITES = 300
MANY_WRITES = 3000
IN_FLIGHT = 64
RAW_BYTES = 900
NIGHT_MS = 1_474_576_800_000


class SlowFile(apsw.VFSFile):
    """A file whose flush takes a millisecond more."""

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        _wait_a_millisecond()


class SlowDisk(apsw.VFS):
    """A file system under SQLite (and under its encryption) whose flushes are slow."""

    def __init__(self) -> None:
        super().__init__("slow", base="unix")

    def xOpen(self, name: str, flags: list[int]) -> apsw.VFSFile:
        return SlowFile("unix", name, flags)


def _wait_a_millisecond() -> None:
    """As a disk does: without the processor (a little more than 1 ms, for both alike)."""
    time.sleep(MILLISECOND)


def report(n: int) -> Fact:
    """A call whose fact stands in two views and in text search."""
    return ReportReceived(
        channel=Channel.PHONE,
        received_ms=NIGHT_MS + n * 10_000,
        quarter=f"quarter-{n % 60}",
        text=f"غارة على بناء سكني في الأنصاري الشرقي قرب الجامع، {n} عالقين تحت الأنقاض",
        caller_phone="0944 123 456",
        injured=n % 9,
    )


def bare(desks: Desks) -> Desks:
    """The same kinds without views and search: the journal alone."""
    import dataclasses

    return gather(dataclasses.replace(desk, views=(), acts=(), pages=()) for desk in desks.desks)


@contextmanager
def open_room(desks: Desks, vfs: str | None) -> Iterator[OperationsRoom]:
    folder = Path(tempfile.mkdtemp(prefix="najda-bench-", dir=os.environ.get("NAJDA_BENCH_DIR")))
    try:
        make_base(folder / "A", name="bench", letter="A")
        base = OpenBase(folder / "A", None, desks=desks, vfs=vfs)
        yield base.room
        base.close()
    finally:
        shutil.rmtree(folder)


def write(room: OperationsRoom, said: Fact, n: int = 0) -> "object":
    """One fact in an act of its own, ten seconds of the scene after the one before."""
    wall_ms = NIGHT_MS + n * 10_000
    return room.write([Draft(said)], os.urandom(16).hex(), Actor("A", ""), wall_ms)


def single(room: OperationsRoom) -> float:
    """Seconds for one acknowledged write, median."""
    taken = []
    for n in range(SINGLE_WRITES):
        begun = time.perf_counter()
        write(room, report(n), n).result()  # type: ignore[attr-defined]
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def in_flight(room: OperationsRoom) -> float:
    """Seconds for each of many acknowledged writes, 64 under way at any time."""
    begun = time.perf_counter()
    waiting: list[object] = []
    for n in range(MANY_WRITES):
        waiting.append(write(room, report(n), n))
        if len(waiting) >= IN_FLIGHT:
            waiting.pop(0).result()  # type: ignore[attr-defined]
    for one in waiting:
        one.result()  # type: ignore[attr-defined]
    return (time.perf_counter() - begun) / MANY_WRITES


def raw(slow: bool) -> float:
    """Seconds for one append + fdatasync of as many bytes, median."""
    folder = tempfile.mkdtemp(prefix="najda-bench-", dir=os.environ.get("NAJDA_BENCH_DIR"))
    descriptor = os.open(Path(folder) / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    taken = []
    for _ in range(SINGLE_WRITES):
        begun = time.perf_counter()
        os.write(descriptor, b"x" * RAW_BYTES)
        os.fdatasync(descriptor)
        if slow:
            _wait_a_millisecond()
        taken.append(time.perf_counter() - begun)
    os.close(descriptor)
    shutil.rmtree(folder)
    return statistics.median(taken)


def appends() -> None:
    desks = find_desks()
    slow_disk = SlowDisk()  # stays registered while it lives
    print(f"{'disk':12} {'what':28} {'µs each':>9} {'ratio to raw':>13} {'64 / single':>12}")
    for disk, vfs in (("bare", None), ("1 ms more", "slow")):
        peer = raw(vfs is not None)
        print(f"{disk:12} {'append + fdatasync':28} {peer * 1e6:9.0f} {1.0:13.2f}")
        for what, some in (("journal alone", bare(desks)), ("whole write", desks)):
            with open_room(some, vfs) as room:
                one = single(room)
                many = in_flight(room)
            print(f"{disk:12} {what + ', 1 in flight':28} {one * 1e6:9.0f} {peer / one:13.2f}")
            print(
                f"{disk:12} {what + ', 64 in flight':28} {many * 1e6:9.0f}"
                f" {peer / many:13.2f} {one / many:12.1f}"
            )
    del slow_disk


def digest(room: OperationsRoom) -> bytes:
    return room.writer.submit(room.rows_digest).result()


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def derive_all(room: OperationsRoom) -> None:
    """Derive every row again, from the facts as they are remembered or stored."""
    for stored in room.journal.in_pieces():
        room.views.touch(stored.n)
    room.views.settle()


def growth() -> None:
    """Receive-and-verify, derive, rebuild at 1 k, 10 k, 30 k facts; memory at the end of each."""
    desks = find_desks()
    print(
        f"{'facts':>7} {'receive s':>10} {'µs each':>8} {'derive s':>9} {'µs each':>8}"
        f" {'rebuild s':>10} {'µs each':>8} {'MB':>6}"
    )
    for count in (1_000, 10_000, 30_000):
        with open_room(desks, None) as giver, open_room(desks, None) as taker:
            taker.journal.set_local("root", giver.journal.local("root") or b"")
            taker.arrivals.load()
            window: list[object] = []
            for n in range(count // 2):
                request = os.urandom(16).hex()
                drafts = [Draft(report(n))]
                wall_ms = NIGHT_MS + n * 10_000
                window.append(giver.write(drafts, request, Actor("A", ""), wall_ms))
                link = PassageLinked(report=request, about=f"{n % 500:032x}")
                window.append(write(giver, link))
                if len(window) > IN_FLIGHT:
                    window.pop(0).result()  # type: ignore[attr-defined]
            for one in window:
                one.result()  # type: ignore[attr-defined]
            facts = [stored.signed() for stored in giver.reader().journal.every()]
            received = timed(
                lambda f=facts, t=taker: [  # type: ignore[misc]
                    t.receive(f[n : n + 256]).result() for n in range(0, len(f), 256)
                ]
            )
            derived = timed(
                lambda t=taker: t.writer.submit(lambda: derive_all(t)).result()  # type: ignore[misc]
            )
            rebuilt = timed(lambda t=taker: t.rebuild().result())  # type: ignore[misc]
            assert digest(taker) == digest(giver)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count:7} {received:10.2f} {received / count * 1e6:8.0f}"
            f" {derived:9.2f} {derived / count * 1e6:8.0f}"
            f" {rebuilt:10.2f} {rebuilt / count * 1e6:8.0f} {memory:6.0f}"
        )


def main() -> None:
    """Print both tables, the collector set as where a base is served."""
    calm_the_collector()
    appends()
    growth()


if __name__ == "__main__":
    main()
