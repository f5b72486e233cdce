"""Attacks on our own sites. Pure."""

from collections.abc import Iterable

from najda.units.facts import BaseState
from najda.units.rules import BaseRow, StateClaim

_ATTACKED = frozenset({BaseState.HIT, BaseState.DESTROYED})


def attacks_on(bases: Iterable[BaseRow]) -> tuple[tuple[BaseRow, StateClaim], ...]:
    """Every claim that one of our bases was hit or destroyed, the newest first."""
    found = [(one, claim) for one in bases for claim in one.claims if claim.state in _ATTACKED]
    return tuple(sorted(found, key=lambda pair: (-pair[1].at_ms, pair[0].id)))
