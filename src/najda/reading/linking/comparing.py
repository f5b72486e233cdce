"""How two passages are weighed: reasons for and against, in log-odds, and what forbids "same"."""

import math
from collections.abc import Iterable

from najda.incidents.facts import ClaimKind
from najda.reading.linking.rarity import Nearby, Rarity, cosine
from najda.reading.linking.sureness import Reason, Verdict
from najda.reading.linking.times import both_totals, by_day, by_hour, by_period, by_time
from najda.reading.linking.traits import Traits
from najda.reading.linking.wording import consonants

#: From so many letters on the wording of a passage is its own, not a form of words.
_LONG = 180
_GENERIC_TARGETS = frozenset({"vehicle"})
#: What may be hit besides: that one report names it and the other does not says nothing.
_HIT_AS_WELL = _GENERIC_TARGETS | {"ambulance"}
#: What stays where it is, so that people tell a place by it.
_LANDMARKS = frozenset({
    "school", "market", "worship", "bakery", "bridge", "roundabout", "garage", "rescue_base",
    "hospital", "fuel", "factory",
})  # fmt: skip


def compare(mine: Traits, theirs: Traits, rarity: Rarity) -> Verdict:
    """Weigh two passages: reasons for and against in log-odds, and what forbids "same"."""
    near = rarity.near(mine.reported)
    reasons = [reason for ground in _GROUNDS for reason in ground(mine, theirs, near)]
    reasons += _by_words(mine, theirs, rarity)
    long = _both_long(mine, theirs)
    veto = _veto(mine, theirs, reasons, long=long)
    odds = _BASE + sum(reason.weight for reason in reasons)
    ranked = tuple(sorted(reasons, key=lambda each: -abs(each.weight)))
    return Verdict(odds, ranked, veto, long, across=mine.arabic != theirs.arabic)


def _both_long(mine: Traits, theirs: Traits) -> bool:
    return min(mine.end - mine.start, theirs.end - theirs.start) >= _LONG


_BASE = -1.5
#: So many quarters in one short passage are a list: a day told quarter by quarter.
_A_LIST = 3
#: From here on two reports seldom have a number in common by chance.
_GREAT, _ROUND, _RARE_NUMBER = 60, 10, 2.3
#: Figures up to this are alike by chance.
_FEW = 4
_DEAD = ClaimKind.KILLED.value
#: Two counts of the dead of one incident seldom differ by more than this factor.
_NEAR, _FAR = 1.5, 2
_WEIGHT_OF_A_NAMED_PLACE = 1.6
#: A place that fewer than one report in thirty names.
_RARE_PLACE = 3.4
#: So many dead with no place named are a sum over many.
_A_SUM = 20
#: How much of its rarity a detail told in two languages has.
_WEIGHT_OF_A_DETAIL = 0.3
#: A name that more than a quarter of the reports have says nothing; others by their rarity.
_TELLING_NAME, _WEIGHT_OF_A_NAME = 1.4, 0.17
#: Cosine at which words speak neither for nor against, and how steeply they speak beyond it.
_EVEN_COSINE = 0.05
_WORDS_WEIGHT = 2.5
#: Few words in common, however rare, speak no louder than this each; common ones less.
_WEIGHT_OF_A_WORD, _RARE_WORD = 1.0, 3.0


