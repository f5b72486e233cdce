"""Every page, in both languages, by day and by night: no barrier, no sideways scroll, no weight."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from browser_people import Parts, Person, shot, until
from browser_scene import Desk, Scene, scene
from najda.engine.discovery import find_desks
from processes import Served, najda

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGE_BYTES, CREW_BYTES = 150_000, 60_000
#: Pages of the web room itself; those of the desks are found by their cards.
OF_THE_ROOM = ("/settings", "/health", "/exchange", "/phone", "/authority", "/outbox",
               "/search?q=0944")  # fmt: skip
#: Drawn with WebGL and weighed apart (design: weights are without map).
MAP = "/map"
#: A page only an exercise has; a part of a report's page; a file.
NOT_HERE = ("/exercise", "/incidents/for-report/", "/incidents/of-reports", "/trust/stick")


@pytest.fixture
def desk(served: Served) -> Iterator[Desk]:
    token = najda("token", str(served.folder), "--name", "الآلة", "--role", "chief").split()[-1]
    one = Desk(served.url, token)
    yield one
    one.client.close()


def paths(things: Scene) -> Iterator[str]:
    """Every page a person can open, with a thing for those that need one.

    What stands under ``/dispatch/`` are parts of other pages.
    """
    yield from OF_THE_ROOM
    named = {"reports": things.report, "incidents": things.incident, "units": things.unit,
             "confirming": things.report}  # fmt: skip
    for card in find_desks().desks:
        for page in card.pages:
            if "GET" not in page.methods or page.path.endswith((".json", ".csv")):
                continue
            path = page.path.replace("{id}", named.get(page.path.split("/")[1], "{id}"))
            if "{" not in path and not path.startswith(("/dispatch/", *NOT_HERE)):
                yield path
    yield f"/incidents/{things.campaign}"
    yield "/recall?near=السكري"


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}}).then(r => r.violations)", RULES
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:4]]


@pytest.mark.parametrize(("lang", "scheme"), [("ar", "dark"), ("en", "light")])
def test_every_page_is_open_to_everybody(chief: Person, desk: Desk, lang: str, scheme: Any) -> None:
    """WCAG 2.2 AA by axe-core without a violation; nothing to scroll sideways at 360 pixels."""
    things = scene(desk)
    page = chief.page("/")
    page.emulate_media(color_scheme=scheme)
    if page.get_attribute("html", "lang") != lang:
        page.click("form.lang button")
        page.wait_for_selector(f"html[lang={lang}]")
    wrong: list[str] = []
    parts = Parts(page)
    for path in paths(things):
        page.set_viewport_size({"width": 1366, "height": 768})
        answer = page.goto(chief.url + path)
        assert answer is not None
        assert answer.ok, path
        if "<!doctype html" not in answer.text()[:40].lower():
            continue  # a part of another page
        parts.all_there()
        page.evaluate(AXE.read_text())
        wrong += [f"{path} {one}" for one in violations(page)]
        name = path.strip("/").replace("/", "-")[:30] or "board"
        shot(page, f"page-{name}-{lang}")
        page.set_viewport_size({"width": 360, "height": 740})
        until(page, lambda: bool(page.evaluate("innerWidth === 360")), "a phone is 360 wide")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 360:
            wrong.append(f"{path} is {wide} pixels wide on a phone")
        shot(page, f"phone-{name}-{lang}")

    assert wrong == []
    assert [one for one in chief.complaints if "WebGL" not in one] == []


def test_no_page_is_heavy(chief: Person, desk: Desk, chromium: Browser) -> None:
    """What a first visit loads, all of it: 150 kB a page, 60 kB the crew's (map apart)."""
    things = scene(desk)
    heavy = []
    for path in [one for one in paths(things) if one != MAP]:
        context = chromium.new_context(storage_state=chief.context.storage_state())
        page = context.new_page()
        loaded: list[int] = []
        page.on("response", partial(_weigh, loaded))
        parts = Parts(page)
        page.goto(chief.url + path, wait_until="load")
        parts.all_there()
        context.close()
        if sum(loaded) > (CREW_BYTES if path == "/crew" else PAGE_BYTES):
            heavy.append(f"{path}: {sum(loaded)} bytes")

    assert heavy == []


def _weigh(loaded: list[int], answer: Response) -> None:
    if "event-stream" not in answer.headers.get("content-type", ""):
        loaded.append(len(answer.body()))
