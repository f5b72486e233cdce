"""Copies are never overstated: living installations, told by themselves, and disks read back."""

import os
import time
from pathlib import Path

import pytest

from najda.net.clocks import APART_MS, Clocks
from najda.net.copies import HEARD_SECONDS, READ_BACK_SECONDS, Family, Heard, Holders
from najda.net.holdings import vector_of
from najda.net.second_copy import CopyProblem, SecondCopy
from najda.net.vector import MAX_LACKING, ChainHeld, Vector
from rooms import Organisation, facts_of, give, say, small_report

US, B, C, D = ("aa" * 32, "bb" * 32, "cc" * 32, "dd" * 32)
FACT = "ff" * 32
HELD = Vector({US: ChainHeld(9)})


def counted(holders: Holders, **changes: object) -> tuple[int, int, tuple[str, ...]]:
    given = {"members": frozenset({US, B, C, D}), "predecessors": {}, **changes}
    kept = holders.kept(FACT, US, 5, Family(US, **given))  # type: ignore[arg-type]
    return kept.copies, kept.silent, kept.labels


def ago(seconds: float, vector: Vector = HELD) -> Heard:
    return Heard(vector, time.monotonic() - seconds)


def test_only_what_living_members_told_counts() -> None:
    """Not the silent, not the revoked, not a lower number, not a fact without a part."""
    assert counted(Holders({B: ago(1)})) == (2, 0, ())
    assert counted(Holders({B: ago(HEARD_SECONDS + 1)})) == (1, 1, ())
    assert counted(Holders({B: ago(1)}), members=frozenset({US})) == (1, 0, ())
    assert counted(Holders({B: ago(1, Vector({US: ChainHeld(4)}))})) == (1, 0, ())
    assert counted(Holders({B: ago(1, Vector({US: ChainHeld(9)}, frozenset({FACT})))})) == (
        1,
        0,
        (),
    )
    cut_list = frozenset(f"{n:064x}" for n in range(MAX_LACKING))
    assert counted(Holders({B: ago(1, Vector({US: ChainHeld(9)}, cut_list))})) == (1, 0, ())


def test_one_base_under_two_names_counts_once() -> None:
    """A replaced laptop and its replacement, both heard; our own predecessor not at all."""
    both = Holders({B: ago(1), C: ago(1)})

    assert counted(both) == (3, 0, ())
    assert counted(both, predecessors={C: B}) == (2, 0, ())
    assert counted(both, predecessors={US: B}) == (2, 0, ())
    assert counted(Holders({B: ago(HEARD_SECONDS + 1), C: ago(1)}), predecessors={C: B}) == (
        2,
        0,
        (),
    )


def test_the_last_word_of_a_base_counts() -> None:
    """Put back from an older copy, or replaced: what its predecessor held may be gone."""
    empty = Vector({US: ChainHeld(2)})

    assert counted(Holders({B: ago(60), C: ago(1, empty)}), predecessors={C: B}) == (1, 0, ())
    assert counted(Holders({B: ago(60, empty), C: ago(1)}), predecessors={C: B}) == (2, 0, ())


def test_all_sticks_together_count_as_one() -> None:
    """Labelled, and only for a day after they were read back."""
    one = Holders(labelled={"Salma's stick": ago(60), "second disk": ago(1)})
    old = Holders(labelled={"old": ago(READ_BACK_SECONDS + 1)})

    assert counted(one) == (2, 0, ("Salma's stick", "second disk"))
    assert counted(old) == (1, 0, ())


def test_a_second_disk_is_kept_level_and_read_back(
    organisation: Organisation, tmp_path: Path
) -> None:
    """It holds what was read back; what is flipped on it does not count and is written again."""
    room = organisation.room
    copy = SecondCopy("second disk", tmp_path / "copy.njb")
    say(room, small_report("أولى"))
    journal = room.reader().journal
    assert copy.extend(journal) == vector_of(journal)
    say(room, small_report("ثانية"))
    assert copy.extend(journal) == vector_of(journal)

    damaged = bytearray(copy.path.read_bytes())
    damaged[100] ^= 1
    copy.path.write_bytes(bytes(damaged))
    again = SecondCopy("second disk", copy.path)
    again._read_whole()
    assert again._found is not None
    assert again._found.vector() != vector_of(journal)
    assert again.extend(journal) == vector_of(journal)
    other = organisation.join("B").room
    from najda.net.file_carrier import read_bundle

    for facts, _ in read_bundle(copy.path):
        give(facts, other)
    assert {one.shell for one in facts_of(room)} <= {one.shell for one in facts_of(other)}


def test_a_disk_that_lies_holds_nothing(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it wrote and wrote a stump: only what is read back counts."""
    copy = SecondCopy("stick", tmp_path / "copy.njb")
    monkeypatch.setattr("najda.net.second_copy.os.fsync", lambda file: os.ftruncate(file, 40))

    assert copy.extend(organisation.room.reader().journal) == Vector()


def test_a_disk_that_is_gone_says_so(organisation: Organisation, tmp_path: Path) -> None:
    """No folder, or the file taken away under us: a problem by name, and all of it again later."""
    missing = SecondCopy("stick", tmp_path / "away" / "copy.njb")
    with pytest.raises(CopyProblem):
        missing.extend(organisation.room.reader().journal)
    copy = SecondCopy("stick", tmp_path / "copy.njb")
    journal = organisation.room.reader().journal
    copy.extend(journal)
    copy.path.unlink()
    with pytest.raises(CopyProblem):
        copy.extend(journal)
    assert copy.extend(journal) == vector_of(journal)


@pytest.mark.parametrize(
    ("offsets", "doubtful"),
    [
        ([], False), ([0], False), ([APART_MS], True), ([-APART_MS], True),
        ([0, APART_MS], True), ([0, 0, APART_MS], False), ([APART_MS, APART_MS, 0], True),
    ],
)  # fmt: skip
def test_a_clock_that_disagrees_with_half_is_doubtful(offsets: list[int], doubtful: bool) -> None:
    """With one peer nobody knows who is right; of many, half is enough to expire nothing."""
    clocks = Clocks()
    for n, offset in enumerate(offsets):
        clocks.note(f"{n:064x}", 1000 + offset, 900, 1100)

    assert clocks.doubtful(frozenset(clocks.offsets())) is doubtful
    assert not clocks.doubtful(frozenset())
