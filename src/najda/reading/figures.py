"""Figures: which counted things are dead, wounded, rescued, trapped, strikes…

A figure is a phrase and its governor: its own noun (شهداء, deaths), a word before it that takes
it as object (killed 10, استشهاد 10), or one after it that says what befell it (10 were killed).
"""

from dataclasses import dataclass, replace

from najda.incidents.facts import ClaimKind
from najda.reading.lexicon import Match
from najda.reading.numbers import Table, entry_at
from najda.reading.phrases import Phrase, phrases_of
from najda.reading.tokens import Token, joined_and

#: How far a governor may stand before its object, in tokens (Arabic puts the subject between).
LATIN_REACH, ARABIC_REACH = 3, 6
#: "The death toll in the city since Thursday rose to at least 86."
TOLL_REACH = 9
#: How far behind its subject a predicate may stand.
PREDICATE_REACH = 14

_OWN_SENSE = {
    "dead": "killed", "wounded": "injured", "body": "body", "trapped": "trapped",
    "missing": "missing", "strikes": "strikes", "munitions": "munitions",
}  # fmt: skip
_STATUS = {"civilian": "civilian", "combatant": "combatant", "rescuer": "rescuer"}
_AGE_SEX = {"child": "child", "woman": "woman", "man": "man"}
_BE = {"was", "were", "is", "are", "been", "being", "be", "get", "got"}
_FIRM = {"died", "dead", "perished", "survived", "missing", "die"}


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


@dataclass(frozen=True, slots=True)
class _Governor:
    sense: str
    start: int
    end: int
    rule: str
    gap: int


def figures_of(tokens: list[Token], matches: Table) -> list[Figure]:
    """All figures of a sentence, in the order of the text."""
    phrases = phrases_of(tokens, matches)
    found: list[Figure] = []
    skip: set[int] = set()
    for number, phrase in enumerate(phrases):
        if number in skip:
            continue
        subset = _subset_marker(tokens, matches, phrases, number)
        if subset is not None and found and not _other_sense(found, phrase) and not _own_fate(
            found, _right(tokens, matches, phrases, number)
        ):
            _add_subset(found, phrase, subset)
            continue
        governor = _governor(tokens, matches, phrases, number)
        if governor is None:
            elliptic = _elliptic(tokens, matches, found, phrase) or _of_bases(
                tokens, matches, found, phrase
            )
            if elliptic is not None:
                found.append(elliptic)
            continue
        if governor.sense == "same":
            sense = found[-1].kind.value if found else "killed"
            governor = replace(governor, sense=sense)
        whole, taken = _sum(tokens, matches, phrases, number, governor)
        skip.update(taken)
        found += _figures(tokens, matches, whole, governor)
    return found


def _figures(
    tokens: list[Token], matches: Table, phrase: Phrase, governor: _Governor
) -> list[Figure]:
    kinds = _kinds(tokens, matches, phrase, governor)
    start, end = min(phrase.start, governor.start), max(phrase.end, governor.end)
    scope = "additional" if phrase.additional else "own"
    if governor.rule.startswith("among"):
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
    tokens: list[Token], matches: Table, phrase: Phrase, governor: _Governor
) -> list[ClaimKind]:
    sense = governor.sense
    if phrase.noun == "casualty":
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


