"""What makes counted things a figure: strikes count by themselves, trucks by what befell them."""

from najda.incidents.facts import ClaimKind
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import OWN_THINGS, Governor
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table
from najda.reading.words.tokens import Token, joined_and


def thing_governor(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    """What makes a counted thing a figure: strikes by themselves, trucks that came or wait."""
    phrase = phrases[number]
    if phrase.noun in OWN_THINGS:
        if phrase.how in {"article", "bare", "none"}:
            return None
        return Governor(OWN_THINGS[phrase.noun], phrase.start, phrase.end, "things", 0)
    if phrase.how in {"vague", "article", "bare", "none"}:
        return None
    following = phrases[number + 1].start if number + 1 < len(phrases) else len(tokens)
    reach = {"trucks": 18, "facilities": 14}.get(
        phrase.noun, 10
    )  # "20 trucks loaded with … were waiting"
    last = min(len(tokens), phrase.end + reach)
    ahead = range(phrase.end, min(last, max(following, phrase.end)))
    just_before = range(phrase.start - 1, phrase.start) if tokens[phrase.start].arabic else range(0)
    around = range(max(0, phrase.start - _THING_REACH), last)
    near = (_predicates_in(matches, where) for where in (just_before, ahead, around))
    entries = next((found for found in near if _thing_kind(phrase.noun, found)), {})
    if phrase.noun in {"trucks", "goods"}:  # "refused … to reach": the refusal holds
        entries = _predicates_in(matches, range(max(0, phrase.start - 6), last)) | entries
    kind = _thing_kind(phrase.noun, entries)
    if kind is None and number and _lists_on(tokens, phrases[number - 1], phrase):
        return thing_governor(tokens, matches, phrases, number - 1)
    if kind is None:
        return None
    match = entries[kind[1]]
    return Governor(kind[0].value, match.start, match.end, f"things-{phrase.noun}", 1)


#: How far before a counted thing the word may stand that says what befell it.
_THING_REACH = 10


def _lists_on(tokens: list[Token], before: Phrase, phrase: Phrase) -> bool:
    """True for the second of "دمر 20 مدرسة و70 مسجدا": one verb for the whole list."""
    between = phrase.start - before.end
    joined = joined_and(tokens[phrase.start].form) or tokens[phrase.start - 1].form in {"و", "and"}
    return before.noun == phrase.noun and joined and between <= 2  # an adjective and "and"


def _predicates_in(matches: Table, near: range) -> dict[str, Match]:
    return {
        match.entry: match for at in near for match in matches[at] if match.table == "predicates"
    }


#: Aid that was refused has not arrived, whatever was to arrive.
_OF_AID = (("waiting", ClaimKind.AID_BLOCKED), ("delivered", ClaimKind.AID_DELIVERED))


def _thing_kind(noun: str, entries: dict[str, Match]) -> tuple[ClaimKind, str] | None:
    table = {
        "bases": (
            ("destroyed", ClaimKind.RESCUE_BASE_DESTROYED),
            ("hit", ClaimKind.RESCUE_BASE_STATUS),
        ),
        "ambulances": (
            ("destroyed", ClaimKind.AMBULANCE_DAMAGED),
            ("hit", ClaimKind.AMBULANCE_DAMAGED),
            ("needed", ClaimKind.NEED),
        ),
        "facilities": (
            ("destroyed", ClaimKind.FACILITY_DAMAGED),
            ("hit", ClaimKind.FACILITY_DAMAGED),
        ),
        "trucks": _OF_AID,
        "goods": _OF_AID,
    }
    for entry, kind in table.get(noun, ()):
        if entry in entries:
            return kind, entry
    return None
