"""Every word a person sees, by key, in Arabic and English, with plural forms and digits."""

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup, escape

from najda.vocabulary import Precision, When

LANGUAGES = ("ar", "en")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PLURALS = ("zero", "one", "two", "few", "many", "other")


class WordsProblem(Exception):
    """A ``words.toml`` lacks a language or stands twice."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How one reader is spoken to: language, digits, and the offset of the place's clock."""

    lang: str
    #: "latn" or "arab"
    digits: str = "latn"
    offset_minutes: int = 180

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr`` for the page."""
        return "rtl" if self.lang == "ar" else "ltr"


class Words:
    """All catalogues put together: ``desk.key`` or plain ``key`` of the shared one."""

    def __init__(self, folders: Iterable[tuple[str, Path]]) -> None:
        self._lines: dict[str, Mapping[str, Any]] = {}
        for prefix, folder in folders:
            file = folder / "words.toml"
            if file.exists():
                self._read(prefix, file)

    def _read(self, prefix: str, file: Path) -> None:
        for key, line in tomllib.loads(file.read_text(encoding="utf-8")).items():
            lacking = [lang for lang in LANGUAGES if lang not in line]
            if lacking:
                raise WordsProblem(f"{file.parent.name}/words.toml: {key} lacks {lacking}")
            self._lines[f"{prefix}.{key}" if prefix else key] = line

    def keys(self) -> list[str]:
        """Every key."""
        return sorted(self._lines)

    def has(self, key: str) -> bool:
        """Whether the key is known."""
        return key in self._lines

    def say(self, speech: Speech, key: str, /, **values: object) -> str:
        """The words of a key, values filled in; an unknown key shows itself, so it is noticed."""
        line = self._lines.get(key)
        if line is None:
            return key
        form = line[speech.lang]
        if isinstance(form, Mapping):
            count = values.get("n", 0)
            form = _plural(speech.lang, count if isinstance(count, int) else 0, form)
        shown = {name: self._shown(speech, value) for name, value in values.items()}
        return str(form).format_map(_Lenient(shown))

    def _shown(self, speech: Speech, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return number(speech, value)
        return str(value)


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


@lru_cache(maxsize=8)
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def _plural(lang: str, count: int, forms: Mapping[str, str]) -> str:
    if count == 0 and "zero" in forms:
        return forms["zero"]
    return forms.get(_locale(lang).plural_form(count)) or forms["other"]


def number(speech: Speech, value: float) -> str:
    """A number in the reader's digits, without grouping (codes and counts are read aloud)."""
    text = str(value)
    return text.translate(_EASTERN) if speech.digits == "arab" else text


def isolated(text: object) -> Markup:
    """A code, number, phone or call sign, kept from mixing with the text around it."""
    return Markup("<bdi>{}</bdi>").format(escape(text))


_LETTER = re.compile(r"[^\W\d_]")
_LEFT_TO_RIGHT = re.compile(r"\+?\d[\d \-]{4,}\d|[A-Za-z][\w.@:/+-]*(?: +[A-Za-z][\w.@:/+-]*)*")
_OVERRIDES = {ord(mark): f"<bdi>\u2039{name}\u203a</bdi>" for mark, name in (
    ("\u202a", "LRE"), ("\u202b", "RLE"), ("\u202d", "LRO"), ("\u202e", "RLO"), ("\u202c", "PDF"),
    ("\u2066", "LRI"), ("\u2067", "RLI"), ("\u2068", "FSI"), ("\u2069", "PDI"))}  # fmt: skip


def unturned(text: str) -> Markup:
    """The text with the characters that would turn a line around made visible.

    Their names are isolated, so that they do not decide in which direction the text runs.
    """
    return Markup(escape(text).translate(_OVERRIDES))  # noqa: S704 - escaped; the marks are ours


def spoken(text: str) -> Markup:
    """Words as somebody said them, in the right order inside Arabic.

    In a text that begins in Arabic, phones, codes and Latin words are isolated; one that begins
    in Latin runs from left to right as a whole. Characters that would turn the line around are
    made visible.
    """
    first = _LETTER.search(text)
    if first and first.group().isascii():
        return Markup('<bdi dir="ltr">{}</bdi>').format(unturned(text))
    pieces: list[Markup] = []
    last = 0
    for found in _LEFT_TO_RIGHT.finditer(text):
        pieces.append(unturned(text[last : found.start()]))
        pieces.append(Markup('<bdi dir="ltr">{}</bdi>').format(found.group()))
        last = found.end()
    pieces.append(unturned(text[last:]))
    return Markup("").join(pieces)


def time_of_day(speech: Speech, at_ms: int) -> str:
    """HH:MM at the place."""
    return number_text(speech, _local(speech, at_ms).strftime("%H:%M"))


def day(speech: Speech, at_ms: int) -> str:
    """Day and time at the place: ``22/09 23:41`` (the order is fixed, the page says which)."""
    return number_text(speech, _local(speech, at_ms).strftime("%d/%m %H:%M"))


def full_time(speech: Speech, at_ms: int) -> str:
    """Date, time and offset, as in a record."""
    return number_text(speech, _local(speech, at_ms).strftime("%Y-%m-%d %H:%M"))


def when(speech: Speech, said: When) -> str:
    """A time with its year, as precisely as it was said."""
    shape = {Precision.MONTH: "%Y-%m", Precision.DAY: "%Y-%m-%d"}.get(said.precision)
    if shape is None:
        return full_time(speech, said.start_ms)
    return number_text(speech, _local(speech, said.start_ms).strftime(shape))


def _local(speech: Speech, at_ms: int) -> datetime.datetime:
    zone = datetime.timezone(datetime.timedelta(minutes=speech.offset_minutes))
    seconds = min(max(at_ms / 1000, -62_000_000_000), 250_000_000_000)
    return datetime.datetime.fromtimestamp(seconds, tz=zone)


def number_text(speech: Speech, text: str) -> str:
    """Text with its digits as the reader reads them."""
    return text.translate(_EASTERN) if speech.digits == "arab" else text


def age_parts(age_ms: int) -> tuple[str, int]:
    """An age as a word key and a whole number: seconds, minutes, hours or days."""
    minute, hour, one_day = 60_000, 3_600_000, 86_400_000
    if age_ms < minute:
        return "age_seconds", max(0, age_ms // 1000)
    if age_ms < hour:
        return "age_minutes", age_ms // minute
    if age_ms < 2 * one_day:
        return "age_hours", age_ms // hour
    return "age_days", age_ms // one_day
