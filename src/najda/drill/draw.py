"""Draws a night from a seed: 72 hours, 600 strikes, three of four bases lost in the first night."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from najda.drill.night import (
    TRIAGE,
    FirstReport,
    Night,
    NightClosure,
    NightUnit,
    Place,
    Street,
    Strike,
    Trapped,
    Wounded,
)
from najda.roads.district import district_network
from najda.roads.network import metres_between


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parameters of a drawn night; the figures of the prototype, so that results compare."""

    hours: int = 72
    strikes: int = 600
    strikes_first_night: int = 100
    first_night_hours: int = 12
    #: Severely wounded and trapped at load 1.0.
    wounded: int = 570
    trapped: int = 630
    #: Shares of bleeding classes (time constants 25, 70, 240 minutes).
    triage_shares: tuple[float, ...] = (0.2, 0.4, 0.4)
    deep_share: float = 0.2
    ambulances: int = 16
    rescue_crews: int = 12
    heavy_teams: int = 4
    bases: int = 4
    bases_lost: int = 3
    vehicles_lost_share: float = 0.4
    report_late_minutes: float = 5.0
    report_late_sigma: float = 0.8
    figure_sigma: float = 0.5
    triage_right: float = 0.7
    fire_minutes: int = 20
    rubble_minutes: int = 480
    side_km: float = 9.0
    quarters_a_side: int = 8
    facilities: int = 4


def chance(seed: str) -> Random:
    """A source of chance that repeats itself; nothing here has to be secret."""
    return Random(seed)  # noqa: S311


def draw_night(
    seed: int,
    load: float,
    drawing: Drawing | None = None,
    *,
    places: Sequence[Place] | None = None,
) -> Night:
    """The night of a seed. ``load`` multiplies the people harmed; strikes and streets stay.

    ``places``: the quarters of a real city; without them a city is drawn too.
    """
    how = drawing or Drawing()
    city = chance(f"city {seed}")
    places = list(places) if places is not None else _places(city, how)
    streets = _streets(places)
    bases = city.sample(places, how.bases)
    facilities = city.sample(places, how.facilities)
    when_where = _strike_times(chance(f"strikes {seed}"), places, how)
    return Night(
        name=f"seed {seed}",
        minutes=how.hours * 60,
        places=tuple(places),
        streets=tuple(streets),
        closures=tuple(_closures(chance(f"closures {seed}"), when_where, streets, how)),
        facilities=tuple(sorted(p.id for p in facilities)),
        units=tuple(_units(chance(f"units {seed}"), bases, how)),
        strikes=tuple(_strikes(chance(f"people {seed} {load}"), when_where, load, how)),
    )


def _places(rng: Random, how: Drawing) -> list[Place]:
    """Quarter centres: a grid with every centre moved a little. Around a point of nowhere."""
    step = how.side_km / 111.195 / how.quarters_a_side
    return [
        Place(
            f"q{row}{column}",
            round((row + rng.uniform(-0.35, 0.35)) * step, 5),
            round((column + rng.uniform(-0.35, 0.35)) * step, 5),
        )
        for row in range(how.quarters_a_side)
        for column in range(how.quarters_a_side)
    ]


def _streets(places: Sequence[Place]) -> list[Street]:
    network = district_network([(p.id, p.lat, p.lon) for p in places])
    longest = 3_000.0
    return [
        Street(network.names[tail], network.names[head], max(1, round(ms / 60_000)))
        for tail, head, ms in zip(network.tail, network.head, network.travel_ms, strict=True)
        if tail < head and metres_between(network.node(tail), network.node(head)) < longest
    ]


def _strike_times(rng: Random, places: Sequence[Place], how: Drawing) -> list[tuple[int, Place]]:
    """Sorties of a few strikes within minutes of one another on neighbouring quarters."""
    spans = [
        (how.strikes_first_night, 0, how.first_night_hours * 60),
        (how.strikes - how.strikes_first_night, how.first_night_hours * 60, how.hours * 60),
    ]
    found: list[tuple[int, Place]] = []
    for count, start, end in spans:
        left = count
        while left:
            size = min(left, rng.randint(1, 6))
            begin, centre = rng.randrange(start, end), rng.choice(places)
            near = sorted(places, key=lambda p: _apart(p, centre))[:6]
            found += [
                (min(end - 1, begin + rng.randint(0, 12)), rng.choice(near)) for _ in range(size)
            ]
            left -= size
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def _apart(a: Place, b: Place) -> float:
    return (a.lat - b.lat) ** 2 + (a.lon - b.lon) ** 2


