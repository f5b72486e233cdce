"""In a real browser: a call by keyboard only, opened, sent, seen elsewhere, in both languages."""

import re
import time

import pytest

from browser_people import Person, shot
from processes import Served

pytestmark = pytest.mark.browser

THING = r"/[0-9a-f]{32}$"


def set_up_a_unit(chief: Person) -> None:
    page = chief.page("/units")
    page.fill("form[action$=register_unit] [name=call_sign]", "إسعاف 3")
    page.click("form[action$=register_unit] button.primary")
    page.wait_for_selector("#units >> text=إسعاف 3")
    page.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_call_all_the_way_by_keyboard(chief: Person, served: Served, lang: str) -> None:
    """Taken without a mouse, opened, a unit sent, seen in a second page by itself."""
    set_up_a_unit(chief)
    page = chief.page("/")
    if page.get_attribute("html", "lang") != lang:
        page.click("form.lang button")
        page.wait_for_selector(f"html[lang={lang}]")
    page.keyboard.press("n")
    page.wait_for_url(served.url + "/reports/new")
    page.wait_for_selector("textarea[name=text]")
    page.focus("textarea[name=text]")
    page.keyboard.type("غارة بالأنصاري، اتصلوا 0944 123 456، الرمز A-17 now")
    page.fill("input[name=place]", "الأنصاري الشرقي")
    page.fill("input[name=trapped]", "٣")
    page.focus("textarea[name=text]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/reports" + THING))
    shot(page, f"report-{lang}")
    second = chief.page("/")
    page.bring_to_front()
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/incidents" + THING))
    page.wait_for_selector("form[action$=send_unit] [data-key='1']:not([data-fresh])")
    begun = time.monotonic()
    page.keyboard.press("1")
    sent = "تم التكليف" if lang == "ar" else "dispatched"
    second.wait_for_selector(f"#board >> text={sent}")
    taken = time.monotonic() - begun
    print(f"\n{lang}: seen on a second page after {taken:.2f} s (aim 1)")  # noqa: T201 - a figure
    shot(second, f"board-{lang}")
    shot(page, f"incident-{lang}")
    phone = page.locator("bdi", has_text="0944 123 456")

    assert phone.count() >= 1
    assert chief.complaints == []


def test_half_typed_text_is_never_lost(chief: Person) -> None:
    """A closed tab, and what was typed stands there again."""
    page = chief.page("/reports/new")
    page.fill("textarea[name=text]", "نصف بلاغ")
    page.close()
    again = chief.page("/reports/new")

    assert again.input_value("textarea[name=text]") == "نصف بلاغ"


def test_a_dead_base_is_said_to_be_dead(chief: Person, served: Served) -> None:
    """When the base dies the screen says NOT LIVE, and comes back by itself."""
    page = chief.page("/")
    page.wait_for_selector("#live.on")
    served.kill()
    page.wait_for_selector("#live.dead")
    served.start()
    page.wait_for_selector("#live.on", timeout=15_000)
