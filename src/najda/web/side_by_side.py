"""Versions that did not know each other, in the reader's words instead of names of fields."""

import re

from najda.places import own_gazetteer
from najda.web.language import Speech, Words, full_time

_ID = re.compile(r"[0-9a-f]{32,64}")
_YES_NO = {"True": "yes", "False": "no"}


def spoken_lines(words: Words, speech: Speech, kind: str, text: str) -> list[tuple[str, str]]:
    """The ``field: value`` lines of one version as label and value; ids of things are left out."""
    desk = kind.partition(".")[0]
    found = []
    for line in text.split("\n"):
        field, _, value = line.partition(": ")
        if value and not _ID.fullmatch(value):
            label = _label(words, speech, desk, field)
            found.append((label, _value(words, speech, desk, field, value)))
    return found


def _label(words: Words, speech: Speech, desk: str, field: str) -> str:
    for key in (f"{desk}.{field.removesuffix('_ms')}", f"{desk}.field_{field}", field):
        if words.has(key):
            return words.say(speech, key)
    return field.replace("_", " ")


def _value(words: Words, speech: Speech, desk: str, field: str, value: str) -> str:
    if field == "quarter":
        place = own_gazetteer().by_id(value)
        return value if place is None else place.name_ar if speech.lang == "ar" else place.name_en
    if field.endswith("_ms") and value.isdigit():
        return full_time(speech, int(value))
    if value in _YES_NO:
        return words.say(speech, _YES_NO[value])
    for key in (f"{desk}.{field}_{value}", f"{desk}.{value}"):
        if words.has(key):
            return words.say(speech, key)
    return value
