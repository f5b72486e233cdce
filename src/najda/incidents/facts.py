"""What can be said about incidents and campaigns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, Placed, ThingId, When, Where, Worded


class ClaimKind(StrEnum):
    """What a claim is about. One list for reading, API and screens."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    TRAPPED = "trapped"
    RESCUED = "rescued"
    RECOVERED_DEAD = "recovered_dead"
    STRIKES = "strikes"
    MUNITIONS = "munitions"
    RESCUER_KILLED = "rescuer_killed"
    RESCUE_BASE_DESTROYED = "rescue_base_destroyed"
    RESCUE_BASE_STATUS = "rescue_base_status"
    AMBULANCE_DAMAGED = "ambulance_damaged"
    FACILITY_DAMAGED = "facility_damaged"
    ROAD_CUT = "road_cut"
    NEED = "need"
    AIRCRAFT_OVERHEAD = "aircraft_overhead"
    WARNING_TO_CIVILIANS = "warning_to_civilians"
    ATTACK = "attack"
    ACCUSATION = "accusation"
    DENIAL = "denial"
    ATTRIBUTION_OF_BLAME = "attribution_of_blame"
    CHEMICAL_HAZARD = "chemical_hazard"
    CEASEFIRE_TERMS = "ceasefire_terms"
    CEASEFIRE_ENDED = "ceasefire_ended"
    TALKS = "talks"
    AID_BLOCKED = "aid_blocked"
    AID_DELIVERED = "aid_delivered"
    MOVEMENT_RESTRICTED = "movement_restricted"
    GROUND_ATTACK = "ground_attack"
    AREA_OF_CONTROL = "area_of_control"
    SEARCH_AND_RESCUE = "search_and_rescue"
    SERVICE_SUSPENDED = "service_suspended"
    CAPACITY = "capacity"
    ANNOUNCEMENT = "announcement"
    INTENSITY = "intensity"
    STATEMENT = "statement"


class IncidentType(StrEnum):
    """What happened at one place."""

    AIR_STRIKE = "air_strike"
    BARREL_BOMB = "barrel_bomb"
    SHELLING = "shelling"
    COLLAPSE = "collapse"
    FIRE = "fire"
    UXO = "uxo"
    CRASH = "crash"
    CONVOY_ATTACK = "convoy_attack"
    CHEMICAL = "chemical"
    MEDICAL = "medical"
    GROUND_FIRE = "ground_fire"
    OTHER = "other"


class Modality(StrEnum):
    """How a claim is put."""

    ASSERTED = "asserted"
    DENIED = "denied"
    UNVERIFIED = "unverified"
    THREATENED = "threatened"
    PLANNED = "planned"


class Scope(StrEnum):
    """What a figure is about, beside other figures of the same passage."""

    OWN = "own"
    SUBSET = "subset"
    ADDITIONAL = "additional"
    CUMULATIVE = "cumulative"


class Verification(StrEnum):
    """The result of weighing the claims of an incident."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened(Fact):
    """Something happened at one place: a strike, a collapse, a fire."""

    creates: ClassVar[str | None] = "incident"
    numbered: ClassVar[bool] = True
    searched: ClassVar[tuple[str, ...]] = ("number", "title")

    number: str = ""
    type: IncidentType
    quarter: str | None = None
    place: Placed[Where | None] = None
    occurred: When | None = None
    title: str | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDescribed(Fact):
    """Type, place, time or title of an incident were said better."""

    searched: ClassVar[tuple[str, ...]] = ("title",)

    incident: Names[ThingId]
    type: IncidentType | None = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    occurred: When | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(Fact):
    """Nothing more is done there (``done`` False: it was opened again)."""

    incident: Names[ThingId]
    done: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignOpened(Fact):
    """An area and a period that city-wide figures are about."""

    creates: ClassVar[str | None] = "campaign"
    numbered: ClassVar[bool] = True
    searched: ClassVar[tuple[str, ...]] = ("number", "title")

    number: str = ""
    title: str
    area: str
    period: When
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageLinked(Fact):
    """A passage of a report speaks of this incident or campaign."""

    report: Names[ThingId]
    about: Names[ThingId]
    #: Code points of the report's text; None = the whole report.
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageUnlinked(Fact):
    """A link was undone; it supersedes the link."""

    report: Names[ThingId]
    about: Names[ThingId]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade(Fact):
    """One statement about one attribute, by one chain of tellers. Kept for ever.

    ``low``/``high`` None = open or no number; 0 = said to be none. A later figure of the same
    teller supersedes the earlier one, which stays visible.
    """

    creates: ClassVar[str | None] = "claim"
    searched: ClassVar[tuple[str, ...]] = ("tellers", "area")

    #: The incident or campaign; None while the claim is an orphan.
    about: Names[ThingId | None] = None
    report: Names[ThingId | None] = None
    kind: ClaimKind
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    bound: str | None = None
    #: Origin first, nearest last; empty = the report's own statement.
    tellers: tuple[str, ...] = ()
    modality: Modality = Modality.ASSERTED
    polarity: str = "+"
    scope: Scope = Scope.OWN
    #: The claim this is a part of, or in addition to.
    of: Names[ThingId | None] = None
    status: str | None = None
    age_sex: str | None = None
    area: str | None = None
    period: When | None = None
    as_of: When | None = None
    quote: Worded[str | None] = None
    note: Worded[str | None] = None
    #: The rule that proposed it, where a person confirmed a proposal.
    reader: str | None = None
    confidence: float | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlaced(Fact):
    """An orphan claim (or one in the wrong place) was put to an incident or campaign."""

    claim: Names[ThingId]
    about: Names[ThingId | None] = None
    #: Where it stood before, so that the old page knows it left.
    was_about: Names[ThingId | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRejected(Fact):
    """A person judged that the report does not say this; the claim stays, struck through."""

    claim: Names[ThingId]
    about: Names[ThingId | None] = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGraded(Fact):
    """Admiralty grades: the source (A-F) and the information (1-6), set separately."""

    claim: Names[ThingId]
    about: Names[ThingId | None] = None
    reliability: str | None = None
    credibility: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationSet(Fact):
    """A person weighed the claims of an incident or campaign."""

    about: Names[ThingId]
    status: Verification
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsJoined(Fact):
    """A person judged that two incidents (or two campaigns) are one. Undone by ``JoinUndone``."""

    joins: ClassVar[str | None] = "incident"

    first: Names[ThingId]
    second: Names[ThingId]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinUndone(Fact):
    """A join was undone; it supersedes the join."""

    first: Names[ThingId]
    second: Names[ThingId]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameVoiceDeclared(Fact):
    """A person judged that two names are one voice (or, ``same`` False, that they are not)."""

    searched: ClassVar[tuple[str, ...]] = ("name", "voice")

    name: str
    voice: str
    same: bool = True
