"""How differing spellings of one name are brought together, in Arabic and in Latin letters.

A name becomes words without the article. Each word has a **key**: what stays the same when a
name is spelled by another hand (Latin transliteration, doubled letters, hamza, ta marbuta), and
**bones**: its consonants only, for Latin names whose vowels nobody agrees on.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from najda.folding import fold

_WORD = re.compile(
    r"\d+|(?:[^\W\d_]|[\u064b-\u065f\u0670\u0300-\u036f])+"
    r"(?:['’‘ʿʾʼ`´](?:[^\W\d_]|[\u064b-\u065f\u0670\u0300-\u036f])+)*['’‘ʿʾʼ`´]?"
)
_APOSTROPHES = str.maketrans("", "", "'’‘ʿʾʼ`´")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_DOUBLED = re.compile(r"(.)\1+")
#: The article before any letter, and before the "sun" letter it takes the sound of.
_ARTICLES = frozenset({"al", "el", "ul", "il"})
_SUN_ARTICLES = {
    "as": "s", "es": "s", "us": "s", "ash": "s", "esh": "s", "ush": "s", "ad": "d", "ed": "d",
    "ud": "d", "az": "z", "ez": "z", "uz": "z", "an": "n", "en": "n", "un": "n", "ar": "r",
    "er": "r", "ur": "r", "at": "t", "et": "t", "aj": "j", "ej": "j", "ath": "t", "adh": "d",
}  # fmt: skip
#: Sun articles that are no English word: they need no hyphen between two names (Deir ez Zor).
_ARABIC_ONLY = frozenset({"ash", "esh", "ush", "ez", "az", "uz", "ar", "er", "ur", "es", "ed"})
#: First words of many names, spelled by another hand in more than their vowels.
_SPELT_OTHERWISE = {
    "shekh": "sheikh", "sheik": "sheikh", "shiekh": "sheikh", "shaik": "sheikh", "der": "deir",
    "kfar": "kafr", "kafar": "kafr",
}  # fmt: skip
_SOUNDS = (
    ("sch", "ş"), ("sh", "ş"), ("ch", "ş"), ("kh", "h"), ("gh", "g"), ("dh", "z"), ("th", "t"),
    ("dj", "j"), ("ph", "f"), ("q", "k"), ("ck", "k"), ("c", "k"), ("p", "b"), ("v", "f"),
    ("eau", "u"), ("ou", "u"), ("oo", "u"), ("aw", "u"), ("au", "u"), ("ow", "u"), ("o", "u"),
    ("ai", "i"), ("ay", "i"), ("ei", "i"), ("ey", "i"), ("ee", "i"), ("ie", "i"), ("y", "i"),
    ("e", "a"),
)  # fmt: skip
_LONGEST_WORD = 40
_VOWELS = re.compile(r"(?<!^)[aiuw]")


class Word(NamedTuple):
    """A word of a text: its folded letters, key, place in the raw text, and its article."""

    start: int
    end: int
    folded: str
    key: str
    arabic: bool
    #: Where the article before it begins (the word itself where there is none).
    article_start: int
    has_article: bool
    capital: bool


def is_arabic(text: str) -> bool:
    """Whether there is an Arabic letter in the text."""
    return _ARABIC.search(text) is not None


@lru_cache(maxsize=8192)
def _folded(raw: str) -> str:
    return raw.lower() if raw.isascii() and raw.isalnum() else fold(raw).translate(_APOSTROPHES)


@lru_cache(maxsize=8192)
def arabic_key(folded: str) -> str:
    """The key of a folded Arabic word: doubled letters once, no article."""
    word = _DOUBLED.sub(r"\1", folded)
    if word.startswith("ال") and len(word) > 4:  # noqa: PLR2004 (three letters must remain)
        return word[2:]
    return word


@lru_cache(maxsize=8192)
def latin_key(folded: str) -> str:
    """The key of a folded Latin word: how it sounds, without a last a, ah or eh."""
    word = _SPELT_OTHERWISE.get(folded, folded)
    for spelled, sound in _SOUNDS:
        if spelled in word:
            word = word.replace(spelled, sound)
    word = _DOUBLED.sub(r"\1", word)
    stem = word.removesuffix("h") if word[-2:-1] in {"a", "i"} else word
    stem = stem.removesuffix("a")
    return stem if len(stem) > 1 else word


def ends_open(folded: str) -> bool:
    """Whether a folded Latin word ends in a vowel, or in one with a silent h."""
    return folded.removesuffix("h")[-1:] in set("aeiouy")


def bones(key: str) -> str:
    """The consonants of a Latin key (its first letter stays), for names of many vowels."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", "a" + key[1:] if key[:1] in "aiu" else key))


def words(text: str) -> list[Word]:
    """The words of a text in order; Latin articles are joined to the word they stand before."""
    found: list[Word] = []
    article_start: int | None = None
    matches = list(_WORD.finditer(text))
    for number, match in enumerate(matches):
        raw = match.group()
        start = match.start()
        folded = _folded(raw)
        if not folded:
            continue
        arabic = "\u0621" <= folded[0] <= "\u064a"
        following = matches[number + 1] if number + 1 < len(matches) else None
        if not arabic and following and _is_article(folded, text, match, following):
            article_start = start if article_start is None else article_start
            continue
        key = arabic_key(folded) if arabic else latin_key(folded)
        found.append(
            Word(
                start=start,
                end=match.end(),
                folded=folded,
                key=key,
                arabic=arabic,
                article_start=start if article_start is None else article_start,
                has_article=article_start is not None or (arabic and folded.startswith("ال")),
                capital=raw[0].isupper() or not raw[0].isascii() or raw[0].isdigit(),
            )
        )
        article_start = None
    return found


def _is_article(folded: str, text: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a Latin word is the Arabic article of the word after it."""
    raw, start = match.group(), match.start()
    between = text[match.end() : following.start()]
    if between not in {"-", " ", "‐", "‑", "–", ""}:
        return False
    if folded in _ARTICLES:
        return True
    sun = _SUN_ARTICLES.get(folded)
    if sun is None or not _folded(following.group()).startswith(sun):
        return False
    names = following.group()[0].isupper() and (
        raw[0].isupper() or (folded in _ARABIC_ONLY and _capital_before(text, start))
    )
    return between in {"-", "‐", "‑", "–"} or names


def _capital_before(text: str, end: int) -> bool:
    """Whether the word before begins with a capital letter."""
    before = text[max(0, end - _LONGEST_WORD) : end].split()
    return bool(before) and before[-1][0].isupper()


def one_edit_apart(first: str, second: str) -> bool:
    """Whether one letter added, lost, changed or two neighbours swapped make them equal."""
    if first == second:
        return True
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    at = 0
    while at < len(first) and first[at] == second[at]:
        at += 1
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    swapped = (
        first[at : at + 2] == second[at : at + 2][::-1] and first[at + 2 :] == second[at + 2 :]
    )
    return swapped or first[at + 1 :] == second[at + 1 :]


def is_slip(first: str, second: str) -> bool:
    """Whether they differ by a slip of the hand only: two neighbours swapped or a letter lost."""
    if len(first) == len(second):
        return sorted(first) == sorted(second) and one_edit_apart(first, second)
    return one_edit_apart(first, second)


def lacking_one(key: str) -> set[str]:
    """All strings one letter shorter than the key, and the key (to look up near spellings)."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}