def _by_place(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    shared = mine.fine & theirs.fine
    if shared:
        return _by_shared_place(shared, mine, theirs, rarity)
    if mine.fine and theirs.fine:
        return [Reason("other_place", (), -2.5)]
    if (mine.fine & theirs.within) or (theirs.fine & mine.within):
        return [Reason("place_within", (), 0.4)]
    wider = (
        (mine.places & theirs.places)
        | (mine.places & theirs.within)
        | (theirs.places & mine.within)
    )
    if wider:
        return [Reason("same_area", tuple(sorted(wider)), 0.3)]
    if mine.places and theirs.places and mine.within & theirs.within:
        return [Reason("other_area", (), -1.2)]
    return []  # a capital far away ("announced by Moscow") is who speaks, not where it happened


def _by_named_place(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    """A town or quarter that no list knows, named in both; or each names another."""
    shared = mine.named.keys() & theirs.named.keys()
    if not shared:
        apart = (mine.named and (theirs.named or theirs.fine)) or (theirs.named and mine.fine)
        alone = apart and not _both_long(mine, theirs)  # a long text names others besides
        return [Reason("other_named_place", (), -1.0)] if alone else []
    share = rarity.share_of_full(f"named {each}" for each in shared)
    written = tuple(sorted(mine.named[each] for each in shared))
    return [Reason("same_named_place", written, round(_WEIGHT_OF_A_NAMED_PLACE * share, 3))]


def _by_shared_place(
    shared: frozenset[str], mine: Traits, theirs: Traits, rarity: Nearby
) -> list[Reason]:
    """A place that one may only seem to name, or that stands in a list of many, ties loosely."""
    most = max(len(mine.fine), len(theirs.fine))
    listed = (
        most >= _A_LIST
        and len(shared) * 2 < most
        and not _both_long(mine, theirs)
        and not mine.figures.items() & theirs.figures.items()
    )
    if listed or not shared - (mine.unsure ^ theirs.unsure):
        return [Reason("place_perhaps", tuple(sorted(shared)), 1.0)]
    share = len(shared) / min(len(mine.fine), len(theirs.fine))
    same = Reason("same_place", tuple(sorted(shared)), round(2.2 * share, 3))
    rare = tuple(sorted(each for each in shared if rarity.of(f"place {each}") >= _RARE_PLACE))
    return [same, Reason("rare_place", rare, 0.6)] if rare else [same]


def _by_kind(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    reasons = []
    kinds, weapons = mine.kinds & theirs.kinds, mine.weapons & theirs.weapons
    if kinds:
        reasons.append(_agreeing("same_kind", "kind", kinds, 0.4, rarity))
    elif mine.kinds and theirs.kinds:
        reasons.append(Reason("other_kind", tuple(sorted(mine.kinds ^ theirs.kinds)), -0.6))
    if weapons:
        reasons.append(_agreeing("same_weapon", "weapon", weapons, 0.4, rarity))
    if topics := mine.topics & theirs.topics:
        base = "rescue_bases" in topics and mine.fine & theirs.fine
        if base:
            reasons.append(Reason("same_base", tuple(sorted(base)), 1.0))
        else:
            reasons.append(_agreeing("same_topic", "topic", topics, 0.6, rarity))
    return reasons


def _agreeing(
    key: str, group: str, shared: frozenset[str], weight: float, rarity: Nearby
) -> Reason:
    """An agreement: what most reports of the batch have in common says little."""
    share = rarity.share_of_full(f"{group} {each}" for each in shared)
    return Reason(key, tuple(sorted(shared)), round(weight * share, 3))


def _by_target(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    shared = mine.targets & theirs.targets
    if shared:
        sharp = bool(shared - _GENERIC_TARGETS - {"home"})
        return [_agreeing("same_target", "hit", shared, 1.0 if sharp else 0.4, rarity)]
    if _other_target(mine, theirs):
        return [Reason("other_target", tuple(sorted(mine.targets | theirs.targets)), -1.5)]
    mixed = (mine.targets & theirs.beside) | (theirs.targets & mine.beside)
    if mixed := mixed or (mine.beside & theirs.beside) - _GENERIC_TARGETS - {"home"}:
        return [_agreeing("target_named", "hit", mixed, 0.4, rarity)]
    return _by_landmark(mine, theirs)


def _by_landmark(mine: Traits, theirs: Traits) -> list[Reason]:
    """What is named at the place ("near the school", جنب الجامع), in calls and short texts."""
    spots, others = _landmarks(mine), _landmarks(theirs)
    if spots & others:
        return [Reason("same_spot", tuple(sorted(spots & others)), 0.6)]
    apart = spots and others and not _both_long(mine, theirs)
    return [Reason("other_spot", tuple(sorted(spots | others)), -0.6)] if apart else []


def _by_repetition(mine: Traits, theirs: Traits, _: Nearby) -> list[Reason]:
    """One says "again", the other does not: perhaps the strike before."""
    return [Reason("struck_again", (), -0.3)] if mine.again != theirs.again else []


def _landmarks(passage: Traits) -> frozenset[str]:
    """A hospital that is only named is where the injured were brought."""
    return (passage.targets | (passage.beside - {"hospital"})) & _LANDMARKS


def _other_target(mine: Traits, theirs: Traits) -> bool:
    """Both say what was hit, and nothing of it is named by the other."""
    own, other = mine.targets - _HIT_AS_WELL, theirs.targets - _HIT_AS_WELL
    return bool(
        own and other and not own & (other | theirs.beside) and not other & (own | mine.beside)
    )


def _by_figures(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    reasons = []
    for kind in sorted(mine.figures.keys() & theirs.figures.keys()):
        low, high = mine.figures[kind]
        other_low, other_high = theirs.figures[kind]
        values = (kind, str(low), str(other_low))
        if low == other_low:
            share = rarity.share_of_full((f"figure {kind} {low}",))
            weight = round(share * (0.9 if low > _FEW else 0.5), 3)
            reasons.append(Reason("same_figure", values, weight))
        elif (high is None and other_low >= low) or (other_high is None and low >= other_low):
            reasons.append(Reason("figures_agree", values, 0.2))
        else:
            apart = max(low, other_low) / max(1, min(low, other_low))
            if kind == _DEAD and apart <= _NEAR:
                reasons.append(Reason("dead_near", values, 0.0))
            else:
                far = apart > _FAR and not both_totals(mine, theirs)  # there tellers disagree
                reasons.append(Reason("other_figure", values, -1.2 if far else -0.4))
    return reasons


def _by_numbers(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    """A great number, not a round one, that hardly another report has: 951 people."""
    shared = sorted(
        number
        for term in mine.terms.keys() & theirs.terms.keys()
        if term.startswith("number ") and rarity.of(term) >= _RARE_NUMBER
        if (number := int(term.removeprefix("number "))) >= _GREAT and number % _ROUND
        if all(number != low for each in (mine, theirs) for low, _ in each.figures.values())
    )
    return [Reason("same_number", tuple(map(str, shared)), 0.8)] if shared else []


def _by_names(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    if mine.arabic != theirs.arabic:
        heard = sorted(mine.sounds & theirs.sounds)
        written = tuple(
            name for key, name in mine.names.items() if consonants(key) in heard
        ) or tuple(name for key, name in theirs.names.items() if consonants(key) in heard)
        return [Reason("same_names", written, min(0.8 * len(heard), 1.6))] if heard else []
    shared = mine.names.keys() & theirs.names.keys()
    telling = {name for name in shared if rarity.of(f"name {name}") >= _TELLING_NAME}
    if telling:
        values = tuple(sorted(mine.names[name] for name in telling))[:5]
        weight = _WEIGHT_OF_A_NAME * sum(rarity.of(f"name {name}") for name in telling)
        same = Reason("same_names", values, round(min(weight, 1.8), 3))
        apart = len(shared) == 1 and mine.names.keys() - shared and theirs.names.keys() - shared
        return [same, Reason("own_names", (), -0.3)] if apart else [same]
    if shared:
        return []
    few, many = sorted((len(mine.names), len(theirs.names)))
    return [Reason("other_names", (), -0.5)] if few and many > 1 else []


def _by_words(mine: Traits, theirs: Traits, rarity: Rarity) -> list[Reason]:
    """Rare words, names and numbers in common: cosine of their weights."""
    # Where the script differs, or only an area's toll is told, words need not come again.
    unasked = mine.arabic != theirs.arabic or (mine.total and theirs.total)
    shared = mine.terms.keys() & theirs.terms.keys()
    if not shared:
        expected = min(len(mine.terms), len(theirs.terms), 4)  # of a few words none need come again
        return [] if unasked else [Reason("no_words_shared", (), -0.2 * expected)]
    alike = cosine(rarity.vector(mine), rarity.vector(theirs))
    weight = _WORDS_WEIGHT * math.log((alike + 0.01) / _EVEN_COSINE)
    counted = [term for term in shared if _counts_once(term, mine, theirs)]
    rarest = sorted(counted, key=lambda term: (-rarity.of(term), term))[:5]
    shown = tuple(_shown(term, mine, theirs) for term in rarest)
    least = 0.0 if unasked else (-0.6 if mine.fine & theirs.fine else -2.0)
    most = sum(min(_WEIGHT_OF_A_WORD, rarity.of(term) / _RARE_WORD) for term in counted)
    return [Reason("words_shared", shown, round(min(max(weight, least), most), 3))]


def _by_details(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    """Between two languages what has a word in each stands for the words in common."""
    shared = mine.details & theirs.details
    if mine.arabic == theirs.arabic or not shared:
        return []
    weight = _WEIGHT_OF_A_DETAIL * sum(rarity.of(f"detail {each}") for each in shared)
    return [Reason("same_details", tuple(sorted(shared)), round(min(weight, 1.6), 3))]


def _counts_once(term: str, mine: Traits, theirs: Traits) -> bool:
    """A word that begins a sentence in both is counted as a word, not as a name besides."""
    key = term.removeprefix("name ")
    return key == term or key in mine.names or key in theirs.names


def _shown(token: str, mine: Traits, theirs: Traits) -> str:
    """A token as a person reads it: names as they were written."""
    group, _, rest = token.partition(" ")
    return mine.names.get(rest, theirs.names.get(rest, rest)) if group == "name" else token


def _one_is_city_wide(mine: Traits, theirs: Traits) -> bool:
    """One tells of the whole city, the other not of an area's toll either."""
    if mine.city_wide == theirs.city_wide:
        return False
    other = theirs if mine.city_wide else mine
    return bool(other.targets or not other.total)


def _one_is_a_sum(mine: Traits, theirs: Traits) -> bool:
    """One is a day's toll without a place ("139 were killed yesterday"), the other names one."""
    return any(
        one.total
        and one.figures.get(_DEAD, (0, None))[0] >= _A_SUM
        and not (one.places or one.targets or one.beside)
        and bool(other.places)
        for one, other in ((mine, theirs), (theirs, mine))
    )


def _veto(mine: Traits, theirs: Traits, reasons: Iterable[Reason], *, long: bool) -> str | None:
    """What forbids "same", the gravest first. Of a long text its first lines say too little."""
    keys = {reason.key for reason in reasons}
    grounds = (
        ("planned", (mine.planned or theirs.planned) and not long),
        ("negated", mine.negated != theirs.negated and not long),
        ("other_night", "other_time" in keys),
        ("other_place", "other_place" in keys),
        ("other_target", "other_target" in keys),
        ("cumulative", mine.cumulative != theirs.cumulative and not long),
        ("cumulative", "same_figure" not in keys and _one_is_a_sum(mine, theirs) and not long),
        ("city_wide", _one_is_city_wide(mine, theirs) and not long),
    )
    return next((name for name, holds in grounds if holds), None)


_GROUNDS = (
    by_time, by_hour, by_day, _by_place, _by_named_place, by_period, _by_kind, _by_target,
    _by_repetition, _by_figures, _by_names, _by_numbers, _by_details,
)  # fmt: skip
