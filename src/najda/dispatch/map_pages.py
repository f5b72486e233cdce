"""The map: quarters as cells, incidents, units, closures, and how long a unit would take."""

from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.dispatch.rules import CALLOUT
from najda.engine.card import ROOM, Page
from najda.facilities.rules import CARE, FACILITY
from najda.incidents.rules import INCIDENT
from najda.places import cells
from najda.places.located import Located, located, quarters
from najda.roads.closures import ClosureKind
from najda.roads.network import Point
from najda.roads.pages import roads_of
from najda.roads.rules import CLOSURE
from najda.roads.service import closures_in
from najda.units.facts import UnitKind
from najda.units.rules import BASE, UNIT
from najda.vocabulary import Role, ThingId
from najda.web.visit import Visit, visit_of

_READERS = ROOM | {Role.CREW, Role.OBSERVER}
#: Asked for instead of a unit: how soon any free ambulance is there.
COVERAGE = "coverage"
#: Where units are is for those who send them and ride in them.
_SEES_UNITS = ROOM | {Role.CREW}


def map_show(http: HttpRequest) -> Response:
    """The page; everything on it is fetched by ``map.js``."""
    visit = visit_of(http)
    units = visit.rows(UNIT).values() if visit.role in _SEES_UNITS else ()
    return visit.render(
        "dispatch/map.html",
        units=sorted(units, key=lambda one: one.call_sign),
        kinds=list(ClosureKind),
        basis=roads_of(visit).basis.value,
    )


def map_quarters(http: HttpRequest) -> Response:
    """The cells of the quarters, with their names in the reader's language."""
    visit = visit_of(http)
    found = cells(quarters())
    for feature in found["features"]:
        properties = feature["properties"]
        properties["name"] = properties["name_ar" if visit.speech.lang == "ar" else "name_en"]
    return JSONResponse(found)


def map_live(http: HttpRequest) -> Response:
    """What changes: points with what they are, through the guarded door."""
    visit = visit_of(http)
    points = [*_incidents(visit), *_closures(visit), *_facilities(visit)]
    if visit.role in _SEES_UNITS:
        points += _units(visit)
    return JSONResponse({"type": "FeatureCollection", "features": points})


def _incidents(visit: Visit) -> list[dict[str, Any]]:
    return [
        _point(where, "incident", one.id, " / ".join(one.numbers), f"/incidents/{one.id}")
        for one in visit.rows(INCIDENT).values()
        if not (one.closed or one.is_campaign or one.waiting)
        and (where := located(one.place, one.quarter))
    ]


def _closures(visit: Visit) -> list[dict[str, Any]]:
    return [
        _point(where, "closure", one.id, visit.say(f"roads.kind_{one.kind.value}"), "/roads")
        for one in visit.rows(CLOSURE).values()
        if one.live and (where := located(one.place, one.quarter))
    ]


def _facilities(visit: Visit) -> list[dict[str, Any]]:
    return [
        _point(
            where, "facility", one.id, one.name, "/facilities", "open" if one.receives else "shut"
        )
        for one in visit.rows(FACILITY).values()
        if one.kind in CARE and (where := located(one.place, one.quarter))
    ]


def _units(visit: Visit) -> list[dict[str, Any]]:
    busy = {one.unit for one in visit.rows(CALLOUT).values() if one.live and one.sent}
    found = []
    for unit in visit.rows(UNIT).values():
        where = spot_of(visit, unit.id)
        if where:
            state = "busy" if unit.id in busy else "free" if unit.available else "off"
            url = f"/units/{unit.id}"
            found.append(_point(where, "unit", unit.id, unit.call_sign, url, state))
    return found


def spot_of(visit: Visit, unit: ThingId) -> Located | None:
    """Where a unit was last said to be, else its base."""
    row = visit.row(UNIT, unit)
    if row is None:
        return None
    home = visit.row(BASE, row.base) if row.base else None
    found = located(row.place, row.quarter)
    return found or (located(home.place, home.quarter) if home else None)


def _point(
    where: Located, what: str, id_: ThingId, label: str, url: str, state: str = ""
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [where.lon, where.lat]},
        "properties": {
            "what": what, "id": id_, "label": label, "url": url, "state": state,
            "exact": where.exact,
        },
    }  # fmt: skip


def map_etas(http: HttpRequest) -> Response:
    """Minutes to the centre of each quarter, from a unit or from the nearest free ambulance."""
    visit = visit_of(http)
    wanted = http.query_params.get("unit", "")
    starts = _free_ambulances(visit) if wanted == COVERAGE else [spot_of(visit, wanted)]
    known = [Point(one.lat, one.lon) for one in starts if one is not None]
    places = quarters()
    with roads_of(visit).open(closures_in(visit.rows(CLOSURE).values()), visit.now) as roads:
        rows = roads.drive_minutes(known, [Point(one.lat, one.lon) for one in places])
    minutes = {
        place.id: min((m for row in rows if (m := row[n]) is not None), default=None)
        for n, place in enumerate(places)
        if known or wanted == COVERAGE
    }
    return JSONResponse({"minutes": minutes, "basis": roads_of(visit).basis.value})


def _free_ambulances(visit: Visit) -> list[Located | None]:
    """Where the ambulances stand that can be sent now: what the city is covered by."""
    busy = {one.unit for one in visit.rows(CALLOUT).values() if one.live and one.sent}
    return [
        spot_of(visit, one.id)
        for one in visit.rows(UNIT).values()
        if one.kind is UnitKind.AMBULANCE
        and one.available and not one.reserved and one.id not in busy
    ]  # fmt: skip


def map_route(http: HttpRequest) -> Response:
    """The way from a unit to an incident as a line; an empty one where there is none."""
    visit = visit_of(http)
    start = spot_of(visit, http.query_params.get("unit", ""))
    incident = visit.row(INCIDENT, http.query_params.get("incident", ""))
    end = located(incident.place, incident.quarter) if incident else None
    line: list[list[float]] = []
    if start is not None and end is not None:
        with roads_of(visit).open(closures_in(visit.rows(CLOSURE).values()), visit.now) as roads:
            found = roads.route(Point(start.lat, start.lon), Point(end.lat, end.lon))
        line = [[point.lon, point.lat] for point in found.line]
    return JSONResponse(
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": line},
        }
    )


PAGES = (
    Page("/map", map_show, _READERS, menu="dispatch.menu_map", order=35),
    Page("/map/quarters.json", map_quarters, _READERS),
    Page("/map/live.json", map_live, _READERS),
    Page("/map/etas.json", map_etas, _SEES_UNITS),
    Page("/map/route.json", map_route, _SEES_UNITS),
)
