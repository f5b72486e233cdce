"""Five questions to a road graph, answered by three engines that must agree to the millisecond.

pyroutingkit (customisable contraction hierarchies) where it is installed, scipy as fallback and
oracle, and a plain Dijkstra for the district graph on a laptop that has neither.
"""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from importlib.util import find_spec
from typing import Any, Protocol

from najda.roads.network import NO_WAY, RoadNetwork


class Router(Protocol):
    """Shortest driving times over one network with weights that change."""

    def customise(self, weights: Sequence[int]) -> None:
        """Take new weights in milliseconds for all arcs; ``NO_WAY`` closes an arc."""

    def change(self, weights: Mapping[int, int]) -> None:
        """Take new weights for a few arcs: arc -> milliseconds."""

    def weights(self) -> list[int]:
        """The weights in use, arc by arc."""

    def matrix(self, sources: Sequence[int], targets: Sequence[int]) -> list[list[int]]:
        """Driving milliseconds from each source to each target; ``NO_WAY`` where there is none."""

    def path(self, source: int, target: int) -> tuple[int, list[int]] | None:
        """Driving milliseconds and the arcs of a fastest route, or nothing."""


def router_for(network: RoadNetwork) -> Router:
    """The fastest router installed here; small graphs (districts) need no preparation."""
    if network.arc_count < SMALL_GRAPH_ARCS:
        return PlainRouter(network)
    if find_spec("pyroutingkit") and find_spec("numpy"):
        return HierarchyRouter(network)
    if find_spec("scipy"):
        return ScipyRouter(network)
    return PlainRouter(network)


#: Below this the plain Dijkstra answers at once, and the hierarchy is not built for nothing.
SMALL_GRAPH_ARCS = 200


class PlainRouter:
    """Dijkstra in plain Python: for the district graph, and where nothing else is installed."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        self._weights = list(network.travel_ms)
        self._out: list[list[int]] = [[] for _ in range(network.node_count)]
        for arc, tail in enumerate(network.tail):
            self._out[tail].append(arc)

    def customise(self, weights: Sequence[int]) -> None:
        """See ``Router``."""
        self._weights = list(weights)

    def change(self, weights: Mapping[int, int]) -> None:
        """See ``Router``."""
        for arc, weight in weights.items():
            self._weights[arc] = weight

    def weights(self) -> list[int]:
        """See ``Router``."""
        return list(self._weights)

    def matrix(self, sources: Sequence[int], targets: Sequence[int]) -> list[list[int]]:
        """See ``Router``."""
        rows = []
        for source in sources:
            times, _ = self._from(source, set(targets))
            rows.append([times.get(target, NO_WAY) for target in targets])
        return rows

    def path(self, source: int, target: int) -> tuple[int, list[int]] | None:
        """See ``Router``."""
        times, came_by = self._from(source, {target})
        if target not in times:
            return None
        arcs: list[int] = []
        node = target
        while node != source:
            arcs.append(came_by[node])
            node = self._network.tail[arcs[-1]]
        return times[target], arcs[::-1]

    def _from(self, source: int, wanted: set[int]) -> tuple[dict[int, int], dict[int, int]]:
        times: dict[int, int] = {}
        came_by: dict[int, int] = {}
        best = {source: 0}
        queue = [(0, source)]
        left = set(wanted)
        while queue and left:
            time, node = heappop(queue)
            if node in times:
                continue
            times[node] = time
            left.discard(node)
            for arc in self._out[node]:
                head, weight = self._network.head[arc], self._weights[arc]
                later = time + weight
                if weight < NO_WAY and later < best.get(head, NO_WAY):
                    best[head], came_by[head] = later, arc
                    heappush(queue, (later, head))
        return times, came_by


class ScipyRouter:
    """scipy's Dijkstra: the fallback, and the oracle the hierarchy is compared with."""

    def __init__(self, network: RoadNetwork) -> None:
        import numpy as np

        self._np = np
        self._tail = np.asarray(network.tail, dtype=np.int64)
        self._head = np.asarray(network.head, dtype=np.int64)
        self._nodes = network.node_count
        self._weights = np.asarray(network.travel_ms, dtype=np.int64)
        self._graph: Any = None
        self._arc_of: dict[tuple[int, int], int] = {}

    def customise(self, weights: Sequence[int]) -> None:
        """See ``Router``."""
        self._weights = self._np.array(weights, dtype=self._np.int64)
        self._graph = None

    def change(self, weights: Mapping[int, int]) -> None:
        """See ``Router``."""
        self._weights = self._weights.copy()
        for arc, weight in weights.items():
            self._weights[arc] = weight
        self._graph = None

    def weights(self) -> list[int]:
        """See ``Router``."""
        return [int(w) for w in self._weights]

    def matrix(self, sources: Sequence[int], targets: Sequence[int]) -> list[list[int]]:
        """See ``Router``."""
        from scipy.sparse.csgraph import dijkstra

        if not sources or not targets:
            return [[] for _ in sources]
        times = dijkstra(self._prepared(), indices=list(sources))[:, list(targets)]
        finite = self._np.where(self._np.isfinite(times), times, NO_WAY)
        rows: list[list[int]] = finite.astype(self._np.int64).tolist()
        return rows

    def path(self, source: int, target: int) -> tuple[int, list[int]] | None:
        """See ``Router``."""
        from scipy.sparse.csgraph import dijkstra

        times, before = dijkstra(self._prepared(), indices=source, return_predecessors=True)
        if not self._np.isfinite(times[target]):
            return None
        arcs: list[int] = []
        node = target
        while node != source:
            tail = int(before[node])
            arcs.append(self._arc_of[tail, node])
            node = tail
        return int(times[target]), arcs[::-1]

    def _prepared(self) -> Any:
        """The sparse matrix; of parallel arcs only the fastest (scipy would add them up)."""
        if self._graph is None:
            from scipy.sparse import csr_array

            np = self._np
            open_arcs = np.flatnonzero(self._weights < NO_WAY)
            order = np.lexsort(
                (self._weights[open_arcs], self._head[open_arcs], self._tail[open_arcs])
            )
            arcs = open_arcs[order]
            tail, head = self._tail[arcs], self._head[arcs]
            first = np.ones(len(arcs), dtype=bool)
            first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
            arcs, tail, head = arcs[first], tail[first], head[first]
            self._arc_of = dict(
                zip(zip(tail.tolist(), head.tolist(), strict=True), arcs.tolist(), strict=True)
            )
            data = self._weights[arcs].astype(np.float64)
            self._graph = csr_array((data, (tail, head)), shape=(self._nodes, self._nodes))
        return self._graph


