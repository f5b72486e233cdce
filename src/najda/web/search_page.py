"""What search found, as a person reads it: each thing once, by its number or name and its words."""

from dataclasses import dataclass
from typing import Any

from najda.vocabulary import Absent, ThingId
from najda.web import api, door
from najda.web.visit import Visit

#: What rows call themselves by, and what they say: the first of these that a row has.
_NAMES, _WORDS = ("numbers", "number", "call_sign", "name"), ("text", "title", "note")
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that search found."""

    url: str
    #: Key of what its desk's page is called; empty where the desk has none.
    desk: str
    name: str
    words: str | Absent | None
    at_ms: int
    base: str
    #: How many facts about it hold what was asked for.
    facts: int


def hits(visit: Visit, query: str) -> list[Hit]:
    """The things found, in the order in which search gives their facts."""
    found: dict[tuple[str, ThingId | None], list[dict[str, Any]]] = {}
    for one in api.found_facts(visit, query)["found"]:
        found.setdefault((one["kind"].partition(".")[0], one["thing"]), []).append(one)
    return [_hit(visit, desk, thing, some) for (desk, thing), some in found.items()]


def _hit(visit: Visit, desk: str, thing: ThingId | None, facts: list[dict[str, Any]]) -> Hit:
    row = _row(visit, desk, thing)
    menu = next((p.menu for p in visit.site.menu(visit.role) if p.path == f"/{desk}"), None)
    words = _first(row, _WORDS)
    return Hit(
        url=visit.site.url_of(f"{desk}.", thing),
        desk=menu or "",
        name=str(_first(row, _NAMES) or ""),
        words=words[:MOST_CHARACTERS] if isinstance(words, str) else words,
        at_ms=facts[0]["at_ms"],
        base=facts[0]["base"],
        facts=len(facts),
    )


def _row(visit: Visit, desk: str, thing: ThingId | None) -> object:
    """The row of a thing in whichever view of its desk has one."""
    for view in visit.room.desks.views.values():
        if thing and view.name.startswith(f"{desk}.") and door.may_open(view, visit.role):
            row = visit.row(view, thing)
            if row is not None and _first(row, _NAMES):
                return row
    return None


def _first(row: object, names: tuple[str, ...]) -> Any:
    for name in names:
        value = getattr(row, name, None)
        if value:
            return " / ".join(value) if isinstance(value, tuple) else value
    return None
