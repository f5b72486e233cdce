"""What is done with a call after it was taken: files beside it, corrections, recall around it."""

import hashlib
import re
from pathlib import Path

import httpx
import pytest

from browser_people import Person, shot
from processes import Served

pytestmark = pytest.mark.browser

#: The smallest PNG, and bytes no player knows: the base keeps what it was given.
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001000500a25d0b0000000049454e44ae426082"
)
VOICE = b"OggS voice"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_photo_and_a_voice_note_stand_beside_the_report(
    chief: Person, api: httpx.Client, tmp_path: Path, lang: str
) -> None:
    """With hash, who and where; the bytes come back as they went in; late times as typed."""
    body = {"text": "حريق بالسوق", "channel": "phone", "caller_phone": "0944 555 663"}
    report = api.post("/api/v1/acts/reports/receive_report", json=body).json()["id"]
    files = {"photo.png": PHOTO, "voice.ogg": VOICE}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page = chief.page(f"/reports/{report}")
    if page.get_attribute("html", "lang") != lang:
        page.click("form.lang button")
        page.wait_for_selector(f"html[lang={lang}]")
    page.wait_for_selector("#live.on")
    page.set_input_files("[data-attach]", [str(tmp_path / name) for name in files])
    page.wait_for_selector("li audio[controls]")
    page.wait_for_selector("li img.photo")
    page.locator("img.photo").scroll_into_view_if_needed()
    width = page.evaluate(
        "(one => one.decode().then(() => one.naturalWidth))(document.querySelector('img.photo'))"
    )
    said = re.sub(r"\s", "", page.inner_text("#report"))
    shot(page, f"report-attachments-{lang}")

    assert width == 1
    for data in files.values():
        sha256 = hashlib.sha256(data).hexdigest()
        assert sha256 in said
        assert api.get(f"/api/v1/attachments/{sha256}").content == data
    assert "سلمى" in page.inner_text("li:has(img.photo)")
    assert chief.complaints == []


def test_all_around_a_place_are_recalled_when_asked_twice(
    chief: Person, api: httpx.Client, served: Served
) -> None:
    """One key shows who is around, one asks, the same again recalls them, once."""
    api.post("/api/v1/acts/units/register_unit", json={"call_sign": "إسعاف 1"}).raise_for_status()
    body = {"text": "قصف", "opens": "shelling", "quarter": "kallaseh"}
    api.post("/api/v1/acts/incidents/take_report", json=body).raise_for_status()
    [incident] = api.get("/api/v1/views/incidents.incident").json()
    page = chief.page(f"/incidents/{incident}")
    page.wait_for_selector("[data-key='1']:not([data-fresh])")
    page.keyboard.press("1")
    page.wait_for_selector("#callouts [data-key=o]")
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/recall"))
    page.wait_for_selector("input[name=callouts]:checked")
    page.keyboard.press("l")
    page.wait_for_selector("button.asked:has-text('إسعاف 1')")
    shot(page, "recall-around")
    [unharmed] = api.get("/api/v1/views/dispatch.callout").json().values()
    page.wait_for_timeout(500)  # sooner is a double click
    page.keyboard.press("l")
    page.wait_for_url(served.url + "/")
    page.goto(f"{served.url}/incidents/{incident}")
    page.wait_for_selector("text=استُدعيت كل الوحدات")
    page.keyboard.press("o")
    page.wait_for_selector("input[name=callouts]:disabled")
    ticked = page.locator("input[name=callouts]:checked").count()
    [callout] = api.get("/api/v1/views/dispatch.callout").json().values()

    assert unharmed["recalls"] == []
    assert len(callout["recalls"]) == 1
    assert ticked == 0
    assert chief.complaints == []
