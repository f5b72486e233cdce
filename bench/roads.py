"""How fast roads answer: ``python bench/roads.py``, ``NAJDA_SHARED`` naming the data folder.

Ratios come from one run on one machine: the same question to the router in use and to scipy.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from extracts import auckland, heidelberg, shared_roads
from najda.roads.closures import Closure, ClosureKind
from najda.roads.eta import Roads
from najda.roads.network import NO_WAY, RoadNetwork
from najda.roads.router import Router, ScipyRouter, router_for

UNITS, INCIDENTS, CLOSURES = 40, 60, 500


def median_ms(action: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found)


def matrix_ratio(network: RoadNetwork) -> dict[str, float]:
    """A 40 x 60 matrix after 500 closures, both engines, answers compared."""
    rng = Random(6)
    nodes = range(network.node_count)
    sources, targets = rng.choices(nodes, k=UNITS), rng.choices(nodes, k=INCIDENTS)
    cut = dict.fromkeys(rng.sample(range(network.arc_count), CLOSURES), NO_WAY)
    start = time.perf_counter()
    ours: Router = router_for(network)
    prepared = time.perf_counter() - start
    oracle = ScipyRouter(network)
    ours.change(cut)
    oracle.change(cut)
    assert ours.matrix(sources, targets) == oracle.matrix(sources, targets)
    fast = median_ms(lambda: ours.matrix(sources, targets), 50)
    slow = median_ms(lambda: oracle.matrix(sources, targets), 5)
    one = rng.randrange(network.arc_count)
    shut, open_again = {one: NO_WAY}, {one: network.travel_ms[one]}

    def tap(router: Router) -> None:
        router.change(shut)
        router.matrix(sources, targets)

    apply_one = median_ms(lambda: ours.change(shut), 20) + median_ms(
        lambda: ours.change(open_again), 20
    )
    oracle_one = median_ms(lambda: tap(oracle), 3)
    again = median_ms(lambda: tap(ours), 20)
    return {
        "prepare_s": round(prepared, 2),
        "matrix_ms": round(fast, 3),
        "scipy_matrix_ms": round(slow, 1),
        "matrix_ratio": round(slow / fast, 1),
        "closure_and_reopening_ms": round(apply_one, 4),
        "closure_and_matrix_ms": round(again, 3),
        "closure_and_matrix_ratio": round(oracle_one / again, 1),
    }


def board(network: RoadNetwork) -> dict[str, float]:
    """The whole path a board takes: closures as values, places as positions, ETAs as answers."""
    rng = Random(7)
    roads = Roads(network)
    spot = [network.node(n) for n in rng.choices(range(network.node_count), k=700)]
    closures = [
        Closure(id=str(n), kind=ClosureKind.CUT, at=spot[n], since_ms=0) for n in range(CLOSURES)
    ]
    start = time.perf_counter()
    roads.apply(closures, 1)
    first = 1000 * (time.perf_counter() - start)
    units, incidents = spot[500:540], spot[540:600]
    roads.etas(units, incidents)
    etas = median_ms(lambda: roads.etas(units, incidents), 20)
    more = [*closures, Closure(id="x", kind=ClosureKind.CUT, at=spot[650], since_ms=0)]
    both = [more, closures]

    def tap() -> None:
        roads.apply(both[0], 1)
        both.reverse()
        roads.etas(units, incidents)

    tap()
    tap()
    return {
        "first_500_closures_ms": round(first, 1),
        "etas_ms": round(etas, 2),
        "tap_and_etas_ms": round(median_ms(tap, 10), 2),
    }


IMPORT_ALONE = """
import json, sys, time
from pathlib import Path
from najda.roads.importer import import_extract
import numpy, scipy.sparse.csgraph, osmium
def peak():
    [line] = [x for x in open("/proc/self/status") if x.startswith("VmHWM")]
    return int(line.split()[1])
before = peak()
start = time.perf_counter()
network, report = import_extract(Path(sys.argv[1]))
seconds = time.perf_counter() - start
grown = peak() - before
print(json.dumps({"arcs": report.arcs, "seconds": seconds, "mib": grown / 1024}))
"""


def import_cost(file: Path) -> dict[str, float]:
    """Time and memory of an import in a process of its own, per 100,000 arcs kept."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALONE, str(file)], capture_output=True, text=True, check=True
    )
    cost = json.loads(done.stdout)
    scale = 100_000 / cost["arcs"]
    return {
        "arcs": cost["arcs"],
        "seconds": round(cost["seconds"], 2),
        "seconds_per_100k_arcs": round(cost["seconds"] * scale, 1),
        "mib_per_100k_arcs": round(cost["mib"] * scale),
    }


def main() -> None:
    answer: dict[str, object] = {}
    for name, load in (("auckland", auckland), ("heidelberg", heidelberg)):
        network = load()
        answer[name] = {
            "junctions": network.node_count,
            "arcs": network.arc_count,
            **matrix_ratio(network),
            **board(network),
        }
    answer["import"] = {
        name: import_cost(shared_roads() / name)
        for name in ("heidelberg-2024-09-08.osm.pbf", "liechtenstein-2015-07-27.osm.pbf")
    }
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
