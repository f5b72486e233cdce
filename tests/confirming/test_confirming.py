"""Reading proposes, a person confirms: nothing enters silently, every judgement is kept."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.confirming.rules import RuleRow, precisions
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


def said_on(room: TestClient, id_: str) -> str:
    """The proposals of the page as one reads them."""
    page = room.get(f"/confirming/{id_}").text
    part = page.partition('<ul class="offers">')[2].partition("</section>")[0]
    words = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<details.*?</details>", "", part)))
    return " ".join(words.split())


def post(room: TestClient, action: str, form: dict[str, str]) -> int:
    answer = room.post(f"/do/confirming/{action}", data=form, follow_redirects=False)
    status: int = answer.status_code
    return status


def of_report(room: TestClient, id_: str) -> list[dict[str, Any]]:
    """The orphan claims of one report."""
    return [one for one in claims(room, "orphan") if one["report"] == id_]


def record(room: TestClient) -> tuple[int, int, int]:
    """Accepted, corrected and rejected, over all rules."""
    rows = room.get("/api/v1/views/confirming.rule").json().values()
    accepted, corrected, rejected = (
        sum(int(row.get(one, 0)) for row in rows) for one in ("accepted", "corrected", "rejected")
    )
    return accepted, corrected, rejected


def test_an_acceptance_taken_back_waits_to_be_judged_anew(enter: Enter) -> None:
    """The claim is struck, the rule's record forgets it, a second press is told why."""
    room = enter("operator")
    id_ = report(room)
    before = record(room)
    accepted = current(room, id_, "confirming/confirm_proposal")
    post(room, "confirm_proposal", accepted)
    with_it = record(room)
    back = current(room, id_, "confirming/take_back")
    first, again = (post(room, "take_back", {**back, "id": ""}) for _ in range(2))
    struck = [one["rejected_reason"] for one in of_report(room, id_)]
    waiting, after = said_on(room, id_), record(room)
    anew = current(room, id_, "confirming/confirm_proposal")
    post(room, "confirm_proposal", anew)

    assert (first, again) == (303, 409)
    assert anew["proposal"] == accepted["proposal"]
    assert struck == [back["reason"]]
    assert "سُحب الحكم" in waiting
    assert with_it == record(room) == (before[0] + 1, *before[1:])
    assert after == before
    assert sorted(one.get("rejected_reason", "") for one in of_report(room, id_)) == [
        "",
        back["reason"],
    ]


def test_a_rejection_is_taken_back_too(enter: Enter) -> None:
    """What was rejected by a slip of the finger waits again and may be accepted."""
    room = enter("operator")
    id_ = report(room)
    before = record(room)
    rejected = current(room, id_, "confirming/reject_proposal")
    post(room, "reject_proposal", rejected)
    post(room, "take_back", current(room, id_, "confirming/take_back"))
    after = record(room)
    anew = current(room, id_, "confirming/confirm_proposal")

    assert after == before
    assert anew["proposal"] == rejected["proposal"]
    assert post(room, "confirm_proposal", anew) == 303
    assert record(room) == (before[0] + 1, *before[1:])


def test_a_claim_rejected_at_its_incident_says_so_here(enter: Enter) -> None:
    """The page looks at what became of the claim, not only at what was judged."""
    room = enter("operator")
    id_ = report(room)
    post(room, "confirm_proposal", current(room, id_, "confirming/confirm_proposal"))
    (claim,) = of_report(room, id_)
    act(room, "incidents/reject_claim", claim=claim["id"], reason="خبر قديم")

    assert "رُفضت الإفادة بعد ذلك: خبر قديم" in said_on(room, id_)


def test_a_corrected_claim_shows_what_was_saved_beside_what_was_proposed(enter: Enter) -> None:
    """Figure, unit and who they are, as saved; the proposal in small beside it."""
    room = enter("operator")
    id_ = report(room)
    form = current(room, id_, "confirming/confirm_proposal", at=1)
    corrected = form | {"low": "6", "high": "7", "unit": "families", "age_sex": "woman"}
    status = post(room, "confirm_proposal", corrected)
    (made,) = of_report(room, id_)
    page = said_on(room, id_)

    assert status == 303
    assert (made["low"], made["high"], made["unit"], made["age_sex"]) == (6, 7, "families", "woman")
    assert re.search(r"قتلى .*\(نساء\) 6–7 عائلات صُحّحت .*المقترح: قتلى .*5", page)


def test_a_proposed_figure_is_not_lost_by_emptying_its_fields(enter: Enter) -> None:
    """Nothing is saved, and the writer is told what to do."""
    room = enter("operator")
    id_ = report(room)
    emptied = current(room, id_, "confirming/confirm_proposal", at=1) | {"low": "", "high": ""}
    answer = room.post("/do/confirming/confirm_proposal", data=emptied)

    assert answer.status_code == 422
    assert "اكتب العدد" in answer.text
    assert of_report(room, id_) == []


