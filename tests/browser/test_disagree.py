"""Two rooms and a phone that could not hear each other: equal in the end, every conflict shown."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser_people import Person, shot
from browser_scene import Desk
from processes import Served, najda

pytestmark = pytest.mark.browser

#: How long they are apart after everybody wrote; the default proves the same in seconds.
APART_SECONDS = float(os.environ.get("NAJDA_APART_SECONDS", "0"))
VIEWS = ("incidents.incident", "units.unit", "dispatch.callout", "reports.report")


class Room:
    """A served base with a dispatcher's browser and a machine that looks at its rows."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.served = Served(folder).start()
        token = najda("token", str(folder), "--name", "مناوب", "--role", "dispatcher").split()[-1]
        self.desk = Desk(self.served.url, token)
        chief = najda("token", str(folder), "--name", "قائد", "--role", "chief").split()[-1]
        self.chief = Desk(self.served.url, chief)
        self.browser = browser
        self.person = self.visitor(token, 1366)
        self.page = self.person.page("/")

    def visitor(self, token: str, width: int) -> Person:
        context = self.browser.new_context(viewport={"width": width, "height": 768}, locale="ar")
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "najda", "value": token, "url": self.served.url}])
        return Person(context, self.served.url)

    def fill(self, path: str, form: str, **typed: str) -> None:
        """Fill a form of a page as a person would, and save it."""
        page = self.page
        page.goto(self.served.url + path)
        found = page.locator(f"form[action$={form}]").last
        fold = page.locator("details", has=found).last
        if fold.count() and fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        for name, value in typed.items():
            box = found.locator(f"[name={name}]")
            if box.first.get_attribute("type") == "radio":
                found.locator(f"[name={name}][value='{value}']").check()
            elif box.evaluate("one => one.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        with page.expect_navigation():
            found.locator("button").last.click()


@pytest.fixture
def rooms(chromium: Browser, tmp_path: Path) -> Iterator[tuple[Room, Room]]:
    """Bases A and B of one organisation, with no link between them."""
    first, second = tmp_path / "A", tmp_path / "B"
    najda("init", str(first), "--name", "الأنصاري", "--letter", "A", "--key-file")
    key = first / "root-key-KEEP-OFFLINE.json"
    root = json.loads(key.read_text())["public"]
    najda("init", str(second), "--name", "هنانو", "--letter", "B", "--key-file", "--join", root)
    request = tmp_path / "request.json"
    request.write_text(najda("enrol", "request", str(second)))
    najda("enrol", "accept", str(first), str(request), "--key", str(key))
    stick = str(tmp_path / "stick.najda")
    najda("bundle", "export", str(first), stick)
    najda("bundle", "import", str(second), stick)
    both = Room(chromium, first), Room(chromium, second)
    yield both
    for one in both:
        one.person.context.close()
        one.desk.client.close()
        one.chief.client.close()
        one.served.stop()


def carry(source: Room, target: Room) -> None:
    """A stick from one base to another, through their own pages."""
    stick = source.chief.client.get("/trust/stick").raise_for_status().content
    given = {"file": ("stick.njb", stick)}
    target.chief.client.post("/trust/stick", files=given).raise_for_status()


def phone_of(room: Room, unit: str) -> Page:
    """A crew's phone that knows its task."""
    token = najda("token", str(room.served.folder), "--name", "طاقم", "--role", "crew").split()[-1]
    phone = room.visitor(token, 360).page("/crew")
    phone.select_option("#unit", label=unit)
    phone.wait_for_selector("#task h2")
    phone.click("[data-step=acknowledged]")
    phone.wait_for_selector("#pending.green")
    phone.wait_for_selector("#kept.green")  # the page says when it opens without a network
    return phone


def test_all_end_equal_with_every_conflict_shown(rooms: tuple[Room, Room]) -> None:
    """Nobody's word is lost; what disagrees is marked at both bases and on the phone."""
    a, b = rooms
    unit = a.desk.act("units/register_unit", call_sign="إسعاف 3")
    incident = a.desk.act("incidents/open_incident", type="fire", title="السكري")
    callout = a.desk.act("dispatch/send_unit", unit=unit, incident=incident)
    carry(a, b)
    phone = phone_of(a, "إسعاف 3")

    phone.context.set_offline(True)
    phone.click("[data-step=en_route]")
    phone.click("[data-step=on_scene]")
    phone.wait_for_selector("#pending.amber >> text=2")
    a.fill(f"/incidents/{incident}", "describe_incident", type="collapse", title="الفرن")
    a.fill(f"/units/{unit}", "set_status", available="0", reason="نفاد الوقود")
    b.fill(f"/incidents/{incident}", "describe_incident", type="air_strike", title="الجامع")
    b.fill(f"/units/{unit}", "set_status", available="1", fuel_litres="40")
    other = b.desk.act("incidents/open_incident", type="fire", title="هنانو")
    b.desk.act("dispatch/send_unit", unit=unit, incident=other, although=True,
               taken_over_reason="مركزها صامت، كلمنا الطاقم")  # fmt: skip

    apart_until = time.monotonic() + APART_SECONDS
    while time.monotonic() < apart_until:
        phone.wait_for_timeout(1000)  # they are apart; no condition of the test
    phone.wait_for_selector("#pending.amber >> text=2")
    phone.context.set_offline(False)
    phone.wait_for_selector("#pending.green", timeout=15_000)
    carry(a, b)
    carry(b, a)
    phone.wait_for_selector("#task .flag.red")
    shot(phone, "disagree-phone")
    rows = [{view: one.desk.rows(view) for view in VIEWS} for one in rooms]
    steps = [one["step"] for one in rows[1]["dispatch.callout"][callout]["steps"]]
    pages: list[tuple[str, str, str]] = []
    for one in rooms:
        one.page.goto(one.served.url + "/")
        board = one.page.inner_text("#board")
        shot(one.page, f"disagree-board-{len(pages)}")
        one.page.goto(f"{one.served.url}/units/{unit}")
        state = one.page.inner_text("main")
        one.page.goto(f"{one.served.url}/incidents/{incident}")
        pages.append((board, state, one.page.inner_text("#incident")))
        shot(one.page, f"disagree-incident-{len(pages)}")
    phone.context.close()

    assert rows[0] == rows[1]
    assert steps == ["acknowledged", "en_route", "on_scene"]
    for board, state, page in pages:
        assert "مهمتان لوحدة واحدة" in board
        assert "نفاد الوقود" in state
        assert "متاح" in state
        assert "الفرن" in page
        assert "الجامع" in page
    assert a.person.complaints == b.person.complaints == []
