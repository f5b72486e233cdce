"""The words every desk speaks: facts, their parts, who said them, and what a view reads.

Imports nothing of Najda. Pure values only.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Generic, TypeVar

T = TypeVar("T")

#: Name of a thing (incident, unit, report…): 32 hexadecimal digits, 128 bits.
ThingId = str
#: Name of a fact: the hash of its shell, 64 hexadecimal digits.
FactId = str


class Part(StrEnum):
    """A piece of a fact that can be withheld or destroyed while its chain still verifies."""

    META = "meta"
    OPEN = "open"
    PLACE = "place"
    PERSON = "person"
    TEXT = "text"


class Absent(StrEnum):
    """What stands where a part is not here."""

    WITHHELD = "withheld"
    DESTROYED = "destroyed"
    #: The part is here, but the reader's role may not see it. Never in a fact, only in a shown row.
    HIDDEN = "hidden"


class Subject:
    """Marks a field that names a thing: it travels in ``meta`` and gives the fact its keys."""


#: A field that names one thing (or none).
Names = Annotated[T, Subject]
#: A field of the ``place`` part: exact positions and free words about a place.
Placed = Annotated[T | Absent, Part.PLACE]
#: A field of the ``person`` part: names, phones, next of kin.
Personal = Annotated[T | Absent, Part.PERSON]
#: A field of the ``text`` part: the raw words of a report.
Worded = Annotated[T | Absent, Part.TEXT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something someone said or did, in the past tense. Every kind of fact derives from this."""

    #: The kind of thing this fact makes ("incident"); only such a fact makes one.
    creates: ClassVar[str | None] = None
    #: True where the thing gets a spoken number: base letter and a running number.
    numbered: ClassVar[bool] = False
    #: Open fields whose words can be searched. Other parts are searched whole.
    searched: ClassVar[tuple[str, ...]] = ()
    #: "thing" where this fact joins two things of that kind, undone by a fact superseding it.
    joins: ClassVar[str | None] = None


class Precision(StrEnum):
    """How exactly a time is known."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a thing happened, as somebody said it. Milliseconds since 1970, UTC."""

    start_ms: int
    end_ms: int | None = None
    precision: Precision = Precision.MINUTE
    #: Offset from UTC in which it was said.
    offset_minutes: int = 180
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place as somebody said it; exact, so it belongs in the ``place`` part."""

    text: str
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who said or did it: a person at a base (ids), as the base's journal knows them."""

    base: str
    person: str


class Standing(StrEnum):
    """How a fact counts after the admission walk."""

    COUNTS = "counts"
    #: Signed by an enrolled chain, but ahead of a gap: "chain not yet closed".
    DETACHED = "detached"
    #: Beyond the cut of a revocation: kept, marked, counted only when a person adopts it.
    GREY = "grey"
    #: Beyond the cut, and a person dismissed it: kept, read by no view.
    DISMISSED = "dismissed"
    #: Signed by a chain that nobody enrolled: kept and carried, read by no view.
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A fact as it stands in the journal: what was said, by whom, and its place in the order."""

    id: FactId
    chain: str
    seq: int
    height: int
    kind: str
    said: T
    actor: Actor
    wall_ms: int
    request: str
    #: The thing made by this fact, where it makes one.
    thing: ThingId | None = None
    supersedes: tuple[FactId, ...] = ()
    standing: Standing = Standing.COUNTS
    #: Parts that are not here, with the reason.
    lacking: dict[Part, Absent] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, str]:
        """The sort key of the one order all bases agree on."""
        return (self.height, self.chain)


class Role(StrEnum):
    """What a person may see and do at a base."""

    CHIEF = "chief"
    DISPATCHER = "dispatcher"
    OPERATOR = "operator"
    CREW = "crew"
    OBSERVER = "observer"
    READER = "reader"
    DISPLAY = "display"


ALL_BUT_DISPLAY = frozenset(Role) - {Role.DISPLAY}


def thing_made_by(request: ThingId, index: int) -> ThingId:
    """The id of the ``index``-th thing a request makes; the first one is the request itself."""
    if index == 0:
        return request
    named = bytes.fromhex(request) + index.to_bytes(4, "big")
    return hashlib.blake2b(named, digest_size=16, person=b"najda-thing").hexdigest()
