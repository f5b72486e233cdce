"""The score sheet of an exercise, as plain values, kept as one file of its folder."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from najda.plain import NotPlain, from_plain, to_plain

FILE = "exercise.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One strike of the night, as it truly was, and when it was reached (minutes of the night)."""

    minute: int
    quarter: str
    wounded: int
    trapped: int
    #: First told to the room.
    told: int
    #: When its incident was opened and its first unit sent; None = never.
    opened: int | None = None
    sent: int | None = None
    ambulance: int | None = None
    crew: int | None = None

    @property
    def missed(self) -> bool:
        """People were there and nobody came."""
        return bool(self.wounded or self.trapped) and self.ambulance is None and self.crew is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What one way of sending units came to: the people at the screens, or the product alone."""

    #: people, proposal or closest-idle
    who: str
    survivors: float
    wounded: int
    trapped: int
    response: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet; ``ways`` besides the people's own come when the night is over."""

    seed: str
    load: float
    minutes: int
    minute: int = 0
    over: bool = False
    wounded: int = 0
    trapped: int = 0
    ways: tuple[Way, ...] = ()
    strikes: tuple[Reached, ...] = ()
    #: Orders people gave, and of these the ones that were overridden proposals.
    sent: int = 0
    overridden: int = 0


def keep_sheet(folder: Path, sheet: Sheet) -> None:
    """Write the sheet into the exercise's folder."""
    fresh = folder / f"{FILE}.fresh"
    fresh.write_text(json.dumps(to_plain(sheet), ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder / FILE)


def kept_sheet(folder: Path) -> Sheet | None:
    """The sheet of a folder; nothing where no exercise was played in it."""
    try:
        return from_plain(Sheet, json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, NotPlain):
        return None
