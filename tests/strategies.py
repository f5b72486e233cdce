"""Facts drawn from their annotations, for any desk present or future."""

import dataclasses
import types
import typing
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from hypothesis import strategies as st

from najda.vocabulary import Absent, Fact, Part, Precision, Subject, When, Where

#: A few things, so that facts meet under the same keys.
THINGS = tuple(f"{n:032x}" for n in range(1, 5))
TEXTS = st.sampled_from(
    ["", "الأنصاري", "حيّ السكري", "A-17", "0944 123 456", "a\u202eb", "<b>", "ﻷ ٣٤", "x" * 50]
)


def _values(
    hint: Any, *, subject: bool = False, things: tuple[str, ...] = THINGS
) -> st.SearchStrategy[Any]:
    origin = get_origin(hint)
    if origin is Annotated:
        return _values(get_args(hint)[0], subject=Subject in get_args(hint)[1:], things=things)
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not Absent]
        return st.one_of(*(_values(kind, subject=subject, things=things) for kind in kinds))
    if origin is tuple:
        return st.lists(_values(get_args(hint)[0], subject=subject, things=things), max_size=3).map(
            tuple
        )
    if hint is type(None):
        return st.none()
    if subject:
        return st.sampled_from(things)
    return _plain(hint)


def _plain(kind: Any) -> st.SearchStrategy[Any]:
    if kind is str:
        return TEXTS
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 10**12)
    if kind is float:
        return st.sampled_from([0.0, 1.5, 37.125])
    if kind is When:
        return st.builds(
            When, start_ms=st.integers(0, 10**12), precision=st.sampled_from(Precision)
        )
    if kind is Where:
        return st.builds(Where, text=TEXTS)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if dataclasses.is_dataclass(kind):
        return facts(typing.cast("type[Fact]", kind))
    raise TypeError(f"no strategy for {kind!r}: teach tests/strategies.py")


def facts(kind: type[Fact], things: tuple[str, ...] = THINGS) -> st.SearchStrategy[Fact]:
    """Any fact (or value) of a dataclass, field by field from its annotations."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {f.name: _values(hints[f.name], things=things) for f in dataclasses.fields(kind)}
    if kind.__dict__.get("numbered"):
        fields["number"] = st.just("")
    return st.builds(kind, **fields)


def marked(kind: type[Fact], mark: str) -> Fact:
    """A fact whose every free text carries a mark; everything else is fixed."""
    hints = typing.get_type_hints(kind, include_extras=True)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        value = _marked_value(hint, f"{mark}-{field.name}")
        is_subject = get_origin(hint) is Annotated and Subject in get_args(hint)[1:]
        values[field.name] = _first_thing(hint) if is_subject else value
    if kind.__dict__.get("numbered"):
        values["number"] = ""
    return kind(**values)


def _first_thing(hint: Any) -> Any:
    inner = get_args(hint)[0]
    return (THINGS[0],) if get_origin(inner) is tuple else THINGS[0]


def _marked_value(hint: Any, mark: str) -> Any:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kind = next(k for k in kinds if k not in (type(None), Absent))
    if kind is str:
        return mark
    if kind is Where:
        return Where(text=mark)
    if get_origin(kind) is tuple:
        return (mark,) if get_args(kind)[0] is str else ()
    if kind in (int, float):
        return kind(7)
    if kind is bool:
        return True
    if kind is When:
        return When(start_ms=7)
    return next(iter(kind))


def part_of(hint: Any) -> Part:
    """The part a field's annotation names."""
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark for mark in marks if isinstance(mark, Part)), Part.OPEN)
