"""Who is silent: a crew, or the link to its base; whatever was heard of it counts."""

import pytest

from najda.dispatch.facts import Step
from najda.dispatch.hearing import hearing_of, last_heard
from najda.dispatch.lateness import MINUTE_MS
from najda.dispatch.rules import CalloutRow, StepSaid
from najda.units.facts import BaseState
from najda.units.rules import BaseRow, StateClaim, UnitRow

UNIT = UnitRow(id="u", heard_ms=0, base_letter="B")


def home(state: BaseState) -> BaseRow:
    claim = StateClaim(fact="f", state=state, tellers=(), at_ms=0, by="p", base="A", stands=True)
    return BaseRow(id="b", letter="B", claims=(claim,))


@pytest.mark.parametrize(
    ("minutes", "base", "silent", "state"),
    [
        (29, None, (), "heard_lately"),
        (30, None, (), "heard_long_ago"),
        (59, None, ("B",), "heard_long_ago"),
        (60, None, (), "silent_crew"),
        (60, None, ("B",), "dead_link"),
        (60, None, ("C",), "silent_crew"),
        (60, BaseState.OPERATIONAL, (), "silent_crew"),
        (60, BaseState.SILENT, (), "dead_link"),
        (60, BaseState.DESTROYED, (), "dead_link"),
    ],
)
def test_a_dead_link_is_told_from_a_silent_crew(
    minutes: int, base: BaseState | None, silent: tuple[str, ...], state: str
) -> None:
    """Where the base is not heard either, by its machine or by what people said, it is the link."""
    claimed = home(base) if base else None
    found = hearing_of(UNIT, (), claimed, silent, minutes * MINUTE_MS)
    assert (found.state, found.last_ms) == (state, 0)
    assert found.is_overdue is (state != "heard_lately")


def test_nobody_heard_is_not_silent() -> None:
    """A unit just entered is not late."""
    found = hearing_of(UnitRow(id="u"), (), None, (), 10**12)
    assert (found.state, found.last_ms, found.is_overdue) == ("never_heard", None, False)


def test_a_step_of_its_callout_is_a_word_of_the_crew() -> None:
    """Whoever presses "there" on the phone was heard."""
    step = StepSaid(fact="f", step=Step.ON_SCENE, at_ms=50 * MINUTE_MS, by="p", base="A")
    callout = CalloutRow(id="c", unit="u", steps=(step,))
    assert last_heard(UNIT, [callout]) == 50 * MINUTE_MS
    assert hearing_of(UNIT, [callout], None, (), 70 * MINUTE_MS).state == "heard_lately"
    sent = CalloutRow(id="c", unit="u")
    assert hearing_of(UNIT, [sent], None, (), 70 * MINUTE_MS).state == "silent_crew"
