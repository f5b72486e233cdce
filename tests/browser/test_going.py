"""From page to page: nothing is loaded anew, nothing typed meanwhile is lost, paper says whose."""

import re

import httpx
import pytest
from playwright.sync_api import Route, expect

from browser_people import Person
from processes import Served

pytestmark = pytest.mark.browser

STANDS = "html[data-stands]"


def test_one_page_gives_place_to_another(chief: Person, served: Served) -> None:
    """By keys, links and back, the program that runs stays; whole pages open where they must."""
    page = chief.page("/")
    page.evaluate("document.documentElement.dataset.stands = ''")
    for key, path in (("u", "/units"), ("r", "/reports"), ("i", "/incidents"), ("b", "/")):
        page.keyboard.press(key)
        page.wait_for_url(served.url + path)
        expect(page.locator(f"nav [data-key='{key}'][aria-current]")).to_have_count(1)
    page.go_back()
    page.wait_for_url(served.url + "/incidents")
    expect(page.locator("main h1")).to_contain_text(re.compile("الحوادث|Incidents"))
    stayed = page.locator(STANDS).count()
    page.goto(served.url + "/map")
    page.go_back()

    assert stayed == 1
    expect(page.locator("nav [data-key='i'][aria-current]")).to_have_count(1)
    assert [one for one in chief.complaints if "WebGL" not in one] == []


def test_what_is_typed_before_the_next_page_is_there_belongs_to_it(chief: Person) -> None:
    """A slow base: the first letters of a call stand in the call, and open nothing else."""
    page = chief.page("/")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)  # how slow it is, no condition of the test
        route.continue_()

    page.route("**/reports/new", late)
    page.keyboard.press("n")
    page.keyboard.type("bur ")
    page.wait_for_url("**/reports/new")
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.keyboard.type("n")

    expect(page.locator("textarea[name=text]")).to_have_value("bur n")
    expect(page.locator(".draft-state")).not_to_be_empty()
    assert chief.complaints == []


def test_the_page_that_stands_stays_where_the_base_does_not_answer(chief: Person) -> None:
    """It says NOT LIVE; what was on it can still be read."""
    page = chief.page("/units")
    expect(page.locator("#live.on")).to_have_count(1)  # else its first word says LIVE again
    page.route("**/reports", lambda route: route.abort())
    page.keyboard.press("r")

    expect(page.locator("#live.dead")).to_have_count(1)
    expect(page.locator("#add")).to_have_count(1)


def test_the_command_line_by_hand(chief: Person, api: httpx.Client, served: Served) -> None:
    """A mistake is said where it was typed; a radio round is shown, then written by Enter."""
    body = {"call_sign": "إسعاف 3"}
    api.post("/api/v1/acts/units/register_unit", json=body).raise_for_status()
    body = {"text": "حريق", "opens": "fire", "quarter": "kallaseh"}
    api.post("/api/v1/acts/incidents/take_report", json=body).raise_for_status()
    [incident] = api.get("/api/v1/views/incidents.incident").json().values()
    page = chief.page("/")

    def type_line(line: str) -> None:
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        expect(page.locator("#command")).to_be_focused()
        page.keyboard.type(line)
        page.keyboard.press("Enter")

    type_line("s 99 A-17")
    expect(page.locator("#said")).to_contain_text("A-17")
    where = page.url
    type_line(f"ارسل ٣ {incident['numbers'][0]}")
    page.wait_for_url(re.compile("/incidents/"))
    expect(page.locator("#said")).to_be_empty()
    expect(page.locator("#command")).to_have_value("")
    type_line("٣ في الطريق؛ 8 ok")
    page.wait_for_url(re.compile("/radio"))
    expect(page.locator("#preview tr")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator("section .flag.green")).to_have_count(1)
    [callout] = api.get("/api/v1/views/dispatch.callout").json().values()

    assert where == served.url + "/"
    assert [one["step"] for one in callout["steps"]] == ["en_route"]
    refused = [one for one in chief.complaints if "422" not in one]  # the browser notes the mistake
    assert refused == []


@pytest.mark.parametrize("path", ["/urgency", "/shift", "/"])
def test_paper_says_whose_it_is(chief: Person, path: str) -> None:
    """By night too it is black on white; base, time and who printed it stand at its top."""
    page = chief.page(path)
    page.emulate_media(media="print", color_scheme="dark")
    head = page.locator(".running")

    expect(head).to_be_visible()
    expect(head).to_contain_text("الأنصاري")
    expect(head).to_contain_text("سلمى")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).display") == "none"
    page.emulate_media(media="screen")
    expect(head).to_be_hidden()
