"""One word of somebody, as a row keeps it beside the words of others. Pure."""

from dataclasses import dataclass
from typing import Any

from najda.vocabulary import Entry, FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Which fact says it, who said it at which base, and when."""

    fact: FactId
    by: str
    base: str
    at_ms: int


def said_by(entry: Entry[Any]) -> dict[str, Any]:
    """The fields of ``Said`` for a fact: its own time where it has one, else that of writing."""
    return {
        "fact": entry.id,
        "by": entry.actor.person,
        "base": entry.actor.base,
        "at_ms": getattr(entry.said, "at_ms", entry.wall_ms),
    }
