"""From an OpenStreetMap extract (``.osm.pbf``) to a road network of junctions and arcs.

Keeps the largest part in which every junction reaches every other, so that no vehicle is ever
planned into a street it cannot leave.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from najda.roads.network import (
    Basis,
    NetworkBuilder,
    Point,
    RoadNetwork,
    Street,
    metres_between,
)

#: Kilometres an hour of a rescue vehicle on an open street, by OpenStreetMap class. Own
#: assumption: about four fifths of the usual limits in a city.
SPEED_KMH = {
    "motorway": 80, "trunk": 65, "primary": 50, "secondary": 45, "tertiary": 40,
    "motorway_link": 45, "trunk_link": 40, "primary_link": 35, "secondary_link": 35,
    "tertiary_link": 30, "unclassified": 30, "residential": 25, "living_street": 12,
    "service": 12, "road": 25, "track": 12, "pedestrian": 8,
}  # fmt: skip

Box = tuple[float, float, float, float]


class ExtractRefusedError(Exception):
    """An extract that cannot be used, with a key and the values the reader's language needs."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came out of an extract."""

    ways: int
    junctions: int
    arcs: int
    bridges: int
    #: Arcs left out because they hang on no way into or out of the largest part.
    islands: int
    box: Box


@dataclass(frozen=True, slots=True)
class _Way:
    id: int
    nodes: tuple[int, ...]
    kmh: int
    bridge: bool
    forward: bool
    back: bool


def import_extract(
    file: Path, box: Box | None = None, progress: Callable[[str, int], None] | None = None
) -> tuple[RoadNetwork, ImportReport]:
    """Read an extract; ``box`` (south, west, north, east) keeps only streets that touch it.

    The box in the file's header is not believed. Raises ``ExtractRefusedError`` with the key
    ``roads.unreadable``, ``roads.truncated``, ``roads.no_roads`` or ``roads.wrong_box``.
    """
    tell = progress or (lambda _stage, _count: None)
    ways, places = _read_ways(file, tell)
    if not ways:
        raise ExtractRefusedError("roads.no_roads", file=file.name)
    found = _box_of(places)
    if box is not None:
        ways = [w for w in ways if any(_inside(places[n], box) for n in w.nodes if n in places)]
        if not ways:
            raise ExtractRefusedError("roads.wrong_box", file=file.name, wanted=box, found=found)
    network = _build(ways, places)
    whole = network.arc_count
    network = largest_part(network)
    if network.arc_count == 0:
        raise ExtractRefusedError("roads.no_roads", file=file.name)
    tell("built", network.arc_count)
    return network, ImportReport(
        ways=len(ways),
        junctions=network.node_count,
        arcs=network.arc_count,
        bridges=len({w for w, b in zip(network.way, network.bridge, strict=True) if b}),
        islands=whole - network.arc_count,
        box=network.box(),
    )


def _read_ways(file: Path, tell: Callable[[str, int], None]) -> tuple[list[_Way], dict[int, Point]]:
    """The ways for vehicles and the places of their nodes, in one pass over the file."""
    import osmium

    ways: list[_Way] = []
    places: dict[int, Point] = {}
    only_ways = osmium.filter.EntityFilter(osmium.osm.WAY)
    try:
        reader = osmium.FileProcessor(str(file)).with_locations("sparse_mem_array")
        reader = reader.with_filter(only_ways).with_filter(osmium.filter.KeyFilter("highway"))
        for thing in reader:
            way: Any = thing
            kept = _way(way)
            if kept is None:
                continue
            ways.append(kept)
            for node in way.nodes:
                if node.ref not in places and node.location.valid():
                    places[node.ref] = Point(node.location.lat, node.location.lon)
            if len(ways) % TOLD_EVERY == 0:
                tell("ways", len(ways))
    except (RuntimeError, OSError) as error:
        raise _refusal(file, error) from error
    tell("ways", len(ways))
    return ways, places


TOLD_EVERY = 5_000


def _refusal(file: Path, error: Exception) -> ExtractRefusedError:
    words = str(error).lower()
    cut_short = any(word in words for word in ("truncated", "eof", "end of file", "incomplete"))
    key = "roads.truncated" if cut_short else "roads.unreadable"
    return ExtractRefusedError(key, file=file.name, reason=str(error))


