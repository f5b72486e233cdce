"""Units and bases: every word on a base stands with its teller."""

import os

from starlette.testclient import TestClient

from doors import Enter


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_attacks_shifts_rest_and_new_homes_stand_on_the_pages(enter: Enter) -> None:
    """Claims with their tellers, a shift with its leader, a unit under its new base."""
    room = enter("dispatcher")
    base = act(room, "units/register_base", name="مركز الضربة", letter="R")
    act(room, "units/claim_base_state", base=base, state="hit", tellers=["راصد ٤"])
    unit = act(room, "units/register_unit", call_sign=f"نقل {os.urandom(2).hex()}")
    room.post("/do/units/start_shift", data={"unit": unit, "people": "4", "leader": "أبو علي"})
    room.post("/do/units/rehome_unit", data={"unit": unit, "base": base, "reason": "مركزهم راح"})
    status = {"unit": unit, "available": "0", "reason": "الدولاب", "crew_fit": "0"}
    room.post("/do/units/set_status", data=status)
    room.cookies.set("lang", "en")
    page, units = room.get(f"/units/{unit}").text, room.get("/units").text
    room.cookies.clear()

    assert "أبو علي" in page
    assert "مركز الضربة" in page
    assert "needs rest" in page
    assert "Attacks on our own sites" in units
    assert "راصد ٤" in units
    assert "الدولاب" in units


def test_a_unit_belongs_to_the_base_where_it_is_entered(enter: Enter) -> None:
    """Once the base is entered, nobody has to choose it: its place is where the unit is."""
    room = enter("dispatcher")
    if "A" not in {one["letter"] for one in room.get("/api/v1/views/units.base").json().values()}:
        act(room, "units/register_base", name="مركزنا", letter="A", quarter="kallaseh")
    bases = room.get("/api/v1/views/units.base").json().values()
    own = next(one["id"] for one in bases if one["letter"] == "A")
    unit = act(room, "units/register_unit", call_sign=f"عندنا {os.urandom(2).hex()}")

    assert room.get("/api/v1/views/units.unit").json()[unit]["base"] == own


def test_a_call_sign_typed_wrongly_is_put_right(enter: Enter) -> None:
    """The right one stands alone, also for the search; one that another unit has is refused."""
    room = enter("dispatcher")
    wrong, right, taken = (f"{word} {os.urandom(2).hex()}" for word in ("انقذا", "إنقاذ", "غيره"))
    unit = act(room, "units/register_unit", call_sign=wrong, phone="0944 1")
    act(room, "units/register_unit", call_sign=taken)
    body = {"unit": unit, "call_sign": right, "kind": "rescue_crew", "phone": "0944 2"}
    act(room, "units/correct_unit", **body)
    again = room.post("/api/v1/acts/units/correct_unit", json={**body, "call_sign": taken})
    row = room.get("/api/v1/views/units.unit").json()[unit]
    shown = room.get("/units").text

    assert (row["call_sign"], row["kind"], row["phone"]) == (right, "rescue_crew", "0944 2")
    assert row["call_signs"] == [right]
    assert right in shown
    assert wrong not in shown
    assert again.status_code == 409


def test_a_status_without_fuel_takes_no_fuel_back_and_nought_is_said(enter: Enter) -> None:
    """The last said fuel and fitness stand with their age; the form starts from what stands."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=f"وقود {os.urandom(2).hex()}", fuel_litres=30)
    act(room, "units/set_status", unit=unit, available=True, fuel_litres=0, crew_fit=False)
    act(room, "units/set_status", unit=unit, available=False, reason="الدولاب")
    row = room.get("/api/v1/views/units.unit").json()[unit]
    page = room.get(f"/units/{unit}").text

    assert row["fuel_said"]["fuel_litres"] == 0
    assert row["fit_said"]["crew_fit"] is False
    assert 'name="available" value="0" checked' in page
    assert 'name="available" value="1" required>' in page
    assert 'value="الدولاب"' in page


def test_a_unit_on_a_callout_is_not_called_available(enter: Enter) -> None:
    """The pages on units show the state the board shows."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=f"مشغول {os.urandom(2).hex()}")
    incident = act(room, "incidents/open_incident", type="fire", title="مشغول")
    callout = act(room, "dispatch/send_unit", unit=unit, incident=incident)
    act(room, "dispatch/recall", callout=callout)
    room.cookies.set("lang", "en")
    one, all_ = room.get(f"/dispatch/doing/{unit}").text, room.get("/dispatch/doing").text
    page, units = room.get(f"/units/{unit}").text, room.get("/units").text
    room.cookies.clear()

    assert "recalled" in one
    assert f'id="doing-{unit}"' in all_
    assert all(f'id="doing-{unit}"' in where for where in (page, units))
