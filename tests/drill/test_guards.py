"""The simulator cannot flatter: bounds hold, ids mean nothing, the truth stays hidden."""

import gc
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drill.nights import line_night, small_night
from najda.dispatch.survival import MILLION, Need, curve_of, table_of
from najda.drill.bound import bound
from najda.drill.night import Night
from najda.drill.policies import POLICIES
from najda.drill.simulator import SETTINGS, Played, Simulator, View
from najda.drill.streets import Streets


def play(night: Night, policy: str) -> Played:
    return Simulator(night, Streets(night), POLICIES[policy]()).play()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("load", [0.7, 4.0])
def test_no_policy_is_above_the_bound_and_doing_nothing_saves_nobody(
    seed: int, load: float
) -> None:
    night = small_night(seed, load)
    scores = {name: play(night, name).score for name in POLICIES}

    assert max(scores.values()) <= bound(night, Streets(night))
    assert scores["none"] == 0
    assert scores["random"] < scores["closest-idle"] < scores["proposal"]


person = st.tuples(
    st.integers(0, 4),
    st.integers(0, 60),
    st.sampled_from(["immediate", "delayed", "minimal"]),
    st.integers(1, 30),
    st.integers(1, 30),
)


def best_order(jobs: list[tuple[int, int, str, int, int]]) -> float:
    """One ambulance, the future known: the best of all orders, by trying them."""
    best = 0
    for order in permutations(jobs):
        free, score = 0, 0
        for place, minute, triage, scene, hand in order:
            reached = max(free, minute + 1) + 4 * place + 3
            score += table_of(curve_of(Need(triage), SETTINGS, seen=True))[reached - minute]
            free = reached + scene + 4 * place + hand
        best = max(best, score)
    return best / MILLION


@settings(max_examples=15, deadline=None)
@given(st.lists(person, min_size=1, max_size=5))
def test_the_bound_stands_above_the_best_of_all_orders_of_five(
    jobs: list[tuple[int, int, str, int, int]],
) -> None:
    night = line_night(jobs)
    best, limit = best_order(jobs), bound(night, Streets(night))

    assert best <= limit + 1e-9
    for policy in ("closest-idle", "proposal"):
        assert play(night, policy).score <= limit + 1e-9  # scores are whole millionths


def renamed(night: Night, rng: Random) -> Night:
    """The same night with other ids and everything given in another order."""
    units = [replace(u, id=f"u{rng.random()}") for u in night.units]
    strikes = [replace(s, id=f"s{rng.random()}") for s in night.strikes]
    name = {p.id: f"p{rng.random()}" for p in night.places}
    places = [replace(p, id=name[p.id]) for p in night.places]
    for things in (units, strikes, places):
        rng.shuffle(things)
    return replace(
        night,
        places=tuple(places),
        streets=tuple(replace(s, a=name[s.a], b=name[s.b]) for s in night.streets),
        facilities=tuple(name[f] for f in reversed(night.facilities)),
        units=tuple(replace(u, place=name[u.place]) for u in units),
        strikes=tuple(replace(s, place=name[s.place]) for s in strikes),
    )


@pytest.mark.parametrize("policy", ["random", "closest-idle", "urgency", "assignment", "proposal"])
def test_permuting_ids_changes_nothing(policy: str) -> None:
    night = small_night(1)
    one, other = play(night, policy), play(renamed(night, Random(1)), policy)

    assert one.score == other.score
    assert one.median_response_min == other.median_response_min


def test_a_policy_cannot_reach_the_truth() -> None:
    """A policy that tries: every value in reach of a view is a plain copy of what was told."""
    night = small_night(1)
    truths = {id(night)} | {id(s) for s in night.strikes} | {id(u) for u in night.units}
    truths |= {id(s.wounded) for s in night.strikes if s.wounded}
    truths |= {id(s.trapped) for s in night.strikes if s.trapped}
    looked = 0

    def spy(view: View) -> Mapping[str, str]:
        nonlocal looked
        looked += 1
        seen: set[int] = set()
        queue: list[object] = [view]
        while queue:
            thing = queue.pop()
            if id(thing) in seen or isinstance(thing, type):
                continue
            seen.add(id(thing))
            assert id(thing) not in truths
            if is_dataclass(thing):
                queue += [getattr(thing, f.name) for f in fields(thing)]
            else:
                queue += [t for t in gc.get_referents(thing) if not isinstance(t, type)]
        assert all(i.reported <= view.now for i in view.incidents)
        return POLICIES["closest-idle"]()(view)

    Simulator(night, Streets(night), spy).play()

    assert looked > 20


def test_a_policy_cannot_change_what_others_see() -> None:
    """Everything in a view is frozen, down to the last row."""
    night = small_night(1)

    def vandal(view: View) -> Mapping[str, str]:
        queue: list[object] = [view]
        while queue:
            thing = queue.pop()
            assert not isinstance(thing, (list, dict, set))
            if is_dataclass(thing):
                queue += [getattr(thing, f.name) for f in fields(thing)]
            elif isinstance(thing, tuple):
                queue += thing
        return {}

    Simulator(night, Streets(night), vandal).play()


def test_orders_for_unknown_units_and_incidents_are_ignored() -> None:
    night = small_night(1)

    def confused(view: View) -> Mapping[str, str]:
        return {"nobody": "nothing"} | {u.id: "nothing" for u in view.units}

    assert Simulator(night, Streets(night), confused).play().score == 0
