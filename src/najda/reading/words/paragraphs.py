"""The paragraphs of a text: its lines, joined again where a line was only wrapped."""

import re
from collections.abc import Callable

#: Widths at which mail, telex and terminals wrap their lines.
_NARROW, _WIDE = 45, 100
#: Fewer lines do not show a width.
_LEAST_LINES = 3
#: A longer line was not wrapped.
_LONGEST = 4_800

Span = tuple[int, int]


def paragraphs_of(text: str, limit: int, is_page_line: Callable[[str], bool]) -> list[Span]:
    """The paragraphs before code point ``limit``; ``is_page_line``: a line that is no report."""
    found: list[Span] = []
    for block in _blocks(text, limit):
        told = _at_width(text, block)
        for number, (start, end) in enumerate(block):
            follows = bool(found) and found[-1][1] + 1 == start
            if number in told or (follows and _goes_on(text, found[-1], start, end, is_page_line)):
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


def _blocks(text: str, limit: int) -> list[list[Span]]:
    """Lines that follow one another with no empty line between; an indented one begins anew."""
    blocks: list[list[Span]] = [[]]
    start = 0
    while start < limit:
        end = text.find("\n", start, limit)
        end = limit if end < 0 else end
        if not text[start:end].strip():
            blocks.append([])
        else:
            if text[start].isspace():
                blocks.append([])
            blocks[-1].append((start, end))
        start = end + 1
    return [block for block in blocks if block]


def _at_width(text: str, block: list[Span]) -> set[int]:
    """The lines of a block that go on the one before: its width left no room for their word."""
    if len(block) < _LEAST_LINES:
        return set()
    lengths = [len(text[start:end].rstrip()) for start, end in block]
    width = max(lengths)
    if not _NARROW <= width <= _WIDE:
        return set()
    full = {
        number
        for number, (start, end) in enumerate(block)
        if number and lengths[number - 1] + 1 + _first_word(text, start, end) > width
    }
    return full if 3 * len(full) >= 2 * (len(block) - 1) else set()


def _first_word(text: str, start: int, end: int) -> int:
    return len(text[start : min(end, start + _WIDE)].split(maxsplit=1)[0])


def _goes_on(
    text: str, last: Span, start: int, end: int, is_page_line: Callable[[str], bool]
) -> bool:
    """True where a line ends without a stop and the next begins within a sentence."""
    last_start, last_end = last
    before = text[max(last_start, last_end - 100) : last_end].rstrip()
    after = text[start : min(end, start + 40)].lstrip()
    if not before or not after or before[-1] in '.!?؟…:»”"' or end - start > _LONGEST:
        return False
    if re.match(r"[a-z]", after):
        return not is_page_line(text[start : min(end, start + 200)])
    return bool(
        re.match(r"\d+\s+[\u0600-\u06ff]", after) and re.search(r"[\u0600-\u06ff]$", before)
    )
