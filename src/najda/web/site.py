"""Everything the web face of one base holds: room, people, words, templates, live stream."""

import dataclasses
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from najda.engine.card import Page, Rows
from najda.engine.operations_room import Change, OperationsRoom
from najda.net.certificates import LOOPBACK
from najda.net.copies import Kept
from najda.net.station import Station
from najda.places import own_gazetteer
from najda.scene_clock import SceneClock
from najda.settings import BaseDescription
from najda.vocabulary import Absent, Role, ThingId
from najda.web import language
from najda.web.join_codes import JoinCodes
from najda.web.language import Speech, Words
from najda.web.live import LiveHub
from najda.web.paths import HERE
from najda.web.people_at_work import FirstStart, PeopleAtWork
from najda.web.shared import SharedAnswers
from najda.web.side_by_side import spoken_lines

T = TypeVar("T")
#: The view whose rows say which role a person has.
PEOPLE = "people.person"
Granted = Callable[[Rows, ThingId], tuple[Role, str] | None]


@dataclass(frozen=True, slots=True)
class PhoneWay:
    """How a phone reaches this base."""

    #: As in ``https://192.168.1.10:8443``.
    address: str
    #: Whether a phone that trusts the organisation's authority trusts it under this address.
    is_trusted: bool

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return f"//{LOOPBACK}:" in self.address


class Site:
    """The web face of an open base."""

    def __init__(
        self,
        room: OperationsRoom,
        description: BaseDescription,
        clock: SceneClock,
        granted: Granted,
    ) -> None:
        """``granted`` says which role the facts grant a person now, and their name."""
        self.room = room
        self.description = description
        self.clock = clock
        self.granted = granted
        self.live = LiveHub([one.name for one in room.desks.views.values() if one.urgent])
        self.people = PeopleAtWork(room, self.live.doubt)
        self.first_start = FirstStart()
        self.shared = SharedAnswers(self.live)
        #: Forgets the key, where the base has a passphrase.
        self.seal: Callable[[], None] | None = None
        self.join_codes = JoinCodes()
        #: How phones come in by HTTPS; gives None where only loopback is served.
        self.phone_way: Callable[[], PhoneWay | None] = lambda: None
        #: Where a fact (id, chain, number) is, as told by living peers.
        self.kept: Callable[[str, str, int], Kept] = lambda *_: Kept()
        self.station: Station | None = None
        room.on_change(self.live.publish)
        room.on_change(self._doubt_roles)
        self.words = words_of(room)
        self._files_version = files_version()
        self.templates = environment(room)
        self._once: dict[Callable[..., Any], Any] = {}
        self._once_lock = threading.Lock()

    def _doubt_roles(self, change: Change) -> None:
        """A role may have gone, here or at another base."""
        if any(view == PEOPLE for view, _ in change.rows):
            self.live.doubt()

    def invented(self) -> int:
        """How many things at this base are invented (demo, exercise): rows that say so."""
        return self.shared.get("invented", self._count_invented)

    def _count_invented(self) -> int:
        views = self.room.reader().views
        marked = (v for v in self.room.desks.views.values() if "invented" in _names(v.row))
        return sum(row.invented for view in marked for row in views.all(view).values())

    def once(self, make: Callable[..., T], *given: object) -> T:
        """What a desk keeps beside this base while it is served; made when first asked for."""
        with self._once_lock:
            if make not in self._once:
                self._once[make] = make(*given)
            found: T = self._once[make]
            return found

    def menu(self, role: Role) -> list[Page]:
        """The pages a role finds in the menu, in the order the cards give."""
        pages = [
            page
            for desk in self.room.desks.desks
            for page in desk.pages
            if page.menu is not None and role in page.roles
        ]
        return sorted(pages, key=lambda page: (page.order, page.path))

    def has_page(self, path: str, role: Role) -> bool:
        """Whether a desk offers this page to the role."""
        return any(
            page.path == path and role in page.roles
            for desk in self.room.desks.desks
            for page in desk.pages
        )

    def url_of(self, kind: str, thing: ThingId | None) -> str:
        """The page of a thing that search found, by the desk its fact belongs to."""
        desk = kind.partition(".")[0]
        pages = {p.path for one in self.room.desks.desks for p in one.pages}
        path = f"/{desk}/{{id}}"
        if thing and path in pages:
            return path.replace("{id}", thing)
        return f"/{desk}" if f"/{desk}" in pages else "/"

    def helpers(self, speech: Speech) -> Mapping[str, Any]:
        """What templates may call: words, numbers, times, isolation."""

        def t(key: str, /, **values: object) -> str:
            return self.words.say(speech, key, **values)

        def age(at_ms: int | None, now: int) -> str:
            if at_ms is None:
                return t("not_said")
            key, n = language.age_parts(max(0, now - at_ms))
            return t(key, n=n)

        def part(value: object) -> Markup | str:
            """A value that may be absent: withheld, destroyed, hidden, or not said."""
            if isinstance(value, Absent):
                return Markup('<span class="absent">{}</span>').format(t(f"absent_{value.value}"))
            return language.spoken(str(value)) if value is not None else ""

        def quarter(id_: str | None) -> Markup | str:
            """The name of a quarter in the reader's language; the id where the list lacks it."""
            if id_ is None:
                return ""
            place = own_gazetteer().by_id(id_)
            if place is None:
                return language.isolated(id_)
            return language.isolated(place.name_ar if speech.lang == "ar" else place.name_en)

        return {
            "t": t,
            "file": lambda name: f"/static/{name}?v={self._files_version}",
            "quarter": quarter,
            "age": age,
            "part": part,
            "num": lambda value: language.number(speech, value),
            "bdi": language.isolated,
            "clock": lambda at_ms: language.isolated(language.time_of_day(speech, at_ms)),
            "day": lambda at_ms: language.isolated(language.day(speech, at_ms)),
            "when": lambda said: language.isolated(language.when(speech, said)),
            "full_time": lambda at_ms: language.isolated(language.full_time(speech, at_ms)),
            "lines": lambda kind, text: spoken_lines(self.words, speech, kind, text),
            "is_absent": lambda value: isinstance(value, Absent),
        }


def _names(row: type[Any]) -> set[str]:
    return {field.name for field in dataclasses.fields(row)}


@lru_cache(maxsize=1)
def files_version() -> str:
    """One name for all files a browser may keep; another once any of them changes."""
    digest = blake2b(digest_size=6)
    for path in sorted((HERE / "static").rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def words_of(room: OperationsRoom) -> Words:
    """The shared catalogue and one for each desk."""
    desks = [(desk.name, Path(desk.folder)) for desk in room.desks.desks]
    return Words([("", HERE), *desks])


def environment(room: OperationsRoom) -> Environment:
    """Templates of the web room and of each desk, by prefix; escaping is the default."""
    folders = {"web": HERE / "templates"}
    folders |= {desk.name: Path(desk.folder) / "templates" for desk in room.desks.desks}
    return Environment(
        loader=PrefixLoader(
            {name: FileSystemLoader(str(folder)) for name, folder in folders.items()}
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
