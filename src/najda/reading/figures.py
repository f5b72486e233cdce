"""Figures: which counted things are dead, wounded, rescued, trapped, and so on.

A figure is a phrase and its governor: its own noun (شهداء, deaths), a word before it that takes
it as object (killed 10, استشهاد 10), or one after it that says what befell it (10 were killed).
"""

from dataclasses import dataclass, replace

from najda.incidents.facts import ClaimKind
from najda.reading.governors import governor_of
from najda.reading.lexicon import Match
from najda.reading.numbers import Table, entry_at
from najda.reading.phrases import Phrase, phrases_of
from najda.reading.subjects import OWN_SENSE, PREDICATE_REACH, Governor, predicate_of
from najda.reading.tokens import Token, joined_and

#: So many are trapped by a siege, not under a building.
BESIEGED = 400
_STATUS = {"civilian": "civilian", "combatant": "combatant", "rescuer": "rescuer"}
_AGE_SEX = {"child": "child", "woman": "woman", "man": "man"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One numeric proposal inside a sentence; ``start``/``end`` are tokens of its quote."""

    kind: ClaimKind
    low: int | None
    high: int | None
    bound: str | None
    unit: str
    scope: str
    start: int
    end: int
    rule: str
    status: str | None = None
    age_sex: str | None = None
    #: The phrase itself, where places and tellers are sought from.
    at: int = 0
    unconfirmed: bool = False


def figures_of(tokens: list[Token], matches: Table) -> list[Figure]:
    """All figures of a sentence, in the order of the text."""
    phrases = phrases_of(tokens, matches)
    found: list[Figure] = []
    skip: set[int] = set()
    for number, phrase in enumerate(phrases):
        if _add_part(tokens, matches, phrases, number, found) or number in skip:
            continue
        governor = governor_of(tokens, matches, phrases, number)
        if governor is None:
            elliptic = _elliptic(tokens, matches, found, phrase) or _of_bases(
                tokens, matches, found, phrase
            )
            if elliptic is not None:
                found.append(elliptic)
            continue
        if governor.sense == "same":
            governor = replace(governor, sense=found[-1].kind.value if found else "killed")
        skip.update(_within(phrases, number, governor))
        whole, taken = _sum(tokens, matches, phrases, number, governor)
        skip.update(taken)
        found += _figures(tokens, matches, whole, governor)
    return found


def _unlike(one: Phrase, other: Phrase, governor: Governor) -> bool:
    """True for fighters beside others, and for rescuers killed beside others: counted apart."""
    apart = {"combatant", "rescuer"} if governor.sense == "killed" else {"combatant"}
    return one.noun != other.noun and bool({one.noun, other.noun} & apart)


def _within(phrases: list[Phrase], number: int, governor: Governor) -> list[int]:
    """Phrases in brackets between a subject and its predicate: told of once already."""
    if "predicate" not in governor.rule:
        return []
    return [
        other
        for other in range(number + 1, len(phrases))
        if phrases[other].end <= governor.start
        and phrases[other].table == "persons"
        and phrases[other].how in {"article", "words", "digits"}
        and not _unlike(phrases[number], phrases[other], governor)
    ]


def _add_part(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int, found: list[Figure]
) -> bool:
    """Add a part of the figure before ("including two children"); False where it is none."""
    phrase = phrases[number]
    right = predicate_of(tokens, matches, phrases, number)
    alive = right is not None and right.sense == "rescued" and found
    if alive and found[-1].kind is ClaimKind.TRAPPED and right is not None:
        marker = Match("scopes", "subset", "", right.start, right.end)
        _add_subset(found, phrase, marker)
        return True
    subset = _subset_marker(tokens, matches, phrases, number) or _were(tokens, matches, phrase)
    if subset is None or not found or _other_sense(found, phrase):
        return False
    if subset.start > phrase.start and right is not None:
        # "30 of whom later died": a part of the wounded, of another fate
        _add_subset(found, phrase, subset, ClaimKind(_FATE.get(right.sense, found[-1].kind.value)))
        return True
    listed = _new_clause(tokens, subset, phrase) and right is not None and right.gap <= 1
    fated = entry_at(matches, subset.start - 1, "objects") if tokens[subset.start].arabic else None
    if listed or fated or _own_fate(found, right):
        return False
    _add_subset(found, phrase, subset, goes_without=_goes_without_noun(tokens, phrase))
    return True


_FATE = {sense: sense for sense in ("killed", "injured", "trapped", "missing", "rescued")}


def _new_clause(tokens: list[Token], marker: Match, phrase: Phrase) -> bool:
    """True for "including 41 soldiers, and 74 people were killed"."""
    between = [token.form for token in tokens[marker.end : phrase.start]]
    return between[-2:] == [",", "and"]


def _figures(
    tokens: list[Token], matches: Table, phrase: Phrase, governor: Governor
) -> list[Figure]:
    kinds = _kinds(tokens, matches, phrase, governor)
    mixed = governor.sense == "mixed" or _killed_and_wounded(tokens, matches, phrase, governor)
    if mixed and phrase.how != "none":
        kinds = [ClaimKind.KILLED, ClaimKind.INJURED]
        bound = "at_most" if phrase.high is not None else phrase.bound
        phrase = replace(phrase, low=None, bound=bound)
    start, end = min(phrase.start, governor.start), max(phrase.end, governor.end)
    scope = "additional" if phrase.additional else "own"
    if governor.rule.startswith("among") or _of_the_dead(tokens, phrase):
        scope = "subset"
    if scope == "additional" and _means_others(tokens, matches, phrase):
        scope = "own"
    return [
        Figure(
            kind=kind, low=phrase.low, high=phrase.high, bound=phrase.bound,
            unit=_unit(phrase, kind), scope=scope, start=start, end=end, rule=governor.rule,
            status=_STATUS.get(phrase.noun), age_sex=_AGE_SEX.get(phrase.noun), at=phrase.start,
            unconfirmed=phrase.how == "none" and _says_reports(tokens, phrase),
        )
        for kind in kinds
    ]  # fmt: skip


_TWO_FATES = {"killed", "injured"}


def _killed_and_wounded(
    tokens: list[Token], matches: Table, phrase: Phrase, governor: Governor
) -> bool:
    """True for "kills and wounds 20", مقتل وإصابة 15: one number for both."""
    takes_object = governor.rule.startswith("object") and phrase.start >= governor.end
    if governor.sense not in _TWO_FATES or not takes_object:
        return False
    other = next(iter(_TWO_FATES - {governor.sense}))
    before = governor.start - 1
    if before >= 0 and tokens[before].form in {"and", "or"}:
        before -= 1
    joined = before < governor.start - 1 or joined_and(tokens[governor.start].form)
    return joined and entry_at(matches, before, "objects", other) is not None


def _of_the_dead(tokens: list[Token], phrase: Phrase) -> bool:
    """True for "nine of the dead", "five of the injured"."""
    forms = [token.form for token in tokens[phrase.start : phrase.end]]
    whole = phrase.noun in {"dead", "wounded", "trapped", "missing", "casualty"}
    return whole and ["of", "the"] in [forms[at : at + 2] for at in range(len(forms))]


def _says_reports(tokens: list[Token], phrase: Phrase) -> bool:
    return any(token.form in {"reports", "word"} for token in tokens[phrase.start : phrase.end])


def _means_others(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for "killed 10 and wounded 15 others": other people, not on top of another count."""
    del matches
    words = {token.form for token in tokens[phrase.start : phrase.end + 1]}
    return bool(words & {"others", "اخرين", "اخرون", "other"}) and not words & {"another", "more"}


def _unit(phrase: Phrase, kind: ClaimKind) -> str:
    if phrase.noun == "family":
        return "families"
    if phrase.table == "things":
        return phrase.noun
    return {ClaimKind.STRIKES: "strikes", ClaimKind.MUNITIONS: "munitions"}.get(kind, "people")


def _kinds(
    tokens: list[Token], matches: Table, phrase: Phrase, governor: Governor
) -> list[ClaimKind]:
    sense = governor.sense
    if sense == "mixed":
        return [ClaimKind.KILLED, ClaimKind.INJURED]
    if sense == "trapped" and (phrase.low or phrase.high or 0) >= BESIEGED:
        return []
    if phrase.how == "none" and any("ضحايا" in t.form for t in tokens[phrase.start : phrase.end]):
        return [ClaimKind.KILLED, ClaimKind.INJURED]
    if phrase.noun == "casualty" and not governor.rule.startswith("predicate"):
        return [ClaimKind.KILLED, ClaimKind.INJURED] if phrase.how == "none" else []
    if phrase.noun == "family" and sense != "trapped":
        return []
    if phrase.noun == "rescuer" and sense == "killed":
        return [ClaimKind.RESCUER_KILLED]
    if sense == "body":
        return [ClaimKind.RECOVERED_DEAD]
    if sense == "injured" and governor.rule.endswith("rescued"):
        return [ClaimKind.INJURED, ClaimKind.RESCUED]
    if sense == "pulled":
        return [_pulled(tokens, matches, phrase)]
    return [ClaimKind(sense)]


def _pulled(tokens: list[Token], matches: Table, phrase: Phrase) -> ClaimKind:
    """Pulled out: alive, unless the words around say dead."""
    ahead = range(phrase.end, min(len(tokens), phrase.end + PREDICATE_REACH))
    for at in ahead:
        if entry_at(matches, at, "predicates", "rescued"):
            return ClaimKind.RESCUED
        if tokens[at].form in {"dead", "lifeless"} or entry_at(matches, at, "predicates", "killed"):
            return ClaimKind.RECOVERED_DEAD
    return ClaimKind.RESCUED


def _sum(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int, governor: Governor
) -> tuple[Phrase, list[int]]:
    """One phrase for "a woman and her two children", and the numbers of the phrases in it."""
    whole, taken = phrases[number], []
    for following in range(number + 1, len(phrases)):
        nxt = phrases[following]
        if not _goes_on(tokens, matches, whole, nxt, phrases, following, governor):
            break
        low = None if whole.low is None or nxt.low is None else whole.low + nxt.low
        high = None if whole.high is None or nxt.high is None else whole.high + nxt.high
        same = whole.noun if whole.noun == nxt.noun else "person"
        whole = replace(whole, low=low, high=high, end=nxt.end, noun=same)
        taken.append(following)
    return whole, taken


def _goes_on(
    tokens: list[Token], matches: Table, whole: Phrase, nxt: Phrase,
    phrases: list[Phrase], following: int, governor: Governor,
) -> bool:  # fmt: skip
    listed_dead = governor.rule == "among-killed" and governor.end <= whole.start
    if (
        listed_dead
        or governor.rule in {"noun", "things", "noun-rescued"}
        or ("predicate" in governor.rule and (governor.end <= nxt.start))
    ):
        return False
    if _subset_marker(tokens, matches, phrases, following) is not None:
        return False
    if _unlike(whole, nxt, governor):
        return False
    if "" in {whole.noun, nxt.noun} or nxt.table != "persons" or nxt.noun in OWN_SENSE:
        return False
    if _is_apposition(tokens, matches, nxt):
        return False
    between = tokens[whole.end : nxt.start]
    words = [token.form for token in between]
    joined = (
        nxt.start < len(tokens) and tokens[nxt.start].arabic and joined_and(tokens[nxt.start].form)
    )
    listed = "predicate" in governor.rule and words[:1] == [","]
    if listed and whole.noun in {"person", "civilian"} and whole.how != "article":
        return False
    words = [word for word in words if word not in {"her", "his", "their", "its"}]
    if not (words in (["and"], [","], [",", "and"], ["و"]) or (joined and len(words) <= 1)):
        return False
    if (
        "predicate" not in governor.rule
        and predicate_of(tokens, matches, phrases, following) is not None
    ):
        right = predicate_of(tokens, matches, phrases, following)
        return right is not None and (right.gap > 1 or tokens[nxt.start].arabic)
    return True


def _is_apposition(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for "his brother, a baker, was killed": the same person."""
    before = tokens[phrase.start - 1].form if phrase.start else ""
    after = tokens[phrase.end].form if phrase.end < len(tokens) else ""
    closes = entry_at(matches, phrase.end + 1, "grammar", "auxiliary") is not None
    return phrase.how == "article" and before == after == "," and closes


def _subset_marker(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Match | None:
    """The word that makes this phrase a part of the figure before ("including", بينهم)."""
    phrase = phrases[number]
    for at in range(phrase.start, max(-1, phrase.start - 14), -1):
        if at < len(tokens) and tokens[at].form in {".", ";", "!", "?", "؛"}:
            return None
        marker = entry_at(matches, at, "scopes", "subset")
        if marker is not None and at <= phrase.start:
            return marker if _still_listing(tokens, matches, marker.end, phrase.start) else None
    ahead = [token.form for token in tokens[phrase.end : phrase.end + 2]]
    if number and ahead in (["among", "them"], ["amongst", "them"], ["of", "them"]):
        return Match("scopes", "subset", "", phrase.end, phrase.end + 2)
    if number and _among_were(tokens, phrases[number - 1], phrase):
        return Match("scopes", "subset", "", phrases[number - 1].start, phrase.start)
    for at in range(phrase.start + 1, phrase.end):
        inside = entry_at(matches, at, "scopes", "subset")
        if inside is not None:
            return inside
    if (
        phrase.end < len(tokens) - 1
        and tokens[phrase.end].form == "of"
        and tokens[phrase.end + 1].form in {"them", "whom", "those"}
    ):
        return Match("scopes", "subset", "", phrase.end, phrase.end + 2)
    return None


def _among_were(tokens: list[Token], whole: Phrase, part: Phrase) -> bool:
    """True for "Among the 27 dead were eight children"."""
    ahead = [token.form for token in tokens[max(0, whole.start - 2) : whole.start]]
    between = [token.form for token in tokens[whole.end : part.start]]
    return bool(set(ahead) & {"among", "amongst", "of"}) and between in (["were"], ["was"], ["are"])


def _still_listing(tokens: list[Token], matches: Table, start: int, end: int) -> bool:
    for at in range(start, end):
        if entry_at(matches, at, "objects") or entry_at(matches, at, "predicates"):
            return False
        if tokens[at].form in {"were", "was", "while", "when"}:
            return False
    return True


def _were(tokens: list[Token], matches: Table, phrase: Phrase) -> Match | None:
    """As in "Of the 86 killed, 23 were children": who some of them were."""
    at = phrase.end
    if phrase.noun or at >= len(tokens) or tokens[at].form not in {"were", "was", "are"}:
        return None
    who = entry_at(matches, at + 1, "persons")
    told = who is not None and who.entry not in OWN_SENSE and who.entry != "casualty"
    return Match("scopes", "subset", "", at, who.end) if told and who is not None else None


def _other_sense(found: list[Figure], phrase: Phrase) -> bool:
    """True where the noun says another fate than the figure it would be part of."""
    own = OWN_SENSE.get(phrase.noun)
    return own is not None and own not in {figure.kind.value for figure in found[-1:]}


def _own_fate(found: list[Figure], right: Governor | None) -> bool:
    """True where what follows tells another fate: "..., and 20 others were wounded"."""
    return right is not None and right.sense != found[-1].kind.value and right.gap <= 1


def _goes_without_noun(tokens: list[Token], phrase: Phrase) -> bool:
    """True for "of whom 61 were in the city": the number stands for people named before."""
    return phrase.end >= len(tokens) or tokens[phrase.end].form in {
        "were", "was", "are", "in", "had", "have", ",", ".", "died", "from", "at",
    }  # fmt: skip


def _add_subset(
    found: list[Figure], phrase: Phrase, marker: Match, kind: ClaimKind | None = None,
    *, goes_without: bool = False,
) -> None:  # fmt: skip
    bare = phrase.noun == "" and marker.start < phrase.start and not goes_without
    if phrase.how == "vague" or phrase.table == "things" or phrase.noun == "family" or bare:
        return
    whole = next((figure for figure in reversed(found) if figure.scope != "subset"), None)
    if whole is None or whole.unit != "people":
        return
    rescuers = phrase.noun == "rescuer" and whole.kind is ClaimKind.KILLED
    found.append(
        replace(
            whole, low=phrase.low, high=phrase.high, bound=phrase.bound, scope="subset",
            kind=kind or (ClaimKind.RESCUER_KILLED if rescuers else whole.kind),
            start=min(marker.start, phrase.start), end=max(phrase.end, marker.end),
            rule="subset", status=_STATUS.get(phrase.noun), age_sex=_AGE_SEX.get(phrase.noun),
            at=phrase.start,
        )
    )  # fmt: skip


def _of_bases(
    tokens: list[Token], matches: Table, found: list[Figure], phrase: Phrase
) -> Figure | None:
    """As in "One centre was levelled and two were put out of service"."""
    bases = {ClaimKind.RESCUE_BASE_DESTROYED, ClaimKind.RESCUE_BASE_STATUS}
    if (
        phrase.noun
        or phrase.how not in {"words", "digits"}
        or not found
        or (found[-1].kind not in bases)
    ):
        return None
    for at in range(phrase.end, min(phrase.end + 5, len(tokens))):
        for entry, kind in (
            ("destroyed", ClaimKind.RESCUE_BASE_DESTROYED),
            ("hit", ClaimKind.RESCUE_BASE_STATUS),
        ):
            predicate = entry_at(matches, at, "predicates", entry)
            if predicate is not None:
                return replace(
                    found[-1],
                    kind=kind,
                    low=phrase.low,
                    high=phrase.high,
                    bound=phrase.bound,
                    start=phrase.start,
                    end=predicate.end,
                    at=phrase.start,
                    rule="of-bases",
                )
    return None


def _put_at(tokens: list[Token], phrase: Phrase) -> bool:
    """As in "put at 20 by the Red Cross and at 31 by a commander"."""
    before = [token.form for token in tokens[max(0, phrase.start - 2) : phrase.start]]
    return before == ["and", "at"] and tokens[min(phrase.end, len(tokens) - 1)].form == "by"


def _elliptic(
    tokens: list[Token], matches: Table, found: list[Figure], phrase: Phrase
) -> Figure | None:
    """As in "killed 14 in Kallaseh, ten in Qaterji": the verb of the first counts for the next."""
    whole = next((figure for figure in reversed(found) if figure.scope != "subset"), None)
    if whole is None or phrase.how in {"vague", "none", "article", "bare"}:
        return None
    if phrase.table == "things" or phrase.noun not in {"", "person", "civilian"}:
        return None
    if _put_at(tokens, phrase):
        return replace(
            whole, low=phrase.low, high=phrase.high, bound=phrase.bound, start=phrase.start,
            end=phrase.end, rule="elliptic", status=None, age_sex=None, at=phrase.start,
        )  # fmt: skip
    if not entry_at(matches, phrase.end, "grammar", "in") or phrase.end + 1 >= len(tokens):
        return None
    place = tokens[phrase.end + 1]
    if not (place.capital or place.arabic or place.form == "the"):
        return None
    before = tokens[phrase.start - 1].form if phrase.start else ""
    if before not in {",", "and", "plus", ";", "و", "،"} or whole.unit not in {"people", "strikes"}:
        return None
    return replace(
        whole, low=phrase.low, high=phrase.high, bound=phrase.bound, start=phrase.start,
        end=phrase.end, rule="elliptic", status=None, age_sex=None, at=phrase.start,
        scope="additional" if phrase.additional else "own",
    )  # fmt: skip
