"""A chain that was touched does not verify, and verify says where."""

import shutil
from pathlib import Path

import pytest

from najda.base import OpenBase
from najda.journal.verify import verify_folder
from najda.reports.facts import Channel, ReportReceived
from najda.vocabulary import Part
from rooms import NIGHT_MS, Organisation, facts_of, give, rows_of, say


def report(n: int) -> ReportReceived:
    return ReportReceived(
        channel=Channel.PHONE, received_ms=NIGHT_MS, text=f"بلاغ {n}", caller_name="أم علي"
    )


@pytest.fixture
def spoken(organisation: Organisation) -> Organisation:
    organisation.join("B")
    for n in range(6):
        say(organisation.room, report(n))
    return organisation


def test_an_untouched_journal_verifies(spoken: Organisation) -> None:
    """Signatures, hashes, numbers, heights; and the root key where it is given."""
    journal = spoken.room.reader().journal
    root = spoken.root.public.hex()

    assert verify_folder(journal, None)["root"] == "root not compared"
    assert verify_folder(journal, root)["ok"]
    assert not verify_folder(journal, "00" * 32)["ok"]


def of_the_next(column: str) -> str:
    return f"{column} = (SELECT {column} FROM facts WHERE seq = 6)"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("open = CAST(open || x'00' AS BLOB)", "part_digest"),
        (of_the_next("text"), "part_digest"),
        (of_the_next("signature"), "signature"),
        ("height = 99", "address"),
        ("id = randomblob(32)", "hash"),
        (of_the_next("shell"), "part_digest"),
    ],
)
def test_verify_says_where_a_chain_breaks(spoken: Organisation, change: str, what: str) -> None:
    """Whatever is changed in the table, the number of the fact is named."""
    sql = f"UPDATE facts SET {change} WHERE seq = 5"
    spoken.room.local_write(lambda db: db.execute(sql)).result()
    found = verify_folder(spoken.room.reader().journal, None)

    assert not found["ok"]
    assert (5, what) in [(one["seq"], one["what"]) for one in found["problems"]]


def test_a_missing_fact_is_a_gap_and_no_lie(spoken: Organisation) -> None:
    """A gap (not yet arrived) is counted; it is no broken chain."""
    spoken.room.local_write(lambda db: db.execute("DELETE FROM facts WHERE seq = 4")).result()
    found = verify_folder(spoken.room.reader().journal, None)

    assert (found["ok"], found["gaps"]) == (True, 1)


def test_a_journal_with_withheld_parts_verifies(spoken: Organisation) -> None:
    """Names and words withheld, every chain still verifies."""
    other = spoken.bases[1].room
    give(facts_of(spoken.room, without=(Part.PERSON, Part.TEXT)), other)
    journal = other.reader().journal

    assert verify_folder(journal, None)["ok"]
    assert journal.count_lacking() == {Part.PERSON: 6, Part.TEXT: 6}


def test_a_foreign_signature_is_refused(spoken: Organisation) -> None:
    """Bytes that the chain's key did not sign are no fact."""
    from najda.journal.entry import SignedFact

    other = spoken.bases[1].room
    fact = facts_of(spoken.room)[4]
    forged = SignedFact(fact.shell, bytes(64), fact.parts)

    assert give([forged], other) == ["signature"]


def test_a_stranger_is_kept_and_read_by_no_view(spoken: Organisation, tmp_path: Path) -> None:
    """Facts of an installation nobody enrolled are kept, carried on, and shown nowhere."""
    stranger = Organisation(tmp_path / "other")
    say(stranger.room, report(99))
    before = rows_of(spoken.room)
    outcomes = give(facts_of(stranger.room), spoken.room)
    rows = rows_of(spoken.room)
    standings = {one.standing.value for one in spoken.room.reader().journal.every(after=8)}
    stranger.close()

    assert outcomes == ["new", "new"]
    assert rows == before
    assert standings == {"foreign"}


def test_a_cloned_folder_forks_shows_it_and_goes_on_under_a_new_key(
    spoken: Organisation, tmp_path: Path
) -> None:
    """Two bodies for one number: both kept and shown; each installation mints a new key."""
    spoken.first.close()
    spoken.bases.remove(spoken.first)
    shutil.copytree(spoken.folder / "A", tmp_path / "clone")
    one = OpenBase(spoken.folder / "A", None)
    clone = OpenBase(tmp_path / "clone", None)
    old = one.room.own_chain
    say(one.room, report(7))
    say(clone.room, report(8))
    give(facts_of(clone.room), one.room)
    give(facts_of(one.room), clone.room)
    say(clone.room, report(9))
    give(facts_of(clone.room), one.room)
    give(facts_of(one.room), clone.room)
    found = verify_folder(one.room.reader().journal, None)
    rows = b"".join(rows_of(one.room).values()).decode(errors="replace")
    equal = rows_of(one.room) == rows_of(clone.room)
    chains = {one.room.own_chain, clone.room.own_chain, old}
    one.close()
    clone.close()

    assert {p["what"] for p in found["problems"]} == {"fork"}
    assert len(chains) == 3
    assert equal
    for n in (7, 8, 9):
        assert f"بلاغ {n}" in rows
