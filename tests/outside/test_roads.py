"""Real extracts: 12,000 ETAs compared with scipy, through cuts and reopening."""

import csv
import io
import os
import zipfile
from pathlib import Path
from random import Random

import pytest

from najda.roads.importer import import_extract, largest_part
from najda.roads.network import NO_WAY, Basis, NetworkBuilder, Point, RoadNetwork, Street
from najda.roads.router import HierarchyRouter, ScipyRouter

pytestmark = pytest.mark.outside
SOURCES, TARGETS = 100, 120


def shared_roads() -> Path:
    return Path(os.environ["NAJDA_SHARED"]) / "data" / "roads"


def rows(archive: zipfile.ZipFile, name: str) -> list[list[str]]:
    table = csv.reader(io.StringIO(archive.read(name).decode()))
    return [row for row in table if row and row[0].replace(".", "").isdigit()]


@pytest.fixture(scope="module", params=["auckland", "heidelberg", "liechtenstein"])
def network(request: pytest.FixtureRequest) -> RoadNetwork:
    if request.param != "auckland":
        [file] = shared_roads().glob(f"{request.param}*.osm.pbf")
        return import_extract(file)[0]
    with zipfile.ZipFile(shared_roads() / "auckland-jemss" / "roads.zip") as archive:
        nodes, arcs = rows(archive, "nodes.csv"), rows(archive, "arcs.csv")
    builder = NetworkBuilder(Basis.STREETS, [Point(float(r[2]), float(r[1])) for r in nodes])
    for row in arcs:
        ends = int(float(row[1])) - 1, int(float(row[2])) - 1
        metres, ms = 1000 * float(row[3]), round(float(row[4]) * 86_400_000)
        builder.streets.append(Street(*ends, metres, ms, back=False))
    return largest_part(builder.build())


def test_12000_etas_are_the_same_before_and_after_cuts_and_reopening(network: RoadNetwork) -> None:
    rng = Random(1)
    ours, oracle = HierarchyRouter(network), ScipyRouter(network)
    sources = rng.choices(range(network.node_count), k=SOURCES)
    targets = rng.choices(range(network.node_count), k=TARGETS)
    assert ours.matrix(sources, targets) == oracle.matrix(sources, targets)
    for cuts in (1, 10, 500):
        closed = rng.sample(range(network.arc_count), cuts)
        for change in (
            dict.fromkeys(closed, NO_WAY),
            {arc: 3 * network.travel_ms[arc] for arc in closed},
            {arc: network.travel_ms[arc] for arc in closed},
        ):
            ours.change(change)
            oracle.change(change)
            assert ours.matrix(sources, targets) == oracle.matrix(sources, targets)


def test_a_route_is_as_long_as_the_matrix_says_and_its_arcs_join(network: RoadNetwork) -> None:
    rng = Random(2)
    ours = HierarchyRouter(network)
    for _ in range(50):
        source, target = rng.sample(range(network.node_count), 2)
        found = ours.path(source, target)
        assert found is not None
        assert found[0] == sum(network.travel_ms[arc] for arc in found[1])
        assert found[0] == ours.matrix([source], [target])[0][0]
        joints = [source, *(network.head[arc] for arc in found[1])]
        assert [network.tail[arc] for arc in found[1]] == joints[:-1]
        assert joints[-1] == target


def test_the_largest_part_holds_together(network: RoadNetwork) -> None:
    ours = HierarchyRouter(network)
    every = list(range(0, network.node_count, 50))

    assert max(ours.matrix([0], every)[0]) < NO_WAY
    assert max(row[0] for row in ours.matrix(every, [0])) < NO_WAY
