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
AWAKE = ":not([data-fresh])"
#: More than enough to judge everything.
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
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
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

    page.wait_for_selector(f"[data-key='1']{AWAKE}")
    page.keyboard.press("1")  # link to the incident of the call
    page.wait_for_selector(UNLINK)
    settle(page)
    judged(page, "a")
    page.keyboard.press("e")
    page.fill(".judging details [name=low]", "29")
    with page.expect_response(
        re.compile(rf"/confirming/{number}\?now=")
    ):  # a change told meanwhile
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
    page.wait_for_selector(UNLINK + AWAKE)
    sound = page.get_attribute("[data-sound]", "data-sound")
    page.keyboard.press("z")
    page.wait_for_selector(UNLINK, state="detached")
    page.keyboard.press("z")
    page.keyboard.press("z")  # unlinks nothing, and mutes no room
    settle(page)
    after_z = (page.url.rsplit("/", 1)[1], page.get_attribute("[data-sound]", "data-sound"))
    page.goto(f"{served.url}/confirming")
    page.wait_for_selector("table.list >> nth=1")
    rules = page.locator("table.list >> nth=1").inner_text()
    shot(page, f"confirming-list-{lang}")

    assert highlighted >= 4
    assert after_z == (number, sound)
    assert kept == "29"  # a refresh takes nothing that was typed
    assert "object-killed" in rules
    assert chief.complaints == []


def test_a_key_held_down_judges_one_thing_at_a_time(chief: Person, served: Served) -> None:
    """Whatever the swaps do meanwhile, nothing is judged twice, unseen, or by leaving the page."""
    page = report(chief, served, NEWS)
    number = page.url.rsplit("/", 1)[1]
    address = f"{served.url}/confirming/{number}"
    page.goto(address)
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
    offers = page.locator("section.card:nth-of-type(2) .offers > li:visible")
    waiting = offers.count()
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.wait_for_selector(".offers li .flag.green >> nth=0")
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
    after_two = page.locator(".offers > li:has(> .flag.green)").count()
    for _ in range(MOST_PRESSES):
        page.keyboard.press("a")
        page.wait_for_timeout(10)  # as fast as a hand could, and not faster
        if not page.locator(".judging").count():
            break
    page.keyboard.press("a")  # nothing is left to accept: it opens no other page
    page.wait_for_selector(".judging", state="detached")
    judged = page.locator(".offers > li:has(> .flag.green)").count()

    assert after_two == 1
    assert page.url.startswith(address)
    assert judged == waiting
    assert chief.complaints == []


@pytest.mark.parametrize("pause_ms", [60, 150, 300])
def test_a_second_press_judges_nothing_that_was_not_seen(
    chief: Person, served: Served, pause_ms: int
) -> None:
    """Two presses are one judgement, though the next claim stands there already."""
    page = report(chief, served, NEWS)
    page.goto(f"{served.url}/confirming/{page.url.rsplit('/', 1)[1]}")
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
    first = page.get_attribute(".offers li.now a.plain", "href")
    page.keyboard.press("a", delay=20)
    page.wait_for_timeout(pause_ms)
    page.keyboard.press("a", delay=20)
    page.wait_for_selector(f".offers li:not(.now) a.plain[href='{first}']")
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
    settle(page)

    assert page.locator(".offers > li:has(> .flag.green)").count() == 1
    assert page.get_attribute(".offers li.now a.plain", "href") != first


def test_a_second_press_of_a_digit_links_to_one_incident(chief: Person, served: Served) -> None:
    """After the first link the digits mean other incidents: they wait until that was seen."""
    for words in (CALL, CALL + " والبناء انهار"):
        page = report(chief, served, words)
        page.keyboard.press("o")
        page.wait_for_url(re.compile(r"/incidents" + THING))
    page = report(chief, served, CALL + " ولسا في ناس تحت")
    page.goto(f"{served.url}/confirming/{page.url.rsplit('/', 1)[1]}")
    page.wait_for_selector(f"[data-key='2']{AWAKE}")
    links: list[str] = []
    page.on("request", lambda one: links.append(one.url) if "/link_passage" in one.url else None)
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.wait_for_selector(UNLINK)
    page.wait_for_selector("[data-key='1']")
    page.keyboard.press("1")  # means the other incident now, for as long as nobody could see
    page.wait_for_selector(f"[data-key='1']{AWAKE}")
    settle(page)

    assert len(links) == 1
    assert page.locator("form[action$=unlink_passage]").count() == 1


def test_keys_that_judge_open_no_other_page(chief: Person, served: Served) -> None:
    """A digit without a report and the letters of judging do nothing on the list."""
    report(chief, served, NEWS)
    page = chief.page("/confirming")
    page.wait_for_selector("#waiting [data-key='1']")
    for key in ("9", "a", "x", "s"):
        page.keyboard.press(key)
    page.keyboard.press("1")
    page.wait_for_url(re.compile(r"/confirming" + THING))

    assert chief.complaints == []


def test_who_was_not_first_is_told_so_beside_the_claim(chief: Person, served: Served) -> None:
    """Two windows on one claim: the one who loses sees it there, with what was typed."""
    first = report(chief, served, NEWS)
    address = f"{served.url}/confirming/{first.url.rsplit('/', 1)[1]}"
    second = chief.page("/")
    for page in (first, second):
        page.goto(address)
        page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
        page.wait_for_selector("#live.on")
    at = first.get_attribute(".offers li.now", "data-offer")
    first.keyboard.press("e")
    first.fill(".judging details [name=low]", "77")
    second.bring_to_front()
    second.keyboard.press("a")
    told = first.locator(f"[data-offer='{at}'] .refusal:not(:empty)")
    told.wait_for()
    shot(first, "confirming-not-first")

    assert "77" in told.inner_text()
    assert first.get_attribute(".offers li.now", "data-offer") != at
    assert second.locator(".refusal:not(:empty)").count() == 0


def test_a_refused_press_stays_told_though_the_page_changes(chief: Person, served: Served) -> None:
    """The refusal is not wiped away by the news that another judged the same."""
    page = report(chief, served, NEWS)
    page.goto(f"{served.url}/confirming/{page.url.rsplit('/', 1)[1]}")
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
    at = page.get_attribute(".offers li.now", "data-offer")
    page.keyboard.press("e")
    for name in ("low", "high"):
        page.fill(f".judging details [name={name}]", "")
    page.press(".judging details [name=low]", "Enter")
    told = page.locator(f"[data-offer='{at}'] .refusal:not(:empty)")
    told.wait_for()
    with page.expect_response(re.compile(r"/confirming/[0-9a-f]+\?now=")):
        page.evaluate("document.body.dispatchEvent(new Event('najda:confirming.judged'))")
    settle(page)

    assert told.count() == 1
    assert page.get_attribute(".offers li.now", "data-offer") == at


def test_what_was_missed_is_added_by_keyboard(chief: Person, served: Served) -> None:
    """c opens the form at its first field; what is saved stands on the page at once."""
    page = report(chief, served, NEWS)
    page.goto(f"{served.url}/confirming/{page.url.rsplit('/', 1)[1]}")
    page.wait_for_selector(f".judging [data-key=a]{AWAKE}")
    page.keyboard.press("c")
    page.wait_for_selector("#missed [name=low]:focus")
    page.keyboard.type("7")
    shot(page, "confirming-missed")
    page.keyboard.press("Control+Enter")
    added = page.locator(".offers:not(:has([data-offer])) > li", has_text="7")
    added.wait_for()

    assert page.locator("#missed[open]").count() == 0
    assert chief.complaints == []
