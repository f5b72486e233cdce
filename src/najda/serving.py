"""What a served base is made of: site, exchange, servers. Imported by commands only."""

import gc
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from najda.base import OpenBase
from najda.engine.card import Draft
from najda.engine.operations_room import OperationsRoom
from najda.engine.writer import Closed, NotStored
from najda.journal.control import HeadsWitnessed
from najda.journal.keys import SigningKey
from najda.net.certificates import addresses_of, key_from_bytes, public_point, server_context
from najda.net.fetching import Named
from najda.net.second_copy import SecondCopy
from najda.net.station import Ground, Station
from najda.net.sync import POLL_SECONDS
from najda.people.rules import granted
from najda.reports.rules import ATTACHMENT
from najda.scene_clock import SceneClock
from najda.trust.rules import CERTIFICATES, for_phones
from najda.vocabulary import Actor
from najda.web.site import PhoneWay, Site


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
    #: Label -> file on a second disk that is kept level with the journal.
    copies: Mapping[str, Path] = field(default_factory=dict)


def make_site(base: OpenBase, clock: SceneClock | None = None) -> Site:
    """The web face of an open base."""
    driven = base.description.mode != "real"
    return Site(base.room, base.description, clock or SceneClock(driven=driven), granted)


def named_attachments(room: OperationsRoom) -> list[Named]:
    """Attachments that facts name, here or not."""
    rows = room.reader().views.all(ATTACHMENT).values()
    return [Named(one.sha256, one.size_bytes, one.media_type) for one in rows]


def make_station(base: OpenBase, where: Where, clock: SceneClock) -> Station:
    """The exchange with other bases."""
    room = base.room

    def witness(said: HeadsWitnessed) -> bool:
        actor = Actor(base.description.letter, "")
        try:
            room.write([Draft(said)], os.urandom(16).hex(), actor, clock.now_ms()).result()
        except (NotStored, Closed):
            return False
        return True

    def own_key() -> SigningKey:
        if room.journal.own_key is None:
            raise RuntimeError("this folder has no chain yet")
        return room.journal.own_key

    ground = Ground(
        own_key=own_key,
        point=public_point(room.reader().journal.local("tls_certificate") or b""),
        journal=lambda: room.reader().journal,
        admission=lambda: room.arrivals.admission,
        receive=lambda facts: room.receive(facts).result(),
        attachments=room.attachments,
        named=lambda: named_attachments(room),
        say=witness,
        now_ms=clock.now_ms,
    )
    station = Station(ground, poll_seconds=where.poll_seconds)
    station.second_copies.copies += [SecondCopy(*one) for one in where.copies.items()]
    for letter, address in where.peers.items():
        station.set_address(letter, address)
    room.on_facts(station.sync.news)
    return station


def calm_the_collector() -> None:
    """What is there after opening stays for good; what is new is looked through less often.

    With Python's own thresholds the collector runs at every third write, and now and then goes
    through all that a base remembers while somebody waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


class StreamsFirst(uvicorn.Server):
    """Ends the live streams before it waits for what is under way: they never end by themselves."""

    end_streams: Callable[[], None] | None = None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Streams, then everything else."""
        if self.end_streams is not None:
            self.end_streams()
        await super().shutdown(sockets)


def plain_server(app: ASGIApp, host: str, port: int) -> StreamsFirst:
    """A server for one address; what it may take in at once is bounded."""
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
        lifespan="off",
    )
    return StreamsFirst(config)


class ForPhones:
    """The certificate a base shows, and the address that phones open.

    Asked at every handshake: a certificate that the chiefs signed a minute ago counts without a
    new start.
    """

    def __init__(self, room: OperationsRoom, where: Where) -> None:
        self._room = room
        self._where = where
        self._key = key_from_bytes(room.reader().journal.local("tls_key") or b"")
        self._shown: tuple[bytes, ssl.SSLContext] | None = None

    def certificate(self) -> bytes | None:
        """What the organisation's authority signed for our key (DER); None: nothing yet."""
        row = self._room.reader().views.get(CERTIFICATES, self._room.own_chain)
        return for_phones(row, self._own().hex(), self._room.arrivals.admission.authority)

    def context(self) -> ssl.SSLContext:
        """What the next handshake is answered with."""
        certificate = self.certificate() or self._own()
        if self._shown is None or self._shown[0] != certificate:
            context = server_context(certificate, self._key)
            context.sni_callback = self._answer_with_newest
            self._shown = certificate, context
        return self._shown[1]

    def way(self) -> PhoneWay:
        """The HTTPS address a phone opens, and whether a phone of the organisation trusts it."""
        host, port, signed = self._where.sync_host, self._where.sync_port, self.certificate()
        named = addresses_of(signed or self._own())
        everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - asked here, not bound
        address = named[0] if everywhere and named else host
        return PhoneWay(f"https://{address}:{port}", signed is not None and address in named)

    def _own(self) -> bytes:
        return self._room.reader().journal.local("tls_certificate") or b""

    def _answer_with_newest(
        self, line: ssl.SSLSocket | ssl.SSLObject, name: str | None, context: ssl.SSLContext
    ) -> None:
        del name, context
        line.context = self.context()


def tls_server(app: ASGIApp, where: Where, phones: ForPhones) -> uvicorn.Server:
    """The same application for phones and other bases, over TLS."""
    server = plain_server(app, where.sync_host, where.sync_port or 0)
    server.config.load()
    server.config.ssl = phones.context()
    return server
