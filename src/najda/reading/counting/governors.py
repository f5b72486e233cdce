"""What makes a counted thing a figure: its own noun, a verb before it, or a predicate behind it."""

from dataclasses import replace

from najda.reading.counting.befell import quarters
from najda.reading.counting.groups import of_the, part_of_group
from najda.reading.counting.objects import LATIN_REACH, counts_else, object_governor
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import (
    OWN_SENSE,
    Governor,
    predicate_of,
)
from najda.reading.counting.thing_governors import thing_governor
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token, joined_and

#: "20 casualties were killed": the predicate stands right behind.
_CLOSE_BY = 2


def governor_of(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    """What makes ``phrases[number]`` a figure, or None where nothing does."""
    phrase = phrases[number]
    if _is_call_sign(matches, phrase):
        return None
    if phrase.table == "things":
        return thing_governor(tokens, matches, phrases, number)
    left = object_governor(tokens, matches, phrases, number)
    right = predicate_of(tokens, matches, phrases, number)
    following = phrases[number + 1] if number + 1 < len(phrases) else None
    bare_body = phrase.how in {"bare", "dual"} and phrase.noun == "body"
    if bare_body and following and following.start == phrase.end:
        return None  # "جثمان امرأة" is told by the woman
    group = part_of_group(tokens, matches, phrase) or _cost_lives(tokens, phrase)
    if group is not None:
        return group
    if phrase.noun == "life":
        return _lives(tokens, phrase, left) or right
    if left is not None and left.sense == "capacity":
        return left
    if phrase.noun == "casualty":
        toll = left is not None and left.rule.startswith("toll")
        return left if toll else _casualties(tokens, phrase, following, right)
    return _of_people(tokens, matches, phrases, phrase, left, right)


def _is_call_sign(matches: Table, phrase: Phrase) -> bool:
    """True for "ambulance 3", إسعاف ٣: who speaks; تم إسعاف 12 counts the injured."""
    before = phrase.start - 1
    unit = entry_at(matches, before, "grammar", "unit_word") or entry_at(
        matches, before - 1, "grammar", "unit_word"
    )
    if phrase.noun or phrase.table == "things" or unit is None or unit.end != phrase.start:
        return False
    return entry_at(matches, unit.start - 1, "grammar", "carried_out") is None


def _of_people(
    tokens: list[Token], matches: Table, phrases: list[Phrase], phrase: Phrase,
    left: Governor | None, right: Governor | None,
) -> Governor | None:  # fmt: skip
    own = "body" if _bodies_of(tokens, matches, phrase) else OWN_SENSE.get(phrase.noun)
    if own == "injured" and left is not None and (left.sense, left.gap) == ("killed", 0):
        return left  # "استشهاد 3 من المصابين"
    if right is not None and right.sense == "mixed" and right.gap == 0:
        return right
    if right is not None and right.sense == "trapped" and _victims(tokens, phrase, right):
        return right
    if own is not None and right is not None and of_the(tokens, phrase) and right.sense != own:
        # "two of the wounded later died"
        return replace(right, rule=f"among-{right.sense}") if right.gap <= LATIN_REACH else None
    if own is not None:
        return _dead_and_wounded(tokens, matches, phrase, own) or _own_governor(
            tokens, matches, phrases, phrase, own, left
        )
    if phrase.how == "none" and phrase.noun == "":
        return right
    if phrase.noun == "" and phrase.how == "vague" and left is None and right is None:
        return None
    return _nearer(tokens, matches, left, right, phrase)


def _casualties(
    tokens: list[Token], phrase: Phrase, following: Phrase | None, right: Governor | None
) -> Governor:
    near = right is not None and right.start - phrase.end <= _CLOSE_BY
    if right is not None and (near or right.sense == "mixed"):
        return right
    rule = "noun" if _beside_wounded(tokens, phrase, following) else "casualty-noun"
    return Governor("killed", phrase.start, phrase.end, rule, 0)


def _beside_wounded(tokens: list[Token], phrase: Phrase, following: Phrase | None) -> bool:
    """True for "19 casualties and tens of injuries": beside the wounded they are the dead."""
    beside = following is not None and following.noun == "wounded" and phrase.how != "none"
    if not beside or following is None:
        return False
    return [token.form for token in tokens[phrase.end : following.start]] in (["and"], [","])


def _dead_and_wounded(
    tokens: list[Token], matches: Table, phrase: Phrase, own: str
) -> Governor | None:
    """As in "450 dead and wounded": one number for both."""
    at = phrase.end
    joined = at + 1 < len(tokens) and tokens[at].form in {"and", "or"}
    other = joined and (
        entry_at(matches, at + 1, "persons", "wounded")
        or entry_at(matches, at + 1, "predicates", "injured")
    )
    if own not in {"killed", "injured"} or not other or phrase.how in {"bare", "article"}:
        return None
    return Governor("mixed", phrase.start, other.end, "predicate-mixed", 0)


def _victims(tokens: list[Token], phrase: Phrase, right: Governor) -> bool:
    """True for "مئات الضحايا تحت الأنقاض": of victims, unlike martyrs, nobody knows."""
    named = any("ضحايا" in token.form for token in tokens[phrase.start : phrase.end])
    return named and right.gap <= _CLOSE_BY


_TAKES_LIVES = {"took", "taken", "takes", "taking", "cost", "costs", "costing", "claimed", "claims",
                "claiming", "claim", "lost", "losing"}  # fmt: skip


def _lives(tokens: list[Token], phrase: Phrase, left: Governor | None) -> Governor | None:
    """As in "took six lives", "15 lives were lost"; other lives are talk."""
    one = phrase.how == "article" or phrase.low == phrase.high == 1
    if one and left is not None and left.sense == "rescued":
        return None  # "to save a life is to save humanity"
    for at in range(max(0, phrase.start - 3), phrase.start):
        if tokens[at].form in _TAKES_LIVES:
            return Governor("killed", at, at + 1, "object-killed", 0)
    for at in range(phrase.end, min(phrase.end + 4, len(tokens))):
        if tokens[at].form == "lost":
            return Governor("killed", at, at + 1, "predicate-killed", 0)
    return left if left is not None and left.sense in {"killed", "rescued"} else None


def _cost_lives(tokens: list[Token], phrase: Phrase) -> Governor | None:
    """As in "cost eleven people their lives"."""
    behind = [token.form for token in tokens[phrase.end : phrase.end + 2]]
    before = {token.form for token in tokens[max(0, phrase.start - 2) : phrase.start]}
    costs = before & {"cost", "costs", "costing"}
    if not costs or behind not in (["their", "lives"], ["his", "life"], ["her", "life"]):
        return None
    return Governor("killed", phrase.end, phrase.end + 2, "predicate-killed", 0)


def _bodies_of(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for "the bodies of eleven people", جثث أربعة أشخاص."""
    end = phrase.start
    if joined_and(tokens[end].form) and phrase.noun in OWN_SENSE:
        return False  # "15 جثة وخمسة جرحى"
    if end and tokens[end - 1].form in {"of", "من"}:
        end -= 1
    while end > 1 and (
        entry_at(matches, end - 1, "persons", "family") or _of_many(tokens[end - 1])
    ):
        end -= 1  # "جثث عائلة مؤلفة من 6 أشخاص"
    return any(
        match.table == "persons" and match.entry == "body" and match.end == end
        for at in range(max(0, end - 2), end)
        for match in matches[at]
    )


def _of_many(token: Token) -> bool:
    return token.form in {"مولفه", "مكونه", "كامله", "افراد", "باكملها"}


def _heads(matches: Table, phrase: Phrase) -> bool:
    """True at the head of a line, or behind "we have" (عنا)."""
    return (
        phrase.start == 0 or entry_at(matches, phrase.start - 1, "objects", "leaving") is not None
    )


def _own_governor(
    tokens: list[Token], matches: Table, phrases: list[Phrase], phrase: Phrase, own: str,
    left: Governor | None,
) -> Governor | None:  # fmt: skip
    if phrase.how == "article" and own in {"killed", "injured"}:
        # "a death", "an injury" are mostly talk; "a body" was seen.
        return None
    if phrase.how == "bare" and own in {"injured", "killed", "trapped", "missing"} and left is None:
        # شهيد و6 اصابات at the head of a line counts; inside a sentence it is mostly a name.
        number_follows = phrase.end < len(tokens) and tokens[phrase.end].form.startswith("و")
        counts = number_follows and phrase.end in {other.start for other in phrases}
        after_and = number_follows and phrase.end + 1 in {other.start for other in phrases}
        heads = _heads(matches, phrase) and number_follows
        if not (heads or counts or after_and) and not joined_and(tokens[phrase.start].form):
            return None
    if left is not None and left.sense == "rescued" and own == "injured":
        return Governor("injured", left.start, phrase.end, "noun-rescued", 0)
    rule = "noun" if phrase.noun in OWN_SENSE else "bodies"
    return Governor(own, phrase.start, phrase.end, rule, 0)


def _sought_below(tokens: list[Token], left: Governor, right: Governor) -> bool:
    """True for "searching for a family of six under the rubble": where they are is known."""
    below = (left.sense, right.sense) == ("missing", "trapped")
    return below and tokens[right.end - 1].form != "inside"


#: Words of who rescues between the verb and a bare number: "أنقذ الدفاع المدني عشرة".
_RESCUERS = 2


def _nearer(
    tokens: list[Token],
    matches: Table,
    left: Governor | None,
    right: Governor | None,
    phrase: Phrase,
) -> Governor | None:
    if left is None or right is None:
        chosen = left or right
    elif right.gap == 0 and (left.gap > 0 or _sought_below(tokens, left, right)):
        chosen = right
    else:
        chosen = left if left.gap <= right.gap + 2 else right
    if chosen is None:
        return None
    rescuers = chosen.sense in {"rescued", "pulled"} and chosen.gap <= _RESCUERS
    if phrase.noun == "" and chosen.gap > 1 and chosen.rule.startswith("object"):
        between = range(chosen.end, phrase.start)
        rescuers = rescuers and tokens[chosen.start].arabic
        if not (rescuers and between and entry_at(matches, between[0], "tellers", "heads")):
            return None  # but "أنقذ الدفاع المدني عشرة"
    found = chosen.sense in {"pulled", "rescued"} and phrase.how in {"digits", "words"}
    unknown = (phrase.how == "vague" or found) and counts_else(tokens, matches, phrase)
    smoke = phrase.how == "vague" and chosen.gap and chosen.sense in {"pulled", "rescued"}
    if phrase.noun == "" and (unknown or smoke) and chosen.rule.startswith("object"):
        return None  # "received numerous calls", "recovered three rifles", طلع دخان كتير
    if phrase.noun == "alive":
        told = chosen.sense in {"pulled", "rescued"} and not quarters(tokens, phrase.end - 1)
        return chosen if told else None
    return chosen
