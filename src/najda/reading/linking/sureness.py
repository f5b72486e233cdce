"""How sure a link is: same, or perhaps: what is asked beyond the sum of its weights."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

#: From here on a pair is proposed as the same, or shown as perhaps the same.
SAME = 0.8


_MOST_SHOWN = 12


#: A candidate this much weaker (log-odds) than the best of the report is only perhaps the same.
_FAR_BELOW_BEST = 2.6


#: From these odds on a link stands whatever better one there is (reports in two languages).
_STRONG_ALONE = 4.0


#: So many of time, place, figure and target make up for names that differ.
_ENOUGH_AGREE = 3


#: What ties two reports together where no quarter or town is shared.
_ENOUGH_NAMES = 2


_MUCH_WORDING = 3.2


_SOME_WORDING = 1.6


#: A detail that has a word in each language says as much as two words of one.
_DETAILS_FOR_WORDS = 2.0


#: So many days apart names may still tie reports that do not say when.
_FEW_DAYS = 2


#: Between long passages this much shared wording ties, if each is the other's best.
_LITTLE_WORDING = 0.8


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for or against, as a key and its values; ``weight`` in log-odds."""

    key: str
    values: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """A report that may speak of the same, how surely (0 to 1), and why."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """The proposals for one report, best first."""

    same: tuple[Link, ...] = ()
    perhaps: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two passages compare. ``veto`` names what forbids "same"."""

    odds: float
    reasons: tuple[Reason, ...]
    veto: str | None = None
    #: Both passages are long enough for their wording to speak for itself.
    long: bool = False
    #: One is in Arabic script, the other is not: fewer words can agree.
    across: bool = False
    #: Nearly every report of the batch has a counterpart, and these two have no other.
    expected: bool = False

    @property
    def by_key(self) -> Mapping[str, Reason]:
        """Each reason by its key; of several figures that agree, the last."""
        return {reason.key: reason for reason in self.reasons}

    @property
    def score(self) -> float:
        """The odds as a number from 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.odds))))


def proposals(mine: Mapping[str, Verdict]) -> Links:
    """Sort a report's verdicts into same and perhaps; the much weaker ones are perhaps."""
    allowed = [verdict for verdict in mine.values() if not verdict.veto]
    ranked = sorted(mine.items(), key=lambda item: (-item[1].odds, item[0]))
    best = {
        across: max((each.odds for each in allowed if each.across == across), default=0.0)
        for across in (False, True)
    }
    same: list[Link] = []
    perhaps: list[Link] = []
    for other, verdict in ranked:
        enough = min(best[verdict.across] - _FAR_BELOW_BEST, _STRONG_ALONE)
        likely = verdict.score >= (_EXPECTED if verdict.expected else SAME)
        sure = (verdict.veto is None and likely) and (
            _as_it_happens(verdict)
            or verdict.expected
            or _only_each_other(verdict)
            or ((verdict.odds > enough or _one_campaign(verdict)) and _tells_of_one(verdict))
        )
        (same if sure else perhaps).append(_link(other, verdict, sure=sure))
    return Links(tuple(same[:_MOST_SHOWN]), tuple(perhaps[:_MOST_SHOWN]))


def stands_if_expected(verdict: Verdict) -> bool:
    """Whether two texts are each other's best, nothing forbids it, and chance is unlikely."""
    keys = verdict.by_key.keys()
    return (
        verdict.long
        and verdict.veto is None
        and "best_of_both" in keys
        and bool(keys & {"same_day_reported", "same_time"})
        and verdict.score >= _EXPECTED
    )


#: From here on a counterpart that is to be expected is proposed as the same.
_EXPECTED = 0.75


def _as_it_happens(verdict: Verdict) -> bool:
    """Whether two calls or radio lines came within hours about one quarter, and nothing differs."""
    keys = verdict.by_key.keys()
    return {"minutes_apart", "same_place"} <= keys and not keys & _DIFFERS


#: What two calls about one quarter differ in where they tell of two incidents.
_DIFFERS = frozenset({"other_kind", "other_spot", "other_target", "other_names"})


