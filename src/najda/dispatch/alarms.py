"""What rings on every page of the room until somebody answers it."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.dispatch.lateness import TAKEN_IS_QUIET_MS, TRAPPED_RINGS_MS, ring_level
from najda.dispatch.rules import CALLOUT
from najda.engine.card import ROOM, Page
from najda.incidents.rules import LINKS
from najda.reports.rules import CALLING, REPORT, calling_keys_within
from najda.units.rules import UNIT
from najda.vocabulary import ThingId
from najda.web.visit import Visit, visit_of


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
    rings = [*_unanswered(visit), *_trapped_unlinked(visit)]
    return sorted(rings, key=lambda one: (-one.level, one.since_ms))


def _unanswered(visit: Visit) -> Iterable[Ring]:
    for one in visit.rows(CALLOUT).values():
        since = one.sent_ms
        if not one.live or one.acknowledged or since is None:
            continue
        level = ring_level(since, visit.now)
        if level:
            unit = visit.row(UNIT, one.unit) if one.unit else None
            who = unit.call_sign if unit else ""
            url = f"/incidents/{one.incident}"
            yield Ring("callout", f"{one.id}-{level}", url, one.number, who, since, level)


def _trapped_unlinked(visit: Visit) -> Iterable[Ring]:
    named = visit.some(CALLING, calling_keys_within(visit.now, TRAPPED_RINGS_MS)).values()
    reports = {
        id_: one
        for id_, one in visit.some(REPORT, {id_ for row in named for id_ in row.reports}).items()
        if one.trapped and 0 <= visit.now - one.entered_ms <= TRAPPED_RINGS_MS
    }
    linked = {id_ for id_, row in visit.some(LINKS, reports).items() if row.live}
    for id_, one in reports.items():
        if id_ in linked:
            continue
        level = max(1, ring_level(one.entered_ms, visit.now))
        taken = max(one.taken, key=lambda some: some.at_ms, default=None)
        quiet = taken is not None and visit.now - taken.at_ms < TAKEN_IS_QUIET_MS
        yield Ring(
            kind="trapped",
            key=f"{id_}-{level}",
            url=f"/reports/{id_}",
            number=" / ".join(one.numbers),
            who=visit.name_of(taken.by) if taken else "",
            since_ms=one.entered_ms,
            level=0 if quiet else level,
            report=None if taken else id_,
        )


PAGES = (Page("/alarms", alarms, ROOM),)
