"""The road network of one base, loaded once, asked by one thread at a time.

A question takes milliseconds, so threads wait for each other; a network for each thread would
cost its memory many times over.
"""

import gc
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from najda.places.located import located, quarters
from najda.roads.closures import Closure
from najda.roads.district import district_network
from najda.roads.eta import Roads
from najda.roads.network import Basis, Point
from najda.roads.rules import ClosureRow
from najda.roads.storage import RoadsUnreadableError, load_network


class RoadService:
    """Driving times of a base, with exactly the closures it is given in force."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the base's; the network is read when first asked."""
        self._folder = folder
        self._lock = threading.Lock()
        self._roads: Roads | None = None
        #: True where an imported extract could not be read and districts stand in for it.
        self.unreadable = False

    @property
    def basis(self) -> Basis:
        """What every answer rests on: streets, or districts where no extract was imported."""
        with self._lock:
            return self._loaded().network.basis

    @contextmanager
    def open(self, closures: Iterable[Closure], now_ms: int) -> Iterator[Roads]:
        """The roads with these closures in force at ``now_ms``; others wait meanwhile."""
        with self._lock:
            roads = self._loaded()
            roads.apply(closures, now_ms)
            yield roads

    def _loaded(self) -> Roads:
        if self._roads is None:
            network = None
            try:
                network = load_network(self._folder)
            except RoadsUnreadableError:
                self.unreadable = True
            if network is None:
                network = district_network((one.id, one.lat, one.lon) for one in quarters())
            self._roads = Roads(network)
            gc.collect()
            gc.freeze()
        return self._roads


def closures_in(rows: Iterable[ClosureRow]) -> list[Closure]:
    """Standing closures where they lie; one without a place lies off the map."""
    found = []
    for row in rows:
        if row.live:
            where = located(row.place, row.quarter)
            found.append(row.at(Point(where.lat, where.lon) if where else None))
    return found
