"""Everything that happened around one incident, in the order it happened. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from najda.dispatch.rules import CalloutRow, HoldRow
from najda.incidents.claims import ClaimRow
from najda.incidents.rules import IncidentRow, Link
from najda.reports.rules import ReportRow
from najda.vocabulary import Absent, ThingId


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at a time: the key of its word, and what is said beside it."""

    at_ms: int
    key: str
    number: str = ""
    #: The unit it is about; a number and a call sign are isolated apart on screen.
    call_sign: str = ""
    words: str | Absent | None = None
    base: str = ""
    url: str = ""
    #: The incident that was opened, for its kind and place.
    opened: IncidentRow | None = None


def timeline(
    members: Sequence[IncidentRow],
    links: Iterable[Link],
    reports: dict[ThingId, ReportRow],
    claims: Iterable[ClaimRow],
    callouts: Iterable[CalloutRow],
    holds: Iterable[HoldRow],
    call_signs: dict[ThingId, str],
) -> tuple[Moment, ...]:
    """All moments, oldest first; those of one time in the order of their words."""
    found: list[Moment] = []
    for one in members:
        number = " / ".join(one.numbers)
        found.append(
            Moment(one.opened_ms, "dispatch.was_opened", number, base=one.base, opened=one)
        )
        found += [
            Moment(v.at_ms, f"incidents.verification_{v.status.value}", words=v.reason, base=v.base)
            for v in one.verification
        ]
    for report in {link.report: reports.get(link.report) for link in links}.values():
        if report:
            number, url = " / ".join(report.numbers), f"/reports/{report.id}"
            found.append(
                Moment(
                    report.received_ms,
                    "reports.report",
                    number,
                    words=report.text,
                    base=report.base,
                    url=url,
                )
            )
    found += [
        Moment(claim.at_ms, f"incidents.kind_{claim.kind.value}", _figure(claim),
               words=" ← ".join(claim.tellers), base=claim.base)
        for claim in claims
    ]  # fmt: skip
    for callout in callouts:
        found += _of_callout(callout, call_signs.get(callout.unit or "", "?"))
    for hold in holds:
        found += [
            Moment(h.at_ms, "dispatch.hold", words=h.reason, base=h.base) for h in hold.standing
        ]
        if hold.lifted_ms is not None:
            found.append(Moment(hold.lifted_ms, "dispatch.lift_hold", words=hold.lifted_reason))
    return tuple(sorted(found, key=lambda one: (one.at_ms, one.key, one.number)))


def _of_callout(callout: CalloutRow, call_sign: str) -> list[Moment]:
    told = [
        *(("dispatched", one, one.note) for one in callout.sent),
        *((one.step.value, one, one.note) for one in callout.steps),
        *(("recalled", one, one.reason) for one in callout.recalls),
    ]
    return [
        Moment(said.at_ms, f"dispatch.{key}", callout.number, call_sign, words, said.base)
        for key, said, words in told
    ]


def _figure(claim: ClaimRow) -> str:
    if claim.low == claim.high:
        return "" if claim.low is None else str(claim.low)
    low, high = ("…" if one is None else str(one) for one in (claim.low, claim.high))
    return f"{low}–{high}"
