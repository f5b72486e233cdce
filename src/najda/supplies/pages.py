"""Stores and requests on screen: what runs out first stands first."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.supplies.facts import AnswerKind, StockKind
from najda.supplies.levels import levels
from najda.supplies.rules import ITEM, PERIOD, REQUEST
from najda.vocabulary import Role
from najda.web.visit import visit_of

_READERS = ROOM | {Role.CREW}
_ORDER = ("wrong", "out", "pressing", "short", "uncounted", "enough")
_COLOURS = {"wrong": "red", "out": "red", "pressing": "red", "short": "amber", "enough": "green",
            "uncounted": "grey"}  # fmt: skip


def supplies_list(http: HttpRequest) -> Response:
    """Every item with its level and hours left, and what was asked for."""
    visit = visit_of(http)
    periods = visit.rows(PERIOD)
    found = []
    for item in visit.rows(ITEM).values():
        readings = levels(item, periods, visit.now)
        urgency = readings[0].urgency(item.low_at) if readings else "uncounted"
        found.append((item, readings, urgency))
    found.sort(key=lambda one: (_ORDER.index(one[2]), one[0].base_letter, one[0].name))
    requests = sorted(visit.rows(REQUEST).values(), key=lambda one: (not one.open, -one.at_ms))
    return visit.render(
        "supplies/list.html",
        items=found,
        periods=periods,
        requests=requests,
        kinds=list(StockKind),
        answers=list(AnswerKind),
        colours=_COLOURS,
    )


PAGES = (Page("/supplies", supplies_list, _READERS, menu="supplies.menu", order=47),)
