"""What befell the object of a sentence: the verb or noun before a counted thing.

"killed 10", "the death of 10", "the toll rose to 10", استشهاد 10; also an object that is joined on.
"""

from dataclasses import replace

from najda.reading.counting.groups import of_the
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import BE, Governor
from najda.reading.counting.tolls import RISEN_REACH, toll_behind
from najda.reading.words.lexicon import Match
from najda.reading.words.measures import is_of_day
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token, joined_and

#: How far a governor may stand before its object, in tokens (Arabic puts the subject between).
LATIN_REACH, ARABIC_REACH = 3, 9
#: "The death toll in the city since Thursday rose to at least 86."
TOLL_REACH = 9
#: "killed the local director of the Red Crescent, his driver, and around 20 civilians"
JOINED_REACH = 18
#: "The number of civilians who were killed in the raids … on the city this morning has risen to 23"
HEADING_REACH = 40
#: Words of the longest entry that takes an object: "number of people who have been killed".
LONGEST_OBJECT = 7
#: What may follow an object that is joined on: no verb of its own.
_BEHIND_OBJECT = {
    ".", ",", ";", "as", "in", "at", "on", "when", "while", "who", "near", "during", "after",
    "and", "alive", "from", "out", "under", "inside", "by", "with", ")", "dead",
}  # fmt: skip


