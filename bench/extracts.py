"""The road data that benches run on, read from the folder named by ``NAJDA_SHARED``."""

import csv
import io
import os
import zipfile
from pathlib import Path

from najda.roads.importer import import_extract, largest_part
from najda.roads.network import Basis, NetworkBuilder, Point, RoadNetwork, Street


def shared_roads() -> Path:
    return Path(os.environ["NAJDA_SHARED"]) / "data" / "roads"


def auckland() -> RoadNetwork:
    """The published graph, one street per arc (its arcs are directed)."""
    with zipfile.ZipFile(shared_roads() / "auckland-jemss" / "roads.zip") as archive:
        tables = {
            name: list(csv.reader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }
    nodes = [row for row in tables["nodes.csv"] if row and row[0].replace(".", "").isdigit()]
    arcs = [row for row in tables["arcs.csv"] if row and row[0].replace(".", "").isdigit()]
    builder = NetworkBuilder(Basis.STREETS, [Point(float(r[2]), float(r[1])) for r in nodes])
    for row in arcs:
        ends = int(float(row[1])) - 1, int(float(row[2])) - 1
        metres, ms = 1000 * float(row[3]), round(float(row[4]) * 86_400_000)
        builder.streets.append(Street(*ends, metres, ms, back=False))
    return largest_part(builder.build())


def heidelberg() -> RoadNetwork:
    return import_extract(shared_roads() / "heidelberg-2024-09-08.osm.pbf")[0]