def _closures(
    rng: Random, strikes: Sequence[tuple[int, Place]], streets: Sequence[Street], how: Drawing
) -> list[NightClosure]:
    """Every second strike throws rubble on a street beside it; every strike brings it fire."""
    beside: dict[str, list[int]] = {}
    for number, street in enumerate(streets):
        beside.setdefault(street.a, []).append(number)
        beside.setdefault(street.b, []).append(number)
    found = []
    for minute, place in strikes:
        hit = rng.choice(beside[place.id])
        found.append(NightClosure(hit, "under_fire", minute, minute + how.fire_minutes))
        if rng.random() < 0.5:  # noqa: PLR2004
            lasts = round(how.rubble_minutes * rng.uniform(0.5, 1.5))
            found.append(NightClosure(hit, "rubble", minute, minute + lasts))
    return found


def _units(rng: Random, bases: Sequence[Place], how: Drawing) -> list[NightUnit]:
    lost = {
        base.id: rng.randrange(60, how.first_night_hours * 60)
        for base in rng.sample(list(bases), how.bases_lost)
    }
    kinds = (
        ("ambulance", how.ambulances),
        ("rescue_crew", how.rescue_crews),
        ("heavy_rescue", how.heavy_teams),
    )
    found = [
        (f"{kind}-{number + 1}", kind, bases[number % how.bases].id)
        for kind, count in kinds
        for number in range(count)
    ]
    gone: dict[str, int] = {}
    for base, minute in sorted(lost.items()):
        here = [name for name, _, at in found if at == base]
        for name in rng.sample(here, round(how.vehicles_lost_share * len(here))):
            gone[name] = minute
    return [NightUnit(name, kind, base, gone.get(name)) for name, kind, base in found]


def _strikes(
    rng: Random, when_where: Sequence[tuple[int, Place]], load: float, how: Drawing
) -> list[Strike]:
    weights = [rng.gammavariate(0.6, 1.0) for _ in when_where]
    share = load / sum(weights)
    found = []
    for number, ((minute, place), weight) in enumerate(zip(when_where, weights, strict=True)):
        wounded = tuple(
            Wounded(
                rng.choices(TRIAGE, how.triage_shares)[0],
                round(rng.uniform(5, 13)),
                round(rng.uniform(5, 13)),
            )
            for _ in range(_poisson(rng, how.wounded * weight * share))
        )
        trapped = tuple(
            _trapped(rng, how) for _ in range(_poisson(rng, how.trapped * weight * share))
        )
        report = _report(rng, minute, wounded, len(trapped), how)
        found.append(Strike(f"s{number + 1}", minute, place.id, wounded, trapped, report))
    return found


def _trapped(rng: Random, how: Drawing) -> Trapped:
    deep = rng.random() < how.deep_share
    median = 60 if deep else 35
    return Trapped(deep, max(10, min(300, round(median * exp(rng.gauss(0, 0.4))))))


def _report(
    rng: Random, minute: int, wounded: Sequence[Wounded], trapped: int, how: Drawing
) -> FirstReport:
    late = how.report_late_minutes * exp(rng.gauss(0, how.report_late_sigma))
    seen = [
        w.triage
        if rng.random() < how.triage_right
        else rng.choice([t for t in TRIAGE if t != w.triage])
        for w in wounded
    ]
    told = round(len(seen) * exp(rng.gauss(0, how.figure_sigma)))
    rng.shuffle(seen)
    seen = seen[:told]
    seen += [rng.choices(TRIAGE, how.triage_shares)[0] for _ in range(told - len(seen))]
    told_trapped = round(trapped * exp(rng.gauss(0, how.figure_sigma)))
    return FirstReport(minute + max(1, round(late)), tuple(sorted(seen)), told_trapped)


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson number by counting arrivals of unit rate (means here stay below a hundred)."""
    count, time = 0, rng.expovariate(1.0)
    while time < mean:
        count, time = count + 1, time + rng.expovariate(1.0)
    return count
