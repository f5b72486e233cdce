"""What can be said about roads: closed, and open again."""

from dataclasses import dataclass
from typing import ClassVar

from najda.roads.closures import Certainty, ClosureKind
from najda.vocabulary import Fact, Names, Placed, ThingId, Where, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadClosed(Fact):
    """Somebody said that a road cannot be driven, or only slowly."""

    creates: ClassVar[str | None] = "closure"
    searched: ClassVar[tuple[str, ...]] = ("source", "tellers")

    kind: ClosureKind
    #: Id of the quarter it lies in; no finer.
    quarter: str | None = None
    place: Placed[Where | None] = None
    #: A whole way of the map, where a person chose one (a bridge).
    way: Placed[int | None] = None
    #: 0 = the one street nearest to the place; more = every street within it.
    radius_m: float = 0.0
    source: str | None = None
    tellers: tuple[str, ...] = ()
    certainty: Certainty = Certainty.OBSERVED
    since_ms: int
    #: Only "under fire" has an end; past it the state reads "end passed, unconfirmed".
    until_ms: int | None = None
    #: The claim, or the callout of the crew, that it rests on.
    claim: Names[ThingId | None] = None
    callout: Names[ThingId | None] = None
    note: Worded[str | None] = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadReopened(Fact):
    """Somebody said that a road can be driven again; it supersedes the closing."""

    closure: Names[ThingId]
    at_ms: int
    source: str | None = None
    reason: str | None = None
