"""Plays a night under a policy, minute by minute, and scores it without tossing coins.

The policy sees a ``View`` of plain values: what was reported, where units are, driving minutes as
known five minutes ago. The truth stays in here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from statistics import median
from time import perf_counter

from najda.dispatch.survival import (
    MILLION,
    Need,
    SurvivalSettings,
    curve_of,
    table_of,
)
from najda.drill.night import UNIT_KINDS, Night, NightUnit, Strike
from najda.drill.streets import FOREVER, Streets

SETTINGS = SurvivalSettings()
#: How the room reads a unit's phase.
STATE_OF = {
    "idle": "idle",
    "driving": "en_route",
    "entering": "en_route",
    "working": "busy",
    "carrying": "busy",
    "handing_over": "busy",
}
#: The hand-over a room reckons with when it does not know better.
USUAL_HANDOVER_MINUTES = 13
#: Reports about streets come this many minutes late.
STREETS_LATE = 5


@dataclass(frozen=True, slots=True)
class UnitView:
    """What the room knows of a unit. ``place`` is an index into the driving minutes."""

    id: str
    kind: str
    place: int
    #: "idle", "en_route" or "busy".
    state: str
    #: The incident it drives to or stands at.
    incident: str | None
    #: Minutes until it is expected to be free.
    free_in: int
    #: Minutes until it is expected at ``incident``, while en route.
    arrives_in: int | None
    #: True where the unit stands on the scene of ``incident``.
    on_scene: bool


@dataclass(frozen=True, slots=True)
class IncidentView:
    """What the room knows of an incident: reported figures, or what a crew on scene saw."""

    id: str
    place: int
    occurred: int
    reported: int
    #: True once a crew was there: figures and triage are right from then on.
    seen: bool
    #: Triage classes of wounded people not yet reached.
    wounded: tuple[str, ...]
    #: Trapped people not yet worked on; before a crew was there it is not known who lies deep.
    trapped: int
    deep: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything a policy may use."""

    now: int
    units: tuple[UnitView, ...]
    incidents: tuple[IncidentView, ...]
    #: Driving minutes place to place, as known a few minutes ago; ``FOREVER`` = no way.
    drive: Sequence[Sequence[int]]
    access: int
    facilities: tuple[int, ...]
    #: True where a report or a first look on scene came since the last decision.
    fresh: bool