def _tells_of_one(verdict: Verdict) -> bool:
    return (
        _specific(verdict)
        and _anchored(verdict)
        and _timed(verdict)
        and not _other_people(verdict)
        and (verdict.long or _agrees_enough(verdict))
    )


def _one_campaign(verdict: Verdict) -> bool:
    """Whether both are tolls of one area and period: there are many, none better than another."""
    return {"same_period", "same_area"} <= verdict.by_key.keys()


def _only_each_other(verdict: Verdict) -> bool:
    """Whether two texts of one day are each other's best by far and something they tell agrees."""
    reasons = verdict.by_key
    if not verdict.long or "best_of_both" not in reasons:
        return False
    if not reasons.keys() & {"same_day_reported", "same_time"} or reasons.keys() & _UNSURE:
        return False
    words = reasons.get("words_shared")
    return verdict.odds >= _TIED and bool(
        reasons.keys() & (_CONTENT - {"best_of_both", "figures_agree"})
        or (words is not None and words.weight >= _ANY_WORDING)
    )


#: So much wording at least two texts share that nothing else ties.
_ANY_WORDING = 0.3


#: Odds from which two texts that are each other's best belong together.
_TIED = 2.0


#: What leaves a link to a person whatever else agrees.
_UNSURE = frozenset({
    "next_day", "place_perhaps", "other_area", "hours_apart", "nothing_happened", "call_and_news",
    "other_period", "other_spot", "other_named_place",
})  # fmt: skip


def _specific(verdict: Verdict) -> bool:
    """Whether place and time are not only guessed, or names make up for days apart."""
    reasons = verdict.by_key
    if reasons.keys() & _UNSURE:
        return False
    guessed = reasons.get("days_apart") or reasons.get("reported_later")
    names = reasons.get("same_names")
    if guessed is None:
        return True
    if verdict.long and "best_of_both" in reasons and guessed.values[0] == "0":
        return True
    close = int(guessed.values[0]) <= _FEW_DAYS
    return close and names is not None and len(names.values) >= _ENOUGH_NAMES


def _timed(verdict: Verdict) -> bool:
    """Whether both say when, or what else they say makes up for it."""
    keys = verdict.by_key.keys()
    if "reported_then" not in keys or keys & {"same_names", "same_figure"}:
        return True
    return "other_names" not in keys


def _agrees_enough(verdict: Verdict) -> bool:
    """Whether more than a place and a day agree: in one quarter much happens in one night."""
    reasons = verdict.by_key
    words = reasons.get("words_shared")
    if "same_base" in reasons:
        return True
    if "same_place" not in reasons:
        alike = words is not None and words.weight >= _SAME_WORDS
        return bool(reasons.keys() & _TOLD) or alike or _one_target(reasons)
    agree = len(reasons.keys() & _CONTENT) + (words is not None and words.weight >= _SOME_WORDING)
    agree += ("same_hour" in reasons) + _names_what(reasons) + _same_toll(reasons)
    agree -= "struck_again" in reasons and not reasons.keys() & {"same_time", "same_hour"}
    if "reported_then" not in reasons:  # both say when, or neither and both are of one day
        agree += 2 * ("rare_place" in reasons and "dead_near" in reasons)
    figure = reasons.get("other_figure")
    if figure and figure.weight <= _FAR_APART and "best_of_both" not in reasons:
        agree -= 2
    if "same_time" in reasons:
        return agree >= 1
    return agree >= _CONTENT_ASKED


def _same_toll(reasons: Mapping[str, Reason]) -> bool:
    """Whether both give the same number of dead, and not one of those that are alike by chance."""
    figure = reasons.get("same_figure")
    return figure is not None and figure.values[0] == "killed" and int(figure.values[1]) > _FEW_DEAD


_FEW_DEAD = 4


def _names_what(reasons: Mapping[str, Reason]) -> bool:
    """Whether both name a hospital, a school, a market: more than a house or a car."""
    named = reasons.get("target_named")
    return named is not None and bool(set(named.values) - {"home", "vehicle"})


