"""Bundles: what goes in comes out, at any cut, through any damage, in few bytes."""

import struct
from pathlib import Path

import cbor2
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from najda.engine.operations_room import OperationsRoom
from najda.journal.entry import SignedFact
from najda.net.bundle import MAGIC, PieceReader, _checksum, pack
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


def test_a_damaged_head_swallows_no_neighbour(organisation: Organisation) -> None:
    """Any byte of a piece's head (mark, length, checksum) wrong: its neighbours are read."""
    for n in range(4):
        say(organisation.room, report(n))
    facts = facts_of(organisation.room)
    pieces = [next(pack([fact])) for fact in facts]
    start = len(pieces[0])
    for position in range(start, start + 24):
        for what in (1, 2, 64, 255):
            data = bytearray(b"".join(pieces))
            data[position] ^= what

            assert unpacked(bytes(data), 100) == [facts[0], *facts[2:]], (position, what)


def test_a_stick_may_end_at_any_byte(organisation: Organisation) -> None:
    """Cut anywhere: every whole piece before the cut is read, and nothing else."""
    for n in range(9):
        say(organisation.room, report(n))
    facts = facts_of(organisation.room)
    data = b""
    whole = {0: 0}  # bytes -> facts in the pieces that end there
    for n in range(0, len(facts), 3):
        data += b"".join(pack(facts[n : n + 3]))
        whole[len(data)] = min(n + 3, len(facts))
    for cut in range(len(data) + 1):
        expected = max(count for end, count in whole.items() if end <= cut)

        assert unpacked(data[:cut], 1 << 20) == facts[:expected]


@pytest.mark.parametrize("content", [
    b"no zstd", zstandard.compress(b"\xff no CBOR"), zstandard.compress(cbor2.dumps([1, 2])),
    zstandard.compress(cbor2.dumps([[b"short"], [[0, 1, b"x" * 32, 1, [None] * 5, b"y" * 64]]])),
])  # fmt: skip
def test_a_whole_but_unreadable_piece_stops_nothing(
    organisation: Organisation, content: bytes
) -> None:
    """Its checksum is right and what it says is nonsense: the pieces behind it are read."""
    say(organisation.room, report(1))
    facts = facts_of(organisation.room)
    first, *others = [next(pack([fact])) for fact in facts]
    head = struct.pack(">4sI16s", MAGIC, len(content), _checksum(content))
    reader = PieceReader()
    found = list(reader.feed(first + head + content + b"".join(others)))

    assert [fact for some in found for fact in some] == facts
    assert reader.skipped == len(head) + len(content)


def test_a_forged_fact_does_not_stop_its_neighbours(organisation: Organisation) -> None:
    """Of a piece that holds one forged fact, the others are taken."""
    other = organisation.join("B").room
    say(organisation.room, *[report(n) for n in range(3)])
    facts = facts_of(organisation.room)[-3:]
    forged = SignedFact(facts[1].shell, bytes(64), facts[1].parts)

    assert give([facts[0], forged, facts[2]], other) == ["new", "signature", "new"]


def test_an_import_goes_on_where_it_stopped(organisation: Organisation, tmp_path: Path) -> None:
    """Wherever it stopped; the same stick again changes nothing more."""
    for n in range(12):
        say(organisation.room, report(n))
    facts = facts_of(organisation.room)
    pieces = [b"".join(pack(facts[n : n + 4])) for n in range(0, len(facts), 4)]
    data = b"".join(pieces)
    stick = tmp_path / "stick.najda"
    for n, cut in enumerate((len(pieces[0]) - 1, len(pieces[0]) + 1, len(data) - 1)):
        other = organisation.join("BCD"[n]).room
        stick.write_bytes(data[:cut])
        read_into(other, stick)
        stick.write_bytes(data)
        read_into(other, stick)
        rows, held = rows_of(other), vector_of(other.reader().journal)
        read_into(other, stick)

        assert facts_of(organisation.room)[: len(facts)] == facts
        assert {one.shell for one in facts} <= {one.shell for one in facts_of(other)}
        assert (rows_of(other), vector_of(other.reader().journal)) == (rows, held)
        give(facts_of(other), organisation.room)
        give(facts_of(organisation.room), other)
        assert rows_of(organisation.room) == rows_of(other)


def test_sticks_of_two_bases_in_either_order(organisation: Organisation, tmp_path: Path) -> None:
    """A's stick and then B's, B's and then A's, twice: the same facts and rows."""
    b, c, d = (organisation.join(letter).room for letter in "BCD")
    first = say(organisation.room, report(1))[0]
    give(facts_of(organisation.room), b)
    say(organisation.room, report(2), supersedes=[first])
    say(b, report(3), supersedes=[first])
    sticks = []
    for n, room in enumerate((organisation.room, b)):
        write_bundle(room.reader().journal, tmp_path / f"{n}.najda")
        sticks.append(tmp_path / f"{n}.najda")
    for room, order in ((c, sticks), (d, [*reversed(sticks), *sticks])):
        for stick in order:
            read_into(room, stick)

    assert rows_of(c) == rows_of(d)
    assert _but_own(c) == _but_own(d)


def _but_own(room: OperationsRoom) -> dict[str, ChainHeld]:
    chains = vector_of(room.reader().journal).chains
    return {chain: held for chain, held in chains.items() if chain != room.own_chain}


def read_into(room: OperationsRoom, stick: Path) -> None:
    for facts, _ in read_bundle(stick):
        give(facts, room)


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
