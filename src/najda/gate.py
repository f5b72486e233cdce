"""The gate of a served base: open, or locked until somebody types the passphrase.

``seal`` forgets the key: everything that holds it is closed and dropped, and the same address
shows the locked page. What stays on the disk is ciphertext.
"""

import asyncio
import gc
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from najda import settings
from najda.asked_by_socket import Answer, Handlers, answering
from najda.base import OpenBase
from najda.engine.card import Draft
from najda.journal.control import BaseEnrolled
from najda.journal.file import PIECE_FACTS
from najda.journal.problems import WrongPassphrase
from najda.journal.verify import verify_folder
from najda.machine_person import machine_token
from najda.net.file_carrier import write_bundle
from najda.net.station import Station
from najda.plain import from_plain
from najda.serving import (
    ForPhones,
    Where,
    calm_the_collector,
    make_site,
    make_station,
    plain_server,
    tls_server,
)
from najda.vocabulary import Actor
from najda.web.app import READING_THREADS, make_app
from najda.web.locked import locked_app
from najda.web.site import Site

Ready = Callable[["Gate"], None]
Asked = dict[str, Any]
Handler = Callable[[Asked], Awaitable[Answer]]


def _say_progress(done: int, of: int) -> None:
    """After an update rows are made anew; whoever waits at the terminal sees how far it is."""
    if of > PIECE_FACTS:
        print(f"Making the rows anew after an update: {done} of {of} facts", file=sys.stderr)  # noqa: T201 - the terminal


class Gate:
    """Serves one folder; locked or open."""

    def __init__(self, folder: Path, where: Where) -> None:
        self.folder = folder
        self.where = where
        self.description = settings.describe(folder)
        self.base: OpenBase | None = None
        self.site: Site | None = None
        self._station: Station | None = None
        self._app: Starlette | None = None
        self._tls: uvicorn.Server | None = None
        self._tls_task: asyncio.Task[None] | None = None
        self._turning = threading.Lock()
        self._ready: Ready | None = None
        self._locked = locked_app(self.description, self.unlock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on to the application, or to the locked page."""
        app: ASGIApp = self._app or self._locked
        await app(scope, receive, send)

    def open(self, passphrase: str | None) -> None:
        """Open the base; raises ``FolderProblem`` or ``WrongPassphrase``."""
        with self._turning:
            if self.base is not None:
                return
            base = OpenBase(self.folder, passphrase, progress=_say_progress)
            site = make_site(base)
            station = make_station(base, self.where, site.clock)
            site.kept = station.kept
            site.station = station
            site.seal = self.seal_soon
            if self.where.sync_port is not None:
                phones = ForPhones(base.room, self.where)
                site.phone_way = phones.way
                self._tls = tls_server(self, self.where, phones)
            app = make_app(site)
            app.router.routes.extend(station.answering_routes())
            self.base, self.site, self._station, self._app = base, site, station, app
            calm_the_collector()

    async def begin(self) -> None:
        """Start what runs beside the pages: live stream, exchange, HTTPS."""
        if self.site is None or self.base is None or self._station is None:
            return
        self.site.live.start()
        self._station.start()
        if self._tls is not None:
            self._tls_task = asyncio.create_task(self._tls.serve())

    async def unlock(self, passphrase: str) -> bool:
        """Try a passphrase typed on the locked page."""
        try:
            await run_in_threadpool(self.open, passphrase)
        except WrongPassphrase:
            return False
        await self.begin()
        if self._ready is not None:
            self._ready(self)
        return True

    def seal_soon(self) -> None:
        """Called by a page: seal once its answer is on the way."""
        asyncio.get_running_loop().call_later(0.05, lambda: asyncio.ensure_future(self.seal()))

    async def seal(self) -> None:
        """Forget the key; under a second, whatever is going on."""
        base, station, site = self.base, self._station, self.site
        self._app = self.base = self.site = self._station = None
        if self._tls is not None:
            self._tls.should_exit = True
            self._tls = None
        if site is not None:
            site.live.end()
        if base is not None:
            await run_in_threadpool(base.close)
        if station is not None:
            await run_in_threadpool(station.close)
        del base, station, site
        gc.unfreeze()
        gc.collect()

    def _end_streams(self) -> None:
        if self.site is not None:
            self.site.live.end()

    def handlers(self) -> Handlers:
        """What the command line may ask; a locked base answers that it is."""

        def of_an_open_base(answer: Callable[[OpenBase, Site, Asked], Answer]) -> Handler:
            async def handler(asked: Asked) -> Answer:
                base, site = self.base, self.site
                if base is None or site is None:
                    return _LOCKED
                return await asyncio.to_thread(answer, base, site, asked)

            return handler

        async def seal(asked: Asked) -> Answer:
            del asked
            if self.description.protection != "passphrase":
                return {"problem": "This base has no passphrase; its key is a file."}
            await self.seal()
            return {"sealed": True}

        return {name: of_an_open_base(one) for name, one in ASKED.items()} | {"seal": seal}

    def serve(self, ready: Ready) -> None:
        """Serve until told to stop; ``ready`` is called once the port answers or is unlocked."""
        self._ready = ready
        server = plain_server(self, self.where.host, self.where.port)
        server.end_streams = self._end_streams

        async def run() -> None:
            anyio.to_thread.current_default_thread_limiter().total_tokens = READING_THREADS
            async with answering(self.folder, self.handlers()):
                task = asyncio.create_task(server.serve())
                while not server.started and not task.done():  # noqa: ASYNC110 - no event there
                    await asyncio.sleep(0.01)
                if server.started:
                    await self.begin()
                    ready(self)
                await task
                await self.seal()
                if self._tls_task is not None:
                    await self._tls_task

        asyncio.run(run())


def _token(base: OpenBase, site: Site, asked: Asked) -> Answer:
    del base
    return {"token": machine_token(site, asked["name"], asked["role"])}


def _verify(base: OpenBase, site: Site, asked: Asked) -> Answer:
    del site
    return verify_folder(base.room.reader().journal, asked.get("root"))


def _rebuild(base: OpenBase, site: Site, asked: Asked) -> Answer:
    del site, asked
    identical = base.room.rebuild().result()
    return {"facts": base.room.reader().journal.count(), "identical": identical}


def _export(base: OpenBase, site: Site, asked: Asked) -> Answer:
    del site
    return {"facts": write_bundle(base.room.reader().journal, Path(asked["file"]))}


def _enrol(base: OpenBase, site: Site, asked: Asked) -> Answer:
    said = from_plain(BaseEnrolled, asked["enrolled"])
    actor = Actor(base.description.letter, "")
    now = site.clock.now_ms()
    base.room.write([Draft(said)], os.urandom(16).hex(), actor, now).result()
    return {"enrolled": said.chain in base.room.arrivals.admission.members}


ASKED = {
    "token": _token, "verify": _verify, "rebuild": _rebuild, "export": _export, "enrol": _enrol,
}  # fmt: skip
_LOCKED: Answer = {"problem": "The base is locked. Open its page and type the passphrase."}
