"""Can we get there, and how long does it take: driving times and routes over what is left open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from najda.roads.closures import Closure, Effect, RoadSettings, effect_of
from najda.roads.network import NO_WAY, Basis, Point, RoadNetwork
from najda.roads.router import Router, router_for


class Eta(NamedTuple):
    """One answer: minutes by vehicle, then perhaps on foot. ``None`` means no way at all.

    ``leave_vehicle_at`` is the nearest point a vehicle reaches where it cannot reach the place.
    """

    drive_seconds: int | None
    walk_seconds: int = 0
    leave_vehicle_at: Point | None = None
    basis: Basis = Basis.STREETS

    @property
    def seconds(self) -> int | None:
        """Driving and walking together."""
        return None if self.drive_seconds is None else self.drive_seconds + self.walk_seconds

    @property
    def by_vehicle(self) -> bool:
        """True where the vehicle itself arrives."""
        return self.drive_seconds is not None and self.leave_vehicle_at is None


@dataclass(frozen=True, slots=True)
class Route:
    """A way to drive, with its line and the closures it passes (rubble, unconfirmed fire)."""

    eta: Eta
    line: tuple[Point, ...]
    arcs: tuple[int, ...]
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place brought onto the network: its junction and the seconds between the two."""

    node: int
    access_seconds: int


#: (source junction, target junction)
_Pair = tuple[int, int]
#: (driving milliseconds, walking seconds, junction where the vehicle stays)
_OnFoot = tuple[int, int, int]


