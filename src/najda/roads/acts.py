"""What people do with roads: close one, say that it is open again. Pure."""

from dataclasses import dataclass

from najda.engine.card import ROOM, Act, Draft, Request, Rows
from najda.places.located import quarter_of
from najda.refused import Refusal, refuse
from najda.roads.closures import Certainty, ClosureKind
from najda.roads.facts import RoadClosed, RoadReopened
from najda.roads.rules import CLOSURE
from najda.vocabulary import Actor, Role, ThingId, When, Where

MAX_MINUTES = 24 * 60
MAX_RADIUS_M = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRoad(Request):
    """Say that a road is closed: by words, by a tap on the map, from a claim or a crew."""

    kind: ClosureKind = ClosureKind.CUT
    quarter: str | None = None
    place: Where | None = None
    way: int | None = None
    radius_m: float = 0.0
    source: str | None = None
    tellers: tuple[str, ...] = ()
    certainty: Certainty = Certainty.OBSERVED
    occurred: When | None = None
    #: For "under fire": minutes from now until it is thought to end.
    minutes: int | None = None
    claim: ThingId | None = None
    callout: ThingId | None = None
    note: str | None = None
    invented: bool = False


def close_road(request: CloseRoad, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Needs a place in some form. Only fire has an end; a cut or a lost bridge has none."""
    del actor
    named = request.place is not None and (request.place.text.strip() or request.place.lat)
    if not (named or request.quarter or request.way is not None):
        return refuse("roads.place_needed", at="place")
    if request.minutes is not None and not 1 <= request.minutes <= MAX_MINUTES:
        return refuse("roads.minutes_impossible", at="minutes", most=MAX_MINUTES)
    if not 0 <= request.radius_m <= MAX_RADIUS_M:
        return refuse("roads.radius_impossible", at="radius_m", most=MAX_RADIUS_M)
    basis = {request.claim, request.callout} - {None}
    if basis and any(
        row.live and basis & {row.claim, row.callout} for row in rows.all(CLOSURE).values()
    ):
        return refuse("roads.closed_already", status=409)
    fire = request.kind is ClosureKind.UNDER_FIRE
    said = RoadClosed(
        kind=request.kind,
        quarter=quarter_of(request.place, request.quarter),
        place=request.place,
        way=request.way,
        radius_m=request.radius_m,
        source=request.source.strip() or None if request.source else None,
        tellers=tuple(one.strip() for one in request.tellers if one.strip()),
        certainty=request.certainty,
        since_ms=min(request.occurred.start_ms, now) if request.occurred else now,
        until_ms=now + request.minutes * 60_000 if fire and request.minutes else None,
        claim=request.claim,
        callout=request.callout,
        note=request.note.strip() or None if request.note else None,
        invented=request.invented,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenRoad(Request):
    """Say that a road can be driven again."""

    closure: ThingId
    source: str | None = None
    reason: str | None = None


def reopen_road(request: ReopenRoad, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Names every closing seen here; one not seen keeps the road closed."""
    del actor
    known = rows.get(CLOSURE, request.closure)
    if known is None or not known.live:
        return refuse("roads.not_closed", status=409)
    said = RoadReopened(
        closure=request.closure, at_ms=now, source=request.source, reason=request.reason
    )
    return [Draft(said, known.standing)]


_TELLERS = ROOM | {Role.CREW}
ACTS = (
    Act("close_road", CloseRoad, close_road, _TELLERS),
    Act("reopen_road", ReopenRoad, reopen_road, ROOM),
)