#: Orders: unit id -> incident id.
Policy = Callable[[View], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Played:
    """The result of a night under one policy."""

    score: float
    score_by_kind: dict[str, float]
    #: Median minutes from the first report to the first unit of the kind on scene.
    median_response_min: dict[str, float]
    latencies_ms: tuple[float, ...]
    wounded_reached: int
    trapped_freed: int


@dataclass(slots=True)
class _Unit:
    truth: NightUnit
    id: str
    place: int
    phase: str = "idle"
    goal: "_Incident | None" = None
    at: "_Incident | None" = None
    heading: int | None = None
    due: int = FOREVER
    handover: int = 0


@dataclass(slots=True)
class _Incident:
    strike: Strike
    id: str
    place: int
    seen: bool = False
    wounded: list[tuple[str, int, int]] = field(default_factory=list)
    light: list[int] = field(default_factory=list)
    deep: list[int] = field(default_factory=list)
    first_on_scene: dict[str, int] = field(default_factory=dict)


def name_by_content(*content: object) -> str:
    """A name that depends on what a thing is, so that renaming ids in a file changes nothing."""
    return blake2b(repr(content).encode(), digest_size=8).hexdigest()


class Simulator:
    """One night, one policy, one pass."""

    def __init__(self, night: Night, streets: Streets, policy: Policy) -> None:
        self._night, self._streets, self._policy = night, streets, policy
        index = streets.index
        self._units = _unique_units(night, index)
        self._facilities = tuple(sorted(index[f] for f in night.facilities))
        self._coming = sorted(
            (_incident(strike, index) for strike in night.strikes),
            key=lambda i: (i.strike.report.minute, i.id),
        )
        self._known: dict[str, _Incident] = {}
        self._open: dict[str, _Incident] = {}
        self._scores = dict.fromkeys(UNIT_KINDS, 0)
        self._reached = {"wounded": 0, "trapped": 0}
        self._news = self._fresh = False
        self._latencies: list[float] = []
        self._now = 0

    def play(self) -> Played:
        """Play to the end of the night."""
        for now in range(self._night.minutes):
            self.minute(now)
        return self.played()

    def minute(self, now: int) -> None:
        """Play one minute; they are played in turn."""
        self._now = now
        self._lose_units()
        self._move()
        self._hear()
        for _ in range(len(self._units)):
            if not self._news:
                break
            self._decide()
            self._move()

    def played(self) -> Played:
        """The result up to the last minute played."""
        return Played(
            score=sum(self._scores.values()) / MILLION,
            score_by_kind={kind: score / MILLION for kind, score in self._scores.items()},
            median_response_min=self._responses(),
            latencies_ms=tuple(self._latencies),
            wounded_reached=self._reached["wounded"],
            trapped_freed=self._reached["trapped"],
        )

    def _lose_units(self) -> None:
        kept = [u for u in self._units if u.truth.lost_at != self._now]
        if len(kept) < len(self._units):
            self._news = True
            self._units = kept

    def _hear(self) -> None:
        while self._coming and self._coming[0].strike.report.minute <= self._now:
            incident = self._coming.pop(0)
            self._known[incident.id] = incident
            self._open[incident.id] = incident
            self._news = self._fresh = True

    def _decide(self) -> None:
        self._news = False
        if not self._open or not any(STATE_OF[u.phase] != "busy" for u in self._units):
            return
        view = self._view()
        start = perf_counter()
        orders = self._policy(view)
        self._fresh = False
        self._latencies.append(1000 * (perf_counter() - start))
        for unit in self._units:
            goal = self._known.get(orders.get(unit.id, ""))
            if goal is not None and STATE_OF[unit.phase] != "busy" and goal is not unit.goal:
                self._send(unit, goal)

    def _send(self, unit: _Unit, goal: _Incident) -> None:
        unit.goal = goal
        if unit.at is goal:
            unit.phase, unit.due = "entering", self._now
            return
        unit.phase, unit.at = "driving", None
        if unit.heading is None:
            unit.due = self._now

    def _move(self) -> None:
        moving = True
        while moving:
            moving = False
            for unit in self._units:
                if unit.due <= self._now:
                    self._step(unit)
                    moving = True

    def _step(self, unit: _Unit) -> None:
        """Let one unit do what is due: arrive at a place, at a scene, or finish its work."""
        if unit.heading is not None:
            unit.place, unit.heading = unit.heading, None
        goal = unit.goal
        if unit.phase == "driving" and goal is not None:
            if unit.place == goal.place:
                unit.phase, unit.due = "entering", self._now + self._night.access_minutes
            else:
                self._hop(unit, goal.place)
        elif unit.phase == "entering" and goal is not None:
            unit.at = goal
            self._on_scene(unit, goal)
        elif unit.phase == "working" and unit.truth.kind == "ambulance":
            unit.phase, unit.at, unit.goal = "carrying", None, None
        elif unit.phase == "carrying":
            self._to_facility(unit)
        else:
            self._free(unit)

    def _hop(self, unit: _Unit, target: int) -> None:
        node, minutes = self._streets.next_hop(self._now, unit.place, target)
        if node is None:
            unit.due = self._now + 1
        else:
            unit.heading, unit.due = node, self._now + minutes

    def _on_scene(self, unit: _Unit, incident: _Incident) -> None:
        incident.first_on_scene.setdefault(unit.truth.kind, self._now)
        self._fresh |= not incident.seen
        incident.seen = True
        if unit.truth.kind == "ambulance":
            self._take_wounded(unit, incident)
        else:
            people = incident.light if unit.truth.kind == "rescue_crew" else incident.deep
            if people:
                work = people.pop(0)
                unit.phase, unit.goal, unit.due = "working", incident, self._now + work
                self._save("trapped", Need.TRAPPED, incident, self._now + work, unit)
            else:
                self._free(unit)
        self._close_if_empty(incident)

    def _take_wounded(self, unit: _Unit, incident: _Incident) -> None:
        """The crew takes whoever would lose most by waiting half an hour longer."""
        if not incident.wounded:
            self._free(unit)
            return
        since = self._now - incident.strike.minute
        worst = max(incident.wounded, key=lambda w: (_loss(w[0], since), w))
        incident.wounded.remove(worst)
        triage, scene, unit.handover = worst
        self._save("wounded", Need(triage), incident, self._now, unit)
        unit.phase, unit.goal, unit.due = "working", incident, self._now + scene

    def _save(self, kind: str, need: Need, incident: _Incident, at: int, unit: _Unit) -> None:
        """Add the expected survivor, if the night lasts and the unit lives that long."""
        lost = unit.truth.lost_at
        if at < self._night.minutes and (lost is None or at < lost):
            table = table_of(curve_of(need, SETTINGS, seen=True))
            self._scores[unit.truth.kind] += table[at - incident.strike.minute]
            self._reached[kind] += 1

    def _to_facility(self, unit: _Unit) -> None:
        if unit.place in self._facilities:
            unit.phase, unit.due = "handing_over", self._now + unit.handover
            return
        row = self._streets.minutes(self._now)[unit.place]
        self._hop(unit, min(self._facilities, key=lambda f: (row[f], f)))

    def _free(self, unit: _Unit) -> None:
        unit.phase, unit.goal, unit.due = "idle", None, FOREVER
        self._news = True

    def _close_if_empty(self, incident: _Incident) -> None:
        self._news = True
        if not (incident.wounded or incident.light or incident.deep):
            self._open.pop(incident.id, None)

    def _view(self) -> View:
        return View(
            now=self._now,
            units=tuple(self._unit_view(u) for u in self._units),
            incidents=tuple(_incident_view(i) for i in self._open.values()),
            drive=self._streets.minutes(self._now - STREETS_LATE),
            access=self._night.access_minutes,
            facilities=self._facilities,
            fresh=self._fresh,
        )

    def _unit_view(self, unit: _Unit) -> UnitView:
        incident = unit.goal or unit.at
        return UnitView(
            id=unit.id,
            kind=unit.truth.kind,
            place=unit.place if unit.heading is None else unit.heading,
            state=STATE_OF[unit.phase],
            incident=incident.id if incident else None,
            free_in=self._expected_free_in(unit),
            arrives_in=self._expected_arrival(unit),
            on_scene=unit.at is not None,
        )

    def _expected_free_in(self, unit: _Unit) -> int:
        """What a crew would say when asked: driving by the map, usual minutes a hand-over."""
        left = max(0, unit.due - self._now)
        if unit.phase == "driving" and unit.heading is not None:
            return left
        if unit.phase == "handing_over" or unit.truth.kind != "ambulance":
            return left if STATE_OF[unit.phase] == "busy" else 0
        if unit.phase not in ("working", "carrying"):
            return 0
        row = self._streets.minutes(self._now - STREETS_LATE)[unit.heading or unit.place]
        return left + USUAL_HANDOVER_MINUTES + min(row[f] for f in self._facilities)

    def _expected_arrival(self, unit: _Unit) -> int | None:
        if unit.goal is None or STATE_OF[unit.phase] != "en_route":
            return None
        if unit.phase == "entering":
            return unit.due - self._now
        place = unit.place if unit.heading is None else unit.heading
        row = self._streets.minutes(self._now - STREETS_LATE)[place]
        return self._expected_free_in(unit) + row[unit.goal.place] + self._night.access_minutes

    def _responses(self) -> dict[str, float]:
        found: dict[str, float] = {}
        needs = {
            "ambulance": [i for i in self._known.values() if i.strike.wounded],
            "rescue_crew": [
                i for i in self._known.values() if any(not t.deep for t in i.strike.trapped)
            ],
        }
        for kind, incidents in needs.items():
            waits = [
                i.first_on_scene.get(kind, self._night.minutes) - i.strike.report.minute
                for i in incidents
            ]
            if waits:
                found[kind] = float(median(waits))
        return found


def _loss(triage: str, since: int) -> int:
    table = table_of(curve_of(Need(triage), SETTINGS, seen=True))
    return table[since] - table[since + 30]


def _unique_units(night: Night, index: Mapping[str, int]) -> list[_Unit]:
    twins: dict[str, int] = {}
    units = []
    truths = sorted(night.units, key=lambda u: (u.kind, index[u.place], u.lost_at or 0))
    for truth in truths:
        name = name_by_content(truth.kind, index[truth.place], truth.lost_at)
        twins[name] = twins.get(name, 0) + 1
        units.append(_Unit(truth, f"{name}-{twins[name]}", index[truth.place]))
    return sorted(units, key=lambda u: u.id)


def _incident(strike: Strike, index: Mapping[str, int]) -> _Incident:
    content = (strike.minute, index[strike.place], strike.wounded, strike.trapped, strike.report)
    return _Incident(
        strike,
        name_by_content(*content),
        index[strike.place],
        wounded=[(w.triage, w.scene_minutes, w.handover_minutes) for w in strike.wounded],
        light=[t.work_minutes for t in strike.trapped if not t.deep],
        deep=[t.work_minutes for t in strike.trapped if t.deep],
    )


def _incident_view(incident: _Incident) -> IncidentView:
    report = incident.strike.report
    seen = incident.seen
    return IncidentView(
        id=incident.id,
        place=incident.place,
        occurred=incident.strike.minute,
        reported=report.minute,
        seen=seen,
        wounded=tuple(w[0] for w in incident.wounded) if seen else report.wounded,
        trapped=len(incident.light) if seen else report.trapped,
        deep=len(incident.deep) if seen else 0,
    )
