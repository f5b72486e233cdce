"""What can be said about hospitals, medical points and shelters."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, Personal, Placed, ThingId, Where, Worded


class FacilityKind(StrEnum):
    """What a receiving facility is."""

    HOSPITAL = "hospital"
    FIELD_HOSPITAL = "field_hospital"
    MEDICAL_POINT = "medical_point"
    SHELTER = "shelter"


class FacilityState(StrEnum):
    """Facility status as EDXL-HAVE names it; each is a claim with its teller."""

    OPEN = "open"
    COMPROMISED = "compromised"
    EVACUATING = "evacuating"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityRegistered(Fact):
    """A place that receives patients, or people who seek shelter."""

    creates: ClassVar[str | None] = "facility"
    searched: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    kind: FacilityKind
    quarter: str | None = None
    place: Placed[Where | None] = None
    phone: Personal[str | None] = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityStateClaimed(Fact):
    """Somebody said in which state a facility is."""

    facility: Names[ThingId]
    state: FacilityState
    tellers: tuple[str, ...] = ()
    at_ms: int
    note: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityTold(Fact):
    """Somebody told how much room a facility has; None = not said, which is not 0."""

    facility: Names[ThingId]
    beds_free: int | None = None
    theatres_free: int | None = None
    #: Room for people who seek shelter.
    places_free: int | None = None
    tellers: tuple[str, ...] = ()
    at_ms: int
    note: Worded[str | None] = None
