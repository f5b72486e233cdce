"""How two spellings of one Arabic (or Latin) word are brought to one form for search."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و",
        "ة": "ه", "ک": "ك", "گ": "ك", "ـ": None, "ء": None,
        **{chr(0x660 + n): str(n) for n in range(10)},
        **{chr(0x6F0 + n): str(n) for n in range(10)},
    }
)  # fmt: skip
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def fold(text: str) -> str:
    """Fold hamza, alef, ta marbuta, diacritics, tatweel, digits, case and Latin accents.

    Meant for comparing and searching, never for showing. Length may change.
    """
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).translate(_LETTERS)
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


def fold_words(text: str) -> list[str]:
    """The folded words of a text, each without the Arabic article."""
    return [without_article(word) for word in re.findall(r"\w+", fold(text))]


def without_article(word: str) -> str:
    """A folded Arabic word without a leading ``ال`` where at least three letters remain."""
    article_length, least_stem = 2, 3
    if word.startswith("ال") and len(word) >= article_length + least_stem:
        return word[article_length:]
    return word
