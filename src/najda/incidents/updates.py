"""Which of several figures of one teller stands: the latest by its own time that nobody rejected.

A person says that two figures are one teller's, whichever was entered first. Between them the time
they were said at decides (``as_of``, else when the claim was made), so that an older line confirmed
later never hides the newer; and a figure whose successor was rejected stands again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from najda.incidents.claims import ClaimRow
from najda.vocabulary import ThingId

ById = Mapping[ThingId, ClaimRow]


def settled(claims: Iterable[ClaimRow]) -> tuple[ClaimRow, ...]:
    """The claims with ``updated_by`` as it comes to among them; the order is kept."""
    rows = list(claims)
    by_id = {claim.id: claim for claim in rows}
    newer: dict[ThingId, list[ClaimRow]] = {claim.id: [] for claim in rows}
    for claim in rows:
        for other in _standing(claim, by_id, {claim.id}):
            older, later = sorted((claim, other), key=said_ms)
            newer[older.id].append(later)
    return tuple(_updated(claim, newer[claim.id], by_id) for claim in rows)


def said_ms(claim: ClaimRow) -> int:
    """When the teller said it, as far as known: its "as of", else when it was written down."""
    return claim.as_of.start_ms if claim.as_of else claim.at_ms


def _standing(claim: ClaimRow, by_id: ById, seen: set[ThingId]) -> Iterator[ClaimRow]:
    """Those that update it and were not rejected; for a rejected one those that update that."""
    for named in claim.updates:
        other = by_id.get(named)
        if other is None or named in seen:
            continue
        seen.add(named)
        if other.rejected_reason is None:
            yield other
        else:
            yield from _standing(other, by_id, seen)


def _updated(claim: ClaimRow, newer: list[ClaimRow], by_id: ById) -> ClaimRow:
    if newer:
        return replace(claim, updated_by=max(newer, key=said_ms).id)
    elsewhere = next((named for named in claim.updates if named not in by_id), None)
    return claim if claim.updated_by == elsewhere else replace(claim, updated_by=elsewhere)
