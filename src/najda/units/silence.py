"""Why nobody hears a unit, how long a shift may last, and attacks on our own sites. Pure."""

from collections.abc import Iterable

from najda.units.facts import BaseState
from najda.units.rules import BaseRow, StateClaim, UnitRow

#: A unit not heard for longer than this is asked about. An assumption to review.
SILENT_AFTER_MS = 60 * 60_000
#: After this a crew is due for rest. An assumption to review.
LONGEST_SHIFT_MS = 12 * 3_600_000
_GONE = frozenset({BaseState.SILENT, BaseState.DESTROYED, BaseState.EVACUATED})
_ATTACKED = frozenset({BaseState.HIT, BaseState.DESTROYED})


def silence_of(unit: UnitRow, home: BaseRow | None, now_ms: int) -> str:
    """``heard``, ``never_heard``, ``silent_crew``, or ``dead_link`` where its base is gone too.

    A crew whose base is silent may be well: it is the link that is dead. Silent is never lost.
    """
    if unit.heard_ms is not None and now_ms - unit.heard_ms <= SILENT_AFTER_MS:
        return "heard_lately"
    if home is not None and _GONE & set(home.states):
        return "dead_link"
    return "never_heard" if unit.heard_ms is None else "silent_crew"


def attacks_on(bases: Iterable[BaseRow]) -> tuple[tuple[BaseRow, StateClaim], ...]:
    """Every claim that one of our bases was hit or destroyed, the newest first."""
    found = [(one, claim) for one in bases for claim in one.claims if claim.state in _ATTACKED]
    return tuple(sorted(found, key=lambda pair: (-pair[1].at_ms, pair[0].id)))
