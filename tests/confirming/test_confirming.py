"""Reading proposes, a person confirms: nothing enters silently, every judgement is kept."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.reading import Reading, read_text

TEXT = (
    "غارة جوية على حي السكري بعد منتصف الليل أدت إلى مقتل 5 مدنيين بينهم طفلان وإصابة عشرة."
    " الطريق مقطوع عند دوار السكري."
)


def act(client: TestClient, name: str, **body: object) -> dict[str, Any]:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def report(room: TestClient, text: str = TEXT, **more: object) -> str:
    said = {"channel": "news", "source": "SOHR", **more}
    found: str = act(room, "reports/receive_report", text=text, **said)["id"]
    return found


def forms(page: str, action: str) -> list[dict[str, str]]:
    """The fields of each form of a page that does an act."""
    found = []
    for body in re.findall(rf'action="/do/{action}".*?</form>', page, re.DOTALL):
        fields = {
            name: html.unescape(value)
            for name, value in re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', body)
        }
        for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', body, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options)
            fields[name] = chosen[1] if chosen else ""
        found.append(fields)
    return found


def current(room: TestClient, id_: str, action: str, at: int = 0) -> dict[str, str]:
    return forms(room.get(f"/confirming/{id_}").text, action)[at]


def claims(room: TestClient, about: str) -> list[dict[str, Any]]:
    row = room.get("/api/v1/views/incidents.claims_about", params={"key": about}).json()
    rows = [
        room.get("/api/v1/views/incidents.claim", params={"key": one}).json()
        for one in row.get("claims", ())
    ]
    return [one for row in rows for one in row["claims"]]


def test_reading_alone_writes_nothing(enter: Enter) -> None:
    """Opening the screen shows proposals beside the quotes and makes no claim."""
    room = enter("operator")
    id_ = report(room)
    page = room.get(f"/confirming/{id_}").text

    assert "مقتل 5 مدنيين" in page
    assert "<mark" in page
    assert claims(room, id_) == []


def test_accepting_makes_the_claim_with_rule_and_quote(enter: Enter) -> None:
    """One press: the claim stands at the linked incident with reader, quote and tellers."""
    room = enter("operator")
    id_ = report(room)
    incident = act(room, "incidents/open_incident", place={"text": "السكري"}, report=id_)["id"]
    form = current(room, id_, "confirming/confirm_proposal")
    answer = room.post("/do/confirming/confirm_proposal", data=form, follow_redirects=False)
    made = claims(room, incident)
    again = room.post("/do/confirming/confirm_proposal", data={**form, "id": ""})

    assert answer.status_code == 303
    assert [(one["kind"], one["low"], one["high"], one["tellers"]) for one in made] == [
        ("killed", 5, 5, ["SOHR"])
    ]
    assert made[0]["reader"].startswith("object-killed")
    assert made[0]["quote"] == "مقتل 5 مدنيين"
    assert again.status_code == 409


def test_a_part_is_made_a_part_of_the_claim_it_belongs_to(enter: Enter) -> None:
    """The two children are a subset of the five, as claims too."""
    room = enter("operator")
    id_ = report(room)
    incident = act(room, "incidents/open_incident", place={"text": "السكري"}, report=id_)["id"]
    for _ in range(2):
        form = current(room, id_, "confirming/confirm_proposal")
        room.post("/do/confirming/confirm_proposal", data=form)
    whole, part = sorted(claims(room, incident), key=lambda one: -one["low"])

    assert (part["scope"], part["of"]) == ("subset", whole["id"])


def test_corrections_and_rejections_are_kept_and_counted(enter: Enter) -> None:
    """A correction keeps what was proposed; the rule's precision follows from the facts."""
    room = enter("operator")
    id_ = report(room)
    corrected = current(room, id_, "confirming/confirm_proposal", at=1) | {"low": "6", "high": "6"}
    room.post("/do/confirming/confirm_proposal", data=corrected)
    rejected = current(room, id_, "confirming/reject_proposal")
    room.post("/do/confirming/reject_proposal", data=rejected)
    row = room.get("/api/v1/views/confirming.judged", params={"key": id_}).json()
    orphan = claims(room, "orphan")
    page = room.get("/confirming").text

    assert [one["verdict"] for one in row["judged"]] == ["corrected", "rejected"]
    assert row["judged"][0]["changed"] == ["low", "high"]
    assert '"low": 5' in row["judged"][0]["was"]
    assert row["judged"][1]["quote"] == "بينهم طفلان"
    assert any(one["low"] == 6 and one["report"] == id_ for one in orphan)
    assert "object-killed/1" in page
    work = html.unescape(re.sub(r"<[^>]+>", " ", page.partition('class="list work"')[2]))
    assert re.search(r"قتلى\s+5\s.*صُحّحت\s+قتلى\s+6\s", work, re.DOTALL)
    assert re.search(r"بينهم طفلان\s.*رُفضت", work, re.DOTALL)


