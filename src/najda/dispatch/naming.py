"""Which unit or incident somebody means by a few typed or spoken words. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from najda.folding import fold
from najda.units.rules import UnitRow

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """The units that the first words may mean, and the words after them."""

    units: tuple[UnitRow, ...]
    rest: str

    @property
    def unit(self) -> UnitRow | None:
        """The unit, where only one can be meant."""
        return self.units[0] if len(self.units) == 1 else None


def spoken_words(text: str) -> str:
    """Folded words, one space between; a number stands apart from letters glued to it."""
    apart = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", fold(text))
    return " ".join(apart.split())


def unit_named(text: str, units: Iterable[UnitRow]) -> UnitNamed:
    """The unit at the beginning of the text: its whole call sign, else its number alone."""
    words = spoken_words(text)
    known = [(spoken_words(one.call_sign), one) for one in units if one.call_sign]
    whole = [(sign, one) for sign, one in known if words == sign or words.startswith(f"{sign} ")]
    if whole:
        longest = max(len(sign) for sign, _ in whole)
        found = tuple(one for sign, one in whole if len(sign) == longest)
        return UnitNamed(found, words[longest:].strip())
    first, _, rest = words.partition(" ")
    if first.isdigit():
        return UnitNamed(tuple(one for sign, one in known if _last_number(sign) == first), rest)
    return UnitNamed((), words)


def _last_number(sign: str) -> str:
    numbers = _NUMBER.findall(sign)
    return numbers[-1] if numbers else ""


def number_named(text: str, numbers: Mapping[str, str], own_letter: str) -> str | None:
    """The thing of a spoken number: ``A-17``, ``a17`` or, at its own base, ``17``."""
    asked = re.sub(r"[\s-]", "", fold(text)).upper()
    if asked.isdigit():
        asked = f"{own_letter}{asked}"
    plain = {re.sub(r"[\s-]", "", one).upper(): thing for one, thing in numbers.items()}
    return plain.get(asked)
