"""How firmly a thing is said: asserted, denied, unverified, threatened, planned; yes or no."""

from dataclasses import dataclass

from najda.incidents.facts import ClaimKind
from najda.reading.counting.subjects import BE
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import STILL, Table, entry_at
from najda.reading.words.tokens import Token

#: How far before its words a hedge or a negation may stand.
HEDGE_REACH, NOT_REACH = 14, 4
_ADVERBS = {"reportedly", "allegedly", "apparently", "possibly", "alleged", "suspected", "perhaps",
            "believed", "purportedly", "feared"}  # fmt: skip
_CLAUSE_ENDS = {",", ";", ":", "،", "؛", "but", "while", "although", "because", "after", "amid"}
_STRONGEST = ("denied", "threatened", "planned", "unverified")
#: Kinds that speak of talk, or stay true whatever is planned around them.
_UNMOVED = {ClaimKind.DENIAL, ClaimKind.ACCUSATION, ClaimKind.TALKS, ClaimKind.NEED,
            ClaimKind.WARNING_TO_CIVILIANS, ClaimKind.ANNOUNCEMENT}  # fmt: skip
#: What is to be is what was agreed; what was planned is what was blocked.
_OF_PLANS = {ClaimKind.CEASEFIRE_TERMS, ClaimKind.AID_BLOCKED}
#: Kinds whose own words are negative: "cannot", "no longer", "ran out".
_NEGATIVE = {
    ClaimKind.CEASEFIRE_ENDED,
    ClaimKind.AID_BLOCKED,
    ClaimKind.MOVEMENT_RESTRICTED,
    ClaimKind.ROAD_CUT,
    ClaimKind.SERVICE_SUSPENDED,
    ClaimKind.CAPACITY,
    ClaimKind.TRAPPED,
}


@dataclass(frozen=True, slots=True)
class Mode:
    """The modality and polarity of one claim."""

    modality: str = "asserted"
    polarity: str = "+"


def mode_of(
    tokens: list[Token],
    matches: Table,
    start: int,
    end: int,
    kind: ClaimKind,
    *,
    figure: bool,
    none: frozenset[int] = frozenset(),
) -> Mode:
    """The mode of the words ``start`` to ``end`` of a sentence (tokens).

    ``none`` are the tokens of figures of nobody ("no casualties"), which negate nothing else.
    """
    if kind is ClaimKind.DENIAL:
        return Mode("denied", "+")
    found = {
        match.entry.removesuffix("_after")
        for at in range(max(0, start - HEDGE_REACH), min(len(tokens), end + HEDGE_REACH))
        for match in matches[at]
        if match.table == "modality"
        and not (figure and start <= match.start < end and _of_number(tokens, match))
        and _reaches(tokens, match.start, match.entry, start, end, figure)
    }
    if kind in _OF_PLANS:
        found -= {"planned"}
    if kind in _UNMOVED:
        found &= {"unverified", "denied"} if kind is not ClaimKind.ACCUSATION else set()
    if kind is ClaimKind.TRAPPED and "planned" in found:
        found = found - {"planned"} | {"unverified"}  # "there may be people under the rubble"
    modality = next((entry for entry in _STRONGEST if entry in found), "asserted")
    negated = (
        not figure
        and kind not in _UNMOVED | _NEGATIVE
        and _negated(tokens, matches, start, end, none)
    )
    if modality == "denied":
        negated = not figure
    return Mode(modality, "-" if negated else "+")


def _of_number(tokens: list[Token], match: Match) -> bool:
    """True for a doubt about the number alone: "at least four, and possibly six, people"."""
    if tokens[match.start].arabic:
        return True
    doubt = tokens[match.start].form in {"possibly", "perhaps", "maybe", "potentially"}
    return doubt and tokens[match.start - 1].form in {"and", "or", ","}


def _reaches(tokens: list[Token], at: int, entry: str, start: int, end: int, figure: bool) -> bool:
    if at and tokens[at - 1].form == "ترد":
        return False  # لم ترد أنباء: none came
    if [token.form for token in tokens[at + 1 : at + 2]] in (["انه"], ["انها"]):
        return False  # "a raid, believed to be (يرجح أنها) Russian": whose it was is in doubt
    if entry.endswith("_after"):
        return True  # "ten dead in Firdous but I am not sure": said of the whole sentence
    if tokens[at].form == "may" and (
        (at + 1 < len(tokens) and tokens[at + 1].sort == "number")
        or (at and tokens[at - 1].sort == "number")
    ):
        return False
    behind = tokens[at + 1].form if at + 1 < len(tokens) else ""
    doubted = behind == "have" or (tokens[at].form == "could" and behind in {"be", "not"})
    if entry == "planned" and doubted:
        return False  # "could have been killed": in doubt, not to come
    if tokens[at].form == "due" and (not at or tokens[at - 1].form not in BE):
        return False  # "died due to a raid"; "is due to arrive" is planned
    modal = {"could", "may", "might", "must", "should", "if", "will", "would"}
    if entry == "planned" and tokens[at].form in modal:
        return (
            at < end
            and start - at <= 6
            and (not figure or start - 4 <= at)
            and not _clause_between(tokens, at, start)
        )
    if entry == "planned":
        return (
            at < end and not _clause_between(tokens, at, start) and (not figure or at >= start - 5)
        )
    if entry == "threatened":
        apart = tokens[at].arabic or figure
        return at < end and not (apart and _clause_between(tokens, at, start))
    if entry == "denied":
        return at < end and (not figure or not _clause_between(tokens, at, start))
    if at >= end:
        # behind its words only as "could not be verified", or near a happening
        checked = any("verif" in t.form or "confirm" in t.form for t in tokens[at : at + 6])
        said = tokens[at].form in {"reportedly", "allegedly"}  # "100 bombs were reportedly dropped"
        return checked or (at - end < 3 and (not figure or said))
    if figure and tokens[at].form in _ADVERBS:
        return start - at <= 2
    whole_sentence = tokens[at].form.startswith(("unverif", "unconfirm", "purport"))
    return whole_sentence or not _clause_between(tokens, at, start) or start - at < 5


def _clause_between(tokens: list[Token], at: int, start: int) -> bool:
    return any(token.form in _CLAUSE_ENDS for token in tokens[at + 1 : start])


def _negated(
    tokens: list[Token], matches: Table, start: int, end: int, none: frozenset[int]
) -> bool:
    for at in range(max(0, start - NOT_REACH), end):
        match = entry_at(matches, at, "negations")
        after_all = tokens[at].form == "ما" and at and tokens[at - 1].form in {"بعد", "قبل", "كل"}
        if (
            match is None
            or at in none
            or after_all
            or (match.end < len(tokens) and tokens[match.end].form in STILL)  # لا تزال
            or tokens[at].form == "غير"  # of the next word alone: "لأجل غير مسمى"
            or (tokens[at].form in {"ما", "دون", "بدون"} and at < start)
        ):
            continue
        if at < start and _clause_between(tokens, at, start):
            continue
        if (
            tokens[match.start].form == "not"
            and match.end < len(tokens)
            and tokens[match.end].form in {"only", "just"}
        ):
            continue
        return True
    return False