def _governor(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> _Governor | None:
    phrase = phrases[number]
    if phrase.table == "things":
        return _thing_governor(tokens, matches, phrases, number)
    left = _left(tokens, matches, phrases, number)
    right = _right(tokens, matches, phrases, number)
    own = "body" if _bodies_of(tokens, matches, phrase) else _OWN_SENSE.get(phrase.noun)
    if phrase.noun == "casualty":
        return _Governor("killed", phrase.start, phrase.end, "casualty-noun", 0)
    if own is not None:
        return _own_governor(tokens, phrase, own, left)
    if phrase.how == "none" and phrase.noun == "":
        return right
    if phrase.noun == "" and phrase.how in {"vague"} and left is None and right is None:
        return None
    return _nearer(left, right, phrase)


def _bodies_of(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for "the bodies of eleven people", جثث أربعة أشخاص."""
    end = phrase.start
    if end and tokens[end - 1].form in {"of", "من"}:
        end -= 1
    return any(
        match.table == "persons" and match.entry == "body" and match.end == end
        for at in range(max(0, end - 2), end)
        for match in matches[at]
    )


def _own_governor(
    tokens: list[Token], phrase: Phrase, own: str, left: _Governor | None
) -> _Governor | None:
    if phrase.how == "article" and own in {"killed", "injured"}:
        # "a death", "an injury" are mostly talk; "a body" was seen.
        return None
    if phrase.how == "bare" and own in {"injured", "killed", "trapped", "missing"} and left is None:
        # شهيد و6 اصابات at the head of a line counts; inside a sentence it is mostly a name.
        number_follows = phrase.end < len(tokens) and tokens[phrase.end].form.startswith("و")
        if not (phrase.start == 0 and number_follows) and not joined_and(tokens[phrase.start].form):
            return None
    if left is not None and left.sense == "rescued" and own == "injured":
        return _Governor("injured", left.start, phrase.end, "noun-rescued", 0)
    return _Governor(own, phrase.start, phrase.end, "noun", 0)


def _nearer(left: _Governor | None, right: _Governor | None, phrase: Phrase) -> _Governor | None:
    if left is None or right is None:
        chosen = left or right
    elif right.gap == 0 and left.gap > 0:
        chosen = right
    else:
        chosen = left if left.gap <= right.gap + 2 else right
    if chosen is None:
        return None
    if phrase.noun == "" and chosen.gap > 1 and chosen.rule.startswith("object"):
        return None
    if phrase.noun == "alive" and chosen.sense not in {"pulled", "rescued"}:
        return None
    return chosen


def _left(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> _Governor | None:
    phrase = phrases[number]
    earliest = _earliest(phrases, number)
    arabic = phrase.start < len(tokens) and any(
        token.arabic for token in tokens[max(0, phrase.start - 2) : phrase.end]
    )
    usual = ARABIC_REACH if arabic else LATIN_REACH
    for gap in range(TOLL_REACH + 1):
        end = phrase.start - gap
        if end <= 0 or (gap and _closes(tokens[end].form)):
            return None
        match = _object_ending(matches, end)
        if gap > usual and (match is None or not match.entry.startswith("toll")):
            continue
        if match is not None and match.start >= earliest:
            if match.entry.startswith("toll"):
                return _toll(match, gap)
            if match.entry == "among_killed":
                return _Governor("killed", match.start, match.end, "among-killed", gap)
            if _takes_object(tokens, match, phrase):
                sense = match.entry if match.entry != "leaving" else _left_over(tokens, matches, phrase)
                if sense:
                    return _Governor(sense, match.start, match.end, f"object-{sense}", gap)
            return None
        if end <= earliest:
            return None
    return None


def _toll(match: Match, gap: int) -> _Governor:
    sense = match.entry.removeprefix("toll_")
    return _Governor(sense, match.start, match.end, f"toll-{sense}", min(gap, 1))


def _left_over(tokens: list[Token], matches: Table, phrase: Phrase) -> str:
    """ "leaving 10 dead": what is left follows; سقوط 10 needs a noun of its own."""
    del tokens
    for at in range(phrase.end, min(phrase.end + 2, len(matches))):
        for sense in ("killed", "injured", "trapped", "missing"):
            if entry_at(matches, at, "predicates", sense):
                return sense
    return ""


def _earliest(phrases: list[Phrase], number: int) -> int:
    """Where the words before this phrase begin to be its own: behind the phrase before it."""
    if not number:
        return 0
    before = phrases[number - 1]
    passed_over = before.noun == "family" or before.how == "bare"
    return _earliest(phrases, number - 1) if passed_over else before.end


def _object_ending(matches: Table, end: int) -> Match | None:
    """The longest word taking an object that ends before token ``end``."""
    best: Match | None = None
    for start in range(max(0, end - 5), end):
        for match in matches[start]:
            if match.table == "objects" and match.end == end and match.entry != "launched":
                if best is None or match.start < best.start:
                    best = match
    return best


def _takes_object(tokens: list[Token], match: Match, phrase: Phrase) -> bool:
    """False for a passive ("were killed 10 days ago") and for a noun ("the injured 10")."""
    if tokens[match.start].arabic:
        return True
    before = tokens[match.start - 1].form if match.start else ""
    del phrase
    return before not in _BE


def _closes(form: str) -> bool:
    return form in {".", ",", ";", ":", "!", "?", "،", "؛", "؟", "(", ")", "|", "/"}


def _right(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> _Governor | None:
    phrase = phrases[number]
    limit = min(len(tokens), phrase.end + PREDICATE_REACH)
    at, gap, helped, subset_until = phrase.end, 0, False, -1
    while at < limit:
        token = tokens[at]
        if token.arabic and joined_and(token.form) and entry_at(matches, at, "objects"):
            return None
        predicate = entry_at(matches, at, "predicates")
        if predicate is not None and at >= subset_until and predicate.entry in _BEFELL:
            if _is_active(tokens, matches, phrases, predicate):
                return None
            if gap > 1 and not helped and token.form not in _FIRM and not token.arabic:
                return None
            if token.arabic and gap > 2 and predicate.entry not in {"rescued", "trapped"}:
                return None
            sense = "body" if predicate.entry == "pulled" and phrase.noun == "body" else predicate.entry
            return _Governor(sense, predicate.start, predicate.end, f"predicate-{sense}", gap)
        if token.arabic and entry_at(matches, at, "scopes", "subset"):
            at = subset_until = _list_end(tokens, phrases, at)
            continue
        if _begins_part(matches, at):
            subset_until = _comma_after(tokens, at)
            if subset_until < 0:
                return None
            at = subset_until + 1
            limit = min(len(tokens), at + PREDICATE_REACH)
            continue
        joined = _joined_subject(tokens, phrases, phrase, at)
        if joined is not None:
            at, subset_until = joined.end, joined.end
            limit = min(len(tokens), at + PREDICATE_REACH)
            continue
        if _stops_subject(tokens, matches, at) or _next_phrase(phrases, phrase, at, subset_until):
            return None
        helped = helped or bool(entry_at(matches, at, "grammar", "auxiliary"))
        gap += 0 if _light(tokens, matches, at) else 1
        at += 1
    return None


_BEFELL = ("killed", "injured", "rescued", "trapped", "missing", "pulled")


def _light(tokens: list[Token], matches: Table, at: int) -> bool:
    return tokens[at].form in {",", "-"} or bool(
        entry_at(matches, at, "grammar", "auxiliary") or entry_at(matches, at, "grammar", "relative")
    )


def _comma_after(tokens: list[Token], at: int) -> int:
    for ahead in range(at + 1, min(at + 14, len(tokens))):
        if tokens[ahead].form in {",", "-", "–", "—", ")", "،"}:
            return ahead
    return -1


def _list_end(tokens: list[Token], phrases: list[Phrase], at: int) -> int:
    """Where the parts named behind بينهم end: "بينهم طفلان وامرأة"."""
    end = at + 1
    for phrase in phrases:
        near = end <= phrase.start <= end + 1
        if near and (end == at + 1 or joined_and(tokens[phrase.start].form) or phrase.start == end + 1):
            end = phrase.end
    return end


def _begins_part(matches: Table, at: int) -> bool:
    """ "including …" or ", three of them …" between subject and predicate."""
    return any(entry_at(matches, ahead, "scopes", "subset") for ahead in (at, at + 2, at + 3)
               if ahead == at or entry_at(matches, ahead - 1, "number_words")
               or entry_at(matches, at + 1, "number_words") or entry_at(matches, at + 1, "bounds"))


def _joined_subject(
    tokens: list[Token], phrases: list[Phrase], phrase: Phrase, at: int
) -> Phrase | None:
    """The next part of a subject joined by "and" or a comma: "a woman and two girls were…"."""
    if tokens[at].form not in {"and", ","}:
        return None
    behind = at + 1
    if behind < len(tokens) and tokens[behind].form == "and":
        behind += 1
    if behind < len(tokens) and tokens[behind].form in {"her", "his", "their"}:
        behind += 1
    if tokens[at].form == "," and phrase.noun in {"person", "civilian", ""}:
        return None
    return next(
        (other for other in phrases if behind - 1 <= other.start <= behind and other.table == "persons"
         and other.noun not in _OWN_SENSE and other.start > phrase.start and phrase.noun), None,
    )


def _next_phrase(phrases: list[Phrase], phrase: Phrase, at: int, subset_until: int) -> bool:
    """True where another counted thing begins that is no part in brackets."""
    return any(
        other.start <= at < other.end and other.start >= max(phrase.end, subset_until)
        and not (other.table == "things" and other.how == "article")
        for other in phrases
    )


def _stops_subject(tokens: list[Token], matches: Table, at: int) -> bool:
    token = tokens[at]
    if token.form in {".", ";", ":", "!", "?", "؛", "؟", "|", "،"}:
        return True
    if token.form == "-" and tokens[at - 1].end == token.start:
        return False
    if token.form in {",", "-", "–", "—", "("}:
        follows = at + 1
        return not (
            _begins_part(matches, at + 1) or entry_at(matches, follows, "grammar", "auxiliary")
            or entry_at(matches, follows, "grammar", "relative")
            or (follows < len(tokens) and tokens[follows].form in {"mostly", "all", "most", "many"})
        )
    if entry_at(matches, at, "say", "verbs") and not entry_at(matches, at, "grammar", "auxiliary"):
        return True
    return token.form in {"but", "while", "although", "and", "as", "after"} or (
        token.arabic and entry_at(matches, at, "objects") is not None
        and entry_at(matches, at, "predicates") is None
    )


def _is_active(
    tokens: list[Token], matches: Table, phrases: list[Phrase], predicate: Match
) -> bool:
    """True where the predicate has an object of its own: "two rebels killed five people"."""
    if tokens[predicate.start].arabic or tokens[predicate.start - 1].form in _BE:
        return False
    for phrase in phrases:
        if phrase.start == predicate.end and phrase.how != "none":
            after = entry_at(matches, phrase.end, "predicates")
            return after is None
    follows = tokens[predicate.end].form if predicate.end < len(tokens) else ""
    return follows in {"the", "him", "her", "them", "themselves", "civilians", "people"}


def _thing_governor(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> _Governor | None:
    phrase = phrases[number]
    if phrase.noun in {"strikes", "munitions"}:
        if phrase.how in {"article", "bare", "none"}:
            return None
        return _Governor(phrase.noun, phrase.start, phrase.end, "things", 0)
    if phrase.how in {"vague", "article", "bare", "none"}:
        return None
    near = range(max(0, phrase.start - 6), min(len(tokens), phrase.end + 10))
    entries = {
        match.entry: match for at in near for match in matches[at] if match.table == "predicates"
    }
    kind = _thing_kind(phrase.noun, entries)
    if kind is None:
        return None
    match = entries[kind[1]]
    return _Governor(kind[0].value, match.start, match.end, f"things-{phrase.noun}", 1)


def _thing_kind(noun: str, entries: dict[str, Match]) -> tuple[ClaimKind, str] | None:
    table = {
        "bases": (("destroyed", ClaimKind.RESCUE_BASE_DESTROYED), ("hit", ClaimKind.RESCUE_BASE_STATUS)),
        "ambulances": (("destroyed", ClaimKind.AMBULANCE_DAMAGED), ("hit", ClaimKind.AMBULANCE_DAMAGED)),
        "facilities": (("destroyed", ClaimKind.FACILITY_DAMAGED), ("hit", ClaimKind.FACILITY_DAMAGED)),
        "trucks": (("waiting", ClaimKind.AID_BLOCKED), ("delivered", ClaimKind.AID_DELIVERED)),
    }  # fmt: skip
    for entry, kind in table.get(noun, ()):
        if entry in entries:
            return kind, entry
    return None


def _sum(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int, governor: _Governor
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
    phrases: list[Phrase], following: int, governor: _Governor,
) -> bool:  # fmt: skip
    if governor.rule in {"noun", "things", "noun-rescued"} or "predicate" in governor.rule and (
        governor.end <= nxt.start
    ):
        return False
    if _subset_marker(tokens, matches, phrases, following) is not None:
        return False
    if "" in {whole.noun, nxt.noun} or nxt.table != "persons" or nxt.noun in _OWN_SENSE:
        return False
    between = tokens[whole.end : nxt.start]
    words = [token.form for token in between]
    joined = nxt.start < len(tokens) and tokens[nxt.start].arabic and joined_and(
        tokens[nxt.start].form
    )
    words = [word for word in words if word not in {"her", "his", "their", "its"}]
    if not (words in (["and"], [","], [",", "and"], ["و"]) or (joined and len(words) <= 1)):
        return False
    if "predicate" not in governor.rule and _right(tokens, matches, phrases, following) is not None:
        right = _right(tokens, matches, phrases, following)
        return right is not None and (right.gap > 1 or tokens[nxt.start].arabic)
    return True


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
    for at in range(phrase.start + 1, phrase.end):
        inside = entry_at(matches, at, "scopes", "subset")
        if inside is not None:
            return inside
    if phrase.end < len(tokens) - 1 and tokens[phrase.end].form == "of" and tokens[
        phrase.end + 1
    ].form in {"them", "whom", "those"}:
        return Match("scopes", "subset", "", phrase.end, phrase.end + 2)
    return None


def _still_listing(tokens: list[Token], matches: Table, start: int, end: int) -> bool:
    for at in range(start, end):
        if entry_at(matches, at, "objects") or entry_at(matches, at, "predicates"):
            return False
        if tokens[at].form in {"were", "was", "while", "when"}:
            return False
    return True


def _other_sense(found: list[Figure], phrase: Phrase) -> bool:
    """True where the noun says another fate than the figure it would be part of."""
    own = _OWN_SENSE.get(phrase.noun)
    return own is not None and own not in {figure.kind.value for figure in found[-1:]}


def _own_fate(found: list[Figure], right: _Governor | None) -> bool:
    """True where what follows tells another fate: "..., and 20 others were wounded"."""
    return right is not None and right.sense != found[-1].kind.value and right.gap <= 1


def _add_subset(found: list[Figure], phrase: Phrase, marker: Match) -> None:
    bare = phrase.noun == "" and marker.start < phrase.end
    if phrase.how == "vague" or phrase.table == "things" or phrase.noun == "family" or bare:
        return
    whole = next((figure for figure in reversed(found) if figure.scope != "subset"), None)
    if whole is None or whole.unit != "people":
        return
    rescuers = phrase.noun == "rescuer" and whole.kind is ClaimKind.KILLED
    found.append(
        replace(
            whole, low=phrase.low, high=phrase.high, bound=phrase.bound, scope="subset",
            kind=ClaimKind.RESCUER_KILLED if rescuers else whole.kind,
            start=min(marker.start, phrase.start), end=max(phrase.end, marker.end),
            rule="subset", status=_STATUS.get(phrase.noun), age_sex=_AGE_SEX.get(phrase.noun),
            at=phrase.start,
        )
    )  # fmt: skip


def _of_bases(
    tokens: list[Token], matches: Table, found: list[Figure], phrase: Phrase
) -> Figure | None:
    """ "One centre was levelled and two were put out of service"."""
    bases = {ClaimKind.RESCUE_BASE_DESTROYED, ClaimKind.RESCUE_BASE_STATUS}
    if phrase.noun or phrase.how not in {"words", "digits"} or not found or (
        found[-1].kind not in bases
    ):
        return None
    for at in range(phrase.end, min(phrase.end + 5, len(tokens))):
        for entry, kind in (
            ("destroyed", ClaimKind.RESCUE_BASE_DESTROYED), ("hit", ClaimKind.RESCUE_BASE_STATUS)
        ):
            predicate = entry_at(matches, at, "predicates", entry)
            if predicate is not None:
                return replace(
                    found[-1], kind=kind, low=phrase.low, high=phrase.high, bound=phrase.bound,
                    start=phrase.start, end=predicate.end, at=phrase.start, rule="of-bases",
                )
    return None


def _elliptic(
    tokens: list[Token], matches: Table, found: list[Figure], phrase: Phrase
) -> Figure | None:
    """ "killed 14 in Kallaseh, ten in Qaterji": the verb of the first counts for the next."""
    whole = next((figure for figure in reversed(found) if figure.scope != "subset"), None)
    if whole is None or phrase.how in {"vague", "none", "article", "bare"}:
        return None
    if phrase.table == "things" or phrase.noun not in {"", "person", "civilian"}:
        return None
    if not entry_at(matches, phrase.end, "grammar", "in") or phrase.end + 1 >= len(tokens):
        return None
    if not (tokens[phrase.end + 1].capital or tokens[phrase.end + 1].form == "the"):
        return None
    before = tokens[phrase.start - 1].form if phrase.start else ""
    if before not in {",", "and", "plus", ";"} or whole.unit not in {"people", "strikes"}:
        return None
    return replace(
        whole, low=phrase.low, high=phrase.high, bound=phrase.bound, start=phrase.start,
        end=phrase.end, rule="elliptic", status=None, age_sex=None, at=phrase.start,
        scope="additional" if phrase.additional else "own",
    )  # fmt: skip
