"""Finds the desks: every folder of the package that holds a ``desk.py``."""

import dataclasses
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from najda.engine.card import Act, Desk, View
from najda.journal.control import CONTROL_FACTS
from najda.vocabulary import Fact

PACKAGE = Path(__file__).resolve().parent.parent


class DeskProblem(Exception):
    """A desk's card contradicts itself or another's."""


@dataclasses.dataclass(frozen=True)
class Desks:
    """All desks, with their facts, views and acts by name."""

    desks: tuple[Desk, ...]
    kinds: Mapping[str, type[Fact]]
    kind_names: Mapping[type[Fact], str]
    views: Mapping[str, View[Any]]
    acts: Mapping[tuple[str, str], Act[Any]]


def find_desks() -> Desks:
    """Import the card of each desk folder, in the order of their names."""
    found = []
    for path in sorted(PACKAGE.glob("*/desk.py")):
        card: Desk = import_module(f"najda.{path.parent.name}.desk").CARD
        if card.name != path.parent.name:
            raise DeskProblem(f"the card in {path.parent.name}/ calls itself {card.name}")
        found.append(dataclasses.replace(card, folder=str(path.parent)))
    return gather(found)


def gather(desks: Iterable[Desk]) -> Desks:
    """Put cards together; names must be unique."""
    desks = tuple(desks)
    kinds: dict[str, type[Fact]] = dict(CONTROL_FACTS)
    views: dict[str, View[Any]] = {}
    acts: dict[tuple[str, str], Act[Any]] = {}
    for desk in desks:
        for fact in desk.facts:
            _put(kinds, f"{desk.name}.{fact.__name__}", fact)
        for view in desk.views:
            if not view.name.startswith(f"{desk.name}."):
                raise DeskProblem(f"view {view.name} stands on the card of {desk.name}")
            _put(views, view.name, view)
        for act in desk.acts:
            _put(acts, (desk.name, act.name), act)
    names = {kind: name for name, kind in kinds.items()}
    return Desks(desks, kinds, names, views, acts)


def _put(table: dict[Any, Any], name: Any, value: object) -> None:
    if name in table:
        raise DeskProblem(f"{name} stands twice")
    table[name] = value
