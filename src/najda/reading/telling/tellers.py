"""Who says it: finding the tellers named in one sentence, English and Arabic.

A telling is a verb or phrase of saying with its teller ("X said", "according to X", نقلت ص عن س).
Which claims it covers and how tellings combine into a chain stands in ``attribution``.
"""

from dataclasses import replace

from najda.reading.counting.subjects import BE
from najda.reading.telling.headlines import dashed, forwarded, headline
from najda.reading.telling.names import CARRIED_GROUP, Names, Telling
from najda.reading.telling.tellers_arabic import arabic_telling_at
from najda.reading.telling.tellers_cited import (
    according,
    agency,
    quoted,
    step_back,
    with_one_saying,
)
from najda.reading.telling.telling_subjects import (
    LINK,
    carried_on,
    closes_name,
    described,
    pronoun_before,
    subject_before,
)
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

_NEGATED = {
    "not", "never", "didn't", "hasn't", "haven't", "wouldn't", "be", "been", "was", "were", "to",
    "is", "are", "could", "cannot", "can", "should", "would", "will", "may",
}  # fmt: skip


def tellings_of(text: str, tokens: list[Token], matches: Table) -> list[Telling]:
    """Every telling of the sentence, in the order of the text."""
    names = Names(text, tokens, matches)
    found: list[Telling] = []
    at = 0
    while at < len(tokens):
        telling = _telling_at(names, at) or _said_too(names, at, found)
        if telling is None:
            at += 1
        else:
            if (telling.names or telling.carried) and not _held_inside(names, found, telling):
                found = [one for one in found if not _inside(one, telling)]
                found.append(telling)
            at = max(at + 1, telling.end)
    told = any(telling.side == "after" and telling.verb == "told" for telling in found)
    return [one for one in found if not (told and one.side == "before" and _holds(names, one))]


def _said_too(names: Names, at: int, found: list[Telling]) -> Telling | None:
    """As in "The Observatory confirmed the shelling but said nine had died": the same teller."""
    verb = entry_at(names.matches, at, "say", "verbs")
    if names.tokens[at].arabic or not at:
        return None
    if not found:
        return _subject_said(names, at) if verb is not None else None
    before = found[-1]
    cited = entry_at(names.matches, at, "say", "quoted")
    if cited is not None and names.tokens[at - 1].form == "and" and before.names:
        end = names.right(cited.end, len(names.tokens))  # "X announced it and quoted Y"
        if end > cited.end and names.names_somebody(cited.end, end):
            return Telling((names.raw(cited.end, end), *before.names), at - 1, end, "before",
                           verb="quoted")  # fmt: skip
    if verb is None:
        return None
    if names.tokens[at - 1].form not in {"but", "then"} or not before.names:
        return None
    return replace(before, start=at - 1, end=verb.end, side="before")


def _held_inside(names: Names, found: list[Telling], telling: Telling) -> bool:
    """As in "told Reuters that Washington believes …": what somebody holds is told by another."""
    if not found or not _holds(names, telling) or found[-1].side != "before":
        return False
    gap = telling.start - found[-1].end
    return gap == 0 or (gap == 1 and names.tokens[telling.start - 1].form == "that")


def _subject_said(names: Names, at: int) -> Telling | None:
    """As in "The head was unable to confirm it but said …": who begins the sentence."""
    if names.tokens[at - 1].form not in {"but", "and"} or names.tokens[at].form not in _SAID:
        return None
    longest = 10
    for end in range(1, min(longest, at)):
        if names.tokens[end].form in BE | {"has", "had", "have", "did", "could"}:
            name = names.raw(0, end) if names.names_somebody(0, end, firmly=True) else ""
            return Telling((name,), at - 1, at + 1, "before", verb="said") if name else None
    return None


_SAID = {"said", "says", "added", "adds"}


def _holds(names: Names, telling: Telling) -> bool:
    """True for what somebody believes: "The United States believes …, an official told AFP"."""
    return any(
        entry_at(names.matches, at, "say", "holds") for at in range(telling.start, telling.end)
    )


def _inside(earlier: Telling, later: Telling) -> bool:
    """True where a later telling took in an earlier one with its names."""
    within = later.start <= earlier.start and earlier.end <= later.end
    return within and set(earlier.names) <= set(later.names)


def _telling_at(names: Names, at: int) -> Telling | None:
    if names.tokens[at].arabic:
        return arabic_telling_at(names, at)
    matches = names.matches
    for entry, reads in (("quoted", quoted), ("agency", agency), ("according", according)):
        match = entry_at(matches, at, "say", entry)
        telling = reads(names, match) if match is not None else None
        if telling is not None:
            return telling
    if names.tokens[at].form == "with" and (telling := with_one_saying(names, at)) is not None:
        return telling
    if names.tokens[at].form == "by" and _put_by(names, at):
        return according(names, Match("say", "according", "", at, at + 1))
    if names.tokens[at].form in {"-", "–", "—", ":"} and (telling := dashed(names, at)) is not None:
        return telling
    verb = entry_at(matches, at, "say", "verbs") or _has_counted(names, at)
    if verb is not None and not names.is_united_states(at):
        return _world_health(names, verb) or _said(names, verb)
    if at == 0 or (at == 2 and forwarded(names)):  # "Shared:" and what was
        return headline(names, at)
    return None


