"""What a word says befell those who are counted, and whom: a predicate, "among the dead"."""

from dataclasses import replace

from najda.reading.counting.subjects_arabic import BEFELL, among_at
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

#: What they are who are "among the dead", "among the wounded".
AMONG = {"dead": "killed", "wounded": "injured", "trapped": "trapped", "missing": "missing"}


def befell_at(tokens: list[Token], matches: Table, at: int) -> Match | None:
    """The predicate at token ``at``; "were among the 11 killed" is one too."""
    if tokens[at].form == "among":
        for ahead in range(at + 1, min(at + 7, len(tokens))):
            found = entry_at(matches, ahead, "predicates")
            if found is not None and found.entry in BEFELL:
                return replace(found, start=at, detail="among")
            noun = entry_at(matches, ahead, "persons")
            if noun is not None and (sense := AMONG.get(noun.entry)):
                return replace(noun, entry=sense, start=at, detail="among")
        return None
    found = entry_at(matches, at, "predicates")
    ends = at + 1 >= len(tokens) or tokens[at + 1].sort == "mark"
    if found is not None and found.entry == "rescued" and quarters(tokens, at):
        return None
    among = among_at(matches, at)
    if among is not None:
        return replace(among, detail="among")
    if found is None and tokens[at].form in {"تحت", "جوا", "under"} and ends:
        return Match("predicates", "trapped", "", at, at + 1)  # "في عيلة من ستة تحت"
    told = [one for one in matches[at] if one.table == "predicates" and one.entry in BEFELL]
    return max(told, key=lambda one: one.end, default=None)


def behind_adjective(matches: Table, at: int) -> Match | None:
    """The noun of "trapped miners", behind a participle at token ``at``."""
    befell = entry_at(matches, at, "predicates", "trapped")
    return entry_at(matches, befell.end, "persons") if befell is not None else None


def of_the_nearer(matches: Table, at: int) -> bool:
    """True for "families had heard from girls trapped inside": the girls are."""
    near = (entry_at(matches, before, "persons") for before in range(max(0, at - 3), at))
    return any(one is not None and one.end == at and one.detail == "plural" for one in near)


def quarters(tokens: list[Token], at: int) -> bool:
    """True where أحياء are the quarters of a town, not the living."""
    behind = tokens[at + 1].form if at + 1 < len(tokens) else ""
    before = tokens[at - 1].form if at else ""
    of_town = before in {"علي", "في", "من", "الي", "بين", "كل"} or behind.startswith("ال")
    if tokens[at].form == "حيا":  # "12 حيا سكنيا"
        return behind.startswith("سكني") or (at > 0 and tokens[at - 1].sort == "number")
    return tokens[at].form.startswith("ال") or (tokens[at].form.startswith("احيا") and of_town)
