"""Whose facts count: one walk over the control facts, from genesis on. Pure.

Signatures are checked by a function given from outside, so that the walk needs no cryptography.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from najda.journal.control import (
    BaseEnrolled,
    ChainRevoked,
    ChainStarted,
    ChiefAppointed,
    Endorsement,
    Genesis,
    GreyAdopted,
)
from najda.journal.entry import encode
from najda.journal.order import in_order
from najda.vocabulary import Entry

#: Enrolling and revoking need this many chiefs; the root key alone also suffices.
CHIEFS_NEEDED = 2
#: check(public key, statement, signature), all hexadecimal but the statement.
Check = Callable[[str, bytes, str], bool]


@dataclass(frozen=True, slots=True)
class Cut:
    """The last fact of a revoked chain that stands."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Member:
    """An installation that was enrolled."""

    chain: str
    letter: str
    name: str
    cut: Cut | None = None
    #: TLS certificate (DER, hexadecimal) that peers pin.
    certificate: str | None = None
    #: The chain it goes on from under its predecessor's signature; it falls with it.
    succeeds: str | None = None
    #: From then on (by the scene clock of whoever asks) no base talks to it; what it said stands.
    expires_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """What the walk found: the organisation, its installations, chiefs, and adopted grey facts."""

    root: str | None = None
    organisation: str = ""
    authority: str | None = None
    members: dict[str, Member] = field(default_factory=dict)
    #: Chief's public key -> chain of the installation where that chief works.
    chiefs: dict[str, str] = field(default_factory=dict)
    adopted: dict[str, bool] = field(default_factory=dict)
    #: Chain -> the chain it goes on from: one base under two names counts once.
    predecessors: dict[str, str] = field(default_factory=dict)

    def fingerprint(self) -> bytes:
        """Equal admissions have equal bytes."""
        members = [
            [m.chain, m.letter, m.name, *((m.cut.seq, m.cut.hash) if m.cut else ())]
            for _, m in sorted(self.members.items())
        ]
        return encode([self.root, members, sorted(self.adopted.items())])


def statement(kind: str, *fields: Any) -> bytes:
    """What a chief or the root key signs: domain, kind and the fields that matter."""
    return b"najda/control/1\x00" + encode([kind, *fields])


def genesis_statement(said: Genesis) -> bytes:
    """What the root key signs at genesis."""
    return statement(
        "genesis",
        said.organisation,
        said.root,
        said.chain,
        said.letter,
        said.name,
        list(said.chiefs),
        said.certificate,
        said.authority,
    )


def enrolment_statement(said: BaseEnrolled) -> bytes:
    """What two chiefs sign to enrol an installation."""
    return statement("enrol", said.chain, said.letter, said.name, said.certificate, said.expires_ms)


def succession_statement(chain: str, predecessor: str, letter: str) -> bytes:
    """What an installation's old key signs to go on under a new one."""
    return statement("succeed", chain, predecessor, letter)


def appointment_statement(said: ChiefAppointed) -> bytes:
    """What two chiefs sign to appoint a third."""
    return statement("appoint", said.chief, said.chain)


def revocation_statement(said: ChainRevoked) -> bytes:
    """What two chiefs sign to revoke an installation."""
    return statement("revoke", said.chain, said.cut_seq, said.cut_hash)


def walk(entries: Iterable[Entry[Any]], *, pinned_root: str | None, check: Check) -> Admission:
    """Walk the control facts once, in order, from the genesis fact of ``pinned_root``.

    Control facts count by the endorsements in their bodies, not by who carries them, so their
    order of arrival and the chain they stand in decide nothing.
    """
    ordered = in_order(entries)
    found = _genesis(ordered, pinned_root, check)
    if found is None:
        return Admission()
    for entry in ordered:
        said = entry.said
        if isinstance(said, BaseEnrolled):
            found = _enrol(found, said, check)
        elif isinstance(said, ChainStarted):
            found = _succeed(found, entry.chain, said, check)
        elif isinstance(said, ChiefAppointed):
            found = _appoint(found, said, check)
        elif isinstance(said, ChainRevoked):
            found = _revoke(found, said, check)
    return _name_predecessors(_adopt(_fall_with_predecessors(found), ordered), ordered)


def _name_predecessors(found: Admission, ordered: Sequence[Entry[Any]]) -> Admission:
    """Which installation took whose place, as it says of itself; decides nothing but counting."""
    named = {
        entry.chain: entry.said.predecessor
        for entry in ordered
        if isinstance(entry.said, ChainStarted)
        and entry.said.predecessor is not None
        and entry.chain in found.members
    }
    return replace(found, predecessors=named)


