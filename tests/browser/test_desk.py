"""Small things of the dispatcher's desk at a real browser: each was stumbled over once."""

import signal
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from browser_people import Person, shot, until
from processes import Served, najda

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
PASSPHRASE = "حصان صحيح بطارية"


def test_one_press_prints_once(chief: Person) -> None:
    """By the key, by a click and by a double one; on a page put in place of another too."""
    prints: list[str] = []
    chief.context.expose_function("printed", lambda: prints.append("printed"))
    chief.context.add_init_script("window.print = () => window.printed();")
    page = chief.page("/urgency")
    page.keyboard.press("p")
    until(page, lambda: len(prints) == 1, "the key prints")
    page.click(".more summary >> nth=0")
    page.click(".more a[href='/shift']")
    page.wait_for_url("**/shift")
    page.wait_for_timeout(1100)  # a new second, a new wish
    page.dblclick("[data-print]")
    page.evaluate("window.printed()")
    until(page, lambda: len(prints) >= 3, "the double click prints")
    assert len(prints) == 3


def test_the_list_of_keys_keeps_every_letter(chief: Person) -> None:
    """In English too, where the letter of a key may stand in its word."""
    page = chief.page("/")
    page.click(".top .lang button")
    page.wait_for_selector("html[lang=en]")
    page.keyboard.press("?")
    lines = page.locator("#help li").all_inner_texts()
    shot(page, "keys-en")
    keys = [line.split()[0] for line in lines]

    assert "r Reports" in lines
    assert "i Incidents" in lines
    assert len(keys) == len(set(keys))
    assert "F9" in page.inner_text("#help")
    assert "logout" in page.inner_text("#help")


def test_a_base_is_locked_from_the_menu_and_by_a_word(chromium: Browser, tmp_path: Path) -> None:
    """Lock stands in the menu where there is a passphrase; the word does the same."""
    folder = tmp_path / "A"
    najda("init", str(folder), "--name", "الأنصاري", "--letter", "A", "--passphrase-stdin",
          stdin=PASSPHRASE + "\n")  # fmt: skip
    served = Served(folder).start()
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="ar")
    context.set_default_timeout(10_000)
    page = Person(context, served.url).page("/")
    try:
        page.fill("[name=passphrase]", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/start")
        assert served.process is not None
        assert served.process.stdout is not None
        said = next(line for line in served.process.stdout if "code" in line)
        page.fill("#code", said.split()[-1].replace("-", " "))
        page.fill("#name", "سلمى")
        page.fill("#login", "salma")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.click(".more summary >> nth=0")
        shot(page, "menu-lock")
        page.click("form[action='/seal'] button")
        page.fill("[name=passphrase]", PASSPHRASE)
        page.keyboard.press("Enter")
        page.fill("#command", "/قفل")
        page.keyboard.press("Enter")
        page.fill("[name=passphrase]", PASSPHRASE)
        page.keyboard.press("Enter")
        page.click(".me summary")
        shot(page, "menu-me")
        page.click("form[action='/logout'] button")
        page.wait_for_url("**/login")
    finally:
        context.close()
        served.stop()


def test_a_unit_on_a_callout_is_shown_so_on_the_pages_of_units(
    chief: Person, api: httpx.Client
) -> None:
    """The list and the unit's own page say what the board says, at once."""
    body = {"call_sign": "إسعاف 1", "fuel_litres": 30}
    unit = api.post("/api/v1/acts/units/register_unit", json=body).json()["id"]
    fire = {"type": "fire", "title": "حريق"}
    incident = api.post("/api/v1/acts/incidents/open_incident", json=fire).json()["id"]
    page = chief.page("/units")
    page.wait_for_selector("#units .flag.green")
    own = chief.page(f"/units/{unit}")
    own.wait_for_selector("#status-now .flag.green")
    sent = api.post(
        "/api/v1/acts/dispatch/send_unit", json={"unit": unit, "incident": incident}
    ).json()["id"]
    for one in (page, own):
        one.wait_for_selector(f"#doing-{unit}:has-text('تم التكليف')")
    api.post("/api/v1/acts/dispatch/recall", json={"callout": sent}).raise_for_status()
    for one in (page, own):
        one.wait_for_selector(f"#doing-{unit}:has-text('استُدعيت')")
        assert one.locator(f"#doing-{unit} .flag.green").count() == 0
    shot(page, "units-doing")
    shot(own, "unit-doing")
    assert chief.complaints == []


def test_a_base_stops_without_a_word_while_a_screen_listens(chief: Person, served: Served) -> None:
    """Its live streams are ended first, so nothing has to be cut off."""
    page = chief.page("/")
    page.wait_for_selector("#live.on")
    assert served.process is not None
    assert served.process.stdout is not None
    served.process.send_signal(signal.SIGINT)  # Ctrl-C

    assert served.process.stdout.read() == ""


def test_what_was_quieted_is_seen_to_be(chief: Person, api: httpx.Client) -> None:
    """The key says what it does, and the bar shows at once that it did."""
    body = {"text": "تحت الردم", "trapped": 3, "channel": "phone"}
    api.post("/api/v1/reports", json=body).raise_for_status()
    page = chief.page("/")
    page.wait_for_selector("[data-heard]:visible:has-text('أسكت')")
    assert page.locator("[data-quieted]:visible").count() == 0
    page.keyboard.press("x")
    page.wait_for_selector("[data-quieted]:visible")

    assert page.locator("[data-heard]:visible").count() == 0
    assert page.locator("[data-ring].quieted").count() > 0


def test_a_refusal_names_its_field_and_phones_are_told_why_not(
    chief: Person, api: httpx.Client
) -> None:
    """The writer is put where it is wanted; an address of this machine only is named as that."""
    unit = api.post("/api/v1/acts/units/register_unit", json={"call_sign": "إسعاف 1"}).json()["id"]
    page = chief.page(f"/units/{unit}")
    page.check("[name=available][value='0']")
    page.click("form[action='/do/units/set_status'] button.primary")
    page.wait_for_selector("form[action='/do/units/set_status'] [data-field]:has-text('السبب')")
    page.wait_for_selector("[name=reason]:focus")
    page.goto(chief.url + "/phone")

    assert "127.0.0.1، أي هذا الجهاز وحده" in page.inner_text("p.flag.amber")
