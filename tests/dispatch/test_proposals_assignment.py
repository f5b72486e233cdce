"""One best assignment, whoever computes it and in whatever order things are given."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from najda.dispatch.assignment import FORBIDDEN, TIE_BITS, assign, solve_plain, tie_break

worths = st.integers(FORBIDDEN, 5)


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    width = draw(st.integers(1, 5))
    row = st.lists(worths, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=5))


def names(letter: str, count: int) -> list[str]:
    return [f"{letter}{n}" for n in range(count)]


def best_by_trying(table: list[list[int]], units: list[str], slots: list[str]) -> int:
    """The greatest total, tie-breaks included, over all matchings."""
    width = max(len(slots), len(units))
    return max(
        sum(
            ((table[row][column] + 1) << TIE_BITS) + tie_break(units[row], slots[column])
            for row, column in enumerate(columns[: len(units)])
            if column < len(slots) and table[row][column] > FORBIDDEN
        )
        for columns in permutations(range(width))
    )


def total(table: list[list[int]], pairs: dict[int, int], units: list[str], slots: list[str]) -> int:
    return sum(
        ((table[r][c] + 1) << TIE_BITS) + tie_break(units[r], slots[c]) for r, c in pairs.items()
    )


@settings(deadline=None)
@given(tables())
def test_nothing_is_better_than_the_assignment(table: list[list[int]]) -> None:
    units, slots = names("u", len(table)), names("s", len(table[0]))
    pairs = assign(table, units, slots)

    assert len(set(pairs.values())) == len(pairs)
    assert all(table[r][c] > FORBIDDEN for r, c in pairs.items())
    assert total(table, pairs, units, slots) == best_by_trying(table, units, slots)


@settings(deadline=None)
@given(tables(), st.randoms())
def test_the_order_of_rows_and_columns_changes_nothing(
    table: list[list[int]], rng: st.DataObject
) -> None:
    units, slots = names("u", len(table)), names("s", len(table[0]))
    rows, columns = list(range(len(units))), list(range(len(slots)))
    rng.shuffle(rows)  # type: ignore[attr-defined]
    rng.shuffle(columns)  # type: ignore[attr-defined]
    turned = [[table[r][c] for c in columns] for r in rows]
    one = {units[r]: slots[c] for r, c in assign(table, units, slots).items()}
    other = assign(turned, [units[r] for r in rows], [slots[c] for c in columns])

    assert one == {units[rows[r]]: slots[columns[c]] for r, c in other.items()}


@settings(deadline=None)
@given(tables())
def test_the_plain_solver_and_scipy_agree(table: list[list[int]]) -> None:
    units, slots = names("u", len(table)), names("s", len(table[0]))
    weights = [
        [
            0 if b <= FORBIDDEN else ((b + 1) << TIE_BITS) + tie_break(u, s)
            for b, s in zip(row, slots, strict=True)
        ]
        for row, u in zip(table, units, strict=True)
    ]
    plain = {r: c for r, c in solve_plain(weights).items() if weights[r][c]}

    assert plain == assign(table, units, slots)


def test_nobody_and_nothing_is_an_answer() -> None:
    assert assign([], [], ["s"]) == {}
    assert assign([[]], ["u"], []) == {}
    assert assign([[FORBIDDEN]], ["u"], ["s"]) == {}
