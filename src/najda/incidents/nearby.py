"""Which quarter a call speaks of, and what was told from there within half an hour. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from najda.places import Gazetteer, PlaceCandidate
from najda.places.choosing import HOME
from najda.places.codes import position_of
from najda.places.located import quarter_of
from najda.places.place import CLOSE_SCORES, TAKEN_UNASKED
from najda.reports.rules import STRETCH_MS, nearby_key
from najda.vocabulary import Where

#: "Same place in the last 30 minutes?"
WINDOW_MS = 30 * 60_000
#: Kinds of places that stand for a quarter on boards; larger ones say too little.
_QUARTERS = frozenset({"quarter", "landmark", "town", "area", "road"})
_MOST_ASKED = 4


@dataclass(frozen=True, slots=True)
class Meant:
    """The quarter that words name: taken (``sure``), or candidates of which a person chooses."""

    candidates: tuple[PlaceCandidate, ...] = ()
    sure: bool = False
    #: Where a typed code or pair of degrees lies, and in which quarter.
    position: tuple[float, float] | None = None
    around: str | None = None

    @property
    def quarter(self) -> str | None:
        """The quarter to take, where it need not be asked."""
        return self.candidates[0].id if self.sure else self.around


def quarter_meant(place: str, words: str, gazetteer: Gazetteer) -> Meant:
    """What the place field names; where it is empty, what the words of the call name."""
    at = position_of(place, near=HOME)
    if at is not None:
        where = Where(text=place, lat=at[0], lon=at[1])
        return Meant(position=at[:2], around=quarter_of(where))
    if place.strip():
        return _meant(_of_quarters(gazetteer.find(place)))
    for mention in gazetteer.mentions(words):
        found = _of_quarters(mention.candidates)
        if found:
            return _meant(found)
    return Meant()


def _of_quarters(found: Iterable[PlaceCandidate]) -> tuple[PlaceCandidate, ...]:
    return tuple(one for one in found if one.precision in _QUARTERS)[:_MOST_ASKED]


def _meant(found: tuple[PlaceCandidate, ...]) -> Meant:
    if not found:
        return Meant()
    close = len(found) > 1 and found[0].score - found[1].score < CLOSE_SCORES
    return Meant(found, found[0].score > TAKEN_UNASKED and not close)


def keys_within(quarter: str, now_ms: int) -> tuple[str, ...]:
    """Keys of the view of nearby reports that cover the last half hour."""
    stretches = range((now_ms - WINDOW_MS) // STRETCH_MS, now_ms // STRETCH_MS + 1)
    return tuple(nearby_key(quarter, one * STRETCH_MS) for one in stretches)
