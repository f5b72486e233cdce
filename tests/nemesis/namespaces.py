"""Each base in a network of its own, where this machine allows it: a partition is silence.

A base has two lines to the machine: ``desk``, by which people reach it, and ``line``, by which it
reaches the other bases. Taking ``line`` down drops every packet and tells nobody, as a cut cable
does; a cutting relay can only hang up.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable

_NEEDED = "ip"


class NoNamespaces(Exception):
    """This machine, or who runs this, may not make networks."""


def _ip(*args: str) -> None:
    done = subprocess.run([_NEEDED, *args], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNamespaces(f"ip {' '.join(args)}: {done.stderr.strip()}")


class Namespaces:
    """Networks for some bases; raises ``NoNamespaces``."""

    def __init__(self, letters: Iterable[str]) -> None:
        if os.geteuid() != 0 or shutil.which(_NEEDED) is None:
            raise NoNamespaces("needs root and ip")
        self._letters = list(letters)
        self._mine = f"{os.getpid():x}"
        self._net = f"10.211.{os.getpid() % 256}"
        try:
            for letter in self._letters:
                self._make(letter)
        except NoNamespaces:
            self.close()
            raise

    def _make(self, letter: str) -> None:
        name = self.name(letter)
        _ip("netns", "add", name)
        _ip("-n", name, "link", "set", "lo", "up")
        for n, line in enumerate(("desk", "line")):
            near, far = f"{line}{self._mine}{letter}", line
            _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
            first = 8 * self._letters.index(letter) + 4 * n
            _ip("addr", "add", f"{self._net}.{first + 1}/30", "dev", near)
            _ip("-n", name, "addr", "add", f"{self._net}.{first + 2}/30", "dev", far)
            _ip("link", "set", near, "up")
            _ip("-n", name, "link", "set", far, "up")

    def name(self, letter: str) -> str:
        return f"najda-{self._mine}-{letter}"

    def inside(self, letter: str) -> list[str]:
        """What stands before a command that shall run there."""
        return [_NEEDED, "netns", "exec", self.name(letter)]

    def address(self, letter: str, line: str, *, near: bool = False) -> str:
        """Of a base on one of its lines, or of this machine at the near end."""
        first = 8 * self._letters.index(letter) + (4 if line == "line" else 0)
        return f"{self._net}.{first + (1 if near else 2)}"

    def silence(self, letter: str) -> None:
        """No packet goes between this base and the others from now on."""
        _ip("link", "set", f"line{self._mine}{letter}", "down")

    def speak(self, letter: str) -> None:
        """Packets go again."""
        _ip("link", "set", f"line{self._mine}{letter}", "up")

    def close(self) -> None:
        for letter in self._letters:
            subprocess.run(
                [_NEEDED, "netns", "del", self.name(letter)], capture_output=True, check=False
            )


def namespaces(letters: Iterable[str]) -> Namespaces | None:
    """Networks where they can be made; says which way partitions are made in this run."""
    try:
        made = Namespaces(letters)
    except NoNamespaces as wrong:
        print(f"partitions by cutting relays ({wrong})")  # noqa: T201 - what the run was
        return None
    print("partitions by network namespaces")  # noqa: T201 - what the run was
    return made
