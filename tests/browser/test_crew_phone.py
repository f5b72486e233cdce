"""The crew's page on a phone: works in airplane mode and never says "sent" falsely."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Locator, expect

from browser.conftest import ARGS, CHROMIUM
from browser_people import Person, shot, until
from browser_scene import Desk
from processes import Served, najda

pytestmark = pytest.mark.browser
#: A code's squares, dark or not, row by row.
Modules = tuple[tuple[bool, ...], ...]


@pytest.fixture
def desk(served: Served) -> Iterator[Desk]:
    token = najda("token", str(served.folder), "--name", "d", "--role", "chief").split()[-1]
    one = Desk(served.url, token)
    yield one
    one.client.close()


def test_a_crew_works_in_airplane_mode(
    chromium: Browser, served: Served, chief: Person, desk: Desk
) -> None:
    """Buttons pressed off-line are kept, counted as not sent, and arrive once when back."""
    unit = desk.act("units/register_unit", call_sign="إسعاف 3")
    place = {"text": "السكري قرب الفرن"}
    incident = desk.act("incidents/open_incident", type="collapse", place=place)
    callout = desk.act("dispatch/send_unit", unit=unit, incident=incident)

    page = chief.page("/phone")
    page.fill("[name=name]", "طاقم إسعاف 3")
    page.click("button.primary")
    page.wait_for_selector(".qr svg")
    shot(page, "phone-join")

    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "najda", "value": _session(chief), "url": served.url}])
    phone = Person(context, served.url).page("/crew")
    phone.select_option("#unit", label="إسعاف 3")
    phone.wait_for_selector("#task >> text=السكري قرب الفرن")
    phone.click("[data-step=acknowledged]")
    phone.wait_for_selector("#pending.green")
    phone.wait_for_selector("#kept.green")  # the page says when it opens without a network
    shot(phone, "crew")

    context.set_offline(True)
    phone.click("[data-step=en_route]")
    phone.click("[data-step=on_scene]")
    phone.wait_for_selector("#pending.amber >> text=2")
    shot(phone, "crew-offline")
    phone.reload()
    phone.wait_for_selector("#pending.amber >> text=2")
    phone.wait_for_selector("#task >> text=السكري قرب الفرن")

    context.set_offline(False)
    phone.wait_for_selector("#pending.green", timeout=15_000)
    row = desk.row("dispatch.callout", callout)
    steps = [one["step"] for one in row["steps"]]

    assert steps == ["acknowledged", "en_route", "on_scene"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    phone.click("button[data-cover]")
    until(phone, lambda: not desk.row("units.unit", unit)["statuses"][-1]["available"], "cover")
    expect(phone.locator("button[data-cover]")).to_have_text("خرجنا من المخبأ")
    phone.click("button[data-cover]")
    until(phone, lambda: bool(desk.row("units.unit", unit)["statuses"][-1]["available"]), "out")
    desk.act("dispatch/recall", callout=callout)
    phone.wait_for_selector("#task.called-home >> text=استُدعيتم: غادروا الآن")
    shot(phone, "crew-recalled")
    phone.click("[data-step=acknowledged]")
    until(phone, lambda: len(desk.row("dispatch.callout", callout)["steps"]) == 4, "heard")
    heard = desk.row("units.unit", unit)["heard_ms"]  # whoever presses it was heard
    assert heard is not None
    context.close()


def test_the_desk_wipes_a_lost_phone(
    chromium: Browser, served: Served, chief: Person, desk: Desk
) -> None:
    """A role withdrawn on the people's page: what the phone knew is gone at its next word."""
    unit = desk.act("units/register_unit", call_sign="إسعاف 9")
    incident = desk.act("incidents/open_incident", type="fire", place={"text": "شارع الفرن"})
    desk.act("dispatch/send_unit", unit=unit, incident=incident)
    token = najda("token", str(served.folder), "--name", "ضائع", "--role", "crew").split()[-1]
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    context.add_cookies([{"name": "najda", "value": token, "url": served.url}])
    phone = Person(context, served.url).page("/crew")
    phone.select_option("#unit", label="إسعاف 9")
    phone.wait_for_selector("#task >> text=شارع الفرن")

    page = chief.page("/people")
    row = page.locator("#people tr", has_text="ضائع")
    row.locator("summary").click()
    row.locator("[name=reason]").fill("ضاع الهاتف")
    row.locator("form[action$=withdraw_role] button").click()
    phone.wait_for_selector("#task .flag.red", timeout=15_000)
    left = phone.evaluate("JSON.stringify(localStorage)")
    kept = phone.evaluate("caches.keys()")
    context.close()

    assert "شارع الفرن" not in left
    assert kept == []
    assert chief.complaints == []


