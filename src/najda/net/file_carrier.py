"""The file carrier: the same bundle on a stick, as backup, as continuity pack, for joining."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from najda.journal.attachments import Attachments, Damaged, TooLarge
from najda.journal.entry import SignedFact
from najda.journal.file import JournalFile
from najda.net.bundle import PieceReader, pack
from najda.net.fetching import Named, can_be_fetched
from najda.net.holdings import missing_for
from najda.net.vector import Vector
from najda.vocabulary import Part

READ_BYTES = 1 << 16
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to."""

    new: int = 0
    known: int = 0
    parts: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    skipped_bytes: int = 0


def write_bundle(
    journal: JournalFile,
    path: Path,
    *,
    without: Iterable[Part] = (),
    theirs: Vector | None = None,
    progress: Progress = lambda _: None,
) -> int:
    """Write all facts (or those a vector lacks) to a file, replaced whole; gives their number."""
    partial = path.with_name(path.name + ".part")
    held_back = set(without)
    count = 0

    def counted() -> Iterator[SignedFact]:
        nonlocal count
        for stored in missing_for(journal, theirs or Vector()):
            count += 1
            progress(count)
            yield stored.signed(without=held_back)

    with partial.open("wb") as file:
        for piece in pack(counted()):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return count


def read_bundle(path: Path) -> Iterator[tuple[list[SignedFact], PieceReader]]:
    """The facts of each good piece of a file; damaged pieces are skipped and counted."""
    reader = PieceReader()
    with path.open("rb") as file:
        while data := file.read(READ_BYTES):
            for facts in reader.feed(data):
                yield facts, reader
    yield [], reader


def attachments_beside(path: Path) -> Path:
    """The folder beside a bundle that holds attachments, each named by its SHA-256."""
    return path.with_name(path.name + ".attachments")


def write_attachments(held: Attachments, named: Iterable[Named], path: Path) -> int:
    """Write attachments beside a bundle, those not there yet; gives how many."""
    folder = attachments_beside(path)
    count = 0
    for one in filter(can_be_fetched, named):
        target = folder / one.sha256
        if target.exists() or not held.has(one.sha256):
            continue
        folder.mkdir(exist_ok=True)
        partial = target.with_name(target.name + ".part")
        with partial.open("wb") as file:
            for chunk in held.read(one.sha256):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        count += 1
    return count


def read_attachments(held: Attachments, named: Iterable[Named], path: Path) -> int:
    """Take in attachments beside a bundle that facts name and that are not here; how many.

    One that is not what its name says is left where it lies.
    """
    folder = attachments_beside(path)
    count = 0
    for one in filter(can_be_fetched, named):
        source = folder / one.sha256
        if held.has(one.sha256) or not source.exists():
            continue
        arriving = held.begin(one.sha256)
        try:
            with source.open("rb") as file:
                file.seek(arriving.size)
                while data := file.read(READ_BYTES):
                    arriving.take(data)
            arriving.end()
        except (Damaged, TooLarge):
            arriving.drop()
            continue
        count += 1
    return count
