"""Two chiefs at two browsers take a new laptop in and end its trust again."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser_people import Person, shot
from processes import Served, najda

pytestmark = pytest.mark.browser

PASSWORD = "another long one"


def second_chief(chromium: Browser, served: Served, chief: Person) -> Person:
    """Yusuf gets a log-in from the first chief and comes in at a browser of his own."""
    page = chief.page("/people")
    page.fill("[name=name]", "يوسف")
    page.fill("[name=login]", "yusuf")
    page.fill("[name=password]", PASSWORD)
    page.select_option("[name=role]", "chief")
    page.locator("form", has=page.locator("[name=login]")).locator("button.primary").click()
    page.wait_for_load_state()
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="ar")
    context.set_default_timeout(10_000)
    person = Person(context, served.url)
    login = person.page("/login")
    login.fill("#login", "yusuf")
    login.fill("#password", PASSWORD)
    login.keyboard.press("Enter")
    login.wait_for_url(served.url + "/")
    login.close()
    return person


def sign(page: Page, form: str, key: Path) -> None:
    page.locator(form).locator("[name=key]").set_input_files(str(key))
    page.locator(form).locator("button.primary").click()
    page.wait_for_url("**/trust")


def test_a_laptop_is_taken_in_and_revoked_by_two_chiefs(
    chromium: Browser, served: Served, chief: Person, tmp_path: Path
) -> None:
    """Request pasted, first key, second person with the second key; then the cut, the same way."""
    keys = [served.folder / f"chief-{n}-key.json" for n in (1, 2)]
    root = json.loads((served.folder / "root-key-KEEP-OFFLINE.json").read_text())["public"]
    folder = tmp_path / "N"
    najda("init", str(folder), "--name", "الجديد", "--letter", "N", "--key-file", "--join", root)
    request = najda("enrol", "request", str(folder))
    new = Served(folder).start()
    lone = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="ar")
    door = Person(lone, new.url).page("/")
    door.wait_for_selector(".qr svg")
    shot(door, "trust-new-ar")
    lone.close()
    new.stop()
    yusuf = second_chief(chromium, served, chief)

    page = chief.page("/trust")
    shot(page, "trust-list-ar")
    page.fill("textarea[name=request]", request)
    sign(page, "form[action='/trust/enrol']", keys[0])
    other = yusuf.page("/trust")
    shot(other, "trust-waiting-ar")
    sign(other, "form[action^='/trust/second/']", keys[1])
    other.wait_for_selector("text=الجديد")
    assert other.locator("form[action^='/trust/second/']").count() == 0

    other.click("a[href^='/trust/revoke/'] >> nth=-1")
    other.wait_for_selector("[name=cut]")
    shot(other, "trust-revoke-ar")
    other.fill("[name=cut]", "0")
    other.fill("[name=reason]", "ضاع الجهاز")
    sign(other, "form[action^='/trust/revoke/']", keys[1])
    page = chief.page("/trust")
    sign(page, "form[action^='/trust/second/']", keys[0])
    page.wait_for_selector(".flag.grey >> text=0")
    page.click("form[action='/lang'] button")
    page.wait_for_selector("html[lang=en]")
    shot(page, "trust-list-en")
    for path, name in (("/trust/grey", "trust-grey-en"), ("/exchange", "exchange-en")):
        shot(chief.page(path), name)
    assert chief.complaints == []
    assert yusuf.complaints == []
    yusuf.context.close()
