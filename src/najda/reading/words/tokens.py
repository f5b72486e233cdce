"""Words, numbers and marks of a text, each with its place in the raw text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from najda.folding import fold

#: Words of a sentence that are read; more is no sentence.
MOST_TOKENS = 400
#: A longer run without a space is no word; only its head is folded.
LONGEST_WORD = 48

_INSIDE = (
    r"\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
)
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[,٬]\d{3})+(?!\d)|\d+(?:[.]\d+)?)"
    r"|(?P<word>(?:[A-Z]\.){2,}|[^\W\d_](?:[^\W\d_]|[" + _INSIDE + r"]|['’`](?=[^\W\d_]))*)"
    r"|(?P<mark>[^\w\s" + _INSIDE + r"])"
)
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark: raw code points ``start`` to ``end``, and its folded form."""

    start: int
    end: int
    form: str
    #: "word", "number" or "mark".
    sort: str
    #: The first letter is upper case (Latin).
    capital: bool = False
    #: The word ended in 's (Latin): an owner.
    owner: bool = False

    @property
    def arabic(self) -> bool:
        """True for a word of Arabic letters."""
        return self.sort == "word" and "\u0600" <= self.form[:1] <= "\u06ff"


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens between two code points of ``text``, in linear time."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        raw = match.group()
        sort = match.lastgroup or "mark"
        form, owner = _form(raw[:LONGEST_WORD], sort)
        found.append(Token(match.start(), match.end(), form, sort, raw[:1].isupper(), owner))
    return found


@lru_cache(maxsize=20_000)
def _form(raw: str, sort: str) -> tuple[str, bool]:
    if sort == "mark":
        return raw, False
    if sort == "number":
        return fold(raw).replace(",", "").replace("٬", ""), False
    form = fold(raw).replace("’", "'").replace("`", "'")
    if form.endswith("'s"):
        return form[:-2], True
    return form.replace(".", ""), False


#: Words too short to be told from the letters of others, but for these behind "and".
_SMALL = {"لم", "لن", "من", "في", "عن", "ما", "لا"}


@lru_cache(maxsize=20_000)
def stems(form: str) -> tuple[str, ...]:
    """A folded Arabic word as it stands and without its leading clitics; Latin words as they are.

    و and ف (and, so), ب ل ك (in, for, like) and the article may stand before a word.
    """
    if not _ARABIC.match(form):
        return (form,)
    least = 3
    found = [form]
    if form.startswith("و") and form[1:] in _SMALL:
        found.append(form[1:])
    for conjunction in ("", "و", "ف"):
        if not form.startswith(conjunction):
            continue
        rest = form[len(conjunction) :]
        for preposition in ("", "ب", "ل", "ك", "ع"):
            if not rest.startswith(preposition):
                continue
            bare = rest[len(preposition) :]
            found += [
                bare[len(article) :]
                for article in (("ال",) if preposition == "ع" else ("", "ال"))
                if bare.startswith(article) and len(bare) - len(article) >= least
            ]
        if rest.startswith("لل") and len(rest) >= least + 2:
            found += [rest[2:], "ال" + rest[2:]]  # للميادين: الميادين
    if form.startswith("اال"):
        found.append(form[3:])
    return tuple(dict.fromkeys(found))


def joined_and(form: str) -> bool:
    """True where a folded Arabic word carries و (and) as a clitic, as far as letters can say."""
    least = 4
    return form.startswith("و") and len(form) >= least
