"""Figures: which counted things are dead, wounded, rescued, trapped, and so on.

A figure is a phrase and its governor: its own noun (شهداء, deaths), a word before it that takes
it as object (killed 10, استشهاد 10), or one after it that says what befell it (10 were killed).
"""

from dataclasses import replace

from najda.incidents.facts import ClaimKind
from najda.reading.counting.figure import AGE_SEX, STATUS, Figure
from najda.reading.counting.governors import governor_of
from najda.reading.counting.parts import add_part
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.phrases import phrases_of
from najda.reading.counting.subjects import OWN_SENSE, Governor, predicate_of
from najda.reading.counting.subjects_arabic import PREDICATE_REACH
from najda.reading.counting.sums import addends_of, sum_of, unlike
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token, joined_and

#: A toll that does not say of what: of what was counted last ("It later raised it to 16").
UNSAID = "toll-unsaid"
#: So many are trapped by a siege, not under a building.
BESIEGED = 400


def figures_of(tokens: list[Token], matches: Table) -> list[Figure]:
    """All figures of a sentence, in the order of the text."""
    phrases = phrases_of(tokens, matches)
    found: list[Figure] = []
    skip: set[int] = set()
    for number, phrase in enumerate(phrases):
        if add_part(tokens, matches, phrases, number, found) or number in skip:
            continue
        governor = governor_of(tokens, matches, phrases, number)
        if governor is None and (listed := _listed_part(tokens, found, phrase)) is not None:
            found.append(listed)
            continue
        if governor is None:
            elliptic = _elliptic(tokens, matches, found, phrase) or _of_bases(
                tokens, matches, found, phrase
            )
            if elliptic is not None:
                found.append(elliptic)
            continue
        if governor.sense == "same":
            rule = governor.rule if found else UNSAID
            sense = found[-1].kind.value if found else "killed"
            governor = replace(governor, sense=sense, rule=rule)
        skip.update(_within(phrases, number, governor))
        whole, taken = sum_of(tokens, matches, phrases, number, governor)
        skip.update(taken)
        figures = _figures(tokens, matches, whole, governor, phrases, number)
        found += figures
        if taken and len(figures) == 1:
            found += addends_of(figures[0], [phrases[one] for one in (number, *taken)])
    return found


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
        and not unlike(phrases[number], phrases[other], governor)
    ]


def _figures(
    tokens: list[Token], matches: Table, phrase: Phrase, governor: Governor,
    phrases: list[Phrase], number: int,
) -> list[Figure]:  # fmt: skip
    kinds = _kinds(tokens, matches, phrase, governor)
    before = predicate_of(tokens, matches, phrases, number - 1) if number else None
    counted = {phrases[number - 1].end, before.start if before else -1} if number else set()
    mixed = governor.sense == "mixed" or _killed_and_wounded(
        tokens, matches, phrase, governor, counted
    )
    if mixed and phrase.how != "none":
        kinds = [ClaimKind.KILLED, ClaimKind.INJURED]
        # One number for both says nothing exact of either: the quote keeps it for the person.
        phrase = replace(phrase, low=None, high=None, bound="dead_and_wounded")
    if governor.rule.startswith("toll") and _up_to(tokens, phrase):
        phrase = replace(phrase, low=phrase.high, bound=None)  # "toll up to 14 now": it rose
    if phrase.bound is None and _exceeded(tokens, matches, phrase):  # "تجاوز عدد الشهداء 30"
        phrase = replace(phrase, high=None, bound="more_than")
    if governor.sense == "capacity" and phrase.bound == "more_than":
        # "cannot take more than 20"
        phrase = replace(phrase, low=None, high=phrase.low, bound="at_most")
    start, end = min(phrase.start, governor.start), max(phrase.end, governor.end)
    scope = _scope(tokens, matches, phrase, governor)
    return [
        Figure(
            kind=kind, low=phrase.low, high=phrase.high, bound=phrase.bound,
            unit=_unit(phrase, kind), scope=scope, start=start, end=end, rule=governor.rule,
            status=STATUS.get(phrase.noun), age_sex=AGE_SEX.get(phrase.noun), at=phrase.start,
            unconfirmed=phrase.how == "none" and _says_reports(tokens, phrase),
        )
        for kind in kinds
    ]  # fmt: skip


