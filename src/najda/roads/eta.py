"""Can we get there, and how long does it take: driving times and routes over what is left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from najda.roads.closures import Closure, Effect, RoadSettings, effect_of
from najda.roads.network import NO_WAY, Basis, Point, RoadNetwork
from najda.roads.router import Router, router_for


@dataclass(frozen=True, slots=True)
class Eta:
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
        self._walks: dict[int, list[tuple[int, int]]] = {}
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
        sources = sorted({s.node for s in starts if s})
        targets = sorted({s.node for s in ends if s})
        drives = self._drives(sources, targets)
        return [[self._eta(start, end, drives) for end in ends] for start in starts]

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

    def _drives(
        self, sources: list[int], targets: list[int]
    ) -> dict[tuple[int, int], tuple[int, int, int | None]]:
        """(source, target) -> driving ms, walking seconds, junction where the vehicle stays."""
        drives: dict[tuple[int, int], tuple[int, int, int | None]] = {}
        cut_off: dict[int, list[int]] = {}
        for source, row in zip(sources, self._router.matrix(sources, targets), strict=True):
            for target, ms in zip(targets, row, strict=True):
                if ms < NO_WAY:
                    drives[source, target] = (ms, 0, None)
                else:
                    cut_off.setdefault(target, []).append(source)
        for target, unreached in cut_off.items():
            for source, found in self._on_foot(unreached, target).items():
                drives[source, target] = found
        return drives

    def _on_foot(self, sources: list[int], target: int) -> dict[int, tuple[int, int, int | None]]:
        """For each source the reachable junction that is fewest minutes' walk from the target."""
        walks = self._walks_to(target)
        found: dict[int, tuple[int, int, int | None]] = {}
        left, start, size = list(sources), 0, 64
        while left and start < len(walks):
            some = walks[start : start + size]
            rows = self._router.matrix(left, [node for node, _ in some])
            for source, row in zip(list(left), rows, strict=True):
                for ms, (node, seconds) in zip(row, some, strict=True):
                    if ms < NO_WAY:
                        found[source] = (ms, seconds, node)
                        left.remove(source)
                        break
            start, size = start + size, size * 4
        return found

    def _walks_to(self, target: int) -> list[tuple[int, int]]:
        """Junctions in walking order around a target: (junction, seconds), nearest first.

        On foot one passes a crater, rubble and one-way streets, but neither fire nor a lost bridge.
        """
        if target in self._walks:
            return self._walks[target]
        seconds_of: dict[int, int] = {}
        queue = [(0.0, target)]
        net, pace = self.network, self.settings.foot_metres_per_second
        while queue:
            seconds, node = heappop(queue)
            if node in seconds_of or seconds > self.settings.foot_limit_seconds:
                continue
            seconds_of[node] = round(seconds)
            for arc in self._arcs_beside(node):
                if arc not in self.effect.no_walking:
                    other = net.head[arc] if net.tail[arc] == node else net.tail[arc]
                    heappush(queue, (seconds + net.length_m[arc] / pace, other))
        self._walks[target] = list(seconds_of.items())
        return self._walks[target]

    def _arcs_beside(self, node: int) -> list[int]:
        if not self._beside:
            self._beside = [[] for _ in range(self.network.node_count)]
            for arc, (tail, head) in enumerate(
                zip(self.network.tail, self.network.head, strict=True)
            ):
                self._beside[tail].append(arc)
                self._beside[head].append(arc)
        return self._beside[node]

    def _eta(
        self,
        start: _Stop | None,
        end: _Stop | None,
        drives: dict[tuple[int, int], tuple[int, int, int | None]],
    ) -> Eta:
        basis = self.network.basis
        found = drives.get((start.node, end.node)) if start and end else None
        if start is None or end is None or found is None:
            return Eta(None, basis=basis)
        ms, walk, stays_at = found
        drive = start.access_seconds + -(-ms // 1000)
        if stays_at is None:
            return Eta(drive + end.access_seconds, basis=basis)
        return Eta(drive, walk, self.network.node(stays_at), basis)
