"""Parts of a figure: "including two children", "23 of them were women", بينهم طفلان."""

from dataclasses import replace

from najda.incidents.facts import ClaimKind
from najda.reading.counting.figure import AGE_SEX, STATUS, Figure
from najda.reading.counting.groups import GROUP_REACH, group_before, group_behind
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import (
    OWN_SENSE,
    Governor,
    predicate_of,
)
from najda.reading.counting.subjects_arabic import age_end
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token


def add_part(
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
    subset = (
        subset_marker(tokens, matches, phrases, number)
        or _were(tokens, matches, phrase)
        or _how_badly(tokens, matches, found, phrase)
        or _in_brackets(tokens, found, phrase)
        or _as_well(tokens, found, phrase)
    )
    if subset is not None and not found:
        return _of_a_group(tokens, matches, phrase, subset, found)
    if subset is None or _other_sense(found, phrase):
        return False
    if subset.start > phrase.start and (fate := _later_fate(matches, phrase, right)):
        # "30 of whom later died", توفي ثلاثة منهم: a part of the wounded, of another fate
        _add_subset(found, phrase, subset, ClaimKind(_FATE.get(fate, found[-1].kind.value)))
        return True
    listed = _new_clause(tokens, subset, phrase) and right is not None and right.gap <= 1
    fated = (
        tokens[subset.start].arabic
        and entry_at(matches, subset.start - 1, "objects")
        and all(other.end != subset.start for other in phrases)  # not "9 جرحى منهم 3 أطفال"
    )
    if listed or fated or _own_fate(found, right):
        return False
    goes_without = _goes_without_noun(tokens, phrase) or _state_behind(tokens, matches, phrase)
    _add_subset(found, phrase, subset, goes_without=goes_without)
    return True


def _of_a_group(
    tokens: list[Token], matches: Table, phrase: Phrase, marker: Match, found: list[Figure]
) -> bool:
    """Add the part of a whole that is not counted here: "Among those killed, two were children"."""
    first = max(0, phrase.start - GROUP_REACH)
    fate = group_before(tokens, matches, first, phrase.start) or group_behind(
        tokens, matches, phrase.end
    )
    if fate is None or phrase.how == "vague" or phrase.table == "things":
        return False
    noun = phrase.noun or _who_they_were(matches, phrase.end)
    kind = ClaimKind(fate.sense)
    if noun == "rescuer" and kind is ClaimKind.KILLED:
        kind = ClaimKind.RESCUER_KILLED
    found.append(
        Figure(
            kind=kind, low=phrase.low, high=phrase.high, bound=phrase.bound, unit="people",
            scope="subset", start=min(fate.start, phrase.start),
            end=max(phrase.end, marker.end, fate.end), rule="subset",
            status=STATUS.get(noun), age_sex=AGE_SEX.get(noun), at=phrase.start,
        )
    )  # fmt: skip
    return True


def _who_they_were(matches: Table, at: int) -> str:
    """The noun of "two were Syrian civil defence workers"; "" where none is near."""
    near = range(at + 1, at + 1 + _WHO_REACH)
    return next((who.entry for one in near if (who := entry_at(matches, one, "persons"))), "")


#: Tokens from "were" to the noun: "were local Syrian civil defence workers".
_WHO_REACH = 4


def _in_brackets(tokens: list[Token], found: list[Figure], phrase: Phrase) -> Match | None:
    """As in "14 dead (5 children), 32 hurt"."""
    start = phrase.start - 1
    whole = bool(found) and 0 <= start - found[-1].end <= 1
    closed = phrase.end < len(tokens) and tokens[phrase.end].form in {")", "and", ","}
    told = phrase.noun in {*AGE_SEX, *STATUS, "medic"}
    if not (whole and closed and told and tokens[start].form == "("):
        return None
    return Match("scopes", "subset", "", start, phrase.end)


def _as_well(tokens: list[Token], found: list[Figure], phrase: Phrase) -> Match | None:
    """As in "29 children are among those killed, as well as 17 women"."""
    before = [token.form for token in tokens[max(0, phrase.start - 3) : phrase.start]]
    part = bool(found) and found[-1].scope == "subset" and found[-1].rule.startswith("among")
    if before != ["as", "well", "as"] or not part or phrase.noun == "":
        return None
    return Match("scopes", "subset", "", phrase.start - 3, phrase.end)


def _how_badly(
    tokens: list[Token], matches: Table, found: list[Figure], phrase: Phrase
) -> Match | None:
    """As in "31 people were wounded, three critically"."""
    badly = entry_at(matches, phrase.end, "scopes", "badly")
    before = tokens[phrase.start - 1].form if phrase.start else ""
    wounded = bool(found) and found[-1].kind is ClaimKind.INJURED
    apart = before in {",", "(", "–", "—", "-", "and"}
    return replace(badly, start=phrase.end) if badly and wounded and apart else None


_FATE = {sense: sense for sense in ("killed", "injured", "trapped", "missing", "rescued")}


def _new_clause(tokens: list[Token], marker: Match, phrase: Phrase) -> bool:
    """True for "including 41 soldiers, and 74 people were killed"."""
    between = [token.form for token in tokens[marker.end : phrase.start]]
    return between[-2:] == [",", "and"]


def is_apposition(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for "his brother, a baker, was killed": the same person."""
    before = tokens[phrase.start - 1].form if phrase.start else ""
    after = tokens[phrase.end].form if phrase.end < len(tokens) else ""
    closes = entry_at(matches, phrase.end + 1, "grammar", "auxiliary") is not None
    return phrase.how == "article" and before == after == "," and closes


def _later_fate(matches: Table, phrase: Phrase, right: Governor | None) -> str:
    """What befell a part later: told behind it, or in Arabic right before; "" where nothing is."""
    if right is not None:
        return right.sense
    verb = entry_at(matches, phrase.start - 1, "objects")
    return verb.entry if verb is not None else ""


def subset_marker(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Match | None:
    """The word that makes this phrase a part of the figure before ("including", بينهم)."""
    phrase = phrases[number]
    of_them = entry_at(matches, phrase.end, "scopes", "of_them")
    if number and not phrase.noun and of_them:
        return of_them
    for at in range(phrase.start, max(-1, phrase.start - 14), -1):
        ends = at < len(tokens) and tokens[at].form in {".", ";", "!", "?", "؛"}
        if ends and tokens[at - 1].form != "incl":
            return None
        marker = entry_at(matches, at, "scopes", "subset")
        if marker is not None and at <= phrase.start:
            if _still_listing(tokens, matches, marker.end, phrase.start):
                return marker
            break
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
        befell = entry_at(matches, at, "objects") or entry_at(matches, at, "predicates")
        if befell is not None and age_end(matches, at) == at:  # "وشاب في الـ18 من عمره وسبعة رجال"
            return False
        if tokens[at].form in {"were", "was", "while", "when"}:
            return False
        if tokens[at - 1].form == "and" and tokens[at].form.endswith("ed"):
            return False  # "including 744 civilians, and displaced 300,000 people"
    return True


def _were(tokens: list[Token], matches: Table, phrase: Phrase) -> Match | None:
    """As in "Of the 86 killed, 23 were children": who some of them were."""
    at = phrase.end
    if phrase.noun or at >= len(tokens) or tokens[at].form not in {"were", "was", "are"}:
        return None
    who = next(
        (one for near in range(_WHO_REACH) if (one := entry_at(matches, at + 1 + near, "persons"))),
        None,
    )
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
        "were", "was", "are", "in", "had", "have", ",", ".", "died", "from", "at", "في", "،", "من",
    }  # fmt: skip


def _state_behind(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for "بينهم 4 بحالة حرجة", "منهم اثنان، أحدهما …": a part named by how it fares."""
    at = phrase.end
    told = any(entry_at(matches, at, "grammar", word) for word in ("state", "of_one_family"))
    return tokens[phrase.start].form != "one" and told


def _add_subset(
    found: list[Figure], phrase: Phrase, marker: Match, kind: ClaimKind | None = None,
    *, goes_without: bool = False,
) -> None:  # fmt: skip
    bare = phrase.noun == "" and marker.start < phrase.start and not goes_without
    if phrase.how == "vague" or phrase.table == "things" or phrase.noun == "family" or bare:
        return
    of_group = found[-1] if found[-1].rule.startswith("among") else None
    whole = next((figure for figure in reversed(found) if figure.scope != "subset"), of_group)
    some = whole is not None and whole.unit == "munitions" and marker.start >= phrase.end
    if whole is None or (whole.unit != "people" and not (some and (phrase.low or 0) > 1)):
        return  # of things only "ten barrels, two of them (اثنان منها) on …"
    if any(other.at == whole.at and other is not whole for other in found):
        return  # a part of dead and wounded together: nobody says of which
    rescuers = phrase.noun == "rescuer" and whole.kind is ClaimKind.KILLED
    found.append(
        replace(
            whole, low=phrase.low, high=phrase.high, bound=phrase.bound, scope="subset",
            kind=kind or (ClaimKind.RESCUER_KILLED if rescuers else whole.kind),
            start=min(marker.start, phrase.start), end=max(phrase.end, marker.end),
            rule="subset", status=STATUS.get(phrase.noun), age_sex=AGE_SEX.get(phrase.noun),
            at=phrase.start,
        )
    )  # fmt: skip
