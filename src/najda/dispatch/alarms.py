"""What rings on every page of the room until somebody answers it."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.dispatch.lateness import TAKEN_IS_QUIET_MS, TRAPPED_RINGS_MS, ring_level
from najda.dispatch.rules import CALLOUT
from najda.dispatch.unplaced import unlinked
from najda.engine.card import ROOM, Page
from najda.units.rules import UNIT, StatusSaid, UnitRow
from najda.vocabulary import ThingId
from najda.web.language import LANGUAGES, Speech
from najda.web.visit import Visit, visit_of

#: A crew in cover is told of for so long; nobody stays there longer without a word.
COVER_RINGS_MS = 60 * 60_000


@dataclass(frozen=True, slots=True)
class Ring:
    """Something that rings until somebody answers; ``level`` 1 to 3 says how loudly."""

    kind: str
    key: str
    url: str
    number: str
    who: str
    since_ms: int
    #: 0 = shown, silent: a colleague has it.
    level: int
    #: The report an operator may take; None where there is nothing to take.
    report: ThingId | None = None


def alarms(http: HttpRequest) -> Response:
    """What rings now, on every page of the room."""
    visit = visit_of(http)
    rings = visit.site.shared.get(("alarms", visit.role), lambda: _rings(visit))
    return visit.render("dispatch/_alarms.html", rings=rings)


def _rings(visit: Visit) -> list[Ring]:
    rings = [*_unanswered(visit), *_in_cover(visit), *_told_unlinked(visit)]
    return sorted(rings, key=lambda one: (-one.level, one.since_ms))


def _unanswered(visit: Visit) -> Iterable[Ring]:
    """Callouts and recalls that no crew has answered."""
    for one in visit.rows(CALLOUT).values():
        if not one.live or (one.recall_heard if one.is_recalled else one.acknowledged):
            continue
        since = one.shown_since_ms
        level = ring_level(since, visit.now) if since is not None else 0
        if level and since is not None:
            kind = "recall" if one.is_recalled else "callout"
            unit = visit.row(UNIT, one.unit) if one.unit else None
            who = unit.call_sign if unit else ""
            url = f"/incidents/{one.incident}"
            yield Ring(kind, f"{one.id}-{kind}-{level}", url, one.number, who, since, level)


def _in_cover(visit: Visit) -> Iterable[Ring]:
    """Crews that said they take cover, until they say that they are out of it."""
    for one in visit.rows(UNIT).values():
        status = in_cover(visit, one)
        if status is not None and visit.now - status.at_ms <= COVER_RINGS_MS:
            url = f"/units/{one.id}"
            yield Ring("cover", status.fact, url, "", one.call_sign, status.at_ms, 2)


def in_cover(visit: Visit, unit: UnitRow) -> StatusSaid | None:
    """The standing status by which a crew takes cover, in whatever language its phone speaks."""
    words = {visit.site.words.say(Speech(lang), "dispatch.crew_cover") for lang in LANGUAGES}
    return next((one for one in unit.statuses if one.reason in words), None)


def _told_unlinked(visit: Visit) -> Iterable[Ring]:
    """Reports of trapped people, and words of our own crews, that no incident has yet."""
    for one in unlinked(visit, TRAPPED_RINGS_MS):
        level = max(1, ring_level(one.entered_ms, visit.now)) if one.trapped else 1
        taken = max(one.taken, key=lambda some: some.at_ms, default=None)
        quiet = taken is not None and visit.now - taken.at_ms < TAKEN_IS_QUIET_MS
        yield Ring(
            kind="trapped" if one.trapped else "crew",
            key=f"{one.id}-{level}",
            url=f"/reports/{one.id}",
            number=" / ".join(one.numbers),
            who=visit.name_of(taken.by) if taken else "",
            since_ms=one.entered_ms,
            level=0 if quiet else level,
            report=None if taken else one.id,
        )


PAGES = (Page("/alarms", alarms, ROOM),)
