"""Power cuts, a full disk, flipped bits: no acknowledged fact is lost, nothing false is read."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from lossy_disk import LossyDisk
from najda.base import OpenBase, make_base
from najda.engine.writer import NotStored
from najda.journal.file import DATABASE, JournalFile, open_database
from najda.journal.verify import verify_folder
from najda.reports.facts import Channel, ReportReceived
from najda.settings import database_key, describe
from najda.vocabulary import Part
from rooms import NIGHT_MS, memory_folder, say

pytestmark = pytest.mark.crash

CUTS = int(os.environ.get("NAJDA_CUTS", "1000"))


@pytest.fixture
def folder() -> Iterator[Path]:
    made = memory_folder()
    yield made
    shutil.rmtree(made)


def report(n: int) -> ReportReceived:
    return ReportReceived(channel=Channel.PHONE, received_ms=NIGHT_MS, text=f"بلاغ {n} " * 20)


def checkpoint_every(base: OpenBase, pages: int) -> None:
    base.room.local_write(lambda db: db.pragma("wal_autocheckpoint", pages)).result()


def opened_on(disk: LossyDisk, folder: Path) -> OpenBase:
    """A base whose files lie on the disk from their first byte."""
    make_base(folder / "A", name="x", letter="A")
    for path in (folder / "A").glob(f"{DATABASE}*"):
        disk.image(path.name).durable = bytearray(path.read_bytes())
    base = OpenBase(folder / "A", None, vfs=disk.name)
    checkpoint_every(base, 80)
    return base


def test_a_thousand_power_cuts_lose_nothing_acknowledged(folder: Path) -> None:
    """Cut at random writes; what was not flushed is partly kept, partly torn: answers hold."""
    seed = int(os.environ.get("NAJDA_SEED", str(random.randrange(10**6))))
    print(f"seed {seed}")  # noqa: T201 - to repeat the run
    chance = random.Random(seed)
    disk = LossyDisk("lossy-power")
    base = opened_on(disk, folder)
    key = database_key(folder / "A", describe(folder / "A"), None)
    acknowledged: list[str] = []
    cuts = [0, 0]

    def maybe_cut() -> None:
        if cuts[0] < CUTS and chance.random() < 0.12:
            cuts[0] += 1
            must = list(acknowledged)
            after = folder / "after"
            after.mkdir()
            disk.power_cut(after, chance)
            cuts[1] += len(lost_after(after, key, must))
            shutil.rmtree(after)

    disk.on_write = maybe_cut
    n = 0
    while cuts[0] < CUTS:
        acknowledged.extend(say(base.room, report(n)))
        n += 1
    disk.on_write = None
    base.close()

    assert cuts == [CUTS, 0]


def lost_after(after: Path, key: bytes, must: list[str]) -> set[str]:
    db = open_database(after / DATABASE, key)
    try:
        (state,) = db.execute("PRAGMA quick_check(1)").fetchone()
        held = {id_.hex() for (id_,) in db.execute("SELECT id FROM facts")}
    finally:
        db.close()
    assert state == "ok"
    return set(must) - held


def test_a_full_disk_acknowledges_nothing_and_recovers(folder: Path) -> None:
    """While the disk is full every write is refused; when there is room all goes on, whole."""
    disk = LossyDisk("lossy-full")
    base = opened_on(disk, folder)
    kept = [*say(base.room, report(0))]
    disk.full = True
    # Whoever asks still reads what is there, though what waits cannot be caught up.
    assert base.room.waiting_things() == []
    assert isinstance(base.room.find("بلاغ", {Part.TEXT}), list)
    for n in range(5):
        with pytest.raises(NotStored):
            say(base.room, report(100 + n))
    disk.full = False
    kept += say(base.room, report(1))
    journal = base.room.reader().journal
    held = [one.id for one in journal.every(kinds=("reports.ReportReceived",))]

    assert held == kept
    assert verify_folder(journal, None)["ok"]
    assert base.room.rebuild().result()
    base.close()


def test_a_flipped_bit_in_the_log_shortens_and_never_lies(folder: Path) -> None:
    """Any bit of the write-ahead log: an error, or a true beginning of what was written."""
    make_base(folder / "A", name="x", letter="A")
    base = OpenBase(folder / "A", None)
    checkpoint_every(base, 0)
    said = [id_ for n in range(30) for id_ in say(base.room, report(n))]
    names = (DATABASE, f"{DATABASE}-wal")
    whole = {name: (folder / "A" / name).read_bytes() for name in names}
    base.close()
    key = database_key(folder / "A", describe(folder / "A"), None)
    chance = random.Random(7)
    lengths = set()
    for n in range(60):
        after = folder / f"after{n}"
        after.mkdir()
        log = bytearray(whole[names[1]])
        log[chance.randrange(len(log))] ^= 1 << chance.randrange(8)
        (after / names[0]).write_bytes(whole[names[0]])
        (after / names[1]).write_bytes(log)
        held, good = read_after(after, key)
        assert good
        assert held == said[: len(held)]
        lengths.add(len(held))

    assert len(lengths) > 1


def read_after(after: Path, key: bytes) -> tuple[list[str], bool]:
    """The reports that can be read, and whether all that is read verifies; nothing on an error."""
    try:
        db = open_database(after / DATABASE, key)
    except apsw.Error:
        return [], True
    journal = JournalFile(db)
    held = [one.id for one in journal.every(kinds=("reports.ReportReceived",))]
    good = verify_folder(journal, None)["ok"]
    db.close()
    return held, bool(good)


def test_a_flipped_bit_is_never_read_as_truth(folder: Path) -> None:
    """Any byte of the database flipped: an error, or the very facts that were written."""
    make_base(folder / "A", name="x", letter="A")
    base = OpenBase(folder / "A", None)
    said = [id_ for n in range(30) for id_ in say(base.room, report(n))]
    base.close()
    key = database_key(folder / "A", describe(folder / "A"), None)
    whole = (folder / "A" / DATABASE).read_bytes()
    chance = random.Random(7)
    caught = 0
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path = folder / "flipped.db"
        path.write_bytes(damaged)
        try:
            db = open_database(path, key, read_only=True)
            journal = JournalFile(db)
            held = [one.id for one in journal.every(kinds=("reports.ReportReceived",))]
            good = held == said and verify_folder(journal, None)["ok"]
            db.close()
            assert good
        except apsw.Error:
            caught += 1

    assert caught > 0
