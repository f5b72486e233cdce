"""Who should go where: the right crew, why, and never against a hard filter."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from najda.dispatch.candidates import WhyNot
from najda.dispatch.proposals import Plan, propose
from najda.dispatch.states import (
    IncidentState,
    People,
    ResourceClass,
    Travel,
    UnitState,
    UnitStatus,
)
from najda.dispatch.survival import Need

MIDNIGHT_MS = 1_474_588_800_000
MINUTE_MS = 60_000
NOW_MS = MIDNIGHT_MS + 3 * MINUTE_MS


def ambulance(name: str, **more: object) -> UnitState:
    given = {"id": name, "kind": ResourceClass.AMBULANCE, "status": UnitStatus.AVAILABLE} | more
    return UnitState(**given)  # type: ignore[arg-type]


def wounded(
    name: str, need: Need = Need.IMMEDIATE, count: int = 1, **more: object
) -> IncidentState:
    given = {
        "id": name,
        "occurred_ms": MIDNIGHT_MS - 10 * MINUTE_MS,
        "people": (People(need, count),),
        "seen": True,
    } | more
    return IncidentState(**given)  # type: ignore[arg-type]


def travel(rows: list[list[int | None]], onward: int | None = 5) -> Travel:
    width = len(rows[0]) if rows else 0
    return Travel(rows, [onward] * width, [5] * width)


def pairs(plan: Plan) -> dict[str, str]:
    return {p.unit: p.incident for p in plan.proposals}


def test_the_nearer_unit_goes_and_the_farther_is_runner_up() -> None:
    plan = propose(
        NOW_MS, [ambulance("far"), ambulance("near")], [wounded("i")], travel([[20], [5]])
    )

    [best] = plan.proposals
    assert (best.unit, best.arrive_minutes) == ("near", 5)
    assert best.runner_up is not None
    assert (best.runner_up.unit, best.runner_up.arrive_minutes) == ("far", 20)
    assert best.ten_minutes_lose > 0
    assert best.reason.key == "dispatch.reason.send"
    assert best.reason.values["need"] == "immediate"


def test_one_unit_goes_where_waiting_loses_most() -> None:
    incidents = [wounded("slow", Need.MINIMAL), wounded("fast", Need.IMMEDIATE)]

    assert pairs(propose(NOW_MS, [ambulance("a")], incidents, travel([[5, 5]]))) == {"a": "fast"}


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        (ambulance("a", status=UnitStatus.UNAVAILABLE), WhyNot.UNAVAILABLE),
        (ambulance("a", status=UnitStatus.BUSY), WhyNot.BUSY),
        (
            ambulance("a", status=UnitStatus.BUSY, free_at_ms=NOW_MS + 16 * MINUTE_MS),
            WhyNot.BUSY,
        ),
        (ambulance("a", base_alive=False), WhyNot.BASE_LOST),
        (ambulance("a", placed=False), WhyNot.NO_PLACE),
        (ambulance("a", rest_until_ms=NOW_MS + 1), WhyNot.RESTING),
        (ambulance("a", last_heard_ms=NOW_MS - 61 * MINUTE_MS), WhyNot.SILENT),
    ],
)
def test_a_unit_that_may_not_go_is_named_with_the_reason(unit: UnitState, why: WhyNot) -> None:
    plan = propose(NOW_MS, [unit], [wounded("i")], travel([[5]]))

    assert plan.proposals == ()
    assert plan.not_candidates == {"a": why}
    assert ("i", ResourceClass.AMBULANCE) in plan.unserved


@pytest.mark.parametrize(
    ("unit", "incident", "roads", "why"),
    [
        (ambulance("a"), wounded("i"), travel([[None]]), WhyNot.NO_WAY),
        (ambulance("a"), wounded("i"), travel([[5]], onward=None), WhyNot.NO_FACILITY),
        (ambulance("a", fuel_minutes=29), wounded("i"), travel([[5]]), WhyNot.FUEL),
        (
            ambulance("a"),
            wounded("i", equipment=frozenset({"gas_masks"})),
            travel([[5]]),
            WhyNot.EQUIPMENT,
        ),
        (
            ambulance("a"),
            wounded("i", hold_until_ms=NOW_MS + 6 * MINUTE_MS),
            travel([[5]]),
            WhyNot.HOLD,
        ),
    ],
)
def test_an_incident_no_unit_may_go_to_is_named_with_the_reason(
    unit: UnitState, incident: IncidentState, roads: Travel, why: WhyNot
) -> None:
    plan = propose(NOW_MS, [unit], [incident], roads)

    assert plan.proposals == ()
    assert plan.unserved == {("i", ResourceClass.AMBULANCE): why}


def test_enough_fuel_and_unknown_fuel_both_go_but_unknown_is_said() -> None:
    known = propose(NOW_MS, [ambulance("a", fuel_minutes=60)], [wounded("i")], travel([[5]]))
    unknown = propose(NOW_MS, [ambulance("a")], [wounded("i")], travel([[5]]))

    assert known.proposals[0].reason.values["fuel_said"] is True
    assert unknown.proposals[0].reason.values["fuel_said"] is False


def test_a_hold_has_a_price_and_whoever_arrives_after_it_may_leave_now() -> None:
    incident = wounded("i", hold_until_ms=NOW_MS + 12 * MINUTE_MS)
    plan = propose(NOW_MS, [ambulance("near"), ambulance("far")], [incident], travel([[4], [12]]))

    [held] = plan.held
    assert (held.incident, held.minutes_left) == ("i", 12)
    assert held.price > 0
    assert pairs(plan) == {"far": "i"}


def test_no_plan_speaks_of_the_chance_of_a_second_strike() -> None:
    incident = wounded("i", last_strike_ms=NOW_MS - 7 * MINUTE_MS, aircraft_overhead=True)
    values = propose(NOW_MS, [ambulance("a")], [incident], travel([[5]])).proposals[0].reason.values

    assert values["minutes_since_strike"] == 7
    assert values["aircraft_overhead"] is True
    assert not any("chance" in name or "probability" in name for name in values)


def test_a_unit_free_soon_is_planned_with_not_sent() -> None:
    busy = ambulance("a", status=UnitStatus.BUSY, free_at_ms=NOW_MS + 10 * MINUTE_MS)
    [plan] = propose(NOW_MS, [busy], [wounded("i")], travel([[5]])).proposals

    assert (plan.free_in_minutes, plan.arrive_minutes) == (10, 15)
    assert plan.reason.key == "dispatch.reason.soon_free"


def test_a_crew_on_the_road_is_diverted_only_for_enough() -> None:
    unit = ambulance("a", status=UnitStatus.EN_ROUTE, incident="old")
    old = wounded("old", Need.MINIMAL)
    much = propose(NOW_MS, [unit], [old, wounded("new")], travel([[5, 5]]))
    nothing = propose(NOW_MS, [unit], [old, wounded("same", Need.MINIMAL)], travel([[5, 5]]))

    assert much.proposals[0].diverted_from == "old"
    assert much.proposals[0].reason.key == "dispatch.reason.divert"
    assert nothing.proposals[0].keeps
    assert nothing.proposals[0].reason.key == "dispatch.reason.keeps"


def test_every_class_goes_to_its_own_people() -> None:
    people = (People(Need.IMMEDIATE, 1), People(Need.TRAPPED, 2), People(Need.TRAPPED_DEEP, 1))
    units = [
        UnitState(id=kind.value, kind=kind, status=UnitStatus.AVAILABLE) for kind in ResourceClass
    ]
    plan = propose(NOW_MS, units, [replace(wounded("i"), people=people)], travel([[5]] * 3))

    assert set(pairs(plan)) == {"ambulance", "rescue_crew", "heavy_rescue"}


def test_nothing_to_do_and_nobody_to_do_it() -> None:
    empty = Travel([], [], [])

    assert propose(NOW_MS, [], [], empty).proposals == ()
    assert propose(NOW_MS, [ambulance("a")], [], Travel([[]], [], [])).proposals == ()
    plan = propose(NOW_MS, [], [wounded("i")], Travel([], [5], [5]))
    assert plan.unserved == {("i", ResourceClass.AMBULANCE): WhyNot.NO_UNIT}


def test_a_report_of_nobody_and_a_very_old_incident_break_nothing() -> None:
    nobody = wounded("n", count=0)
    old = wounded("o", occurred_ms=0)
    future = wounded("f", occurred_ms=NOW_MS + 60 * MINUTE_MS)
    plan = propose(NOW_MS, [ambulance("a")], [nobody, old, future], travel([[5, 5, 5]]))

    assert pairs(plan) == {"a": "f"}


minutes = st.one_of(st.none(), st.integers(0, 40))


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_order_of_units_and_incidents_changes_nothing(data: st.DataObject) -> None:
    """Four bases with the same journal and time see the same plan."""
    height, width = 3, 3
    units = [ambulance(f"u{n}") for n in range(height)]
    incidents = [
        wounded(f"i{n}", data.draw(st.sampled_from([Need.IMMEDIATE, Need.DELAYED])), seen=False)
        for n in range(width)
    ]
    rows = [[data.draw(minutes) for _ in range(width)] for _ in range(height)]
    plan = propose(NOW_MS, units, incidents, travel(rows))
    for order in permutations(range(3)):
        turned = [[rows[u][i] for i in order] for u in order]
        other = propose(
            NOW_MS, [units[u] for u in order], [incidents[i] for i in order], travel(turned)
        )
        assert other.proposals == plan.proposals
        assert other.unserved == plan.unserved
