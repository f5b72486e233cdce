"""A silent base's unit taken over; two callouts at once; the crew's acceptance settles it."""

import pytest
from starlette.testclient import TestClient

from najda.base import OpenBase
from najda.machine_person import machine_token
from najda.serving import make_site
from najda.web.app import make_app
from rooms import Organisation, facts_of, give


class At:
    """A dispatcher and a crew at one base."""

    def __init__(self, base: OpenBase) -> None:
        self.room = base.room
        site = make_site(base)
        self.desk, self.crew = (self._client(site, role) for role in ("dispatcher", "crew"))

    def _client(self, site: object, role: str) -> TestClient:
        client = TestClient(make_app(site), base_url="http://127.0.0.1")  # type: ignore[arg-type]
        token = machine_token(site, role, role)  # type: ignore[arg-type]
        client.headers["authorization"] = f"Bearer {token}"
        return client

    def act(self, name: str, status: int = 201, **body: object) -> str:
        answer = self.desk.post(f"/api/v1/acts/{name}", json=body)
        assert answer.status_code == status, answer.text
        return str(answer.json().get("id") or answer.json().get("code"))

    def board(self) -> str:
        return str(self.desk.get("/").text)

    def tasks(self, unit: str) -> list[str]:
        state = self.crew.get("/crew/state").json()
        return [one["id"] for one in state["callouts"] if one["unit"] == unit]


@pytest.fixture
def two(organisation: Organisation) -> tuple[At, At]:
    b = organisation.join("B")
    return At(organisation.first), At(b)


def join(one: At, other: At) -> None:
    give(facts_of(one.room), other.room)
    give(facts_of(other.room), one.room)


RED = "مهمتان لوحدة واحدة من مركزين"
AMBER = "قبل الطاقم مهمة مركز آخر"


def test_two_callouts_at_once_are_red_at_both_until_the_crew_accepts(two: tuple[At, At]) -> None:
    """The other base needs a reason; apart, both send; joined, both see; acceptance settles."""
    home, other = two
    unit = home.act("units/register_unit", call_sign="إسعاف 3")
    first = home.act("incidents/open_incident", type="collapse", title="السكري")
    second = home.act("incidents/open_incident", type="air_strike", title="الفردوس")
    join(home, other)

    refused = other.act("dispatch/send_unit", 409, unit=unit, incident=second)
    assert refused == "dispatch.other_base"
    homes = home.act("dispatch/send_unit", unit=unit, incident=first)
    taken = other.act(
        "dispatch/send_unit", unit=unit, incident=second,
        taken_over_reason="مركز الأنصاري صامت، كلّمنا الطاقم وأعاد القراءة",
    )  # fmt: skip
    other.act("dispatch/read_back", callout=taken, right=True)
    assert RED not in home.board() + other.board()
    join(home, other)

    for at in two:
        assert RED in at.board()
        assert sorted(at.tasks(unit)) == sorted([homes, taken])
    accepted = other.crew.post(
        "/api/v1/acts/dispatch/report_step", json={"callout": taken, "step": "acknowledged"}
    )
    assert accepted.status_code == 201, accepted.text
    join(home, other)

    for at in two:
        assert RED not in at.board()
        assert AMBER in at.board()
        assert at.tasks(unit) == [taken]
    other.act("dispatch/report_step", callout=taken, step="clear")
    assert AMBER in other.board()
    other.act("dispatch/undo_callout", callout=homes, reason="لم يذهب أحد")
    join(home, other)
    for at in two:
        assert AMBER not in at.board()
        assert at.tasks(unit) == []
    row = home.desk.get("/api/v1/views/dispatch.callout", params={"key": taken}).json()
    assert row["sent"][0]["taken_over_reason"].startswith("مركز الأنصاري صامت")
    assert row["read_backs"] == [True]
