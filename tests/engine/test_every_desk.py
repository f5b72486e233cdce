"""What holds for every desk, present and future: order, repetition, last word, nothing lost."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from najda.engine.card import View
from najda.engine.discovery import gather
from najda.engine.views import encode_row
from najda.journal.codec import plan_of
from najda.journal.control import CONTROL_FACTS
from najda.journal.entry import SignedFact
from najda.journal.order import in_order
from najda.plain import to_plain
from najda.vocabulary import Actor, Entry, Fact, Part
from rooms import DESKS, NIGHT_MS, Organisation, facts_of, give, memory_folder, rows_of, say
from strategies import THINGS, facts, marked

KINDS = [kind for name, kind in DESKS.kinds.items() if name not in CONTROL_FACTS]
WITHHELD = (Part.PLACE, Part.PERSON, Part.TEXT)
SETTINGS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass
class Speech:
    """One utterance: who says what, with which clock, superseding what, hearing whom first."""

    base: int
    said: Fact
    clock_ms: int
    beats: int | None
    hears: bool
    request: int | None


speeches = st.builds(
    Speech,
    base=st.integers(0, 2),
    said=st.sampled_from(KINDS).flatmap(lambda kind: facts(kind, THINGS[:2])),
    clock_ms=st.sampled_from([NIGHT_MS, 0, NIGHT_MS + 10**12, NIGHT_MS - 300_000]),
    beats=st.none() | st.integers(0, 3),
    hears=st.booleans(),
    request=st.none() | st.integers(0, 1),
)


@contextmanager
def three_bases(others: str = "BCDE") -> Iterator[Organisation]:
    folder = memory_folder()
    made = Organisation(folder)
    try:
        for letter in others:
            made.join(letter)
        yield made
    finally:
        made.close()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def reused() -> Iterator[Organisation]:
    """Bases A, B, C speak; D and E listen. Facts pile up from example to example on purpose."""
    with three_bases() as made:
        yield made


def speak(made: Organisation, spoken: list[Speech]) -> list[SignedFact]:
    """Let the three bases speak, hearing each other or not; gives all facts there are."""
    rooms = [base.room for base in made.bases[:3]]
    for one in spoken:
        room = rooms[one.base]
        if one.hears:
            give([f for other in rooms for f in facts_of(other)], room)
        known = [stored.id for stored in room.reader().journal.every()]
        beats = [known[-1 - one.beats]] if one.beats is not None and one.beats < len(known) else []
        request = THINGS[one.request] if one.request is not None else None
        say(room, one.said, supersedes=beats, request=request, wall_ms=one.clock_ms)
    seen: dict[bytes, SignedFact] = {}
    for room in rooms:
        seen |= {fact.shell: fact for fact in facts_of(room)}
    return list(seen.values())


@SETTINGS
@given(
    spoken=st.lists(speeches, min_size=1, max_size=12),
    chance=st.randoms(use_true_random=False),
    withheld=st.sets(st.sampled_from(WITHHELD)),
)
def test_any_order_and_repetition_gives_equal_rows(
    spoken: list[Speech], chance: object, withheld: set[Part]
) -> None:
    """Equal facts and equal parts give equal rows and equal rebuilds, in any order, repeated."""
    with three_bases() as made:
        said = speak(made, spoken)
        lacking = [without(fact, withheld) for fact in said]
        one, other = made.bases[3].room, made.bases[4].room
        give(lacking, one)
        shuffled = lacking + lacking[: len(lacking) // 2]
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        for n in range(0, len(shuffled), 3):
            give(shuffled[n : n + 3], other)

        assert rows_of(one) == rows_of(other)
        assert one.rebuild().result()
        assert other.rebuild().result()

        give(said, one)  # the withheld parts arrive
        give(list(reversed(said)), other)

        assert rows_of(one) == rows_of(other)
        assert one.rebuild().result()


def without(fact: SignedFact, parts: set[Part]) -> SignedFact:
    kept = {part: data for part, data in fact.parts.items() if part not in parts}
    return SignedFact(fact.shell, fact.signature, kept)


@SETTINGS
@given(
    spoken=st.lists(speeches, min_size=1, max_size=8), last=st.sampled_from(KINDS).flatmap(facts)
)
def test_who_has_seen_everything_speaks_last(
    reused: Organisation, spoken: list[Speech], last: Fact
) -> None:
    """Whoever has seen everything and then speaks is last in the order, whatever the clocks."""
    said = speak(reused, spoken)
    speaker = reused.bases[3].room
    give(said, speaker)
    (id_,) = say(speaker, last, wall_ms=0)
    journal = speaker.reader().journal

    ordered = sorted((one.height, one.chain, one.id) for one in journal.every())

    assert id_ == ordered[-1][2]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_changes_some_row(reused: Organisation, kind: type[Fact]) -> None:
    """No kind of fact goes unseen: writing one changes some row."""
    room = reused.bases[0].room
    before = rows_of(room)
    said = marked(kind, "seen")
    say(room, said)

    assert rows_of(room) != before


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_concurrent_value_vanishes(kind: type[Fact]) -> None:
    """Two bases that did not know each other write the same thing: every word of both is shown."""
    one, two = marked(kind, "left"), marked(kind, "right")
    with three_bases("B") as made:
        a, b = made.bases[0].room, made.bases[1].room
        say(a, one, request=THINGS[0])
        say(b, two, request=THINGS[0])
        give(facts_of(b), a)
        shown = b"\n".join(rows_of(a).values()).decode(errors="replace")

        lost = [
            f"{mark}-{name}"
            for mark, said in (("left", one), ("right", two))
            for name in said.__dataclass_fields__
            if _is_marked(getattr(said, name), mark) and f"{mark}-{name}" not in shown
        ]

        assert lost == []


def _is_marked(value: object, mark: str) -> bool:
    text = value[0] if isinstance(value, tuple) and value else getattr(value, "text", value)
    return isinstance(text, str) and text.startswith(f"{mark}-")


ONE_THING = THINGS[:1]


@st.composite
def spoken_under_one_key(draw: st.DrawFn, view: View[Any]) -> list[Entry[Any]]:
    """Facts that meet under one key of a view, as entries; some supersede earlier ones."""
    kinds = draw(st.lists(st.sampled_from(view.reads), min_size=2, max_size=6))
    entries: list[Entry[Any]] = []
    for n, kind in enumerate(kinds):
        earlier = [one.id for one in entries]
        beats = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        entries.append(
            Entry(
                id=f"{n + 1:064x}",
                chain=draw(st.sampled_from(["aa" * 32, "bb" * 32])),
                seq=n + 1,
                height=n + 1,
                kind=DESKS.kind_names[kind],
                said=draw(facts(kind, ONE_THING)),
                actor=Actor("A", "p"),
                wall_ms=NIGHT_MS,
                request=THINGS[0],
                thing=THINGS[0] if kind.creates else None,
                supersedes=tuple(beats),
            )
        )
    return entries


@pytest.mark.parametrize("view", DESKS.views.values(), ids=lambda view: view.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_arrival_and_clocks_change_no_row(view: View[Any], data: st.DataObject) -> None:
    """The same facts in any order of arrival, under any clocks, give the same row."""
    entries = data.draw(spoken_under_one_key(view))
    shuffled = data.draw(st.permutations(entries))
    clocks = data.draw(st.permutations(range(len(entries))))
    wrong = [
        replace(one, wall_ms=ODD_CLOCK + clock) for one, clock in zip(entries, clocks, strict=True)
    ]
    right = view.derive(in_order(entries))

    assert encode_row(view.derive(in_order(shuffled))) == encode_row(right)
    assert without_clocks(view.derive(in_order(wrong))) == without_clocks(right)


ODD_CLOCK = 9 * 10**14


def without_clocks(row: object) -> object:
    """The plain row with the facts' wall clocks (shown, deciding nothing) taken out."""

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: clean(item) for name, item in value.items()}
        if isinstance(value, list):
            return [clean(item) for item in value]
        if type(value) is int and (value == NIGHT_MS or value >= ODD_CLOCK):
            return 0
        return value

    return clean(to_plain(row))


