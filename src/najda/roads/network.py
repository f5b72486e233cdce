"""The road graph as plain arrays: junctions, one-way arcs, and the drawn line of each street piece.

Needs nothing but the standard library, so the district graph works on any laptop; numpy, scipy
and pyroutingkit read the same memory without copying.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from math import cos, hypot, radians
from typing import NamedTuple

METRES_PER_DEGREE = 111_195.0
#: Weight of an arc that cannot be driven; also the answer for "no way".
NO_WAY = 2_147_483_647


class Basis(StrEnum):
    """What an estimate rests on; every ETA says it."""

    STREETS = "streets"
    DISTRICTS = "districts"


class Point(NamedTuple):
    """A position in degrees (WGS 84)."""

    lat: float
    lon: float


def metres_between(a: Point, b: Point) -> float:
    """Distance in metres on a flat map; under 0.1 % wrong within a city."""
    scale = cos(radians((a.lat + b.lat) / 2))
    return METRES_PER_DEGREE * hypot(a.lat - b.lat, (a.lon - b.lon) * scale)


def metres_to_piece(p: Point, a: Point, b: Point) -> float:
    """Distance in metres from ``p`` to the straight piece from ``a`` to ``b``."""
    scale = cos(radians(p.lat))
    bx, by = (b.lon - a.lon) * scale, b.lat - a.lat
    px, py = (p.lon - a.lon) * scale, p.lat - a.lat
    length = bx * bx + by * by
    along = 0.0 if length == 0 else max(0.0, min(1.0, (px * bx + py * by) / length))
    return METRES_PER_DEGREE * hypot(px - along * bx, py - along * by)


@dataclass(slots=True, eq=False)
class RoadNetwork:
    """Junctions and one-way arcs. A two-way street is two arcs that share one segment.

    ``travel_ms`` is the driving time on an open road in milliseconds. ``shape_from[s]`` to
    ``shape_from[s + 1]`` are the points of segment ``s``; an arc with ``backward`` runs them in
    reverse. Parallel arcs between the same junctions are allowed.
    """

    basis: Basis
    lat: "array[float]"
    lon: "array[float]"
    tail: "array[int]"
    head: "array[int]"
    travel_ms: "array[int]"
    length_m: "array[int]"
    way: "array[int]"
    bridge: "array[int]"
    segment: "array[int]"
    backward: "array[int]"
    shape_from: "array[int]"
    shape_lat: "array[float]"
    shape_lon: "array[float]"
    #: Names of the junctions where they have one (the quarters of a district graph).
    names: tuple[str, ...] = ()
    _near_nodes: dict[tuple[int, int], list[int]] = field(default_factory=dict, repr=False)
    _near_segments: dict[tuple[int, int], list[int]] = field(default_factory=dict, repr=False)
    _arcs_of_segment: list[list[int]] = field(default_factory=list, repr=False)
    _arcs_of_way: dict[int, list[int]] = field(default_factory=dict, repr=False)

    @property
    def node_count(self) -> int:
        """Number of junctions."""
        return len(self.lat)

    @property
    def arc_count(self) -> int:
        """Number of one-way arcs."""
        return len(self.tail)

    def node(self, number: int) -> Point:
        """Where a junction lies."""
        return Point(self.lat[number], self.lon[number])

    def line(self, arc: int) -> list[Point]:
        """The drawn line of an arc, in driving direction."""
        segment = self.segment[arc]
        span = range(self.shape_from[segment], self.shape_from[segment + 1])
        points = [Point(self.shape_lat[i], self.shape_lon[i]) for i in span]
        return points[::-1] if self.backward[arc] else points

    def box(self) -> tuple[float, float, float, float]:
        """South, west, north, east of all junctions, in degrees; zeros for an empty graph."""
        if not self.lat:
            return (0.0, 0.0, 0.0, 0.0)
        return (min(self.lat), min(self.lon), max(self.lat), max(self.lon))

    def nearest_node(self, point: Point) -> tuple[int, float] | None:
        """The junction nearest to a point and its distance in metres; nothing in an empty graph."""
        if not self.lat:
            return None
        if not self._near_nodes:
            for number in range(self.node_count):
                self._near_nodes.setdefault(_cell(self.node(number)), []).append(number)
        best: tuple[float, int] | None = None
        for ring, numbers in _rings(self._near_nodes, point):
            if best is not None and best[0] <= (ring - 1) * CELL_METRES:
                break
            for number in numbers:
                found = (metres_between(point, self.node(number)), number)
                best = found if best is None else min(best, found)
        if best is None:
            best = min((metres_between(point, self.node(n)), n) for n in range(self.node_count))
        return best[1], best[0]

    def arcs_near(self, point: Point, metres: float) -> list[tuple[float, int]]:
        """Arcs whose line passes within ``metres`` of a point: (distance, arc), nearest first."""
        self._index_segments()
        reach = int(metres // CELL_METRES) + 1
        row, column = _cell(point)
        segments = {
            segment
            for r in range(row - reach, row + reach + 1)
            for c in range(column - reach, column + reach + 1)
            for segment in self._near_segments.get((r, c), ())
        }
        found = []
        for segment in segments:
            distance = self._metres_to_segment(point, segment)
            if distance <= metres:
                found += [(distance, arc) for arc in self._arcs_of_segment[segment]]
        return sorted(found)

    def arcs_of_way(self, way: int) -> list[int]:
        """All arcs of one way of the map (a whole bridge), in both directions."""
        if not self._arcs_of_way:
            for arc, number in enumerate(self.way):
                self._arcs_of_way.setdefault(number, []).append(arc)
        return self._arcs_of_way.get(way, [])

    def _metres_to_segment(self, point: Point, segment: int) -> float:
        points = self._segment_points(segment)
        return min(metres_to_piece(point, a, b) for a, b in pairwise(points))

    def _segment_points(self, segment: int) -> list[Point]:
        span = range(self.shape_from[segment], self.shape_from[segment + 1])
        return [Point(self.shape_lat[i], self.shape_lon[i]) for i in span]

    def _index_segments(self) -> None:
        if self._arcs_of_segment or not self.segment:
            return
        self._arcs_of_segment = [[] for _ in range(len(self.shape_from) - 1)]
        for arc, segment in enumerate(self.segment):
            self._arcs_of_segment[segment].append(arc)
        for segment in range(len(self._arcs_of_segment)):
            for cell in set(_cells_along(self._segment_points(segment))):
                self._near_segments.setdefault(cell, []).append(segment)


#: Side of a cell of the search grid, in metres north to south (narrower east to west).
CELL_METRES = 150.0
_CELL_DEGREES = CELL_METRES / METRES_PER_DEGREE


def _cell(point: Point) -> tuple[int, int]:
    return (
        int(point.lat // _CELL_DEGREES),
        int(point.lon * cos(radians(round(point.lat))) // _CELL_DEGREES),
    )


def _rings(
    grid: dict[tuple[int, int], list[int]], point: Point
) -> Iterator[tuple[int, Iterable[int]]]:
    """Cells around a point, ring by ring, up to 20 km out."""
    row, column = _cell(point)
    for ring in range(int(20_000 / CELL_METRES)):
        cells = [
            (row + r, column + c)
            for r in range(-ring, ring + 1)
            for c in (range(-ring, ring + 1) if abs(r) == ring else (-ring, ring))
        ]
        yield ring, [number for cell in cells for number in grid.get(cell, ())]


def _cells_along(points: list[Point]) -> Iterator[tuple[int, int]]:
    for a, b in pairwise(points):
        steps = int(metres_between(a, b) // (CELL_METRES / 2)) + 1
        for step in range(steps + 1):
            share = step / steps
            yield _cell(Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share))


@dataclass(slots=True)
class NetworkBuilder:
    """Collects junctions and streets, then makes the arrays."""

    basis: Basis
    nodes: list[Point] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    streets: list["Street"] = field(default_factory=list)

    def build(self) -> RoadNetwork:
        """The network; two-way streets become two arcs on one segment."""
        net = _empty(self.basis, tuple(self.names))
        net.lat.extend(p.lat for p in self.nodes)
        net.lon.extend(p.lon for p in self.nodes)
        for number, street in enumerate(self.streets):
            points = street.line or (self.nodes[street.tail], self.nodes[street.head])
            net.shape_lat.extend(p.lat for p in points)
            net.shape_lon.extend(p.lon for p in points)
            net.shape_from.append(len(net.shape_lat))
            if street.forward:
                _add_arc(net, street, number, backward=False)
            if street.back:
                _add_arc(net, street, number, backward=True)
        return net


@dataclass(frozen=True, slots=True)
class Street:
    """A piece of street between two junctions."""

    tail: int
    head: int
    length_m: float
    travel_ms: int
    way: int = 0
    bridge: bool = False
    forward: bool = True
    back: bool = True
    line: tuple[Point, ...] = ()


def _add_arc(net: RoadNetwork, street: Street, segment: int, *, backward: bool) -> None:
    ends = (street.head, street.tail) if backward else (street.tail, street.head)
    net.tail.append(ends[0])
    net.head.append(ends[1])
    net.travel_ms.append(max(1, min(NO_WAY - 1, street.travel_ms)))
    net.length_m.append(round(street.length_m))
    net.way.append(street.way)
    net.bridge.append(street.bridge)
    net.segment.append(segment)
    net.backward.append(backward)


def _empty(basis: Basis, names: tuple[str, ...] = ()) -> RoadNetwork:
    return RoadNetwork(
        basis=basis,
        lat=array("d"),
        lon=array("d"),
        tail=array("I"),
        head=array("I"),
        travel_ms=array("I"),
        length_m=array("I"),
        way=array("q"),
        bridge=array("b"),
        segment=array("I"),
        backward=array("b"),
        shape_from=array("I", [0]),
        shape_lat=array("d"),
        shape_lon=array("d"),
        names=names,
    )
