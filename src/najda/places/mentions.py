"""Places named in running text, in Arabic and in Latin letters.

Longest wording first; clitics (و ف ب ل ك لل) are taken off; a name that is also a common word
needs a cue beside it; a slip of the hand is forgiven only in long names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from najda.folding import fold
from najda.places.choosing import choose
from najda.places.index import MOST_WORDS, Cue, Found, Index
from najda.places.place import PlaceMention
from najda.places.spelling import Word, arabic_key, ends_open, words

_LEAST_LETTERS_AFTER_CLITIC = 3
#: So many places in a row make a list in which a common word is one more place.
_SURE_LIST = 2
#: "several quarters of the city of Aleppo, among them A and B"
_LIST_REACH = 7
_AMONG_THEM = frozenset({"منها", "بينها", "ومنها", "including", "namely", "وهي"})
_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك", "ع", "وع")
#: Clitics after which a place is likely; ع is how people on the phone say على.
_PLACING_CLITICS = ("ب", "لل", "ع")
_LEAST_LETTERS_OF_SLIP = 6
_LEAST_LETTERS_RUN_TOGETHER = 7


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(listed).split())


#: Words that say a place follows. Folded, without article.
_NAMING = _folded(
    "حي احياء حيي حيا منطقه مناطق مساكن بلده بلدتي بلدات مدينه مدينتي قريه قريتي قري ضاحيه ناحيه "
    "مخيم ريف محافظه neighbourhood neighborhood neighbourhoods neighborhoods district districts "
    "quarter quarters area areas suburb town village city province governorate"
)
_PLURAL = _folded(
    "احياء حيي مناطق بلدتي بلدات مدينتي قريتي قري neighbourhoods neighborhoods districts "
    "quarters areas"
)
#: Words after which a place is likely. Folded, without article.
_LEADING = _folded(
    "في علي الي قصف يقصف تقصف قصفت استهدف استهدفت يستهدف تستهدف استهداف مجزره حريق حرايق غاره "
    "غارات شارع دوار جسر ساحه طريق مركز قرب شرقي غربي شمالي جنوبي باتجاه نحو بين اطراف محيط "
    "سوق جامع مسجد مدرسه فرن مشفي مستشفي in on at near from to of hit struck"
)
_JOINING = frozenset({"و", "and", "او", "or"})
_AFTER_NAMING = _folded(
    "neighbourhood neighborhood district quarter area suburb neighbourhoods neighborhoods "
    "districts quarters areas town"
)
_BREAK = re.compile(r"[.!?؟\n:;؛|/]")
_TITLE_END = re.compile(r"\s*(?:$|[:/|\-–—\n(\d٠-٩])")
#: "Civil Defence / Aleppo - Mashhad 16/7/2016"
_TITLE_MARK = re.compile(r"\s*[-–—:/|]\s*")
#: Wordings that hold a place's name and are none: persons, outlets, months, illnesses.
_NOT_PLACES = (
    "تشرين الأول|تشرين الثاني|تشرين أول|تشرين ثاني|مرض السكري|مرضى السكري|داء السكري|لمرضى السكري|"
    "مركز حلب الإعلامي|مركز حلب الاعلامي|حلب اليوم|شبكة حلب|وكالة حلب|مجلس محافظة حلب الحرة|"
    "حلب الشهباء|رفع الشعار|تحت شعار|فاطمة الزهراء|فرن الشهداء|صلاح الدين الأيوبي|"
    "الصحابة الصالحين|عباد الله الصالحين|الفردوس الأعلى|جنات الفردوس|جنة الفردوس|"
    "سد تشرين|صحيفة تشرين|جريدة تشرين|حرب تشرين|ابن السبيل|على سبيل|"
    "Syrian town|Syrian towns|Syrian city|Syrian cities|Syrian village|Syrian villages|Syrian area|"
    "Media Center|Media Centre|Media Office|Media Foundation|Media Network|"
    "Aleppo Media Center|Aleppo Media Centre|Aleppo Today|Aleppo Now|Halab Today|Halab News|"
    "Tishreen Dam|Free Syrian Army|New York Times|The New York Times|Washington Post|"
    "The Washington Post|Syria Civil Defence|Syria Civil Defense|Syrian Observatory|"
    "Syria Direct|Syria Deeply|All4Syria|Syria TV|Jerusalem Post|Moscow Times"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read words of the text as a place."""

    first: int
    last: int
    start: int
    found: tuple[Found, ...]
    clitic: str