def _genesis(ordered: Sequence[Entry[Any]], root: str | None, check: Check) -> Admission | None:
    for entry in ordered:
        said = entry.said
        if not isinstance(said, Genesis) or (root is not None and said.root != root):
            continue
        key = said.endorsement.key
        if key != said.root or not check(key, genesis_statement(said), said.endorsement.signature):
            continue
        first = Member(said.chain, said.letter, said.name, certificate=said.certificate)
        return Admission(
            root=said.root,
            organisation=said.organisation,
            authority=said.authority,
            members={said.chain: first},
            chiefs=dict.fromkeys(said.chiefs, said.chain),
        )
    return None


def _endorsed(
    found: Admission, signed: bytes, endorsements: tuple[Endorsement, ...], check: Check
) -> bool:
    valid = {one.key for one in endorsements if check(one.key, signed, one.signature)}
    if found.root in valid:
        return True
    standing = {
        key for key in valid & found.chiefs.keys() if _chief_stands(found, found.chiefs[key])
    }
    return len(standing) >= CHIEFS_NEEDED


def _chief_stands(found: Admission, chain: str) -> bool:
    """A revoked installation's chiefs cannot revoke back."""
    member = found.members.get(chain)
    return member is not None and member.cut is None


def _enrol(found: Admission, said: BaseEnrolled, check: Check) -> Admission:
    if not _endorsed(found, enrolment_statement(said), said.endorsements, check):
        return found
    known = found.members.get(said.chain)
    if known is not None and not _renews(known, said):
        return found
    member = Member(
        said.chain,
        said.letter,
        said.name,
        cut=known.cut if known else None,
        certificate=said.certificate,
        succeeds=known.succeeds if known else None,
        expires_ms=said.expires_ms,
    )
    return replace(found, members={**found.members, said.chain: member})


def _renews(known: Member, said: BaseEnrolled) -> bool:
    """Enrolled again as the same base, for longer; a revocation is not undone by it."""
    same = (known.letter, known.certificate) == (said.letter, said.certificate)
    if not same or known.expires_ms is None:
        return False
    return said.expires_ms is None or said.expires_ms > known.expires_ms


def _succeed(found: Admission, chain: str, said: ChainStarted, check: Check) -> Admission:
    """A forked or restored installation goes on at once, under a new key its old one signed."""
    before = found.members.get(said.predecessor or "")
    if chain in found.members or before is None or said.endorsement is None:
        return found
    signed = succession_statement(chain, before.chain, said.letter)
    key = said.endorsement.key
    if (key, said.letter) != (before.chain, before.letter) or not check(
        key, signed, said.endorsement.signature
    ):
        return found
    member = Member(
        chain,
        said.letter,
        said.name,
        certificate=said.certificate,
        succeeds=before.chain,
        expires_ms=before.expires_ms,
    )
    return replace(found, members={**found.members, chain: member})


def _fall_with_predecessors(found: Admission) -> Admission:
    """Whoever revokes a key revokes what was only signed by it."""
    members = dict(found.members)
    for chain in found.members:
        seen: set[str] = set()
        before = members[chain].succeeds
        while before is not None and before not in seen and members[chain].cut is None:
            seen.add(before)
            if members[before].cut is not None:
                members[chain] = replace(members[chain], cut=Cut(0, ""))
            before = members[before].succeeds
    return replace(found, members=members)


def _appoint(found: Admission, said: ChiefAppointed, check: Check) -> Admission:
    if not _endorsed(found, appointment_statement(said), said.endorsements, check):
        return found
    return replace(found, chiefs={**found.chiefs, said.chief: said.chain})


def _revoke(found: Admission, said: ChainRevoked, check: Check) -> Admission:
    member = found.members.get(said.chain)
    if member is None or not _endorsed(found, revocation_statement(said), said.endorsements, check):
        return found
    if member.cut is not None and (member.cut.seq, member.cut.hash) <= (
        said.cut_seq,
        said.cut_hash,
    ):
        return found
    cut = replace(member, cut=Cut(said.cut_seq, said.cut_hash))
    return replace(found, members={**found.members, said.chain: cut})


def _adopt(found: Admission, ordered: Sequence[Entry[Any]]) -> Admission:
    adopted = {
        entry.said.fact: entry.said.adopted
        for entry in ordered
        if isinstance(entry.said, GreyAdopted) and _counts(found, entry)
    }
    return replace(found, adopted=adopted)


def _counts(found: Admission, entry: Entry[Any]) -> bool:
    member = found.members.get(entry.chain)
    return member is not None and (member.cut is None or entry.seq <= member.cut.seq)
