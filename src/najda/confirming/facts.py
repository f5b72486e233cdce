"""What people judged of the claims that reading proposed. The precision of each rule follows."""

from dataclasses import dataclass

from najda.incidents.facts import ClaimKind
from najda.vocabulary import Fact, Names, ThingId, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAccepted(Fact):
    """A person let a proposed claim stand as it was proposed."""

    report: Names[ThingId]
    #: The claim it became.
    claim: Names[ThingId]
    #: Names the proposal within its report: a hash of what is proposed and its quote.
    proposal: str
    #: The rule that proposed it.
    reader: str
    kind: ClaimKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCorrected(Fact):
    """A person let a proposed claim stand, but said otherwise; what was proposed is kept."""

    report: Names[ThingId]
    claim: Names[ThingId]
    proposal: str
    reader: str
    kind: ClaimKind
    #: What was proposed, as JSON.
    was: Worded[str]
    #: The fields that were changed.
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRejected(Fact):
    """A person judged that the report does not say this."""

    report: Names[ThingId]
    proposal: str
    reader: str
    kind: ClaimKind
    was: Worded[str | None] = None
    quote: Worded[str | None] = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementTakenBack(Fact):
    """A person took back what was judged of a proposal: it waits to be judged anew."""

    report: Names[ThingId]
    proposal: str
    reader: str
    kind: ClaimKind
