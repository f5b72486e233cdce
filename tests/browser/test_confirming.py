"""The confirm screen in a real browser: one key accepts, corrects, rejects; links are undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser_people import Person, shot
from processes import Served

pytestmark = pytest.mark.browser

THING = r"/[0-9a-f]{32}$"
NEWS = (
    "Barrel bombs killed 14 people and wounded 30 in Sukkari on Thursday, the Civil Defence told "
    "Reuters. Two ambulances were destroyed. The road to the hospital is blocked."
)
UNLINK = "form[action$=unlink_passage] [data-key=z]"
#: More than enough to judge everything, pressed as fast as the browser takes them.
MOST_PRESSES = 2_000
CALL = "غارة على السكري، قتيلان و5 جرحى، الطريق مقطوع"


def report(chief: Person, served: Served, text: str) -> Page:
    """A report taken by keyboard, and its page."""
    page = chief.page("/reports/new")
    page.fill("textarea[name=text]", text)
    page.fill("input[name=place]", "السكري")
    page.focus("textarea[name=text]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/reports" + THING))
    return page


def settle(page: Page) -> None:
    """Nothing that the last key asked for is still under way."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-added")).to_have_count(0)


def judged(page: Page, key: str, selector: str = "body") -> None:
    """Press a key that judges; the next proposal is looked at then."""
    now = page.locator(".offers li.now a.plain")
    before = now.get_attribute("href")
    page.press(selector, key)
    expect(page.locator(f".offers li.now a.plain[href='{before}']")).to_have_count(0)
    settle(page)


def in_language(page: Page, lang: str) -> None:
    if page.get_attribute("html", "lang") != lang:
        page.click("form.lang button")
        page.wait_for_selector(f"html[lang={lang}]")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_proposals_are_judged_by_one_key_each(chief: Person, served: Served, lang: str) -> None:
    """Accept, correct, reject and undo a link, without a mouse; each rule's precision follows."""
    page = report(chief, served, CALL)
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/incidents" + THING))
    page = report(chief, served, NEWS)
    in_language(page, lang)
    number = page.url.rsplit("/", 1)[1]
    page.goto(f"{served.url}/confirming/{number}")
    page.wait_for_selector("mark.now")
    page.wait_for_selector(".offers .reason")
    shot(page, f"confirming-{lang}")
    highlighted = page.locator(".words mark").count()

    page.keyboard.press("1")  # link to the incident of the call
    page.wait_for_selector(UNLINK)
    settle(page)
    judged(page, "a")
    page.keyboard.press("e")
    page.fill(".judging details [name=low]", "29")
    with page.expect_response(re.compile(rf"/confirming/{number}$")):  # a change told meanwhile
        page.evaluate("document.body.dispatchEvent(new Event('najda:confirming.judged'))")
    settle(page)
    kept = page.input_value(".judging details [name=low]")
    judged(page, "Enter", ".judging details [name=low]")
    page.wait_for_selector(".offers li .flag.amber")
    judged(page, "x")
    page.wait_for_selector(
        f".offers li .flag.grey:text-is('{'رُفضت' if lang == 'ar' else 'rejected'}')"
    )
    shot(page, f"confirming-judged-{lang}")
    settle(page)
    page.keyboard.press("z")
    page.wait_for_selector(UNLINK, state="detached")
    page.goto(f"{served.url}/confirming")
    page.wait_for_selector("table.list >> nth=1")
    rules = page.locator("table.list >> nth=1").inner_text()
    shot(page, f"confirming-list-{lang}")

    assert highlighted >= 4
    assert kept == "29"  # a refresh takes nothing that was typed
    assert "object-killed" in rules
    assert chief.complaints == []


def test_a_key_held_down_judges_one_thing_at_a_time(chief: Person, served: Served) -> None:
    """Whatever the swaps do meanwhile, nothing is judged twice, unseen, or by leaving the page."""
    page = report(chief, served, NEWS)
    number = page.url.rsplit("/", 1)[1]
    address = f"{served.url}/confirming/{number}"
    page.goto(address)
    page.wait_for_selector(".judging [data-key=a]")
    offers = page.locator("section.card:nth-of-type(2) .offers > li:visible")
    waiting = offers.count()
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.wait_for_selector(".offers li .flag.green >> nth=0")
    page.wait_for_selector(".judging [data-key=a]")
    after_two = page.locator(".offers > li:has(> .flag.green)").count()
    for _ in range(MOST_PRESSES):
        page.keyboard.press("a")
        if not page.locator(".judging").count():
            break
    page.wait_for_selector(".judging", state="detached")
    judged = page.locator(".offers > li:has(> .flag.green)").count()

    assert after_two == 1
    assert page.url.startswith(address)
    assert judged == waiting
    assert chief.complaints == []