def counts_else(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True where an unknown noun follows the number: "counted eight explosions"."""
    at = phrase.end
    if at >= len(tokens) or tokens[at].sort != "word":
        return False
    befell = entry_at(matches, at, "predicates")
    if befell is not None:
        return tokens[befell.end - 1].form == "wounds"  # "two bullet wounds"
    if tokens[at - 1].form.startswith("ال"):
        return False  # "إصابة العشرات جراء القصف"
    return not (entry_at(matches, at, "grammar", "in") or tokens[at].form in _NO_NOUN)


_NO_NOUN = {
    "and", "but", "as", "by", "after", "on", "while", "when", "with", "since", "including", "so",
    "overnight", "later", "for", "during", "before", "from", "to", "this", "that", "last", "of",
    "من", "الي", "علي", "بعد", "قبل", "جرا", "اثر", "نتيجه", "خلال", "عن", "تحت", "اليوم", "امس",
}  # fmt: skip


def object_governor(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    """The word before ``phrases[number]`` that takes it as its object, or None."""
    phrase = phrases[number]
    earliest = _earliest(phrases, number)
    arabic = phrase.start < len(tokens) and any(
        token.arabic for token in tokens[max(0, phrase.start - 2) : phrase.end]
    )
    usual = ARABIC_REACH if arabic else LATIN_REACH
    risen = _rose_to(tokens, matches, phrase)
    furthest = _furthest(matches, risen=risen, latin=not arabic)
    for gap in range(furthest + 1):
        end = phrase.start - gap
        if end <= 0 or (
            gap and _closes(tokens[end].form) and not (risen and tokens[end].form in "،,")
        ):
            break
        if gap and tokens[end].arabic and _clause_begins(tokens, matches, end):
            break
        match = _object_ending(matches, end)
        if gap > usual and (match is None or not match.entry.startswith("toll")):
            continue
        if match is not None and match.start >= earliest:
            taken = _taken_by(tokens, matches, phrase, match, gap)
            joined = _joined_on(tokens, phrase.start)
            if taken is not None or not (joined or match.entry == "leaving"):
                return taken
            if joined:
                break  # "22 had been killed along with six teachers"
        if end <= earliest:
            break
    return (
        toll_behind(tokens, matches, phrase)
        or _things_risen(tokens, matches, phrases, number)
        or _joined_object(tokens, matches, phrases, number)
        or _object_over_day(tokens, matches, phrase)
    )


def _furthest(matches: Table, *, risen: bool, latin: bool) -> int:
    """How far before its number a toll may stand: further where it heads the sentence."""
    if not risen:
        return TOLL_REACH
    heads = any(
        match.table == "objects" and match.entry.startswith("toll_")
        for at in range(min(_HEAD, len(matches)))
        for match in matches[at]
    )
    return HEADING_REACH if latin and heads else RISEN_REACH


#: A toll that begins among the first words of a sentence heads it.
_HEAD = 3


def _things_risen(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    """As in "the number of barrel bombs dropped on the city has risen to 16"."""
    phrase = phrases[number]
    if phrase.noun or phrase.table or not _rose_to(tokens, matches, phrase):
        return None
    for at in range(phrase.start - 1, max(1, phrase.start - RISEN_REACH), -1):
        if tokens[at].form in {".", ";"}:
            return None
        thing = entry_at(matches, at, "things")
        of = [token.form for token in tokens[at - 2 : at]] == ["number", "of"]
        if thing is not None and of and thing.entry in {"strikes", "munitions"}:
            return Governor(thing.entry, at - 2, thing.end, "toll-things", 1)
    return None


def _object_over_day(tokens: list[Token], matches: Table, phrase: Phrase) -> Governor | None:
    """As in "استشهد اليوم السبت 18 شباط، 3 أشخاص": only a day stands between."""
    at = phrase.start - 1
    if at < 1 or tokens[at].form not in {"،", ","} or not tokens[at - 1].arabic:
        return None
    while at > 0 and is_of_day(tokens, matches, at - 1):
        at -= 1
    match = _object_ending(matches, at)
    if match is None or match.entry not in {"killed", "injured", "rescued", "pulled"}:
        return None
    return Governor(match.entry, match.start, match.end, f"object-{match.entry}", 1)


def _rose_to(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True behind "rose to", "climbed on Wednesday to", ارتفع إلى."""
    if any(entry_at(matches, phrase.start - back, "grammar", "rose_to") for back in (1, 2)):
        return True
    near = range(max(0, phrase.start - _ROSE_REACH), phrase.start)
    to = phrase.start > 0 and tokens[phrase.start - 1].form == "to"
    return to and any(entry_at(matches, at, "grammar", "rose") for at in near)


#: Tokens from "climbed" to its number: "climbed on Wednesday evening to".
_ROSE_REACH = 5


#: "They were hurt while (وهم) bringing out a child": a clause of its own.
_WHILE_THEY = {"وهم", "وهن", "وهنن", "وهو", "وهي", "وهما", "وهني"}


def _clause_begins(tokens: list[Token], matches: Table, at: int) -> bool:
    """True at إن, أن and وهم: what stands before does not govern what stands behind."""
    return tokens[at].form in _WHILE_THEY or entry_at(matches, at, "grammar", "that") is not None


def _named_dead(tokens: list[Token], phrase: Phrase) -> bool:
    """True for "named nine victims"; "named nine of the victims" is a part, people may live."""
    dead = {"victims", "martyrs", "ضحايا", "الضحايا", "شهدا", "قتلي"}
    return tokens[phrase.end - 1].form in dead and not of_the(tokens, phrase)


def _laid_to_rest(tokens: list[Token], match: Match) -> bool:
    """True for "we buried 21 people": a funeral, not a collapse."""
    before = tokens[match.start - 1].form if match.start else ""
    mourners = {"we", "they", "i", "he", "residents", "families", "relatives", "have", "had"}
    return tokens[match.start].form == "buried" and before in mourners


def _taken_by(
    tokens: list[Token], matches: Table, phrase: Phrase, match: Match, gap: int
) -> Governor | None:
    """What the word before a counted thing makes of it: a toll, a list of names, its object."""
    if match.entry == "toll_same" and (
        phrase.noun
        or (gap > 1 and not tokens[match.start].arabic)
        or counts_else(tokens, matches, phrase)
        or any(token.form == "that" for token in tokens[match.end : phrase.start])
    ):
        return None  # "reported that rockets fell at one of the gates": no toll
    if match.entry.startswith("toll") and phrase.bound in {"many", "some"} and not phrase.noun:
        return None  # "the number of casualties caused by the most intense raids"
    if match.entry.startswith("toll"):
        said = any("toll" in token.form for token in tokens[match.start : match.end])
        if match.entry == "toll_same":
            match = replace(match, entry=_toll_before(matches, match, killed=said))
        return _toll(match, gap)
    sense = match.entry
    so = tokens[match.start].form == "فقد" and gap > 1  # "so the aircraft …", not "lost"
    if sense == "held" or so:
        return None
    if sense.startswith("among_"):
        of = sense.removeprefix("among_")
        return Governor(of, match.start, match.end, f"among-{of}", gap)
    if sense == "named":
        dead = _named_dead(tokens, phrase)
        return Governor("killed", match.start, match.end, "named", gap) if dead else None
    if not _takes_object(tokens, match):
        return None
    if sense == "leaving":
        sense = _left_over(tokens, matches, phrase)
    lives = any(
        token.form in _THEIR_LIVES for token in tokens[phrase.end : phrase.end + _LIVES_REACH]
    )
    if sense == "missing" and lives:
        sense = "killed"  # فقد 5 أطفال حياتهم, فارق طفل الحياة
    elif sense == "missing" and tokens[match.start].form.removeprefix("و").startswith("فارق"):
        return None
    if sense == "trapped" and _laid_to_rest(tokens, match):
        sense = "killed"
    return Governor(sense, match.start, match.end, f"object-{sense}", gap) if sense else None


def _toll_before(matches: Table, match: Match, *, killed: bool) -> str:
    """The toll that "stands at", "was put at" gives: "The number of wounded stands at 52"."""
    reach = 5
    for at in range(match.start - 1, max(-1, match.start - reach - 1), -1):
        toll = entry_at(matches, at, "objects")
        if toll is not None and toll.entry in {"toll_killed", "toll_injured"}:
            return toll.entry
    return "toll_killed" if killed else match.entry


_THEIR_LIVES = {"حياتهم", "حياته", "حياتها", "حياتهما", "الحياه"}
#: Words between those and their lives: "فقد 7 مدنيين بينهم طفل حياتهم".
_LIVES_REACH = 4


def _joined_object(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    """As in "killed the director of the service and around 20 civilians": the verb reaches on."""
    phrase = phrases[number]
    if phrase.table != "persons" or not _joined_on(tokens, phrase.start):
        return None
    arabic = any(token.arabic for token in tokens[max(0, phrase.start - 1) : phrase.end])
    if not arabic and phrase.end < len(tokens) and tokens[phrase.end].form not in _BEHIND_OBJECT:
        return None
    besides = _besides(tokens, phrase.start)
    joined = joined_and(tokens[phrase.start].form) or besides
    counted = joined and (phrase.how in {"digits", "words"} or (besides and phrase.how == "dual"))
    if arabic and not counted and phrase.noun not in {"alive", "body"}:
        return None
    for end in range(phrase.start - 1, max(0, phrase.start - JOINED_REACH), -1):
        if tokens[end].form in {".", ";", "!", "?"} or entry_at(matches, end, "say", "verbs"):
            return None
        match = _object_ending(matches, end)
        befell = match or entry_at(matches, end, "predicates")
        if befell is None or befell.entry == "leaving":
            continue
        if befell.entry.startswith("among_"):
            of = befell.entry.removeprefix("among_")
            return Governor(of, befell.start, befell.end, f"among-{of}", 1)
        if befell.entry in {"killed", "injured", "rescued", "pulled"}:
            sense = befell.entry
            return Governor(sense, befell.start, befell.end, f"joined-{sense}", 1)
        return None
    return None


def _joined_on(tokens: list[Token], at: int) -> bool:
    before = [token.form for token in tokens[max(0, at - 3) : at]]
    if at < len(tokens) and (before[-1:] == ["و"] or joined_and(tokens[at].form)):
        return True
    return (
        before[-1:] == ["and"]
        or before[-2:] in (["along", "with"], ["together", "with"], ["well", "as"])
        or _besides(tokens, at)
    )


def _besides(tokens: list[Token], at: int) -> bool:
    """True behind "إضافة إلى", "فضلا عن", "إلى جانب"."""
    before = [token.form.removeprefix("و") for token in tokens[max(0, at - 2) : at]]
    return before in (
        ["اضافه", "الي"], ["بالاضافه", "الي"], ["فضلا", "عن"], ["علاوه", "علي"], ["الي", "جانب"],
    )  # fmt: skip


def _toll(match: Match, gap: int) -> Governor:
    sense = match.entry.removeprefix("toll_")
    return Governor(sense, match.start, match.end, f"toll-{sense}", min(gap, 1))


def _left_over(tokens: list[Token], matches: Table, phrase: Phrase) -> str:
    """As in "leaving 10 dead": what is left follows; سقوط 10 needs a noun of its own."""
    for at in range(phrase.end, min(phrase.end + 2, len(matches))):
        if tokens[at].arabic and entry_at(matches, at, "grammar", "but"):
            return ""  # "إلى 1417 فيما أصيب 6268"
        for sense in ("killed", "injured", "trapped", "missing"):
            if entry_at(matches, at, "predicates", sense):
                return sense
        for noun, sense in (("dead", "killed"), ("wounded", "injured")):
            if (
                entry_at(matches, at, "persons", noun)
                and entry_at(matches, at, "grammar", "many")
                and not joined_and(tokens[at].form)
            ):
                return sense  # "سقط 5 أشخاص قتلى"
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
    return next(
        (
            match
            for start in range(max(0, end - LONGEST_OBJECT), end)
            for match in matches[start]
            if match.table == "objects"
            and match.end == end
            and match.entry != "launched"
            and not _names_people(matches, match)
        ),
        None,
    )


def _names_people(matches: Table, match: Match) -> bool:
    """True for "rescue" in "rescue workers said": part of whom a longer noun names."""
    return any(one.table == "persons" and one.end > match.end for one in matches[match.start])


def _takes_object(tokens: list[Token], match: Match) -> bool:
    """False for a passive ("were killed 10 days ago") and for a noun ("the injured 10")."""
    if tokens[match.start].arabic:
        return True
    before = tokens[match.start - 1].form if match.start else ""
    return before not in BE or tokens[match.start].form.endswith("ing")


def _closes(form: str) -> bool:
    return form in {".", ",", ";", ":", "!", "?", "،", "؛", "؟", "(", ")", "|", "/"}