@pytest.mark.parametrize(
    "text",
    ["The ministry denied that the hospital in Sukkari was hit.", "لم يصب المشفى بأضرار."],
)
def test_a_denial_says_once_that_it_denies(enter: Enter, text: str) -> None:
    """Before what is denied, in words, and in no second flag beside it."""
    room = enter("operator")
    page = room.get(f"/confirming/{report(room, text)}").text
    labels = re.findall(r'<a href="[^"]*" class="plain">(.*?)</a>', page, re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in labels]

    assert "نُفي: مرافق تضررت" in said


def test_characters_that_turn_the_line_are_shown_in_what_was_said(enter: Enter) -> None:
    """A ٢١ that was written ١٢ would be confirmed as seen."""
    room = enter("operator")
    id_ = report(room, "\u202eقتل ١٢ مدنياً في حي السكري")
    page = room.get(f"/confirming/{id_}").text
    shown = page.partition('<p class="words marked"')[2].partition("</p>")[0]

    assert "<bdi>‹RLO›</bdi>" in shown  # isolated: its Latin name does not turn the text
    assert "\u202e" not in shown
    assert re.search(r"<mark[^>]*>[^<]*قتل ١٢ مدنياً</mark>", shown)


def test_where_an_accepted_claim_lies_stands_beside_it(enter: Enter) -> None:
    """With a link: the orphan tray, or the incident it was put to."""
    room = enter("operator")
    id_ = report(room)
    post(room, "confirm_proposal", current(room, id_, "confirming/confirm_proposal"))
    tray = room.get(f"/confirming/{id_}").text
    incident = act(room, "incidents/open_incident", place={"text": "السكري"}, report=id_)["id"]
    post(room, "confirm_proposal", current(room, id_, "confirming/confirm_proposal"))
    page = room.get(f"/confirming/{id_}").text

    assert 'موضعها: <a href="/orphans">' in " ".join(tray.split())
    assert f'موضعها: <a href="/incidents/{incident}">' in " ".join(page.split())


def test_behind_the_last_claim_one_key_leads_to_the_next_report(enter: Enter) -> None:
    """The older one that waits; with nothing left, the page says so."""
    room = enter("operator")
    older = report(room, "غارة على حي المعادي ومقتل 3 مدنيين.", received_at=10**12)
    newer = report(room, "غارة على حي السكري ومقتل 4 مدنيين.", received_at=2 * 10**12)
    before = room.get(f"/confirming/{newer}").text
    while found := forms(room.get(f"/confirming/{newer}").text, "confirming/reject_proposal"):
        post(room, "reject_proposal", found[0])
    after = room.get(f"/confirming/{newer}").text

    assert f'href="/confirming/{older}"' not in before
    assert f'href="/confirming/{older}" data-key="s"' in after


def test_the_chain_of_tellers_stands_in_the_direction_of_the_page(enter: Enter) -> None:
    """Origin first; each name by itself; no name turns the row around."""
    room = enter("operator")
    incident = act(room, "incidents/open_incident", place={"text": "السكري"})["id"]
    tellers = ["Civil Defence", "رويترز", "BBC"]
    act(room, "incidents/make_claim", about=incident, kind="killed", low=3, high=3, tellers=tellers)
    act(room, "incidents/make_claim", about=incident, kind="facility_damaged", polarity="-")
    page = room.get(f"/incidents/{incident}").text

    assert '<td class="num"><b><b>نُفي:</b> </b></td>' in page  # and not "denied: not said"
    assert "<td><bdi>Civil Defence</bdi> › <bdi>رويترز</bdi> › <bdi>BBC</bdi></td>" in page


def test_what_reading_missed_is_added_here(enter: Enter) -> None:
    """The form knows report, tellers and incident; what was added stands on the page."""
    room = enter("operator")
    id_ = report(room, "كلام لا يقرؤه أحد", source="أبو محمد")
    incident = act(room, "incidents/open_incident", place={"text": "السكري"}, report=id_)["id"]
    page = room.get(f"/confirming/{id_}/missed").text
    form = forms(page, "incidents/make_claim")[0]
    typed = form | {"low": "3", "high": "3", "unit": "families", "kind": "trapped", "quote": "كلام"}
    answer = room.post("/do/incidents/make_claim", data=typed, follow_redirects=False)
    (made,) = claims(room, incident)
    shown = room.get(f"/confirming/{id_}").text

    assert answer.headers["location"] == f"/confirming/{id_}"
    assert (made["report"], made["tellers"], made["quote"]) == (id_, ["أبو محمد"], "كلام")
    assert (made["kind"], made["low"], made["unit"]) == ("trapped", 3, "families")
    assert f"/confirming/{id_}/missed" in shown
    assert re.search(rf'عائلات.*<a href="/incidents/{incident}">', shown, re.DOTALL)


def test_a_rule_whose_only_judgement_was_taken_back_has_no_record() -> None:
    """Nothing judged is no precision of nought."""
    assert precisions([RuleRow(reader="object-killed/1")]) == []