def test_what_one_base_has_stays_sealed_on_the_phone(
    chromium: Browser, served: Served, chief: Person, tmp_path: Path
) -> None:
    """Sent to one base only: kept, unreadable on the phone, handed over as a file, dismissed."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "najda", "value": _session(chief), "url": served.url}])
    phone = Person(context, served.url).page("/crew")
    phone.wait_for_selector("#age.green")
    context.set_offline(True)
    phone.fill("[name=text]", "سرّ لا يُقرأ على الهاتف")
    phone.click("#tell button")
    phone.wait_for_selector("#pending.amber >> text=1")
    kept = phone.evaluate(READ_OUTBOX)
    with phone.expect_download() as saved:
        phone.click("[data-give]")
    file = tmp_path / "handed.njo"
    saved.value.save_as(file)

    assert "سرّ" not in kept
    assert "NJO1" in kept
    desk = chief.page("/outbox")
    desk.set_input_files("[name=file]", str(file))
    desk.click("button.primary")
    desk.wait_for_selector(".flag.green")
    shot(desk, "outbox-taken-in")
    context.set_offline(False)
    phone.wait_for_selector("#pending.green", timeout=15_000)
    phone.wait_for_selector("#keeping >> text=1")
    shot(phone, "crew-kept")
    reports = chief.page("/reports").inner_text("main")
    assert reports.count("سرّ لا يُقرأ على الهاتف") == 1
    phone.click("#keeping button >> nth=0")
    expect(phone.locator("#keeping")).to_have_text("")  # polled from outside: no eval here
    context.close()


def test_a_crew_without_a_network_shows_its_outbox_as_codes(
    chromium: Browser, served: Served, chief: Person, tmp_path: Path
) -> None:
    """Drawn on the phone in airplane mode, read at the base by a code reader and by its camera."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "najda", "value": _session(chief), "url": served.url}])
    phone = Person(context, served.url).page("/crew")
    phone.wait_for_selector("#age.green")
    phone.wait_for_selector("#kept.green")
    context.set_offline(True)
    for text in ("طفلان تحت الدرج في البناء الثالث", "نحتاج نقالة"):
        phone.fill("[name=text]", text)
        phone.click("#tell button")
        expect(phone.locator("[name=text]")).to_have_value("")
    phone.wait_for_selector("#pending.amber >> text=2")
    phone.click("#keeping [data-codes]")
    canvas = phone.locator("#codes canvas")
    canvas.click()  # from now on by hand
    shot(phone, "crew-codes")
    codes: list[str] = []
    frames: list[Modules] = []
    while (code := str(canvas.get_attribute("data-code"))) not in codes:
        codes.append(code)
        frames.append(_drawn(canvas))
        assert frames[-1] in _as_others_draw(code)
        canvas.click()
    context.close()

    desk = chief.page("/outbox")
    missing = codes[0].split("-")[2]
    field = desk.locator("[name=codes]")
    field.focus()
    for code in codes[1:]:  # as a code reader types
        desk.keyboard.insert_text(code + "\n")
    desk.click("#codes button.primary")
    desk.wait_for_selector(f".flag.amber >> text=: {missing} (من {len(codes)})")
    shot(desk, "outbox-codes-missing")
    field.focus()
    desk.keyboard.insert_text(codes[0])  # in front, and without a line end
    desk.click("#codes button.primary")
    desk.wait_for_selector(".flag.green")
    shot(desk, "outbox-codes-taken-in")
    read_by_camera(chromium, served.url, _session(chief), film(frames, tmp_path / "phone.y4m"))
    reports = chief.page("/reports").inner_text("main")

    assert len(codes) > 1
    assert reports.count("طفلان تحت الدرج في البناء الثالث") == 1
    assert reports.count("نحتاج نقالة") == 1
    assert chief.complaints == []


def film(frames: list[Modules], path: Path) -> Path:
    """What a camera before the phone sees: each code for a while, grey, not quite upright."""
    width, height = 640, 480
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (width, height))
        for modules in frames:
            side = len(modules)
            scale = (height - 40) / side
            rows = []
            for y in range(height):
                row = bytearray(b"\xd8" * width)
                for x in range(width):
                    at = int((x - 90 - y / 60) // scale), int((y - 20 - x / 60) // scale)
                    if 0 <= at[0] < side and 0 <= at[1] < side and modules[at[1]][at[0]]:
                        row[x] = 0x38
                rows.append(bytes(row))
            frame = b"FRAME\n" + b"".join(rows) + b"\x80" * (width * height // 2)
            file.write(frame * 8)
    return path


def read_by_camera(chromium: Browser, url: str, session: str, filmed: Path) -> None:
    """The base's own camera sees the phone: nothing is typed, all is taken in again, once."""
    seeing = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=[*ARGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
              f"--use-file-for-fake-video-capture={filmed}"],
    )  # fmt: skip
    with seeing.new_context(locale="ar") as context:
        context.add_cookies([{"name": "najda", "value": session, "url": url}])
        page = context.new_page()
        page.goto(url + "/outbox")
        page.click("[data-camera]")
        page.wait_for_selector(".flag.green", timeout=30_000)
        shot(page, "outbox-by-camera")
    seeing.close()


def _drawn(canvas: Locator) -> Modules:
    """The modules on a canvas, without the quiet zone of four."""
    dark: list[list[int]] = canvas.evaluate("""(canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      const dark = (at) => (data[at + 3] > 0 && data[at] < 128 ? 1 : 0);
      const row = (y) => Array.from({ length: width }, (_, x) => dark(4 * (y * width + x)));
      return Array.from({ length: height }, (_, y) => row(y));
    }""")
    return tuple(tuple(map(bool, row[4:-4])) for row in dark[4:-4])


def _as_others_draw(code: str) -> set[tuple[tuple[bool, ...], ...]]:
    """The same text by another maker of codes, under each of the eight masks."""
    return {
        tuple(tuple(map(bool, row)) for row in segno.make(code, error="m", boost_error=False,
                                                         mask=mask).matrix)
        for mask in range(8)
    }  # fmt: skip


READ_OUTBOX = """() => new Promise((done) => {
  const asked = indexedDB.open("najda-outbox", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("items").objectStore("items").getAll();
    all.onsuccess = () => done(all.result.map((item) => JSON.stringify(item) +
      (item.sealed ? new TextDecoder().decode(item.sealed) : "")).join("\\n"));
  };
})"""


def _session(chief: Person) -> str:
    return next(str(one["value"]) for one in chief.context.cookies() if one["name"] == "najda")
