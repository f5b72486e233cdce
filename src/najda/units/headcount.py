"""The head-count of our own people, one by one, after a base was hit. Pure but for the page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.people.facts import Counted
from najda.people.rules import PERSON, Count, PersonRow
from najda.units.attacks import attacks_on
from najda.units.rules import BASE, UNIT, BaseRow, UnitRow
from najda.vocabulary import ThingId
from najda.web.visit import visit_of

#: A count older than this says nothing of now. An assumption to review.
STALE_MS = 12 * 3_600_000


@dataclass(frozen=True, slots=True)
class Head:
    """One of our own, and what was last said of them."""

    person: PersonRow
    #: The unit whose shift they are on; None = no shift names them.
    unit: UnitRow | None
    #: What stands and is newer than the hit; empty = not counted.
    counts: tuple[Count, ...]
    #: What was said before the hit; shown, and does not count.
    before: tuple[Count, ...]

    @property
    def state(self) -> Counted | None:
        """The worst that stands: nobody is taken for well while somebody says otherwise."""
        order = list(Counted)
        return max((one.state for one in self.counts), key=order.index, default=None)


def hit_ms(bases: Iterable[BaseRow], letter: str) -> int | None:
    """When the base was last said to be hit or destroyed; None = never."""
    own = [one for one in bases if one.letter == letter]
    return max((claim.at_ms for _, claim in attacks_on(own)), default=None)


def heads_of(
    people: Iterable[PersonRow],
    units: Iterable[UnitRow],
    letter: str,
    since_ms: int,
) -> list[Head]:
    """Everybody of a base, those nobody counted first, then the worst off."""
    on_shift: Mapping[ThingId, UnitRow] = {id_: one for one in units for id_ in one.shift_crew}
    found = [
        Head(
            person=one,
            unit=on_shift.get(one.id),
            counts=tuple(some for some in one.counts if some.at_ms >= since_ms),
            before=tuple(some for some in one.counts if some.at_ms < since_ms),
        )
        for one in people
        if one.base == letter and not one.is_machine and not one.waiting
    ]
    worst = list(Counted)[::-1]
    return sorted(
        found, key=lambda one: (worst.index(one.state) if one.state else -1, one.person.id)
    )


def headcount(http: HttpRequest) -> Response:
    """Everybody of one base: who is well, who is hurt, who is not counted yet."""
    visit = visit_of(http)
    bases = sorted(visit.rows(BASE).values(), key=lambda one: one.letter)
    letter = http.query_params.get("base") or visit.room.letter
    hit = hit_ms(bases, letter)
    since = hit if hit is not None else visit.now - STALE_MS
    heads = heads_of(visit.rows(PERSON).values(), visit.rows(UNIT).values(), letter, since)
    return visit.render(
        "units/headcount.html",
        heads=heads,
        bases=[one for one in bases if one.letter],
        letter=letter,
        hit=hit,
        states=list(Counted),
        tally=Counter(one.state for one in heads),
    )


PAGES = (Page("/headcount", headcount, ROOM, menu="people.headcount", shortcut="a", order=32),)