def _scope(tokens: list[Token], matches: Table, phrase: Phrase, governor: Governor) -> str:
    """Whether a figure is a part, comes on top of another, or stands for itself."""
    among = any(  # "بين الضحايا ثلاثة قتلى من عائلة واحدة"
        one.end == phrase.start and one.entry.startswith("among_")
        for near in matches[max(0, phrase.start - _AMONG_REACH) : phrase.start]
        for one in near
    )
    if among or governor.rule.startswith("among") or _of_the_dead(tokens, phrase):
        return "subset"
    return "additional" if phrase.additional and not _means_others(tokens, phrase) else "own"


#: Words of "من بين الضحايا".
_AMONG_REACH = 3


def _up_to(tokens: list[Token], phrase: Phrase) -> bool:
    words = [token.form for token in tokens[phrase.start : phrase.start + 2]]
    return phrase.bound == "at_most" and words == ["up", "to"]


def _exceeded(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True where the toll is said to exceed the number that follows it."""
    far = range(max(1, phrase.start - _COUNT_REACH), phrase.start)
    if phrase.table == "things" and any(
        tokens[at].form == "عدد" and entry_at(matches, at - 1, "bounds", "more_than") for at in far
    ):
        return True  # "فاق عدد الغارات التي شنتها الطائرات على الحي 150 غارة"
    return any(
        toll.table == "objects"
        and toll.entry.startswith("toll")
        and toll.end <= phrase.start
        and entry_at(matches, toll.start - 1, "bounds", "more_than")
        for at in range(max(0, phrase.start - _TOLL_REACH), phrase.start)
        for toll in matches[at]
    )


#: Words between a toll and its number: "تجاوز عدد الشهداء في الأحياء الشرقية 30".
_TOLL_REACH = 6
#: And between "the number of raids that aircraft flew over the quarter" and its number.
_COUNT_REACH = 14
_TWO_FATES = {"killed", "injured"}


def _killed_and_wounded(
    tokens: list[Token], matches: Table, phrase: Phrase, governor: Governor, counted: set[int]
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
    if before in counted:
        return False  # "7 were killed and 24 wounded": the first verb has its own number
    return joined and entry_at(matches, before, "objects", other) is not None


def _of_the_dead(tokens: list[Token], phrase: Phrase) -> bool:
    """True for "nine of the dead", "five of the injured"."""
    forms = [token.form for token in tokens[phrase.start : phrase.end]]
    whole = phrase.noun in {"dead", "wounded", "trapped", "missing", "casualty"}
    return whole and ["of", "the"] in [forms[at : at + 2] for at in range(len(forms))]


def _says_reports(tokens: list[Token], phrase: Phrase) -> bool:
    return any(token.form in {"reports", "word"} for token in tokens[phrase.start : phrase.end])


def _means_others(tokens: list[Token], phrase: Phrase) -> bool:
    """True for "killed 10 and wounded 15 others": other people, not on top of another count."""
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
    many = phrase.bound in {"hundreds", "thousands"} or (phrase.low or phrase.high or 0) >= BESIEGED
    if sense == "trapped" and many:
        return []
    if phrase.how == "none" and any("ضحايا" in t.form for t in tokens[phrase.start : phrase.end]):
        return [ClaimKind.KILLED, ClaimKind.INJURED]
    if phrase.noun == "casualty" and (governor.rule == "noun" or governor.rule.startswith("toll")):
        return [ClaimKind(sense)]
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
        if tokens[at].sort == "number" or entry_at(matches, at, "number_words"):
            break  # "two pulled out, one dead"
        if entry_at(matches, at, "predicates", "rescued"):
            return ClaimKind.RESCUED
        if tokens[at].form in {"dead", "lifeless"} or entry_at(matches, at, "predicates", "killed"):
            return ClaimKind.RECOVERED_DEAD
    return ClaimKind.RESCUED


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


def _listed_part(tokens: list[Token], found: list[Figure], phrase: Phrase) -> Figure | None:
    """The second of "من بين القتلى طفلان وأربع سيدات": a part of the same dead."""
    before = found[-1] if found and found[-1].rule.startswith("among") else None
    if before is None or phrase.table != "persons" or phrase.noun in OWN_SENSE:
        return None
    if not (joined_and(tokens[phrase.start].form) and 0 <= phrase.start - before.end <= 1):
        return None
    return replace(
        before, kind=ClaimKind.RESCUER_KILLED if phrase.noun == "rescuer" else before.kind,
        low=phrase.low, high=phrase.high, bound=phrase.bound, start=phrase.start,
        end=phrase.end, status=STATUS.get(phrase.noun), age_sex=AGE_SEX.get(phrase.noun),
        at=phrase.start,
    )  # fmt: skip


def _put_at(tokens: list[Token], phrase: Phrase) -> bool:
    """As in "put at 20 by the Red Cross and at 31 by a commander"."""
    before = [token.form for token in tokens[max(0, phrase.start - 2) : phrase.start]]
    return before == ["and", "at"] and tokens[min(phrase.end, len(tokens) - 1)].form == "by"


def _at_place(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """As in "ten in Qaterji", "eight at a home", "two more in hospital", و9 بحمص."""
    if _in_joined(tokens, matches, phrase.end):
        return True
    if not entry_at(matches, phrase.end, "grammar", "in") or phrase.end + 1 >= len(tokens):
        return False
    place = tokens[phrase.end + 1]
    return place.capital or place.arabic or place.form in {"the", "a", "an", "hospital"}


def _in_joined(tokens: list[Token], matches: Table, at: int) -> bool:
    """True for a place with ب (in) stuck to it: بحمص, بضواحي دمشق; بجروح is none."""
    if at >= len(tokens) or not tokens[at].arabic or not tokens[at].form.startswith("ب"):
        return False
    other = any(match.table not in {"place_words", "from_where"} for match in matches[at])
    return len(tokens[at].form) >= _LEAST_WITH_IN and not other


_LEAST_WITH_IN = 4


def _falls_on(tokens: list[Token], phrase: Phrase, whole: Figure) -> bool:
    """As in "three barrels on Maysar and one on (وواحد على) Marjeh"."""
    behind = tokens[phrase.end : phrase.end + 2]
    on = whole.unit != "people" and [token.form for token in behind[:1]] == ["علي"]
    return on and len(behind) > 1


def _place_before(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """As in "in Sukkari five were killed, in Fardous three": the place stands first."""
    at = phrase.start - 2
    closed = phrase.end >= len(tokens) or tokens[phrase.end].form in {",", ".", ";", "and"}
    place = tokens[at + 1]
    placed = at > 0 and entry_at(matches, at, "grammar", "in") and (place.capital or place.arabic)
    return bool(closed and placed)


def _elliptic(
    tokens: list[Token], matches: Table, found: list[Figure], phrase: Phrase
) -> Figure | None:
    """As in "killed 14 in Kallaseh, ten in Qaterji": the verb of the first counts for the next."""
    whole = next((figure for figure in reversed(found) if figure.scope != "subset"), None)
    if whole is None or phrase.how in {"vague", "none", "article", "bare"}:
        return None
    if phrase.table == "things" or phrase.noun not in {"", "person", "civilian"}:
        return None
    cited = entry_at(matches, phrase.end, "say", "according")  # "قتل 5 حسب فلان و8 حسب المرصد"
    joined = tokens[phrase.start - 1].form == "و" or joined_and(tokens[phrase.start].form)
    if _put_at(tokens, phrase) or (cited and joined):
        return replace(
            whole, low=phrase.low, high=phrase.high, bound=phrase.bound, start=phrase.start,
            end=phrase.end, rule="elliptic", status=None, age_sex=None, at=phrase.start,
        )  # fmt: skip
    here = _at_place(tokens, matches, phrase) or _falls_on(tokens, phrase, whole)
    if not (here or _place_before(tokens, matches, phrase)):
        return None
    at = phrase.start if here else phrase.start - 2
    before = tokens[at - 1].form if at else ""
    joined = joined_and(tokens[at].form) or tokens[at].form == "وفي"
    listed = before in {",", "and", "plus", ";", "و", "،"} or joined
    if not listed or whole.unit not in {"people", "strikes", "munitions"}:
        return None
    return replace(
        whole, low=phrase.low, high=phrase.high, bound=phrase.bound, start=phrase.start,
        end=phrase.end, rule="elliptic", status=None, age_sex=None, at=phrase.start,
        scope="additional" if phrase.additional else "own",
    )  # fmt: skip
