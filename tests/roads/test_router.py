"""The three engines agree to the millisecond."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from najda.roads.network import NO_WAY, Basis, NetworkBuilder, Point, RoadNetwork, Street
from najda.roads.router import HierarchyRouter, PlainRouter, Router, ScipyRouter


@st.composite
def networks(draw: st.DrawFn) -> RoadNetwork:
    """Small graphs with parallel arcs, loops, one-way streets and islands."""
    count = draw(st.integers(2, 12))
    builder = NetworkBuilder(Basis.STREETS)
    builder.nodes = [Point(n // 4 / 100, n % 4 / 100) for n in range(count)]
    ends = st.integers(0, count - 1)
    for tail, head, ms, forward, back in draw(
        st.lists(
            st.tuples(ends, ends, st.integers(0, 9_999), st.booleans(), st.booleans()),
            min_size=1,
            max_size=40,
        )
    ):
        builder.streets.append(Street(tail, head, ms, ms, forward=forward or not back, back=back))
    return builder.build()


@settings(max_examples=60, deadline=None)
@given(networks(), st.data())
def test_every_engine_gives_the_same_times_before_and_after_cuts_and_reopening(
    network: RoadNetwork, data: st.DataObject
) -> None:
    routers: list[Router] = [
        PlainRouter(network),
        ScipyRouter(network),
        HierarchyRouter(network),
    ]
    everywhere = range(network.node_count)
    arcs = st.integers(0, network.arc_count - 1)
    cuts = dict.fromkeys(data.draw(st.sets(arcs)), NO_WAY)
    reopened = {arc: network.travel_ms[arc] for arc in cuts}
    for change in ({}, cuts, reopened):
        for router in routers:
            router.change(change)
        plain, scipy, hierarchy = (r.matrix(everywhere, everywhere) for r in routers)
        assert plain == scipy == hierarchy
        assert routers[0].weights() == routers[1].weights() == routers[2].weights()


@settings(max_examples=40, deadline=None)
@given(networks())
def test_a_route_is_a_chain_of_arcs_as_long_as_the_matrix_says(network: RoadNetwork) -> None:
    for router in (PlainRouter(network), ScipyRouter(network), HierarchyRouter(network)):
        last = network.node_count - 1
        time = router.matrix([0], [last])[0][0]
        found = router.path(0, last)
        assert (found is None) == (time == NO_WAY)
        if found:
            assert found[0] == time == sum(network.travel_ms[arc] for arc in found[1])
            node = 0
            for arc in found[1]:
                assert network.tail[arc] == node
                node = network.head[arc]
            assert node == last


@pytest.mark.parametrize("engine", [PlainRouter, ScipyRouter, HierarchyRouter])
def test_customise_replaces_all_weights(engine: type[PlainRouter]) -> None:
    builder = NetworkBuilder(Basis.STREETS, [Point(0, 0), Point(0, 1)])
    builder.streets.append(Street(0, 1, 5, 5))
    router = engine(builder.build())
    router.customise([7, NO_WAY])

    assert router.matrix([0, 1], [0, 1]) == [[0, 7], [NO_WAY, 0]]
    assert router.path(1, 0) is None
    assert router.path(0, 0) == (0, [])
    assert router.matrix([0], []) == [[]]
