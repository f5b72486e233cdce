"""From a text to proposed claims. Pure: no clock, no disk beyond our own lists, no net."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from najda.incidents.facts import ClaimKind
from najda.places import Gazetteer, PlaceMention
from najda.reading.claims import Claim, Place, Reading, Time
from najda.reading.counting.figure import Figure
from najda.reading.counting.figures import UNSAID
from najda.reading.events import Events, is_wide
from najda.reading.happenings import Happening
from najda.reading.left_out import (
    besieged,
    brought_out,
    counted_already,
    in_name,
    in_relative_clause,
    is_teller,
    of_breaches,
)
from najda.reading.modality import mode_of
from najda.reading.own_people import of_rescuers
from najda.reading.passage import (
    Passage,
    aircraft_of,
    kind_of,
    listed_places,
    narrowed_place,
    passage_of,
    place_at,
    weapon_of,
)  # fmt: skip
from najda.reading.running_totals import is_running_total
from najda.reading.supposed import asked_of, supposed
from najda.reading.telling.attribution import (
    Attributed,
    Carried,
    attribute,
    with_later_teller,
)
from najda.reading.telling.signatures import credit_of
from najda.reading.times import Said, as_time
from najda.reading.verifier import Verifier, verifier_of
from najda.reading.words.entities import without_entities
from najda.reading.words.lexicon import Lexicon, own_lexicon
from najda.reading.words.numbers import entry_at
from najda.reading.words.sentences import Sentence, sentences_of
from najda.reading.words.tokens import MOST_TOKENS, tokens_of

#: Version of the rules, written into every claim.
VERSION = 1
#: A text no longer than this is one message: what it says once holds for all of it.
SHORT_TEXT = 1_500
MOST_SENTENCES_OF_MESSAGE = 8
#: Tokens of a title: a place, a day and little more.
LONGEST_TITLE = 12
_CONFIDENCE = {
    "noun": 0.9, "things": 0.85, "subset": 0.8, "elliptic": 0.7, "casualty-noun": 0.8,
}  # fmt: skip


@dataclass(slots=True)
class _Context:
    """What the text said so far that a later sentence may rely on."""

    text: str
    today: date
    short: bool
    verifier: Verifier
    events: Events = field(default_factory=Events)
    claims: list[Claim] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[object, ...]] = field(default_factory=set)
    place: Place | None = None
    wide: Place | None = None
    paragraph: int = -1
    weapon: str | None = None
    aircraft: str | None = None
    #: What was counted last: a later toll that does not say of what means it.
    counted: ClaimKind | None = None
    day: Said | None = None
    day_text: str | None = None
    #: The text contradicts itself about its day.
    torn: bool = False


def read_text(text: str, *, date: date, gazetteer: Gazetteer) -> Reading:
    """Propose the claims of ``text``, reported on ``date``.

    Offsets are code points of ``text``. At most ``sentences.MOST_CHARACTERS`` are read; the rest
    is counted in ``unread``. Never raises for any string.
    """
    lexicon = own_lexicon()
    raw, text = text, without_entities(text)
    sentences, unread = sentences_of(text)
    head = text[: len(text) - unread]
    mentions = gazetteer.mentions(head)
    passages = _passages(head, sentences, mentions, lexicon, date)
    context = _Context(text, date, _is_short(text, passages), verifier_of(text, len(head), lexicon))
    _look_ahead(context, passages)
    for passage in passages:
        _propose(context, passage)
    used = {claim.event for claim in context.claims if claim.event}
    used |= set() if context.claims else _titled(context, passages)
    return Reading(
        date=date.isoformat(),
        events=context.events.all(used),
        claims=tuple(
            replace(claim, quote=raw[claim.start : claim.end]) for claim in context.claims
        ),
        dropped=context.dropped,
        unread=unread,
    )


def _is_short(text: str, passages: list[Passage]) -> bool:
    """True for one message: a caption, a radio line, a note, an assessment of one event."""
    return len(text) <= SHORT_TEXT and len(passages) <= MOST_SENTENCES_OF_MESSAGE


def _passages(
    text: str, sentences: list[Sentence], mentions: list[PlaceMention], lexicon: Lexicon,
    today: date,
) -> list[Passage]:  # fmt: skip
    carried = Carried()
    read = []
    for sentence in sentences:
        tokens = tokens_of(text, sentence.start, sentence.end)[:MOST_TOKENS]
        matches = lexicon.matches(tokens)
        attributed = attribute(text, tokens, matches, carried, sentence.paragraph)
        read.append((sentence, tokens, matches, attributed))
    covers: list[Attributed] = with_later_teller([row[3] for row in read], [row[1] for row in read])
    if len(text) <= SHORT_TEXT and len(read) > 1:
        sentence, tokens, matches, _ = read[-1]
        named = any(mention.end > sentence.start for mention in mentions)
        credit = credit_of(text, tokens, matches, place=named)
        covers = [replace(one, credit=(credit,) if credit else ()) for one in covers]
    found = []
    at = 0
    for (sentence, tokens, matches, _), attributed in zip(read, covers, strict=True):
        while at < len(mentions) and mentions[at].end <= sentence.start:
            at += 1
        here = []
        ahead = at
        while ahead < len(mentions) and mentions[ahead].start < sentence.end:
            here.append(mentions[ahead])
            ahead += 1
        found.append(passage_of(text, sentence, tokens, matches, attributed, here, lexicon, today))
    return found


def _look_ahead(context: _Context, passages: list[Passage]) -> None:
    """In one short message a place, a day or a weapon said anywhere holds everywhere."""
    if not context.short:
        return
    days = [(said, p) for p in passages for said in p.times if said.written or said.day]
    written = [(said, p) for said, p in days if said.written]
    for said, passage in (written or days)[:1]:
        context.day, context.day_text = said, _words(context.text, passage, said)
    context.torn = any(said.day is None for said, _ in written) or (
        len({said.day for said, _ in written}) > 1
    )
    for passage in passages:
        context.weapon = context.weapon or weapon_of(passage.matches)
        context.aircraft = context.aircraft or aircraft_of(passage.matches)
        for _, place in passage.fine_places[:1]:
            context.place = context.place or place
        for _, place in passage.places[:1]:
            context.wide = context.wide or place


def _words(text: str, passage: Passage, said: Said) -> str:
    return text[passage.tokens[said.start].start : passage.tokens[said.end - 1].end]


def _titled(context: _Context, passages: list[Passage]) -> set[str]:
    """The event of a title that says only where and when: "السكري 18/9/2014", "حريق الزبدية".

    It claims nothing; a day that is written or the word for a fire, a strike must stand in it.
    """
    title = passages[0] if len(passages) == 1 else None
    if title is None or not title.fine_places or len(title.tokens) > LONGEST_TITLE:
        return set()
    kind = kind_of(title.matches)
    if kind == "incident" and not any(said.written for said in title.times):
        return set()
    place = title.fine_places[0][1]
    day = context.day
    time = as_time(day, context.day_text, context.today) if day else None
    event = context.events.of(
        claim=ClaimKind.ATTACK, kind=kind, place=place, time=time, many_places=False,
        weapon=weapon_of(title.matches), aircraft=aircraft_of(title.matches),
        passage=(title.sentence.start, title.sentence.end),
    )  # fmt: skip
    return {event} if event else set()


def _propose(context: _Context, passage: Passage) -> None:
    if passage.sentence.paragraph != context.paragraph and not context.short:
        context.place = None
        context.paragraph = passage.sentence.paragraph
    wide = [place for _, place in passage.places]
    if wide and not context.short:
        context.wide = context.wide or wide[0]
    whole: dict[ClaimKind, str] = {}
    for figure in passage.figures:
        if not (is_teller(passage, figure) or asked_of(passage, figure.start)):
            _propose_figure(context, passage, figure, whole)
    counted = {figure.kind for figure in passage.figures}
    for happening in passage.happenings:
        elsewhere = (
            in_name(passage, happening)
            or of_breaches(passage, happening)
            or counted_already(passage, happening)
        )
        if happening.kind not in counted and not elsewhere:
            _propose_happening(context, passage, happening)
    if passage.fine_places:
        context.place = passage.fine_places[0][1]


def _propose_figure(
    context: _Context, passage: Passage, figure: Figure, whole: dict[ClaimKind, str]
) -> None:
    if figure.rule == UNSAID and context.counted in _TOLLS:
        figure = replace(figure, kind=context.counted)
    tellers = passage.attributed.tellers_at(figure.at)
    figure = of_rescuers(passage, figure, tellers)
    before, context.counted = context.counted, figure.kind
    place, several = place_at(passage, figure.start, figure.end)
    mode = mode_of(
        passage.tokens, passage.matches, figure.start, figure.end, figure.kind, figure=True
    )
    if mode.modality in {"planned", "threatened"}:
        return
    scope = figure.scope
    of_another = (whole or before) and figure.kind not in {*whole, before}
    if scope == "additional" and of_another and figure.kind in _TOLLS:
        scope = "own"  # "killed 10 and wounded 20 more": more people, not more wounded
    if scope == "own" and is_running_total(passage, figure):
        scope = "cumulative"
    claim = _claim(context, passage, figure.start, figure.end, figure.kind, figure.rule)
    modality = "unverified" if figure.unconfirmed and mode.modality == "asserted" else mode.modality
    if mode.modality == "denied" and in_relative_clause(passage, figure.start):
        modality, tellers = "asserted", ()
    claim = replace(
        claim, low=figure.low, high=figure.high, bound=figure.bound, unit=figure.unit,
        scope=scope, of=whole.get(figure.kind) or next(iter(whole.values()), None)
        if scope == "subset" else None,
        status=figure.status, age_sex=figure.age_sex, modality=modality,
        tellers=tellers,
        confidence=_CONFIDENCE.get(figure.rule, 0.85),
    )  # fmt: skip
    place = _finer(context, place)
    placed = None if several else (place or context.place or context.wide)
    claim = replace(claim, event=_event(context, passage, claim, placed, several=several))
    if _add(context, claim) and scope != "subset":
        whole[figure.kind] = claim.claim


_TOLLS = {ClaimKind.KILLED, ClaimKind.INJURED, ClaimKind.RECOVERED_DEAD}


def _finer(context: _Context, place: Place | None) -> Place | None:
    """In one short message "the city" is where its quarter lies."""
    if context.short and context.place is not None and is_wide(place):
        return context.place
    return place


def _propose_happening(context: _Context, passage: Passage, happening: Happening) -> None:
    if supposed(passage, happening):
        return
    mode = mode_of(
        passage.tokens, passage.matches, happening.start, happening.end, happening.kind,
        figure=False, none=_of_nobody(passage),
    )  # fmt: skip
    if happening.kind is ClaimKind.TRAPPED and (
        brought_out(passage, happening) or besieged(passage, happening)
    ):
        return
    claim = _claim(context, passage, happening.start, happening.end, happening.kind, happening.rule)
    claim = replace(
        claim, modality=mode.modality, polarity=mode.polarity, confidence=0.6,
        tellers=passage.attributed.tellers_at(_told_at(passage, happening)),
    )  # fmt: skip
    places: list[Place | None] = [*listed_places(passage, happening.start, happening.end)]
    if len(places) > 1 and (one := narrowed_place(passage)) is not None:
        places = [one]
    for named in places or [context.place or context.wide]:
        place = _finer(context, named)
        event = None
        if mode.polarity == "+" and mode.modality not in {"planned", "threatened", "denied"}:
            event = _event(context, passage, claim, place, several=False)
        _add(context, replace(claim, claim=f"c{len(context.claims) + 1}", event=event))


def _told_at(passage: Passage, happening: Happening) -> int:
    """The token whose teller tells it: of a denial or an accusation, its verb."""
    table, entry = _OWN_VERBS.get(happening.kind, ("", ""))
    for at in range(happening.start, happening.end if table else happening.start):
        if entry_at(passage.matches, at, table, entry):
            return at
    return happening.start


#: Kinds that are acts of telling themselves, and where their verbs stand.
_OWN_VERBS = {
    ClaimKind.DENIAL: ("modality", "denied"),
    ClaimKind.ACCUSATION: ("say", "verbs"),
    ClaimKind.ANNOUNCEMENT: ("say", "verbs"),
}


def _of_nobody(passage: Passage) -> frozenset[int]:
    return frozenset(
        at
        for figure in passage.figures
        if figure.high == 0
        for at in range(figure.start, figure.end)
    )


def _claim(
    context: _Context, passage: Passage, start: int, end: int, kind: ClaimKind, rule: str
) -> Claim:
    first, last = passage.tokens[start].start, passage.tokens[end - 1].end
    return Claim(
        claim=f"c{len(context.claims) + 1}", event=None, kind=kind,
        quote=context.text[first:last], start=first, end=last, reader=f"{rule}/{VERSION}",
        passage_start=passage.sentence.start, passage_end=passage.sentence.end,
    )  # fmt: skip


def _event(
    context: _Context, passage: Passage, claim: Claim, place: Place | None, *, several: bool
) -> str | None:
    weapon = weapon_of(passage.matches) or (context.weapon if context.short else None)
    aircraft = aircraft_of(passage.matches) or (context.aircraft if context.short else None)
    return context.events.of(
        claim=claim.kind, kind=kind_of(passage.matches), place=place,
        time=_time(context, passage, claim), weapon=weapon, aircraft=aircraft,
        passage=(passage.sentence.start, passage.sentence.end), many_places=several,
    )  # fmt: skip


def _time(context: _Context, passage: Passage, claim: Claim) -> Time | None:
    """The day nearest to the claim in its sentence, else the message's, else the report's."""
    if context.torn:
        return None
    said = [
        time for time in passage.times if time.day is not None and not _of_telling(passage, time)
    ]
    if said:
        at = claim.start
        nearest = min(said, key=lambda time: abs(passage.tokens[time.start].start - at))
        if context.short and context.day and context.day.written and not nearest.written:
            part = nearest.part
            whole = replace(context.day, part=part or context.day.part)
            return as_time(whole, context.day_text, context.today)
        return as_time(nearest, _words(context.text, passage, nearest), context.today)
    if context.day is not None:
        return as_time(context.day, context.day_text, context.today)
    return Time(start=context.today.isoformat(), precision="day")


def _of_telling(passage: Passage, time: Said) -> bool:
    """True for "said on Saturday": the day it was told, not the day it happened."""
    return (
        any(
            0 <= time.start - telling.end <= 1 and passage.tokens[time.start].form != "since"
            for telling in passage.attributed.tellings
            if telling.side == "after" or telling.end - telling.start > 1
        )
        and not passage.tokens[time.start].arabic
    )


def _add(context: _Context, claim: Claim) -> bool:
    reason = context.verifier.refused(claim)
    if reason is not None:
        context.dropped[reason] += 1
        return False
    key = (claim.event, claim.kind, claim.low, claim.high, claim.tellers, claim.scope,
           claim.modality, claim.age_sex, claim.status, claim.polarity)  # fmt: skip
    if key in context.seen:
        return False
    context.seen.add(key)
    context.claims.append(claim)
    return True
