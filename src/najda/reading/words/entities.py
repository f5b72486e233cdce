"""Marks of web pages left in a pasted text: &#8220; for a quotation mark, &nbsp; for a space."""

import html
import re

_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")


def without_entities(text: str) -> str:
    """The text with each such mark as the sign it stands for, padded so that no offset changes."""
    return _ENTITY.sub(_sign, text) if "&" in text else text


def _sign(match: re.Match[str]) -> str:
    raw = match.group()
    sign = html.unescape(raw)
    if len(sign) != 1 or not (sign.isprintable() or sign.isspace()):
        return raw
    return (" " if sign.isspace() else sign).ljust(len(raw))
