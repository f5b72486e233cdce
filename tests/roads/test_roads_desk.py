"""Closures over HTTP: closed by a tap, a claim or a crew; a cut never ends by itself."""

from typing import Any

from starlette.testclient import TestClient

from doors import Enter
from najda.roads.closures import ClosureKind, ClosureState
from najda.roads.rules import ClosureRow
from najda.web.site import Site

MINUTE = 60_000


def act(client: TestClient, name: str, **body: object) -> dict[str, Any]:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def closure(client: TestClient, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/views/roads.closure", params={"key": id_}).json()
    return found


def test_a_tap_closes_a_road_in_its_quarter(enter: Enter) -> None:
    """The exact point stays in the place part; the quarter is said openly."""
    room = enter("operator")
    tap = {"text": "نقرة", "lat": 36.1761, "lon": 37.1432}
    id_ = act(room, "roads/close_road", kind="cut", place=tap)["id"]

    assert closure(room, id_)["quarter"] == "sukkari"
    assert closure(enter("observer"), id_)["place"] == {"absent": "hidden"}


def test_a_cut_never_ends_and_fire_past_its_end_says_so() -> None:
    """Views hold intervals; whoever asks passes the time."""
    cut = ClosureRow(id="c", kind=ClosureKind.CUT, since_ms=0, until_ms=1)
    fire = ClosureRow(id="f", kind=ClosureKind.UNDER_FIRE, since_ms=0, until_ms=20 * MINUTE)

    assert cut.state(10**15) is ClosureState.IN_FORCE
    assert fire.state(19 * MINUTE) is ClosureState.IN_FORCE
    assert fire.state(21 * MINUTE) is ClosureState.END_PASSED_UNCONFIRMED


def test_only_a_word_reopens_a_road(enter: Enter) -> None:
    """The list shows what is closed; reopening names the closing; twice is refused."""
    room = enter("operator")
    id_ = act(room, "roads/close_road", kind="bridge_gone", place={"text": "الشعار"})["id"]
    before = room.get("/roads").text
    act(room, "roads/reopen_road", closure=id_, source="طاقم 3")
    again = room.post("/api/v1/acts/roads/reopen_road", json={"closure": id_})

    assert "جسر مدمّر" in before
    assert closure(room, id_)["standing"] == []
    assert again.status_code == 409


def test_a_confirmed_claim_is_offered_and_closes_once(enter: Enter) -> None:
    """A claim of a road cut is listed until a person closes the road on its ground."""
    room = enter("operator")
    claim = act(room, "incidents/make_claim", kind="road_cut", tellers=["SOHR"], area="السكري",
                quote="الطريق مقطوع عند الدوار")["id"]  # fmt: skip
    offered = room.get("/roads").text
    body = {"claim": claim, "place": {"text": "السكري"}, "tellers": ["SOHR"]}
    act(room, "roads/close_road", **body)
    again = room.post("/api/v1/acts/roads/close_road", json=body)

    assert "الطريق مقطوع عند الدوار" in offered
    assert f'value="{claim}"' not in room.get("/roads").text
    assert again.status_code == 409


def test_a_road_without_a_place_is_refused(enter: Enter) -> None:
    """The refusal names the field."""
    answer = enter("operator").post("/api/v1/acts/roads/close_road", json={"kind": "cut"})

    assert (answer.status_code, answer.json()["field"]) == (422, "place")


def test_the_list_says_that_times_rest_on_districts(enter: Enter, site: Site) -> None:
    """Where no extract was imported, every page of roads says so."""
    page = enter("observer").get("/roads").text

    assert "لا خريطة شوارع مستوردة" in page
    assert site.room.folder.exists()
