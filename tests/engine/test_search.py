"""Words are indexed behind the write, and still whatever was acknowledged is found."""

import shutil
import time
from pathlib import Path

import pytest

from najda.base import OpenBase
from najda.engine import search, writer
from najda.reports.facts import Channel, ReportReceived
from najda.vocabulary import Part
from rooms import NIGHT_MS, Organisation, facts_of, give, say

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
    monkeypatch.setattr(search, "MOST_WAITING", 8)
    words = organisation.room.words
    longest = 0
    for n in range(30):
        say(organisation.room, report(f"بلاغ {n}"))
        longest = max(longest, words.waiting)
    deadline = time.monotonic() + 300 * writer.QUIET_SECONDS
    while words.waiting and time.monotonic() < deadline:
        time.sleep(writer.QUIET_SECONDS / 4)

    assert longest <= 8
    assert words.waiting == 0


def test_words_of_what_was_rolled_back_are_forgotten(organisation: Organisation) -> None:
    """A request that fails after it wrote leaves no word behind."""
    room = organisation.room
    room.find("nothing", TEXT)

    def write_and_fail() -> None:
        room.words.add(room.journal.tip.last_number + 1, {Part.TEXT: "لم يحدث"})
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError):
        room.writer.submit(write_and_fail).result()

    assert room.words.waiting == 0
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
