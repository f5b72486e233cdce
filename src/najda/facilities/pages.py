"""Facilities on screen."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.facilities.facts import FacilityKind, FacilityState
from najda.facilities.rules import CAPACITY_HOLDS_MS, FACILITY
from najda.vocabulary import Role
from najda.web.visit import visit_of

_READERS = ROOM | {Role.CREW, Role.OBSERVER}
_KINDS = {kind: n for n, kind in enumerate(FacilityKind)}


def facilities_list(http: HttpRequest) -> Response:
    """All facilities with state and room, those that receive patients first."""
    visit = visit_of(http)
    found = sorted(
        visit.rows(FACILITY).values(),
        key=lambda one: (not one.receives, _KINDS.get(one.kind or FacilityKind.SHELTER), one.name),
    )
    return visit.render(
        "facilities/list.html",
        facilities=found,
        kinds=list(FacilityKind),
        states=list(FacilityState),
        shelter=FacilityKind.SHELTER,
        holds_ms=CAPACITY_HOLDS_MS,
        colours={
            FacilityState.OPEN: "green",
            FacilityState.COMPROMISED: "amber",
            FacilityState.EVACUATING: "red",
            FacilityState.CLOSED: "red",
        },
    )


PAGES = (Page("/facilities", facilities_list, _READERS, menu="facilities.menu", order=45),)
