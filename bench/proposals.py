"""How fast a full proposal is: run ``python bench/proposals.py``, with ``NAJDA_SHARED`` named.

From positions and closures to a plan: closures applied, ETAs over Auckland's streets, one
assignment per class. 40 units and 60 incidents, then ever more.
"""

import gc
import json
import time
from random import Random

from extracts import auckland
from najda.dispatch.proposals import propose
from najda.dispatch.states import (
    IncidentState,
    People,
    ResourceClass,
    Travel,
    UnitState,
    UnitStatus,
)
from najda.dispatch.survival import Need
from najda.roads.closures import Closure, ClosureKind
from najda.roads.eta import Roads
from najda.roads.network import Point

NOW_MS = 1_474_600_000_000
MINUTE_MS = 60_000
SIZES = ((40, 60), (80, 120), (160, 240), (400, 600))
KINDS = (ResourceClass.AMBULANCE, ResourceClass.AMBULANCE, *ResourceClass)


def fleet(count: int) -> list[UnitState]:
    return [
        UnitState(id=f"u{n}", kind=KINDS[n % len(KINDS)], status=UnitStatus.AVAILABLE)
        for n in range(count)
    ]


def scenes(count: int, rng: Random) -> list[IncidentState]:
    return [
        IncidentState(
            id=f"i{n}",
            occurred_ms=NOW_MS - rng.randrange(180) * MINUTE_MS,
            people=tuple(People(need, rng.randint(0, 3)) for need in Need),
        )
        for n in range(count)
    ]


def plan_once(
    roads: Roads,
    closures: list[Closure],
    units: list[tuple[UnitState, Point]],
    incidents: list[tuple[IncidentState, Point]],
    facilities: list[Point],
) -> int:
    """Everything a board does between a tap on the map and new proposals."""
    roads.apply(closures, NOW_MS)
    places = [p for _, p in incidents]
    arrive = [
        [_minutes(e.seconds) for e in row] for row in roads.etas([p for _, p in units], places)
    ]
    onward = [
        min((m for m in row if m is not None), default=None)
        for row in roads.drive_minutes(places, facilities)
    ]
    plan = propose(
        NOW_MS,
        [u for u, _ in units],
        [i for i, _ in incidents],
        Travel(arrive, onward, onward),
    )
    return len(plan.proposals)


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else -(-seconds // 60)


def main() -> None:
    network = auckland()
    rng = Random(6)
    roads = Roads(network)

    def places(count: int) -> list[Point]:
        return [network.node(n) for n in rng.choices(range(network.node_count), k=count)]

    closures = [
        Closure(id=f"c{n}", kind=ClosureKind.CUT, at=p, since_ms=0)
        for n, p in enumerate(places(520))
    ]
    facilities = places(6)
    answer: dict[str, object] = {"closures": 500}
    for units, incidents in SIZES:
        times = []
        boards = 100 if units == SIZES[0][0] else 5
        for turn in range(boards + 1):
            board = (
                list(zip(fleet(units), places(units), strict=True)),
                list(zip(scenes(incidents, rng), places(incidents), strict=True)),
            )
            if turn == 1:
                # A network is a million small values that stay: a server must keep them out of
                # the collector's way, or a full collection takes 50 ms now and then.
                gc.freeze()
            in_force = closures[turn % 20 : turn % 20 + 500]
            start = time.perf_counter()
            proposals = plan_once(roads, in_force, *board, facilities)
            times.append(1000 * (time.perf_counter() - start))
        times = sorted(times[1:])
        answer[f"{units}x{incidents}"] = {
            "p50_ms": round(times[len(times) // 2], 1),
            "p99_ms": round(times[min(len(times) - 1, len(times) * 99 // 100)], 1),
            "proposals": proposals,
        }
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
