"""Who should go where, why, and what waiting loses. Pure: the time is given, nothing is asked.

One assignment per resource class. A unit's benefit at an incident is the expected survivors if it
goes now less those if the same people wait for the next unit. A person decides; nothing here sends.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from najda.dispatch.assignment import FORBIDDEN, assign
from najda.dispatch.candidates import (
    MINUTE_MS,
    CandidateSettings,
    WhyNot,
    free_in_minutes,
    why_not,
    why_not_there,
)
from najda.dispatch.slots import ORDER_MINUTES, Slot, demand_of
from najda.dispatch.states import (
    IncidentState,
    ResourceClass,
    Travel,
    UnitState,
    UnitStatus,
)
from najda.dispatch.survival import SurvivalSettings
from najda.dispatch.waiting import WaitSettings, expected_wait


@dataclass(frozen=True, slots=True)
class ProposalSettings:
    """All named assumptions behind a proposal."""

    survival: SurvivalSettings = field(default_factory=SurvivalSettings)
    candidates: CandidateSettings = field(default_factory=CandidateSettings)
    waiting: WaitSettings = field(default_factory=WaitSettings)
    #: A crew on the road is diverted only for at least this gain (millionths of a survivor).
    divert_gain: int = 20_000
    #: A crew this close to its scene is not diverted.
    divert_least_minutes: int = 1


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best unit for the same people."""

    unit: str
    arrive_minutes: int
    benefit: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One line, as a key and values; the page says it in the reader's language."""

    key: str
    values: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One unit for one incident. Benefits in millionths of an expected survivor."""

    unit: str
    kind: ResourceClass
    incident: str
    arrive_minutes: int
    #: More than 0: plan only, the unit is still busy for so long.
    free_in_minutes: int
    #: The incident it would be taken away from.
    diverted_from: str | None
    #: True where the unit is already on its way there: nothing to decide.
    keeps: bool
    benefit: int
    #: Expected survivors lost if the people wait ten minutes longer.
    ten_minutes_lose: int
    runner_up: RunnerUp | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Held:
    """A hold in force and its price: expected survivors lost between arrival and its end."""

    incident: str
    minutes_left: int
    price: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All proposals of one moment, best first, and why the others are not among them."""

    proposals: tuple[Proposal, ...]
    not_candidates: Mapping[str, WhyNot]
    #: (incident, class) -> why no unit of that class is proposed there.
    unserved: Mapping[tuple[str, ResourceClass], WhyNot]
    held: tuple[Held, ...]


def propose(
    now_ms: int,
    units: Sequence[UnitState],
    incidents: Sequence[IncidentState],
    travel: Travel,
    settings: ProposalSettings | None = None,
) -> Plan:
    """The plan for this moment. The order of units and incidents changes nothing."""
    how = settings or ProposalSettings()
    fleet = sorted(enumerate(units), key=lambda pair: pair[1].id)
    scenes = sorted(enumerate(incidents), key=lambda pair: pair[1].id)
    refused = {u.id: no for _, u in fleet if (no := why_not(u, now_ms, how.candidates))}
    rooms = [
        _Room(
            kind,
            now_ms,
            fleet=fleet,
            scenes=scenes,
            travel=travel,
            how=how,
            refused=refused,
        )
        for kind in ResourceClass
    ]
    proposals = sorted(
        (p for room in rooms for p in room.proposals()), key=lambda p: (-p.benefit, p.unit)
    )
    unserved = {k: v for room in rooms for k, v in room.unserved(proposals).items()}
    held = tuple(h for room in rooms for h in room.held())
    return Plan(tuple(proposals), refused, unserved, _together(held))


def _together(held: Iterable[Held]) -> tuple[Held, ...]:
    """One line per incident: the classes' prices added."""
    found: dict[str, Held] = {}
    for one in held:
        before = found.get(one.incident)
        price = one.price + (before.price if before else 0)
        found[one.incident] = Held(one.incident, one.minutes_left, price)
    return tuple(found[name] for name in sorted(found))


@dataclass(frozen=True, slots=True)
class _Place:
    """A slot at its incident."""

    column: int
    incident: IncidentState
    since: int
    slot: Slot

    def loss(self, early: int, late: int) -> int:
        """See ``Slot.loss``; both in minutes from now."""
        return self.slot.loss(self.since + early, self.since + late)


