"""No policy can do better than this: an upper bound on the expected survivors of a night.

Every unit-minute gets a price. A person is worth, at best, their survival when reached less the
price of the unit-minutes that reaching them must take; the bound is the sum of those worths (where
positive) and of the prices of all unit-minutes there are. **Any prices give a valid bound** (weak
duality), so neither a solver's tolerance nor its time grid can make it wrong. Good prices are the
dual values of a linear programme over coarse time steps (HiGHS), then improved on the minute.

Valid for policies that know the future and divert crews on the road: only minutes that no policy
can save are charged. An ambulance reaching somebody has driven at least the shortest open way from
the nearest facility or base since it last stood at one, however it was diverted between (triangle
inequality), and is then bound on scene, to the nearest facility and at the hand-over. A crew that
frees somebody has worked there for the whole time, and whoever frees the first has just come in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from najda.dispatch.survival import MILLION, Curve, Need, curve_of, table_of
from najda.drill.night import UNIT_KINDS, Night, Strike
from najda.drill.simulator import SETTINGS
from najda.drill.streets import Streets

#: Steps of the coarse linear programme, in minutes.
STEP = 15
#: Steps of improvement on the minute (subgradients with Polyak's step length).
IMPROVEMENTS = 40
#: The first step aims this share below the best bound so far, the last at it.
AIM = 0.03
#: Everybody is granted this much anyway, so that later minutes need not be looked at.
NEGLIGIBLE = 1e-5

Numbers = Any


@dataclass(frozen=True, slots=True)
class Job:
    """One person, and the least that reaching them takes. Minutes of the night."""

    curve: Curve
    strike: int
    #: The earliest minute the person can be reached (or freed).
    earliest: int
    #: Unit-minutes bound before and after that moment, at least.
    before: int
    after: int


def bound(night: Night, streets: Streets) -> float:
    """Expected survivors that no policy can exceed on this night."""
    return sum(kind_bound(night, jobs_of(night, streets, kind), kind) for kind in UNIT_KINDS)


def kind_bound(night: Night, jobs: Sequence[Job], kind: str) -> float:
    """The bound for the people whom one kind of unit serves."""
    if not jobs:
        return 0.0
    fleet = fleet_of(night, kind, max(job.after for job in jobs))
    worths = _Worths(jobs, night.minutes)
    prices = np.repeat(_coarse_prices(jobs, fleet, night.minutes), STEP)[: night.minutes]
    value, use = worths.certificate(prices, fleet)
    best = value
    for turn in range(IMPROVEMENTS):
        slope = use - fleet
        square = float(slope @ slope)
        if square == 0:
            break
        aim = best * (1 - AIM * (1 - turn / IMPROVEMENTS))
        prices = np.maximum(0.0, prices + (value - aim) / square * slope)
        value, use = worths.certificate(prices, fleet)
        best = min(best, value)
    return best


def fleet_of(night: Night, kind: str, longest: int) -> Numbers:
    """Units alive by the minute; a lost one counts until its last task could have ended."""
    fleet = np.zeros(night.minutes)
    for unit in night.units:
        if unit.kind == kind:
            last = night.minutes if unit.lost_at is None else unit.lost_at + longest
            fleet[:last] += 1
    return fleet


def jobs_of(night: Night, streets: Streets, kind: str) -> list[Job]:
    """All people of a night whom a kind of unit serves."""
    index, open_minutes = streets.index, streets.open_minutes
    facilities = {index[f] for f in night.facilities}
    starts = facilities | {index[u.place] for u in night.units if u.kind == "ambulance"}
    found: list[Job] = []
    for strike in night.strikes:
        place = index[strike.place]
        reach = strike.report.minute + night.access_minutes
        if kind == "ambulance":
            before = night.access_minutes + min(open_minutes[s][place] for s in starts)
            onward = min(open_minutes[place][f] for f in facilities)
            found += [
                _job(strike, Need(w.triage), reach, before,
                     w.scene_minutes + onward + w.handover_minutes)
                for w in strike.wounded
            ]  # fmt: skip
        else:
            works = [t.work_minutes for t in strike.trapped if t.deep is (kind == "heavy_rescue")]
            found += [
                _job(strike, Need.TRAPPED, reach + work, work + entering, 0)
                for work, entering in zip(
                    works, chain([night.access_minutes], repeat(0)), strict=False
                )
            ]
    return [job for job in found if job.earliest < night.minutes]


def _job(strike: Strike, need: Need, earliest: int, before: int, after: int) -> Job:
    curve = curve_of(need, SETTINGS, seen=True)
    return Job(curve, strike.minute, earliest, before, after)


class _Worths:
    """What each person is worth at given prices, on the minute."""

    def __init__(self, jobs: Sequence[Job], minutes: int) -> None:
        self._minutes = minutes
        self._tables = {job.curve: _until_negligible(job.curve) for job in jobs}
        self._jobs = jobs

    def certificate(self, prices: Numbers, fleet: Numbers) -> tuple[float, Numbers]:
        """The bound these prices prove, and the unit-minutes asked for at them."""
        minutes = self._minutes
        spent = np.concatenate(([0.0], np.cumsum(prices)))
        change = np.zeros(minutes + 1)
        total = float(prices @ fleet)
        for job in self._jobs:
            table = self._tables[job.curve]
            last = min(minutes, job.strike + len(table))
            moments = np.arange(job.earliest, max(last, job.earliest + 1))
            start = np.maximum(0, moments - job.before)
            end = np.minimum(minutes, moments + job.after)
            worth = table[np.minimum(moments - job.strike, len(table) - 1)]
            worth = worth - spent[end] + spent[start]
            best = int(worth.argmax())
            if worth[best] <= NEGLIGIBLE:
                total += NEGLIGIBLE
            else:
                total += float(worth[best])
                change[start[best]] += 1
                change[end[best]] -= 1
        return total, np.cumsum(change)[:minutes]


def _until_negligible(curve: Curve) -> Numbers:
    """Survival by the minute as long as it is above ``NEGLIGIBLE``; nobody is worth more after."""
    table = np.array(table_of(curve)) / MILLION
    return table[: int(np.count_nonzero(table > NEGLIGIBLE)) + 1]


def _coarse_prices(jobs: Sequence[Job], fleet: Numbers, minutes: int) -> Numbers:
    """Prices per unit-minute from a linear programme in which like people are taken together."""
    groups: dict[tuple[Curve, int, int], list[Job]] = {}
    for job in jobs:
        key = (job.curve, job.strike, job.earliest // STEP)
        groups.setdefault(key, []).append(job)
    steps = -(-minutes // STEP)
    room = np.add.reduceat(fleet, np.arange(0, minutes, STEP))
    rows: list[Numbers] = []
    columns: list[Numbers] = []
    data: list[Numbers] = []
    gains: list[float] = []
    counts: list[int] = []
    for number, members in enumerate(groups.values()):
        counts.append(len(members))
        first = members[0]
        before = sum(j.before for j in members) / len(members)
        after = sum(j.after for j in members) / len(members)
        table = table_of(first.curve)
        for step in _candidate_steps(first.earliest // STEP, steps):
            moment = max(first.earliest, step * STEP + STEP // 2)
            if moment >= minutes:
                break
            use_rows, use = _use(moment - before, moment + after, steps)
            rows += [*use_rows, steps + number]
            columns += [len(gains)] * (len(use_rows) + 1)
            data += [*use, 1.0]
            gains.append(-table[moment - first.strike] / MILLION)
    matrix = coo_array((data, (rows, columns)), shape=(steps + len(counts), len(gains)))
    limits = np.concatenate((room, counts))
    solved = linprog(gains, A_ub=matrix.tocsr(), b_ub=limits, method="highs-ds")
    return -solved.ineqlin.marginals[:steps]


def _candidate_steps(first: int, steps: int) -> list[int]:
    """Every step for four hours, then ever fewer: prices only have to be good."""
    found, step = [], first
    while step < steps:
        found.append(step)
        step += 1 + (step - first) // 16
    return found


def _use(start: float, end: float, steps: int) -> tuple[list[int], list[float]]:
    """Minutes of each coarse step between two moments."""
    first, last = max(0, int(start // STEP)), min(steps - 1, int(end // STEP))
    span = range(first, last + 1)
    return list(span), [max(0.0, min(end, (n + 1) * STEP) - max(start, n * STEP)) for n in span]
