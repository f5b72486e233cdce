"""How two spellings of one Arabic (or Latin) word are brought to one form for search."""

import re
import unicodedata

_DIGITS = {chr(0x660 + n): str(n) for n in range(10)} | {chr(0x6F0 + n): str(n) for n in range(10)}
_SAME = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
    "ک": "ك", "گ": "ك", "ـ": None, "ء": None,
}  # fmt: skip
_MARKS = [*range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE), *range(0x300, 0x370)]
_INVISIBLE = [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD]
_FOLD = str.maketrans({**_SAME, **_DIGITS}) | dict.fromkeys([*_MARKS, *_INVISIBLE])
_UNMARK = dict.fromkeys(_MARKS)


def fold(text: str) -> str:
    """Fold hamza, alef, ta marbuta, diacritics, tatweel, digits, case and Latin accents.

    Meant for comparing and searching, never for showing. Length may change.
    """
    if text.isascii():
        return text.casefold()
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.translate(_FOLD).casefold()
    if unicodedata.is_normalized("NFD", text):
        return text
    return unicodedata.normalize("NFD", text).translate(_UNMARK)


_WORD = re.compile(r"\w+")


def fold_words(text: str) -> list[str]:
    """The folded words of a text, each without the Arabic article."""
    return [without_article(word) for word in _WORD.findall(fold(text))]


def without_article(word: str) -> str:
    """A folded Arabic word without a leading ``ال`` where at least three letters remain."""
    article_length, least_stem = 2, 3
    if word.startswith("ال") and len(word) >= article_length + least_stem:
        return word[article_length:]
    return word
