"""What we were told, by whom, through whom, when."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, Personal, Placed, ThingId, When, Where, Worded


class Channel(StrEnum):
    """How a report reached us."""

    PHONE = "phone"
    RADIO = "radio"
    MESSAGE = "message"
    FORM = "form"
    IN_PERSON = "in_person"
    NEWS = "news"
    POST = "post"
    CREW = "crew"
    OBSERVER = "observer"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReceived(Fact):
    """One message received from one sender through one channel at one time."""

    creates: ClassVar[str | None] = "report"
    numbered: ClassVar[bool] = True
    searched: ClassVar[tuple[str, ...]] = ("number", "source", "teller_chain")

    number: str = ""
    channel: Channel
    received_ms: int
    text: Worded[str]
    #: The organisation or office that speaks to us; private persons stand in ``caller_name``.
    source: str | None = None
    #: Who told whom, first teller first, down to the source.
    teller_chain: tuple[str, ...] = ()
    occurred: When | None = None
    #: Id of the quarter, where it is known; no finer than that.
    quarter: str | None = None
    place: Placed[Where | None] = None
    caller_name: Personal[str | None] = None
    caller_phone: Personal[str | None] = None
    #: People said to be trapped; None = not said, 0 = said that there are none.
    trapped: int | None = None
    injured: int | None = None
    lang: str | None = None
    #: True for what was invented for the demo or an exercise.
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCorrected(Fact):
    """A later wording of a report; the first version stays readable."""

    searched: ClassVar[tuple[str, ...]] = ("source",)

    report: Names[ThingId]
    text: Worded[str | None] = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    caller_name: Personal[str | None] = None
    caller_phone: Personal[str | None] = None
    source: str | None = None
    occurred: When | None = None
    trapped: int | None = None
    injured: int | None = None
    why: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded(Fact):
    """A photo, video, voice note or file came with a report; the original is kept untouched."""

    report: Names[ThingId]
    #: SHA-256 of the bytes as received, hexadecimal.
    sha256: str
    size_bytes: int
    media_type: str
    file_name: Worded[str | None] = None
    taken: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackNoted(Fact):
    """Somebody called the caller back (or tried to)."""

    report: Names[ThingId]
    reached: bool
    note: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTaken(Fact):
    """An operator has this report in hand; others see it before they begin."""

    report: Names[ThingId]
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGivenBack(Fact):
    """The operator gave the report back; it is anybody's again."""

    report: Names[ThingId]
    at_ms: int
