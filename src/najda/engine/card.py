"""The card of a desk: what it is called, what it needs, and its facts, acts, views and pages.

Plain data. A desk is a folder with a ``desk.py`` that holds a ``CARD``; nothing is registered
behind one's back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from najda.refused import Refusal
from najda.vocabulary import Actor, Entry, Fact, FactId, Role, ThingId

R = TypeVar("R")
Q = TypeVar("Q", bound="Request")

ALL_ROLES = frozenset(Role)
#: Those who work in the operations room itself.
ROOM = frozenset({Role.CHIEF, Role.DISPATCHER, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a person asks for. ``id`` (128 bits) names the act and the first thing it makes."""

    id: ThingId


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact about to be written, and the facts it supersedes."""

    said: Fact
    supersedes: tuple[FactId, ...] = ()


@dataclass(frozen=True, slots=True)
class View(Generic[R]):
    """What is derived from facts under one key.

    ``keys`` reads only ``meta`` and ``open`` fields; ``derive`` is pure and gets all facts under
    the key, in order, of any base. ``row`` is a frozen dataclass; its fields carry the same part
    marks as facts, by which the guarded door hides them. ``derive`` is never called with nothing.
    """

    name: str
    reads: tuple[type[Fact], ...]
    keys: Callable[[Entry[Any]], Iterable[str]]
    derive: Callable[[Sequence[Entry[Any]]], R | None]
    row: type[R]
    roles: frozenset[Role] = ALL_ROLES - {Role.DISPLAY}
    #: What facts beyond a revocation's cut tell anew (they change nothing) stays in this view,
    #: marked, until adopted or dismissed: for reports, trapped people, danger and warnings.
    keeps_grey: bool = False
    #: Screens are told of it at once, however much else changes: somebody waits for it outside.
    urgent: bool = False


class Rows(Protocol):
    """The derived rows as an act may read them."""

    def get(self, view: View[R], key: str) -> R | None:
        """The row under a key."""
        ...

    def all(self, view: View[R]) -> dict[str, R]:
        """All rows of a view by key."""
        ...

    def group(self, kind: str, thing: ThingId) -> tuple[ThingId, ...]:
        """All things joined with this one, itself included, sorted."""
        ...


@dataclass(frozen=True, slots=True)
class Act(Generic[Q]):
    """What a person does at a desk: decided by a pure function into facts or a refusal."""

    name: str
    form: type[Q]
    decide: Callable[[Q, Rows, Actor, int], Sequence[Draft] | Refusal]
    roles: frozenset[Role] = ROOM


@dataclass(frozen=True, slots=True)
class Page:
    """A page (or fragment) of a desk. ``handler`` is a Starlette endpoint."""

    path: str
    handler: Callable[..., Any]
    roles: frozenset[Role] = ROOM
    methods: tuple[str, ...] = ("GET",)
    #: Key of its word in the menu; None for pages reached from others.
    menu: str | None = None
    #: The one key that opens it.
    shortcut: str | None = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class Desk:
    """One capability of the operations room, one folder."""

    name: str
    #: Desks and rooms whose modules this one imports; a test compares with the real imports.
    needs: tuple[str, ...] = ()
    facts: tuple[type[Fact], ...] = ()
    acts: tuple[Act[Any], ...] = ()
    views: tuple[View[Any], ...] = ()
    pages: tuple[Page, ...] = ()
    #: Path of the desk's folder, filled in by discovery.
    folder: str = field(default="", compare=False)
