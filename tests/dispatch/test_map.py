"""The map's data: through the guarded door, over the roads that are left."""

import os
from typing import Any

from starlette.testclient import TestClient

from doors import Enter


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


def labels(client: TestClient) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in client.get("/map/live.json").json()["features"]:
        found.setdefault(one["properties"]["what"], []).append(one["properties"]["id"])
    return found


def test_units_are_shown_only_to_those_who_send_or_ride(enter: Enter) -> None:
    """An observer sees quarters, not where units are nor a place known only exactly."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=os.urandom(3).hex(), quarter="sukkari")
    exact = act(room, "incidents/open_incident",
                place={"text": "بيت", "lat": 36.2, "lon": 37.16})  # fmt: skip
    known = act(room, "incidents/open_incident", quarter="shaar")

    assert unit in labels(room)["unit"]
    assert exact in labels(room)["incident"]
    assert "unit" not in labels(enter("observer"))
    assert known in labels(enter("observer"))["incident"]
    assert exact not in labels(enter("observer"))["incident"]
    assert enter("observer").get(f"/map/etas.json?unit={unit}").status_code == 403


def test_a_closed_quarter_changes_minutes_at_once(enter: Enter) -> None:
    """Minutes before and after a closure; the page and the cells are there."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=os.urandom(3).hex(), quarter="sukkari")
    before: dict[str, Any] = room.get(f"/map/etas.json?unit={unit}").json()
    act(room, "roads/close_road", quarter="shaar", radius_m=2500)
    after: dict[str, Any] = room.get(f"/map/etas.json?unit={unit}").json()

    assert before["basis"] == "districts"
    assert before["minutes"]["shaar"] is not None
    assert after["minutes"]["shaar"] is None
    assert len(room.get("/map/quarters.json").json()["features"]) > 100
    assert 'src="/static/map.js?v=' in room.get("/map").text


def test_coverage_is_the_soonest_of_the_free_ambulances(enter: Enter) -> None:
    """For each quarter the least minutes of any ambulance that can be sent now."""
    room = enter("dispatcher")
    units = [
        act(room, "units/register_unit", call_sign=os.urandom(3).hex(), quarter=quarter)
        for quarter in ("sukkari", "tishreen")
    ]
    crew = act(room, "units/register_unit", call_sign=os.urandom(3).hex(), quarter="sheikh-saeed",
               kind="rescue_crew")  # fmt: skip

    def minutes(unit: str) -> dict[str, int | None]:
        found: dict[str, int | None] = room.get(f"/map/etas.json?unit={unit}").json()["minutes"]
        return found

    each = [minutes(unit) for unit in units]
    before, alone = minutes("coverage"), minutes(crew)
    act(room, "units/set_status", unit=units[1], available=False, reason="الدولاب")
    after = minutes("coverage")

    assert all((before[q] or 0) <= min(one[q] or 0 for one in each) for q in ("salhin", "sukkari"))
    assert (before["sheikh-saeed"] or 0) > (alone["sheikh-saeed"] or 0)
    assert (after["tishreen"] or 0) > (before["tishreen"] or 0)


def test_a_route_is_a_line_or_nothing(enter: Enter) -> None:
    """An unknown unit or incident gives an empty line, not an error."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=os.urandom(3).hex(), quarter="sukkari")
    incident = act(room, "incidents/open_incident", quarter="salhin")
    way = room.get(f"/map/route.json?unit={unit}&incident={incident}").json()
    none = room.get("/map/route.json?unit=x&incident=y").json()

    assert len(way["geometry"]["coordinates"]) > 1
    assert none["geometry"]["coordinates"] == []
