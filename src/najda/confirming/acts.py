"""A person confirms, corrects or rejects what reading proposed. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from najda.confirming.facts import (
    JudgementTakenBack,
    ProposalAccepted,
    ProposalCorrected,
    ProposalRejected,
)
from najda.confirming.rules import JUDGED, Judged
from najda.engine.card import Act, Draft, Request, Rows
from najda.incidents.claim_acts import MakeClaim, RejectClaim, make_claim, reject_claim
from najda.incidents.claims import CLAIM
from najda.incidents.facts import ClaimKind
from najda.refused import Refusal, refuse
from najda.vocabulary import Actor, FactId, ThingId

#: What a proposal says; a change of any of these is a correction.
SAID = (
    "kind", "low", "high", "unit", "bound", "tellers", "modality", "polarity", "scope", "status",
    "age_sex",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmProposal(MakeClaim):
    """Let a proposed claim stand, as proposed or corrected."""

    proposal: str
    #: What was proposed, as JSON of the fields in ``SAID``.
    proposed: str
    #: The proposal this one is a part of, or in addition to.
    of_proposal: str | None = None


def confirm_proposal(
    request: ConfirmProposal, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Makes the claim; where it differs from what was proposed, that is kept as a correction.

    A figure that was proposed is not lost by emptying its fields: without one it is no correction.
    """
    was, report, reader = _as_object(request.proposed), request.report, request.reader
    if report is None or was is None or not reader:
        return refuse("confirming.proposal_unreadable", at="proposed")
    judged = rows.get(JUDGED, report)
    earlier = judged.standing(request.proposal) if judged else None
    if earlier is not None and earlier.claim is not None:
        return refuse("confirming.judged_already", status=409)
    if _figure_lost(request, was):
        return refuse("confirming.figure_emptied", at="low")
    whole = judged.standing(request.of_proposal) if judged and request.of_proposal else None
    if whole is not None and whole.claim is not None and request.of is None:
        request = replace(request, of=whole.claim)
    made = make_claim(request, rows, actor, now)
    if isinstance(made, Refusal):
        return made
    verdict = _verdict(request, report, reader, was)
    latest = judged.latest(request.proposal) if judged else ()
    return [*made, Draft(verdict, _facts(latest))]


def _figure_lost(request: ConfirmProposal, was: dict[str, Any]) -> bool:
    proposed = was.get("low") is not None or was.get("high") is not None
    return proposed and request.low is None and request.high is None


def _verdict(
    request: ConfirmProposal, report: ThingId, reader: str, was: dict[str, Any]
) -> ProposalAccepted | ProposalCorrected:
    """A correction where anything that was proposed was changed."""
    said = said_as_object(request)
    changed = tuple(name for name in SAID if said[name] != was.get(name))
    if not changed:
        return ProposalAccepted(
            report=report,
            claim=request.id,
            proposal=request.proposal,
            reader=reader,
            kind=request.kind,
        )
    return ProposalCorrected(
        report=report,
        claim=request.id,
        proposal=request.proposal,
        reader=reader,
        kind=request.kind,
        was=request.proposed,
        changed=changed,
    )


def said_as_object(claim: Any) -> dict[str, Any]:
    """What a claim (proposed or made) says, as JSON values; empty words are nothing."""
    found: dict[str, Any] = {name: getattr(claim, name) for name in SAID}
    found["tellers"] = [one.strip() for one in found["tellers"] if one.strip()]
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value.value)
    return None if value == "" else value


def _as_object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _facts(judged: Iterable[Judged]) -> tuple[FactId, ...]:
    return tuple(one.fact for one in judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectProposal(Request):
    """Judge that the report does not say what was proposed."""

    report: ThingId
    proposal: str
    reader: str
    kind: ClaimKind
    proposed: str | None = None
    quote: str | None = None
    reason: str | None = None


def reject_proposal(
    request: RejectProposal, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Nothing enters; what was proposed is kept, so that the rule can be mended."""
    del actor, now
    judged = rows.get(JUDGED, request.report)
    earlier = judged.standing(request.proposal) if judged else None
    if earlier is not None:
        return refuse("confirming.judged_already", status=409)
    said = ProposalRejected(
        report=request.report,
        proposal=request.proposal,
        reader=request.reader,
        kind=request.kind,
        was=request.proposed,
        quote=request.quote,
        reason=request.reason,
    )
    return [Draft(said, _facts(judged.latest(request.proposal) if judged else ()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Request):
    """Take back what was judged of a proposal, so that it is judged anew."""

    report: ThingId
    proposal: str
    #: Stands beside the claim that the judgement had made.
    reason: str


def take_back(request: TakeBack, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The claim it made stays, struck through with the reason; the proposal waits again."""
    judged = rows.get(JUDGED, request.report)
    standing = judged.standing(request.proposal) if judged else None
    if judged is None or standing is None:
        return refuse("confirming.nothing_to_take_back", status=409)
    latest = judged.latest(request.proposal)
    said = JudgementTakenBack(
        report=request.report,
        proposal=request.proposal,
        reader=standing.reader,
        kind=standing.kind,
    )
    drafts = [Draft(said, _facts(latest))]
    for claim in (one.claim for one in latest if one.claim and _lives(rows, one.claim)):
        struck = RejectClaim(id=request.id, claim=claim, reason=request.reason)
        rejected = reject_claim(struck, rows, actor, now)
        if isinstance(rejected, Refusal):
            return rejected
        drafts += rejected
    return drafts


def _lives(rows: Rows, claim: ThingId) -> bool:
    known = rows.get(CLAIM, claim)
    return known is None or any(one.rejected_reason is None for one in known.claims)


ACTS = (
    Act("confirm_proposal", ConfirmProposal, confirm_proposal),
    Act("reject_proposal", RejectProposal, reject_proposal),
    Act("take_back", TakeBack, take_back),
)
