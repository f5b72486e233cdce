"""From what the journal last knew to the inputs of a proposal. Pure: the time is given.

Every assumption made where something was not said is a named setting here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from najda.dispatch.destinations import Destinations, destinations
from najda.dispatch.facts import Step
from najda.dispatch.proposals import Plan, ProposalSettings, propose
from najda.dispatch.rules import CalloutRow, HoldRow
from najda.dispatch.states import (
    IncidentState,
    People,
    ResourceClass,
    Travel,
    UnitState,
    UnitStatus,
)
from najda.dispatch.survival import Need
from najda.facilities.rules import FacilityRow
from najda.incidents.claims import ClaimRow
from najda.incidents.facts import ClaimKind, IncidentType
from najda.incidents.rules import IncidentRow
from najda.places.located import Located, located
from najda.reports.facts import Channel
from najda.reports.rules import ReportRow
from najda.roads.eta import Eta, Roads
from najda.roads.network import Point
from najda.units.facts import BaseState
from najda.units.rules import BaseRow, UnitRow
from najda.vocabulary import Precision, ThingId

MINUTE_MS = 60_000
_STRIKES = frozenset(
    {
        IncidentType.AIR_STRIKE,
        IncidentType.BARREL_BOMB,
        IncidentType.SHELLING,
        IncidentType.CONVOY_ATTACK,
    }
)
_MAY_TRAP = frozenset({IncidentType.AIR_STRIKE, IncidentType.BARREL_BOMB, IncidentType.COLLAPSE})
_ON_THE_WAY = frozenset({"dispatched", Step.ACKNOWLEDGED, Step.EN_ROUTE, Step.BLOCKED})
_LOST = frozenset({BaseState.DESTROYED})


@dataclass(frozen=True, slots=True)
class AssemblySettings:
    """What is reckoned with where nobody said it. All are own assumptions, to be reviewed."""

    #: Injured and trapped at a strike or collapse of which no figure was said.
    unsaid_injured: int = 2
    unsaid_trapped: int = 1
    #: Driving minutes in a litre: about 4 litres an hour in a slow city, with rubble and idling.
    minutes_per_litre: int = 10
    #: Minutes a unit is still bound after it arrives, transports, reaches the facility.
    on_scene_minutes: int = 20
    transport_minutes: int = 25
    facility_minutes: int = 15
    #: A unit that should be free by now is expected in so many minutes.
    overdue_minutes: int = 5
    #: Driving inside one quarter, where only the quarter is known.
    within_quarter_minutes: int = 3
    #: A claim of aircraft overhead older than this says nothing of now.
    aircraft_minutes: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An open incident (joined ones together) with what was reported and who was sent."""

    incident: IncidentRow
    members: tuple[ThingId, ...]
    reports: tuple[ReportRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    callouts: tuple[CalloutRow, ...] = ()
    hold: HoldRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a proposal is made from, at one moment."""

    now_ms: int
    scenes: tuple[Scene, ...]
    units: tuple[UnitRow, ...]
    bases: Mapping[ThingId, BaseRow]
    #: Live callouts by unit.
    callouts: Mapping[ThingId, tuple[CalloutRow, ...]]
    facilities: tuple[FacilityRow, ...] = ()
    settings: AssemblySettings = field(default_factory=AssemblySettings)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan with what a reader needs to understand it."""

    plan: Plan
    #: (unit, incident) -> the ETA the plan reckoned with.
    etas: Mapping[tuple[ThingId, ThingId], Eta]
    #: Incidents that lie nowhere we know, so that nothing can be proposed.
    without_place: tuple[ThingId, ...]
    #: Incidents of which nobody said how many people.
    unsaid: frozenset[ThingId]
    #: Where the patients of each incident would be taken.
    destinations: Destinations
    where: Mapping[ThingId, Located]


def proposed(picture: Picture, roads: Roads, settings: ProposalSettings | None = None) -> Proposed:
    """The plan over the roads that are left. ``roads`` has the closures in force already."""
    placed: list[tuple[Scene, Located]] = []
    without: list[ThingId] = []
    for scene in picture.scenes:
        where = located(scene.incident.place, scene.incident.quarter)
        if where is None:
            without.append(scene.incident.id)
        else:
            placed.append((scene, where))
    crews = [(unit, kind) for unit in picture.units if (kind := class_of(unit)) is not None]
    spots = [_spot(picture, unit, placed) for unit, _ in crews]
    onward = destinations(
        picture.facilities, [(s.incident.id, where) for s, where in placed], roads, picture.now_ms
    )
    travel, etas = _travel(picture, roads, crews, spots, placed, onward)
    plan = propose(
        picture.now_ms,
        [_unit(picture, unit, kind, spot, placed) for (unit, kind), spot in zip(
            crews, spots, strict=True)],
        [_incident(picture, scene, where) for scene, where in placed],
        travel,
        settings,
    )  # fmt: skip
    return Proposed(
        plan=plan,
        etas=etas,
        without_place=tuple(without),
        destinations=onward,
        unsaid=frozenset(s.incident.id for s, _ in placed if _figures(s) == (None, None)),
        where={s.incident.id: where for s, where in placed}
        | {unit.id: spot for (unit, _), spot in zip(crews, spots, strict=True) if spot},
    )


def class_of(unit: UnitRow) -> ResourceClass | None:
    """The class a unit is assigned in; none for those that are sent by hand only."""
    try:
        return ResourceClass(unit.kind.value) if unit.kind else None
    except ValueError:
        return None


def _callout(picture: Picture, unit: ThingId) -> CalloutRow | None:
    """The callout that binds a unit: the last one sent."""
    live = picture.callouts.get(unit, ())
    return max(live, key=lambda one: one.sent_ms or 0) if live else None


def _spot(
    picture: Picture, unit: UnitRow, placed: Sequence[tuple[Scene, Located]]
) -> Located | None:
    """Where a unit is or will be free: its incident once there, else where it was last placed."""
    callout = _callout(picture, unit.id)
    if callout is not None and callout.state not in _ON_THE_WAY:
        for scene, where in placed:
            if callout.incident in scene.members:
                return where
    found = located(unit.place, unit.quarter)
    home = picture.bases.get(unit.base or "")
    return found or (located(home.place, home.quarter) if home else None)


def _unit(
    picture: Picture,
    unit: UnitRow,
    kind: ResourceClass,
    spot: Located | None,
    placed: Sequence[tuple[Scene, Located]],
) -> UnitState:
    callout = _callout(picture, unit.id)
    status = _status(unit, callout)
    litres = unit.status.fuel_litres if unit.status else None
    return UnitState(
        id=unit.id,
        kind=kind,
        status=status,
        incident=_scene_of(callout, placed),
        on_scene=callout is not None and callout.state == Step.ON_SCENE,
        free_at_ms=_free_at(picture, callout) if status is UnitStatus.BUSY and callout else None,
        fuel_minutes=None if litres is None else int(litres * picture.settings.minutes_per_litre),
        equipment=frozenset(unit.equipment),
        last_heard_ms=_heard(unit, callout),
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


def _heard(unit: UnitRow, callout: CalloutRow | None) -> int | None:
    times = [unit.heard_ms, unit.placed_ms, unit.status.at_ms if unit.status else None]
    times += [callout.state_since_ms if callout else None]
    return max((one for one in times if one is not None), default=None)


def _base_alive(picture: Picture, unit: UnitRow) -> bool:
    """False where its base is said to be destroyed and nobody heard from the unit since."""
    home = picture.bases.get(unit.base or "")
    lost = [c.at_ms for c in home.claims if c.stands and c.state in _LOST] if home else []
    return not lost or (_heard(unit, None) or 0) > max(lost)


def _incident(picture: Picture, scene: Scene, where: Located) -> IncidentState:
    incident, now = scene.incident, picture.now_ms
    said = incident.occurred
    exact = said is not None and said.precision in (Precision.MINUTE, Precision.HOUR)
    occurred = min(said.start_ms if said and exact else incident.opened_ms, now)
    hold = scene.hold.until_ms if scene.hold else None
    return IncidentState(
        id=incident.id,
        occurred_ms=occurred,
        people=people_of(picture, scene),
        seen=_seen(scene),
        hold_until_ms=hold if hold is not None and hold > now else None,
        last_strike_ms=occurred if incident.type in _STRIKES else None,
        aircraft_overhead=True if _aircraft(picture, scene) else None,
        exact_place=where.exact,
    )


def _seen(scene: Scene) -> bool:
    """A crew on scene told us the figures."""
    there = any(one.first_ms(Step.ON_SCENE) is not None for one in scene.callouts)
    told = [one for one in scene.reports if one.channel is Channel.CREW]
    return there and any(one.injured is not None or one.trapped is not None for one in told)


def _aircraft(picture: Picture, scene: Scene) -> bool:
    since = picture.now_ms - picture.settings.aircraft_minutes * MINUTE_MS
    return any(
        one.live
        and one.kind is ClaimKind.AIRCRAFT_OVERHEAD
        and one.polarity == "+"
        and one.at_ms >= since
        for one in scene.claims
    )


def _figures(scene: Scene) -> tuple[int | None, int | None]:
    """Injured and trapped: the most that any report or live claim says; none where not said."""
    injured = [one.injured for one in scene.reports] + _claimed(scene, ClaimKind.INJURED)
    trapped = [one.trapped for one in scene.reports] + _claimed(scene, ClaimKind.TRAPPED)
    return (
        max((one for one in injured if one is not None), default=None),
        max((one for one in trapped if one is not None), default=None),
    )


def _claimed(scene: Scene, kind: ClaimKind) -> list[int | None]:
    return [
        one.low if one.low is not None else one.high
        for one in scene.claims
        if one.kind is kind and one.live and one.polarity == "+"
    ]


def people_of(picture: Picture, scene: Scene) -> tuple[People, ...]:
    """Those nobody works on yet: injured in triage shares, trapped less the crews at work."""
    injured, trapped = _figures(scene)
    how = picture.settings
    if injured is None and trapped is None:
        injured = how.unsaid_injured
        trapped = how.unsaid_trapped if scene.incident.type in _MAY_TRAP else None
    units = {unit.id: unit for unit in picture.units}
    there = [one for one in scene.callouts if one.first_ms(Step.ON_SCENE) is not None]
    kinds = [(class_of(units[c.unit]), c) for c in there if c.unit in units]
    carried = sum(
        kind is ResourceClass.AMBULANCE and (c.live or c.first_ms(Step.TRANSPORTING) is not None)
        for kind, c in kinds
    )
    digging = sum(kind is ResourceClass.RESCUE_CREW and c.live for kind, c in kinds)
    left, under = max(0, (injured or 0) - carried), max(0, (trapped or 0) - digging)
    grave = round(left * 0.2)
    middle = min(left - grave, max(round(left * 0.4), 1))
    counts = (
        (Need.IMMEDIATE, grave),
        (Need.DELAYED, middle),
        (Need.MINIMAL, left - grave - middle),
        (Need.TRAPPED, under),
    )
    return tuple(People(need, count) for need, count in counts if count > 0)


def _travel(
    picture: Picture,
    roads: Roads,
    crews: Sequence[tuple[UnitRow, ResourceClass]],
    spots: Sequence[Located | None],
    placed: Sequence[tuple[Scene, Located]],
    onward: Destinations,
) -> tuple[Travel, dict[tuple[ThingId, ThingId], Eta]]:
    """Minutes from each unit to each incident, onward to a facility, and home again."""
    known = [point_of(spot) for spot in spots if spot is not None]
    ends = [point_of(where) for _, where in placed]
    rows = iter(roads.etas(known, ends) if known and ends else [[] for _ in known])
    etas: dict[tuple[ThingId, ThingId], Eta] = {}
    arrive: list[list[int | None]] = []
    walk: list[list[int]] = []
    for (unit, _), spot in zip(crews, spots, strict=True):
        row = next(rows) if spot is not None else []
        callout = _callout(picture, unit.id)
        minutes: list[int | None] = [None] * len(ends)
        for column, (scene, where) in enumerate(placed):
            if spot is None:
                continue
            etas[unit.id, scene.incident.id] = row[column]
            exact = spot.exact and where.exact
            least = 1 if exact else picture.settings.within_quarter_minutes
            found = minutes[column] = _minutes(row[column], least)
            if found is not None and callout is not None and callout.incident in scene.members:
                minutes[column] = _left(picture, callout, found)
        arrive.append(minutes)
        walk.append([round(one.walk_seconds / 60) for one in row] or [0] * len(ends))
    homes = [
        point_of(spot)
        for base in picture.bases.values()
        if (spot := located(base.place, base.quarter)) and not _LOST & set(base.states)
    ]
    back = roads.drive_minutes(ends, homes) if ends and homes else [[] for _ in ends]
    home = [min((m for m in row if m is not None), default=None) for row in back]
    to_facility = [onward.minutes(scene.incident.id) for scene, _ in placed]
    return Travel(arrive, to_facility, home, walk), etas


def _left(picture: Picture, callout: CalloutRow, minutes: int) -> int:
    """Of the way to its own incident, what is left since it drove off."""
    since = callout.first_ms(Step.EN_ROUTE)
    driven = (picture.now_ms - since) // MINUTE_MS if since is not None else 0
    return max(1, minutes - max(0, driven))


def _minutes(eta: Eta, least: int) -> int | None:
    return None if eta.seconds is None else max(least, -(-eta.seconds // 60))


def point_of(where: Located) -> Point:
    """The position as the roads take it."""
    return Point(where.lat, where.lon)
