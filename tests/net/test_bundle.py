"""Bundles: what goes in comes out, at any cut, through any damage, in few bytes."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from najda.journal.entry import SignedFact
from najda.net.bundle import PieceReader, pack
from najda.net.file_carrier import read_bundle, write_bundle
from najda.net.holdings import missing_for, vector_of
from najda.net.vector import (
    ChainHeld,
    Vector,
    decode_vector,
    encode_vector,
    held_from_numbers,
    missing_ranges,
)
from najda.reports.facts import Channel, ReportReceived
from najda.vocabulary import Part
from rooms import NIGHT_MS, Organisation, facts_of, give, rows_of, say


def report(n: int) -> ReportReceived:
    return ReportReceived(
        channel=Channel.PHONE,
        received_ms=NIGHT_MS + n * 1000,
        text=f"غارة على بناء في السكري قرب الفرن، {n} عالقين",
        trapped=n,
    )


def unpacked(data: bytes, step: int) -> list[SignedFact]:
    reader = PieceReader()
    return [
        fact
        for n in range(0, len(data), step)
        for facts in reader.feed(data[n : n + step])
        for fact in facts
    ]


def test_a_bundle_gives_back_the_very_bytes(organisation: Organisation) -> None:
    """Relayed facts keep their bytes, whatever the cuts, also where parts are withheld."""
    for n in range(30):
        say(organisation.room, report(n))
    for without in ((), (Part.TEXT,), (Part.PLACE, Part.PERSON, Part.TEXT)):
        facts = facts_of(organisation.room, without=without)
        data = b"".join(pack(facts))

        assert unpacked(data, 1 << 20) == facts
        assert unpacked(data, 7) == facts


def test_a_plain_report_is_small(organisation: Organisation) -> None:
    """A plain report in a bundle of 300 costs at most 400 bytes."""
    for n in range(300):
        say(organisation.room, report(n))
    data = b"".join(pack(facts_of(organisation.room)))

    assert len(data) / 300 <= 400


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=st.floats(0, 1), what=st.integers(1, 255))
def test_damage_loses_one_piece_and_never_lies(
    organisation: Organisation, where: float, what: int
) -> None:
    """One flipped byte: the other pieces are read, and no fact comes out that did not go in."""
    if not rows_of(organisation.room):
        for n in range(8):
            say(organisation.room, report(n))
    facts = facts_of(organisation.room)
    pieces = [next(pack([fact])) for fact in facts]
    data = bytearray(b"".join(pieces))
    position = min(int(where * len(data)), len(data) - 1)
    data[position] ^= what
    found = unpacked(bytes(data), 100)

    assert len(found) >= len(facts) - 1
    assert all(fact in facts for fact in found)


def test_export_import_anywhere_at_any_cut(organisation: Organisation, tmp_path: Path) -> None:
    """Import is resumable at every byte, idempotent, and gives the same rows."""
    other = organisation.join("B").room
    for n in range(40):
        say(organisation.room, report(n))
    file = tmp_path / "stick.najda"
    assert write_bundle(organisation.room.reader().journal, file) == 42
    data = file.read_bytes()
    cut = tmp_path / "cut.najda"
    cut.write_bytes(data[: len(data) // 3])
    for path in (cut, file, file):
        for facts, _ in read_bundle(path):
            give(facts, other)
    give(facts_of(other), organisation.room)

    assert rows_of(organisation.room) == rows_of(other)
    assert vector_of(organisation.room.reader().journal) == vector_of(other.reader().journal)


def test_only_what_is_missing_travels(organisation: Organisation) -> None:
    """A vector asks for what it lacks, and for parts it was not given."""
    other = organisation.join("B").room
    for n in range(10):
        say(organisation.room, report(n))
    give(facts_of(organisation.room, without=(Part.TEXT,)), other)
    say(organisation.room, report(99))
    asked = [one.kind for one in missing_for(organisation.room.reader().journal,
                                             vector_of(other.reader().journal))]  # fmt: skip

    assert len(asked) == 11  # one new, ten that lack their text


numbers = st.sets(st.integers(1, 60), max_size=60)


@given(theirs=numbers, ours=numbers)
def test_missing_ranges_are_just_what_is_missing(theirs: set[int], ours: set[int]) -> None:
    """What we hold and they do not, no more and no less."""
    stretches = missing_ranges(held_from_numbers(sorted(theirs)), held_from_numbers(sorted(ours)))
    found = [n for first, last in stretches for n in range(first, last + 1)]

    assert found == sorted(ours - theirs)


@given(st.dictionaries(st.text("0123456789abcdef", min_size=2), numbers, max_size=4))
def test_vectors_travel_unchanged(chains: dict[str, set[int]]) -> None:
    """Encode and decode agree."""
    vector = Vector({chain: held_from_numbers(sorted(some)) for chain, some in chains.items()})

    assert decode_vector(encode_vector(vector)) == vector
    assert ChainHeld(3).holds(3)
