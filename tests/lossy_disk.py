"""A file system under SQLite (and under its encryption) that forgets what was not flushed.

It keeps, for each file, what is durable and what was written since the last flush. A power cut
keeps the durable part and any part of the rest, the last write perhaps torn.
"""

import random
from pathlib import Path
from typing import Any

import apsw


class Image:
    """One file as the platter holds it."""

    def __init__(self) -> None:
        self.durable = bytearray()
        self.pending: list[tuple[int, bytes | None]] = []

    def write(self, offset: int, data: bytes | None) -> None:
        """Remember a write (or, with None, a truncation to ``offset``)."""
        self.pending.append((offset, data))

    def flush(self) -> None:
        for one in self.pending:
            apply(self.durable, *one)
        self.pending.clear()

    def after_power_cut(self, chance: random.Random) -> bytes:
        """What is there when power comes back: some of what was pending, the last one torn."""
        left = bytearray(self.durable)
        for offset, data in self.pending:
            if chance.random() < 0.5:
                continue
            torn = data is not None and chance.random() < 0.2
            kept = data[: chance.randrange(len(data) + 1)] if torn and data is not None else data
            apply(left, offset, kept)
        return bytes(left)


def apply(image: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del image[offset:]
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data


class LossyFile(apsw.VFSFile):
    """A file whose writes are also written to its image."""

    def __init__(self, disk: "LossyDisk", name: Any, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        text = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._disk = disk
        self._image = disk.image(text)

    def xWrite(self, data: Any, offset: int) -> None:
        self._disk.before_write()
        super().xWrite(data, offset)
        self._image.write(offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._image.write(size, None)

    def xSync(self, flags: int) -> None:
        self._disk.before_write()
        super().xSync(flags)
        self._image.flush()


class LossyDisk(apsw.VFS):
    """The file system; registered under its name while it lives."""

    def __init__(self, name: str = "lossy") -> None:
        self.name = name
        self.images: dict[str, Image] = {}
        self.full = False
        self.on_write: Any = None
        super().__init__(name, base="unix")

    def image(self, path: str | None) -> Image:
        return self.images.setdefault(Path(path).name if path else "", Image())

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return LossyFile(self, name, flags)

    def before_write(self) -> None:
        if self.full:
            raise apsw.FullError("the disk is full")
        if self.on_write is not None:
            self.on_write()

    def power_cut(self, folder: Path, chance: random.Random) -> None:
        """Write to ``folder`` what would be found after a power cut this moment."""
        for name, image in self.images.items():
            if name:
                (folder / name).write_bytes(image.after_power_cut(chance))
