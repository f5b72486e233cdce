"""From a call to a unit that is clear again, over HTTP, as pages and as the API."""

import os

from starlette.testclient import TestClient

from doors import Enter


def act(client: TestClient, name: str, **body: object) -> dict[str, object]:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_one_report_all_the_way_through(enter: Enter) -> None:
    """A call becomes an incident, a unit is sent, arrives, transports and is clear."""
    room = enter("dispatcher")
    report = act(room, "reports/receive_report", text="بناء منهار بالسكري وفي ناس تحت", trapped=3)
    incident = act(
        room, "incidents/open_incident", type="collapse", place={"text": "السكري"},
        report=report["id"],
    )  # fmt: skip
    unit = act(room, "units/register_unit", call_sign=f"إسعاف {os.urandom(2).hex()}")
    callout = act(room, "dispatch/send_unit", unit=unit["id"], incident=incident["id"])
    for step in ("acknowledged", "en_route", "on_scene", "transporting", "at_facility", "clear"):
        act(enter("crew"), "dispatch/report_step", callout=callout["id"], step=step)
    row = room.get("/api/v1/views/dispatch.callout", params={"key": callout["id"]}).json()
    page = room.get(f"/incidents/{incident['id']}").text

    assert [one["step"] for one in row["steps"]] == [
        "acknowledged", "en_route", "on_scene", "transporting", "at_facility", "clear",
    ]  # fmt: skip
    assert "بناء منهار بالسكري" in page


def test_claims_stand_side_by_side(enter: Enter) -> None:
    """Sixteen says one, thirty and ten more says another: both stay, with their tellers."""
    room = enter("operator")
    campaign = act(
        room, "incidents/open_campaign", title="ليلة 22–23", area="حلب الشرقية",
        period={"start_ms": 1474574400000},
    )  # fmt: skip
    about = campaign["id"]
    sixteen = act(room, "incidents/make_claim", about=about, kind="killed", low=16, high=16,
                  tellers=["SOHR"])  # fmt: skip
    act(room, "incidents/make_claim", about=about, kind="killed", low=2, high=2, scope="subset",
        of=sixteen["id"], tellers=["SOHR"], age_sex="child")  # fmt: skip
    thirty = act(room, "incidents/make_claim", about=about, kind="killed", low=30, high=30,
                 tellers=["White Helmets", "BBC"])  # fmt: skip
    act(room, "incidents/make_claim", about=about, kind="killed", low=10, high=10,
        scope="additional", of=thirty["id"], tellers=["White Helmets", "BBC"])  # fmt: skip
    act(room, "incidents/make_claim", about=about, kind="killed", low=0, high=0,
        tellers=["state TV"])  # fmt: skip
    act(room, "incidents/make_claim", about=about, kind="injured", tellers=["state TV"])
    room.cookies.set("lang", "en")
    page = room.get(f"/incidents/{about}").text
    room.cookies.clear()

    assert "0–40" in page
    assert "tellers differ" in page
    assert "3 independent origins" in page
    assert "not said" in page


def test_a_later_figure_of_one_teller_updates_and_the_old_one_stays(enter: Enter) -> None:
    """An update supersedes its teller's figure; the old one is struck through, not gone."""
    room = enter("operator")
    incident = act(room, "incidents/open_incident", title="غارة الفردوس")
    about = incident["id"]
    first = act(room, "incidents/make_claim", about=about, kind="killed", low=16, high=16,
                tellers=["SOHR"])  # fmt: skip
    act(room, "incidents/make_claim", about=about, kind="killed", low=27, high=27,
        tellers=["SOHR"], updates=[first["id"]])  # fmt: skip
    row = room.get("/api/v1/views/incidents.claim", params={"key": first["id"]}).json()
    page = room.get(f"/incidents/{about}").text

    assert row["claims"][0]["updated_by"]
    assert 'class="struck"' in page


def test_joins_are_components_and_can_be_undone(enter: Enter) -> None:
    """Joined incidents are shown as one; undoing returns each with its own links."""
    room = enter("operator")
    ids = [act(room, "incidents/open_incident", title=f"حادث {n}")["id"] for n in range(3)]
    act(room, "incidents/join_incidents", first=ids[0], second=ids[1])
    act(room, "incidents/join_incidents", first=ids[1], second=ids[2])
    joined = room.get(f"/incidents/{ids[2]}").text
    act(room, "incidents/undo_join", first=ids[1], second=ids[2])
    apart = room.get(f"/incidents/{ids[2]}").text
    numbers = [
        room.get("/api/v1/views/incidents.incident", params={"key": one}).json()["numbers"][0]
        for one in ids
    ]

    assert all(number in joined for number in numbers)
    assert numbers[0] not in apart.partition('id="incident"')[2].partition("</h1>")[0]
