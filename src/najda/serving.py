"""Serves an open base to browsers and phones. Put together here, imported by commands only."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import uvicorn

from najda.asked_by_socket import Answer, Handlers, answering
from najda.base import OpenBase
from najda.journal.verify import verify_folder
from najda.machine_person import machine_token
from najda.people.rules import granted
from najda.scene_clock import SceneClock
from najda.web.app import make_app
from najda.web.site import Site


@dataclass(frozen=True, slots=True)
class Where:
    """Where a base listens; loopback unless told otherwise."""

    host: str = "127.0.0.1"
    port: int = 8400


def make_site(base: OpenBase, clock: SceneClock | None = None) -> Site:
    """The web face of an open base."""
    driven = base.description.mode != "real"
    return Site(base.room, base.description, clock or SceneClock(driven=driven), granted)


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

    return {"token": token, "verify": verify, "rebuild": rebuild}


def serve(base: OpenBase, where: Where, *, ready: Callable[[Site], None]) -> None:
    """Serve until told to stop; ``ready`` is called once the port answers."""
    site = make_site(base)
    config = uvicorn.Config(
        make_app(site),
        host=where.host,
        port=where.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        limit_concurrency=500,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)

    async def run() -> None:
        async with answering(base.folder, command_handlers(base, site)):
            await run_server()

    async def run_server() -> None:
        started = asyncio.create_task(server.serve())
        while not server.started and not started.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.01)
        if server.started:
            ready(site)
        await started

    asyncio.run(run())
