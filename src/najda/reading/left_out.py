"""What is left out though its words are there: names, sieges, mere tellers, what was counted."""

from najda.incidents.facts import ClaimKind
from najda.reading.counting.figure import Figure
from najda.reading.counting.figures import BESIEGED
from najda.reading.happenings import Happening
from najda.reading.passage import Passage
from najda.reading.words.numbers import entry_at


def is_teller(passage: Passage, figure: Figure) -> bool:
    """True for one person who only tells: "14 children among them, a nurse told Reuters"."""
    return figure.high == 1 and any(
        telling.start <= figure.at < telling.end and telling.side == "after"
        for telling in passage.attributed.tellings
    )


def in_relative_clause(passage: Passage, start: int) -> bool:
    """True for "denied the attack which killed 20": the dead are not what is denied."""
    first = max(0, start - 2)
    return any(
        token.form in _RELATIVES and not (at and passage.tokens[at - 1].form in _REPORTS)
        for at, token in enumerate(passage.tokens[first : start + 1], first)
    )


_RELATIVES = {"which", "that", "الذي", "التي", "الذين"}
#: What is denied behind these is what they say: "rejected a report that 120 were killed".
_REPORTS = {
    "report", "reports", "claim", "claims", "allegation", "allegations", "accusation", "rumour",
    "accusations", "suggestion", "suggestions", "true", "untrue", "false", "rumours",
    "rumors", "denied", "denies",
}  # fmt: skip
#: Kinds whose words also stand in names of tellers ("High Negotiations Committee").
_IN_NAMES = {
    ClaimKind.TALKS, ClaimKind.CAPACITY, ClaimKind.SEARCH_AND_RESCUE, ClaimKind.FACILITY_DAMAGED,
    ClaimKind.ATTACK, ClaimKind.GROUND_ATTACK, ClaimKind.AREA_OF_CONTROL,
    ClaimKind.SERVICE_SUSPENDED, ClaimKind.NEED,
}  # fmt: skip
_LOOSE = {ClaimKind.TALKS, ClaimKind.CAPACITY}


def in_name(passage: Passage, happening: Happening) -> bool:
    """True where the words are part of a teller's name."""
    return happening.kind in _IN_NAMES and any(
        telling.start <= happening.start < telling.end
        and (happening.end <= telling.end or happening.kind in _LOOSE)
        for telling in passage.attributed.tellings
    )


def of_breaches(passage: Passage, happening: Happening) -> bool:
    """True for "42 violations of the truce in 24 hours": no terms of it."""
    return happening.kind is ClaimKind.CEASEFIRE_TERMS and any(
        figure.unit == "breaches" for figure in passage.figures
    )


#: Words between a number of strikes and the verb of them: "شنت الطائرات ستة غارات".
_BESIDE = 3


def counted_already(passage: Passage, happening: Happening) -> bool:
    """True for the words of "35 غارة على صعدة": the number of strikes tells of the attack.

    Not where they fell on several quarters: each gets its strike.
    """
    if happening.kind is not ClaimKind.ATTACK or len(passage.fine_places) > 1:
        return False
    return any(
        figure.kind in {ClaimKind.STRIKES, ClaimKind.MUNITIONS}
        and (figure.low, figure.high) not in {(None, None), (1, 1)}
        and figure.start - _BESIDE < happening.end
        and happening.start < figure.end + _BESIDE
        for figure in passage.figures
    )


def besieged(passage: Passage, happening: Happening) -> bool:
    """True for "250,000 people are trapped", "trapped by the siege": no building fell on them."""
    behind = passage.tokens[happening.start : happening.end + 6]
    if any(token.form in {"siege", "besieged", "enclave"} for token in behind):
        return True
    near = passage.tokens[max(0, happening.start - _COUNT_REACH) : happening.end]
    return any(
        (token.sort == "number" and token.form.isdigit() and int(token.form[:9]) >= BESIEGED)
        or token.form in _THOUSANDS
        for token in near
    )


#: Tokens between the number and what it is of: "275 ألف شخص لا يزالون محاصرين".
_COUNT_REACH = 5
_THOUSANDS = {"thousands", "الف", "الاف", "الفا", "thousand", "million", "مليون"}


#: Words between bodies and the rubble they lie under.
_DEAD_REACH = 3


def brought_out(passage: Passage, happening: Happening) -> bool:
    """True for "pulled from under the rubble", "being pulled": trapped no longer."""
    before = range(max(0, happening.start - _DEAD_REACH), happening.end)
    if any(entry_at(passage.matches, at, "persons", "body") for at in before):
        return True  # "الجثامين المفقودة تحت أنقاض المنزل": nobody alive
    words = {token.form for token in passage.tokens[max(0, happening.start - 1) : happening.end]}
    if "being" in words and words & {"pulled", "recovered", "dug", "retrieved"}:
        return True
    still = {"still", "remain", "others", "عالقين", "عالق", "عالقه", "محاصرين", "زال", "مازال"}
    spent = {token.form for token in passage.tokens[max(0, happening.start - 3) : happening.start]}
    if spent & _HOURS and _pulled_near(passage, happening):
        return True  # "pulled alive after 16 hours under the rubble"
    if words & {"من", "from"} and not _pulled_near(passage, happening):
        return False  # "a voice from under the rubble"
    return bool(words & {"from", "من"}) and not words & still


_HOURS = frozenset({"hours", "days", "ساعات", "ساعه", "ايام", "ساعتين", "يومين"})


def _pulled_near(passage: Passage, happening: Happening) -> bool:
    """True where somebody was brought out or recovered: "انتشال جثث من تحت الأنقاض"."""
    before, behind = 18, 2
    near = range(happening.start - before, happening.end + behind)
    return any(
        entry_at(passage.matches, at, "objects", entry)
        or entry_at(passage.matches, at, "predicates", "rescued")
        for at in near
        for entry in ("pulled", "rescued", "injured")
    )
