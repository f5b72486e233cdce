"""The best assignment of units to slots, on integers and with one answer only."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec

#: A pair that must not be.
FORBIDDEN = -1
#: Width of the tie-break below one unit of benefit.
TIE_BITS = 22


def tie_break(unit: str, slot: str) -> int:
    """A number that belongs to this pair for ever; it decides between equal benefits."""
    return _mixed(_named(unit), _named(slot))


def _named(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") % _PRIME


def _mixed(unit: int, slot: int) -> int:
    return unit * slot % _PRIME >> (61 - TIE_BITS)


_PRIME = 2**61 - 1


def assign(
    benefit: Sequence[Sequence[int]], units: Sequence[str], slots: Sequence[str]
) -> dict[int, int]:
    """Unit index -> slot index, with the greatest total benefit; a unit may stay without.

    ``benefit`` holds whole numbers below 2 to the 23rd; ``FORBIDDEN`` or less means not. Equal
    totals are decided by the names, so the order of rows and columns does not matter, nor which
    solver is installed.
    """
    if not units or not slots:
        return {}
    columns = [_named(slot) for slot in slots]
    rows = []
    for unit, row in zip(map(_named, units), benefit, strict=True):
        rows.append(
            [
                (worth + 1 << TIE_BITS) + _mixed(unit, slot) if worth > FORBIDDEN else 0
                for worth, slot in zip(row, columns, strict=True)
            ]
        )
    pairs = _solve_scipy(rows) if _has_scipy() else solve_plain(rows)
    return {row: column for row, column in pairs.items() if benefit[row][column] > FORBIDDEN}


@cache
def _has_scipy() -> bool:
    return find_spec("scipy") is not None


def _solve_scipy(rows: list[list[int]]) -> dict[int, int]:
    from scipy.optimize import linear_sum_assignment

    found = linear_sum_assignment(rows, maximize=True)
    return dict(zip(*(part.tolist() for part in found), strict=True))


def solve_plain(rows: list[list[int]]) -> dict[int, int]:
    """Row -> column of the greatest total weight (Hungarian method, Kuhn 1955), exact integers."""
    if len(rows) > len(rows[0]):
        turned = solve_plain([list(column) for column in zip(*rows, strict=True)])
        return {column: row for row, column in turned.items()}
    height, width = len(rows), len(rows[0])
    row_price, column_price = [0] * (height + 1), [0] * (width + 1)
    row_of = [0] * (width + 1)
    for row in range(1, height + 1):
        row_of[0], came_from = row, [0] * (width + 1)
        slack: list[int | None] = [None] * (width + 1)
        done = [False] * (width + 1)
        column = 0
        while row_of[column]:
            done[column] = True
            here, least, following = row_of[column], None, 0
            for other in range(1, width + 1):
                if done[other]:
                    continue
                cost = -rows[here - 1][other - 1] - row_price[here] - column_price[other]
                best = slack[other]
                if best is None or cost < best:
                    slack[other], came_from[other], best = cost, column, cost
                if least is None or best < least:
                    least, following = best, other
            assert least is not None
            for other in range(width + 1):
                if done[other]:
                    row_price[row_of[other]] += least
                    column_price[other] -= least
                elif (best := slack[other]) is not None:
                    slack[other] = best - least
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return {row_of[column] - 1: column - 1 for column in range(1, width + 1) if row_of[column]}