def cue_words(parts: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words that only say "quarter of", "town of", and the rest."""
    cues = [part for part in parts if _plain(part) in _NAMING or _plain(part) in _FILLING]
    return cues, [part for part in parts if part not in cues]


_FILLING = frozenset({"the", "of", "in", "في", "near", "قرب"})


def _plain(word: Word) -> str:
    return without_clitics(word.folded) if word.arabic else word.folded


def without_clitics(folded: str) -> str:
    """A folded Arabic word without conjunction, preposition and article."""
    if folded in _NAMING or folded in _LEADING:
        return folded
    for clitic in _CLITICS:
        rest = arabic_key(folded[len(clitic) :])
        if folded.startswith(clitic) and (rest in _NAMING or rest in _LEADING):
            return rest
    return folded


def mentions_in(text: str, index: Index) -> list[PlaceMention]:
    """The places named in the text, in order, never overlapping."""
    parts = words(text)
    lower_case = not any(part.capital and not part.arabic for part in parts)
    found: list[PlaceMention] = []
    listing = _Listing(parts)
    at = 0
    while at < len(parts):
        skipped = _not_a_place(parts, at)
        reading = None if skipped else _read_at(text, parts, at, index, lower_case=lower_case)
        mention = _mention(text, parts, reading, listing) if reading else None
        if mention is None or reading is None:
            listing.passed(at)
            at += skipped or 1
            continue
        found.append(mention)
        listing.took(reading)
        at = reading.last + 1
    return found


class _Listing:
    """Places named one after another ("the quarters of A, B and C") share the cue of the first."""

    def __init__(self, parts: Sequence[Word]) -> None:
        self._parts = parts
        self._after_last = -1
        self._run = 0
        #: The word that opens a list: "quarters", or "among them" a few words behind it.
        self._plural_at = -2

    def passed(self, at: int) -> None:
        """A word that is no place."""
        word = self._parts[at]
        named_just_before = 0 <= at - self._plural_at <= _LIST_REACH
        if _plain(word) in _PLURAL or (word.folded in _AMONG_THEM and named_just_before):
            self._plural_at = at

    def took(self, reading: "_Reading") -> None:
        """A place."""
        adjoining = self.adjoins(reading.first)
        self._run = self._run + 1 if adjoining else 1
        if not adjoining and self._plural_at == reading.first - 1:
            self._run = _SURE_LIST
        self._after_last = reading.last + 1

    def opens(self, at: int) -> bool:
        """Whether "among them" stands just before, behind "quarters of the city"."""
        return self._plural_at == at - 1 and self._parts[at - 1].folded in _AMONG_THEM

    def adjoins(self, at: int) -> bool:
        """Whether a place stands just before, or before "and"."""
        return self._after_last == at or (
            self._after_last == at - 1 and self._parts[at - 1].folded in _JOINING
        )

    def goes_on(self, at: int) -> bool:
        """Whether this is surely one more place of a list."""
        return self.adjoins(at) and self._run >= _SURE_LIST


def _not_a_place(parts: Sequence[Word], at: int) -> int:
    """How many words from here are a wording that holds a place's name and is none."""
    for phrase in _not_places().get(_plain_key(parts[at]), ()):
        if [_plain_key(part) for part in parts[at : at + len(phrase)]] == phrase:
            return len(phrase)
    return 0


def _plain_key(part: Word) -> str:
    return part.key if not part.arabic else arabic_key(part.folded.lstrip("وف") or part.folded)


_NOT_PLACE_KEYS: dict[str, list[list[str]]] = {}


def _not_places() -> dict[str, list[list[str]]]:
    if not _NOT_PLACE_KEYS:
        for phrase in _NOT_PLACES.split("|"):
            keys = [_plain_key(part) for part in words(phrase)]
            _NOT_PLACE_KEYS.setdefault(keys[0], []).append(keys)
    return _NOT_PLACE_KEYS


def _read_at(
    text: str, parts: Sequence[Word], at: int, index: Index, *, lower_case: bool
) -> _Reading | None:
    """The longest wording from this word on that is a place's name."""
    first = parts[at]
    starts = list(_starts(first))
    for length in range(min(MOST_WORDS, len(parts) - at), 0, -1):
        rest = parts[at + 1 : at + length]
        if not (lower_case or first.arabic or first.capital or any(w.capital for w in rest)):
            continue
        for key, taken, clitic in starts:
            if length > 1 and key not in index.first_words:
                continue
            whole = " ".join((key, *(part.key for part in rest)))
            if whole not in index.by_key:
                continue
            if _BREAK.search(text, first.end, parts[at + length - 1].start):
                continue
            head = _headed(first, key, clitic)
            found = tuple(
                each
                for each in index.same([head, *rest], whole)
                if _close_enough(each, first, length, lower_case=lower_case)
            )
            if found:
                start = first.start + taken if taken else first.article_start
                return _Reading(at, at + length - 1, start, found, clitic)
    return _read_slip(parts, at, index)


def _headed(first: Word, key: str, clitic: str) -> Word:
    """The first word as it stands without its clitic, for comparing letters."""
    article = _said_with_article(first)
    if not clitic and first.has_article == article:
        return first
    letters = key if clitic else first.folded
    return Word(first.start, first.end, letters, key, first.arabic, first.start, article, True)


def _close_enough(found: Found, first: Word, length: int, *, lower_case: bool) -> bool:
    """Whether letters and article fit well enough for running text."""
    spelled = found.spelled
    if spelled.needs_article and length == 1 and not _said_with_article(first):
        return False
    exact = found.fit >= 1
    if first.arabic:
        return exact or len(spelled.key) >= _LEAST_LETTERS_AFTER_CLITIC
    if exact:
        return not lower_case or len(spelled.key) > _LEAST_LETTERS_AFTER_CLITIC
    if spelled.place.precision == "country" or lower_case or not first.capital:
        return False
    if len(spelled.key) <= _LEAST_LETTERS_AFTER_CLITIC:
        return False
    return length > 1 or ends_open(first.folded) == ends_open(spelled.exact)


def _said_with_article(word: Word) -> bool:
    return word.has_article or "ال" in word.folded[:4] or word.folded[:3].find("لل") >= 0


def _starts(first: Word) -> Iterator[tuple[str, int, str]]:
    """Keys that the first word may stand for: letters taken off, and the clitic."""
    yield first.key, 0, ""
    if first.arabic:
        yield from _clitic_readings(first.folded, raw_length=first.end - first.start)


def _clitic_readings(folded: str, raw_length: int | None = None) -> Iterator[tuple[str, int, str]]:
    """What is left when clitics are taken off.

    The count of letters taken is 0 where marks in the raw word make it unsure.
    """
    plain = raw_length is None or raw_length == len(folded)
    for clitic in _CLITICS[1:]:
        rest = folded[len(clitic) :]
        if folded.startswith(clitic) and len(rest) >= _LEAST_LETTERS_AFTER_CLITIC:
            yield arabic_key(rest), len(clitic) if plain else 0, clitic
    for clitic in ("لل", "ولل", "فلل"):
        rest = folded[len(clitic) :]
        if folded.startswith(clitic) and len(rest) >= _LEAST_LETTERS_AFTER_CLITIC:
            yield arabic_key("ال" + rest), 0, clitic


def _read_slip(parts: Sequence[Word], at: int, index: Index) -> _Reading | None:
    """A name in wrong pieces, or a long one with a slip of the hand, after a naming word."""
    first = parts[at]
    named = at > 0 and _plain(parts[at - 1]) in _NAMING
    for key, taken, clitic in _starts(first):
        found: list[Found] = []
        if len(key) >= _LEAST_LETTERS_RUN_TOGETHER:
            found = [
                each
                for each in index.run_together([_headed(first, key, clitic)])
                if " " in each.spelled.key
            ]
        if not found and first.arabic and len(key) >= _LEAST_LETTERS_OF_SLIP - (1 if named else 0):
            found = index.one_letter_off(key, slips_only=not named)
            found = [each for each in found if named or _is_safe_slip(key, each)]
        if not found and not first.arabic and first.capital:
            found = [each for each in index.by_consonants(key) if _sounds_like(key, each)]
        if found:
            start = first.start + taken if taken else first.article_start
            return _Reading(at, at, start, tuple(found), clitic)
    return None


def _is_safe_slip(key: str, found: Found) -> bool:
    """Two neighbours swapped in a name that is no common word."""
    spelled = found.spelled
    return spelled.cue is Cue.NONE and len(spelled.key) == len(key) and " " not in spelled.key


def _sounds_like(key: str, found: Found) -> bool:
    spelled = found.spelled
    return (
        spelled.place.precision != "country"
        and found.fit > 0.8  # noqa: PLR2004 (four consonants or more)
        and " " not in spelled.key
        and key[0] == spelled.key[0]
        and abs(len(key) - len(spelled.key)) <= 2  # noqa: PLR2004 (a vowel or two)
    )


def _cue_beside(text: str, parts: Sequence[Word], reading: _Reading, listing: _Listing) -> Cue:
    """The strongest cue beside the words: which of the needs it meets."""
    before = _before(parts, reading.first)
    after = parts[reading.last + 1] if reading.last + 1 < len(parts) else None
    named_before = before and _plain(before) in _NAMING and not _broken(text, before, reading)
    named_after = after and after.folded in _AFTER_NAMING and not parts[reading.last].arabic
    if named_before or named_after or listing.opens(reading.first):
        return Cue.NAMED
    first_word = not any(part.folded.isalpha() for part in parts[: reading.first])
    heads = first_word or (before and _TITLE_MARK.fullmatch(text, before.end, reading.start))
    title = heads and _TITLE_END.match(text, parts[reading.last].end)
    if title or listing.goes_on(reading.first):
        return Cue.HARD
    beside = (
        first_word or listing.adjoins(reading.first) or reading.clitic.endswith(_PLACING_CLITICS)
    )
    if beside or (before and _plain(before) in _LEADING):
        return Cue.SOFT
    return Cue.NONE


def _before(parts: Sequence[Word], first: int) -> Word | None:
    """The word before a name; of "the town of al-Bab" the town."""
    at = first - 1
    if at > 0 and parts[at].folded == "of" and _plain(parts[at - 1]) in _NAMING:
        at -= 1
    return parts[at] if at >= 0 else None


def _need(found: Found) -> Cue:
    """The cue a spelling needs; a Latin name that only sounds alike needs one in any case."""
    spelled = found.spelled
    unsure = found.fit < 1 and " " not in spelled.key
    if unsure and spelled.exact[:1].isascii() and spelled.cue is Cue.NONE:
        return Cue.SOFT
    return spelled.cue


def _broken(text: str, before: Word, reading: _Reading) -> bool:
    return _BREAK.search(text, before.end, reading.start) is not None


_STRENGTH = {Cue.NONE: 0, Cue.SOFT: 1, Cue.HARD: 2, Cue.NAMED: 3}


def _mention(
    text: str, parts: Sequence[Word], reading: _Reading, listing: _Listing
) -> PlaceMention | None:
    cue = _cue_beside(text, parts, reading, listing)
    enough = [each for each in reading.found if _STRENGTH[_need(each)] <= _STRENGTH[cue]]
    if not enough:
        return None
    candidates = choose(enough, alone=False)
    end = _end_without_mark(text, parts[reading.last].end)
    return PlaceMention(reading.start, end, text[reading.start : end], tuple(candidates))


def _end_without_mark(text: str, end: int) -> int:
    """Leave out an apostrophe that closes a quotation."""
    return end - 1 if text[end - 1] in "'’‘`´" and not fold(text[end - 1]).isalpha() else end
