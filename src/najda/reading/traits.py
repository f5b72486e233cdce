"""What of a report matters for linking: spans of time, places, kinds, figures, names, words.

A light reading, quick enough for thousands of lines. Where the reader's own events and claims are
at hand they replace the light times and places.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from najda.places import Gazetteer, PlaceMention
from najda.places.place import CLOSE_SCORES
from najda.places.spelling import Word, words
from najda.reading.concepts import LEAST_LETTERS, concepts_in, forms_of
from najda.reading.said_times import MONTH_WORDS, WEEKDAY_WORDS, Span, spans_said
from najda.reading.signatures import telling_spans

#: Places as fine as this tell one target from another.
FINE = frozenset({"quarter", "landmark", "road", "town", "point"})
_NOWHERE = frozenset({"country"})
_REACH = 5
_SHORT_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The part of a report that speaks of one incident or campaign, as plain values."""

    report: str
    reported: date
    start: int = 0
    end: int = 0
    spans: tuple[Span, ...] = ()
    #: Ids of the finest places named, and of all that these lie within.
    places: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    #: Those of ``places`` that are quarters, landmarks, roads or towns.
    fine: frozenset[str] = frozenset()
    #: Those of ``fine`` that are one of several places a shared name may mean.
    unsure: frozenset[str] = frozenset()
    #: Names that no list of places knows: how they sound -> how they are written.
    names: Mapping[str, str]
    kinds: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    #: What was hit, and what is only named beside it.
    targets: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    #: Kind of harm -> low and high; high is null for "at least".
    figures: Mapping[str, tuple[int, int | None]]
    numbers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    city_wide: bool = False
    cumulative: bool = False
    planned: bool = False
    negated: bool = False
    arabic: bool = False


def word_list(words_listed: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words_listed.split())


_SENTENCE = re.compile(r"\S[^.!?؟\n]*(?:[.!?؟]+(?!\S)|[.!?؟]|\n|$)")
_STRIKING = (
    "hit", "struck", "strik", "target", "bomb", "attack", "shell", "raid", "pound", "exploded",
    "استهدف", "استهداف", "قصف", "ضرب", "غار", "سقط", "سقوط", "يستهدف", "تستهدف",
    "انفجر",
)  # fmt: skip
_ON = frozenset({"on", "at", "against", "inside", "علي", "داخل"})
_NOT_STRIKING = frozenset({"to", "near", "from", "الي", "قرب", "من"})
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "dozen": 12,
    "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6,
    "سبعه": 7, "سبع": 7, "ثمانيه": 8, "ثماني": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
    "شهيدين": 2, "شهيدان": 2, "قتيلين": 2, "قتيلان": 2, "جريحين": 2, "طفلين": 2, "شخصين": 2,
}  # fmt: skip
_HARM = {
    "killed": ("kill", "dead", "died", "death", "martyr", "bodies", "lives", "fatal", "شهيد",
               "شهدا", "قتيل", "قتل", "ضحي", "استشه", "مقتل", "وفا", "جثث"),
    "injured": ("injur", "wound", "hurt", "جريح", "جرح", "مصاب", "اصاب", "اصيب"),
}  # fmt: skip
_OPEN = frozenset({"least", "more", "over", "اكثر", "يقل", "فوق"})
_BOUND_WORDS = word_list(
    "at least more than over some about around nearly almost up to اكثر من ما لا يقل عن نحو "
    "حوالي فوق"
)
_VERBS = (
    "kill",
    "wound",
    "injur",
    "hurt",
    "مقتل",
    "اصاب",
    "استشهاد",
    "وفا",
    "جرح",
    "قتل",
    "وجرح",
    "واصاب",
)
_STOP = word_list(
    "the a an and or of in on at to for from by with as is was were are be been has have had "
    "it its "
    "this that these those they their them there he she his her who which what when where while "
    "after before during into out over under about around near not no but also than then said say "
    "says told according one two more most some many all other others another people person had "
    "may could would will can did do does being such only just still both between among against "
    "report reports reported reportedly local source sources "
    "في من على الى عن مع ان إن أن كان كانت هذا هذه ذلك تلك التي الذي الذين قد لم لا ما هو هي هم "
    "بعد قبل خلال حيث كما او أو ثم بين حتى عند منذ كل بعض اي أي غير احد أحد عدد قال قالت افاد "
    "أفاد ذكر ذكرت مصدر مصادر يوم اليوم امس"
)
#: Words of tellers' names: who says it is no ground that two reports speak of the same.
_TELLING = word_list(
    "syrian syria civil defence defense white helmets helmet observatory human rights watch "
    "reuters "
    "afp ap bbc cnn associated press agence france presse news agency al-jazeera jazeera guardian "
    "times post network media center centre council local coordination committees sana smart step "
    "enab baladi orient un united nations ocha msf army free russian russia ministry government "
    "street road lane alley avenue square steps mosque hospital school market family doctor mr mrs "
    "bab tal kafr neighbourhood neighborhood district city town village "
    "president minister general assad islamic state isis nusra front ahrar violations"
)
_DATE = re.compile(r"\d{1,4}\s?[-/.]\s?\d{1,2}(?:\s?[-/.]\s?\d{2,4})?|\d{1,2} \d{1,2} \d{4}")
_CALENDAR = frozenset((*MONTH_WORDS, *WEEKDAY_WORDS))


