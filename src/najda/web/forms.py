"""What was typed into a form -> the request of an act, or a refusal that names the field."""

import dataclasses
import datetime
import re
import secrets
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin

from najda.engine.card import Request
from najda.folding import fold
from najda.places.choosing import HOME
from najda.places.codes import position_of
from najda.plain import NotPlain, from_plain, is_required
from najda.refused import Refusal, Refused, refuse
from najda.vocabulary import Precision, When, Where

Q = TypeVar("Q", bound=Request)
Typed = Mapping[str, Sequence[str]]

_CHAIN = re.compile(r"\s*(?:→|←|->|>|\n)\s*")
_CLOCK = re.compile(r"(\d{1,2})[:.٫](\d{2})")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_UNTIL = re.compile(r"\s+(?:to|until|إلى|حتى|-|–|→|\.\.)\s+")
_TRUE = {"1", "on", "true", "yes", "نعم"}
_ID = re.compile(r"[0-9a-f]{32}")
DAY_MS = 86_400_000


def new_id() -> str:
    """A fresh request id: 128 random bits."""
    return secrets.token_hex(16)


def request_from_json(kind: type[Q], value: Any) -> Q:
    """The request in a JSON body; raises ``Refused`` naming the field at fault."""
    if not isinstance(value, dict):
        raise Refused(refuse("malformed", at="", wanted="object"))
    body = {**value, "id": _id(value.get("id"))}
    try:
        return from_plain(kind, body)
    except NotPlain as wrong:
        raise Refused(refuse("malformed", at=wrong.path, wanted=wrong.wanted)) from wrong


def _id(given: object) -> str:
    if given is None or given == "":
        return new_id()
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise Refused(refuse("malformed", at="id", wanted="32 hexadecimal digits"))
    return given


def request_from_form(kind: type[Q], typed: Typed, *, now_ms: int, offset_minutes: int) -> Q:
    """The request in a submitted form; raises ``Refused`` naming the field at fault."""
    hints = typing.get_type_hints(kind, include_extras=True)
    found: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.name == "id":
            found["id"] = _id(_one(typed, "id"))
            continue
        value = _value(hints[field.name], field.name, typed, now_ms, offset_minutes)
        if value is not None:
            found[field.name] = value
        elif is_required(field):
            raise Refused(refuse("field_needed", at=field.name))
    try:
        return from_plain(kind, found)
    except NotPlain as wrong:
        raise Refused(refuse("malformed", at=wrong.path, wanted=wrong.wanted)) from wrong


def _one(typed: Typed, name: str) -> str:
    values = typed.get(name, ())
    return values[-1] if values else ""


def _value(hint: Any, name: str, typed: Typed, now_ms: int, offset_minutes: int) -> Any:
    """One field from its text; None where nothing was typed."""
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kind = next(one for one in kinds if one is not type(None))
    text = _one(typed, name)
    if get_origin(kind) is tuple:
        return _many(typed.get(name, ()))
    if kind is bool:
        return text.strip().casefold() in _TRUE if name in typed else None
    if not text.strip():
        return None
    if kind is When:
        return when_from_text(text, name, now_ms=now_ms, offset_minutes=offset_minutes)
    if kind is Where:
        return _where(text, name, typed)
    if kind in (int, float):
        return _figure(kind, text, name)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return text.strip()
    return text


def _many(texts: Sequence[str]) -> list[str]:
    return [part for text in texts for part in _CHAIN.split(text.strip()) if part]


def _figure(kind: type, text: str, name: str) -> int | float:
    folded = fold(text).replace("٫", ".").strip()
    try:
        figure: int | float = kind(folded)
    except ValueError:
        raise Refused(refuse("figure_unreadable", at=name, text=text[:40])) from None
    if figure != figure or abs(figure) > 2**53:  # noqa: PLR0124 - not-a-number differs from itself
        raise Refused(refuse("figure_unreadable", at=name, text=text[:40]))
    return figure


def _typed_position(text: str) -> Where:
    """A grid reference, plus code or pair of degrees is exact; other words are only words."""
    found = position_of(text, near=HOME)
    return Where(text=text, lat=found[0], lon=found[1]) if found else Where(text=text)


def _where(text: str, name: str, typed: Typed) -> Where:
    lat, lon = _one(typed, f"{name}_lat"), _one(typed, f"{name}_lon")
    if not lat or not lon:
        return _typed_position(text.strip())
    lat_value, lon_value = _figure(float, lat, name), _figure(float, lon, name)
    if not (-90 <= lat_value <= 90 and -180 <= lon_value <= 180):  # noqa: PLR2004 - degrees
        raise Refused(refuse("place_off_the_map", at=name))
    return Where(text=text.strip(), lat=float(lat_value), lon=float(lon_value))


def when_from_text(text: str, name: str, *, now_ms: int, offset_minutes: int) -> When:
    """``23:40`` (the last time the clock showed it), ``2016-09-22`` or both.

    Two of them with ``to`` between are a period. Raises ``Refused``.
    """
    first, *rest = _UNTIL.split(text.strip(), maxsplit=1)
    begin = _one_time(first, name, now_ms, offset_minutes)
    if not rest:
        return begin
    end = _one_time(rest[0], name, now_ms, offset_minutes)
    return dataclasses.replace(begin, end_ms=end.end_ms or end.start_ms, text=text.strip())


def _one_time(text: str, name: str, now_ms: int, offset_minutes: int) -> When:
    folded = fold(text)
    zone = datetime.timezone(datetime.timedelta(minutes=offset_minutes))
    now = datetime.datetime.fromtimestamp(now_ms / 1000, tz=zone)
    clock, date = _CLOCK.search(folded), _DATE.search(folded)
    if clock is None and date is None:
        raise Refused(refuse("time_unreadable", at=name, text=text[:40]))
    try:
        day = datetime.date(*map(int, date.groups())) if date else now.date()
        hour, minute = map(int, clock.groups()) if clock else (0, 0)
        at = datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=zone)
    except ValueError:
        raise Refused(refuse("time_unreadable", at=name, text=text[:40])) from None
    start_ms = int(at.timestamp() * 1000)
    if date is None and start_ms > now_ms + 600_000:
        start_ms -= DAY_MS
    return When(
        start_ms=start_ms,
        end_ms=None if clock else start_ms + DAY_MS,
        precision=Precision.MINUTE if clock else Precision.DAY,
        offset_minutes=offset_minutes,
        text=text.strip(),
    )


def problem(refusal: Refusal, said: str) -> dict[str, object]:
    """A refusal as problem+json (RFC 9457) with a stable code."""
    return {
        "type": "about:blank",
        "title": said,
        "status": refusal.status,
        "code": refusal.key,
        "field": refusal.field,
        "values": {name: str(value) for name, value in refusal.values.items()},
    }
