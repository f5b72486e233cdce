"""Dispatch by hand: radio rounds, roll-call, recall within a radius, the script to read."""

import asyncio
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.dispatch.acts import SENDERS, ReportStep
from najda.dispatch.hearing import hearing_of
from najda.dispatch.lateness import callout_colour
from najda.dispatch.radio_round import Heard, parse_round
from najda.dispatch.radio_script import Order, Script, script
from najda.dispatch.rules import CALLOUT, HOLD, CalloutRow
from najda.engine.card import ROOM, Page, Request
from najda.incidents.rules import INCIDENT, IncidentRow
from najda.places import own_gazetteer, to_mgrs
from najda.places.choosing import distance_km
from najda.refused import Refused
from najda.units.acts import HearUnit
from najda.units.rules import BASE, UNIT, UnitRow
from najda.vocabulary import Absent, Role, ThingId
from najda.web.forms import new_id
from najda.web.language import Speech, time_of_day
from najda.web.visit import Visit, visit_of

DEFAULT_RADIUS_KM = 1.0
MOST_RADIUS_KM = 50.0
_READERS = ROOM | {Role.CREW, Role.OBSERVER}


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of a round that was written down, or why not (already in the reader's words)."""

    heard: Heard
    refused: str = ""


def _live(visit: Visit) -> list[CalloutRow]:
    return [one for one in visit.rows(CALLOUT).values() if one.live and one.sent]


def _parsed(visit: Visit, line: str) -> tuple[Heard, ...]:
    return parse_round(line, list(visit.rows(UNIT).values()), _live(visit))


def radio(http: HttpRequest) -> Response:
    """A line to type, and what it would write down."""
    visit, line = visit_of(http), http.query_params.get("line", "")
    return visit.render("dispatch/radio.html", line=line, heard=_parsed(visit, line), done=())


async def radio_do(http: HttpRequest) -> Response:
    """One act for each unit; what is refused is shown beside what was written."""
    visit = visit_of(http)
    line = str((await http.form()).get("line", ""))
    heard = await run_in_threadpool(_parsed, visit, line)
    done = [await _write(visit, one) for one in heard]
    left = "; ".join(one.heard.said for one in done if one.refused)
    return await run_in_threadpool(
        lambda: visit.render(
            "dispatch/radio.html", line=left, heard=_parsed(visit, left), done=done
        )
    )


async def _write(visit: Visit, heard: Heard) -> Done:
    if heard.wrong or heard.unit is None:
        return Done(heard, visit.say(heard.wrong or "dispatch.round_no_unit"))
    request: Request
    if heard.step is not None and heard.callout is not None:
        desk, name = "dispatch", "report_step"
        request = ReportStep(id=new_id(), callout=heard.callout.id, step=heard.step)
    else:
        desk, name = "units", "hear_unit"
        well = True if heard.well else None
        request = HearUnit(id=new_id(), unit=heard.unit.id, people=heard.people, all_well=well)
    act = visit.room.desks.acts[desk, name]
    try:
        await asyncio.wrap_future(visit.room.act(desk, act, request, visit.actor, visit.now))
    except Refused as refused:
        return Done(heard, visit.say(refused.refusal.key, **dict(refused.refusal.values)))
    return Done(heard)


def rollcall(http: HttpRequest) -> Response:
    """Every unit: when it was heard, how many people it counted; of one base where asked."""
    visit, base = visit_of(http), http.query_params.get("base", "")
    busy: dict[ThingId, list[CalloutRow]] = {}
    for one in _live(visit):
        busy.setdefault(one.unit or "", []).append(one)
    homes, silent = visit.rows(BASE), visit.silent_bases
    units = [one for one in visit.rows(UNIT).values() if not base or one.base == base]
    hearings = {
        one.id: hearing_of(one, busy.get(one.id, ()), homes.get(one.base or ""), silent, visit.now)
        for one in units
    }
    units.sort(key=lambda one: (hearings[one.id].last_ms or 0, one.call_sign))
    counted = [one.people for one in units if one.people is not None]
    return visit.render(
        "dispatch/rollcall.html",
        units=units,
        busy=busy,
        bases=sorted(homes.values(), key=lambda one: one.letter),
        chosen=base,
        hearings=hearings,
        total=sum(counted),
        uncounted=len(units) - len(counted),
    )


def hearing(http: HttpRequest) -> Response:
    """Whether a unit is heard, as a part of its page."""
    visit = visit_of(http)
    unit = visit.need(UNIT, http.path_params["id"])
    home = visit.row(BASE, unit.base) if unit.base else None
    busy = [one for one in _live(visit) if one.unit == unit.id]
    found = hearing_of(unit, busy, home, visit.silent_bases, visit.now)
    return visit.render("dispatch/_hearing.html", hearing=found)


def doing(http: HttpRequest) -> Response:
    """What each unit on a callout does (or the one named), as parts of the pages on units."""
    visit = visit_of(http)
    only = http.path_params.get("id")
    found: dict[ThingId, list[CalloutRow]] = {}
    for one in _live(visit):
        if one.unit and only in (None, one.unit):
            found.setdefault(one.unit, []).append(one)
    colours = {one.id: callout_colour(one, visit.now) for busy in found.values() for one in busy}
    return visit.render("dispatch/_doing.html", doing=found, colours=colours)


@dataclass(frozen=True, slots=True)
class Near:
    """A live callout within the radius, and how far its incident lies from the middle."""

    callout: CalloutRow
    unit: UnitRow | None
    incident: IncidentRow
    km: float


def recall_near(http: HttpRequest) -> Response:
    """Who would be recalled within a radius of a place, and those whose place is not known."""
    visit = visit_of(http)
    text = http.query_params.get("near", "")
    radius = _radius(http.query_params.get("km", ""))
    found = own_gazetteer().find(text) if text.strip() else []
    around = None if found else visit.row(INCIDENT, http.query_params.get("incident", ""))
    middle = (found[0].lat, found[0].lon) if found else None
    if around:
        middle = position_of_incident(around)
    near: list[Near] = []
    unplaced: list[CalloutRow] = []
    if middle:
        incidents, units = visit.rows(INCIDENT), visit.rows(UNIT)
        for one in _live(visit):
            incident = incidents.get(one.incident or "")
            at = position_of_incident(incident) if incident else None
            if incident is None or at is None:
                unplaced.append(one)
                continue
            km = distance_km(middle, at)
            if km <= radius:
                near.append(Near(one, units.get(one.unit or ""), incident, km))
    near.sort(key=lambda one: one.km)
    return visit.render(
        "dispatch/recall.html",
        text=text,
        radius=radius,
        found=found,
        around=around,
        placed=middle is not None,
        near=near,
        unplaced=unplaced,
    )


def _radius(text: str) -> float:
    try:
        return min(MOST_RADIUS_KM, max(0.1, float(text)))
    except ValueError:
        return DEFAULT_RADIUS_KM


def position_of_incident(incident: IncidentRow) -> tuple[float, float] | None:
    """Latitude and longitude: exact where said, else the middle of the quarter; else nothing."""
    place = incident.place
    if place is not None and not isinstance(place, Absent):
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon
        found = own_gazetteer().find(place.text)
        if found and incident.quarter is None:
            return found[0].lat, found[0].lon
    quarter = own_gazetteer().by_id(incident.quarter) if incident.quarter else None
    return (quarter.lat, quarter.lon) if quarter else None


def radio_script(http: HttpRequest) -> Response:
    """What to read to the crew of a callout, and whether it was read back."""
    visit = visit_of(http)
    callout = visit.need(CALLOUT, http.path_params["id"])
    return visit.render("dispatch/_script.html", callout=callout, script=script_of(visit, callout))


def script_of(visit: Visit, callout: CalloutRow) -> Script:
    """The script of a callout, put together from unit, incident and hold."""
    unit = visit.row(UNIT, callout.unit) if callout.unit else None
    incident = visit.row(INCIDENT, callout.incident) if callout.incident else None
    hold = visit.row(HOLD, callout.incident) if callout.incident else None
    at = position_of_incident(incident) if incident else None
    place = incident.place if incident else None
    exact = place is not None and not isinstance(place, Absent) and place.lat is not None
    until = hold.until_ms if hold else None
    return script(
        Order(
            call_sign=unit.call_sign if unit else "?",
            number=callout.number,
            what_ar=_what(visit, incident, "ar"),
            what_en=_what(visit, incident, "en"),
            where_ar=where_of(incident, "ar"),
            where_en=where_of(incident, "en"),
            grid=to_mgrs(*at).replace(" ", "") if at else "",
            is_centre=not exact,
            hold_until=time_of_day(Speech("en"), until) if until else "",
        )
    )


def _what(visit: Visit, incident: IncidentRow | None, lang: str) -> str:
    if incident is None or incident.type is None:
        return "?"
    return visit.site.words.say(Speech(lang), f"incidents.type_{incident.type.value}")


def where_of(incident: IncidentRow | None, lang: str) -> str:
    """The quarter and the place as words; the title where neither is known."""
    if incident is None:
        return "?"
    quarter = own_gazetteer().by_id(incident.quarter) if incident.quarter else None
    name = (quarter.name_ar if lang == "ar" else quarter.name_en) if quarter else ""
    place = incident.place
    words = place.text if place is not None and not isinstance(place, Absent) else ""
    return (
        ("، " if lang == "ar" else ", ").join(filter(None, (name, words))) or incident.title or "?"
    )


PAGES = (
    Page("/radio", radio, ROOM, menu="dispatch.radio", shortcut="g", order=28),
    Page("/radio", radio_do, ROOM, methods=("POST",)),
    Page("/rollcall", rollcall, ROOM, menu="dispatch.rollcall", shortcut="h", order=29),
    Page("/dispatch/hearing/{id}", hearing, _READERS),
    Page("/dispatch/doing", doing, _READERS),
    Page("/dispatch/doing/{id}", doing, _READERS),
    Page("/recall", recall_near, SENDERS),
    Page("/dispatch/script/{id}", radio_script, SENDERS),
)