def traits_of(report: str, text: str, reported: date, gazetteer: Gazetteer) -> tuple[Traits, ...]:
    """The passages of a report: first the whole, then each part that is about another place."""
    mentions = gazetteer.mentions(text)
    whole = traits_of_passage(report, text, reported, gazetteer, mentions=mentions)
    parts = _parts(text, mentions)
    if len(parts) < 2:  # one part is the whole
        return (whole,)
    return (
        whole,
        *(
            traits_of_passage(
                report, text[start:end], reported, gazetteer, at=start, within_whole=whole
            )
            for start, end in parts
        ),
    )


def _parts(text: str, mentions: Sequence[PlaceMention]) -> list[tuple[int, int]]:
    """Runs of sentences that name the same fine place, where the text names several."""
    parts: list[tuple[int, int, frozenset[str]]] = []
    for match in _SENTENCE.finditer(text):
        fine = frozenset(
            mention.candidates[0].id
            for mention in mentions
            if match.start() <= mention.start < match.end()
            and mention.candidates[0].precision in FINE
        )
        if parts and (not fine or not parts[-1][2] or fine & parts[-1][2]):
            start, _, before = parts[-1]
            parts[-1] = (start, match.end(), before | fine)
        else:
            parts.append((match.start(), match.end(), fine))
    return [(start, end) for start, end, _ in parts]


def traits_of_passage(
    report: str,
    text: str,
    reported: date,
    gazetteer: Gazetteer,
    *,
    at: int = 0,
    mentions: Sequence[PlaceMention] | None = None,
    within_whole: Traits | None = None,
) -> Traits:
    """One passage from its text; a part without a time of its own takes that of the whole."""
    parts = words(text)
    forms = [forms_of(part) for part in parts]
    found = concepts_in(forms)
    mentions = gazetteer.mentions(text) if mentions is None else mentions
    places, fine = _finest(mentions, gazetteer)
    within = {ancestor for place in places for ancestor in gazetteer.ancestors(place)}
    spans = _event_spans(text, parts, found, reported)
    if not spans and within_whole:
        spans = within_whole.spans
    counts = _counts(text, parts)
    told = telling_spans(text)
    names = dict(_names(text, parts, mentions, told))
    targets, beside = _targets(found.get("target", ()), forms)
    lead = sum(part.start < _SHORT_TEXT for part in parts)
    scope = {name for name, number in found.get("scope", ()) if number < lead}
    modality = {name for name, number in found.get("modality", ()) if number < lead}
    return Traits(
        report=report,
        reported=reported,
        start=at,
        end=at + len(text),
        spans=spans,
        places=frozenset(places),
        within=frozenset(within - places),
        fine=frozenset(fine),
        unsure=frozenset(fine) - _sure(mentions),
        names=names,
        kinds=_ids(found, "kind"),
        weapons=_ids(found, "weapon"),
        targets=targets,
        beside=beside,
        figures=_figures(parts, counts),
        numbers=frozenset(str(value) for _, value in counts if value > 1),
        words=frozenset(_content_words(_outside(parts, mentions, told), names)),
        city_wide="city_wide" in scope and not fine,
        cumulative="cumulative" in scope,
        planned="planned" in modality,
        negated="negated" in modality,
        arabic=sum(part.arabic for part in parts) * 2 > len(parts),
    )


