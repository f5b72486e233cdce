"""People at real browsers."""

import os
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

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


def shot(page: Page, name: str) -> None:
    """Keep a picture where ``NAJDA_SHOTS`` names a folder."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
