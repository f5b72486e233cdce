"""Who is on the roster and what they may do. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import ROOM, Act, Draft, Request, Rows, View
from najda.engine.heads import heads
from najda.people.facts import Counted, PersonAdded, PersonCounted, RoleGranted, RoleWithdrawn
from najda.refused import Refusal, refuse
from najda.vocabulary import (
    Absent,
    Actor,
    Entry,
    FactId,
    Personal,
    Role,
    ThingId,
    Worded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One standing word of a head-count; two where they did not know each other."""

    fact: FactId
    state: Counted
    tellers: tuple[str, ...] = ()
    note: Worded[str | None] = None
    by: str
    base: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person of ours, as far as we were told."""

    id: ThingId
    #: All names said of this person (sent to two bases, they may differ).
    names: Personal[tuple[str, ...]] = ()
    phone: Personal[str | None] = None
    next_of_kin: Personal[str | None] = None
    call_name: str | None = None
    base: str = ""
    is_machine: bool = False
    role: Role | None = None
    #: Roles granted by writes that did not know each other; a chief decides.
    roles_contested: tuple[Role, ...] = ()
    withdrawn_reason: str | None = None
    #: The facts that set the role now; the next grant supersedes them.
    role_facts: tuple[FactId, ...] = ()
    #: What head-counts say that still stands; more than one = they did not know each other.
    counts: tuple[Count, ...] = ()
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False


def person_keys(entry: Entry[Any]) -> Iterable[str]:
    """A person's facts stand under the person."""
    if isinstance(entry.said, PersonAdded):
        return (entry.thing or "",)
    return (entry.said.person,)


def derive_person(entries: Sequence[Entry[Any]]) -> PersonRow | None:
    """The person as the facts tell."""
    added = [entry for entry in entries if isinstance(entry.said, PersonAdded)]
    role_heads = heads(
        [entry for entry in entries if isinstance(entry.said, RoleGranted | RoleWithdrawn)]
    )
    id_ = added[0].thing if added and added[0].thing else _named(entries)
    said = [entry.said for entry in added]
    last = role_heads[-1].said if role_heads else None
    roles = sorted({one.said.role for one in role_heads if isinstance(one.said, RoleGranted)})
    return PersonRow(
        id=id_,
        names=tuple(dict.fromkeys(one.name for one in said)),
        phone=said[-1].phone if said else None,
        next_of_kin=said[-1].next_of_kin if said else None,
        call_name=said[-1].call_name if said else None,
        base=said[-1].base if said else "",
        is_machine=said[-1].is_machine if said else False,
        role=last.role if isinstance(last, RoleGranted) else None,
        roles_contested=tuple(roles) if len(role_heads) > 1 else (),
        withdrawn_reason=last.reason if isinstance(last, RoleWithdrawn) else None,
        role_facts=tuple(entry.id for entry in role_heads),
        counts=tuple(
            map(_count, heads([one for one in entries if isinstance(one.said, PersonCounted)]))
        ),
        apart=apart(entries, PersonAdded, RoleGranted, RoleWithdrawn),
        waiting=not added,
    )


def _count(entry: Entry[Any]) -> Count:
    said: PersonCounted = entry.said
    return Count(
        fact=entry.id,
        state=said.state,
        tellers=said.tellers,
        note=said.note,
        by=entry.actor.person,
        base=entry.actor.base,
        at_ms=said.at_ms,
    )


def _named(entries: Sequence[Entry[Any]]) -> ThingId:
    named: ThingId = entries[0].said.person
    return named


PERSON = View(
    name="people.person",
    reads=(PersonAdded, RoleGranted, RoleWithdrawn, PersonCounted),
    keys=person_keys,
    derive=derive_person,
    row=PersonRow,
)


def granted(rows: Rows, person: ThingId) -> tuple[Role, str] | None:
    """The role the facts grant a person now, and the name they go by; None = may not enter."""
    row = rows.get(PERSON, person)
    if row is None or row.role is None:
        return None
    names = () if isinstance(row.names, Absent) else row.names
    return row.role, row.call_name or (names[0] if names else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson(Request):
    """Put somebody on the roster, with a role where they work at a screen."""

    name: str
    role: Role | None = None
    phone: str | None = None
    next_of_kin: str | None = None
    call_name: str | None = None
    is_machine: bool = False


def add_person(request: AddPerson, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A person, and the role granted with them."""
    del rows, now
    name = request.name.strip()
    if not name:
        return refuse("people.name_needed", at="name")
    drafts = [
        Draft(
            PersonAdded(
                name=name,
                phone=request.phone,
                next_of_kin=request.next_of_kin,
                call_name=request.call_name,
                is_machine=request.is_machine,
                base=actor.base,
            )
        )
    ]
    if request.role is not None:
        drafts.append(Draft(RoleGranted(person=request.id, role=request.role)))
    return drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole(Request):
    """Give a person another role."""

    person: ThingId
    role: Role


def grant_role(request: GrantRole, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The new role supersedes those known here."""
    del actor, now
    known = rows.get(PERSON, request.person)
    return [
        Draft(
            RoleGranted(person=request.person, role=request.role),
            supersedes=known.role_facts if known else (),
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRole(Request):
    """Take a person's role away; they are cut off at once."""

    person: ThingId
    reason: str


def withdraw_role(
    request: WithdrawRole, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Needs a reason; nobody withdraws their own role."""
    del now
    if request.person == actor.person:
        return refuse("people.not_yourself", at="person")
    if not request.reason.strip():
        return refuse("people.reason_needed", at="reason")
    known = rows.get(PERSON, request.person)
    return [
        Draft(
            RoleWithdrawn(person=request.person, reason=request.reason.strip()),
            supersedes=known.role_facts if known else (),
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPerson(Request):
    """Write down how one of our own is."""

    person: ThingId
    state: Counted
    tellers: tuple[str, ...] = ()
    note: str | None = None


def count_person(request: CountPerson, rows: Rows, actor: Actor, now: int) -> list[Draft]:
    """The later word stands; two that did not know each other both do."""
    del actor
    known = rows.get(PERSON, request.person)
    said = PersonCounted(
        person=request.person,
        state=request.state,
        tellers=request.tellers,
        note=request.note,
        at_ms=now,
    )
    return [Draft(said, tuple(one.fact for one in known.counts) if known else ())]


_CHIEF = frozenset({Role.CHIEF})
ACTS = (
    Act("add_person", AddPerson, add_person, _CHIEF),
    Act("grant_role", GrantRole, grant_role, _CHIEF),
    Act("withdraw_role", WithdrawRole, withdraw_role, _CHIEF),
    Act("count_person", CountPerson, count_person, ROOM | {Role.CREW}),
)
