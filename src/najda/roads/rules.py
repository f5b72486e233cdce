"""Closures as the facts tell. A cut never ends by itself: only a fact naming it ends it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import View
from najda.engine.heads import heads, standing_mark
from najda.engine.said import Said, said_by
from najda.roads.closures import Certainty, Closure, ClosureKind, ClosureState
from najda.roads.facts import RoadClosed, RoadReopened
from najda.roads.network import Point
from najda.vocabulary import ALL_BUT_DISPLAY, Absent, Entry, FactId, Placed, ThingId, Where, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Said):
    """A word that the road can be driven again."""

    source: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRow:
    """One closure with who said it; intervals only, whoever asks passes the time."""

    id: ThingId
    kind: ClosureKind = ClosureKind.CUT
    quarter: str | None = None
    place: Placed[Where | None] = None
    way: Placed[int | None] = None
    radius_m: float = 0.0
    source: str | None = None
    tellers: tuple[str, ...] = ()
    certainty: Certainty = Certainty.UNKNOWN
    since_ms: int = 0
    until_ms: int | None = None
    claim: ThingId | None = None
    callout: ThingId | None = None
    note: Worded[str | None] = None
    by: str = ""
    base: str = ""
    at_ms: int = 0
    #: Closings that nobody ended: while there is one, the road counts as closed.
    standing: tuple[FactId, ...] = ()
    reopened: tuple[Reopened, ...] = ()
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    #: "detached", "grey" or None: how surely the closing stands.
    mark: str | None = None
    waiting: bool = False

    @property
    def live(self) -> bool:
        """Whether the road counts as closed (cautiously)."""
        return bool(self.standing)

    def state(self, now_ms: int) -> ClosureState:
        """How the closure reads at ``now_ms``."""
        return self.at(None).state(now_ms)

    def at(self, point: Point | None) -> Closure:
        """The closure as the router takes it, lying at ``point``."""
        return Closure(
            id=self.id,
            kind=self.kind,
            at=point,
            since_ms=self.since_ms,
            until_ms=self.until_ms,
            way=None if isinstance(self.way, Absent) else self.way,
            radius_m=self.radius_m,
            source=self.source or "",
            certainty=self.certainty,
        )


def closure_keys(entry: Entry[Any]) -> Iterable[str]:
    """A closure's facts stand under the closure."""
    if isinstance(entry.said, RoadClosed):
        return (entry.thing or "",)
    return (entry.said.closure,)


def derive_closure(entries: Sequence[Entry[Any]]) -> ClosureRow | None:
    """The closure, what ended it, and whether any closing still stands."""
    closed = [e for e in entries if isinstance(e.said, RoadClosed)]
    reopened = tuple(_reopened(e) for e in entries if isinstance(e.said, RoadReopened))
    if not closed:
        return ClosureRow(id=entries[0].said.closure, reopened=reopened, waiting=True)
    last = closed[-1]
    said: RoadClosed = last.said
    return ClosureRow(
        id=closed[0].thing or "",
        kind=said.kind,
        quarter=said.quarter,
        place=said.place,
        way=said.way,
        radius_m=said.radius_m,
        source=said.source,
        tellers=said.tellers,
        certainty=said.certainty,
        since_ms=said.since_ms,
        until_ms=said.until_ms,
        claim=said.claim,
        callout=said.callout,
        note=said.note,
        by=last.actor.person,
        base=last.actor.base,
        at_ms=last.wall_ms,
        standing=tuple(e.id for e in heads(entries) if isinstance(e.said, RoadClosed)),
        reopened=reopened,
        invented=any(e.said.invented for e in closed),
        apart=apart(entries, RoadClosed, RoadReopened),
        mark=standing_mark(closed),
    )


def _reopened(entry: Entry[Any]) -> Reopened:
    said: RoadReopened = entry.said
    return Reopened(**said_by(entry), source=said.source, reason=said.reason)


CLOSURE = View(
    name="roads.closure",
    reads=(RoadClosed, RoadReopened),
    keys=closure_keys,
    derive=derive_closure,
    row=ClosureRow,
    roles=ALL_BUT_DISPLAY,
    keeps_grey=True,
)

VIEWS = (CLOSURE,)
