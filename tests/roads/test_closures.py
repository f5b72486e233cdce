"""Closures: what they do, what never expires, and what lies off the map."""

import pytest

from najda.roads.closures import Certainty, Closure, ClosureKind, ClosureState
from najda.roads.eta import Roads
from najda.roads.network import Basis, NetworkBuilder, Point, Street
from najda.roads.router import PlainRouter, Router, router_for


def square(*, bridge: bool = False) -> NetworkBuilder:
    """Four corners A B C D, one kilometre apart, joined in a ring; A-B may be a bridge."""
    corners = [Point(0, 0), Point(0, 0.009), Point(0.009, 0.009), Point(0.009, 0)]
    ring = [
        Street(n, (n + 1) % 4, 1000, 60_000, way=n + 1, bridge=bridge and n == 0) for n in range(4)
    ]
    return NetworkBuilder(Basis.STREETS, corners, streets=ring)


A, B = Point(0, 0), Point(0, 0.009)
MIDDLE = Point(0.0002, 0.0045)


def cut(kind: ClosureKind = ClosureKind.CUT, **more: object) -> Closure:
    given = {"id": "c", "kind": kind, "at": MIDDLE, "since_ms": 0} | more
    return Closure(**given)  # type: ignore[arg-type]


def drive(roads: Roads) -> int | None:
    return roads.etas([A], [B])[0][0].drive_seconds


@pytest.fixture(params=[PlainRouter, router_for])
def roads(request: pytest.FixtureRequest) -> Roads:
    network = square().build()
    router: Router = request.param(network)
    return Roads(network, router=router)


def test_a_cut_sends_the_crew_the_long_way_round_until_it_is_lifted(roads: Roads) -> None:
    assert drive(roads) == 60
    roads.apply([cut()], 1)
    assert drive(roads) == 180
    roads.apply([], 2)
    assert drive(roads) == 60


def test_rubble_is_slower_and_the_route_names_it(roads: Roads) -> None:
    roads.apply([cut(ClosureKind.RUBBLE)], 1)

    assert drive(roads) == 180 or drive(roads) == 60 * roads.settings.rubble_factor
    roads.apply([cut(ClosureKind.UNDER_FIRE, until_ms=5)], 6)
    assert roads.route(A, B).passes == ("c",)


def test_a_cut_never_expires() -> None:
    century_ms = 100 * 365 * 86_400_000

    assert cut(until_ms=5).state(century_ms) is ClosureState.IN_FORCE
    assert cut(ClosureKind.BRIDGE_GONE, until_ms=5).state(century_ms) is ClosureState.IN_FORCE


def test_fire_past_its_end_reads_end_passed_unconfirmed(roads: Roads) -> None:
    fire = cut(ClosureKind.UNDER_FIRE, since_ms=10, until_ms=20)

    assert [fire.state(t) for t in (9, 10, 19, 20)] == [
        ClosureState.NOT_YET,
        ClosureState.IN_FORCE,
        ClosureState.IN_FORCE,
        ClosureState.END_PASSED_UNCONFIRMED,
    ]
    roads.apply([fire], 15)
    assert drive(roads) == 180
    roads.apply([fire], 20)
    assert drive(roads) == 60 * roads.settings.unconfirmed_factor


def test_of_two_closures_on_one_street_the_worse_counts(roads: Roads) -> None:
    roads.apply([cut(ClosureKind.RUBBLE, id="a"), cut(id="b")], 1)

    assert set(roads.effect.on_arc.values()) == {("a", "b")}
    assert drive(roads) == 180


def test_an_unlikely_cut_is_shown_but_does_not_close(roads: Roads) -> None:
    roads.apply([cut(certainty=Certainty.UNLIKELY)], 1)

    assert drive(roads) == 60
    assert roads.route(A, B).passes == ("c",)


def test_a_closure_off_the_map_is_named_and_does_nothing(roads: Roads) -> None:
    far = cut(id="far", at=Point(5, 5))
    nowhere = cut(id="nowhere", at=None)

    assert roads.apply([far, nowhere], 1).off_map == ("far", "nowhere")
    assert drive(roads) == 60


def test_one_tap_takes_the_whole_bridge_away() -> None:
    network = square(bridge=True).build()
    roads = Roads(network)
    effect = roads.apply([cut(ClosureKind.BRIDGE_GONE)], 1)

    assert sorted(effect.weights) == network.arcs_of_way(1)
    assert effect.no_walking == frozenset(network.arcs_of_way(1))


def test_unreachable_by_vehicle_is_nearest_point_then_minutes_on_foot(roads: Roads) -> None:
    around_b = [cut(id="1"), cut(id="2", at=Point(0.0045, 0.009))]
    roads.apply(around_b, 1)
    eta = roads.etas([A], [B])[0][0]

    assert not eta.by_vehicle
    assert eta.leave_vehicle_at in (A, Point(0.009, 0.009))
    assert eta.walk_seconds == pytest.approx(1000 / 1.1, abs=1)
    route = roads.route(A, B)
    assert route.eta == eta


def test_nobody_walks_through_fire(roads: Roads) -> None:
    fires = [
        cut(ClosureKind.UNDER_FIRE, id="1"),
        cut(ClosureKind.UNDER_FIRE, id="2", at=Point(0.0045, 0.009)),
    ]
    roads.apply(fires, 1)

    assert roads.etas([A], [B])[0][0].seconds is None
    assert roads.route(A, B).line == ()


def test_all_roads_cut_is_an_answer(roads: Roads) -> None:
    everything = cut(ClosureKind.UNDER_FIRE, radius_m=5_000)
    roads.apply([everything], 1)

    assert [e.seconds for e in roads.etas([A, B], [A, B])[0]] == [0, None]


def test_a_place_far_from_any_road_has_no_eta(roads: Roads) -> None:
    assert roads.etas([Point(60, 60)], [A])[0][0].seconds is None
