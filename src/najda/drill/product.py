"""The product's own code path as a policy: views become states, ``propose`` does the thinking."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from najda.dispatch.candidates import MINUTE_MS, CandidateSettings
from najda.dispatch.proposals import ProposalSettings, propose
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

SOON = CandidateSettings().soon_free_minutes
_STATUS = {
    "idle": UnitStatus.AVAILABLE,
    "en_route": UnitStatus.EN_ROUTE,
    "busy": UnitStatus.BUSY,
}


def proposal(view: View, settings: ProposalSettings | None = None) -> Mapping[str, str]:
    """Accept every proposal that can be carried out now.

    Classes without an idle unit are asked only when something new was told: only then can a
    crew on the road be better sent elsewhere.
    """
    asked = {u.kind for u in view.units if view.fresh or u.state == "idle"}
    view = replace(
        view,
        units=tuple(u for u in view.units if u.kind in asked),
        incidents=tuple(i for i in view.incidents if _kinds_needed(i) & asked),
    )
    plan = propose(
        view.now * MINUTE_MS,
        [_unit(u, view.now) for u in view.units],
        [_incident(i) for i in view.incidents],
        travel(view),
        settings,
    )
    return {p.unit: p.incident for p in plan.proposals if p.free_in_minutes == 0}


def _kinds_needed(incident: IncidentView) -> set[str]:
    kinds = set()
    if incident.wounded:
        kinds.add("ambulance")
    if incident.trapped:
        kinds.add("rescue_crew")
    if incident.deep or (incident.trapped and not incident.seen):
        kinds.add("heavy_rescue")
    return kinds


def travel(view: View) -> Travel:
    """Driving minutes of a view; a busy ambulance starts from its facility."""
    onward = []
    for incident in view.incidents:
        nearest = min(view.drive[incident.place][f] for f in view.facilities)
        onward.append(nearest if nearest < FOREVER else None)
    nowhere: list[int | None] = [None] * len(onward)
    rows = [
        _row(view, u) if u.state != "busy" or u.free_in <= SOON else nowhere for u in view.units
    ]
    return Travel(rows, onward, [0] * len(onward))


def _row(view: View, unit: UnitView) -> list[int | None]:
    place, ahead = unit.place, unit.free_in if unit.state == "en_route" else 0
    if unit.state == "busy" and unit.kind == "ambulance":
        place = min(view.facilities, key=lambda f: (view.drive[unit.place][f], f))
    drive, ahead = view.drive[place], ahead + view.access
    row: list[int | None] = [
        ahead + drive[i.place] if drive[i.place] < FOREVER else None for i in view.incidents
    ]
    if unit.incident is not None and (own := _own_arrival(unit)) is not None:
        for column, incident in enumerate(view.incidents):
            if incident.id == unit.incident:
                row[column] = own
    return row


def _own_arrival(unit: UnitView) -> int | None:
    """Minutes to the incident it stands at or drives to, where they are not the map's."""
    if unit.on_scene and (unit.kind != "ambulance" or unit.state == "idle"):
        return 0
    return unit.arrives_in


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
    return _state(
        incident.id,
        incident.occurred,
        incident.wounded,
        incident.trapped,
        incident.deep,
        seen=incident.seen,
    )


@lru_cache(maxsize=1 << 14)
def _state(
    name: str, occurred: int, wounded: tuple[str, ...], trapped: int, deep: int, *, seen: bool
) -> IncidentState:
    people = [People(Need(t), wounded.count(t)) for t in sorted(set(wounded))]
    if trapped:
        people.append(People(Need.TRAPPED, trapped))
    if deep:
        people.append(People(Need.TRAPPED_DEEP, deep))
    return IncidentState(id=name, occurred_ms=occurred * MINUTE_MS, people=tuple(people), seen=seen)
