"""People at real browsers."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Response

SHOTS = os.environ.get("NAJDA_SHOTS")


class Person:
    """A browser of one's own, with what its console complained of."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.complaints: list[str] = []

    def page(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda wrong: self.complaints.append(str(wrong)))
        page.goto(self.url + path)
        return page

    def _heard(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning") and "GL Driver Message" not in text:  # no page's doing
            where = getattr(message, "location", {}).get("url", "")
            self.complaints.append(f"{text} {where}".strip())


#: Longer than any machine under load.
LONGEST_SECONDS = 20
#: Parts of a page that it fetches by itself when it is there.
PARTS = "[hx-get][hx-trigger^='load']"


def until(page: Page, true: Callable[[], bool], what: str) -> None:
    """Look again and again, as a strict page lets nobody evaluate words in it."""
    end = time.monotonic() + LONGEST_SECONDS
    while not true():
        assert time.monotonic() < end, what
        page.wait_for_timeout(20)  # between two looks


class Parts:
    """Which answers a page has had, so that a test can wait for those it asks for by itself."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._had: set[str] = set()
        page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        self._had.add(answer.url)

    def all_there(self) -> None:
        """Wait until every part that loads by itself was answered and put in."""
        until(self._page, self._complete, "parts of the page are missing")

    def _complete(self) -> bool:
        asked: list[str] = self._page.eval_on_selector_all(
            PARTS, "all => all.map(one => new URL(one.getAttribute('hx-get'), document.URL).href)"
        )
        under_way = self._page.locator(".htmx-request").count()
        return not under_way and all(
            any(had.split("?")[0] == one.split("?")[0] for had in self._had) for one in asked
        )


def shot(page: Page, name: str) -> None:
    """Keep a picture where ``NAJDA_SHOTS`` names a folder."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
