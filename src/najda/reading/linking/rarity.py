"""How much a word, a name or a day says: the rarer among the reports, the more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from najda.reading.linking.traits import Traits
from najda.reading.linking.wording import stem, word_list
from najda.reading.words.said_times import Span

#: With fewer reports than this, imagined ones of the same field are counted besides.
_ENOUGH_REPORTS = 30
#: The share of imagined reports a common word of the field stands in, a kind, a target or a
#: day, and any other word.
_SHARE_COMMON, _SHARE_FEATURE, _SHARE_WORD = 0.2, 0.05, 0.004
#: The rarity from which an agreement counts in full (one report in seven).
_FULL = 2.0
#: Among so many reports of neighbouring days, what one in four has is common.
_ENOUGH_NEAR, _COMMON_NEAR = 8, 4
#: Rarity counts more than in proportion (measured on halves of texts).
_POWER = 1.5
_COMMON = word_list(
    "kill injur wound air strik airstrik bomb bomb attack civilian children child women woman men "
    "hit target forc government rebel regime syrian russian aleppo syria city town villag area "
    "neighborhood neighbourhood district house hous home hospital dead death die died peopl person "
    "militari armi arm group shell warplan aircraft jet barrel missil rocket destroy damag rescu "
    "team civil defenc defens white helmet local activist observatori human right monitor famili "
    "renew clash continu casualt countrysid countryside advanc faction martyr carri massacre "
    "bombard bombardment aerial report violent loyal member fighter village control "
    "lost liv lif toll victim fatal includ sever least night morn even north south east west "
    "eastern western northern southern "
    "نظام طيران حرب مدن قصف غار شهيد شهداء جريح جرح حي حلب مدين دفاع برميل متفجر صاروخ طفل اطفال "
    "نساء سوري روس منزل ريف بلد قتل"
)


_COMMON_STEMS = _COMMON | {stem(word, arabic=not word.isascii()) for word in _COMMON}


class Rarity:
    """Counts of terms and features over a batch of reports, and how much each says."""

    def __init__(self, reports: Iterable[tuple[date, Iterable[str]]]) -> None:
        self._counts: Counter[str] = Counter()
        self._by_day: dict[int, tuple[int, Counter[str]]] = {}
        self._reports = 0
        for day, terms in reports:
            distinct = set(terms)
            self._counts.update(distinct)
            self._reports += 1
            known, counts = self._by_day.get(day.toordinal(), (0, Counter()))
            counts.update(distinct)
            self._by_day[day.toordinal()] = known + 1, counts
        self._imagined = max(0, _ENOUGH_REPORTS - self._reports)
        self._weights: dict[str, float] = {}
        self._near: dict[int, Nearby] = {}
        self._vectors: dict[tuple[str, int, int], dict[str, float]] = {}

    def of(self, term: str) -> float:
        """Log of (all reports / reports with the term); 0 for what stands in all."""
        weight = self._weights.get(term)
        if weight is None:
            seen = max(1.0, self._counts[term] + _share_of(term) * self._imagined)
            weight = max(0.0, math.log((self._reports + self._imagined) / seen))
            self._weights[term] = weight
        return weight

    def near(self, day: date) -> "Nearby":
        """Rarity among the reports of a day and its neighbours too."""
        found = self._near.get(day.toordinal())
        if found is None:
            reports, counts = 0, Counter[str]()
            for each in range(day.toordinal() - 1, day.toordinal() + 2):
                more, terms = self._by_day.get(each, (0, Counter[str]()))
                reports += more
                counts.update(terms)
            found = self._near[day.toordinal()] = Nearby(self, reports, counts)
        return found

    def vector(self, passage: Traits) -> Mapping[str, float]:
        """The weights of a passage's terms (tf-idf), of length 1; worked out once."""
        key = (passage.report, passage.start, passage.end)
        found = self._vectors.get(key)
        if found is None:
            found = self._vectors[key] = self._weighed(passage)
        return found

    def _weighed(self, passage: Traits) -> dict[str, float]:
        near = self.near(passage.reported)
        weights = {
            term: (1 + math.log(count)) * near.of(term) ** _POWER
            for term, count in passage.terms.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {term: weight / length for term, weight in weights.items()} if length else {}


class Nearby:
    """Rarity where what most reports of the same days say as well counts less, or nothing.

    Of the reports about one town on one day, that they name the town and the day says nothing,
    however rare both are in the whole batch.
    """

    def __init__(self, rarity: Rarity, reports: int, counts: Counter[str]) -> None:
        self._rarity = rarity
        self._reports = reports
        self._counts = counts

    def of(self, term: str) -> float:
        """The rarity of a term in the batch, less where a quarter of these reports have it."""
        weight = self._rarity.of(term)
        seen = self._counts[term]
        if self._reports < _ENOUGH_NEAR or seen * _COMMON_NEAR <= self._reports:
            return weight
        return weight * math.log(self._reports / seen) / math.log(_COMMON_NEAR)

    def share_of_full(self, features: Iterable[str]) -> float:
        """How much agreeing in these says, from 0 (all reports do) to 1; the rarest counts."""
        return min(1.0, max((self.of(feature) for feature in features), default=_FULL) / _FULL)


def _share_of(term: str) -> float:
    if term in _COMMON_STEMS:
        return _SHARE_COMMON
    return _SHARE_FEATURE if term.partition(" ")[0] in _FEATURES else _SHARE_WORD


#: What a feature begins with, so that it is no word: "kind shelling", "day 736230".
_FEATURES = frozenset(
    {"kind", "weapon", "hit", "day", "reported", "figure", "topic", "detail", "named"}
)


def features_of(passage: Traits) -> frozenset[str]:
    """Kinds, weapons, targets, days and figures of a passage, as terms to be counted."""
    return frozenset({
        *(f"kind {kind}" for kind in passage.kinds),
        *(f"weapon {weapon}" for weapon in passage.weapons),
        *(f"hit {target}" for target in passage.targets | passage.beside),
        *(f"detail {detail}" for detail in passage.details),
        *(f"topic {topic}" for topic in passage.topics),
        *(f"named {name}" for name in passage.named),
        *(f"figure {kind} {low}" for kind, (low, _) in passage.figures.items()),
        *(f"day {day}" for span in passage.spans for day in days_of(span)),
        day_reported(passage.reported),
    })  # fmt: skip


def day_reported(day: date) -> str:
    """The feature of a report that it was written on a day."""
    return f"reported {day.isoformat()}"


def days_of(span: Span) -> range:
    """The days (as ``date.toordinal``) a span is called by; none for one that names no day."""
    longest = 3
    days = range(span.first_day, span.last_day + 1)
    return days if len(days) <= longest else range(0)


def cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """How alike two vectors of length 1 are, from 0 to 1."""
    if len(second) < len(first):
        first, second = second, first
    return sum(weight * second.get(term, 0.0) for term, weight in first.items())
