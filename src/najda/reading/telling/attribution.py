"""Which telling covers which words, and how tellings become chains over a text."""

from dataclasses import dataclass, field, replace

from najda.reading.telling.arabic_carried import fuller
from najda.reading.telling.groups_and_persons import is_group, names_group
from najda.reading.telling.names import CARRIED_GROUP, Telling
from najda.reading.telling.tellers import tellings_of
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

_OPENING = {"“", "«", '"', "„"}
_CLOSING = {"”", "»", '"'}
_TURNS = {"while", "but", "although", "though", "whereas", "however"}


@dataclass(frozen=True, slots=True)
class Cover:
    """Tokens ``start`` to ``end`` are told by ``names``, from the origin to the nearest."""

    names: tuple[str, ...]
    start: int
    end: int
    side: str
    verb: str
    #: The token of the telling itself.
    at: int = 0
    media: bool = False


@dataclass(slots=True)
class Carried:
    """What is remembered from sentence to sentence."""

    person: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    #: Whose message the paragraph is ("Civil Defence: ten killed. Two roads are cut.").
    headline: tuple[str, ...] = ()
    #: The monitoring group last named: "the monitor said" means no ministry named since.
    monitor: tuple[str, ...] = ()
    #: Every teller so far, oldest first.
    named: dict[str, None] = field(default_factory=dict)
    #: The outlet that passed something on.
    heard: tuple[str, ...] = ()
    #: The chain of a quotation that is still open.
    quoted: tuple[str, ...] = ()
    in_quote: bool = False
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Attributed:
    """The covers of one sentence, and the chain that holds where none covers."""

    covers: tuple[Cover, ...] = ()
    whole: tuple[str, ...] = ()
    #: The sentence lies inside a quotation that began before it.
    quoted: bool = False
    tellings: tuple[Telling, ...] = field(default=())
    #: The outlet that signs the whole text: "… died there. (SANA)".
    credit: tuple[str, ...] = ()

    def tellers_at(self, at: int) -> tuple[str, ...]:
        """The chain for token ``at``: from the origin to the nearest teller."""
        here = [cover for cover in self.covers if cover.start <= at < cover.end]
        before = sorted((c for c in here if c.side == "before"), key=lambda c: -c.at)
        after = sorted((c for c in here if c.side == "after"), key=lambda c: c.at)
        # Whom a teller cites comes first, whoever only passes it on comes last.
        ordered = sorted([*before, *after], key=lambda c: (c.verb != "cite", c.media))
        chain: list[str] = []
        for cover in ordered:
            chain += [name for name in cover.names if not any(known in name for known in chain)]
        told = tuple(chain) if here else self.whole
        return told + tuple(name for name in self.credit if name not in told)


def attribute(
    text: str, tokens: list[Token], matches: Table, carried: Carried, paragraph: int
) -> Attributed:
    """The covers of a sentence; updates what is carried on to the next."""
    if paragraph != carried.paragraph:
        # A quotation that goes on over paragraphs opens anew in each; one never closed ends here.
        carried.in_quote = False
        carried.headline = ()
    tellings = [_group_named(telling, carried) for telling in tellings_of(text, tokens, matches)]
    resolved: list[Telling] = []
    for one in _resolved(tellings, carried):
        named = [*carried.named, *(name for before in resolved for name in before.names)]
        resolved.append(replace(one, names=tuple(fuller(name, named) for name in one.names)))
    covers = _covers(tokens, matches, resolved)
    goes_on = carried.in_quote or _opens_quote(tokens)
    whole: tuple[str, ...] = ()
    if not covers and goes_on and paragraph - carried.paragraph <= 1:
        whole = carried.quoted
    if not covers and not whole:
        whole = carried.headline
    for telling in resolved[:1]:
        if telling.start <= 1 and tokens[telling.end - 1].form == ":" and telling.names:
            carried.headline = telling.names
    _remember(carried, resolved, covers, tokens, paragraph)
    return Attributed(tuple(covers), whole, carried.in_quote, tuple(resolved))