@pytest.mark.parametrize("view", DESKS.views.values(), ids=lambda view: view.name)
def test_what_supersedes_follows_what_arrives_late(view: View[Any]) -> None:
    """A fact stands under the keys of what it supersedes, also where that arrives after it."""
    with three_bases("BC") as made:
        speaker, late = made.bases[1].room, made.bases[2].room
        for n, kind in enumerate(view.reads):
            first = marked(kind, f"first{n}")
            second = about_another_thing(marked(view.reads[0], f"second{n}"))
            (id_,) = say(speaker, first, request=THINGS[0])
            say(speaker, second, supersedes=[id_], request=THINGS[1])
        said = facts_of(speaker)
        give(list(reversed(said)), late)

        assert rows_of(late) == rows_of(speaker)


def about_another_thing(said: Fact) -> Fact:
    """The same words about another thing, so that its own keys differ."""
    named = {plan.name: plan.is_many for plan in plan_of(type(said)) if plan.is_subject}
    other = {name: (THINGS[1],) if many else THINGS[1] for name, many in named.items()}
    return replace(said, **other)


def test_unknown_kinds_and_early_facts_block_nobody(reused: Organisation) -> None:
    """A fact of a kind nobody knows is kept and carried on; what comes after it counts."""
    known = [desk for desk in DESKS.desks if desk.name != "dispatch"]
    folder = memory_folder()
    old = Organisation(folder, gather(replace(desk) for desk in known))
    try:
        newer = old.join("B")
        newer.close()
        old.bases.remove(newer)
        speaker = Organisation.__new__(Organisation)
        speaker.folder, speaker.desks, speaker.bases = folder, DESKS, []
        full = speaker._open("B")
        dispatch = next(kind for kind in KINDS if kind.__name__ == "UnitSent")
        report = next(kind for kind in KINDS if kind.__name__ == "ReportReceived")
        say(full.room, marked(dispatch, "x"))
        say(full.room, marked(report, "after"))
        outcomes = give(facts_of(full.room), old.room)
        full.close()

        assert outcomes.count("new") == 3  # its start, the unknown one, the report
        assert any(b"after-text" in row for row in rows_of(old.room).values())
        kinds = [one.kind for one in old.room.reader().journal.every()]
        assert "dispatch.UnitSent" in kinds
    finally:
        old.close()
        shutil.rmtree(folder)
