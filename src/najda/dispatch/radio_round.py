"""A whole radio round in one line: ``3 en_route; 5 on scene; 7 ok 4``. Pure.

In Arabic and English words; every piece becomes one act on one unit, or is given back with what
is wrong with it. Nothing is guessed: a number that fits two call signs is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from najda.dispatch.facts import Step
from najda.dispatch.naming import spoken_words, unit_named
from najda.dispatch.rules import CalloutRow
from najda.folding import fold
from najda.units.rules import UnitRow

_PIECES = re.compile(r"[;؛،,\n]+")
_WORDS: dict[Step, tuple[str, ...]] = {
    Step.ACKNOWLEDGED: ("acknowledged", "ack", "roger", "got it", "وصلت المهمة", "استلم", "استلمنا",
                        "تم", "علم"),
    Step.EN_ROUTE: ("en route", "enroute", "rolling", "في الطريق", "بالطريق", "انطلق", "انطلقنا",
                    "عالطريق"),
    Step.BLOCKED: ("blocked", "road cut", "مقطوع", "الطريق مقطوع", "مسدود"),
    Step.ON_SCENE: ("on scene", "onscene", "there", "arrived", "وصل", "وصلنا", "في الموقع",
                    "بالموقع"),
    Step.TRANSPORTING: ("transporting", "loaded", "نقل", "ننقل", "معنا مصابين", "نقل مصابين"),
    Step.AT_FACILITY: ("at facility", "at hospital", "بالمشفى", "في المشفى", "وصلنا المشفى"),
    Step.CLEAR: ("clear", "free", "انتهى", "انتهينا", "خلصنا", "فاضي"),
}  # fmt: skip
_HEARD = ("ok", "okay", "well", "all well", "بخير", "تمام", "كلنا بخير", "منيح")


@dataclass(frozen=True, slots=True)
class Heard:
    """One piece of the round: what a unit said, or what is wrong (a key of words)."""

    said: str
    unit: UnitRow | None = None
    callout: CalloutRow | None = None
    step: Step | None = None
    #: People counted; None = not counted, 0 = nobody.
    people: int | None = None
    #: True where the unit only said that it is well.
    well: bool = False
    wrong: str | None = None


def parse_round(
    line: str, units: Sequence[UnitRow], live: Sequence[CalloutRow]
) -> tuple[Heard, ...]:
    """Every piece of the line, in order; empty pieces are left out."""
    return tuple(
        _piece(piece.strip(), units, live) for piece in _PIECES.split(line) if piece.strip()
    )


def _piece(said: str, units: Sequence[UnitRow], live: Sequence[CalloutRow]) -> Heard:
    named = unit_named(said, units)
    if named.unit is None:
        key = "dispatch.round_which_unit" if named.units else "dispatch.round_no_unit"
        return Heard(said, wrong=key)
    unit, words = named.unit, named.rest.replace("_", " ")
    heard, number = _split_number(words)
    if not words or heard in _FOLDED_HEARD:
        return Heard(said, unit, people=number, well=bool(words))
    number_word = _callout_named(words, live, unit)
    step = _STEPS.get(number_word[1])
    if step is None:
        return Heard(said, unit, wrong="dispatch.round_no_word")
    own = [one for one in live if one.unit == unit.id and one.live]
    chosen = [number_word[0]] if number_word[0] else own
    if len(chosen) != 1:
        key = "dispatch.round_which_callout" if chosen else "dispatch.round_no_callout"
        return Heard(said, unit, step=step, wrong=key)
    return Heard(said, unit, chosen[0], step)


def _split_number(words: str) -> tuple[str, int | None]:
    head, _, last = words.rpartition(" ")
    if last.isdigit():
        return head, int(last)
    return words, None


def _callout_named(
    words: str, live: Sequence[CalloutRow], unit: UnitRow
) -> tuple[CalloutRow | None, str]:
    """A callout's own number before the word tells two callouts of a unit apart."""
    for one in live:
        number = spoken_words(one.number)
        if one.unit == unit.id and number and words.startswith(f"{number} "):
            return one, words[len(number) :].strip()
    return None, words


_STEPS = {spoken_words(fold(word)): step for step, some in _WORDS.items() for word in some}
_FOLDED_HEARD = {spoken_words(fold(word)) for word in _HEARD}
