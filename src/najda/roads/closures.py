"""Closures of roads as plain values, and what they do to the arcs of a network.

The cautious reading wins: a cut or a lost bridge never expires by itself, only a fact naming it
ends it (then it is no longer among the values given here).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from najda.roads.network import NO_WAY, Basis, Point, RoadNetwork


class ClosureKind(StrEnum):
    """What is wrong with the road."""

    CUT = "cut"
    RUBBLE = "rubble"
    UNDER_FIRE = "under_fire"
    BRIDGE_GONE = "bridge_gone"


class Certainty(StrEnum):
    """How sure the source is; the words of CAP 1.2."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class ClosureState(StrEnum):
    """How a closure reads at a moment."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    END_PASSED_UNCONFIRMED = "end_passed_unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """One closure as somebody said it. Times in milliseconds since 1970, UTC.

    ``radius_m`` 0 means the one street nearest to the point; more means every street within it.
    ``way`` names a whole way of the map (a bridge), where the person chose one.
    """

    id: str
    kind: ClosureKind
    at: Point | None
    since_ms: int
    until_ms: int | None = None
    way: int | None = None
    radius_m: float = 0.0
    source: str = ""
    certainty: Certainty = Certainty.OBSERVED

    def state(self, now_ms: int) -> ClosureState:
        """How the closure reads at ``now_ms``. Only "under fire" can pass its end."""
        if now_ms < self.since_ms:
            return ClosureState.NOT_YET
        ends = self.kind is ClosureKind.UNDER_FIRE and self.until_ms is not None
        if ends and self.until_ms is not None and now_ms >= self.until_ms:
            return ClosureState.END_PASSED_UNCONFIRMED
        return ClosureState.IN_FORCE


@dataclass(frozen=True, slots=True)
class RoadSettings:
    """How closures and walking are reckoned; one set for all bases."""

    #: Rubble: driving time times this. Own assumption, to be replaced by measured crossings.
    rubble_factor: int = 3
    #: Fire whose end has passed and that nobody confirmed: passable, slower, and said so.
    unconfirmed_factor: int = 2
    #: A closure farther than this from any street of an extract lies off the map.
    snap_metres: float = 150.0
    #: The same in a district graph, whose lines stand for many streets.
    snap_metres_districts: float = 600.0
    #: Walking with gear through a damaged street: 4 km/h.
    foot_metres_per_second: float = 1.1
    #: Nobody is sent on foot for longer than this.
    foot_limit_seconds: int = 45 * 60
    #: Driving off the known streets, to and from the nearest junction: 15 km/h.
    access_metres_per_second: float = 4.2
    #: A place farther than this from any junction is off the map.
    off_map_metres: float = 5_000.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What all closures together do at one moment."""

    #: Arc -> weight in milliseconds, for every arc that is not as open as usual.
    weights: dict[int, int] = field(default_factory=dict)
    #: Arc -> ids of the closures on it.
    on_arc: dict[int, tuple[str, ...]] = field(default_factory=dict)
    #: Arcs that cannot be walked either (fire, lost bridge).
    no_walking: frozenset[int] = frozenset()
    #: Ids of closures that lie on no street here; they stay on the board.
    off_map: tuple[str, ...] = ()


def arcs_of(network: RoadNetwork, closure: Closure, settings: RoadSettings) -> list[int]:
    """The arcs a closure lies on; empty where it lies off the map."""
    if closure.way is not None and (arcs := network.arcs_of_way(closure.way)):
        return arcs
    if closure.at is None:
        return []
    reach = settings.snap_metres
    if network.basis is Basis.DISTRICTS:
        reach = settings.snap_metres_districts
    near = network.arcs_near(closure.at, max(reach, closure.radius_m))
    if closure.kind is ClosureKind.BRIDGE_GONE:
        bridges = [arc for _, arc in near if network.bridge[arc]]
        if bridges and network.way[bridges[0]]:
            return network.arcs_of_way(network.way[bridges[0]])
        near = [(d, a) for d, a in near if a in bridges] or near
    within = [arc for distance, arc in near if distance <= closure.radius_m]
    nearest = [arc for _, arc in near if network.segment[arc] == network.segment[near[0][1]]]
    return sorted({*within, *nearest})


def effect_of(
    network: RoadNetwork,
    closures: Iterable[Closure],
    now_ms: int,
    settings: RoadSettings,
    placed: dict[Closure, list[int]] | None = None,
) -> Effect:
    """What closures do at ``now_ms``. Of several on one arc the worst counts.

    ``placed`` remembers which arcs a closure lies on from one call to the next.
    """
    placed = {} if placed is None else placed
    factor: dict[int, int] = {}
    on_arc: dict[int, list[str]] = {}
    no_walking: set[int] = set()
    off_map: list[str] = []
    for closure in sorted(closures, key=lambda c: c.id):
        state = closure.state(now_ms)
        if state is ClosureState.NOT_YET:
            continue
        arcs = placed.get(closure)
        if arcs is None:
            arcs = placed[closure] = arcs_of(network, closure, settings)
        if not arcs:
            off_map.append(closure.id)
        times = _factor(closure, state, settings)
        for arc in arcs:
            on_arc.setdefault(arc, []).append(closure.id)
            factor[arc] = max(times, factor.get(arc, 1))
        if times == NO_WAY and closure.kind in (ClosureKind.UNDER_FIRE, ClosureKind.BRIDGE_GONE):
            no_walking.update(arcs)
    return Effect(
        weights={a: min(NO_WAY, network.travel_ms[a] * f) for a, f in factor.items() if f > 1},
        on_arc={arc: tuple(ids) for arc, ids in on_arc.items()},
        no_walking=frozenset(no_walking),
        off_map=tuple(off_map),
    )


def _factor(closure: Closure, state: ClosureState, settings: RoadSettings) -> int:
    if closure.certainty is Certainty.UNLIKELY:
        return 1
    if state is ClosureState.END_PASSED_UNCONFIRMED:
        return settings.unconfirmed_factor
    return settings.rubble_factor if closure.kind is ClosureKind.RUBBLE else NO_WAY
