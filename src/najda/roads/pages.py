"""Closures on screen: what is closed, since when, who says so, and what waits to be closed."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.incidents.claims import CLAIM, ClaimRow
from najda.incidents.facts import ClaimKind, Modality
from najda.incidents.rules import INCIDENT
from najda.incidents.updates import settled
from najda.places.located import quarters
from najda.roads.closures import Certainty, ClosureKind
from najda.roads.rules import CLOSURE, ClosureRow
from najda.roads.service import RoadService
from najda.vocabulary import Role
from najda.web.visit import Visit, visit_of

_READERS = ROOM | {Role.CREW, Role.OBSERVER}


def roads_of(visit: Visit) -> RoadService:
    """The one road network of this base."""
    return visit.site.once(RoadService, visit.room.folder)


def roads_list(http: HttpRequest) -> Response:
    """Closures, the newest first, and a form for one more."""
    visit = visit_of(http)
    rows = sorted(visit.rows(CLOSURE).values(), key=lambda one: (not one.live, -one.since_ms))
    claims = cut_claims(visit, rows) if visit.role in ROOM else []
    about = visit.some(INCIDENT, [one.about for one in claims if one.about])
    return visit.render(
        "roads/list.html",
        live=[one for one in rows if one.live],
        ended=[one for one in rows if not one.live][:30],
        claims=claims,
        about=about,
        quarters={one.id: one for one in quarters()},
        kinds=list(ClosureKind),
        certainties=list(Certainty),
        basis=roads_of(visit).basis.value,
        unreadable=roads_of(visit).unreadable,
    )


def cut_claims(visit: Visit, closures: list[ClosureRow]) -> list[ClaimRow]:
    """Claims that people confirmed of roads cut, which no closure rests on yet."""
    used = {one.claim for one in closures}
    return [
        claim
        for claim in settled(one for row in visit.rows(CLAIM).values() for one in row.claims)
        if claim.kind is ClaimKind.ROAD_CUT
        and claim.live
        and claim.polarity == "+"
        and claim.modality in (Modality.ASSERTED, Modality.UNVERIFIED)
        and claim.id not in used
    ]


PAGES = (Page("/roads", roads_list, _READERS, menu="roads.menu", order=45),)