def _way(way: Any) -> _Way | None:
    tags = way.tags
    kind = tags.get("highway", "")
    nodes = tuple(n.ref for n in way.nodes)
    closed = tags.get("access") == "no" and tags.get("emergency") != "yes"
    if kind not in SPEED_KMH or len(nodes) < 2 or tags.get("area") == "yes" or closed:  # noqa: PLR2004
        return None
    oneway = tags.get("oneway", "")
    implied = kind == "motorway" or tags.get("junction") in ("roundabout", "circular")
    forward_only = oneway in ("yes", "true", "1") or (implied and oneway not in ("no", "-1"))
    return _Way(
        id=way.id,
        nodes=nodes,
        kmh=SPEED_KMH[kind],
        bridge=tags.get("bridge", "no") != "no",
        forward=oneway not in ("-1", "reverse"),
        back=not forward_only,
    )


def _box_of(places: dict[int, Point]) -> Box:
    lats, lons = [p.lat for p in places.values()], [p.lon for p in places.values()]
    return (min(lats), min(lons), max(lats), max(lons)) if places else (0.0, 0.0, 0.0, 0.0)


def _inside(p: Point, box: Box) -> bool:
    south, west, north, east = box
    return south <= p.lat <= north and west <= p.lon <= east


def _build(ways: list[_Way], places: dict[int, Point]) -> RoadNetwork:
    """Cut ways at junctions: their ends, and nodes that several ways (or one twice) pass."""
    used: dict[int, int] = {}
    for way in ways:
        for node in way.nodes:
            used[node] = used.get(node, 0) + 1
        for end in (way.nodes[0], way.nodes[-1]):
            used[end] += 1
    builder = NetworkBuilder(Basis.STREETS)
    number: dict[int, int] = {}
    for way in ways:
        for piece in _pieces(way, used, places):
            ends = []
            for node in (piece[0], piece[-1]):
                if node not in number:
                    number[node] = len(builder.nodes)
                    builder.nodes.append(places[node])
                ends.append(number[node])
            line = tuple(places[n] for n in piece)
            metres = sum(metres_between(p, q) for p, q in pairwise(line))
            builder.streets.append(
                Street(
                    tail=ends[0],
                    head=ends[1],
                    length_m=metres,
                    travel_ms=round(metres / way.kmh * 3600),
                    way=way.id,
                    bridge=way.bridge,
                    forward=way.forward,
                    back=way.back,
                    line=line,
                )
            )
    return builder.build()


def _pieces(way: _Way, used: dict[int, int], places: dict[int, Point]) -> list[list[int]]:
    """The node chains of a way between junctions; a node missing from the extract ends a chain."""
    pieces: list[list[int]] = []
    chain: list[int] = []
    for node in way.nodes:
        if node not in places:
            pieces.append(chain)
            chain = []
            continue
        chain.append(node)
        if used[node] > 1 and len(chain) > 1:
            pieces.append(chain)
            chain = [node]
    pieces.append(chain)
    return [piece for piece in pieces if len(piece) > 1]


def largest_part(network: RoadNetwork) -> RoadNetwork:
    """The largest part of a network in which every junction reaches every other."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    if network.arc_count == 0:
        return network
    tail, head = np.asarray(network.tail), np.asarray(network.head)
    ones = np.ones(len(tail), dtype=np.int8)
    graph = csr_array((ones, (tail, head)), shape=(network.node_count,) * 2)
    _, part = connected_components(graph, connection="strong")
    biggest = np.bincount(part).argmax()
    keep = (part[tail] == biggest) & (part[head] == biggest)
    return _only(network, (part == biggest).tolist(), keep.tolist())


def _only(network: RoadNetwork, nodes: list[bool], arcs: list[bool]) -> RoadNetwork:
    builder = NetworkBuilder(network.basis)
    number: dict[int, int] = {}
    for old, kept in enumerate(nodes):
        if kept:
            number[old] = len(builder.nodes)
            builder.nodes.append(network.node(old))
    by_segment: dict[int, list[int]] = {}
    for arc, kept in enumerate(arcs):
        if kept:
            by_segment.setdefault(network.segment[arc], []).append(arc)
    for arcs_here in by_segment.values():
        first = arcs_here[0]
        builder.streets.append(
            Street(
                tail=number[network.tail[first]],
                head=number[network.head[first]],
                length_m=network.length_m[first],
                travel_ms=network.travel_ms[first],
                way=network.way[first],
                bridge=bool(network.bridge[first]),
                back=len(arcs_here) > 1,
                line=tuple(network.line(first)),
            )
        )
    return builder.build()
