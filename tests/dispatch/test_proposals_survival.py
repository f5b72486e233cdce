"""Curves and what is expected behind an uncertain report."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from najda.dispatch.survival import (
    MILLION,
    Need,
    SurvivalSettings,
    chance_of_at_least,
    curve_of,
    survival,
    table_of,
)

HOW = SurvivalSettings()


@pytest.mark.parametrize("need", list(Need))
@pytest.mark.parametrize("seen", [True, False])
def test_everyone_is_alive_at_the_start_and_ever_fewer_later(need: Need, *, seen: bool) -> None:
    table = table_of(curve_of(need, HOW, seen=seen))

    assert table[0] == MILLION
    assert all(early >= late >= 0 for early, late in pairwise(table))


def test_the_trapped_follow_the_named_curve() -> None:
    curve = curve_of(Need.TRAPPED, HOW, seen=True)

    assert survival(curve, 120) == pytest.approx(0.35 * 0.36788 + 0.65 * 0.92596, abs=1e-4)


def test_a_reported_red_is_only_probably_red() -> None:
    red, seen_red = (curve_of(Need.IMMEDIATE, HOW, seen=s) for s in (False, True))

    assert survival(seen_red, 60) < survival(red, 60) < 0.6
    assert red[0][0] == pytest.approx(0.14 / 0.26)


@given(st.integers(1, 20), st.integers(1, 20))
def test_more_people_are_less_certain(count: int, reported: int) -> None:
    more = chance_of_at_least(count + 1, reported, 0.5)

    assert 0 <= more <= chance_of_at_least(count, reported, 0.5) <= 1


def test_an_exact_figure_has_no_doubt_and_nobody_reported_is_nobody() -> None:
    assert [chance_of_at_least(n, 2, 0.0) for n in (1, 2, 3)] == [1, 1, 0]
    assert chance_of_at_least(1, 0, 0.5) == 0
