"""Driving minutes over a night's district graph, by the five minutes, as closures come and go."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from najda.drill.night import Night

#: No way, for as long as any night lasts.
FOREVER = 10**6
STEP_MINUTES = 5

#: Minutes from place to place; tuples, because policies see them and must not change them.
Matrix = tuple[tuple[int, ...], ...]


class Streets:
    """True driving minutes at every moment; shared by all policies of a night."""

    def __init__(self, night: Night) -> None:
        ids = sorted(p.id for p in night.places)
        by_position = sorted(night.places, key=lambda p: (p.lat, p.lon, p.id))
        self.index = {p.id: n for n, p in enumerate(by_position)}
        self._count = len(ids)
        self._night = night
        self._ends = [(self.index[s.a], self.index[s.b]) for s in night.streets]
        self._steps: dict[int, int] = {}
        self._states: dict[tuple[int, ...], int] = {}
        self._minutes: list[Matrix] = []
        self._next: list[list[list[int]]] = []
        self._street: list[dict[tuple[int, int], int]] = []
        self.open_minutes = self._solve([s.minutes for s in night.streets])[0]

    def minutes(self, now: int) -> Matrix:
        """Driving minutes from place to place over the streets as they are at ``now``."""
        return self._minutes[self._at(now)]

    def next_hop(self, now: int, place: int, target: int) -> tuple[int | None, int]:
        """The next place on the way and the minutes to it; no place where there is no way."""
        state = self._at(now)
        following = self._next[state][target][place]
        if following < 0:
            return None, FOREVER
        return following, self._street[state][place, following]

    def _at(self, now: int) -> int:
        step = max(0, now) // STEP_MINUTES
        if step not in self._steps:
            weights = tuple(self._weights(step * STEP_MINUTES))
            if weights not in self._states:
                self._states[weights] = len(self._minutes)
                minutes, following, street = self._solve(weights)
                self._minutes.append(minutes)
                self._next.append(following)
                self._street.append(street)
            self._steps[step] = self._states[weights]
        return self._steps[step]

    def _weights(self, now: int) -> list[int]:
        weights = [s.minutes for s in self._night.streets]
        fire: set[int] = set()
        rubble: set[int] = set()
        for closure in self._night.closures:
            if closure.start <= now < closure.end:
                (fire if closure.kind == "under_fire" else rubble).add(closure.street)
        for street in rubble:
            weights[street] *= self._night.rubble_factor
        for street in fire:
            weights[street] = FOREVER
        return weights

    def _solve(
        self, weights: Sequence[int]
    ) -> tuple[Matrix, list[list[int]], dict[tuple[int, int], int]]:
        street: dict[tuple[int, int], int] = {}
        for (a, b), weight in zip(self._ends, weights, strict=True):
            for pair in ((a, b), (b, a)):
                if weight < street.get(pair, FOREVER):
                    street[pair] = weight
        tails = np.array([a for a, _ in street], dtype=np.int64)
        heads = np.array([b for _, b in street], dtype=np.int64)
        data = np.array(list(street.values()), dtype=np.float64)
        graph = csr_array((data, (tails, heads)), shape=(self._count, self._count))
        times, before = dijkstra(graph, return_predecessors=True)
        minutes = np.where(np.isfinite(times), times, FOREVER).astype(np.int64)
        # Streets run both ways, so the one before on the way there is the next on the way here.
        return tuple(map(tuple, minutes.tolist())), before.tolist(), street
