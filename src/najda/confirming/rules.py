"""Judgements of proposed claims by report and by rule. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.confirming.facts import (
    JudgementTakenBack,
    ProposalAccepted,
    ProposalCorrected,
    ProposalRejected,
)
from najda.engine.apart import Apart, apart
from najda.engine.card import ROOM, View
from najda.engine.heads import heads
from najda.engine.said import Said, said_by
from najda.incidents.facts import ClaimKind
from najda.vocabulary import Entry, Role, ThingId, Worded

TAKEN_BACK = "taken_back"
_KINDS = (ProposalAccepted, ProposalCorrected, ProposalRejected, JudgementTakenBack)
_VERDICTS = dict(zip(_KINDS, ("accepted", "corrected", "rejected", TAKEN_BACK), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Said):
    """What a person judged of one proposal."""

    proposal: str
    reader: str
    kind: ClaimKind
    #: accepted, corrected, rejected or taken_back
    verdict: str
    claim: ThingId | None = None
    changed: tuple[str, ...] = ()
    was: Worded[str | None] = None
    quote: Worded[str | None] = None
    reason: str | None = None
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """Everything judged of one report's proposals, in order; nothing is left out."""

    report: ThingId
    judged: tuple[Judged, ...] = ()
    apart: tuple[Apart, ...] = ()

    def latest(self, proposal: str) -> tuple[Judged, ...]:
        """What nothing supersedes; more than one where people did not know of each other."""
        return tuple(one for one in self.judged if one.proposal == proposal and one.stands)

    def standing(self, proposal: str) -> Judged | None:
        """The judgement that stands; nothing where none was made, or the last was taken back."""
        found = [one for one in self.latest(proposal) if one.verdict != TAKEN_BACK]
        return found[-1] if found else None

    def taken_back(self, proposal: str) -> bool:
        """Whether it waits because a judgement was taken back."""
        return bool(self.latest(proposal)) and self.standing(proposal) is None


def judged_keys(entry: Entry[Any]) -> Iterable[str]:
    """A judgement stands under its report."""
    return (entry.said.report,)


def derive_judged(entries: Sequence[Entry[Any]]) -> JudgedRow | None:
    """All judgements, and which of them stand."""
    standing = {entry.id for entry in heads(entries)}
    return JudgedRow(
        report=entries[0].said.report,
        judged=tuple(_judged(entry, entry.id in standing) for entry in entries),
        apart=apart(entries, *_KINDS),
    )


def _judged(entry: Entry[Any], stands: bool) -> Judged:
    said = entry.said
    rejected = isinstance(said, ProposalRejected)
    made = isinstance(said, ProposalAccepted | ProposalCorrected)
    return Judged(
        **said_by(entry),
        proposal=said.proposal,
        reader=said.reader,
        kind=said.kind,
        verdict=_VERDICTS[type(said)],
        claim=said.claim if made else None,
        changed=said.changed if isinstance(said, ProposalCorrected) else (),
        was=said.was if isinstance(said, ProposalCorrected | ProposalRejected) else None,
        quote=said.quote if rejected else None,
        reason=said.reason if rejected else None,
        stands=stands,
    )


JUDGED = View(
    name="confirming.judged",
    reads=_KINDS,
    keys=judged_keys,
    derive=derive_judged,
    row=JudgedRow,
    roles=ROOM | {Role.READER},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """How often one rule was right, over a part of the reports (their ids' first two digits)."""

    reader: str
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0


def rule_keys(entry: Entry[Any]) -> Iterable[str]:
    """One row for a rule and a 256th of the reports, so that no row gathers thousands."""
    return (f"{entry.said.reader}|{entry.said.report[:2]}",)


def derive_rule(entries: Sequence[Entry[Any]]) -> RuleRow | None:
    """Standing judgements counted."""
    verdicts = [_VERDICTS[type(entry.said)] for entry in heads(entries)]
    return RuleRow(
        reader=entries[0].said.reader,
        accepted=verdicts.count("accepted"),
        corrected=verdicts.count("corrected"),
        rejected=verdicts.count("rejected"),
    )


RULE = View(
    name="confirming.rule",
    reads=_KINDS,
    keys=rule_keys,
    derive=derive_rule,
    row=RuleRow,
    roles=ROOM | {Role.READER},
)


@dataclass(frozen=True, slots=True)
class Precision:
    """A rule's record: how many of its proposals people let stand unchanged."""

    reader: str
    accepted: int
    corrected: int
    rejected: int

    @property
    def judged(self) -> int:
        """All judged proposals."""
        return self.accepted + self.corrected + self.rejected

    @property
    def share(self) -> float:
        """Accepted unchanged, of all judged."""
        return self.accepted / self.judged if self.judged else 0.0


def precisions(rows: Iterable[RuleRow]) -> list[Precision]:
    """The record of each rule, the one most in need of work first."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        counts = sums.setdefault(row.reader, [0, 0, 0])
        for at, count in enumerate((row.accepted, row.corrected, row.rejected)):
            counts[at] += count
    found = [Precision(reader, *counts) for reader, counts in sums.items() if any(counts)]
    return sorted(found, key=lambda one: (one.share, -one.judged, one.reader))


#: Judgements of the work list that are shown.
MOST_ON_THE_LIST = 100


@dataclass(frozen=True, slots=True)
class Corrected:
    """A proposal that a person did not let stand: work for whoever mends the rules."""

    report: ThingId
    judged: Judged


def work_list(rows: Iterable[JudgedRow]) -> list[Corrected]:
    """What was corrected or rejected and stands so, the newest first."""
    found = [
        Corrected(row.report, one)
        for row in rows
        for one in row.judged
        if one.stands and one.verdict in ("corrected", "rejected")
    ]
    found.sort(key=lambda one: (-one.judged.at_ms, one.judged.fact))
    return found[:MOST_ON_THE_LIST]


VIEWS = (JUDGED, RULE)