def _event_spans(
    text: str, parts: Sequence[Word], found: Mapping[str, Iterable[tuple[str, int]]], reported: date
) -> tuple[Span, ...]:
    """The times named in sentences that tell of a strike or of harm; in a short text, anywhere."""
    if len(text) < _SHORT_TEXT:
        return tuple(spans_said(text, reported))
    telling = [parts[at].start for group in ("kind", "weapon") for _, at in found.get(group, ())]
    telling += [part.start for part in parts if _harm_in([part.folded])]
    spans: dict[Span, None] = {}
    for match in _SENTENCE.finditer(text):
        if any(match.start() <= at < match.end() for at in telling):
            spans.update(dict.fromkeys(spans_said(match.group(), reported)))
    return tuple(spans)


def _sure(mentions: Iterable[PlaceMention]) -> set[str]:
    """The places named by a name that only they bear."""
    return {
        mention.candidates[0].id
        for mention in mentions
        if len(mention.candidates) == 1
        or mention.candidates[0].score - mention.candidates[1].score > CLOSE_SCORES
    }


def _finest(mentions: Iterable[PlaceMention], gazetteer: Gazetteer) -> tuple[set[str], set[str]]:
    """The places named that hold no other named place, and those of them that are fine."""
    named = {
        each.id: each.precision
        for mention in mentions
        for each in mention.candidates[:3]
        if each.precision not in _NOWHERE and each.score >= mention.candidates[0].score - 0.1
    }
    around = {ancestor for place in named for ancestor in gazetteer.ancestors(place)}
    finest = {place for place in named if place not in around}
    return finest, {place for place in finest if named[place] in FINE}


# -- concepts ------------------------------------------------------------------------------------


def _ids(found: Mapping[str, Iterable[tuple[str, int]]], group: str) -> frozenset[str]:
    return frozenset(name for name, _ in found.get(group, ()))


def _targets(
    found: Iterable[tuple[str, int]], forms: Sequence[tuple[str, ...]]
) -> tuple[frozenset[str], frozenset[str]]:
    """What a strike word governs, and what is only named."""
    hit: set[str] = set()
    beside: set[str] = set()
    for name, at in found:
        before = [form[0] for form in forms[max(0, at - _REACH) : at]]
        after = [form[0] for form in forms[at + 1 : at + _REACH]]
        close = set(before[-2:])
        struck = (
            any(_is_striking(word) for word in before)
            or any(word in _ON for word in before[-3:])
            or any(
                word in {"hit", "struck", "bombed", "shelled", "attacked", "targeted"}
                for word in after
            )
        )
        (hit if struck and not close & _NOT_STRIKING else beside).add(name)
    return frozenset(hit), frozenset(beside - hit)


def _is_striking(word: str) -> bool:
    return any(word == each or (len(each) > 2 and word.startswith(each)) for each in _STRIKING)


# -- numbers, names, words -----------------------------------------------------------------------


def _value(part: Word) -> int | None:
    if part.folded.isdigit() and len(part.folded) <= 4:  # no telephone numbers
        return int(part.folded)
    return _NUMBERS.get(part.folded)


