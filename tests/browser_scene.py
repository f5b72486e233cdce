"""A small night over the API, so that no page is looked at while it is empty."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Scene:
    """Names of the things a page can be opened with."""

    report: str
    incident: str
    campaign: str
    unit: str
    callout: str
    claim: str


class Desk:
    """A machine beside the people: sets scenes and looks at what was written."""

    def __init__(self, url: str, token: str) -> None:
        self.client = httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"})

    def act(self, path: str, /, **body: object) -> str:
        answer = self.client.post(f"/api/v1/acts/{path}", json=body)
        assert answer.status_code == 201, (path, answer.text)
        return str(answer.json()["id"])

    def rows(self, view: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/api/v1/views/{view}").json()
        return found

    def row(self, view: str, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/api/v1/views/{view}", params={"key": key}).json()
        return found


def scene(desk: Desk) -> Scene:
    """Two bases, units in all states, a strike with trapped people, a campaign with claims."""
    act = desk.act
    own = act("units/register_base", name="الأنصاري", letter="A", quarter="ansari-east")
    other = act("units/register_base", name="هنانو", letter="B", quarter="masaken-hanano")
    act("units/claim_base_state", base=other, state="hit", tellers=["راصد الشمال"])
    act("units/claim_base_state", base=other, state="silent")
    units = [
        act("units/register_unit", call_sign=f"إسعاف {n}", base=own, crew_size=3,
            phone="0944 111 222") for n in range(1, 5)
    ]  # fmt: skip
    act("units/set_status", unit=units[2], available=False, reason="نفاد الوقود")
    act("units/set_status", unit=units[3], available=True, reserved=True)
    act("units/start_shift", unit=units[0], people=3, leader="أبو خالد")
    act("units/hear_unit", unit=units[1], people=0, all_well=True)
    report = act("reports/receive_report", text="بناء منهار بالسكري قرب الفرن، رقمي 0944 123 456",
                 caller_phone="0944 123 456", trapped=3, quarter="sukkari")  # fmt: skip
    incident = act("incidents/open_incident", type="collapse", place={"text": "السكري قرب الفرن"},
                   quarter="sukkari", report=report)  # fmt: skip
    second = act("incidents/open_incident", type="air_strike", title="غارة ثانية",
                 quarter="sukkari")  # fmt: skip
    act("incidents/join_incidents", first=incident, second=second)
    act("reports/receive_report", text="Someone is still calling from the cellar", trapped=1)
    callout = act("dispatch/send_unit", unit=units[0], incident=incident)
    act("dispatch/report_step", callout=callout, step="en_route")
    act("dispatch/set_hold", incident=incident, minutes=20, reason="طيران")
    facility = act("facilities/register_facility", name="مشفى القدس", quarter="sukkari")
    act("facilities/claim_state", facility=facility, state="open", tellers=["إسعاف 1"])
    act("roads/close_road", quarter="kallaseh", kind="cut", tellers=["إسعاف 1"])
    campaign, claim = claims(desk)
    return Scene(report, incident, campaign, units[0], callout, claim)


def claims(desk: Desk) -> tuple[str, str]:
    """Sixteen says one, two of them children; thirty and ten more says another."""
    act = desk.act
    about = act("incidents/open_campaign", title="ليلة 22–23 أيلول", area="حلب الشرقية",
                period={"start_ms": 1474570800000, "end_ms": 1474599600000})  # fmt: skip
    make = "incidents/make_claim"
    sixteen = act(make, about=about, kind="killed", low=16, high=16, tellers=["SOHR"])
    act(make, about=about, kind="killed", low=2, high=2, scope="subset", of=sixteen,
        tellers=["SOHR"], age_sex="child")  # fmt: skip
    thirty = act(make, about=about, kind="killed", low=30, high=30,
                 tellers=["White Helmets", "BBC"])  # fmt: skip
    act(make, about=about, kind="killed", low=10, high=10, scope="additional", of=thirty,
        tellers=["White Helmets", "BBC"])  # fmt: skip
    act(make, about=about, kind="killed", low=16, high=16, tellers=["SOHR", "Reuters"])
    act(make, about=about, kind="injured", tellers=["state TV"])
    act(make, kind="strikes", low=40, tellers=["ناشط من الحي"])
    act("incidents/declare_same_voice", name="المرصد", voice="SOHR")
    act("incidents/grade_claim", claim=sixteen, reliability="B", credibility="2")
    return about, sixteen