def _has_counted(names: Names, at: int) -> Match | None:
    """As in "SOHR now has 32 killed"."""
    if names.tokens[at].form not in {"has", "have"} or at + 1 >= len(names.tokens):
        return None
    counted = names.tokens[at + 1].sort == "number" or entry_at(names.matches, at + 1, "bounds")
    begin = step_back(names, at)
    if not counted or not names.ends_in_teller(max(0, begin - 6), begin):
        return None
    return Match("say", "verbs", "", at, at + 1)


def _put_by(names: Names, at: int) -> bool:
    """As in "The toll was put at 13 by the documentation centre"."""
    return any(token.form == "put" for token in names.tokens[max(0, at - 14) : at])


def _said(names: Names, verb: Match) -> Telling | None:
    tokens = names.tokens
    before = tokens[verb.start - 1].form if verb.start else ""
    inverted = before in {",", "”", '"', "’", "'"} and _inverted(names, verb)
    if inverted:
        return inverted
    naming = tokens[verb.start].form in {"named", "called", "identified"}
    behind = tokens[verb.end].form if verb.end < len(tokens) else ""
    if _as_saying(names, verb.end) and (told := quoted(names, verb)) is not None:
        return told  # "the BBC reports activists as saying"
    if behind in _STATES and tokens[verb.start].form in {"confirmed", "reported", "declared"}:
        return None  # "15 people confirmed dead"
    if naming and (_capital_at(tokens, verb.end) or behind in _AS_WHOM):
        return None  # "a girl named Rawan", "who identified himself as"
    if tokens[verb.end - 1].form == "told" and behind == "by" and before not in {"", ","}:
        return _told_by(names, verb.end + 1, verb.start)
    if verb.start == 0 or (before in _NEGATED and before not in {"was", "were"}):
        return None
    if before in {"was", "were"} or _is_done(names, verb):
        return None
    end = step_back(names, verb.start)
    if end == 0:
        return None
    if tokens[verb.start].form == "telling" and not names.ends_in_teller(max(0, end - 4), end):
        return None  # "leaflets telling residents to leave"
    pronoun = pronoun_before(names, end)
    media = _told(names, verb)
    side = _side(names, end - 1 if pronoun else -1)
    if pronoun:
        return Telling(
            media[0],
            end - 1,
            media[1],
            _side(names, end - 1),
            carried=pronoun,
            verb=_verb(names, verb),
        )
    begin, name = subject_before(names, end, verb)
    if not name:
        return None
    group = carried_on(names, begin, end)
    side = _side(names, begin)
    if group and (end - begin <= 3 or described(names, begin, end)):
        return Telling(
            media[0], begin, media[1], side, carried=group, verb=_verb(names, verb), said=name
        )
    links = (*name.split(LINK), *media[0])
    return Telling(links, begin, media[1], side, verb=_verb(names, verb))


def _as_saying(names: Names, at: int) -> bool:
    longest = 7
    return any(
        entry_at(names.matches, near, "say", "as_saying") for near in range(at, at + longest)
    )


def _world_health(names: Names, verb: Match) -> Telling | None:
    """The organisation of "…, WHO said", which looks like a pronoun."""
    begin = verb.start - 1
    if begin < 0 or names.tokens[begin].form != "who" or names.raw(begin, verb.start) != "WHO":
        return None
    if names.raw(verb.start, verb.end).isupper():
        return None  # capitals throughout
    return Telling(("WHO",), begin, verb.end, _side(names, begin), verb=_verb(names, verb))


_STATES = {"dead", "killed", "injured", "wounded", "missing", "trapped"}
_AS_WHOM = {"as", "himself", "herself", "themselves"}


def _told_by(names: Names, at: int, start: int) -> Telling | None:
    """As in "Moscow said it was told by the Syrian army that": the one who told comes first."""
    end = names.right(at, len(names.tokens))
    if end == at or not names.names_somebody(at, end):
        return None
    return Telling((names.raw(at, end),), start, end, "before", verb="cite")


def _is_done(names: Names, verb: Match) -> bool:
    """True for "carried out an attack", "continued to pound": a deed, no telling."""
    behind = names.tokens[verb.end].form if verb.end < len(names.tokens) else ""
    if names.tokens[verb.start].form == "continued" and behind not in {"", ".", ",", ":", '"', "“"}:
        return True
    return names.tokens[verb.start].form == "carried" and behind in {"out", "on", "off", "away"}


def _capital_at(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].capital


def _verb(names: Names, verb: Match) -> str:
    return names.tokens[verb.start].form


