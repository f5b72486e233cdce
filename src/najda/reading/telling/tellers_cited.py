"""Tellers named beside what they tell: according to, citing, quoted by, run by (English)."""

from najda.reading.counting.subjects import BE
from najda.reading.telling.names import Names, Telling
from najda.reading.telling.telling_subjects import carried_on
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import entry_at

_BETWEEN = {
    "has", "have", "had", "also", "later", "earlier", "then", "already", "now", "further",
    "separately", "meanwhile", "previously", "repeatedly", "immediately", "who", "which",
    "publicly", "initially", "again", "both", "all", "still",
}  # fmt: skip


def according(names: Names, match: Match) -> Telling | None:
    """The teller behind "according to", "announced by", "told by"."""
    end = names.right(match.end, len(names.tokens))
    firmly = names.tokens[match.start].form not in {"according", "as"}
    if end == match.end:
        return None
    if not names.names_somebody(match.end, end, firmly=firmly and not _capital(names, match.end)):
        return None
    if any(
        entry_at(names.matches, at, "tellers", "platforms") for at in range(match.end, end)
    ) and (firmly and end - match.end == 1):
        return None
    if names.tokens[match.end].form == "the" and (
        group := carried_on(names, match.end, end)
    ):  # "according to the monitoring group": the one named before
        side = "before" if match.start == 0 else "after"
        said = names.raw(match.end, end)
        return Telling((), match.start, end, side, carried=group, verb="according", said=said)
    end = _issued_by(names, end)
    end = _with_name(names, end)
    links = [names.raw(match.end, end)]
    end = _further_links(names, end, links)
    informed = names.tokens[match.start].form in {"told", "informed"}
    side = "before" if informed or match.start == 0 else "after"
    return Telling(tuple(links), match.start, end, side, verb="according")


def _with_name(names: Names, end: int) -> int:
    """Where "the group's head in Aleppo, Samir Hallaq" ends: the name behind the description."""
    tokens = names.tokens
    if end >= len(tokens) or tokens[end].form != ",":
        return end
    stop = names.right(end + 1, len(tokens))
    proper = stop - end > 2 and all(t.capital or t.form == "-" for t in tokens[end + 1 : stop])
    closed = stop >= len(tokens) or tokens[stop].form in {",", "."}
    return stop if proper and closed and not names.is_time(end + 1) else end


def _issued_by(names: Names, end: int) -> int:
    """Where "a report by Al Jazeera" ends: who issued it belongs to the name."""
    issued = end < len(names.tokens) and names.tokens[end].form in {"by", "from"}
    if not issued or names.tokens[end - 1].form not in _DOCUMENTS:
        return end
    stop = names.right(end + 1, len(names.tokens))
    return stop if stop > end + 1 and names.names_somebody(end + 1, stop) else end


_DOCUMENTS = {"report", "reports", "statement", "tally", "count", "footage", "video", "figures",
              "data", "information", "toll", "dispatch", "bulletin", "estimate"}  # fmt: skip


def _capital(names: Names, at: int) -> bool:
    return at < len(names.tokens) and (
        names.tokens[at].capital or (at + 1 < len(names.tokens) and names.tokens[at + 1].capital)
    )


def _further_links(names: Names, end: int, links: list[str]) -> int:
    """As in "announced by troops, a source close to the administration, quoted by Reuters"."""
    if [token.form for token in names.tokens[end : end + 1]] == ["who"] and (
        told := entry_at(names.matches, end + 1, "say", "told")
    ):  # "according to an official who spoke to AFP"
        stop = names.right(told.end, len(names.tokens))
        if stop > told.end and names.names_somebody(told.end, stop):
            links.append(names.raw(told.end, stop))
            return stop
    while end < len(names.tokens) and names.tokens[end].form == ",":
        following = end + 1
        if following >= len(names.tokens) or names.tokens[following].form not in {"a", "an", "the"}:
            return end
        stop = names.right(following, len(names.tokens))
        closed = stop >= len(names.tokens) or names.tokens[stop].form in {",", "."}
        verb_ahead = stop < len(names.tokens) and entry_at(names.matches, stop, "say", "verbs")
        if not closed or verb_ahead or not names.names_somebody(following, stop, firmly=True):
            return end
        if any(token.form == "and" for token in names.tokens[following:stop]):
            # "local police, a health official and a witness": several tellers, no chain
            links[-1] = f"{links[-1]}, {names.raw(following, stop)}"
            return stop
        apposition = names.tokens[following].form in {"a", "an"} and links[-1][:1].isupper()
        if apposition:
            return stop
        links.append(names.raw(following, stop))
        end = stop
    return end


#: Words between "with" and the verb of "with the local Aleppo Today TV saying".
_LONGEST_WITH = 9
_WITH_VERBS = {"saying", "blaming", "reporting", "claiming", "accusing", "warning", "telling",
               "confirming", "describing", "estimating", "putting", "denying"}  # fmt: skip


