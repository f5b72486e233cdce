"""When a state has lasted too long: amber, then red. Pure; every figure is an assumption to review.

A colour is always shown with its word and age beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from najda.dispatch.rules import CalloutRow
from najda.vocabulary import ThingId

MINUTE_MS = 60_000
#: Minutes in a state until it turns amber and red. States not named here never do.
AMBER_RED_MINUTES: Mapping[str, tuple[int, int]] = {
    "dispatched": (1, 3),
    "acknowledged": (3, 6),
    "en_route": (20, 40),
    "blocked": (2, 10),
    "on_scene": (60, 120),
    "transporting": (30, 60),
    "at_facility": (30, 60),
}
#: Minutes since a crew was called home and has not answered.
RECALL_AMBER_RED_MINUTES = (0, 2)
#: Minutes without a crew on its way to reported trapped people.
TRAPPED_AMBER_RED_MINUTES = (2, 5)
#: Minutes since a unit was last heard.
HEARD_AMBER_RED_MINUTES = (30, 60)
#: An unacknowledged callout rings from here on, and climbs at each step.
RING_MINUTES = (1, 3, 5)
#: A report of trapped people that nobody put to an incident rings this long.
TRAPPED_RINGS_MS = 60 * MINUTE_MS
#: A report an operator took is quiet so long; unlinked after that, it rings again.
TAKEN_IS_QUIET_MS = 5 * MINUTE_MS


def colour(since_ms: int | None, now_ms: int, minutes: tuple[int, int]) -> str:
    """Nothing, ``amber`` or ``red`` for what lasts since ``since_ms``."""
    if since_ms is None:
        return ""
    amber, red = minutes
    waited = (now_ms - since_ms) // MINUTE_MS
    return "red" if waited >= red else "amber" if waited >= amber else ""


def callout_colour(callout: CalloutRow, now_ms: int) -> str:
    """The colour of a callout's state by its age.

    A crew called home is amber at once, and red where it has not answered.
    """
    if callout.is_recalled:
        heard = callout.recall_heard
        return (
            "amber" if heard else colour(callout.shown_since_ms, now_ms, RECALL_AMBER_RED_MINUTES)
        )
    minutes = AMBER_RED_MINUTES.get(callout.state)
    return colour(callout.state_since_ms, now_ms, minutes) if minutes else ""


def ring_level(since_ms: int, now_ms: int) -> int:
    """How loudly an unanswered call rings: 0 not yet, then 1 to 3."""
    waited = (now_ms - since_ms) // MINUTE_MS
    return sum(waited >= step for step in RING_MINUTES)


@dataclass(frozen=True, slots=True)
class Doubled:
    """A unit with more than one live callout, by bases that may not know each other."""

    unit: ThingId
    callouts: tuple[CalloutRow, ...]


def passed_over(callouts: Iterable[CalloutRow]) -> frozenset[ThingId]:
    """Unanswered callouts of units whose crew accepted another base's order meanwhile.

    The crew's acceptance settles which of two holds: whoever waits at the other has nobody.
    """
    by_unit: dict[ThingId, list[CalloutRow]] = {}
    for one in callouts:
        if one.sent and one.unit and one.undone_reason is None:
            by_unit.setdefault(one.unit, []).append(one)
    return frozenset(
        waiting.id
        for some in by_unit.values()
        for waiting in some
        if not waiting.acknowledged and any(_took(other, waiting) for other in some)
    )


def _took(accepted: CalloutRow, instead_of: CalloutRow) -> bool:
    ordered_by = {sent.base for sent in instead_of.sent}
    return (
        accepted.acknowledged
        and not ordered_by & {sent.base for sent in accepted.sent}
        and accepted.steps[-1].at_ms >= (instead_of.sent_ms or 0)
    )


def doubled(callouts: Iterable[CalloutRow]) -> tuple[Doubled, ...]:
    """Units with two callouts at once that two bases sent: a red card at both.

    Where the crew accepted one of them it is settled (``passed_over``).
    """
    callouts = list(callouts)
    settled = passed_over(callouts)
    by_unit: dict[ThingId, list[CalloutRow]] = {}
    for one in callouts:
        if one.live and one.sent and one.unit and one.id not in settled:
            by_unit.setdefault(one.unit, []).append(one)
    return tuple(
        Doubled(unit, tuple(some))
        for unit, some in sorted(by_unit.items())
        if len({sent.base for one in some for sent in one.sent}) > 1
    )
