"""The district graph: neighbours, rivers and front lines; no scipy needed."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from najda.roads.district import Barrier, district_network, neighbours
from najda.roads.eta import Roads
from najda.roads.network import Basis, Point

GRID = [(f"q{r}{c}", r * 0.01, c * 0.01 + r * 0.001) for r in range(3) for c in range(3)]
coordinate = st.integers(0, 60).map(lambda n: 36 + n / 500)


def test_neighbouring_quarters_are_joined_and_every_eta_says_districts() -> None:
    roads = Roads(district_network(GRID))
    eta = roads.etas([Point(0, 0)], [Point(0, 0.02)])[0][0]

    assert eta.basis is Basis.DISTRICTS
    assert eta.drive_seconds is not None
    straight_line_seconds = 2 * 0.01 * 111_195 / 7
    assert 1.3 < eta.drive_seconds / straight_line_seconds < 1.5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(coordinate, coordinate), max_size=25))
def test_every_quarter_can_reach_every_other_whatever_the_centres(
    centres: list[tuple[float, float]],
) -> None:
    network = district_network([(str(n), lat, lon) for n, (lat, lon) in enumerate(centres)])
    roads = Roads(network)
    places = [Point(lat, lon) for lat, lon in centres]

    assert all(eta.by_vehicle for row in roads.etas(places[:1], places) for eta in row)


def test_the_order_of_the_quarters_changes_nothing() -> None:
    one, other = district_network(GRID), district_network(GRID[::-1])

    assert list(one.tail) == list(other.tail)
    assert one.names == other.names


def test_a_front_line_is_never_crossed_and_a_river_only_at_its_bridge() -> None:
    line = (Point(-1, 0.0155), Point(1, 0.0155))
    west, east = Point(0, 0), Point(0, 0.02)
    front = Roads(district_network(GRID, [Barrier("front", line)]))
    river = Roads(district_network(GRID, [Barrier("river", line, (Point(0.02, 0.0155),))]))
    open_city = Roads(district_network(GRID))

    assert front.etas([west], [east])[0][0].seconds is None
    over, free = river.etas([west], [east])[0][0], open_city.etas([west], [east])[0][0]
    assert over.seconds is not None
    assert free.seconds is not None
    assert over.seconds > 1.5 * free.seconds
    assert sum(river.network.bridge) == 2


def test_one_quarter_or_none_is_a_graph_too() -> None:
    assert neighbours([]) == []
    assert district_network([]).node_count == 0
    alone = Roads(district_network([("a", 1, 1)]))
    assert alone.etas([Point(1, 1)], [Point(1, 1)])[0][0].seconds == 0
    nothing = Roads(district_network([]))
    assert nothing.etas([Point(1, 1)], [Point(1, 1)])[0][0].seconds is None


def test_it_works_where_neither_scipy_nor_numpy_nor_pyroutingkit_is_installed() -> None:
    program = """
import sys
for name in ("scipy", "numpy", "pyroutingkit"):
    sys.modules[name] = None
import importlib.util
importlib.util.find_spec = lambda name, package=None: None
from najda.roads.district import district_network
from najda.roads.eta import Roads
from najda.roads.network import Point
roads = Roads(district_network([("a", 0, 0), ("b", 0, 0.01), ("c", 0.01, 0)]))
print(roads.etas([Point(0, 0)], [Point(0, 0.01)])[0][0].drive_seconds)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert int(done.stdout) > 100