def _side(names: Names, begin: int) -> str:
    """As in "after" where the words before the teller are what was told."""
    if begin < 3:  # two words before a teller are no sentence of their own
        return "before"
    before = names.tokens[begin - 1].form
    if before in {"”", '"', "’", "»"}:
        return "after"
    if before != ",":
        return "before"
    clause = names.tokens[: begin - 1]
    opening = clause[0].form
    if opening in {"while", "whereas", "although", "though"}:
        return "before"
    short_opening = len(clause) <= 6 and opening in {  # "On Friday morning,"
        "on",
        "in",
        "at",
        "late",
        "early",
        "earlier",
        "meanwhile",
        "separately",
        "after",
        "during",
        "since",
        "by",
        "for",
        "speaking",
        "overnight",
        "as",
        "citing",
        "quoting",
        "however",
    }
    return "before" if short_opening else "after"


def _told(names: Names, verb: Match) -> tuple[tuple[str, ...], int]:
    """The medium somebody told, and the token behind it."""
    told = entry_at(names.matches, verb.start, "say", "told") or _told_later(names, verb.end)
    if told is None:
        return _told_before(names), verb.end
    end = names.right(told.end, len(names.tokens))
    if end == told.end or not names.names_somebody(told.end, end):
        return (), verb.end
    the = names.tokens[told.end].form == "the"
    outlet = entry_at(names.matches, told.end, "tellers", "collective") or (
        entry_at(names.matches, told.end + 1, "tellers", "collective") if the else None
    )
    if outlet is not None and outlet.end < end and not names.tokens[outlet.end].capital:
        end = outlet.end  # "told Reuters from Turkey", "told Al Jazeera the number was …"
    name = names.raw(told.end, end)
    if described(names, told.end, end) and names.tokens[told.end].form == "the":
        name = CARRIED_GROUP  # "told the agency": the one named before
    heard = {"reporters", "journalists", "people", "residents", "council", "assembly", "members",
             "parliament", "lawmakers", "meeting", "congress", "conference", "court",
             "relatives"}  # fmt: skip
    if any(token.form in heard for token in names.tokens[told.end : end]):
        return (), end
    return (name,), end


def _told_before(names: Names) -> tuple[str, ...]:
    """The medium of "Speaking to Al Jazeera, a medic said"."""
    told = entry_at(names.matches, 0, "say", "told")
    if told is None:
        return ()
    end = names.right(told.end, len(names.tokens))
    outlet = any(
        entry_at(names.matches, at, "tellers", "collective") for at in range(told.end, end)
    )
    closed = end < len(names.tokens) and names.tokens[end].form == ","
    return (names.raw(told.end, end),) if outlet and closed else ()


def _told_later(names: Names, start: int) -> Match | None:
    """As in "said in an interview with X", "denied it, telling X": the medium behind the verb."""
    most, near = 16, 8
    for at in range(start, min(start + most, len(names.tokens))):
        told = entry_at(names.matches, at, "say", "told")
        if told is None:
            continue
        if names.tokens[at].form == "telling" or (at < start + near and told.end - told.start > 1):
            return told
    return None


def _inverted(names: Names, verb: Match) -> Telling | None:
    """As in ", said X": only where a name follows at once and no other verb claims it."""
    tokens = names.tokens
    if verb.end >= len(tokens) or tokens[verb.start].form in {
        "saying",
        "adding",
        "told",
        "says that",
        "accused",
        "accuses",
        "blamed",
        "blames",
        "blaming",
    }:
        return None
    follows = tokens[verb.end]
    if follows.form in {"he", "she", "it", "they"}:
        if not closes_name(names, verb.end + 1):
            return None
        carried = "he" if follows.form in {"he", "she"} else "group"
        return Telling((), verb.start, verb.end + 1, "after", carried=carried, verb="said")
    end = names.right(verb.end, len(tokens))
    told = tokens[verb.start].form == "said" and follows.form in {"a", "an", "one"}
    somebody = follows.capital or told or names.names_somebody(verb.end, end, firmly=True)
    if end == verb.end or not somebody:
        return None
    if follows.form == "the" and (group := carried_on(names, verb.end, end)):
        name = names.raw(verb.end, end)
        return Telling((), verb.start, end, "after", carried=group, verb="said", said=name)
    if not closes_name(names, end) or any(
        names.tokens[at].sort == "number" or names.is_happening(at) for at in range(verb.end, end)
    ):
        return None
    name = names.raw(verb.end, end)
    if end < len(tokens) and tokens[end].form == ",":
        stop = names.right(end + 1, len(tokens))
        if stop > end + 1 and _goes_on_naming(names, end + 1, stop):
            name, end = f"{name}, {names.raw(end + 1, stop)}", stop
    return Telling((name,), verb.start, end, "after", verb="said")


def _goes_on_naming(names: Names, start: int, stop: int) -> bool:
    """True for what stands behind a name and its comma and still says who: "Abu Omar, a medic"."""
    if entry_at(names.matches, start, "say"):
        return False
    proper = all(token.capital for token in names.tokens[start:stop]) and not names.is_time(start)
    return proper or names.names_somebody(start, stop, firmly=True)
