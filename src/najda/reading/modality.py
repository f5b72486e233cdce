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


def _whose(tokens: list[Token], at: int) -> bool:
    """True for "suspected Coalition raids", "jets believed to be Russian": whose is in doubt."""
    behind = tokens[at + 1 : at + 4]
    if tokens[at].form in {"suspected", "alleged", "presumed"}:
        return bool(behind) and behind[0].capital
    to_be = tokens[at].form == "believed" and [one.form for one in behind[:2]] == ["to", "be"]
    return to_be and len(behind) > 2 and (behind[2].capital or behind[2].form == "from")


def _of_number(tokens: list[Token], match: Match) -> bool:
    """True for a doubt about the number alone: "at least four, and possibly six, people"."""
    form = tokens[match.start].form
    if tokens[match.start].arabic or form == "suspected" or _whose(tokens, match.start):
        return True  # inside a toll: "killed by suspected missiles … has risen to 9"
    doubt = form in {"possibly", "perhaps", "maybe", "potentially"}
    return doubt and tokens[match.start - 1].form in {"and", "or", ","}


def _no_hedge(tokens: list[Token], at: int) -> bool:
    """True where the words hedge nothing: "24 May", "died due to", لم ترد أنباء (none came)."""
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].form == "may":
        return any(one is not None and one.sort == "number" for one in (before, behind))
    if tokens[at].form == "due":  # "is due to arrive" is planned
        return before is None or before.form not in BE
    if behind is not None and behind.form in {"انه", "انها"}:
        return True  # "a raid, believed to be (يرجح أنها) Russian": whose it was is in doubt
    return before is not None and before.form == "ترد"


def _reaches(tokens: list[Token], at: int, entry: str, start: int, end: int, figure: bool) -> bool:
    if _no_hedge(tokens, at) or (not figure and _whose(tokens, at)):
        return False
    if entry.endswith("_after"):
        return True  # "ten dead in Firdous but I am not sure": said of the whole sentence
    behind = tokens[at + 1].form if at + 1 < len(tokens) else ""
    doubted = behind == "have" or (tokens[at].form == "could" and behind in {"be", "not"})
    if entry == "planned" and doubted:
        return False  # "could have been killed": in doubt, not to come
    modal = {"could", "may", "might", "must", "should", "if", "will", "would"}
    if entry == "planned" and tokens[at].form in modal:
        return (
            at < end
            and start - at <= 6
            and (not figure or start - 4 <= at)
            and not _clause_between(tokens, at, start)
        )
    if entry == "planned":
        new = figure and start and tokens[start - 1].form == "as"  # "to rise as dozens were hurt"
        near = not figure or (at >= start - 5 and not new)
        return at < end and not _clause_between(tokens, at, start) and near
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
