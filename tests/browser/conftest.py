"""A served base and a real chromium; every page's console is watched."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from browser_people import Person
from processes import Served, free_port, najda

CHROMIUM = os.environ.get("NAJDA_CHROMIUM", "/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A fresh base, first start not done."""
    folder = tmp_path / "A"
    najda("init", str(folder), "--name", "الأنصاري", "--letter", "A", "--key-file")
    one = Served(folder)
    one.options = ["--sync-port", str(free_port())]  # phones are told how to come in
    one.start()
    yield one
    one.stop()


@pytest.fixture
def api(served: Served) -> Iterator[httpx.Client]:
    """A machine beside the people: it sets the scene and looks at what was written."""
    token = najda("token", str(served.folder), "--name", "الآلة", "--role", "chief").split()[-1]
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=served.url, headers=headers) as client:
        yield client


@pytest.fixture
def chief(chromium: Browser, served: Served) -> Iterator[Person]:
    """The first chief, logged in through first start."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="ar")
    context.set_default_timeout(10_000)
    person = Person(context, served.url)
    page = person.page()
    page.fill("#code", served.code)
    page.fill("#name", "سلمى")
    page.fill("#login", "salma")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(served.url + "/")
    page.close()
    yield person
    context.close()
