"""A phone's sealed outbox as the text of several QR codes, and together again. Pure.

A code is ``NJQ1-SET-K-N-BASE32``: the set is the beginning of the SHA-256 of all bytes, K runs from
1 to N. Only letters, digits and hyphens, in capitals: dense in a QR code, and whatever a scanner
gun types or a person pastes survives another keyboard and lost blanks at the end of a line.
``crew-codes.js`` makes them.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from najda.net.outbox_seal import BrokenEnvelope

SET_LETTERS = 8
#: The next code may follow at once, where a scanner gun sends no line end.
_CODE = re.compile(
    rf"NJQ1-([0-9A-F]{{{SET_LETTERS}}})-(\d{{1,3}})-(\d{{1,3}})-([A-Z2-7]+?)(?=NJQ1-|[^A-Z2-7]|$)"
)


@dataclass(frozen=True, slots=True)
class CodesMissing(Exception):
    """Some codes of a set were not read yet: which, and of how many."""

    missing: tuple[int, ...]
    of: int


def joined(text: str) -> bytes:
    """The outboxes whose codes stand in a text, one after the other, in any order, repeated.

    Raises ``CodesMissing``, and ``BrokenEnvelope`` where no code stands there or one was misread.
    """
    sets: dict[tuple[str, int], dict[int, str]] = {}
    for name, number, of, letters in _CODE.findall(text.upper()):
        sets.setdefault((name, int(of)), {})[int(number)] = letters
    if not sets:
        raise BrokenEnvelope("no_envelope")
    return b"".join(_whole(name, of, parts) for (name, of), parts in sets.items())


def _whole(name: str, of: int, parts: dict[int, str]) -> bytes:
    missing = tuple(number for number in range(1, of + 1) if number not in parts)
    if missing:
        raise CodesMissing(missing, of)
    data = b"".join(_bytes(parts[number]) for number in range(1, of + 1))
    if hashlib.sha256(data).hexdigest()[:SET_LETTERS].upper() != name:
        raise BrokenEnvelope("misread")
    return data


def _bytes(letters: str) -> bytes:
    try:
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as wrong:
        raise BrokenEnvelope("misread") from wrong
