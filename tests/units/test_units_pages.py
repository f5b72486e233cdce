"""Units and bases: a dead link is no silent crew; every word on a base stands with its teller."""

import os

from starlette.testclient import TestClient

from doors import Enter
from najda.units.facts import BaseState
from najda.units.rules import BaseRow, StateClaim, UnitRow
from najda.units.silence import SILENT_AFTER_MS, silence_of


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def home(state: BaseState) -> BaseRow:
    claim = StateClaim(fact="f", state=state, tellers=(), at_ms=0, by="p", base="A", stands=True)
    return BaseRow(id="b", claims=(claim,))


def test_a_dead_link_is_told_from_a_silent_crew() -> None:
    """Where the base is silent too, nothing is known of the crew."""
    old = UnitRow(id="u", heard_ms=0)
    late = SILENT_AFTER_MS + 1

    assert silence_of(old, home(BaseState.OPERATIONAL), late) == "silent_crew"
    assert silence_of(old, home(BaseState.SILENT), late) == "dead_link"
    assert silence_of(old, None, 5) == "heard_lately"
    assert silence_of(UnitRow(id="u"), None, late) == "never_heard"


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
