"""The product's own code path as a policy: views become states, ``propose`` does the thinking."""

from collections.abc import Mapping

from najda.dispatch.proposals import MINUTE_MS, ProposalSettings, propose
from najda.dispatch.states import (
    IncidentState,
    People,
    ResourceClass,
    Travel,
    UnitState,
    UnitStatus,
)
from najda.dispatch.survival import Need
from najda.drill.simulator import IncidentView, UnitView, View
from najda.drill.streets import FOREVER

_STATUS = {
    "idle": UnitStatus.AVAILABLE,
    "en_route": UnitStatus.EN_ROUTE,
    "busy": UnitStatus.BUSY,
}


def proposal(view: View, settings: ProposalSettings | None = None) -> Mapping[str, str]:
    """Accept every proposal that can be carried out now."""
    plan = propose(
        view.now * MINUTE_MS,
        [_unit(u, view.now) for u in view.units],
        [_incident(i) for i in view.incidents],
        travel(view),
        settings,
    )
    return {p.unit: p.incident for p in plan.proposals if p.free_in_minutes == 0}


def travel(view: View) -> Travel:
    """Driving minutes of a view; a busy ambulance starts from its facility."""
    onward = []
    for incident in view.incidents:
        nearest = min(view.drive[incident.place][f] for f in view.facilities)
        onward.append(nearest if nearest < FOREVER else None)
    return Travel([_row(view, unit) for unit in view.units], onward, [0] * len(onward))


def _row(view: View, unit: UnitView) -> list[int | None]:
    place, ahead = unit.place, unit.free_in if unit.state == "en_route" else 0
    if unit.state == "busy" and unit.kind == "ambulance":
        drive = view.drive[place]
        place = min(view.facilities, key=lambda f: (drive[f], f))
    row: list[int | None] = []
    drive = view.drive[place]
    for incident in view.incidents:
        minutes = ahead + drive[incident.place] + view.access
        if incident.id == unit.incident:
            if unit.on_scene and (unit.kind != "ambulance" or unit.state == "idle"):
                minutes = 0
            elif unit.arrives_in is not None:
                minutes = unit.arrives_in
        row.append(minutes if minutes < FOREVER else None)
    return row


def _unit(unit: UnitView, now: int) -> UnitState:
    return UnitState(
        id=unit.id,
        kind=ResourceClass(unit.kind),
        status=_STATUS[unit.state],
        incident=unit.incident,
        on_scene=unit.on_scene,
        free_at_ms=(now + unit.free_in) * MINUTE_MS if unit.state == "busy" else None,
    )


def _incident(incident: IncidentView) -> IncidentState:
    people = [People(Need(t), incident.wounded.count(t)) for t in sorted(set(incident.wounded))]
    if incident.trapped:
        people.append(People(Need.TRAPPED, incident.trapped))
    if incident.deep:
        people.append(People(Need.TRAPPED_DEEP, incident.deep))
    return IncidentState(
        id=incident.id,
        occurred_ms=incident.occurred * MINUTE_MS,
        people=tuple(people),
        seen=incident.seen,
    )
