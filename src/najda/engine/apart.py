"""Writes that did not know each other: none disappears, a person decides. Pure.

A row keeps in ``apart`` every standing write of a kind where more than one stands and they
differ, so that no desk has to think of it again. Each part stays in a field of its own, by which
the guarded door hides it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.heads import heads
from najda.journal.codec import plan_of
from najda.plain import to_plain
from najda.vocabulary import Absent, Entry, FactId, Part, Personal, Placed, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """One of several writes that stand side by side; values as ``field: value`` lines."""

    fact: FactId
    kind: str
    by: str
    base: str
    at_ms: int
    open: str = ""
    place: Placed[str | None] = None
    person: Personal[str | None] = None
    text: Worded[str | None] = None


def apart(entries: Sequence[Entry[Any]], *kinds: type) -> tuple[Apart, ...]:
    """For each kind: the standing writes, where they differ."""
    found: list[Apart] = []
    for kind in kinds:
        standing = heads([entry for entry in entries if type(entry.said) is kind])
        if len(standing) > 1 and len({_body(entry) for entry in standing}) > 1:
            found.extend(_apart(entry) for entry in standing)
    return tuple(found)


def _body(entry: Entry[Any]) -> str:
    return repr(to_plain(entry.said))


def _apart(entry: Entry[Any]) -> Apart:
    lines: dict[Part, list[str]] = {}
    for plan in plan_of(type(entry.said)):
        value = getattr(entry.said, plan.name)
        if value is not None and not isinstance(value, Absent):
            lines.setdefault(plan.part, []).append(f"{plan.name}: {_shown(value)}")
    texts: dict[Part, Any] = {part: "\n".join(some) for part, some in lines.items()}
    texts |= entry.lacking
    return Apart(
        fact=entry.id,
        kind=entry.kind,
        by=entry.actor.person,
        base=entry.actor.base,
        at_ms=entry.wall_ms,
        open=texts.get(Part.OPEN, ""),
        place=texts.get(Part.PLACE),
        person=texts.get(Part.PERSON),
        text=texts.get(Part.TEXT),
    )


def _shown(value: Any) -> str:
    plain = to_plain(value)
    if isinstance(plain, dict):
        return ", ".join(f"{name} {item}" for name, item in plain.items())
    return ", ".join(map(str, plain)) if isinstance(plain, list) else str(plain)
