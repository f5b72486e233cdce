"""Serves an open base to browsers and phones. Put together here, imported by commands only."""

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.lifespan.off import LifespanOff

from najda.asked_by_socket import Answer, Handlers, answering
from najda.base import OpenBase
from najda.engine.card import Draft
from najda.journal.control import BaseEnrolled
from najda.journal.keys import SigningKey
from najda.journal.verify import verify_folder
from najda.machine_person import machine_token
from najda.net.certificates import key_from_bytes, server_context
from najda.net.file_carrier import write_bundle
from najda.net.station import Ground, Station
from najda.net.sync import POLL_SECONDS
from najda.people.rules import granted
from najda.plain import from_plain
from najda.scene_clock import SceneClock
from najda.vocabulary import Actor
from najda.web.app import make_app
from najda.web.site import Site


@dataclass(frozen=True, slots=True)
class Where:
    """Where a base listens; loopback unless told otherwise."""

    host: str = "127.0.0.1"
    port: int = 8400
    #: HTTPS for other bases and phones; None = not served.
    sync_host: str = "127.0.0.1"
    sync_port: int | None = None
    #: Letter -> address of other bases.
    peers: Mapping[str, str] = field(default_factory=dict)
    poll_seconds: float = POLL_SECONDS


def make_site(base: OpenBase, clock: SceneClock | None = None) -> Site:
    """The web face of an open base."""
    driven = base.description.mode != "real"
    return Site(base.room, base.description, clock or SceneClock(driven=driven), granted)


def make_station(base: OpenBase, where: Where) -> Station:
    """The exchange with other bases."""
    room = base.room

    def own_key() -> SigningKey:
        if room.journal.own_key is None:
            raise RuntimeError("this folder has no chain yet")
        return room.journal.own_key

    ground = Ground(
        own_key=own_key,
        certificate=room.reader().journal.local("tls_certificate") or b"",
        journal=lambda: room.reader().journal,
        admission=lambda: room.arrivals.admission,
        receive=lambda facts: room.receive(facts).result(),
    )
    station = Station(ground, poll_seconds=where.poll_seconds)
    for letter, address in where.peers.items():
        station.set_address(letter, address)
    room.on_facts(station.sync.news)
    return station


def command_handlers(base: OpenBase, site: Site) -> Handlers:
    """What the command line may ask of a base that is being served."""

    async def token(asked: dict[str, Any]) -> Answer:
        made = await asyncio.to_thread(machine_token, site, asked["name"], asked["role"])
        return {"token": made}

    async def verify(asked: dict[str, Any]) -> Answer:
        return await asyncio.to_thread(
            lambda: verify_folder(base.room.reader().journal, asked.get("root"))
        )

    async def rebuild(asked: dict[str, Any]) -> Answer:
        del asked
        identical = await asyncio.wrap_future(base.room.rebuild())
        return {"facts": base.room.reader().journal.count(), "identical": identical}

    async def export(asked: dict[str, Any]) -> Answer:
        journal = base.room.reader
        count = await asyncio.to_thread(
            lambda: write_bundle(journal().journal, Path(asked["file"]))
        )
        return {"facts": count}

    async def enrol(asked: dict[str, Any]) -> Answer:
        said = from_plain(BaseEnrolled, asked["enrolled"])
        actor = Actor(base.description.letter, "")
        done = base.room.write([Draft(said)], os.urandom(16).hex(), actor, site.clock.now_ms())
        await asyncio.wrap_future(done)
        return {"enrolled": said.chain in base.room.arrivals.admission.members}

    return {
        "token": token, "verify": verify, "rebuild": rebuild, "export": export, "enrol": enrol
    }  # fmt: skip


def serve(base: OpenBase, where: Where, *, ready: Callable[[Site], None]) -> None:
    """Serve until told to stop; ``ready`` is called once the port answers."""
    station = make_station(base, where)
    site = make_site(base)
    site.copies_of = station.copies
    site.station = station
    app = make_app(site)
    app.router.routes.extend(station.answering_routes())
    servers = [_server(app, where.host, where.port)]
    if where.sync_port is not None:
        servers.append(_tls_server(base, app, where))

    async def run() -> None:
        async with answering(base.folder, command_handlers(base, site)):
            started = [asyncio.create_task(one.serve()) for one in servers]
            while not all(  # noqa: ASYNC110 - uvicorn has no event
                one.started or task.done() for one, task in zip(servers, started, strict=True)
            ):
                await asyncio.sleep(0.01)
            if servers[0].started:
                station.start()
                ready(site)
            await started[0]
            for one in servers[1:]:
                one.should_exit = True
            await asyncio.gather(*started)

    try:
        asyncio.run(run())
    finally:
        station.close()


def _server(app: Starlette, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        limit_concurrency=500,
        h11_max_incomplete_event_size=64 * 1024,
    )
    return uvicorn.Server(config)


def _tls_server(base: OpenBase, app: Starlette, where: Where) -> uvicorn.Server:
    """The same application for phones and other bases, over TLS."""
    journal = base.room.reader().journal
    certificate = _own_certificate(base) or journal.local("tls_certificate") or b""
    key = key_from_bytes(journal.local("tls_key") or b"")
    server = _server(app, where.sync_host, where.sync_port or 0)
    server.config.load()
    server.config.ssl = server_context(certificate, key)
    server.config.lifespan_class = LifespanOff
    return server


def _own_certificate(base: OpenBase) -> bytes | None:
    """The certificate that our enrolment names, which peers pin."""
    member = base.room.arrivals.admission.members.get(base.room.own_chain)
    return bytes.fromhex(member.certificate) if member and member.certificate else None
