"""Parts of a group that is named but not counted: "Among the wounded are two girls"."""

from najda.reading.counting.befell import AMONG
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import BE, Governor
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

#: Tokens from "among" to the part: "Among those killed in the raid on Saturday, two were …".
GROUP_REACH = 12


def of_the(tokens: list[Token], phrase: Phrase) -> bool:
    """True for a part of those spoken of: "two of the wounded"."""
    forms = [token.form for token in tokens[phrase.start : phrase.end]]
    if "من" in forms[1:-1]:
        return forms[forms.index("من", 1) + 1].startswith("ال")  # "3 من المصابين"
    return ["of", "the"] in [forms[at : at + 2] for at in range(len(forms))]


def group_before(tokens: list[Token], matches: Table, first: int, end: int) -> Governor | None:
    """The group that "Among those killed", "Of the wounded" names between ``first`` and ``end``."""
    for at in range(end - 2, first - 1, -1):
        if tokens[at].form in {".", ";", ":"}:
            return None
        if tokens[at].form not in {"among", "amongst", "of"}:
            continue
        if tokens[at + 1].form not in {"the", "those", "its", "their", "them", "people"}:
            continue
        for near in range(at + 1, min(at + 6, end)):
            fate = _fate_at(matches, near, at)
            if fate is not None:
                return fate
    return None


_INCLUDE = {"include", "included", "includes"}


def _fate_at(matches: Table, near: int, start: int) -> Governor | None:
    """The group whose fate token ``near`` names, from token ``start`` on."""
    noun = entry_at(matches, near, "persons")
    fate = entry_at(matches, near, "predicates")
    sense = AMONG.get(noun.entry) if noun is not None else None
    if fate is not None and fate.entry in {"killed", "injured", "missing", "trapped"}:
        sense = fate.entry
    return Governor(sense, start, near + 1, f"among-{sense}", 0) if sense is not None else None


def group_behind(tokens: list[Token], matches: Table, at: int) -> Governor | None:
    """The group of "five of those killed in the raid were policemen", behind its number."""
    if [token.form for token in tokens[at : at + 2]] != ["of", "those"]:
        return None
    return _fate_at(matches, at + 2, at)


def part_of_group(tokens: list[Token], matches: Table, phrase: Phrase) -> Governor | None:
    """As in "Among the injured are two girls"."""
    at = phrase.start - 1
    if at < 2 or phrase.how in {"none", "vague"}:
        return None
    if tokens[at].form in _INCLUDE and tokens[at - 2].form in {"the", "those"}:
        return _fate_at(matches, at - 1, at - 2)  # "the wounded include five children"
    if tokens[at].form not in BE:
        return None
    return group_before(tokens, matches, max(0, at - GROUP_REACH), at + 1)
