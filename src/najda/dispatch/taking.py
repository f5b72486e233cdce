"""A call taken at the desk that sends: written down, or written down and units sent, in one act."""

from dataclasses import dataclass

from najda.dispatch.acts import SendUnit, send_unit
from najda.engine.card import Draft, Rows
from najda.incidents.acts import TakeReport, take_report
from najda.refused import Refusal, refuse
from najda.units.rules import UNIT
from najda.vocabulary import Actor, ThingId, thing_made_by


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAndSend(TakeReport):
    """Write a report down, open or name its incident, and send units there."""

    units: tuple[ThingId, ...] = ()
    taken_over_reason: str | None = None
    although: bool = False


def take_call(request: TakeAndSend, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Write the report down and send nobody; a ticked unit refuses it, for nobody told it to go."""
    if request.units:
        known = (rows.get(UNIT, one) for one in dict.fromkeys(request.units))
        signs = " · ".join(one.call_sign if one else "?" for one in known)
        return refuse("dispatch.ticked_not_sent", at="units", units=signs)
    return take_report(request, rows, actor, now)


def take_and_send(
    request: TakeAndSend, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """All of it or nothing: a unit that may not be sent refuses the whole."""
    units = tuple(dict.fromkeys(request.units))
    if not units:
        return refuse("dispatch.unit_needed", at="units")
    if request.about is None and request.opens is None:
        return refuse("dispatch.incident_needed", at="opens")
    drafts = take_report(request, rows, actor, now)
    if isinstance(drafts, Refusal):
        return drafts
    incident = request.about or thing_made_by(request.id, 1)
    for unit in units:
        sent = send_unit(
            SendUnit(
                id=request.id,
                unit=unit,
                incident=incident,
                taken_over_reason=request.taken_over_reason,
                although=request.although,
                invented=request.invented,
            ),
            rows,
            actor,
            now,
        )
        if isinstance(sent, Refusal):
            return sent
        drafts = [*drafts, *sent]
    return drafts
