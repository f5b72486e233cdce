"""The district graph: neighbouring quarters joined, for cities without a road extract.

Neighbours are those of the Delaunay triangulation of the quarters' centres. Every estimate from
it says that it rests on districts, not on streets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from najda.roads.network import Basis, NetworkBuilder, Point, RoadNetwork, Street, metres_between

#: Streets are this much longer than the straight line; about 1.2 to 1.4 in published circuity
#: studies of cities (Giacomin and Levinson 2015), the upper part for an old town.
DETOUR_FACTOR = 1.35
#: 25 km/h between quarters of a damaged city. Own assumption.
METRES_PER_SECOND = 7.0


@dataclass(frozen=True, slots=True)
class Barrier:
    """A river or a front line that is passed only at its crossings (none: never)."""

    name: str
    line: tuple[Point, ...]
    crossings: tuple[Point, ...] = ()


def district_network(
    quarters: Iterable[tuple[str, float, float]],
    barriers: Sequence[Barrier] = (),
    *,
    detour: float = DETOUR_FACTOR,
    metres_per_second: float = METRES_PER_SECOND,
) -> RoadNetwork:
    """The graph over quarters given as (id, latitude, longitude), in the order of their ids.

    Lines that cross a barrier are left out, but each crossing joins the two quarters between which
    it is the shortest way, as a bridge.
    """
    named = sorted(set(quarters))
    builder = NetworkBuilder(
        Basis.DISTRICTS, [Point(lat, lon) for _, lat, lon in named], [name for name, _, _ in named]
    )
    nodes = builder.nodes
    cut: list[tuple[Barrier, int, int]] = []
    for a, b in neighbours(nodes):
        crossed = [x for x in barriers if _crosses(nodes[a], nodes[b], x.line)]
        cut += [(x, a, b) for x in crossed]
        if not crossed:
            line = (nodes[a], nodes[b])
            builder.streets.append(_street(a, b, line, detour, metres_per_second))
    for barrier in barriers:
        for crossing in barrier.crossings:
            ways = [
                (metres_between(nodes[a], crossing) + metres_between(crossing, nodes[b]), a, b)
                for x, a, b in cut
                if x is barrier
            ]
            if ways:
                _, a, b = min(ways)
                over = (nodes[a], crossing, nodes[b])
                way = len(builder.streets) + 1
                builder.streets.append(_street(a, b, over, detour, metres_per_second, bridge=way))
    return builder.build()


def _street(
    a: int,
    b: int,
    line: tuple[Point, ...],
    detour: float,
    metres_per_second: float,
    *,
    bridge: int = 0,
) -> Street:
    metres = detour * sum(metres_between(p, q) for p, q in pairwise(line))
    return Street(
        a, b, metres, round(1000 * metres / metres_per_second), bridge, bool(bridge), line=line
    )


def neighbours(points: Sequence[Point]) -> list[tuple[int, int]]:
    """Pairs of neighbouring points (Delaunay, by Bowyer and Watson), smaller index first.

    Points that share a place, and points all on one line, are joined in a row.
    """
    at: dict[tuple[float, float], int] = {}
    pairs: set[tuple[int, int]] = set()
    scale = cos(radians(points[0].lat)) if points else 1.0
    for number, point in enumerate(points):
        first = at.setdefault((point.lon * scale, point.lat), number)
        if first != number:
            pairs.add((first, number))
    plane = sorted(at)
    triangles = _triangles(plane)
    for triangle in triangles:
        corners = sorted(at[plane[i]] for i in triangle)
        pairs |= {(corners[0], corners[1]), (corners[0], corners[2]), (corners[1], corners[2])}
    in_triangles = {at[plane[i]] for triangle in triangles for i in triangle}
    if any(at[p] not in in_triangles for p in plane):
        row = [at[p] for p in plane]
        pairs |= {(min(a, b), max(a, b)) for a, b in pairwise(row)}
    return sorted(pairs)


Triangle = tuple[int, int, int]


def _triangles(plane: Sequence[tuple[float, float]]) -> list[Triangle]:
    """The Delaunay triangles of distinct points, as indices."""
    count = len(plane)
    if count == 0:
        return []
    middle_x, middle_y = plane[count // 2]
    far = 1e3 * (1 + max(abs(x - middle_x) + abs(y - middle_y) for x, y in plane))
    corners = [*plane, (middle_x - far, middle_y - far), (middle_x + far, middle_y - far)]
    corners.append((middle_x, middle_y + far))
    triangles: set[Triangle] = {(count, count + 1, count + 2)}
    for number in range(count):
        hit = [t for t in triangles if _in_circle(corners, t, corners[number])]
        edges: dict[tuple[int, int], int] = {}
        for a, b, c in hit:
            for edge in ((a, b), (b, c), (a, c)):
                edges[edge] = edges.get(edge, 0) + 1
        triangles.difference_update(hit)
        for (a, b), times in edges.items():
            if times == 1 and _area(corners[a], corners[b], corners[number]) != 0:
                x, y, z = sorted((a, b, number))
                triangles.add((x, y, z))
    return sorted(t for t in triangles if t[2] < count)


def _area(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Twice the signed area of a triangle."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])


def _in_circle(
    corners: Sequence[tuple[float, float]], triangle: Triangle, p: tuple[float, float]
) -> bool:
    a, b, c = (corners[i] for i in triangle)
    rows = [(x - p[0], y - p[1]) for x, y in (a, b, c)]
    (ax, ay), (bx, by), (cx, cy) = rows
    inside = (
        (ax * ax + ay * ay) * (bx * cy - cx * by)
        - (bx * bx + by * by) * (ax * cy - cx * ay)
        + (cx * cx + cy * cy) * (ax * by - bx * ay)
    )
    return inside * _area(a, b, c) > 0


def _crosses(a: Point, b: Point, line: Sequence[Point]) -> bool:
    return any(_pieces_cross(a, b, c, d) for c, d in pairwise(line))


def _pieces_cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    p, q, r, s = ((x.lon, x.lat) for x in (a, b, c, d))
    return _area(p, q, r) * _area(p, q, s) <= 0 and _area(r, s, p) * _area(r, s, q) <= 0