class HierarchyRouter:
    """pyroutingkit: the order of the streets is prepared once, closures are customised in place."""

    def __init__(self, network: RoadNetwork) -> None:
        import numpy as np
        import pyroutingkit

        self._np = np
        self._topology = pyroutingkit.CCHTopology()
        self._topology.build(
            self._numbers(network.tail),
            self._numbers(network.head),
            np.asarray(network.lat, dtype=np.float32),
            np.asarray(network.lon, dtype=np.float32),
            network.node_count,
        )
        self._metric = pyroutingkit.CCHMetric(self._topology)
        self._weights = self._numbers(network.travel_ms)
        self._metric.customize(self._weights)

    def customise(self, weights: Sequence[int]) -> None:
        """See ``Router``."""
        self._weights = self._numbers(weights)
        self._metric.customize(self._weights)

    def change(self, weights: Mapping[int, int]) -> None:
        """See ``Router``."""
        if weights:
            arcs, values = self._numbers(list(weights)), self._numbers(list(weights.values()))
            self._weights[arcs] = values
            self._metric.update_weights(arcs, values)

    def weights(self) -> list[int]:
        """See ``Router``."""
        return [int(w) for w in self._weights]

    def matrix(self, sources: Sequence[int], targets: Sequence[int]) -> list[list[int]]:
        """See ``Router``."""
        if not sources or not targets:
            return [[] for _ in sources]
        times = self._metric.distances_many_to_many(self._numbers(sources), self._numbers(targets))
        rows: list[list[int]] = times.tolist()
        return rows

    def path(self, source: int, target: int) -> tuple[int, list[int]] | None:
        """See ``Router``."""
        if source == target:
            return 0, []
        time, _, arcs = self._metric.query(source, target)
        if time >= NO_WAY:
            return None
        return int(time), [int(arc) for arc in arcs]

    def _numbers(self, values: Sequence[int]) -> Any:
        return self._np.array(values, dtype=self._np.uint32)
