"""Facts of the desks <-> the parts that carry them. Pure; knows no desk, only their classes."""

import dataclasses
import operator
import re
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from najda.journal.entry import (
    SALT_BYTES,
    MalformedBytes,
    decode,
    encode,
    encode_in_order,
    in_order,
)
from najda.plain import Converter, NotPlain, converter_for, is_required, to_plain
from najda.vocabulary import Absent, Fact, Part, Subject, ThingId

_VALUE = operator.attrgetter("value")
_THING = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """How one field of a fact travels."""

    name: str
    part: Part
    is_subject: bool
    is_many: bool
    required: bool
    default: Any
    convert: Converter
    searched: bool
    #: Types whose every value fits as it is, with what makes it plain (None: it is plain).
    fits: Mapping[type, Converter | None]


class Unknown(Fact):
    """Stands for the body of a fact whose kind (or a value in it) this version does not know."""


UNKNOWN = Unknown()


_PLANS: dict[type, tuple[FieldPlan, ...]] = {}


def plan_of(kind: type) -> tuple[FieldPlan, ...]:
    """The fields of a fact class with the part each belongs to, read from its annotations."""
    found = _PLANS.get(kind)
    if found is None:
        found = _PLANS[kind] = _make_plan(kind)
    return found


@lru_cache(maxsize=None)
def _in_writing_order(kind: Any) -> tuple[FieldPlan, ...]:
    """The fields as their names stand in the encoded maps."""
    return tuple(sorted(plan_of(kind), key=lambda plan: in_order(plan.name)))


def _make_plan(kind: Any) -> tuple[FieldPlan, ...]:
    hints = typing.get_type_hints(kind, include_extras=True)
    plans = []
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        part = next((mark for mark in marks if isinstance(mark, Part)), Part.OPEN)
        inner = get_args(hint)[0] if marks else hint
        default = None
        if not is_required(field):
            default = (
                field.default
                if field.default is not dataclasses.MISSING
                else typing.cast("Any", field.default_factory)()
            )
        plans.append(
            FieldPlan(
                name=field.name,
                part=part,
                is_subject=Subject in marks,
                is_many=get_origin(inner) is tuple,
                required=is_required(field),
                default=default,
                convert=converter_for(inner),
                searched=part is not Part.OPEN or field.name in kind.searched,
                fits=_scalars_of(inner),
            )
        )
    return tuple(plans)


def _scalars_of(hint: Any) -> dict[type, Converter | None]:
    """The types among the alternatives of an annotation that every value of fits (any text)."""
    kinds = get_args(hint) if get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    fits: dict[type, Converter | None] = {kind: None for kind in kinds if kind in (str, bool)}
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum) and kind is not Absent:
            fits[kind] = _VALUE
    return fits


def subjects_of(fact: Fact) -> dict[str, tuple[ThingId, ...]]:
    """The things a fact names, by field."""
    named: dict[str, tuple[ThingId, ...]] = {}
    for plan in plan_of(type(fact)):
        if plan.is_subject and (value := getattr(fact, plan.name)):
            things = tuple(value) if plan.is_many else (value,)
            if not all(type(one) is str and _THING.fullmatch(one) for one in things):
                raise NotPlain(plan.name, "id of 32 hexadecimal digits")
            named[plan.name] = things
    return named


@dataclass(frozen=True, slots=True)
class Encoded:
    """A fact ready to be signed: as every base will read it, and what it is made of."""

    said: Fact
    subjects: Mapping[str, tuple[ThingId, ...]]
    #: The plain (unsalted) bytes of each part, ``meta`` excepted.
    parts: Mapping[Part, bytes]
    #: What search may find, by part.
    words: Mapping[Part, str]


def encode_fact(fact: Fact, **given: Any) -> Encoded:
    """Split a local fact into its parts; ``given`` are values of fields that the base fills in.

    Raises ``NotPlain`` where a field does not hold what its annotation says: a local fact that
    is malformed is refused before it is acknowledged.
    """
    values: dict[Part, dict[str, Any]] = {}
    words: dict[Part, list[str]] = {}
    made: dict[str, Any] = given
    nested: set[Part] = set()
    kind: Any = type(fact)
    for plan in _in_writing_order(kind):
        name = plan.name
        value = given[name] if name in given else getattr(fact, name)
        if value is None or plan.is_subject:
            continue
        plain = value
        if type(value) not in plan.fits:
            fitting, plain = _made_plain(plan, value)
            if fitting is not value:
                made[name] = fitting
            if type(plain) is not int and plain != []:
                nested.add(plan.part)
        elif plainly := plan.fits[type(value)]:
            plain = plainly(value)
        values.setdefault(plan.part, {})[name] = plain
        if plan.searched:
            words.setdefault(plan.part, []).extend(_texts(plain))
    return Encoded(
        said=dataclasses.replace(fact, **made) if made else fact,
        subjects=subjects_of(fact),
        parts={
            part: encode(value) if part in nested else encode_in_order(value)
            for part, value in values.items()
        },
        words={part: " \n ".join(found) for part, found in words.items() if found},
    )


def _made_plain(plan: FieldPlan, value: Any) -> tuple[Any, Any]:
    """A value as every base will read it, and its plain form."""
    if isinstance(value, Absent):
        raise NotPlain(plan.name, "a local fact lacks nothing")
    plain = to_plain(value)
    try:
        return plan.convert(plain), plain
    except NotPlain as wrong:
        raise NotPlain(f"{plan.name}.{wrong.path}".rstrip("."), wrong.wanted) from None


def fact_from_parts(
    kind: type[Fact],
    subjects: Mapping[str, tuple[ThingId, ...]],
    salted: Mapping[Part, bytes],
    lacking: Mapping[Part, Absent],
) -> Fact:
    """Build the fact; fields of a lacking part hold ``Absent``.

    Raises ``MalformedBytes`` or ``NotPlain`` for a body this version cannot read; the engine
    then keeps it as ``UNKNOWN``.
    """
    opened = {part: decode(data[SALT_BYTES:]) for part, data in salted.items()}
    found: dict[str, Any] = {}
    for plan in plan_of(kind):
        if plan.is_subject:
            things = subjects.get(plan.name, ())
            if plan.is_many:
                found[plan.name] = things
            elif things or plan.required:
                if len(things) != 1:
                    raise NotPlain(plan.name, "one id")
                found[plan.name] = things[0]
            continue
        if plan.part in lacking:
            found[plan.name] = lacking[plan.part]
            continue
        values = opened.get(plan.part, {})
        if type(values) is not dict:
            raise MalformedBytes("part")
        if plan.name in values:
            found[plan.name] = plan.convert(values[plan.name])
        elif plan.required:
            found[plan.name] = plan.convert(None)
    return kind(**found)


def searchable(kind: type[Fact], salted: Mapping[Part, bytes]) -> dict[Part, str]:
    """The words of each part that search may find, unfolded."""
    words: dict[Part, list[str]] = {}
    opened: dict[Part, Any] = {
        part: decode(data[SALT_BYTES:]) for part, data in salted.items() if part is not Part.META
    }
    for plan in plan_of(kind):
        if plan.searched and not plan.is_subject:
            value = opened.get(plan.part, {}).get(plan.name)
            words.setdefault(plan.part, []).extend(_texts(value))
    return {part: " \n ".join(found) for part, found in words.items() if found}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
