"""The scene clock is moved by a chief of a demo or an exercise, never at a real base."""

import shutil
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.base import OpenBase, make_base
from najda.machine_person import machine_token
from najda.serving import make_site
from najda.web.app import make_app
from najda.web.site import Site
from rooms import NIGHT_MS, memory_folder


@pytest.fixture
def demo() -> Iterator[Site]:
    folder = memory_folder()
    make_base(folder / "A", name="الأنصاري", letter="A", mode="demo")
    base = OpenBase(folder / "A", None)
    yield make_site(base)
    base.close()
    shutil.rmtree(folder)


def test_a_real_base_keeps_its_own_time(enter: Enter) -> None:
    """409 with a stable code, in words."""
    answer = enter("chief").post("/api/v1/scene-clock", json={"now_ms": NIGHT_MS})
    assert (answer.status_code, answer.json()["code"]) == (409, "clock_is_real")


def test_only_a_chief_moves_it(enter: Enter) -> None:
    """An operator is refused before anything else is looked at."""
    assert enter("operator").post("/api/v1/scene-clock", json={"now_ms": 1}).status_code == 403


def test_the_scene_of_a_demo_stands_where_the_chief_put_it(demo: Site) -> None:
    """What is written afterwards happened then."""
    with TestClient(make_app(demo), base_url="http://127.0.0.1") as client:
        client.headers["authorization"] = f"Bearer {machine_token(demo, 'driver', 'chief')}"
        assert client.post("/api/v1/scene-clock", json={"now_ms": NIGHT_MS}).status_code == 200
        assert demo.clock.now_ms() == NIGHT_MS
        made = client.post("/api/v1/reports", json={"text": "صوت انفجار", "channel": "phone"})
        row = client.get(f"/api/v1/reports/{made.json()['id']}").json()
        assert row["received_ms"] == NIGHT_MS
        bodies: tuple[object, ...] = ({}, {"now_ms": "x"}, {"now_ms": -1}, [], {"now_ms": True})
        for wrong in bodies:
            assert client.post("/api/v1/scene-clock", json=wrong).status_code in (400, 422)
