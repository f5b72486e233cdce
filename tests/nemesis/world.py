"""Four real bases with their lines, and a base of a newer version and a stranger beside them."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from click.testing import CliRunner

from najda.cli import main
from najda.drill.links import Links
from najda.journal.entry import SignedFact
from najda.net.bundle import PieceReader
from nemesis.namespaces import Namespaces, namespaces
from processes import Served, environment, free_port

LETTERS = "ABCD"
CLOCKED = Path(__file__).with_name("clocked.py")
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class Base(Served):
    """A served base whose clock, disk and life are in the nemesis's hand."""

    def __init__(self, folder: Path, letter: str) -> None:
        super().__init__(folder)
        self.letter = letter
        #: Tells an installation from the one whose place it took.
        self.label = letter
        #: Stands before the command that serves it: its own network, where it has one.
        self.inside: list[str] = []
        self.host = self.sync_host = "127.0.0.1"
        self.sync_port = free_port()
        self.clock = folder.parent / f"{folder.name}.clock"
        self.clock.write_text("0")
        self.tokens: dict[str, str] = {}
        self.paused = False
        self.full = False
        #: False once it was wiped or revoked: its own promises end there.
        self.stands = True

    def command(self) -> list[str]:
        return [
            *self.inside, sys.executable, str(CLOCKED), str(self.clock), "serve", str(self.folder),
            "--host", self.host, "--port", str(self.port), "--sync-host", self.sync_host,
            "--sync-port", str(self.sync_port), "--poll", "0.5", *self.options,
        ]  # fmt: skip

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def is_up(self) -> bool:
        return self.process is not None and not self.paused

    def token(self, role: str, name: str = "") -> str:
        key = name or role
        if key not in self.tokens:
            made = quickly("token", str(self.folder), "--name", key, "--role", role)
            self.tokens[key] = made.split()[-1]
        return self.tokens[key]

    def http(self, role: str = "dispatcher", name: str = "", timeout: float = 6) -> httpx.Client:
        headers = {"authorization": f"Bearer {self.token(role, name)}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=timeout)

    def pause(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)
        self.paused = True

    def go_on(self) -> None:
        if self.paused:
            os.kill(self.pid, signal.SIGCONT)
        self.paused = False

    def fill_disk(self) -> None:
        """No byte goes to any file of this process from now on, as on a full disk."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        self.full = True

    def empty_disk(self) -> None:
        if self.full and self.process is not None:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, UNLIMITED)
        self.full = False

    def set_clock(self, seconds: float) -> None:
        self.clock.write_text(str(seconds))

    def end(self) -> None:
        self.go_on()
        self.full = False
        self.kill()


@dataclass
class World:
    """Everything the nemesis may touch."""

    folder: Path
    bases: dict[str, Base] = field(default_factory=dict)
    links: Links = field(default_factory=lambda: Links({}))
    root_key: Path = Path()
    #: Labels of installations whose disk is gone.
    gone: list[str] = field(default_factory=list)
    #: Letters of bases that took in a stick: what they read from it they count as one copy more.
    took_a_stick: set[str] = field(default_factory=set)
    networks: Namespaces | None = None

    @property
    def root(self) -> str:
        found: str = json.loads(self.root_key.read_text())["public"]
        return found

    def living(self) -> list[Base]:
        return [base for base in self.bases.values() if base.is_up]

    def standing(self) -> list[Base]:
        return [base for base in self.bases.values() if base.stands]

    def stick_of(self, letter: str) -> bytes:
        with self.bases[letter].http("chief", timeout=30) as http:
            return http.get("/trust/stick").raise_for_status().content

    def take_in(self, letter: str, stick: bytes) -> httpx.Response:
        self.took_a_stick.add(letter)
        with self.bases[letter].http("chief", timeout=60) as http:
            return http.post("/trust/stick", files={"file": ("s.njb", stick)})

    def start(self, letter: str) -> None:
        base = self.bases[letter]
        peers = self.links.peers_of(letter)
        base.options = [part for one, url in peers.items() for part in ("--peer", f"{one}={url}")]
        base.start()

    def part(self, side: set[str]) -> None:
        """Nothing goes between these bases and the others."""
        if self.networks is not None and len(side) == 1:
            self.networks.silence(*side)
            return
        for link in self.links.all:
            if (link.start in side) != (link.end in side):
                link.cut()

    def mend(self, but: set[str]) -> None:
        """All lines are whole again, but for those of some bases."""
        for link in self.links.all:
            if not {link.start, link.end} & but:
                link.mend()
        if self.networks is not None:
            for letter in self.bases.keys() - but:
                self.networks.speak(letter)

    def put_in_its_network(self, base: Base) -> Base:
        """Where there are networks, a base is served in the one of its letter."""
        if self.networks is not None:
            base.inside = self.networks.inside(base.letter)
            base.host = self.networks.address(base.letter, "desk")
            base.sync_host = self.networks.address(base.letter, "line")
            base.url = f"http://{base.host}:{base.port}"
        return base

    def close(self) -> None:
        for base in self.bases.values():
            base.go_on()
            base.kill()
        self.links.close()
        if self.networks is not None:
            self.networks.close()


def quickly(*args: str) -> str:
    """A command of ours in this process: a dozen interpreters less to start."""
    if "NAJDA_PLANT" in os.environ:  # in a process of its own, which has the bug too
        command = [sys.executable, str(CLOCKED), os.devnull, *args]
        return subprocess.run(
            command, capture_output=True, text=True, env=environment(), check=True
        ).stdout
    done = CliRunner().invoke(main, args, catch_exceptions=False)
    assert done.exit_code == 0, (args, done.output)
    return done.output


def init(folder: Path, letter: str, root: str | None = None) -> None:
    joining = ["--join", root] if root else []
    name = f"مركز {letter}"
    quickly("init", str(folder), "--name", name, "--letter", letter, "--key-file", *joining)


def enrol(first: Path, root_key: Path, folder: Path) -> None:
    """The root key takes the installation in a folder in, at a base that is not served."""
    request = folder.parent / f"{folder.name}.request"
    request.write_text(quickly("enrol", "request", str(folder)))
    quickly("enrol", "accept", str(first), str(request), "--key", str(root_key))


def make_world(folder: Path, others: str = "") -> World:
    """A founds; B, C, D and ``others`` are enrolled; all take A's stick; lines between all four."""
    world = World(folder)
    init(folder / "A", "A")
    world.root_key = folder / "A" / "root-key-KEEP-OFFLINE.json"
    for letter in [*LETTERS[1:], *others]:
        init(folder / letter, letter, world.root)
        enrol(folder / "A", world.root_key, folder / letter)
    stick = str(folder / "begin.stick")
    quickly("bundle", "export", str(folder / "A"), stick)
    for letter in [*LETTERS[1:], *others]:
        quickly("bundle", "import", str(folder / letter), stick)
    world.networks = namespaces(LETTERS)
    bases = [world.put_in_its_network(Base(folder / letter, letter)) for letter in LETTERS]
    world.bases = {base.letter: base for base in bases}
    networks = world.networks
    world.links = Links(
        {base.letter: base.sync_port for base in bases},
        near={one: networks.address(one, "line", near=True) for one in LETTERS} if networks else {},
        far={base.letter: base.sync_host for base in bases},
    )
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(world.start, LETTERS))
    except BaseException:
        world.close()
        raise
    return world


def facts_in(stick: bytes) -> Iterator[SignedFact]:
    """The facts of a stick's bytes."""
    for facts in PieceReader().feed(stick):
        yield from facts


def run(base: Base, command: str, folder: Path | None = None) -> dict[str, Any]:
    """A command of ours that answers in JSON, at a base or a copy of its folder."""
    done = subprocess.run(
        [sys.executable, str(CLOCKED), str(base.clock), command, str(folder or base.folder),
         "--json"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout or "{}")
    return found