def _counts(text: str, parts: Sequence[Word]) -> list[tuple[int, int]]:
    """(number of the word, value) of every count; dates, years and single things left out."""
    dates = [match.span() for match in _DATE.finditer(text)]
    found = []
    for at, part in enumerate(parts):
        value = _value(part)
        if value is None or 1900 <= value <= 2100:  # years
            continue
        beside = [each.folded for each in (*parts[max(0, at - 1) : at], *parts[at + 1 : at + 2])]
        dated = any(start <= part.start < end for start, end in dates)
        if not dated and not any(word in MONTH_WORDS for word in beside):
            found.append((at, value))
    return found


def _figures(
    parts: Sequence[Word], counts: Iterable[tuple[int, int]]
) -> dict[str, tuple[int, int | None]]:
    """The first figure of each kind of harm: "killing 9", "9 people were killed"."""
    found: dict[str, tuple[int, int | None]] = {}
    numbered = {at for at, _ in counts}
    for at, value in counts:
        before = at - 1
        while before >= 0 and parts[before].folded in _BOUND_WORDS:
            before -= 1
        bound = {each.folded for each in parts[before + 1 : at]} & _OPEN
        following = []
        for step in range(at, min(at + _REACH, len(parts))):
            if step > at and (step in numbered or parts[step].folded == "and"):
                break
            following.append(parts[step].folded)
        verb = parts[before].folded if before >= 0 else ""
        kind = (_harm_in([verb]) if verb.startswith(_VERBS) else None) or _harm_in(following)
        if kind and kind not in found:
            found[kind] = (value, None if bound else value)
    return found


def _harm_in(following: Sequence[str]) -> str | None:
    for word in following:
        bare = word.removeprefix("و").removeprefix("ال")
        for kind, stems in _HARM.items():
            if any(bare.startswith(stem) or word.startswith(stem) for stem in stems):
                return kind
    return None


def _names(
    text: str, parts: Sequence[Word], mentions: Sequence[PlaceMention],
    told: Sequence[tuple[int, int]],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Capitalised words within sentences that are no known place and no known teller."""
    if text.isupper():
        return
    known = [(mention.start, mention.end) for mention in mentions] + [*told]
    for part in parts:
        if part.arabic or not part.capital or part.folded.isdigit():
            continue
        before = text[: part.article_start].rstrip()[-1:]
        if before in {"", ".", "!", "?", "\n", ":"} and not part.has_article:
            continue
        if (
            part.folded in _TELLING
            or part.folded in _CALENDAR
            or part.folded in _STOP
            or len(part.key) < LEAST_LETTERS
        ):
            continue
        if not any(start <= part.start < end for start, end in known):
            yield part.key, part.folded


def _outside(
    parts: Sequence[Word], mentions: Sequence[PlaceMention], told: Sequence[tuple[int, int]]
) -> Iterator[Word]:
    """The words that are no part of a place's name (weighed for itself) nor of a teller's."""
    known = [(mention.start, mention.end) for mention in mentions] + [*told]
    for part in parts:
        if not any(start <= part.start < end for start, end in known):
            yield part


def _content_words(parts: Iterable[Word], names: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        if part.key in names and not part.arabic:
            continue
        if part.folded in _STOP or part.folded in _CALENDAR or part.folded.isdigit():
            continue
        if len(part.folded) < LEAST_LETTERS:
            continue
        bare = min(forms_of(part), key=len) if part.arabic else part.folded
        yield stem(bare, arabic=part.arabic)


def stem(word: str, *, arabic: bool) -> str:
    """A word without its commonest endings; crude, the same for both reports."""
    endings = ("ات", "ون", "ين", "ان", "ها", "هم", "ه", "ي") if arabic else (
        "ings", "ing", "edly", "ed", "ies", "es", "s", "ly",
    )  # fmt: skip
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LETTERS:
            return word[: -len(ending)]
    return word
