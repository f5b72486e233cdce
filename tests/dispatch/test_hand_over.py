"""What the next shift must not miss: on paper, around one place, and what of it is invented."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.base import OpenBase, make_base
from najda.machine_person import machine_token
from najda.serving import make_site
from najda.vocabulary import thing_made_by
from najda.web.app import make_app
from rooms import memory_folder


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_report_without_an_incident_is_handed_over(enter: Enter) -> None:
    """It stands by its words on the hand-over, and leaves it once it is linked."""
    room = enter("dispatcher")
    report = act(room, "reports/receive_report", text="حريق لم يُفتح", channel="phone", trapped=2)

    def loose() -> str:
        sheet: str = room.get("/shift").text
        return sheet.partition('id="loose"')[2].partition('<div class="box"')[0]

    before = loose()
    act(room, "incidents/open_incident", report=report, type="fire", quarter="fardous")

    assert "حريق لم يُفتح" in before
    assert "حريق لم يُفتح" not in loose()


def test_a_report_shows_who_was_sent_before_the_call_ended(enter: Enter) -> None:
    """Sent with the call: the unit and its state stand on the report's page; then the next step."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign="قبل النهاية 1")
    body = {"text": "x", "opens": "fire", "quarter": "kallaseh", "units": [unit]}
    report = act(room, "dispatch/take_and_send", **body)
    room.cookies.set("lang", "en")
    first = room.get(f"/dispatch/for-report/{report}").text
    act(room, "dispatch/report_step", callout=thing_made_by(report, 2), step="en_route")
    then = room.get(f"/dispatch/for-report/{report}").text
    none = room.get(f"/dispatch/for-report/{unit}").text
    room.cookies.clear()

    assert "قبل النهاية 1" in first
    assert "dispatched" in first
    assert "en route" in then
    assert none.strip() == ""


def test_all_around_an_incident_are_offered_for_recall(enter: Enter) -> None:
    """Its own crew and the next street's, checked; not one across the city."""
    room = enter("dispatcher")
    callouts = {}
    for quarter in ("kallaseh", "bustan-al-qasr", "sakhur"):
        unit = act(room, "units/register_unit", call_sign=f"قرب {quarter}")
        body = {"text": quarter, "opens": "collapse", "quarter": quarter, "units": [unit]}
        report = act(room, "dispatch/take_and_send", **body)
        callouts[quarter] = (thing_made_by(report, 1), thing_made_by(report, 2))
    incident, own = callouts["kallaseh"]
    page = room.get("/recall", params={"incident": incident, "km": "2"}).text
    offered = set(re.findall(r'name="callouts" value="(\w+)" [^>]*checked', page))

    assert {own, callouts["bustan-al-qasr"][1]} <= offered
    assert callouts["sakhur"][1] not in offered
    assert f"/recall?incident={incident}" in room.get(f"/dispatch/for-incident/{incident}").text


@pytest.fixture
def demo() -> Iterator[TestClient]:
    folder = memory_folder() / "A"
    make_base(folder, name="عرض", letter="A", mode="demo", lang="en")
    base = OpenBase(folder, None)
    site = make_site(base)
    with TestClient(make_app(site), base_url="http://127.0.0.1") as client:
        client.headers["authorization"] = f"Bearer {machine_token(site, 'c', 'chief')}"
        yield client
    base.close()


@pytest.mark.parametrize("path", ["/", "/reports", "/reports/new", "/units", "/shift", "/crew"])
def test_how_much_is_invented_stands_on_every_screen(demo: TestClient, path: str) -> None:
    """Counted from what is here, in the frame; a real report is not among them."""
    act(demo, "reports/receive_report", text="news", channel="news")
    act(demo, "reports/receive_report", text="call", channel="phone", invented=True)
    act(demo, "units/register_unit", call_sign="إسعاف 1", invented=True)

    assert "2 items here are invented" in demo.get(path).text


def test_a_real_base_says_nothing_of_inventions(enter: Enter) -> None:
    """No frame where all is real."""
    assert 'id="invented"' not in enter("dispatcher").get("/").text


def test_a_crew_called_home_is_named_so_everywhere(enter: Enter) -> None:
    """On the board, at its incident and on the urgency list, until it is clear."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign="عائد 1")
    body = {"text": "x", "opens": "fire", "quarter": "kallaseh", "units": [unit]}
    report = act(room, "dispatch/take_and_send", **body)
    incident, callout = thing_made_by(report, 1), thing_made_by(report, 2)
    act(room, "dispatch/report_step", callout=callout, step="en_route")
    act(room, "dispatch/recall", callout=callout)
    room.cookies.set("lang", "en")
    pages = [
        room.get(path).text for path in ("/", f"/dispatch/for-incident/{incident}", "/urgency")
    ]
    act(room, "dispatch/report_step", callout=callout, step="clear")
    after = room.get(f"/dispatch/for-incident/{incident}").text
    room.cookies.clear()

    assert all("recalled" in page for page in pages)
    assert ">recalled<" in pages[1]
    assert ">recalled<" not in after
