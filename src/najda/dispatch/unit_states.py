"""What the journal last knew of a unit, as a proposal reckons with it. Pure."""

from collections.abc import Sequence

from najda.dispatch.facts import Step
from najda.dispatch.hearing import last_heard
from najda.dispatch.picture import MINUTE_MS, Picture, Scene
from najda.dispatch.rules import CalloutRow
from najda.dispatch.states import ResourceClass, UnitState, UnitStatus
from najda.places.located import Located, located
from najda.units.facts import BaseState
from najda.units.rules import UnitRow
from najda.vocabulary import ThingId

_ON_THE_WAY = frozenset({"dispatched", Step.ACKNOWLEDGED, Step.EN_ROUTE, Step.BLOCKED})
LOST = frozenset({BaseState.DESTROYED})


def class_of(unit: UnitRow) -> ResourceClass | None:
    """The class a unit is assigned in; none for those that are sent by hand only."""
    try:
        return ResourceClass(unit.kind.value) if unit.kind else None
    except ValueError:
        return None


def callout_of(picture: Picture, unit: ThingId) -> CalloutRow | None:
    """The callout that binds a unit: the last one sent."""
    live = picture.callouts.get(unit, ())
    return max(live, key=lambda one: one.sent_ms or 0) if live else None


def spot_of(
    picture: Picture, unit: UnitRow, placed: Sequence[tuple[Scene, Located]]
) -> Located | None:
    """Where a unit is or will be free: its incident once there, else where it was last placed."""
    callout = callout_of(picture, unit.id)
    if callout is not None and callout.state not in _ON_THE_WAY:
        for scene, where in placed:
            if callout.incident in scene.members:
                return where
    found = located(unit.place, unit.quarter)
    home = picture.bases.get(unit.base or "")
    return found or (located(home.place, home.quarter) if home else None)


def unit_state(
    picture: Picture,
    unit: UnitRow,
    kind: ResourceClass,
    spot: Located | None,
    placed: Sequence[tuple[Scene, Located]],
) -> UnitState:
    """What it does and how long still, its fuel, when it was heard, whether its base lives."""
    callout = callout_of(picture, unit.id)
    status = _status(unit, callout)
    litres = unit.fuel_said.fuel_litres if unit.fuel_said else None
    return UnitState(
        id=unit.id,
        kind=kind,
        status=status,
        incident=_scene_of(callout, placed),
        on_scene=callout is not None and callout.state == Step.ON_SCENE,
        free_at_ms=_free_at(picture, callout) if status is UnitStatus.BUSY and callout else None,
        fuel_minutes=None if litres is None else int(litres * picture.settings.minutes_per_litre),
        equipment=frozenset(unit.equipment),
        last_heard_ms=_known_at(unit, callout),
        base_alive=_base_alive(picture, unit),
        placed=spot is not None,
    )


def _status(unit: UnitRow, callout: CalloutRow | None) -> UnitStatus:
    if callout is not None:
        there = callout.state not in _ON_THE_WAY or bool(callout.recalls)
        return UnitStatus.BUSY if there else UnitStatus.EN_ROUTE
    free = unit.available and not unit.reserved
    return UnitStatus.AVAILABLE if free else UnitStatus.UNAVAILABLE


def _scene_of(
    callout: CalloutRow | None, placed: Sequence[tuple[Scene, Located]]
) -> ThingId | None:
    if callout is None:
        return None
    return next((s.incident.id for s, _ in placed if callout.incident in s.members), None)


def _free_at(picture: Picture, callout: CalloutRow) -> int:
    how = picture.settings
    minutes = {
        Step.TRANSPORTING.value: how.transport_minutes,
        Step.AT_FACILITY.value: how.facility_minutes,
    }.get(callout.state, how.on_scene_minutes)
    expected = (callout.state_since_ms or picture.now_ms) + minutes * MINUTE_MS
    return max(expected, picture.now_ms + how.overdue_minutes * MINUTE_MS)


def _known_at(unit: UnitRow, callout: CalloutRow | None) -> int | None:
    """When somebody last knew of it: by ear, by its place or by its status."""
    times = [unit.placed_ms, unit.status.at_ms if unit.status else None]
    times += [last_heard(unit, (callout,) if callout else ())]
    return max((one for one in times if one is not None), default=None)


def _base_alive(picture: Picture, unit: UnitRow) -> bool:
    """False where its base is said to be destroyed and nobody heard from the unit since."""
    home = picture.bases.get(unit.base or "")
    lost = [c.at_ms for c in home.claims if c.stands and c.state in LOST] if home else []
    return not lost or (_known_at(unit, None) or 0) > max(lost)