class _Room:
    """The assignment of one resource class."""

    def __init__(
        self,
        kind: ResourceClass,
        now_ms: int,
        *,
        fleet: Sequence[tuple[int, UnitState]],
        scenes: Sequence[tuple[int, IncidentState]],
        travel: Travel,
        how: ProposalSettings,
        refused: Mapping[str, WhyNot],
    ) -> None:
        self._kind, self._now_ms, self._how, self._travel = kind, now_ms, how, travel
        living = [(n, u) for n, u in fleet if u.kind is kind and _alive(u, refused)]
        self._units = [(n, u) for n, u in living if u.id not in refused]
        self._nobody = _why_nobody([u.id for _, u in fleet if u.kind is kind], refused)
        self._scenes: list[tuple[int, IncidentState, int, tuple[Slot, ...]]] = []
        backlog = 0.0
        for column, incident in scenes:
            since = max(0, (now_ms - incident.occurred_ms) // MINUTE_MS)
            step = since // ORDER_MINUTES * ORDER_MINUTES
            demand = demand_of(incident.people, kind, step, how.survival, seen=incident.seen)
            if demand.slots:
                slots = demand.slots[: len(self._units)]
                self._scenes.append((column, incident, since, slots))
                backlog += demand.expected
        self._wait = expected_wait(kind, backlog, len(living), how.waiting)
        self._price = how.waiting.price(self._wait)
        self._blocked: dict[str, WhyNot] = {}
        self._slots = [
            _Place(column, incident, since, slot)
            for column, incident, since, slots in self._scenes
            for slot in slots
        ]
        self._worth = [self._row(number, unit) for number, unit in self._units]

    def proposals(self) -> list[Proposal]:
        """The best assignment of this class."""
        names = [u.id for _, u in self._units]
        kept = _worth_keeping(self._worth, len(names))
        slots = [f"{self._slots[n].incident.id}#{self._slots[n].slot.rank}" for n in kept]
        rows = [[row[n] for n in kept] for row in self._worth]
        pairs = assign(rows, names, slots)
        return [self._proposal(row, kept[column]) for row, column in sorted(pairs.items())]

    def unserved(self, proposals: Sequence[Proposal]) -> dict[tuple[str, ResourceClass], WhyNot]:
        """Incidents with people of this class and no proposal, and why."""
        served = {p.incident for p in proposals if p.kind is self._kind}
        return {
            (incident.id, self._kind): self._blocked.get(incident.id, self._nobody)
            for _, incident, _, _ in self._scenes
            if incident.id not in served
        }

    def held(self) -> list[Held]:
        """The price of each hold for the people of this class."""
        found: dict[str, Held] = {}
        for place in self._slots:
            incident = place.incident
            if incident.hold_until_ms is None or incident.hold_until_ms <= self._now_ms:
                continue
            left = -(-(incident.hold_until_ms - self._now_ms) // MINUTE_MS)
            arrivals = [self._arrive(row, unit, place.column) for row, unit in self._units]
            soonest = min((a for a in arrivals if a is not None), default=left)
            price = place.loss(min(soonest, left), left)
            before = found.get(incident.id)
            found[incident.id] = Held(incident.id, left, price + (before.price if before else 0))
        return list(found.values())

    def _arrive(self, row: int, unit: UnitState, column: int) -> int | None:
        minutes = self._travel.arrive[row][column]
        return None if minutes is None else minutes + free_in_minutes(unit, self._now_ms)

    def _row(self, number: int, unit: UnitState) -> list[int]:
        """What one unit in every slot is worth: survivors gained, and minutes of units saved.

        Minutes are counted from a longest drive down, so that worths stay above nothing and the
        least urgent are still ranked among themselves.
        """
        row: list[int] = []
        how, travel, wait = self._how, self._travel, self._wait
        for column, incident, since, slots in self._scenes:
            arrive, onward = self._arrive(number, unit, column), travel.onward[column]
            no = why_not_there(
                unit,
                incident,
                arrive=arrive,
                onward=onward,
                home=travel.home[column],
                now_ms=self._now_ms,
                settings=how.candidates,
            )
            if no is not None or arrive is None:
                self._blocked.setdefault(incident.id, no or WhyNot.NO_WAY)
                row += [FORBIDDEN] * len(slots)
                continue
            bound_minutes = arrive + (onward or 0 if kind_carries(self._kind) else 0)
            saved = self._price * max(0, LONGEST_DRIVE_MINUTES - bound_minutes)
            extra = saved + self._keeping(unit, incident, arrive)
            early = since + arrive
            row += [slot.loss(early, early + wait) + extra for slot in slots]
        return row

    def _keeping(self, unit: UnitState, incident: IncidentState, arrive: int) -> int:
        """What must be gained before a crew on the road is turned round."""
        if unit.status is not UnitStatus.EN_ROUTE or unit.incident != incident.id:
            return 0
        near = arrive <= self._how.divert_least_minutes
        return 10 * self._how.divert_gain if near else self._how.divert_gain

    def _proposal(self, row: int, place: int) -> Proposal:
        number, unit = self._units[row]
        here = self._slots[place]
        incident = here.incident
        arrive = self._arrive(number, unit, here.column)
        assert arrive is not None
        keeps = unit.status is UnitStatus.EN_ROUTE and unit.incident == incident.id
        diverted = unit.incident if unit.status is UnitStatus.EN_ROUTE and not keeps else None
        free_in = free_in_minutes(unit, self._now_ms)
        return Proposal(
            unit=unit.id,
            kind=self._kind,
            incident=incident.id,
            arrive_minutes=arrive,
            free_in_minutes=free_in,
            diverted_from=diverted,
            keeps=keeps,
            benefit=here.loss(arrive, arrive + self._wait),
            ten_minutes_lose=here.loss(arrive, arrive + 10),
            runner_up=self._runner_up(row, place),
            reason=Reason(
                f"dispatch.reason.{_case(keeps=keeps, diverted=diverted, free_in=free_in)}",
                {
                    "need": here.slot.need.value,
                    "arrive_minutes": arrive,
                    "walk_minutes": self._walk(number, here.column),
                    "people": sum(p.count for p in incident.people),
                    "seen": incident.seen,
                    "exact_place": incident.exact_place,
                    "wait_minutes": self._wait,
                    "minutes_since_strike": self._since(incident.last_strike_ms),
                    "aircraft_overhead": incident.aircraft_overhead,
                    "fuel_said": unit.fuel_minutes is not None,
                },
            ),
        )

    def _walk(self, row: int, column: int) -> int:
        return 0 if self._travel.walk is None else self._travel.walk[row][column]

    def _since(self, at_ms: int | None) -> int | None:
        return None if at_ms is None else max(0, self._now_ms - at_ms) // MINUTE_MS

    def _runner_up(self, row: int, place: int) -> RunnerUp | None:
        here = self._slots[place]
        others = [
            (-self._worth[other][place], unit.id, number, unit)
            for other, (number, unit) in enumerate(self._units)
            if other != row and self._worth[other][place] > FORBIDDEN
        ]
        if not others:
            return None
        _, name, number, unit = min(others, key=lambda o: o[:2])
        arrive = self._arrive(number, unit, here.column) or 0
        return RunnerUp(name, arrive, here.loss(arrive, arrive + self._wait))


#: A drive this long is as bad as any longer one.
LONGEST_DRIVE_MINUTES = 120


def kind_carries(kind: ResourceClass) -> bool:
    """True where units of this class take people to a facility."""
    return kind is ResourceClass.AMBULANCE


def _alive(unit: UnitState, refused: Mapping[str, WhyNot]) -> bool:
    return refused.get(unit.id) in (None, WhyNot.BUSY, WhyNot.RESTING)


def _why_nobody(units: Sequence[str], refused: Mapping[str, WhyNot]) -> WhyNot:
    """What keeps the units of a class from a place nothing else blocks."""
    if not units:
        return WhyNot.NO_UNIT
    if any(one not in refused for one in units):
        return WhyNot.BUSY
    reasons = [refused[one] for one in units]
    return max(sorted(set(reasons)), key=reasons.count)


def _case(*, keeps: bool, diverted: str | None, free_in: int) -> str:
    if keeps:
        return "keeps"
    if diverted is not None:
        return "divert"
    return "soon_free" if free_in else "send"


def _worth_keeping(worth: Sequence[Sequence[int]], units: int) -> list[int]:
    """Slots that can be in a best assignment: for each unit its best so many.

    An exchange shows it: a unit outside its best ``units`` slots finds one of them free.
    """
    kept: set[int] = set()
    for row in worth:
        if len(row) <= 2 * units:
            return list(range(len(row)))
        least = nlargest(units, row)[-1]
        equal = [n for n, value in enumerate(row) if value == least]
        kept.update(n for n, value in enumerate(row) if value > least)
        kept.update(equal[:units])
    return sorted(kept)
