"""The one guarded door: what a role may read of a row. Nothing reaches a page or the API but here.

A row's fields carry the same part marks as facts; a field whose part the role may not read is
replaced by ``Absent.HIDDEN``, in nested rows too.
"""

import dataclasses
import typing
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

from najda.engine.card import View
from najda.refused import Refused, refuse
from najda.vocabulary import Absent, Part, Role

R = TypeVar("R")

_ALL = frozenset({Part.OPEN, Part.PLACE, Part.PERSON, Part.TEXT})
#: Parts each role may read. ``display`` hangs on a wall that visitors see; ``reader`` publishes.
READABLE: Mapping[Role, frozenset[Part]] = {
    Role.CHIEF: _ALL,
    Role.DISPATCHER: _ALL,
    Role.OPERATOR: _ALL,
    Role.CREW: frozenset({Part.OPEN, Part.PLACE}),
    Role.OBSERVER: frozenset({Part.OPEN}),
    Role.READER: frozenset({Part.OPEN, Part.TEXT}),
    Role.DISPLAY: frozenset({Part.OPEN}),
}


def may_open(view: View[Any], role: Role) -> bool:
    """Whether the role may ask this view at all."""
    return role in view.roles


def through(view: View[R], row: R, role: Role) -> R:
    """The row as the role may see it; raises ``Refused`` where it may not ask the view."""
    if not may_open(view, role):
        raise Refused(refuse("role_too_small", status=403, role=role.value))
    return shown(row, role)


def shown(row: R, role: Role) -> R:
    """A row with unreadable parts replaced."""
    readable = READABLE[role]
    if readable == _ALL:
        return row
    found: R = _shown(row, readable)
    return found


def _shown(value: Any, readable: frozenset[Part]) -> Any:
    if isinstance(value, tuple):
        return tuple(_shown(item, readable) for item in value)
    if isinstance(value, dict):
        return {key: _shown(item, readable) for key, item in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for name, part in _marks(type(value)):
        item = getattr(value, name)
        if part not in readable:
            changes[name] = Absent.HIDDEN if item is not None else None
        elif item is not None and not isinstance(item, str | int | float):
            changes[name] = _shown(item, readable)
    return dataclasses.replace(value, **changes)


@lru_cache(maxsize=None)
def _marks(kind: type) -> tuple[tuple[str, Part], ...]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple((f.name, _part(hints[f.name])) for f in dataclasses.fields(kind))


def _part(hint: Any) -> Part:
    if get_origin(hint) is Annotated:
        for mark in get_args(hint)[1:]:
            if isinstance(mark, Part):
                return mark
    return Part.OPEN
