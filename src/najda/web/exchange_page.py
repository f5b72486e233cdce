"""Bases, links and copies: who was heard when, what is where."""

import time
from dataclasses import asdict, dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.engine.card import ROOM
from najda.net.clocks import APART_MS
from najda.net.holdings import vector_of
from najda.net.station import Station
from najda.web.visit import Visit, visit_of

QUIET_SECONDS = 15


@dataclass(frozen=True, slots=True)
class BaseLine:
    """One installation of the organisation as this base knows it."""

    letter: str
    name: str
    chain: str
    is_ours: bool
    revoked: bool
    #: Facts of it held here, and how many run ahead of a gap.
    held: int
    detached: int
    #: Of its facts held here: how many another living installation holds too.
    safe_elsewhere: int
    #: Seconds since it was heard, by machine time; None = never since this base started.
    heard_seconds: int | None
    link: str
    reason: str
    #: Milliseconds by which its clock is ahead of ours; None = not told.
    clock_ahead_ms: int | None


@dataclass(frozen=True, slots=True)
class DiskLine:
    """A second disk or stick: when it was read back, how many facts it holds, what is wrong."""

    label: str
    read_back_seconds: int | None
    held: int
    problem: str


def disks_of(station: Station | None) -> list[DiskLine]:
    """A line for each second disk or stick that was named or read."""
    if station is None:
        return []
    problems = {one.label: one.problem for one in station.second_copies.copies}
    labelled, now = station.holders.labelled, time.monotonic()
    found = []
    for label in sorted(problems.keys() | labelled.keys()):
        heard = labelled.get(label)
        held = sum(one.closed for one in heard.vector.chains.values()) if heard else 0
        seconds = int(now - heard.at) if heard else None
        found.append(DiskLine(label, seconds, held, problems.get(label, "")))
    return found


def lines_of(visit: Visit) -> list[BaseLine]:
    """A line for each installation, enrolled or revoked, this one first."""
    room, station = visit.room, visit.site.station
    vector = vector_of(room.reader().journal)
    silence = station.holders.silence_seconds() if station else {}
    states = {one.peer.chain: one for one in station.sync.states()} if station else {}
    members = station.members() if station else frozenset()
    clocks = station.clocks.offsets() if station else {}
    found = []
    for member in room.arrivals.admission.members.values():
        held = vector.chains.get(member.chain)
        state = states.get(member.chain)
        seconds = silence.get(member.chain)
        ours = member.chain == room.own_chain
        last = held.last if held else 0
        safe = station.holders.safe_elsewhere(member.chain, last, members) if station else 0
        found.append(
            BaseLine(
                letter=member.letter,
                name=member.name,
                chain=member.chain,
                is_ours=ours,
                revoked=member.cut is not None,
                held=held.closed if held else 0,
                detached=sum(b - a + 1 for a, b in held.ranges) if held else 0,
                safe_elsewhere=safe,
                heard_seconds=int(seconds) if seconds is not None else None,
                link=_link(ours, seconds, state is not None and state.failures > 0),
                reason=state.reason if state else "",
                clock_ahead_ms=clocks.get(member.chain),
            )
        )
    return sorted(found, key=lambda one: (not one.is_ours, one.letter, one.chain))


def _link(ours: bool, seconds: float | None, failing: bool) -> str:
    if ours:
        return "own"
    if seconds is None:
        return "never"
    return "silent" if failing or seconds > QUIET_SECONDS else "up"


async def show_exchange(http: HttpRequest) -> Response:
    """The page."""
    visit = visit_of(http)
    visit.require(ROOM)

    def page() -> Response:
        station = visit.site.station
        return visit.render(
            "web/exchange.html",
            bases=lines_of(visit),
            disks=disks_of(station),
            doubtful=visit.clock_is_doubtful,
            attachments=len(station.fetching.lacking()) if station else 0,
            apart_ms=APART_MS,
        )

    return await run_in_threadpool(page)


async def get_exchange(http: HttpRequest) -> Response:
    """``GET /api/v1/exchange``: the same for programs."""
    visit = visit_of(http)
    visit.require(ROOM)
    station = visit.site.station
    bases = await run_in_threadpool(lines_of, visit)
    lacking = await run_in_threadpool(station.fetching.lacking) if station else []
    plain: dict[str, Any] = {
        "bases": list(map(asdict, bases)),
        "disks": list(map(asdict, disks_of(station))),
        "clock_doubtful": visit.clock_is_doubtful,
        "attachments_lacking": len(lacking),
    }
    return JSONResponse(plain)
