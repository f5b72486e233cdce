"""Words and names wait behind the write, and still whatever was acknowledged is found."""

import shutil
import time
from pathlib import Path

import pytest

from najda.base import OpenBase
from najda.engine import operations_room, writer
from najda.engine.behind import Arrived
from najda.incidents.facts import PassageLinked
from najda.reports.facts import Channel, ReportReceived
from najda.vocabulary import Part
from rooms import NIGHT_MS, Organisation, facts_of, give, new_request, say

TEXT = {Part.TEXT}


def report(words: str) -> ReportReceived:
    return ReportReceived(channel=Channel.RADIO, received_ms=NIGHT_MS, text=words)


def test_what_was_just_acknowledged_is_found(organisation: Organisation) -> None:
    """Nobody has to wait for the index; whoever searches has the waiting words indexed first."""
    say(organisation.room, report("انهيار في السكري"))

    assert len(organisation.room.find("السكري", TEXT)) == 1
    assert organisation.room.find("السكري", {Part.OPEN}) == []


def test_a_base_killed_before_its_words_were_indexed_finds_them(
    organisation: Organisation, tmp_path: Path
) -> None:
    """The files as kill -9 leaves them: the fact is on disk, its words in memory only."""
    organisation.room.find("nothing", TEXT)
    say(organisation.room, report("عالقون في المشهد"))
    shutil.copytree(organisation.folder / "A", tmp_path / "killed")
    base = OpenBase(tmp_path / "killed", None, desks=organisation.desks)
    found = base.room.find("المشهد", TEXT)
    again = base.room.find("المشهد", TEXT)
    base.close()

    assert len(found) == 1
    assert found == again


def test_many_waiting_words_are_indexed_without_a_question(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heap of waiting words stays bounded under load, and goes when the base is quiet."""
    monkeypatch.setattr(operations_room, "MOST_WAITING", 8)
    behind = organisation.room.behind
    longest = 0
    for n in range(30):
        say(organisation.room, report(f"بلاغ {n}"))
        longest = max(longest, behind.waiting)
    deadline = time.monotonic() + 300 * writer.QUIET_SECONDS
    while behind.waiting and time.monotonic() < deadline:
        time.sleep(writer.QUIET_SECONDS / 4)

    assert longest <= 8
    assert behind.waiting == 0


def test_words_of_what_was_rolled_back_are_forgotten(organisation: Organisation) -> None:
    """A request that fails after it wrote leaves no word behind."""
    room = organisation.room
    room.find("nothing", TEXT)

    def write_and_fail() -> None:
        n = room.journal.tip.last_number + 1
        room.behind.add(Arrived(n, None, frozenset(), {Part.TEXT: "لم يحدث"}))
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError):
        room.writer.submit(write_and_fail).result()

    assert room.behind.waiting == 0
    assert room.find("يحدث", TEXT) == []


def test_a_part_that_arrives_while_words_wait_is_found_once(organisation: Organisation) -> None:
    """Withheld words cannot be found; when they come, they are, and only once."""
    other = organisation.join("B").room
    say(organisation.room, report("سيارة إسعاف تعطلت في الشعار"))
    give(facts_of(organisation.room, without=[Part.TEXT]), other)
    before = other.find("الشعار", TEXT)
    say(other, report("بلاغ آخر"))
    give(facts_of(organisation.room), other)

    assert before == []
    assert len(other.find("الشعار", TEXT)) == 1


def test_what_is_named_and_not_here_is_known_at_once(organisation: Organisation) -> None:
    """A link to a report whose base burned: waited for until the report arrives by another way."""
    other = organisation.join("B").room
    request = new_request()
    say(organisation.room, report("انهيار في السكري"), request=request)
    say(organisation.room, PassageLinked(report=request, about="ab" * 16))
    told, link = facts_of(organisation.room)[-2:]
    give([link], other)
    before = other.waiting_things()
    give([told], other)

    assert before == sorted([request, "ab" * 16])
    assert other.waiting_things() == ["ab" * 16]
