"""What can be said about our own people and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, Personal, Role, ThingId, Worded


class Counted(StrEnum):
    """What a head-count says of one of our own."""

    WELL = "well"
    INJURED = "injured"
    TRAPPED = "trapped"
    MISSING = "missing"
    KILLED = "killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Fact):
    """Somebody joined the roster of a base (or a machine that speaks for the base)."""

    creates: ClassVar[str | None] = "person"
    name: Personal[str]
    phone: Personal[str | None] = None
    next_of_kin: Personal[str | None] = None
    #: The name used on the radio; never the real one.
    call_name: str | None = None
    is_machine: bool = False
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Fact):
    """A chief said what a person may see and do."""

    person: Names[ThingId]
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWithdrawn(Fact):
    """A chief withdrew a person's role; they can no longer enter."""

    person: Names[ThingId]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCounted(Fact):
    """Somebody counted one of our own: well, or what befell them."""

    person: Names[ThingId]
    state: Counted
    #: Who says so, through whom; empty = whoever writes it saw it.
    tellers: tuple[str, ...] = ()
    note: Worded[str | None] = None
    at_ms: int
