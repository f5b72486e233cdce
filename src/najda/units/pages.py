"""Bases and units on screen."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.units.attacks import attacks_on
from najda.units.facts import BaseState, UnitKind
from najda.units.rules import BASE, UNIT
from najda.vocabulary import Role
from najda.web.visit import visit_of

#: After this a crew is due for rest. An assumption to review.
LONGEST_SHIFT_MS = 12 * 3_600_000
_READERS = ROOM | {Role.CREW, Role.OBSERVER}


def units_list(http: HttpRequest) -> Response:
    """All units with status and age, and forms for one more."""
    visit = visit_of(http)
    units = sorted(visit.rows(UNIT).values(), key=lambda one: (one.base_letter, one.call_sign))
    return visit.render(
        "units/list.html",
        units=units,
        attacks=attacks_on(visit.rows(BASE).values()),
        disabled=[one for one in units if one.status and not one.available],
        bases=sorted(visit.rows(BASE).values(), key=lambda one: one.letter),
        kinds=list(UnitKind),
        states=list(BaseState),
    )


def unit_show(http: HttpRequest) -> Response:
    """One unit."""
    visit = visit_of(http)
    unit = visit.need(UNIT, http.path_params["id"])
    home = visit.row(BASE, unit.base) if unit.base else None
    return visit.render(
        "units/unit.html",
        unit=unit,
        home=home,
        bases=sorted(visit.rows(BASE).values(), key=lambda one: one.letter),
        kinds=list(UnitKind),
        longest_ms=LONGEST_SHIFT_MS,
    )


PAGES = (
    Page("/units", units_list, _READERS, menu="units.menu", shortcut="u", order=40),
    Page("/units/{id}", unit_show, _READERS),
)