class Roads:
    """A network, a router, and the closures in force. Not thread-safe: one per worker."""

    def __init__(
        self,
        network: RoadNetwork,
        settings: RoadSettings | None = None,
        router: Router | None = None,
    ) -> None:
        self.network = network
        self.settings = settings or RoadSettings()
        self.effect = Effect()
        self._router = router or router_for(network)
        self._placed: dict[Closure, list[int]] = {}
        self._stops: dict[Point, _Stop | None] = {}
        self._walks: dict[int, Walk] = {}
        self._beside: list[list[int]] = []

    def apply(self, closures: Iterable[Closure], now_ms: int) -> Effect:
        """Let exactly these closures be in force at ``now_ms``; only arcs that differ change."""
        after = effect_of(self.network, closures, now_ms, self.settings, self._placed)
        before, open_road = self.effect.weights, self.network.travel_ms
        changed = {a: w for a, w in after.weights.items() if before.get(a) != w}
        changed |= {a: open_road[a] for a in before if a not in after.weights}
        self._router.change(changed)
        if changed or after.no_walking != self.effect.no_walking:
            self._walks.clear()
        self.effect = after
        return after

    def etas(self, origins: Sequence[Point], places: Sequence[Point]) -> list[list[Eta]]:
        """One row per origin, one answer per place."""
        starts, ends = [self._stop(p) for p in origins], [self._stop(p) for p in places]
        sources, targets = _nodes(starts), _nodes(ends)
        rows = dict(zip(sources, self._router.matrix(sources, targets), strict=True))
        column = {node: n for n, node in enumerate(targets)}
        walked = self._walked(rows, targets)
        unknown = Eta(None, basis=self.network.basis)

        def eta(start: _Stop, end: _Stop) -> Eta:
            ms = rows[start.node][column[end.node]]
            if ms < NO_WAY:
                drive = start.access_seconds + -(-ms // 1000) + end.access_seconds
                return Eta(drive, basis=self.network.basis)
            on_foot = walked.get((start.node, end.node))
            if on_foot is None:
                return unknown
            ms, seconds, node = on_foot
            drive = start.access_seconds + -(-ms // 1000)
            return Eta(drive, seconds, self.network.node(node), self.network.basis)

        return [[eta(start, end) if start and end else unknown for end in ends] for start in starts]

    def drive_minutes(
        self, origins: Sequence[Point], places: Sequence[Point]
    ) -> list[list[int | None]]:
        """Whole minutes by vehicle alone (people are carried), ``None`` where none arrives."""
        starts, ends = [self._stop(p) for p in origins], [self._stop(p) for p in places]
        sources, targets = _nodes(starts), _nodes(ends)
        rows = dict(zip(sources, self._router.matrix(sources, targets), strict=True))
        column = {node: n for n, node in enumerate(targets)}

        def minutes(start: _Stop | None, end: _Stop | None) -> int | None:
            if start is None or end is None:
                return None
            ms = rows[start.node][column[end.node]]
            access = start.access_seconds + end.access_seconds
            return -(-(ms + 1000 * access) // 60_000) if ms < NO_WAY else None

        return [[minutes(start, end) for end in ends] for start in starts]

    def route(self, origin: Point, place: Point) -> Route:
        """The fastest way from a place to a place; no line where there is no way."""
        eta = self.etas([origin], [place])[0][0]
        start = self._stop(origin)
        end = self._stop(eta.leave_vehicle_at or place)
        found = start and end and self._router.path(start.node, end.node)
        if not found or eta.drive_seconds is None:
            return Route(eta, (), (), ())
        line: list[Point] = []
        passes: set[str] = set()
        for arc in found[1]:
            points = self.network.line(arc)
            line += points[1:] if line else points
            passes.update(self.effect.on_arc.get(arc, ()))
        return Route(eta, tuple(line), tuple(found[1]), tuple(sorted(passes)))

    def _stop(self, point: Point) -> _Stop | None:
        if point not in self._stops:
            found = self.network.nearest_node(point)
            stop = None
            if found is not None and found[1] <= self.settings.off_map_metres:
                stop = _Stop(found[0], round(found[1] / self.settings.access_metres_per_second))
            self._stops[point] = stop
        return self._stops[point]

    def _walked(self, rows: Mapping[int, list[int]], targets: list[int]) -> dict[_Pair, _OnFoot]:
        """How those targets are reached that no vehicle reaches."""
        cut_off: dict[int, list[int]] = {}
        for source, row in rows.items():
            if max(row, default=0) >= NO_WAY:
                for target, ms in zip(targets, row, strict=True):
                    if ms >= NO_WAY:
                        cut_off.setdefault(target, []).append(source)
        return self._on_foot(self._without_shut_in(cut_off)) if cut_off else {}

    def _without_shut_in(self, cut_off: dict[int, list[int]]) -> dict[int, list[int]]:
        """Leave out sources that are shut in themselves: they reach no part of the city."""
        sources = sorted({s for unreached in cut_off.values() for s in unreached})
        count = self.network.node_count
        anchors = sorted({count * n // ANCHORS for n in range(ANCHORS)})
        rows = self._router.matrix(sources, anchors)
        out = {s for s, row in zip(sources, rows, strict=True) if min(row) < NO_WAY}
        left = {t: [s for s in unreached if s in out] for t, unreached in cut_off.items()}
        return {target: unreached for target, unreached in left.items() if unreached}

    def _on_foot(self, cut_off: dict[int, list[int]]) -> dict[_Pair, _OnFoot]:
        """For each (source, target) the reachable junction fewest minutes' walk from the target.

        Searched in rings, for all targets at once.
        """
        found: dict[_Pair, _OnFoot] = {}
        left = cut_off
        for ring in WALK_RINGS:
            walks = {target: self._walk(target).nearest(ring) for target in left}
            sources = sorted({s for unreached in left.values() for s in unreached})
            nodes = sorted({node for walk in walks.values() for node, _ in walk})
            rows = dict(zip(sources, self._router.matrix(sources, nodes), strict=True))
            column = {node: n for n, node in enumerate(nodes)}
            for target, unreached in left.items():
                for source in unreached:
                    row = rows[source]
                    for node, seconds in walks[target]:
                        if row[column[node]] < NO_WAY:
                            found[source, target] = (row[column[node]], seconds, node)
                            break
            left = {
                target: still
                for target, unreached in left.items()
                if (still := [s for s in unreached if (s, target) not in found])
            }
        return found

    def _walk(self, target: int) -> "Walk":
        if target not in self._walks:
            self._walks[target] = Walk(self, target)
        return self._walks[target]

    def steps_on_foot(self, node: int) -> Iterator[tuple[float, int]]:
        """(seconds, junction) next to a junction, on foot.

        On foot one passes a crater, rubble and one-way streets, but neither fire nor a lost bridge.
        """
        net, pace = self.network, self.settings.foot_metres_per_second
        for arc in self._arcs_beside(node):
            if arc not in self.effect.no_walking:
                other = net.head[arc] if net.tail[arc] == node else net.tail[arc]
                yield net.length_m[arc] / pace, other

    def _arcs_beside(self, node: int) -> list[int]:
        if not self._beside:
            self._beside = [[] for _ in range(self.network.node_count)]
            for arc, (tail, head) in enumerate(
                zip(self.network.tail, self.network.head, strict=True)
            ):
                self._beside[tail].append(arc)
                self._beside[head].append(arc)
        return self._beside[node]


#: Junctions over the whole network by which it is told whether a unit is shut in.
ANCHORS = 7
#: Junctions looked at around a place no vehicle reaches, ring by ring.
WALK_RINGS = (32, 256)


class Walk:
    """Junctions around a place in walking order, found only as far as somebody asks."""

    def __init__(self, roads: Roads, target: int) -> None:
        self._roads = roads
        self._queue = [(0.0, target)]
        self._done: set[int] = set()
        self._found: list[tuple[int, int]] = []

    def nearest(self, count: int) -> list[tuple[int, int]]:
        """At most ``count`` (junction, seconds), nearest first, within the limit on foot."""
        limit = self._roads.settings.foot_limit_seconds
        while len(self._found) < count and self._queue:
            seconds, node = heappop(self._queue)
            if node in self._done or seconds > limit:
                continue
            self._done.add(node)
            self._found.append((node, round(seconds)))
            for more, other in self._roads.steps_on_foot(node):
                if other not in self._done:
                    heappush(self._queue, (seconds + more, other))
        return self._found[:count]


def _nodes(stops: Iterable[_Stop | None]) -> list[int]:
    return sorted({stop.node for stop in stops if stop})
