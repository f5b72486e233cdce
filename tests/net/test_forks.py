"""A cloned base: both halves of its record reach everybody, proven, and it goes on at once."""

import shutil
from pathlib import Path

from najda.base import OpenBase
from najda.engine.operations_room import OperationsRoom
from najda.journal.verify import verify_folder
from najda.net.forks import forks, other_bodies
from najda.net.holdings import missing_for, vector_of
from rooms import Organisation, facts_of, level, rows_of, say, small_report


def ids(room: OperationsRoom, chain: str) -> set[str]:
    return {one.id for one in room.reader().journal.of_chain(chain)}


def cloned(organisation: Organisation, tmp_path: Path) -> tuple[OpenBase, OpenBase]:
    """B's folder copied to another laptop while nobody looked."""
    b = organisation.join("B")
    b.close()
    organisation.bases.remove(b)
    shutil.copytree(b.folder, tmp_path / "clone")
    both = OpenBase(b.folder, None), OpenBase(tmp_path / "clone", None)
    organisation.bases.extend(both)
    return both


def test_what_both_clones_were_told_reaches_everybody(
    organisation: Organisation, tmp_path: Path
) -> None:
    """Equal numbers, other bodies: nothing acknowledged at either clone stays behind."""
    one, two = cloned(organisation, tmp_path)
    c = organisation.join("C")
    old = one.room.own_chain
    first = say(one.room, *[small_report(f"أ{n}") for n in range(3)])
    second = say(two.room, *[small_report(f"ب{n}") for n in range(2)])
    level([organisation.room, one.room])
    rooms = [organisation.room, two.room, c.room]
    level(rooms)
    after = say(two.room, small_report("بعد"))
    level([*rooms, one.room])

    assert two.room.own_chain != old
    for room in (organisation.room, c.room, two.room):
        assert {*first, *second} <= ids(room, old)
        assert ids(room, two.room.own_chain) >= set(after)
        assert any(one.chain == old for one in forks(room.reader().journal))
        assert not other_bodies(room.reader().journal)
        problems = verify_folder(room.reader().journal, None)["problems"]
        assert {(one["what"], one["chain"]) for one in problems} == {("fork", old)}
    assert rows_of(organisation.room) == rows_of(c.room)


def test_two_who_hold_other_bodies_find_it_by_a_witness(organisation: Organisation) -> None:
    """A and C hold the same number with other bodies: the first witness brings them together."""
    from najda.journal.control import Head, HeadsWitnessed

    folder = organisation.folder
    b = organisation.join("B")
    c = organisation.join("C")
    b.close()
    organisation.bases.remove(b)
    shutil.copytree(b.folder, folder / "clone")
    said: list[str] = []
    for at, to in ((b.folder, organisation.room), (folder / "clone", c.room)):
        base = OpenBase(at, None)
        said += say(base.room, small_report(str(at)))
        to.receive(facts_of(base.room)).result()
        chain = base.room.own_chain
        base.close()
    last = list(c.room.reader().journal.of_chain(chain))[-1]
    level([organisation.room, c.room])
    assert not set(said) <= ids(organisation.room, chain)
    say(c.room, HeadsWitnessed(heads=(Head(chain=chain, seq=last.seq, hash=last.id),)))
    level([organisation.room, c.room])

    for room in (organisation.room, c.room):
        assert set(said) <= ids(room, chain)
        assert [one.chain for one in forks(room.reader().journal)] == [chain]


def test_a_restored_copy_takes_no_number_twice(organisation: Organisation, tmp_path: Path) -> None:
    """A folder restored from an old copy: its lost facts come back, it goes on under a new key."""
    b = organisation.join("B")
    shutil.copytree(b.folder, tmp_path / "old")
    told = say(b.room, *[small_report(f"{n}") for n in range(4)])
    level([organisation.room, b.room])
    old_chain = b.room.own_chain
    b.close()
    organisation.bases.remove(b)
    restored = OpenBase(tmp_path / "old", None)
    organisation.bases.append(restored)
    level([organisation.room, restored.room])
    fresh = say(restored.room, small_report("بعد الاستعادة"))
    level([organisation.room, restored.room])

    assert restored.room.own_chain != old_chain
    assert set(told) <= ids(restored.room, old_chain)
    assert set(fresh) <= ids(organisation.room, restored.room.own_chain)
    assert restored.room.own_chain in organisation.room.arrivals.admission.members
    assert rows_of(organisation.room) == rows_of(restored.room)
    for room in (organisation.room, restored.room):
        numbers = [one.seq for one in room.reader().journal.of_chain(old_chain)]
        assert len(numbers) == len(set(numbers))


def test_a_clone_that_heard_only_a_torn_end_still_hands_on_its_own(
    organisation: Organisation, tmp_path: Path
) -> None:
    """One foreign fact of its own number range, nothing before it: what it was told travels."""
    one, two = cloned(organisation, tmp_path)
    c = organisation.join("C")
    old = one.room.own_chain
    say(one.room, *[small_report(f"أ{n}") for n in range(3)])
    told = say(two.room, *[small_report(f"ب{n}") for n in range(2)])
    c.room.receive([f.signed() for f in one.room.reader().journal.of_chain(old)]).result()
    last = list(one.room.reader().journal.of_chain(old))[-1]
    two.room.receive([last.signed()]).result()
    for _ in range(4):  # C asks; two can ask nobody
        theirs = vector_of(c.room.reader().journal)
        answer = [found.signed() for found in missing_for(two.room.reader().journal, theirs)]
        c.room.receive(answer).result()

    assert set(told) <= ids(c.room, old)
