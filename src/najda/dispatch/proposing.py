"""From what the journal last knew to a plan. Pure: the time is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from najda.dispatch.destinations import Destinations, destinations
from najda.dispatch.facts import Step
from najda.dispatch.incident_states import figures_of, incident_state
from najda.dispatch.picture import MINUTE_MS, Picture, Scene
from najda.dispatch.proposals import Plan, ProposalSettings, propose
from najda.dispatch.rules import CalloutRow
from najda.dispatch.slots import an_hour_loses
from najda.dispatch.states import IncidentState, ResourceClass, Travel
from najda.dispatch.unit_states import LOST, callout_of, class_of, spot_of, unit_state
from najda.places.located import Located, located
from najda.roads.eta import Eta, Roads
from najda.roads.network import Point
from najda.units.rules import UnitRow
from najda.vocabulary import ThingId


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan with what a reader needs to understand it."""

    plan: Plan
    #: (unit, incident) -> the ETA the plan reckoned with.
    etas: Mapping[tuple[ThingId, ThingId], Eta]
    #: Incidents that lie nowhere we know, so that nothing can be proposed.
    without_place: tuple[ThingId, ...]
    #: How many incidents were not looked at, because so many others press more.
    left_out: int
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
    how = settings or ProposalSettings()
    states = {scene.incident.id: incident_state(picture, scene, at) for scene, at in placed}
    every, placed = len(placed), _most_pressing(picture, placed, states, how)
    crews = [(unit, kind) for unit in picture.units if (kind := class_of(unit)) is not None]
    spots = [spot_of(picture, unit, placed) for unit, _ in crews]
    onward = destinations(
        picture.facilities, [(s.incident.id, where) for s, where in placed], roads, picture.now_ms
    )
    travel, etas = _travel(picture, roads, crews, spots, placed, onward)
    plan = propose(
        picture.now_ms,
        [unit_state(picture, unit, kind, spot, placed) for (unit, kind), spot in zip(
            crews, spots, strict=True)],
        [states[scene.incident.id] for scene, _ in placed],
        travel,
        how,
    )  # fmt: skip
    return Proposed(
        plan=plan,
        etas=etas,
        without_place=tuple(without),
        left_out=every - len(placed),
        destinations=onward,
        unsaid=frozenset(s.incident.id for s, _ in placed if figures_of(s) == (None, None)),
        where={s.incident.id: where for s, where in placed}
        | {unit.id: spot for (unit, _), spot in zip(crews, spots, strict=True) if spot},
    )


def _most_pressing(
    picture: Picture,
    placed: list[tuple[Scene, Located]],
    states: Mapping[ThingId, IncidentState],
    how: ProposalSettings,
) -> list[tuple[Scene, Located]]:
    """Those incidents that lose most in an hour, and all that units are bound to."""
    most = picture.settings.most_scenes
    if len(placed) <= most:
        return placed
    bound = {one.incident for some in picture.callouts.values() for one in some}

    def urgency(pair: tuple[Scene, Located]) -> tuple[bool, int, ThingId]:
        scene = pair[0]
        loses = an_hour_loses(states[scene.incident.id], picture.now_ms, how.survival)
        return bound.isdisjoint(scene.members), -loses, scene.incident.id

    ordered = sorted(placed, key=urgency)
    return ordered[: max(most, sum(not urgency(pair)[0] for pair in ordered))]


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
        callout = callout_of(picture, unit.id)
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
        if (spot := located(base.place, base.quarter)) and not LOST & set(base.states)
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
