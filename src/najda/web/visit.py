"""One person's visit to one page: who they are, what they may read, how they are spoken to.

Pages and the API read rows only through a visit, so that every row passes the guarded door.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, RedirectResponse, Response

from najda.engine.card import View
from najda.engine.operations_room import OperationsRoom
from najda.net.copies import Kept
from najda.refused import Refused, refuse
from najda.vocabulary import Actor, Role, ThingId
from najda.web import door
from najda.web.forms import new_id
from najda.web.language import Speech
from najda.web.people_at_work import Preferences

if TYPE_CHECKING:
    from najda.web.site import Site

R = TypeVar("R")

#: From so many copies on, one base may burn and nothing is lost.
SAFE_COPIES = 2
#: Facts whose copies one page asks for; their names have to fit into an address.
MOST_MARKED = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at the keyboard."""

    id: ThingId
    name: str
    role: Role
    #: The token they came with, for logging out.
    token: str
    by_cookie: bool
    preferences: Preferences


@dataclass(slots=True)
class Visit:
    """A request with everything a handler needs."""

    http: HttpRequest
    site: "Site"
    person: Person
    speech: Speech

    @property
    def room(self) -> OperationsRoom:
        """The operations room."""
        return self.site.room

    @property
    def now(self) -> int:
        """The time on the scene."""
        return self.site.clock.now_ms()

    @property
    def clock_is_doubtful(self) -> bool:
        """Whether this machine's clock disagrees with the other bases': then nothing ends by it."""
        return self.site.station is not None and self.site.station.clock_is_doubtful()

    @property
    def silent_bases(self) -> frozenset[str]:
        """Letters of bases whose machines are not heard from."""
        return self.site.station.silent_bases() if self.site.station else frozenset()

    @property
    def role(self) -> Role:
        """What the person may see and do."""
        return self.person.role

    @property
    def actor(self) -> Actor:
        """Who acts, as facts say it."""
        return Actor(self.room.letter, self.person.id)

    def require(self, roles: Iterable[Role]) -> None:
        """Refuse those whose role is too small."""
        if self.role not in roles:
            raise Refused(refuse("role_too_small", status=403, role=self.role.value))

    def may(self, desk: str, act: str) -> bool:
        """Whether the person may do an act (to leave its button out)."""
        found = self.room.desks.acts.get((desk, act))
        return found is not None and self.role in found.roles

    def row(self, view: View[R], key: str) -> R | None:
        """A row as the person may see it."""
        found = self.room.reader().views.get(view, key)
        return door.through(view, found, self.role) if found is not None else None

    def need(self, view: View[R], key: str) -> R:
        """A row that must be there; raises ``Refused`` (404)."""
        found = self.row(view, key)
        if found is None:
            raise Refused(refuse("not_here", status=404))
        return found

    def rows(self, view: View[R]) -> dict[str, R]:
        """All rows of a view as the person may see them."""
        return self._shown(view, self.room.reader().views.all(view))

    def _shown(self, view: View[R], rows: Mapping[str, R]) -> dict[str, R]:
        if not door.may_open(view, self.role):
            raise Refused(refuse("role_too_small", status=403, role=self.role.value))
        return {key: door.shown(row, self.role) for key, row in rows.items()}

    def some(self, view: View[R], keys: Iterable[str]) -> dict[str, R]:
        """The rows under some keys, those that are there, as the person may see them."""
        return self._shown(view, self.room.reader().views.some(view, keys))

    def last(self, view: View[R]) -> Iterator[R]:
        """Rows from the last key backwards, as the person may see them."""
        if not door.may_open(view, self.role):
            raise Refused(refuse("role_too_small", status=403, role=self.role.value))
        return (door.shown(row, self.role) for row in self.room.reader().views.last(view))

    def waiting_things(self) -> list[ThingId]:
        """Things that facts name and that are not here."""
        return self.room.waiting_things()

    def name_of(self, person: ThingId) -> str:
        """What a colleague with a role is called; empty where that is not known here."""
        found = self.site.granted(self.room.reader().views, person)
        return found[1] if found else ""

    def kept(self, fact: str | None) -> Kept:
        """Where a fact is; it counts here only with all its parts."""
        stored = self.room.reader().journal.get(fact) if fact else None
        if stored is None:
            return Kept(copies=0)
        found = self.site.kept(stored.id, stored.chain, stored.seq)
        return replace(found, copies=found.copies - 1) if stored.lacking() else found

    def least_kept(self, facts: Iterable[str]) -> Kept:
        """Where the least safe of some facts is."""
        return min(map(self.kept, facts), key=lambda one: one.copies)

    def only_here(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Those of some facts that are known to be nowhere else, ``MOST_MARKED`` at most."""
        alone = (fact for fact in facts if self.kept(fact).copies < SAFE_COPIES)
        return tuple(islice(alone, MOST_MARKED))

    def group(self, kind: str, thing: ThingId) -> tuple[ThingId, ...]:
        """All things joined with this one."""
        return self.room.reader().views.group(kind, thing)

    def groups(self, kind: str) -> dict[ThingId, ThingId]:
        """Every joined thing with the first member of its group."""
        return self.room.reader().views.groups(kind)

    def say(self, key: str, /, **values: object) -> str:
        """Words in the reader's language."""
        return self.site.words.say(self.speech, key, **values)

    def render(self, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page in the reader's language."""
        return HTMLResponse(self.text(template, **values), status_code=status)

    def text(self, template: str, /, **values: Any) -> str:
        """A rendered template as text."""
        context: Mapping[str, Any] = {
            "visit": self,
            "site": self.site,
            "speech": self.speech,
            "person": self.person,
            "role": self.role,
            "now": self.now,
            "new_id": new_id,
            "path": self.http.url.path,
            **self.site.helpers(self.speech),
        }
        found: str = self.site.templates.get_template(template).render({**context, **values})
        return found

    @property
    def is_fragment(self) -> bool:
        """Whether HTMX asks for a part of the page."""
        return self.http.headers.get("hx-request") == "true"


def visit_of(http: HttpRequest) -> Visit:
    """The visit that the application made for this request."""
    found: Visit = http.state.visit
    return found


def go(url: str) -> Response:
    """Send the browser on after a write."""
    return RedirectResponse(url, status_code=303)


def templates_beside(file: str) -> Path:
    """The templates folder beside a module."""
    return Path(file).parent / "templates"
