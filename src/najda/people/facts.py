"""What can be said about our own people and what they may do."""

from dataclasses import dataclass
from typing import ClassVar

from najda.vocabulary import Fact, Names, Personal, Role, ThingId


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
