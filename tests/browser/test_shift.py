"""A scripted shift by keyboard alone: calls taken, linked, sent, seen in a second page."""

import re
import statistics
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page

from browser_people import Person, shot
from processes import Served, najda

pytestmark = pytest.mark.browser

THING = r"/[0-9a-f]{32}$"
#: What is said, where, how many are trapped; None where nobody said.
CALLS = (
    ("غارة على البناء وفي ناس تحت الردم", "الكلاسة", "٣"),
    ("big fire in the shop", "Fardous", None),
    ("قصف تاني بنفس المكان، بيتنا", "الكلاسة", None),
    ("بناء منهار على سكانه", "بستان القصر", "5"),
    ("the same fire, next door", "Fardous", None),
    ("صاروخ ورا الجامع، رقمي 0944 555 666", "الكلاسة", None),
)
UNITS = 4


@pytest.fixture
def api(served: Served) -> Iterator[httpx.Client]:
    """A machine beside the people: it sets the scene and looks at what was written."""
    token = najda("token", str(served.folder), "--name", "الآلة", "--role", "chief").split()[-1]
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=served.url, headers=headers) as client:
        yield client


def settled(page: Page, pattern: str) -> None:
    page.wait_for_url(re.compile(pattern))
    page.wait_for_load_state("load")


def take(page: Page, words: str, place: str, trapped: str | None, *, linked: bool) -> float:
    """One call from first key to saved, in seconds."""
    begun = time.monotonic()
    page.keyboard.press("n")
    settled(page, "/reports/new$")
    page.wait_for_selector("textarea:focus")
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(place)
    page.keyboard.press("Tab")
    if trapped:
        page.keyboard.insert_text(trapped)
    page.wait_for_selector("[name=quarter]", state="attached")
    if linked:
        page.wait_for_selector("[data-alt='1']")
        page.keyboard.press("Alt+1")
    page.keyboard.press("Control+Enter")
    settled(page, "/reports" + THING)
    return time.monotonic() - begun


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_shift_by_keyboard_alone(chief: Person, api: httpx.Client, lang: str) -> None:
    """No call is lost or doubled, each is quick, linked ones are linked, sent ones are seen."""
    for n in range(UNITS):
        body = {"call_sign": f"إسعاف {n + 1}"}
        api.post("/api/v1/acts/units/register_unit", json=body).raise_for_status()
    page, wall = chief.page("/"), chief.page("/")
    if page.get_attribute("html", "lang") != lang:
        page.click("form.lang button")
        page.wait_for_selector(f"html[lang={lang}]")
    page.bring_to_front()
    page.wait_for_selector("#live.on")
    taken, seen_after, places = [], [], set()
    for words, place, trapped in CALLS:
        linked = place in places
        taken.append(take(page, words, place, trapped, linked=linked))
        if linked:
            page.wait_for_selector("form[action$=unlink_passage]")
            continue
        places.add(place)
        page.wait_for_selector("[data-key=o]")
        page.keyboard.press("o")
        settled(page, "/incidents" + THING)
        number = page.inner_text("#incident h1 bdi")
        page.wait_for_selector("form[action$=send_unit] [data-key='1']")
        begun = time.monotonic()
        page.keyboard.press("1")
        row = wall.locator("#board [data-row]", has_text=re.compile(rf"\b{number}\b"))
        row.locator(".flag small").first.wait_for()
        seen_after.append(time.monotonic() - begun)
    shot(wall, f"shift-board-{lang}")
    shot(page, f"shift-report-{lang}")
    reports = api.get("/api/v1/views/reports.report").json().values()
    links = api.get("/api/v1/views/incidents.links").json()
    callouts = api.get("/api/v1/views/dispatch.callout").json()

    assert sorted(one["text"] for one in reports) == sorted(words for words, _, _ in CALLS)
    assert all(len(links[one["id"]]["links"]) == 1 for one in reports)
    assert len(callouts) == len(places)
    assert statistics.median(taken) < 20
    assert max(seen_after) < 2
    assert chief.complaints == []


def test_two_half_taken_calls_do_not_mix(chief: Person) -> None:
    """F4 begins another call, F2 goes back; each keeps its own words, also after a closed tab."""
    page = chief.page("/reports/new")
    page.wait_for_selector("textarea:focus")
    page.keyboard.type("الأول")
    page.keyboard.press("F4")
    page.keyboard.type("second")
    page.keyboard.press("F2")
    first = page.input_value("textarea[name=text]")
    page.keyboard.press("F2")
    second = page.input_value("textarea[name=text]")
    page.close()
    again = chief.page("/reports/new")
    again.wait_for_selector("[data-drafts] button >> nth=1")

    assert (first, second) == ("الأول", "second")
    assert again.locator("[data-drafts] button").count() == 2
    assert chief.complaints == []
