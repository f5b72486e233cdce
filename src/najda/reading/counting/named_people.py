"""One person told of by name: "Omran Hallaq, 34, was killed", "the murder of Omran Hallaq"."""

from najda.reading.counting.phrase import Phrase
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

_PARTICLES = {"al", "el", "abu", "bin", "ibn", "abd", "de", "-", "'", "’"}
#: Words of a name that are looked at.
_LONGEST = 7
#: A name of fewer words is a place or a group as easily.
_LEAST = 2
#: "the murder of", "killed": before the name.
_FATES = {"killed", "injured", "rescued"}
_SINGULAR = {"was", "is", "has", "had", "being"}
_DIED = {"died", "perished", "succumbed"}
#: Tables whose words make a name a group, a place of time or a thing.
_NO_NAME = ("tellers", "weekdays", "months", "things", "say", "number_words", "weapons", "aircraft")
_NO_PERSON = {
    "east", "eastern", "west", "western", "north", "northern", "south", "southern", "city", "free",
    "islamic", "state", "front", "movement", "party", "hospital", "street", "square", "road",
    "province", "district", "village", "camp", "brigade", "division", "council", "forces", "old",
    "new", "the", "a", "an", "i", "we", "he", "she", "it", "they", "on", "in", "at", "syrian",
    "russian", "israeli", "palestinian", "and", "of",
}  # fmt: skip


def named_person(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """The person whose name begins at token ``at`` and of whom a fate is told, or None."""
    token = tokens[at]
    if not token.capital or (at and _of_name(tokens, matches, at - 1)):
        return None
    end, words = at, 0
    while end < min(len(tokens), at + _LONGEST) and _of_name(tokens, matches, end):
        words += tokens[end].capital
        end += 1
    while end > at and not tokens[end - 1].capital:
        end -= 1
    whole = all(one.capital or one.sort == "mark" for one in tokens[max(0, at - 3) : end + 2])
    if words < _LEAST or tokens[end - 1].owner or (whole and len(tokens) > end + 2):
        return None  # a headline, or capitals throughout
    if not (_fate_before(tokens, matches, at) or _fate_behind(tokens, matches, end)):
        return None
    if at > 1 and tokens[at - 1].form == "," and _described(matches, at - 1):
        return None  # "a nurse, Salma Hallaq, was killed": told of as a nurse
    noun = entry_at(matches, at - 1, "persons") if at else None
    kind = noun.entry if noun is not None and noun.detail == "singular" else "person"
    return Phrase(1, 1, None, at, end, "persons", kind, how="article")


def _described(matches: Table, comma: int) -> bool:
    near = range(max(0, comma - _LONGEST), comma)
    return any(one.table == "persons" and one.end == comma for at in near for one in matches[at])


def _of_name(tokens: list[Token], matches: Table, at: int) -> bool:
    token = tokens[at]
    if token.form in _PARTICLES:
        return at > 0 and tokens[at - 1].end >= token.start - 1
    known = any(match.table in _NO_NAME for match in matches[at])
    return token.capital and token.sort == "word" and not known and token.form not in _NO_PERSON


def _fate_before(tokens: list[Token], matches: Table, at: int) -> bool:
    """True behind "the murder of", "the death of"."""
    if at < 2 or tokens[at - 1].form != "of":
        return False
    fate = entry_at(matches, at - 2, "objects")
    return fate is not None and fate.entry in _FATES and fate.end == at


def _fate_behind(tokens: list[Token], matches: Table, end: int) -> bool:
    """True before "was killed", ", 34, died", ", who was wounded"."""
    at = _behind_age(tokens, end)
    if at < len(tokens) and tokens[at].form == ",":
        at += 1
    if at < len(tokens) and tokens[at].form == "who":
        at += 1
    if at >= len(tokens):
        return False
    if tokens[at].form in _DIED:
        return True
    if tokens[at].form not in _SINGULAR:
        return False
    for near in range(at + 1, min(at + 4, len(tokens))):
        fate = entry_at(matches, near, "predicates")
        if fate is not None:
            return fate.entry in _FATES
        if not entry_at(matches, near, "grammar", "auxiliary"):
            return False
    return False


def _behind_age(tokens: list[Token], end: int) -> int:
    """Behind ", 34," and "(34)"."""
    near = [token.form for token in tokens[end : end + 3]]
    aged = len(near) == 3 and tokens[end + 1].sort == "number"
    return end + 3 if aged and (near[0], near[2]) in {(",", ","), ("(", ")")} else end
