"""The page beside the bases: which live, which links hold, what is where, and the scoreboard.

Served by the driver, from outside the bases, while the night is played and afterwards.
"""

import contextlib
import datetime
import http.server
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jinja2

from najda.drill.demo import Played, base_names

_HERE = Path(__file__).parent
_LOOK_SECONDS = 1.0
_SHORT = 8
#: The offset of Aleppo in that September.
_ALEPPO = datetime.timezone(datetime.timedelta(hours=3))
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Chain:
    """One installation's record, and the most that any living base holds of it."""

    id: str
    letter: str
    most: int

    @property
    def short(self) -> str:
        """The first digits of its name."""
        return self.id[:_SHORT]


@dataclass(frozen=True, slots=True)
class BaseSeen:
    """One base as it looks from outside."""

    letter: str
    name: str
    state: str
    url: str | None
    acknowledged: int
    #: Facts it holds, all together and by chain; None where it was not asked.
    facts: int | None = None
    held: Mapping[str, int] = field(default_factory=dict)


class Watch:
    """Looks at the bases once a second and shows what it saw."""

    def __init__(self, played: Played, port: int) -> None:
        """Raises ``OSError`` where the port is taken."""
        self._played = played
        self._names = base_names()
        self._words = tomllib.loads((_HERE / "watch.toml").read_text(encoding="utf-8"))
        loader = jinja2.FileSystemLoader(_HERE / "templates")
        self._page = jinja2.Environment(loader=loader, autoescape=True).get_template("watch.html")
        self._held: dict[str, dict[str, int]] = {}
        self._letters: dict[str, str] = {}
        self._stop = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        for work in (self._server.serve_forever, self._look):
            threading.Thread(target=work, daemon=True, name="watch").start()

    def close(self) -> None:
        """Stop looking and serving."""
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()

    def _look(self) -> None:
        with httpx.Client(timeout=5) as client:
            while not self._stop.wait(_LOOK_SECONDS):
                for letter, base in list(self._played.bases.items()):
                    if base.is_up and base.tokens:
                        with contextlib.suppress(httpx.HTTPError, ValueError):
                            self._ask(client, letter, base.url, base.tokens["operator"])
                    else:
                        self._held.pop(letter, None)

    def _ask(self, client: httpx.Client, letter: str, url: str, token: str) -> None:
        headers = {"authorization": f"Bearer {token}"}
        lines = client.get(f"{url}/api/v1/exchange", headers=headers).json()["bases"]
        self._held[letter] = {one["chain"]: one["held"] + one["detached"] for one in lines}
        self._letters.update({one["chain"]: one["letter"] for one in lines})

    def bases(self) -> list[BaseSeen]:
        """Every base as it was seen last."""
        played = self._played
        living = [one for one, base in played.bases.items() if base.is_up]
        found = []
        for letter, base in played.bases.items():
            held = self._held.get(letter)
            found.append(
                BaseSeen(
                    letter=letter,
                    name=self._names[letter],
                    state=self._state(letter, living),
                    url=base.url if letter in living else None,
                    acknowledged=sum(one.base == letter for one in played.tally.acknowledged),
                    facts=sum(held.values()) if held else None,
                    held=held or {},
                )
            )
        return sorted(found, key=lambda one: one.letter)

    def _state(self, letter: str, living: list[str]) -> str:
        played = self._played
        if letter not in living:
            return "killed"
        if any(hit.letter == letter and hit.stage == "cut" for hit in played.hits):
            return "cut"
        if letter in played.back:
            return "replaced" if "replaced" in played.bases[letter].folder.name else "back"
        return "alone" if len(living) == 1 and len(played.bases) > 1 else "up"

    def links(self) -> dict[tuple[str, str], str]:
        """Each line: up, or cut (a line to a dead base is as good as cut)."""
        up = {one for one, base in self._played.bases.items() if base.is_up}
        return {
            (one.start, one.end): "cut" if one.is_cut or not {one.start, one.end} <= up else "up"
            for one in self._played.links.all
        }

    def chains(self, bases: list[BaseSeen]) -> list[Chain]:
        """All records that some living base holds."""
        ids = {chain for base in bases for chain in base.held}
        found = [
            Chain(id_, self._letters.get(id_, "?"), max(base.held.get(id_, 0) for base in bases))
            for id_ in ids
        ]
        return sorted(found, key=lambda one: (one.letter, one.id))

    def page(self, lang: str) -> str:
        """The page in a language."""
        bases = self.bases()
        now = datetime.datetime.fromtimestamp(self._played.now_ms / 1000, _ALEPPO)
        return self._page.render(
            lang=lang,
            w={name: said[lang] for name, said in self._words.items()},
            refresh=True,
            scene=now.strftime("%Y-%m-%d %H:%M"),
            bases=bases,
            links=self.links(),
            chains=self.chains(bases),
            told=self._played.told[-30:],
            acknowledged=len(self._played.tally.acknowledged),
            scored={
                name: value if not isinstance(value, list) else len(value)
                for name, value in self._played.scored.items()
            },
        )


def _handler(watch: Watch) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        """Answers the page and its style; nothing else is here."""

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if asked.path == "/watch.css":
                self._answer((_HERE / "templates" / "watch.css").read_bytes(), "text/css")
            elif asked.path == "/":
                lang = parse_qs(asked.query).get("lang", ["ar"])[0]
                page = watch.page(lang if lang in ("ar", "en") else "ar")
                self._answer(page.encode(), "text/html; charset=utf-8")
            else:
                self.send_error(404)

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            for name, value in {**HEADERS, "content-type": kind}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            """Say nothing on the terminal."""

    return Handler


def watched(played: Played, port: int) -> Watch:
    """The page at this port, or at any free one where it is taken."""
    try:
        return Watch(played, port)
    except OSError:
        return Watch(played, 0)
