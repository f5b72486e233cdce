"""When a unit was last heard, and who is silent: its crew, or the link to its base. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from najda.dispatch.lateness import HEARD_AMBER_RED_MINUTES, colour
from najda.dispatch.rules import CalloutRow
from najda.units.facts import BaseState
from najda.units.rules import BaseRow, UnitRow

_GONE = frozenset({BaseState.SILENT, BaseState.DESTROYED, BaseState.EVACUATED})
_COLOURS = {"heard_lately": "green", "heard_long_ago": "amber", "silent_crew": "red",
            "dead_link": "amber", "never_heard": "grey"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of a crew by ear."""

    #: Scene time; None = nobody heard from it yet.
    last_ms: int | None
    #: ``heard_lately``, ``heard_long_ago``, ``silent_crew``, ``dead_link`` or ``never_heard``.
    state: str

    @property
    def colour(self) -> str:
        """Shown beside the word and the age."""
        return _COLOURS[self.state]

    @property
    def is_overdue(self) -> bool:
        """Whether somebody should call it."""
        return self.state in ("heard_long_ago", "silent_crew", "dead_link")


def last_heard(unit: UnitRow, callouts: Iterable[CalloutRow]) -> int | None:
    """The newer of its last call and the last step of its callouts (scene time).

    That somebody entered it, or where it is, is no word of the crew.
    """
    steps = [one.steps[-1].at_ms for one in callouts if one.steps]
    called = [] if unit.heard_ms is None else [unit.heard_ms]
    return max((*called, *steps), default=None)


def hearing_of(
    unit: UnitRow,
    callouts: Iterable[CalloutRow],
    home: BaseRow | None,
    silent_bases: Collection[str],
    now_ms: int,
) -> Hearing:
    """A crew whose base is silent may be well: it is the link that is dead. Silent is never lost.

    ``silent_bases`` are the letters of bases whose machines are not heard from; that people said a
    base is silent, destroyed or evacuated counts as well.
    """
    last = last_heard(unit, callouts)
    late = colour(last, now_ms, HEARD_AMBER_RED_MINUTES)
    if last is None:
        return Hearing(None, "never_heard")
    if late != "red":
        return Hearing(last, "heard_long_ago" if late else "heard_lately")
    letter = home.letter if home else unit.base_letter
    gone = letter in silent_bases or (home is not None and bool(_GONE & set(home.states)))
    return Hearing(last, "dead_link" if gone else "silent_crew")
