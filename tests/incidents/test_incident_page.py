"""The incident page: joins and moves that can be undone, figures with their reasons, paper."""

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.incidents.claims import ClaimRow, series_of
from najda.incidents.comparing import folded, may_be_one, why_not_counted
from najda.incidents.facts import ClaimKind, Modality, Scope
from najda.incidents.rules import IncidentRow
from najda.web.forms import when_from_text


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def claim(**more: object) -> ClaimRow:
    given = {"id": "c", "fact": "f", "kind": ClaimKind.KILLED, "low": 1, "high": 1} | more
    return ClaimRow(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, None),
        ({"low": 0, "high": 0}, None),
        ({"low": None, "high": None}, "not_counted_no_figure"),
        ({"scope": Scope.CUMULATIVE}, "not_counted_cumulative"),
        ({"polarity": "-"}, "not_counted_denied"),
        ({"modality": Modality.PLANNED}, "not_counted_not_done"),
        ({"updated_by": "d"}, "not_counted_updated"),
        ({"rejected_reason": "x", "updated_by": "d"}, "not_counted_rejected"),
    ],
)
def test_a_figure_outside_the_range_says_why(more: dict[str, object], why: str | None) -> None:
    """Nought is a figure; what was not said is none."""
    assert why_not_counted(claim(**more)) == why


def test_the_same_quarter_is_offered_first_for_joining_and_never_a_campaign() -> None:
    """An incident and a campaign are never one."""
    own = IncidentRow(id="a", quarter="kallaseh", opened_ms=0)
    far = IncidentRow(id="b", quarter="kallaseh", opened_ms=1000)
    near = IncidentRow(id="c", quarter="fardous", opened_ms=1)
    campaign = IncidentRow(id="d", is_campaign=True)

    assert [one.id for one in may_be_one([own], [near, campaign, far, own])] == ["b", "c"]


def test_a_period_is_two_times() -> None:
    """Typed with a dash or a word between."""
    for between in ("-", "to", "إلى", "–"):
        found = when_from_text(
            f"2016-09-22 22:00 {between} 2016-09-23 06:00", "period", now_ms=0, offset_minutes=180
        )
        assert (found.start_ms, found.end_ms) == (1474570800000, 1474599600000)


def test_joined_incidents_show_a_way_back(enter: Enter) -> None:
    """The page names the pair and undoes it."""
    room = enter("operator")
    first, second = (act(room, "incidents/open_incident", title=f"ضم {n}") for n in range(2))
    before = room.get(f"/incidents/{first}").text
    room.post("/do/incidents/join_incidents", data={"first": first, "second": second})
    joined = room.get(f"/incidents/{first}").text

    assert f'<option value="{second}">' in before
    assert "/do/incidents/undo_join" in joined
    assert "/do/incidents/undo_join" not in before


def test_an_orphan_is_put_somewhere_and_taken_back(enter: Enter) -> None:
    """From the tray to a campaign and into the tray again; the claim itself never changes."""
    room = enter("operator")
    campaign = act(room, "incidents/open_campaign", title="حملة", area="حلب",
                   period={"start_ms": 0})  # fmt: skip
    orphan = act(room, "incidents/make_claim", kind="strikes", low=40, tellers=["ناشط من الحي"])
    tray = room.get("/orphans").text
    room.post("/do/incidents/place_claim", data={"claim": orphan, "about": campaign})
    placed = room.get(f"/incidents/{campaign}").text
    room.post("/do/incidents/place_claim", data={"claim": orphan})
    back = room.get(f"/incidents/{campaign}").text

    assert "ناشط من الحي" in tray
    assert "ناشط من الحي" in placed
    assert "ناشط من الحي" not in back


def test_one_voice_under_two_names_is_one_origin_until_taken_back(enter: Enter) -> None:
    """Declared and taken back from one page."""
    room = enter("operator")
    about = act(room, "incidents/open_incident", title="صوت")
    for teller in ("المرصد", "SOHR"):
        act(room, "incidents/make_claim", about=about, kind="killed", low=1, high=1,
            tellers=[teller])  # fmt: skip
    room.cookies.set("lang", "en")
    two = room.get(f"/incidents/{about}").text
    room.post("/do/incidents/declare_same_voice", data={"name": "المرصد", "voice": "SOHR"})
    one = room.get(f"/incidents/{about}").text
    listed = room.get("/voices").text
    room.post(
        "/do/incidents/declare_same_voice", data={"name": "المرصد", "voice": "SOHR", "same": "0"}
    )
    again = room.get(f"/incidents/{about}").text
    room.cookies.clear()

    assert "2 independent origins" in two
    assert "1 independent origin<" in one
    assert "المرصد" in listed
    assert "2 independent origins" in again


def test_the_sheet_and_the_timeline_hold_everything(enter: Enter) -> None:
    """Reports, claims and callouts on one page of paper."""
    room = enter("dispatcher")
    incident = act(room, "incidents/open_incident", type="fire", title="حريق الورق")
    report = act(room, "reports/receive_report", text="نار كبيرة")
    act(room, "incidents/link_passage", report=report, about=incident)
    act(
        room, "incidents/make_claim", about=incident, kind="injured", low=2, high=2, tellers=["جار"]
    )
    unit = act(room, "units/register_unit", call_sign="ورق 1")
    act(room, "dispatch/send_unit", unit=unit, incident=incident)
    for path in (f"/incidents/{incident}/sheet", f"/dispatch/timeline/{incident}"):
        page = room.get(path).text

        assert "نار كبيرة" in page
        assert "ورق 1" in page
        assert "جار" in page


def test_a_part_of_a_figure_stands_under_it() -> None:
    """Two children of sixteen; ten beyond thirty; a part whose whole is elsewhere keeps its own."""
    sixteen = claim(id="sixteen", low=16, high=16)
    children = claim(id="two", low=2, high=2, scope=Scope.SUBSET, of="sixteen", age_sex="child")
    lost = claim(id="lost", low=1, high=1, scope=Scope.SUBSET, of="gone", age_sex="woman")
    shown = folded(series_of([children, sixteen, lost], {}))

    assert [[(one.id, depth) for one, depth in some.rows] for some in shown] == [
        [("sixteen", 0), ("two", 1)],
        [("lost", 0)],
    ]
