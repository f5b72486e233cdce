"""A call at the desk: nothing is refused without a word, no ticked unit is dropped."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from browser_people import Parts, Person, shot

pytestmark = pytest.mark.browser

SAVE, SEND = "Control+Enter", "Control+Shift+Enter"
UNIT = "Amb 2"
AWAKE = "form[action$=send_unit] [data-key='1']:not([data-fresh])"
#: A worn key: each press comes a second time, as soon as units to send are shown anew.
BOUNCE = """() => {
  let pressed = false, bounced = 0;
  const down = new KeyboardEvent('keydown', {key: '1', code: 'Digit1', bubbles: true});
  addEventListener('keydown', event => { if (event.isTrusted) pressed = true; }, true);
  document.addEventListener('htmx:afterSettle', event => {
    if (!pressed || !event.target.querySelector('form[action$=send_unit] [data-key="1"]')) return;
    pressed = false;
    document.documentElement.dataset.bounced = ++bounced;
    document.body.dispatchEvent(down);
  });
}"""
SAVED = re.compile(r"/reports/[0-9a-f]{32}$")


@pytest.fixture
def intake(chief: Person, api: httpx.Client) -> Page:
    """The intake page with one unit that can be sent, everything on it there."""
    api.post("/api/v1/acts/units/register_unit", json={"call_sign": UNIT}).raise_for_status()
    page = chief.page("/units")
    if page.get_attribute("html", "lang") != "en":
        page.click("form.lang button")
        page.wait_for_selector("html[lang=en]")
    parts = Parts(page)
    page.goto(chief.url + "/reports/new")
    parts.all_there()
    page.fill("[name=text]", "house down")
    return page


def refused(page: Page, field: str, words: str) -> None:
    """The refusal is seen beside the field, which has the keyboard; it looks like no success."""
    said = page.locator("#refused")
    expect(said).to_contain_text(words)
    expect(said).to_be_visible()
    expect(said).to_be_in_viewport()
    expect(page.locator(f"[name={field}]").first).to_be_focused()
    expect(
        page.locator(f"*:has(> [name={field}], > label > [name={field}]) + #refused")
    ).to_have_count(1)
    expect(page.locator(".draft-state")).to_contain_text("NOT saved")


def test_a_figure_that_is_none_is_refused_at_its_field(intake: Page) -> None:
    """It still stands there after the page asked the base for other things; then it is saved."""
    intake.fill("[name=trapped]", "5-6")
    intake.keyboard.press(SAVE)
    refused(intake, "trapped", '"5-6" is not a figure')
    with intake.expect_response("**/reports/typed"):
        pass
    refused(intake, "trapped", '"5-6" is not a figure')
    shot(intake, "intake-refused")
    intake.keyboard.press("Control+a")
    intake.keyboard.type("5")
    intake.keyboard.press(SAVE)

    intake.wait_for_url(SAVED)


def test_sending_says_what_is_missing_and_then_sends(intake: Page, api: httpx.Client) -> None:
    """No unit, then no incident: each is said where it is mended, and the keys go on from there."""
    intake.keyboard.press(SEND)
    refused(intake, "units", "Choose a unit to send")
    intake.keyboard.press("Space")
    intake.keyboard.press(SEND)
    refused(intake, "opens", "Choose the incident")
    intake.select_option("[name=opens]", "collapse")
    intake.keyboard.press(SEND)
    intake.wait_for_url(SAVED)

    assert len(api.get("/api/v1/views/dispatch.callout").json()) == 1


def test_a_ticked_unit_is_never_dropped_without_a_word(intake: Page, api: httpx.Client) -> None:
    """Saving says who was ticked; unticked, the report is saved and nobody is sent."""
    intake.check("[name=units]")
    intake.focus("[name=text]")
    intake.keyboard.press(SAVE)
    refused(intake, "units", f"You ticked {UNIT}")
    shot(intake, "intake-ticked")
    assert api.get("/api/v1/views/reports.report").json() == {}
    intake.keyboard.press("Space")
    intake.keyboard.press(SAVE)
    intake.wait_for_url(SAVED)

    assert len(api.get("/api/v1/views/reports.report").json()) == 1
    assert api.get("/api/v1/views/dispatch.callout").json() == {}


def test_saving_after_a_refused_sending_saves_and_does_not_send(
    intake: Page, api: httpx.Client
) -> None:
    """The last key counts, not the button pressed before."""
    intake.focus("[name=text]")
    intake.keyboard.press(SEND)
    refused(intake, "units", "Choose a unit to send")
    intake.focus("[name=text]")
    intake.keyboard.press(SAVE)
    intake.wait_for_url(SAVED)

    assert len(api.get("/api/v1/views/reports.report").json()) == 1


def test_a_tick_belongs_to_its_call(intake: Page) -> None:
    """Another call begun meanwhile has nobody ticked; back at the first, the tick is there."""
    tick = intake.locator("[name=units]")
    tick.check()
    intake.keyboard.press("F4")
    expect(tick).not_to_be_checked()
    intake.keyboard.type("another")
    intake.keyboard.press("F2")

    expect(intake.locator("[name=text]")).to_have_value("house down")
    expect(tick).to_be_checked()


def test_a_base_that_does_not_answer_is_said(intake: Page) -> None:
    """What was typed stays, and nobody believes it saved."""
    intake.route("**/do/**", lambda route: route.abort())
    intake.keyboard.press(SAVE)

    expect(intake.locator(".draft-state")).to_contain_text("does not answer")
    expect(intake.locator("[name=text]")).to_have_value("house down")


def test_a_bounced_key_sends_nobody(chief: Person, api: httpx.Client) -> None:
    """The key that linked, and the key that sent, do nothing when pressed once more at once."""
    for sign in ("Amb 1", "Amb 2", "Amb 3"):
        api.post("/api/v1/acts/units/register_unit", json={"call_sign": sign}).raise_for_status()
    body = {"type": "fire", "title": "house"}
    api.post("/api/v1/acts/incidents/open_incident", json=body).raise_for_status()
    answer = api.post("/api/v1/acts/reports/receive_report", json={"text": "fire at the house"})
    page = chief.page(f"/reports/{answer.json()['id']}")
    page.wait_for_selector("#candidates [data-key='1']")
    page.evaluate(BOUNCE)
    page.keyboard.press("1")
    page.wait_for_selector(AWAKE)
    none = api.get("/api/v1/views/dispatch.callout").json()
    page.keyboard.press("1")
    expect(page.locator(".callouts li", has_text="Amb 1")).to_have_count(1)
    page.wait_for_selector(AWAKE)
    one = api.get("/api/v1/views/dispatch.callout").json()
    bounced = page.get_attribute("html", "data-bounced")
    page.keyboard.press("1")
    expect(page.locator(".callouts li", has_text="Amb 2")).to_have_count(1)

    assert bounced == "2"
    assert (len(none), len(one)) == (0, 1)
    assert chief.complaints == []


def test_what_a_key_links_to_stays_while_the_page_stands(chief: Person, api: httpx.Client) -> None:
    """An incident that is opened meanwhile comes below those shown, whatever its quarter."""

    def opened(title: str, quarter: str | None) -> str:
        body = {"type": "fire", "title": title, "quarter": quarter}
        answer = api.post("/api/v1/acts/incidents/open_incident", json=body)
        return str(answer.raise_for_status().json()["id"])

    old, here = opened("old", None), opened("here", "kallaseh")
    far = opened("far", None)
    body = {"text": "fire", "quarter": "kallaseh"}
    report = api.post("/api/v1/acts/reports/receive_report", json=body).json()["id"]
    page = chief.page(f"/reports/{report}")
    page.wait_for_selector("#live.on")
    shown = page.locator("#candidates [name=shown]")
    expect(shown).to_have_count(3)
    first = [one.get_attribute("value") for one in shown.all()]
    new = opened("new", "kallaseh")
    expect(shown).to_have_count(4)

    assert first[0] == here
    assert set(first) == {old, here, far}
    assert [one.get_attribute("value") for one in shown.all()] == [*first, new]


def test_a_linked_report_invites_no_second_incident(chief: Person, api: httpx.Client) -> None:
    """The form and its key are gone while it is linked, and back when the link is undone."""
    body = {"text": "fire", "opens": "fire", "quarter": "kallaseh"}
    report = api.post("/api/v1/acts/incidents/take_report", json=body).json()["id"]
    page = chief.page(f"/reports/{report}")
    page.wait_for_selector("#candidates .linked")
    expect(page.locator("[data-key=o]")).to_be_hidden()
    page.keyboard.press("o")
    page.click("form[action$=unlink_passage] button")
    expect(page.locator("[data-key=o]")).to_be_visible()

    assert len(api.get("/api/v1/views/incidents.incident").json()) == 1


def test_the_list_says_which_incident_a_report_is_about(chief: Person, api: httpx.Client) -> None:
    """Linked ones lead to their incident, others say that they have none; a new link is seen."""
    body = {"text": "fire", "opens": "fire", "quarter": "kallaseh"}
    linked = api.post("/api/v1/acts/incidents/take_report", json=body).json()["id"]
    loose = api.post("/api/v1/acts/reports/receive_report", json={"text": "x"}).json()["id"]
    [incident] = api.get("/api/v1/views/incidents.incident").json()
    page = chief.page("/reports")
    page.wait_for_selector("#live.on")
    named = f"a[href='/incidents/{incident}']"
    expect(page.locator(f"#about-{linked} {named}")).to_have_count(1)
    expect(page.locator(f"#about-{loose} .flag")).to_have_count(1)
    body = {"report": loose, "about": incident}
    api.post("/api/v1/acts/incidents/link_passage", json=body).raise_for_status()

    expect(page.locator(f"#about-{loose} {named}")).to_have_count(1)
    assert chief.complaints == []
