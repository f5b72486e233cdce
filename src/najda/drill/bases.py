"""The bases of a demo: real ``najda serve`` processes, made, killed, replaced and brought back."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from typing import Any

import httpx

from najda.asked_by_socket import ask
from najda.base import OpenBase, make_base
from najda.engine.card import Draft
from najda.journal.control import BaseEnrolled
from najda.net.enrolment import enrolled, read_key
from najda.plain import to_plain
from najda.settings import ROOT_KEY
from najda.vocabulary import Actor, Role

PASSWORD = "najda-demo"  # noqa: S105 - printed on the screen; demo bases hold nothing real
LOG_INS = (Role.DISPATCHER, Role.OPERATOR, Role.OBSERVER, Role.READER)
TOKENS = (Role.CHIEF, Role.DISPATCHER, Role.OPERATOR, Role.CREW, Role.OBSERVER)
_START_SECONDS = 30.0
_POLL_SECONDS = "1.0"


class NotUp(Exception):
    """A server process ended or did not answer."""


class Base:
    """One base: a folder, a server process, and the tokens of its drivers."""

    def __init__(self, letter: str, folder: Path, port: int, sync_port: int | None) -> None:
        self.letter = letter
        self.folder = folder
        self.port = port
        self.sync_port = sync_port
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[str] | None = None
        self.tokens: dict[str, str] = {}
        self.poll_seconds = _POLL_SECONDS

    @property
    def is_up(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self, peers: Mapping[str, str]) -> None:
        """Serve the folder; raises ``NotUp``."""
        command = [sys.executable, "-c", "from najda.cli import main; main()", "serve",
                   str(self.folder), "--port", str(self.port)]  # fmt: skip
        command += ["--poll", self.poll_seconds]
        if self.sync_port is not None:
            command += ["--sync-port", str(self.sync_port)]
        for letter, url in peers.items():
            command += ["--peer", f"{letter}={url}"]
        log = (self.folder.parent / f"{self.folder.name}.log").open("a")
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdout=subprocess.PIPE, stderr=log, text=True
        )
        log.close()
        code = self._wait_for_port()
        if code:
            self._make_log_ins(code)
        if not self.tokens:
            self.tokens = {role.value: self._token(role) for role in TOKENS}

    def _wait_for_port(self) -> str:
        """Reads what the server prints until it answers; gives the first-start code, if any."""
        process = self.process
        if process is None or process.stdout is None:
            raise NotUp(self.letter)
        code = ""
        patience = Timer(_START_SECONDS, process.kill)
        patience.start()
        for line in process.stdout:
            if "code" in line:
                code = line.split()[-1]
            if line.startswith("http"):
                patience.cancel()
                return code
        raise NotUp(f"{self.letter}: see {self.folder}.log")

    def _make_log_ins(self, code: str) -> None:
        with httpx.Client(base_url=self.url, timeout=20) as client:
            chief = {"code": code, "name": "رئيس المركز", "login": "chief", "password": PASSWORD}
            client.post("/start", data=chief)
            for role in LOG_INS:
                person = {"name": role.value, "login": role.value, "password": PASSWORD,
                          "role": role.value}  # fmt: skip
                client.post("/people", data=person, headers={"sec-fetch-site": "same-origin"})

    def _token(self, role: Role) -> str:
        found = ask(self.folder, "token", name=f"driver {role.value}", role=role.value)
        if found is None:
            raise NotUp(f"{self.letter}: nobody serves {self.folder}")
        return str(found["token"])

    def command(self, name: str, **values: Any) -> dict[str, Any]:
        """Ask the serving process; raises ``NotUp``."""
        found = ask(self.folder, name, **values)
        if found is None:
            raise NotUp(f"{self.letter}: nobody serves {self.folder}")
        return found

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End in order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(15)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_organisation(folder: Path, names: Mapping[str, str], port: int) -> dict[str, Base]:
    """Make a base for each letter; the first founds the organisation, at ``port`` (0: any)."""
    letters = list(names)
    first = letters[0]
    ports = {letter: port if port and letter == first else free_port() for letter in letters}
    sync_ports = {letter: free_port() if len(letters) > 1 else None for letter in letters}
    root = make_base(folder / first, name=names[first], letter=first, mode="demo")
    for letter in letters[1:]:
        make_base(folder / letter, name=names[letter], letter=letter, mode="demo", join_root=root)
    _enrol_all(folder, letters)
    return {one: Base(one, folder / one, ports[one], sync_ports[one]) for one in letters}


def _enrol_all(folder: Path, letters: list[str]) -> None:
    """The root key enrols every base; each takes the first one's facts from a stick."""
    first = OpenBase(folder / letters[0], None)
    try:
        for letter in letters[1:]:
            said = enrolment_of(folder / letter, folder / letters[0] / ROOT_KEY)
            actor = Actor(letters[0], "")
            first.room.write([Draft(said)], os.urandom(16).hex(), actor, 0).result()
        facts = [stored.signed() for stored in first.room.reader().journal.every()]
    finally:
        first.close()
    for letter in letters[1:]:
        base = OpenBase(folder / letter, None)
        try:
            base.room.receive(facts).result()
        finally:
            base.close()


def enrolment_of(folder: Path, root_key: Path) -> BaseEnrolled:
    """The fact that enrols the installation in a folder, signed by the root key file."""
    base = OpenBase(folder, None)
    try:
        certificate = base.room.reader().journal.local("tls_certificate") or b""
        chain, description = base.room.own_chain, base.description
    finally:
        base.close()
    keys = [read_key(root_key, None)]
    return enrolled(chain, description.letter, description.name, certificate.hex(), keys)


def replace_base(old: Base, survivor: Base, root_key: Path) -> Base:
    """An empty folder takes a dead base's place: new key, the old chain named, facts by stick."""
    folder = old.folder.with_name(f"{old.letter}-replaced")
    description = json.loads((old.folder / "base.json").read_text(encoding="utf-8"))
    root = json.loads(root_key.read_text(encoding="utf-8"))["public"]
    predecessor = json.loads((old.folder.parent / "chains.json").read_text())[old.letter]
    make_base(folder, name=description["name"], letter=old.letter, mode="demo", join_root=root,
              predecessor=predecessor)  # fmt: skip
    said = enrolment_of(folder, root_key)
    survivor.command("enrol", enrolled=to_plain(said))
    stick = folder.with_suffix(".stick")
    survivor.command("export", file=str(stick.resolve()))
    run_najda("bundle", "import", str(folder), str(stick))
    return Base(old.letter, folder, old.port, old.sync_port)


def note_chains(folder: Path, letters: list[str]) -> None:
    """Write down, outside the bases, which chain each installation signs."""
    chains = {}
    for letter in letters:
        base = OpenBase(folder / letter, None)
        chains[letter] = base.room.own_chain
        base.close()
    (folder / "chains.json").write_text(json.dumps(chains))


def run_najda(*args: str) -> str:
    """Run a command of ours; raises ``NotUp`` with what it said."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", "from najda.cli import main; main()", *args],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotUp(f"najda {' '.join(args)}: {done.stderr or done.stdout}")
    return done.stdout
