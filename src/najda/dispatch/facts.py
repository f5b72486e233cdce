"""What can be said about callouts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, ThingId, Worded


class Step(StrEnum):
    """A step of a callout, as the unit reports it."""

    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    BLOCKED = "blocked"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    AT_FACILITY = "at_facility"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSent(Fact):
    """A unit was ordered to an incident."""

    creates: ClassVar[str | None] = "callout"
    numbered: ClassVar[bool] = True
    searched: ClassVar[tuple[str, ...]] = ("number",)

    number: str = ""
    unit: Names[ThingId]
    incident: Names[ThingId]
    at_ms: int
    note: Worded[str | None] = None
    #: Why another base's unit was taken over, after contact with its crew.
    taken_over_reason: str | None = None
    #: Why the proposal was not followed.
    override_reason: str | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutStepped(Fact):
    """A unit reported a step."""

    callout: Names[ThingId]
    unit: Names[ThingId]
    step: Step
    at_ms: int
    note: Worded[str | None] = None
    #: True where the radio message was read back word for word.
    read_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecalled(Fact):
    """A unit was ordered to leave; the callout ends when it is clear."""

    callout: Names[ThingId]
    unit: Names[ThingId]
    at_ms: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutUndone(Fact):
    """A callout was sent by mistake and taken back."""

    callout: Names[ThingId]
    unit: Names[ThingId]
    incident: Names[ThingId]
    at_ms: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSet(Fact):
    """Crews wait before entering a site because a second strike is feared."""

    incident: Names[ThingId]
    until_ms: int
    at_ms: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Fact):
    """The hold ended; it supersedes the hold."""

    incident: Names[ThingId]
    at_ms: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioReadBack(Fact):
    """A radio order was read to a unit, and read back."""

    callout: Names[ThingId]
    unit: Names[ThingId]
    right: bool
    at_ms: int
