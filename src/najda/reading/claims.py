"""What reading proposes: events and claims, as plain values."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from najda.incidents.facts import ClaimKind

#: Name and version of the JSON that ``najda read`` prints.
SCHEMA = "najda-read/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as the text names it, with the gazetteer's best answer where there is one."""

    text: str
    id: str | None = None
    name_en: str | None = None
    name_ar: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    #: Several places may be meant: a person chooses, what stands here is only the likeliest.
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When it happened: ISO 8601, days as ``YYYY-MM-DD``, finer ones with offset."""

    start: str
    end: str | None = None
    precision: str = "day"
    #: The words that say it; None where the date of the report stands in.
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An incident (one strike, fire, collapse at one place) or a campaign (area and period)."""

    event: str
    kind: str
    place: Place | None
    time: Time | None
    weapon: str | None = None
    aircraft: str | None = None
    #: The passage that speaks of it, in code points of the text.
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposed claim. ``low``/``high`` None = open or no number."""

    claim: str
    event: str | None
    kind: ClaimKind
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    bound: str | None = None
    #: From the origin to the nearest teller; empty = the text's own statement.
    tellers: tuple[str, ...] = ()
    modality: str = "asserted"
    polarity: str = "+"
    scope: str = "own"
    of: str | None = None
    status: str | None = None
    age_sex: str | None = None
    quote: str = ""
    start: int = 0
    end: int = 0
    confidence: float = 0.5
    #: Name and version of the rule that proposed it.
    reader: str = ""
    #: The sentence it stands in, in code points of the text.
    passage_start: int = 0
    passage_end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one text proposes."""

    date: str
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    #: Proposals the verifier dropped, counted by its rule.
    dropped: Counter[str] = field(default_factory=Counter)
    #: Code points at the end of the text that were not read (beyond the cap).
    unread: int = 0
    #: Where the rules themselves broke on this text; then nothing is proposed. Empty = they held.
    fault: str = ""


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """The document ``najda read --json`` prints, of plain JSON values."""
    return {
        "schema": SCHEMA,
        "date": reading.date,
        "events": [_event(event) for event in reading.events],
        "claims": [_claim(claim) for claim in reading.claims],
        "dropped": dict(sorted(reading.dropped.items())),
        "unread": reading.unread,
    }


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _event(event: Event) -> dict[str, Any]:
    row = _fields(event)
    row["place"] = None if event.place is None else _fields(event.place)
    row["time"] = None if event.time is None else _fields(event.time)
    row["passage"] = [row.pop("start"), row.pop("end")]
    return row


def _claim(claim: Claim) -> dict[str, Any]:
    row = _fields(claim)
    row["kind"] = claim.kind.value
    row["tellers"] = list(claim.tellers)
    row["passage"] = [row.pop("passage_start"), row.pop("passage_end")]
    for optional in ("of", "status", "age_sex"):
        if row[optional] is None:
            del row[optional]
    return row
