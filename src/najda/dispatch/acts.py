"""What a dispatcher and a crew do with callouts. Pure."""

from dataclasses import dataclass

from najda.dispatch.facts import (
    CalloutStepped,
    CalloutUndone,
    HoldLifted,
    HoldSet,
    RadioReadBack,
    Step,
    UnitRecalled,
    UnitSent,
)
from najda.dispatch.rules import CALLOUT, CALLOUTS_OF, HOLD, CalloutRow
from najda.engine.card import Act, Draft, Request, Rows
from najda.refused import Refusal, refuse
from najda.units.rules import UNIT
from najda.vocabulary import Actor, Role, ThingId

MAX_HOLD_MINUTES = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class SendUnit(Request):
    """Order a unit to an incident."""

    unit: ThingId
    incident: ThingId
    note: str | None = None
    taken_over_reason: str | None = None
    override_reason: str | None = None
    #: Set where the dispatcher was told that the unit is busy or unavailable, and sends it still.
    although: bool = False
    invented: bool = False


def send_unit(request: SendUnit, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The home base sends; another base only after contact with the crew, with the reason.

    A unit recalled from the incident can be sent there again: that takes its recall back.
    """
    live = live_callouts(rows, request.unit)
    if any(one.incident == request.incident and not one.recalls for one in live):
        return refuse("dispatch.sent_already", status=409)
    unit = rows.get(UNIT, request.unit)
    if unit and not request.although:
        if live:
            return refuse("dispatch.unit_busy", status=409, unit=unit.call_sign)
        if unit.statuses and not unit.available:
            return refuse("dispatch.unit_unavailable", status=409, unit=unit.call_sign)
    reason = request.taken_over_reason.strip() if request.taken_over_reason else None
    if unit and unit.base_letter and unit.base_letter != actor.base and not reason:
        return refuse(
            "dispatch.other_base", at="taken_over_reason", status=409, base=unit.base_letter
        )
    said = UnitSent(
        unit=request.unit,
        incident=request.incident,
        at_ms=now,
        note=request.note,
        taken_over_reason=reason,
        override_reason=request.override_reason,
        invented=request.invented,
    )
    return [Draft(said)]


def live_callouts(rows: Rows, unit_or_incident: ThingId) -> list[CalloutRow]:
    """Callouts of a unit (or to an incident) that are not over."""
    known = rows.get(CALLOUTS_OF, unit_or_incident)
    found = (rows.get(CALLOUT, one) for one in (known.callouts if known else ()))
    return [one for one in found if one and one.live]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStep(Request):
    """Write down a step a unit reported."""

    callout: ThingId
    step: Step
    #: When it happened, where that was earlier.
    at_ms: int | None = None
    note: str | None = None
    read_back: bool = False


def report_step(request: ReportStep, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Steps are kept in the order they were told; none is refused for being late."""
    del actor
    known = rows.get(CALLOUT, request.callout)
    if known is None or known.unit is None:
        return refuse("dispatch.callout_unknown", status=404)
    if known.undone_reason is not None:
        return refuse("dispatch.callout_undone", status=409)
    said = CalloutStepped(
        callout=request.callout,
        unit=known.unit,
        step=request.step,
        at_ms=min(request.at_ms, now) if request.at_ms is not None else now,
        note=request.note,
        read_back=request.read_back,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(Request):
    """Order a unit to leave."""

    callout: ThingId
    reason: str = ""


def recall(request: Recall, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """One unit."""
    del actor
    known = rows.get(CALLOUT, request.callout)
    if known is None or known.unit is None:
        return refuse("dispatch.callout_unknown", status=404)
    said = UnitRecalled(
        callout=request.callout, unit=known.unit, at_ms=now, reason=request.reason.strip()
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallMany(Request):
    """Order several units to leave at once: all of an incident, or all within a radius."""

    callouts: tuple[ThingId, ...] = ()
    reason: str = ""


def recall_many(request: RecallMany, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Every live callout not yet recalled; nobody to recall is said, not passed over."""
    drafts: list[Draft] = []
    for callout in dict.fromkeys(request.callouts):
        known = rows.get(CALLOUT, callout)
        if known is None or not known.live or known.recalls:
            continue
        one = recall(
            Recall(id=request.id, callout=callout, reason=request.reason), rows, actor, now
        )
        if isinstance(one, Refusal):
            return one
        drafts += one
    return drafts or refuse("dispatch.nobody_to_recall", at="callouts", status=409)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCallout(Request):
    """Take back a callout sent by mistake."""

    callout: ThingId
    reason: str = ""


def undo_callout(request: UndoCallout, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Only before the unit has answered; afterwards it is recalled."""
    del actor
    known = rows.get(CALLOUT, request.callout)
    if known is None or not known.sent:
        return refuse("dispatch.callout_unknown", status=404)
    if known.acknowledged:
        return refuse("dispatch.recall_instead", status=409)
    first = known.sent[0]
    said = CalloutUndone(
        callout=request.callout,
        unit=first.unit,
        incident=first.incident,
        at_ms=now,
        reason=request.reason.strip(),
    )
    return [Draft(said, tuple(one.fact for one in known.sent))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHold(Request):
    """Make crews wait before an incident."""

    incident: ThingId
    minutes: int
    reason: str | None = None


def set_hold(request: SetHold, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A hold has a clock; a new one supersedes those seen."""
    del actor
    if not 1 <= request.minutes <= MAX_HOLD_MINUTES:
        return refuse("dispatch.hold_minutes", at="minutes", most=MAX_HOLD_MINUTES)
    known = rows.get(HOLD, request.incident)
    said = HoldSet(
        incident=request.incident,
        until_ms=now + request.minutes * 60_000,
        at_ms=now,
        reason=request.reason,
    )
    return [Draft(said, tuple(one.fact for one in known.standing) if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold(Request):
    """End a hold."""

    incident: ThingId
    reason: str | None = None


def lift_hold(request: LiftHold, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Names every hold that stands."""
    del actor
    known = rows.get(HOLD, request.incident)
    if known is None or not known.standing:
        return refuse("dispatch.no_hold", status=409)
    said = HoldLifted(incident=request.incident, at_ms=now, reason=request.reason)
    return [Draft(said, tuple(one.fact for one in known.standing))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack(Request):
    """Log that a radio order was read back."""

    callout: ThingId
    right: bool = True


def read_back(request: ReadBack, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Right or wrong."""
    del actor
    known = rows.get(CALLOUT, request.callout)
    if known is None or known.unit is None:
        return refuse("dispatch.callout_unknown", status=404)
    return [
        Draft(
            RadioReadBack(callout=request.callout, unit=known.unit, right=request.right, at_ms=now)
        )
    ]


SENDERS = frozenset({Role.CHIEF, Role.DISPATCHER})
_WITH_CREW = frozenset({Role.CHIEF, Role.DISPATCHER, Role.OPERATOR, Role.CREW})
ACTS = (
    Act("send_unit", SendUnit, send_unit, SENDERS),
    Act("report_step", ReportStep, report_step, _WITH_CREW),
    Act("recall", Recall, recall, SENDERS),
    Act("recall_many", RecallMany, recall_many, SENDERS),
    Act("undo_callout", UndoCallout, undo_callout, SENDERS),
    Act("set_hold", SetHold, set_hold, SENDERS),
    Act("lift_hold", LiftHold, lift_hold, SENDERS),
    Act("read_back", ReadBack, read_back, SENDERS),
)
