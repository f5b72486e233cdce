"""Why a claim does not count in a range, and which incidents may be one. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from najda.incidents.claims import ClaimRow, Series
from najda.incidents.facts import Modality, Scope
from najda.incidents.rules import IncidentRow
from najda.vocabulary import Standing, ThingId

#: Incidents opened further apart than this are offered last for joining.
JOIN_WINDOW_MS = 6 * 3_600_000
MOST_OFFERED = 8


def why_not_counted(claim: ClaimRow) -> str | None:
    """The key of the reason why a claim's figure is no end of the range; None where it is."""
    if claim.rejected_reason is not None:
        return "not_counted_rejected"
    if claim.updated_by is not None:
        return "not_counted_updated"
    if claim.mark == Standing.GREY:
        return "not_counted_grey"
    if not claim.has_figure:
        return "not_counted_no_figure"
    if claim.scope is not Scope.OWN:
        return f"not_counted_{claim.scope.value}"
    if claim.polarity == "-" or claim.modality is Modality.DENIED:
        return "not_counted_denied"
    if claim.modality in (Modality.THREATENED, Modality.PLANNED):
        return "not_counted_not_done"
    return None


@dataclass(frozen=True, slots=True)
class Shown:
    """A series as a person reads it: what belongs to a figure stands under that figure."""

    series: Series
    #: Claims with 0, or 1 where they are a part of (or come on top of) the one above.
    rows: tuple[tuple[ClaimRow, int], ...]


def folded(series: Sequence[Series]) -> tuple[Shown, ...]:
    """Series in order; those that are only parts of figures elsewhere stand under these."""
    homes = {claim.id for one in series for claim in one.claims if not _belongs(claim)}
    parts: dict[ThingId, list[ClaimRow]] = {}
    kept: list[Series] = []
    for one in series:
        if all(_belongs(claim) and claim.of in homes for claim in one.claims):
            for claim in one.claims:
                parts.setdefault(claim.of or "", []).append(claim)
        else:
            kept.append(one)
    return tuple(Shown(one, tuple(_rows(one, parts))) for one in kept)


def _belongs(claim: ClaimRow) -> bool:
    return claim.scope in (Scope.SUBSET, Scope.ADDITIONAL)


def _rows(
    series: Series, parts: Mapping[ThingId, Sequence[ClaimRow]]
) -> Iterable[tuple[ClaimRow, int]]:
    for claim in series.claims:
        yield claim, 0
        yield from ((part, 1) for part in parts.get(claim.id, ()))


def not_comparable(series: Sequence[Series]) -> frozenset[int]:
    """Places in the list of those series beside another of their kind: no sum, no common range."""
    kinds = [one.kind for one in series]
    return frozenset(at for at, kind in enumerate(kinds) if kinds.count(kind) > 1)


def beyond(series: Sequence[Series]) -> dict[int, tuple[Series, ...]]:
    """By place in the list: figures of some of the people that exceed the range for all of them.

    "12 civilians" beside "6 to 11 killed": the highest toll must not be missed.
    """
    found = {
        at: tuple(one for one in series if _exceeds(one, whole))
        for at, whole in enumerate(series)
        if whole.status is None and whole.claims[0].age_sex is None
    }
    return {at: some for at, some in found.items() if some}


def _exceeds(part: Series, whole: Series) -> bool:
    """Whether it counts people of the same kind, area and period, and more of them."""
    same = (part.kind, part.unit, part.area, part.period) == (
        whole.kind, whole.unit, whole.area, whole.period,
    )  # fmt: skip
    some = part.status is not None or part.claims[0].age_sex is not None
    highest = whole.high if whole.high is not None else whole.low
    most = part.high if part.high is not None else part.low
    return same and some and highest is not None and most is not None and most > highest


def may_be_one(
    members: Sequence[IncidentRow], others: Iterable[IncidentRow]
) -> tuple[IncidentRow, ...]:
    """Incidents (or campaigns) offered for joining: the same quarter and the nearest time first."""
    first = members[0]
    own: set[ThingId] = {one.id for one in members}
    quarters = {one.quarter for one in members if one.quarter}
    alike = [
        one
        for one in others
        if one.id not in own and one.is_campaign == first.is_campaign and not one.waiting
    ]

    def distance(one: IncidentRow) -> tuple[bool, bool, int, str]:
        apart = abs(one.opened_ms - first.opened_ms)
        return (one.quarter not in quarters, apart > JOIN_WINDOW_MS, apart, one.id)

    return tuple(sorted(alike, key=distance)[:MOST_OFFERED])