def with_one_saying(names: Names, at: int) -> Telling | None:
    """As in "with activists blaming both": who tells what follows."""
    tokens = names.tokens
    for verb in range(at + 2, min(at + _LONGEST_WITH, len(tokens))):
        if tokens[verb].sort == "mark" and tokens[verb].form != "-":
            return None
        if tokens[verb].form in _WITH_VERBS:
            if not names.names_somebody(at + 1, verb, firmly=not tokens[verb - 1].capital):
                return None
            name = names.raw(at + 1, verb)
            return Telling((name,), at, verb + 1, "before", verb=tokens[verb].form)
    return None


def agency(names: Names, match: Match) -> Telling | None:
    """As in "citing X" names an origin, "quoted by X" the nearest teller."""
    word = names.tokens[match.start].form
    if word in {"quoted", "cited"} and match.start and names.tokens[match.start - 1].form in BE:
        return _quoted_by(names, Match("say", "quoted", "", match.start, match.start + 1))
    end = names.right(match.end, len(names.tokens))
    firmly = word in {"reports", "report"}  # "first reports from Urum al-Kubra": a place
    if end == match.end or not names.names_somebody(match.end, end, firmly=firmly):
        return None
    name = names.raw(match.end, end)
    if word == "via" and entry_at(names.matches, match.end, "tellers", "platforms"):
        return None
    relays = word not in {"citing", "quoting"}
    if (
        relays
        and word in {"seen", "via", "shared"}
        and not names.names_somebody(match.end, end, firmly=True)
    ):
        return None
    footage = _footage_before(names, match.start)
    links = (footage, name) if relays and footage else (name,)
    start = match.start if not footage else max(0, match.start - 2)
    heads = start <= _HEAD and end < len(names.tokens) and names.tokens[end].form == ","
    return Telling(
        links,
        start,
        end,
        "after" if start > 0 and not heads else "before",
        relays=relays,
        verb="relay" if relays else "cite",
    )


#: "In a statement carried by SANA, the army said": the agency heads the sentence.
_HEAD = 4


def _footage_before(names: Names, at: int) -> str:
    for back in range(at - 1, max(-1, at - 4), -1):
        if names.tokens[back].form in {"footage", "video", "videos", "pictures", "images"}:
            qualifier = names.tokens[back - 1].form if back else ""
            if qualifier in {"unverified", "amateur", "dramatic", "online"}:
                return names.raw(back - 1, back + 1)
            return names.raw(back, back + 1)
        if names.tokens[back].form in {",", "."}:
            return ""
    return ""


def quoted(names: Names, match: Match) -> Telling | None:
    """As in "Reuters quoted medics as saying", "X was quoted by Y as saying"."""
    tokens = names.tokens
    before = tokens[match.start - 1].form if match.start else ""
    if before in BE:
        return _quoted_by(names, match)
    if match.end < len(tokens) and tokens[match.end].form == "by":
        return None
    begin = names.left(step_back(names, match.start))
    end = names.right(match.end, len(tokens))
    if begin == match.start or end == match.end or not names.names_somebody(match.end, end):
        return None
    outlet, origin = names.raw(begin, match.start), names.raw(match.end, end)
    saying = end
    while saying < len(tokens) and tokens[saying].form in {"as", "saying", "telling", "that"}:
        saying += 1
    links = tuple(name for name in (origin, outlet) if name)
    return Telling(links, begin, saying, _side_of(names, begin), verb="quoted")


def _quoted_by(names: Names, match: Match) -> Telling | None:
    tokens = names.tokens
    at = match.end
    outlet_end = at
    outlet = ""
    saying = at
    while saying < len(tokens) and tokens[saying].form in {"as", "saying", "telling"}:
        saying += 1
    if saying > at and saying < len(tokens) and tokens[saying].form == "by":
        at = saying
    if at < len(tokens) and tokens[at].form == "by":
        outlet_end = names.right(at + 1, len(tokens))
        outlet = names.raw(at + 1, outlet_end)
    stop = match.start - 1
    begin = names.left(stop)
    if begin == stop and stop and tokens[stop - 1].form == ",":
        begin = names.left(stop - 1)  # "the governor, Hussein Diab, was quoted"
    origin = names.raw(begin, stop)
    links = tuple(name for name in (origin, outlet) if name)
    return Telling(links, begin, outlet_end, _side_of(names, begin), verb="quoted")


def _side_of(names: Names, begin: int) -> str:
    """Whether what is told stands before its tellers (a quotation ends there) or behind them."""
    ends = begin > 2 and names.tokens[begin - 1].form in {",", "”", '"'}
    return "after" if ends else "before"


def step_back(names: Names, at: int) -> int:
    """The token before the helping words of a verb ("has also said")."""
    while at > 0 and names.tokens[at - 1].form in _BETWEEN:
        at -= 1
    if at > 2 and names.tokens[at - 2].form == "on" and names.is_time(at - 1):
        return at - 2  # "the military on Monday declared"
    return at