def _opens_quote(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[0].form in _OPENING


def _group_named(telling: Telling, carried: Carried) -> Telling:
    """The telling with the group a medium stands for ("told the agency"), left out if unknown."""
    if CARRIED_GROUP not in telling.names:
        return telling
    group = carried.group[-1:] or carried.heard
    names = [one for name in telling.names for one in (group if name == CARRIED_GROUP else (name,))]
    return replace(telling, names=tuple(names))


def _resolved(tellings: list[Telling], carried: Carried) -> list[Telling]:
    """The tellings with names; "The Observatory says it counted" speaks of the Observatory."""
    found: list[Telling] = []
    for telling in tellings:
        before = found[-1] if found else None
        near = before is not None and 0 <= telling.start - before.end <= 1
        if before is not None and near and telling.carried and before.side == "before":
            found.append(replace(telling, names=before.names))
        else:
            found.append(_resolve(telling, carried))
    return found


def _resolve(telling: Telling, carried: Carried) -> Telling:
    if not telling.carried:
        return telling
    chain = {"he": carried.person, "group": carried.group, "same": carried.last}[telling.carried]
    if telling.carried == "group" and "monitor" in telling.said.casefold():
        chain = carried.monitor or chain
    if telling.carried == "he" and not chain:
        chain = () if names_group(carried.last) else carried.last
    if not chain and telling.said:
        chain = (telling.said,)
    names = (
        tuple(dict.fromkeys((*chain[:1], *telling.names, *chain[1:]))) if telling.names else chain
    )
    return replace(telling, names=names)


def _covers(tokens: list[Token], matches: Table, tellings: list[Telling]) -> list[Cover]:
    covers = []
    for number, telling in enumerate(tellings):
        if not telling.names or _of_a_noun(tokens, telling):
            continue
        start, end = _reach(tokens, matches, tellings, number)
        media = _is_media(matches, tokens, telling)
        covers.append(
            Cover(telling.names, start, end, telling.side, telling.verb, telling.start, media)
        )
    return covers


def _of_a_noun(tokens: list[Token], telling: Telling) -> bool:
    """True for "a strike that the army said was aimed at rebels killed seven": not of the seven."""
    start, end = telling.start, telling.end
    relative = (
        start > 1 and tokens[start - 1].form in {"that", "which"} and telling.side == "before"
    )
    relative = relative and tokens[start - 2].form != ","
    return relative and end < len(tokens) and tokens[end].form in {"was", "were", "is", "are"}


def _is_media(matches: Table, tokens: list[Token], telling: Telling) -> bool:
    """True for an outlet that passes on what others told."""
    if telling.relays:
        return True
    end = next(
        (at for at in range(telling.start, telling.end) if tokens[at].form == ","), telling.end
    )
    return len(telling.names) == 1 and any(
        entry_at(matches, at, "tellers", "collective") for at in range(telling.start, end)
    )


def _reach(
    tokens: list[Token], matches: Table, tellings: list[Telling], number: int
) -> tuple[int, int]:
    telling = tellings[number]
    end = _forward(tokens, matches, tellings, number)
    if telling.side == "before":
        return telling.start, end
    return _backward(tokens, matches, tellings, number), end


def _forward(tokens: list[Token], matches: Table, tellings: list[Telling], number: int) -> int:
    """To the end of the sentence, or to where another teller or a turn of the sentence begins."""
    telling = tellings[number]
    ends_clause = number == 0 and telling.side == "before" and _in_clause(tokens, telling)
    for at in range(telling.end, len(tokens)):
        if ends_clause and tokens[at].form == ",":
            return at  # "After the minister said it was over, a raid killed seven"
        if (
            at > telling.end
            and tokens[at].form in _TURNS
            and not _same_subject(tokens, matches, at)
            and not _within_quote(tokens, telling.end, at)
        ):
            return at
        if telling.side == "after" and tokens[at].form in {"as", "after"} and at <= telling.end + 1:
            return at
        if (
            entry_at(matches, at, "grammar", "but")
            and tokens[at].arabic
            and _own_teller(tellings, at)
        ):
            return at
        following = next((t for t in tellings[number + 1 :] if t.start == at), None)
        if following is not None and _separate(tokens, telling, following):
            return _before_and(tokens, telling.end, at)
    return len(tokens)


def _within_quote(tokens: list[Token], start: int, at: int) -> bool:
    """True where a quotation that opened behind the teller is still open at ``at``."""
    opened = False
    for token in tokens[start:at]:
        if token.form == '"':
            opened = not opened
        elif token.form in _OPENING:
            opened = True
        elif token.form in _CLOSING:
            opened = False
    return opened


def _same_subject(tokens: list[Token], matches: Table, at: int) -> bool:
    """As in "but caused no injuries": a verb without a subject of its own is told by the same."""
    if tokens[at].form != "but" or at + 1 >= len(tokens):
        return False
    behind = tokens[at + 1].form
    return behind in _GOES_ON or behind.endswith("ed") or bool(entry_at(matches, at + 1, "objects"))


_GOES_ON = {"left", "did", "had", "was", "were", "hit", "struck", "has", "have", "without", "no"}


#: Words between two tellers who each have a number: "5 حسب فلان و8 على الأقل حسب المرصد".
_LISTED_REACH = 6


def _listed(tokens: list[Token], earlier: Telling, later: Telling) -> bool:
    """True for "5 حسب الدفاع المدني و8 حسب المرصد": each tells the number before him."""
    both = {earlier.verb, later.verb} <= {"according", "cite"} and earlier.side == later.side
    near = 1 < later.start - earlier.end <= _LISTED_REACH and earlier.side == "after"
    if not both or not near:
        return False
    return tokens[earlier.end].arabic and tokens[earlier.end].form.startswith("و")


def _before_and(tokens: list[Token], start: int, at: int) -> int:
    """As in "by X and at 31 by Y": what Y tells begins behind "and"."""
    if tokens[at].arabic and tokens[start].form.startswith("و"):
        return start
    if tokens[at].form != "by":
        return at
    return next((near for near in range(start, at) if tokens[near].form == "and"), at)


def _own_teller(tellings: list[Telling], at: int) -> bool:
    return any(at <= telling.start <= at + 2 for telling in tellings)


def _separate(tokens: list[Token], telling: Telling, following: Telling) -> bool:
    """True where the next telling is beside this one, not inside what it tells."""
    leads = telling.side == "before" and telling.verb in {"cite", "according", "relay"}
    if leads and following.start - telling.end <= 2:  # only a comma between
        return False
    if tokens[telling.start].form == "by" == tokens[following.start].form:
        return True
    if _listed(tokens, telling, following):
        return True
    if following.relays or (following.verb in {"according", "cite"} and following.side == "after"):
        return False
    if following.side == "after":
        return False
    if tokens[following.end - 2].form in {"which", "who"} or tokens[following.start - 1].form in {
        "claim",
        "charge",
        "accusation",
        "allegation",
    }:
        return True  # "blamed Russia, which denies it", "a claim Russia denied"
    before = tokens[following.start - 1].form
    return (
        before in {"and", ",", ";", "while", "but"}
        or (tokens[following.start].arabic and tokens[following.start].form.startswith("و"))
        or telling.side == "after"
    )


def _backward(tokens: list[Token], matches: Table, tellings: list[Telling], number: int) -> int:
    telling = tellings[number]
    start = 0
    for earlier in tellings[:number]:
        by_each = tokens[earlier.start].form == "by" == tokens[telling.start].form
        if by_each or _listed(tokens, earlier, telling):
            start = earlier.end
            continue
        if (
            earlier.side == "before"
            and not telling.relays
            and telling.verb not in {"according", "cite"}
            and not _in_clause(tokens, earlier)
        ):
            start = earlier.start
        elif earlier.side == "after" and not telling.relays and _closed(tokens, earlier, telling):
            start = earlier.end
    for at in range(start, telling.start):
        turns = number and tokens[at].form in {"while", "whereas", "but"}
        if entry_at(matches, at + 1, "say", "verbs"):
            continue  # "denied it but confirmed …, X said": X tells both
        if turns and at > start + 2:
            start = at
        if tokens[at].form == ";":
            start = at
    return start


def _in_clause(tokens: list[Token], telling: Telling) -> bool:
    """True for "hours after the army announced the start": only a clause of what is told."""
    return telling.start > 0 and tokens[telling.start - 1].form in {"after", "before", "since"}


def _closed(tokens: list[Token], earlier: Telling, telling: Telling) -> bool:
    return telling.start - earlier.end > 3 and any(
        tokens[at].form in {"and", "while", "but", ",", "،"}
        for at in range(earlier.end, telling.start)
    )


def _remember(
    carried: Carried, tellings: list[Telling], covers: list[Cover],
    tokens: list[Token], paragraph: int,
) -> None:  # fmt: skip
    for telling in tellings:
        if not telling.names:
            continue
        carried.last = telling.names
        carried.named.update(dict.fromkeys(telling.names))
        if len(telling.names) > 1 or telling.relays:
            carried.heard = telling.names[-1:]
        if telling.carried:
            continue
        if any(word in telling.names[0].casefold() for word in _MONITORS):
            carried.monitor = telling.names
        group = is_group(telling.names[0])
        if group:
            carried.group = telling.names
        if group is not True:
            carried.person = telling.names
    if covers:
        carried.quoted = covers[-1].names
    elif not carried.in_quote and not _opens_quote(tokens):
        carried.quoted = ()
    carried.in_quote = _leaves_open(tokens, quoted=carried.in_quote)
    carried.paragraph = paragraph


_MONITORS = ("observatory", "monitor", "network for human", "sohr", "snhr", "violations doc")


def with_later_teller(attributed: list[Attributed], spans: list[list[Token]]) -> list[Attributed]:
    """Give a sentence inside a quotation the teller who is named behind it ("…," X said.)."""
    result = list(attributed)
    for number in range(len(result) - 2, -1, -1):
        here, after = result[number], result[number + 1]
        goes_on = spans[number] and spans[number][-1].form in {";", "؛"}
        if here.covers or not (goes_on or here.quoted):
            continue
        trailing = [cover for cover in after.covers if cover.side == "after" and cover.start == 0]
        if trailing:
            result[number] = replace(here, whole=trailing[0].names)
        elif after.whole and not after.covers:
            result[number] = replace(here, whole=after.whole)
    return result


def _leaves_open(tokens: list[Token], *, quoted: bool) -> bool:
    opened = quoted
    for token in tokens:
        if token.form == '"':
            opened = not opened
        elif token.form in {"“", "«", "„"}:
            opened = True
        elif token.form in {"”", "»"}:
            opened = False
    return opened
