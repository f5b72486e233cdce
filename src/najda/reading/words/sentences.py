"""The sentences of a text, without what is no report: menus, credits, photo captions."""

import re
from dataclasses import dataclass

from najda.reading.words.paragraphs import paragraphs_of

#: What is read of one text: code points, and sentences. The rest is counted as unread.
MOST_CHARACTERS = 120_000
MOST_SENTENCES = 1_500
#: A sentence is cut here even without a mark.
LONGEST_SENTENCE = 1_200

_ENDS = re.compile(r"[.!?؟…]+[\"”»’')\]]*(?=\s|$)|\s\|\|\s|[;؛](?=\s)")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Capt|Sgt|Gov|Sen|Rep|No|vs|approx|incl|est|ca"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|د|أ|م)\.$"
)
_DATELINE = re.compile(
    r"^\s*(?:[A-Z][A-Z'’./-]{2,}[^()\n]{0,50}\((?:Reuters|AP|AFP|Xinhua|dpa|CNN)\)\s*[-–—]{0,2}\s"
    r"|[A-Z][A-Z'’./-]{2,}(?: [A-Z'’.-]{2,}){0,3}(?:, ?[A-Z][\w.]+(?: \d{1,2})?){0,2}"
    r"\s*[-–—]{1,2}\s"
    r"|\((?:Reuters|AP|AFP|CNN)\)\s*[-–—]*\s|UNITED NATIONS\s*:\s)"
)
#: Lines of a page that are no report.
_PAGE_LINES = (
    r"share(?:\b.{0,40}|this.*)",
    r"advertise?ment.*",
    r"skip to.*",
    r"read more.*",
    r"related.{0,60}",
    r"more on.{0,60}",
    r"image (?:copyright|caption|source).*",
    r"media caption.*",
    r"photo(?:graph)?s?\s*[:/].*",
    r"getty images.*",
    r"(?:ap|afp|reuters|epa)(?: photo)?[ /].{0,40}",
    r"file (?:photo|image).*",
    r"follow us.*",
    r"follow @.*",
    r"sign up.*",
    r"subscribe.*",
    r"copyright.*",
    r"©.*",
    r"all rights reserved.*",
    r"by [A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}(?: and .*|,.*)?",
    r"click here.*",
    r"(?:last )?(?:updated|published|modified)\b.*",
    r"comments?(?: \(\d+\))?",
    r"print|e-?mail|tweet|facebook|twitter|whatsapp",
    r"most (?:read|popular|viewed).*",
    r"top stories.*",
    r"watch:?.{0,80}",
    r"video:?.{0,60}",
    r"listen.{0,40}",
    r"live:?.{0,60}",
    r"(?:additional )?reporting by.*",
    r"writing by.*",
    r"editing by.*",
    r"our standards.*",
    r"home|menu|search|close|news|next|previous",
    r"tags?:.*",
    r"topics?:.*",
    r"source:.{0,80}",
    r"recommended.*",
    r"story continues.*",
    r"continue reading.*",
    r"back to top.*",
    r"cookies?.*",
    r"privacy.*",
    r"terms of.*",
    r"contact us.*",
    r"about us.*",
    r"newsletter.*",
    r"loading.*",
    r"see also.*",
    r"analysis:.*",
    r"(?:اقرأ|اقرا|إقرأ) (?:أيضا|المزيد|ايضا).*",
    r"شارك.{0,30}",
    r"إعلان",
    r"تابعنا.*",
    r"للمزيد.*",
    r"حقوق النشر.*",
    r"مواضيع ذات صلة.*",
    r"https?://\S+",
    r"www\.\S+",
)
_NOT_REPORT = re.compile(r"^\s*(?:" + "|".join(_PAGE_LINES) + r")\s*$", re.IGNORECASE)
_CREDITED = r"\b(?:Photo|via AP|via Reuters|Getty Images|Handout|AFP/\w+|REUTERS/\w+)"
_PHOTO_CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,60}" + _CREDITED + r"[^()\[\]]{0,60}[)\]]\s*$"
    r"|\bREUTERS/\w+ \w+\s*$|/(?:AFP|Reuters|AP|Getty(?: Images)?)\s*$"
    r"|\bGetty Images\s*$|\bImage: .{0,60}$"
)
_CAPTION_STYLE = re.compile(
    r"^[^.]{0,200}\b(?:in this (?:file|undated)? ?(?:photo|image|picture)"
    r"|(?:is|are) seen|pictured)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Code points ``start`` to ``end`` of the text; ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int


def sentences_of(text: str) -> tuple[list[Sentence], int]:
    """The sentences worth reading, and how many code points at the end were not read."""
    limit = min(len(text), MOST_CHARACTERS)
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs_of(text, limit, is_boilerplate)):
        if is_boilerplate(text[start : min(end, start + 400)]):
            continue
        for first, last in _cut(text, _after_dateline(text, start, end), end):
            if len(found) >= MOST_SENTENCES:
                return found, len(text) - first
            found.append(Sentence(first, last, number))
    return found, len(text) - limit


def is_boilerplate(line: str) -> bool:
    """True for a line that belongs to a page, not to the report."""
    stripped = line.strip()
    return bool(
        _NOT_REPORT.match(stripped)
        or _PHOTO_CREDIT.search(stripped[-160:])
        or _CAPTION_STYLE.match(stripped)
    )


def _after_dateline(text: str, start: int, end: int) -> int:
    match = _DATELINE.match(text[start : min(end, start + 120)])
    return start + match.end() if match else start


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    first = start
    for match in _ENDS.finditer(text, start, end):
        if match.end() >= end:
            break
        if match.group().startswith(".") and _is_abbreviation(text, first, match.start() + 1):
            continue
        found.append((first, match.end()))
        first = match.end()
    found.append((first, end))
    return [part for whole in found for part in _trimmed_parts(text, *whole)]


def _is_abbreviation(text: str, first: int, dot: int) -> bool:
    return bool(_ABBREVIATION.search(text[max(first, dot - 8) : dot]))


def _trimmed_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = []
    while start < end:
        stop = min(end, start + LONGEST_SENTENCE)
        if stop < end:
            space = text.rfind(" ", start + LONGEST_SENTENCE // 2, stop)
            stop = space if space > 0 else stop
        while start < stop and text[start].isspace():
            start += 1
        last = stop
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start and any(letter.isalnum() for letter in text[start:last]):
            parts.append((start, last))
        start = stop
    return parts
