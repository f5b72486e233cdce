"""The scoreboard tells a loss from what only a dead base knew."""

from typing import cast

from najda.drill.ledger import Acknowledged
from najda.drill.scoreboard import Asker, find_losses


class Survivor:
    """A base that holds some facts and finds some texts."""

    def __init__(self, facts: set[str], texts: set[str]) -> None:
        self._facts, self._texts = facts, texts

    def facts(self) -> set[str]:
        return self._facts

    def finds(self, one: Acknowledged) -> bool:
        return one.text in self._texts


def told(base: str, fact: str, text: str | None = None) -> Acknowledged:
    return Acknowledged(base, "K1", fact, fact, (fact,), text, 0.0)


def asker(facts: set[str], texts: set[str]) -> Asker:
    return cast("Asker", Survivor(facts, texts))


def test_a_fact_a_survivor_was_seen_to_hold_and_lost_is_lost() -> None:
    """Seen at a survivor, given by a dead base, not there any more."""
    found = find_losses([told("B", "f1")], asker(set(), set()), {"f1"}, {"D"})
    assert [one.id for one in found.lost] == ["f1"]
    assert not found.only_on_dead


def test_an_own_fact_of_a_living_base_that_is_gone_is_lost() -> None:
    """The base that said 201 still stands, so the fact must be there."""
    found = find_losses([told("D", "f1")], asker(set(), set()), set(), {"D"})
    assert len(found.lost) == 1


def test_a_report_that_is_there_but_not_found_by_its_text_is_lost() -> None:
    """Holding bytes is not enough: the survivor must answer for the words."""
    ledger = [told("B", "f1", "برميل على الصاخور"), told("B", "f2", "غارة")]
    found = find_losses(ledger, asker({"f1", "f2"}, {"غارة"}), set(), {"D"})
    assert [one.id for one in found.lost] == ["f1"]


def test_what_only_a_dead_base_knew_is_named_and_no_loss() -> None:
    """One copy, and that one burned: named item by item."""
    found = find_losses([told("B", "f1", "نص")], asker(set(), set()), set(), {"D"})
    assert not found.lost
    assert [one.id for one in found.only_on_dead] == ["f1"]
