"""What was acknowledged, written down outside the bases before anything else is sent."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One 201: who gave it, for what."""

    base: str
    item: str | None
    name: str
    id: str
    facts: tuple[str, ...]
    #: The words of a report; None for an act.
    text: str | None
    #: Machine time of the answer (``time.monotonic``, one for all processes of a machine).
    at: float

    def plain(self) -> dict[str, Any]:
        """As it is written down."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Acknowledged":
        """Read again."""
        return cls(**{**plain, "facts": tuple(plain["facts"])})


class Ledger:
    """A file with a line for each 201, flushed to the disk line by line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def write(self, one: Acknowledged) -> None:
        """Keep it; it is on disk when this returns."""
        self._file.write(json.dumps(one.plain(), ensure_ascii=False) + "\n")
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()