def test_a_later_figure_of_the_same_teller_offers_to_update(enter: Enter) -> None:
    """The box stands checked in sight; the earlier figure stays, updated."""
    room = enter("operator")
    first = report(room)
    incident = act(room, "incidents/open_incident", place={"text": "السكري"}, report=first)["id"]
    room.post("/do/confirming/confirm_proposal",
              data=current(room, first, "confirming/confirm_proposal"))  # fmt: skip
    later = report(room, "ارتفع عدد القتلى في حي السكري إلى مقتل 9 مدنيين.")
    act(room, "incidents/link_passage", report=later, about=incident)
    form = current(room, later, "confirming/confirm_proposal")
    room.post("/do/confirming/confirm_proposal", data=form)
    old = next(one for one in claims(room, incident) if one["low"] == 5)

    assert "updates" in form
    assert old["updated_by"]


def test_what_speaks_of_the_same_is_proposed_with_reasons_and_linked_by_a_person(
    enter: Enter,
) -> None:
    """A second report of the same strike is offered the first one's incident, and undone again."""
    room = enter("operator")
    first = report(room, "غارة جوية على مشفى الزهراء في حي الميسر ليلة 22 أيلول ومقتل 12 مدنياً.")
    second = report(
        room,
        "غارة جوية على مشفى الزهراء في حي الميسر ليلة 22 أيلول ومقتل 12 مدنياً. والبحث مستمر.",
        source="Reuters",
    )
    about = act(room, "incidents/open_incident", place={"text": "الميسر"}, report=first)["id"]
    page = room.get(f"/confirming/{second}/links").text
    form = next(one for one in forms(page, "incidents/link_passage") if one["about"] == about)
    before = room.get("/api/v1/views/incidents.links", params={"key": second}).status_code
    room.post("/do/incidents/link_passage", data=form)
    linked = room.get(f"/confirming/{second}/links").text
    room.post("/do/incidents/unlink_passage", data=forms(linked, "incidents/unlink_passage")[0])
    row = room.get("/api/v1/views/incidents.links", params={"key": second}).json()

    assert before == 404
    assert "المكان نفسه" in page
    assert "جمل منقولة" in page
    assert 'data-key="z"' in linked
    assert all(one["undone"] for one in row["links"])


def test_calls_about_one_quarter_within_minutes_are_proposed_as_the_same(enter: Enter) -> None:
    """The minute and the quarter come from the call, not from its words; the screen says so."""
    room = enter("operator")
    called = {"channel": "phone", "quarter": "sukkari", "source": None}
    first = report(room, "strike at the roundabout, building down", **called, received_at=10**12)
    soon = report(
        room, "نزلت البناية عند الدوار والناس تحتها", **called, received_at=10**12 + 300_000
    )
    act(room, "incidents/open_incident", place={"text": "السكري"}, report=first)
    now = room.get(f"/confirming/{soon}/links").text

    assert "بينهما دقائق:" in now
    assert "دوار</bdi>" in now
    assert '<b class="flag green">نفسه</b>' in now


def test_observers_and_crews_do_not_confirm(enter: Enter) -> None:
    """The raw words and the judgement are for the room."""
    id_ = report(enter("operator"))

    assert enter("observer").get(f"/confirming/{id_}").status_code == 403
    assert enter("crew").get("/confirming").status_code == 403


def test_a_rule_that_breaks_on_one_text_stops_no_other(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken one is listed and says so on its page; the rest is read and linked."""

    def breaking(text: str, **told: Any) -> Reading:
        if "تعثر" in text:
            raise IndexError("a secret of the text")
        return read_text(text, **told)

    monkeypatch.setattr("najda.confirming.readings.read_text", breaking)
    room = enter("operator")
    broken, whole = report(room, "تعثر. " + TEXT), report(room)

    waiting = room.get("/confirming").text
    page = room.get(f"/confirming/{broken}").text

    assert f"/confirming/{broken}" in waiting
    assert "IndexError breaking" in page
    assert "secret" not in page
    assert forms(room.get(f"/confirming/{whole}").text, "confirming/confirm_proposal")
    assert room.get(f"/confirming/{whole}/links").status_code == 200


def test_a_copy_passed_on_by_another_is_no_second_origin(enter: Enter) -> None:
    """The co-ordination room that forwards a call word for word says nothing of its own."""
    room = enter("dispatcher")
    about = act(room, "incidents/open_incident", title="x")["id"]
    call = act(room, "reports/receive_report", text=TEXT, channel="phone")["id"]
    passed_on = report(room, TEXT, channel="message", source="غرفة تنسيق حلب")
    for one in (call, passed_on):
        act(room, "incidents/link_passage", report=one, about=about)
        killed = next(
            fields
            for fields in forms(room.get(f"/confirming/{one}").text, "confirming/confirm_proposal")
            if fields["kind"] == "killed"
        )
        answer = room.post(
            "/do/confirming/confirm_proposal",
            data=killed,
            headers={"sec-fetch-site": "same-origin"},
        )
        assert answer.status_code in (200, 204, 303), answer.text

    linked = room.get(f"/confirming/{call}/links").text
    assert "بلاغان" in linked
    assert "بلا راوٍ" in linked
    assert "غرفة تنسيق حلب</span> (" not in linked
