"""A street is cut by one tap and the way changes at once; an exercise is played and printed."""

import re
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browser_people import Person, shot
from processes import NAJDA, environment, free_port

pytestmark = pytest.mark.browser

#: Two neighbouring quarters: the street between their centres is the shortest way.
FROM, TO = "sukkari", "ansari-east"


def act(api: httpx.Client, name: str, **body: object) -> str:
    return str(api.post(f"/api/v1/acts/{name}", json=body).raise_for_status().json()["id"])


def centre(page: Page, pin: str) -> tuple[float, float]:
    box = page.locator(pin).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def minutes_of_first(board: Page) -> str:
    return board.locator(".proposals .range").first.inner_text()


def test_a_street_cut_by_one_tap_changes_etas_and_proposals(
    chief: Person, api: httpx.Client
) -> None:
    """Cut between unit and incident: bands, route and proposal follow within a second."""
    unit = act(api, "units/register_unit", call_sign="إسعاف 1", quarter=FROM, fuel_litres=80)
    act(api, "incidents/open_incident", type="air_strike", quarter=TO, title="قصف")
    board, page = chief.page("/"), chief.page("/map")
    board.locator(".proposals .range").first.wait_for()
    before = minutes_of_first(board)
    page.bring_to_front()
    page.wait_for_selector(".pin.incident")
    page.select_option("#map-unit", unit)
    bands = page.locator("#map[data-etas]")
    etas = bands.get_attribute("data-etas") or ""
    (x1, y1), (x2, y2) = centre(page, ".pin.unit"), centre(page, ".pin.incident")
    page.keyboard.press("k")
    begun = time.monotonic()
    page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    expect(bands).not_to_have_attribute("data-etas", etas)
    bands_after = time.monotonic() - begun
    expect(board.locator(".proposals .range").first).not_to_have_text(before)
    proposal_after = time.monotonic() - begun
    shot(page, "map-cut-ar")
    board.bring_to_front()
    board.wait_for_selector("[data-key=d]:not([data-fresh])")
    board.keyboard.press("d")
    board.locator("#board .flag small").first.wait_for()
    callouts = api.get("/api/v1/views/dispatch.callout").json()

    print(  # noqa: T201 - figures of this machine
        f"\nafter a cut: bands {bands_after:.2f} s, proposal {proposal_after:.2f} s (aims 2)"
    )
    assert len(callouts) == 1
    assert chief.complaints == []


def test_an_exercise_is_played_and_its_sheet_printed(chromium: Browser, tmp_path: Path) -> None:
    """An hour at speed 600 in a folder of its own; the sheet prints in both languages."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    options = ["--hours", "1", "--speed", "600", "--port", str(port), "--at-once"]
    playing = subprocess.Popen(
        [*NAJDA, "exercise", str(tmp_path / "E"), *options],
        stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert playing.stdout is not None
    code = ""
    for line in playing.stdout:
        if found := re.search(r"code (\S+)$", line):
            code = found[1]
        if "night is over" in line:
            break
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="ar")
    try:
        person = Person(context, url)
        page = person.page()
        for field, value in (("code", code), ("name", "سلمى"), ("login", "salma")):
            page.fill(f"#{field}", value)
        page.fill("#password", "correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_url(url + "/")
        page.goto(url + "/exercise")
        arabic = page.inner_text("main")
        frame = page.get_attribute("html", "class") or page.get_attribute("body", "class") or ""
        shot(page, "exercise-sheet-ar")
        page.click("form.lang button")
        page.wait_for_selector("html[lang=en]")
        page.goto(url + "/exercise")
        english = page.inner_text("main")
        printed = page.pdf(path=str(tmp_path / "sheet.pdf"))
        shot(page, "exercise-sheet-en")
    finally:
        context.close()
        playing.terminate()
        playing.wait(20)
        playing.stdout.close()

    assert "لو اتُّبعت الاقتراحات كلها" in arabic
    assert "60 / 60" in english
    assert "mode-exercise" in frame
    assert len(printed) > 10_000
    assert person.complaints == []
