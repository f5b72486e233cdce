"""Frozen dataclasses <-> plain data (maps, lists, text, numbers), strictly and fast.

Used for the parts of facts, for stored rows and for the API, so that one value has one plain
form. ``Absent`` stands as ``{"absent": reason}``. Unknown keys are ignored when reading (a
newer version may have added a field); a value of the wrong type is a ``NotPlain``.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from najda.vocabulary import Absent

Converter = Callable[[Any], Any]
C = TypeVar("C")

_SCALARS = (str, int, float, bytes)
#: No figure is greater; also not-a-number and the infinite lie outside.
GREATEST = 2**63 - 1


class NotPlain(ValueError):
    """A plain value does not fit the type asked for; ``path`` says where."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(f"{path or 'value'}: {wanted}")
        self.path = path
        self.wanted = wanted


def to_plain(value: Any) -> Any:
    """The plain form of a dataclass, enum, tuple or mapping; fields that are None are left out."""
    kind = type(value)
    if kind in _PLAIN_ALREADY:
        return value
    maker = _MAKERS.get(kind)
    if maker is None:
        maker = _MAKERS[kind] = _maker_for(kind)
    return maker(value)


_PLAIN_ALREADY = frozenset({str, int, bool, float, bytes, type(None)})
_MAKERS: dict[type, Converter] = {}


def _maker_for(kind: Any) -> Converter:
    """How values of one type are made plain; found once for each type."""
    if kind is Absent:
        return lambda value: {"absent": value.value}
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, tuple | list):
        return lambda value: [to_plain(item) for item in value]
    if issubclass(kind, frozenset | set):
        return lambda value: sorted(to_plain(item) for item in value)
    if issubclass(kind, Mapping):
        return lambda value: {str(to_plain(key)): to_plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass_maker(tuple(f.name for f in dataclasses.fields(kind)))
    raise NotPlain("", f"no plain form for {kind.__name__}")


def _dataclass_maker(names: tuple[str, ...]) -> Converter:
    if len(names) < 2:  # noqa: PLR2004 - of one name ``attrgetter`` makes no tuple
        return lambda value: {n: to_plain(v) for n in names if (v := getattr(value, n)) is not None}
    values_of = attrgetter(*names)
    return lambda value: {
        name: item if type(item) in _PLAIN_ALREADY else to_plain(item)
        for name, item in zip(names, values_of(value), strict=True)
        if item is not None
    }


def from_plain(kind: type[C], value: Any) -> C:
    """Build ``kind`` from its plain form. Raises ``NotPlain`` with the path of what is wrong."""
    built: C = converter_for(cast("Any", kind))(value)
    return built


@lru_cache(maxsize=None)
def converter_for(kind: Any) -> Converter:
    """A function that builds ``kind`` from plain data; made once for each type."""
    origin = get_origin(kind)
    if origin is Annotated:
        return converter_for(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin in (tuple, list):
        return _sequence(kind)
    if origin is dict:
        return _mapping(kind)
    if kind is Any:
        return lambda value: value
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass(cast("type", kind))
    return _scalar(kind)


def _scalar(kind: type) -> Converter:
    if kind not in (*_SCALARS, bool, type(None)):
        raise NotPlain("", f"no converter for {kind!r}")

    def convert(value: Any) -> Any:
        fits = type(value) is kind or (kind is float and type(value) is int)
        if fits and (kind not in (int, float) or -GREATEST <= value <= GREATEST):
            return float(value) if kind is float else value
        raise NotPlain("", kind.__name__)

    return convert


def _enum(kind: type[Enum]) -> Converter:
    by_value = {member.value: member for member in kind}

    def convert(value: Any) -> Enum:
        try:
            return by_value[value.value if isinstance(value, Enum) else value]
        except (KeyError, TypeError):
            raise NotPlain("", " | ".join(map(str, by_value))) from None

    return convert


def _sequence(kind: Any) -> Converter:
    args = get_args(kind)
    build = get_origin(kind)
    if build is tuple and args[-1] is not Ellipsis:
        each = [converter_for(arg) for arg in args]

        def convert_fixed(value: Any) -> Any:
            if not isinstance(value, list | tuple) or len(value) != len(each):
                raise NotPlain("", f"list of {len(each)}")
            return tuple(one(item) for one, item in zip(each, value, strict=True))

        return convert_fixed
    item_of = converter_for(args[0])

    def convert(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise NotPlain("", "list")
        return build(_at(str(n), item_of, item) for n, item in enumerate(value))

    return convert


def _mapping(kind: Any) -> Converter:
    key_of, item_of = (converter_for(arg) for arg in get_args(kind))

    def convert(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise NotPlain("", "object")
        return {key_of(key): _at(str(key), item_of, item) for key, item in value.items()}

    return convert


def _union(args: tuple[Any, ...]) -> Converter:
    optional = type(None) in args
    absent = Absent in args
    rest = [converter_for(arg) for arg in args if arg not in (type(None), Absent)]

    def convert(value: Any) -> Any:
        if value is None and optional:
            return None
        if absent and isinstance(value, Absent):
            return value
        if absent and isinstance(value, dict) and value.keys() == {"absent"}:
            return Absent(value["absent"])
        problem: NotPlain | None = None
        for one in rest:
            try:
                return one(value)
            except NotPlain as wrong:
                problem = problem or wrong
        raise problem or NotPlain("", "nothing")

    return convert


def _at(name: str, convert: Converter, value: Any) -> Any:
    try:
        return convert(value)
    except NotPlain as wrong:
        path = f"{name}.{wrong.path}" if wrong.path else name
        raise NotPlain(path, wrong.wanted) from None


def _dataclass(kind: type) -> Converter:
    hints = typing.get_type_hints(kind, include_extras=True)
    made: list[tuple[str, Converter, bool]] = []

    def fields() -> list[tuple[str, Converter, bool]]:
        if not made:  # late, so that a type may contain itself
            made.extend(
                (f.name, converter_for(hints[f.name]), is_required(f))
                for f in dataclasses.fields(kind)
                if f.init
            )
        return made

    def convert(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if not isinstance(value, Mapping):
            raise NotPlain("", "object")
        found = {}
        for name, one, required in fields():
            if name in value:
                found[name] = _at(name, one, value[name])
            elif required:
                raise NotPlain(name, "required")
        return kind(**found)

    return convert


def is_required(f: "dataclasses.Field[Any]") -> bool:
    """Whether a dataclass field has no default."""
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
