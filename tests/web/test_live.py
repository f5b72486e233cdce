"""An open stream ends with whatever let it in: role, token, log-in, key of the base."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from najda.base import make_base
from najda.engine.card import Draft
from najda.gate import Gate
from najda.machine_person import machine_token
from najda.people.facts import RoleGranted, RoleWithdrawn
from najda.serving import Where, plain_server
from najda.vocabulary import Actor, Fact, Role
from najda.web.site import Site
from processes import free_port
from rooms import new_request

PASSPHRASE = "حصان صحيح بطارية"
#: Far below the next keep-alive, which would show a stream that is left open.
AT_ONCE_SECONDS = 5.0


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """A base with a passphrase, served over a real socket."""
    make_base(tmp_path / "A", name="الأنصاري", letter="A", passphrase=PASSPHRASE)
    port = free_port()
    made = Gate(tmp_path / "A", Where(port=port))
    made.open(PASSPHRASE)
    server = plain_server(made, "127.0.0.1", port)

    async def serve() -> None:
        await made.begin()
        await server.serve()
        await made.seal()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield made
    server.should_exit = True
    thread.join(10)


def _site(gate: Gate) -> Site:
    assert gate.site is not None
    return gate.site


def _url(gate: Gate, path: str) -> str:
    return f"http://127.0.0.1:{gate.where.port}{path}"


@contextmanager
def _listening(gate: Gate, token: str) -> Iterator[Iterator[str]]:
    """The lines of a stream that has greeted."""
    headers = {"authorization": f"Bearer {token}"}
    with httpx.stream("GET", _url(gate, "/live"), headers=headers, timeout=AT_ONCE_SECONDS) as one:
        lines = one.iter_lines()
        while next(lines) != "event: hello":
            pass
        yield lines


def _write(site: Site, said: Fact) -> None:
    site.room.write([Draft(said)], new_request(), Actor("A", ""), site.clock.now_ms()).result()


def _person(site: Site, token: str) -> str:
    found = site.people.person_of(token)
    assert found is not None
    return found


def _ended(lines: Iterator[str]) -> list[str]:
    """Read to the end; raises ``httpx.ReadTimeout`` where the stream stays open."""
    return [line for line in lines if line.startswith("event:")]


def test_a_stream_ends_with_the_role_and_with_the_token(gate: Gate) -> None:
    """Withdrawn, changed or logged out: only the one concerned is cut off, and stays out."""
    site = _site(gate)
    gone, changed, left, stays = (machine_token(site, f"{n}", "operator") for n in range(4))
    with _listening(gate, stays) as other:
        with _listening(gate, gone) as lines:
            _write(site, RoleWithdrawn(person=_person(site, gone), reason="x"))
            _ended(lines)
        with _listening(gate, changed) as lines:
            _write(site, RoleGranted(person=_person(site, changed), role=Role.DISPLAY))
            _ended(lines)
        with _listening(gate, left) as lines:
            httpx.post(
                _url(gate, "/logout"),
                cookies={"najda": left},
                headers={"sec-fetch-site": "same-origin"},
            )
            _ended(lines)
        heard = [next(line for line in other if line.startswith("event:")) for _ in range(2)]
    refused = [
        httpx.get(_url(gate, "/live"), headers={"authorization": f"Bearer {token}"}).status_code
        for token in (gone, left)
    ]

    assert heard == ["event: change"] * 2
    assert refused == [401, 401]


def test_the_stream_of_a_display_ends_when_its_token_expires(gate: Gate) -> None:
    """No later than the second it was given for, though nothing happens at the base."""
    site = _site(gate)
    wall = _person(site, machine_token(site, "wall", "display"))
    token = site.people.new_token(wall, "machine", 2)
    with _listening(gate, token) as lines:
        _ended(lines)
    asked = httpx.get(_url(gate, "/display"), headers={"authorization": f"Bearer {token}"})

    assert asked.status_code == 401


def test_sealing_ends_every_stream(gate: Gate) -> None:
    """A sealed base sends nothing more to anybody."""
    token = machine_token(_site(gate), "o", "operator")
    with _listening(gate, token) as lines:
        sealed = httpx.post(_url(gate, "/seal"), headers={"authorization": f"Bearer {token}"})
        _ended(lines)
    after = httpx.get(_url(gate, "/live"), headers={"authorization": f"Bearer {token}"})

    assert (sealed.status_code, after.status_code) == (204, 423)