#: One of these two short reports without a place in common must share, or nearly all their words.
_TOLD = frozenset({
    "same_time", "same_period", "same_figure", "same_number", "same_details", "reported_then",
})  # fmt: skip
_SAME_WORDS = 4.0


#: Figures that differ so much speak for two incidents.
_FAR_APART = -1.0


#: So much must agree where only one of them, or none, says when.
_CONTENT_ASKED = 2


#: What two reports can agree in besides place and day.
_CONTENT = {
    "same_kind", "same_weapon", "same_target", "same_base", "same_figure", "figures_agree",
    "same_names", "same_number", "best_of_both", "same_details",
}  # fmt: skip


def _other_people(verdict: Verdict) -> bool:
    """Whether people, streets or (with no place shared) figures differ, with little against it."""
    keys = verdict.by_key.keys()
    if "other_figure" in keys and not keys & {"same_place", "same_figure", "same_period"}:
        return not verdict.long
    if not keys & {"own_names", "other_names"}:
        return False
    agree = len(keys & {"same_time", "same_place", "same_figure", "same_target"})
    if keys & {"same_figure", "dead_near"} and _one_target(verdict.by_key):
        return False
    asked = _ENOUGH_AGREE if "own_names" in keys else _ENOUGH_AGREE + 1
    return "other_figure" in keys or agree < asked


def _anchored(verdict: Verdict) -> bool:
    """Whether a fine place, names or much of the wording ties the two together."""
    reasons = verdict.by_key
    names = reasons.get("same_names")
    return (
        bool(reasons.keys() & {"same_place", "same_named_place"})
        or {"same_period", "same_area"} <= reasons.keys()
        or (names is not None and len(names.values) >= _ENOUGH_NAMES)
        or ("same_time" in reasons and "other_kind" not in reasons and _told_exactly(verdict))
        or _one_target(reasons)
        or (_told_alike(reasons) >= _MUCH_WORDING and "other_names" not in reasons)
        or (
            "best_of_both" in reasons
            and not reasons.keys() & {"other_kind", "other_area"}
            and _told_alike(reasons) >= _wording_asked(verdict, reasons)
        )
    )


def _one_target(reasons: Mapping[str, Reason]) -> bool:
    """The same kind of building was hit on one day, and a rare name stands in both: a town."""
    target, names = reasons.get("same_target"), reasons.get("same_names")
    if target is None or names is None or not set(target.values) - {"home", "vehicle"}:
        return False
    one_day = reasons.keys() & {"same_time", "same_day_reported"}
    return bool(one_day) and "other_names" not in reasons and names.weight >= _RARE_NAME


_RARE_NAME = 0.4


def _told_exactly(verdict: Verdict) -> bool:
    """A named hospital or school, a great number, or the dead and the injured, both alike."""
    reasons = verdict.by_key
    figures = [each for each in verdict.reasons if each.key == "same_figure"]
    return (
        ("same_names" in reasons and _names_what(reasons))
        or "same_number" in reasons
        or len(figures) > 1
    )


def _told_alike(reasons: Mapping[str, Reason]) -> float:
    """How much wording, or between two languages how many details, the two share."""
    words, details = reasons.get("words_shared"), reasons.get("same_details")
    alike = words.weight if words else 0.0
    return alike + _DETAILS_FOR_WORDS * details.weight if details else alike


def _wording_asked(verdict: Verdict, reasons: Mapping[str, Reason]) -> float:
    """How much wording ties each other's best: little in long texts, much where it is all."""
    if verdict.long:
        return _LITTLE_WORDING
    return _SOME_WORDING if reasons.keys() & (_CONTENT - {"best_of_both"}) else _MUCH_WORDING


def _link(other: str, verdict: Verdict, *, sure: bool) -> Link:
    reasons = verdict.reasons
    score = verdict.score
    if not sure:
        score = min(score, SAME - 0.01)
    if verdict.veto:
        reasons = (Reason("veto", (verdict.veto,), 0.0), *reasons)
    return Link(other, round(score, 3), reasons)
