"""A second disk or a stick as a labelled copy: the bundle streamed to it and read back.

It counts as one copy, whatever the number of sticks, and only for what was read back whole.
"""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import apsw

from najda.journal.entry import (
    MalformedBytes,
    SignedFact,
    check_parts,
    decode_shell,
    lacking_parts,
    shell_hash,
)
from najda.journal.file import JournalFile
from najda.journal.keys import shell_is_signed
from najda.net.bundle import PieceReader, pack
from najda.net.copies import Holders
from najda.net.holdings import missing_for
from najda.net.vector import ChainHeld, Vector

READ_BYTES = 1 << 18
_LOOK_SECONDS = 2.0


class CopyProblem(Exception):
    """The copy cannot be written or read back; ``reason`` is a key of the words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Found:
    """What was read from a copy, fact by fact; only what verifies counts."""

    def __init__(self) -> None:
        self._closed: dict[str, int] = {}
        self._ahead: dict[str, set[int]] = {}
        self._lacking: set[str] = set()

    def add(self, facts: Iterable[SignedFact]) -> None:
        """Facts as they were read back."""
        for fact in facts:
            self._add(fact)

    def _add(self, fact: SignedFact) -> None:
        try:
            shell = decode_shell(fact.shell)
            check_parts(shell, fact.parts)
        except MalformedBytes:
            return
        if not shell_is_signed(shell.chain, fact.shell, fact.signature):
            return
        chain, id_ = shell.chain.hex(), shell_hash(fact.shell).hex()
        if lacking_parts(shell, fact.parts):
            self._lacking.add(id_)
        else:
            self._lacking.discard(id_)
        ahead = self._ahead.setdefault(chain, set())
        ahead.add(shell.seq)
        closed = self._closed.get(chain, 0)
        while closed + 1 in ahead:
            closed += 1
            ahead.discard(closed)
        self._closed[chain] = closed

    def vector(self) -> Vector:
        """What the copy holds."""
        chains = {}
        for chain, closed in self._closed.items():
            ranges: list[tuple[int, int]] = []
            for seq in sorted(one for one in self._ahead[chain] if one > closed):
                if ranges and ranges[-1][1] + 1 == seq:
                    ranges[-1] = (ranges[-1][0], seq)
                else:
                    ranges.append((seq, seq))
            chains[chain] = ChainHeld(closed, tuple(ranges))
        return Vector(chains, frozenset(self._lacking))


class SecondCopy:
    """One file on another disk, kept level with the journal."""

    def __init__(self, label: str, path: Path) -> None:
        self.label = label
        self.path = path
        #: Key of what is wrong now; empty where it is level.
        self.problem = ""
        self._found: Found | None = None
        self._good_bytes = 0

    def extend(self, journal: JournalFile) -> Vector:
        """Write what it lacks, flush, read it back; raises ``CopyProblem``."""
        try:
            if self._found is None or self.path.stat().st_size != self._good_bytes:
                self._read_whole()
            vector = self._append(journal)
        except OSError as wrong:
            self._found = None
            raise CopyProblem("copy_not_there") from wrong
        return vector

    def _read_whole(self) -> None:
        self._found, self._good_bytes = Found(), 0
        if not self.path.parent.is_dir():
            raise CopyProblem("copy_not_there")
        if self.path.exists():
            self._read_back(0)

    def _read_back(self, start: int) -> None:
        """Read from a byte on; what is damaged is told by what is then missing."""
        reader = PieceReader()
        found = self._found or Found()
        with self.path.open("rb") as file:
            _forget_cached(file.fileno())
            file.seek(start)
            while data := file.read(READ_BYTES):
                for facts in reader.feed(data):
                    found.add(facts)
        self._good_bytes = self.path.stat().st_size

    def _append(self, journal: JournalFile) -> Vector:
        found = self._found or Found()
        held = found.vector()
        wrote = False
        with self.path.open("ab") as file:
            start = file.tell()
            for piece in pack(one.signed() for one in missing_for(journal, held)):
                file.write(piece)
                wrote = True
            file.flush()
            os.fsync(file.fileno())
        if wrote:
            self._read_back(start)
        return found.vector()


def _forget_cached(descriptor: int) -> None:
    """Read from the disk and not from memory, where the system allows it."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


class SecondCopies:
    """Keeps the copies of a served base level, in a thread of its own."""

    def __init__(self, holders: Holders, journal: Callable[[], JournalFile]) -> None:
        self._holders = holders
        self._journal = journal
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.copies: list[SecondCopy] = []

    def start(self) -> None:
        """Begin; nothing to do where no second disk was named."""
        if self.copies:
            self._thread = threading.Thread(target=self._run, name="najda-copies", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self) -> None:
        while not self._stop.is_set():
            for copy in self.copies:
                self.level(copy)
            self._stop.wait(_LOOK_SECONDS)

    def level(self, copy: SecondCopy) -> None:
        """Bring one copy level and count it, or say what is wrong with it."""
        try:
            vector = copy.extend(self._journal())
        except CopyProblem as wrong:
            copy.problem = wrong.reason
            return
        except apsw.Error:
            copy.problem = "copy_unread"  # the journal could not be read this moment
            return
        copy.problem = ""
        self._holders.note_labelled(copy.label, vector)
