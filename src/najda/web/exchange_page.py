"""Bases, links and copies: who was heard when, what is where."""

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.engine.card import ROOM
from najda.net.holdings import vector_of
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


def lines_of(visit: Visit) -> list[BaseLine]:
    """A line for each installation, enrolled or revoked, this one first."""
    room, station = visit.room, visit.site.station
    vector = vector_of(room.reader().journal)
    silence = station.holders.silence_seconds() if station else {}
    states = {one.peer.chain: one for one in station.sync.states()} if station else {}
    members = station.members() if station else frozenset()
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
        return visit.render("web/exchange.html", bases=lines_of(visit))

    return await run_in_threadpool(page)


async def get_exchange(http: HttpRequest) -> Response:
    """``GET /api/v1/exchange``: the same for programs."""
    visit = visit_of(http)
    visit.require(ROOM)
    lines = await run_in_threadpool(lines_of, visit)
    plain: list[dict[str, Any]] = [
        {name: getattr(line, name) for name in line.__dataclass_fields__} for line in lines
    ]
    return JSONResponse({"bases": plain})
