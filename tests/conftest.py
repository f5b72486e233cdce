"""Fixtures shared by all tests: an organisation, a base with its web face, people who come in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from starlette.testclient import TestClient

from doors import Enter
from najda.base import OpenBase, make_base
from najda.machine_person import machine_token
from najda.serving import make_site
from najda.web.app import make_app
from najda.web.site import Site
from rooms import Organisation, memory_folder

#: A slow or busy machine is no fault of what is tested.
settings.register_profile("najda", deadline=None)
settings.load_profile("najda")


@pytest.fixture
def organisation(tmp_path: Path) -> Iterator[Organisation]:
    """An organisation with base A; others join in the test."""
    made = Organisation(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    folder = memory_folder()
    make_base(folder / "A", name="الأنصاري", letter="A")
    base = OpenBase(folder / "A", None)
    yield make_site(base)
    base.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def anybody(site: Site) -> Iterator[TestClient]:
    with TestClient(make_app(site), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def enter(site: Site, anybody: TestClient) -> Enter:
    """Come in as a role, with a token of one's own: ``enter("operator")``."""
    made: dict[str, TestClient] = {}

    def come_in(role: str) -> TestClient:
        if role not in made:
            token = machine_token(site, role, role)
            client = TestClient(anybody.app, base_url="http://127.0.0.1")
            client.headers["authorization"] = f"Bearer {token}"
            made[role] = client
        return made[role]

    return come_in
