"""The ``/`` command line: a few typed words -> where to go, or one act. Pure.

``s ambulance3 A-17`` sends (with ``!`` at the end also who is busy), ``n`` takes a call, ``A-17``
opens what has that number, a call sign opens its unit, ``3 en route; 5 ok 4`` shows what a radio
round would write, ``lock`` and ``logout`` leave, ``find …`` (or anything else) searches.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from najda.dispatch.naming import number_named, spoken_words, unit_named
from najda.dispatch.radio_round import parse_round
from najda.dispatch.rules import CalloutRow
from najda.folding import fold
from najda.units.rules import UnitRow
from najda.vocabulary import ThingId

_PAGES = {
    "n": "/reports/new", "new": "/reports/new", "بلاغ": "/reports/new", "جديد": "/reports/new",
    "b": "/", "board": "/", "لوحه": "/", "r": "/reports", "i": "/incidents", "u": "/units",
    "radio": "/radio", "لاسلكي": "/radio", "roll": "/rollcall", "تفقد": "/rollcall",
    "recall": "/recall", "استدعاء": "/recall", "urgency": "/urgency", "اولويات": "/urgency",
    "shift": "/shift", "مناوبه": "/shift", "setup": "/setup", "وحدات": "/units",
    "voices": "/voices", "orphans": "/orphans",
}  # fmt: skip
#: What a line may end, by the page that ends it.
_DOORS = {"lock": "/seal", "قفل": "/seal", "logout": "/logout", "خروج": "/logout"}
_SEND = frozenset({"s", "send", "ارسل", "ارسال"})
_ALTHOUGH = re.compile(r"\s*(?:!|all the same|رغم ذلك)$", re.IGNORECASE)
_FIND = frozenset({"f", "find", "search", "بحث", "ابحث"})


@dataclass(frozen=True, slots=True)
class Go:
    """Open this path of our own."""

    path: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Post to this path of our own: lock the base, or log out."""

    path: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send this unit to this incident."""

    unit: UnitRow
    incident: ThingId
    #: The line says "all the same": also a unit that is busy or unavailable.
    although: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is wrong, as a key of words with its values."""

    key: str
    what: str


def command_of(
    line: str,
    units: Sequence[UnitRow],
    numbers: Mapping[str, str],
    own_letter: str,
    live: Sequence[CalloutRow] = (),
) -> Go | Leave | Send | Unclear:
    """What a line asks for. ``numbers`` maps spoken numbers to the path of what has them."""
    words = line.strip().lstrip("/").strip()
    first, _, rest = words.partition(" ")
    verb = fold(first)
    if verb in _SEND and rest.strip():
        return _send(rest, units, numbers, own_letter)
    if verb in _FIND and rest.strip():
        return Go(f"/search?q={quote(rest.strip())}")
    if not rest and verb in _DOORS:
        return Leave(_DOORS[verb])
    if not rest and verb in _PAGES:
        return Go(_PAGES[verb])
    path = number_named(words, numbers, own_letter)
    if path is not None:
        return Go(path)
    named = unit_named(words, units)
    if named.unit is not None and not named.rest:
        return Go(f"/units/{named.unit.id}")
    if any(one.step or one.well or one.people is not None
           for one in parse_round(words, units, live)):  # fmt: skip
        return Go(f"/radio?line={quote(words)}")
    return Go(f"/search?q={quote(words)}")


def _send(
    rest: str, units: Sequence[UnitRow], numbers: Mapping[str, str], own_letter: str
) -> Send | Unclear:
    said = _ALTHOUGH.sub("", rest.strip())
    spoken, _, number = said.rpartition(" ")
    path = number_named(number, numbers, own_letter)
    if path is None or not path.startswith("/incidents/"):
        return Unclear("dispatch.command_no_incident", number)
    named = unit_named(spoken, units)
    if named.unit is None or named.rest:
        key = "dispatch.round_which_unit" if len(named.units) > 1 else "dispatch.round_no_unit"
        return Unclear(key, spoken_words(spoken))
    return Send(named.unit, path.rpartition("/")[2], although=said != rest.strip())
