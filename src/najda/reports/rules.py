"""Reports as we were told them, with every later version. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import Act, Draft, Request, Rows, View
from najda.engine.heads import heads, standing_mark
from najda.refused import Refusal, refuse
from najda.reports.facts import (
    AttachmentAdded,
    CallbackNoted,
    Channel,
    ReportCorrected,
    ReportReceived,
)
from najda.vocabulary import (
    ALL_BUT_DISPLAY,
    Absent,
    Actor,
    Entry,
    FactId,
    Personal,
    Placed,
    Role,
    ThingId,
    When,
    Where,
    Worded,
)

MAX_TEXT_CHARACTERS = 20_000
MAX_PEOPLE = 100_000
#: A time further ahead of the scene than this is a typing mistake.
MAX_AHEAD_MS = 10 * 60_000
EARLIEST_MS = 946_684_800_000  # 2000-01-01


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One wording of a report: the first, or a correction of it."""

    fact: FactId
    by: str
    base: str
    at_ms: int
    text: Worded[str | None] = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    source: str | None = None
    occurred: When | None = None
    caller_name: Personal[str | None] = None
    caller_phone: Personal[str | None] = None
    trapped: int | None = None
    injured: int | None = None
    why: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a report."""

    sha256: str
    size_bytes: int
    media_type: str
    file_name: Worded[str | None] = None
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A call back to the caller."""

    reached: bool
    note: Worded[str | None] = None
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report with all its versions; ``now`` fields come from the last one that says them."""

    id: ThingId
    #: Spoken numbers; two where the same call was written at two bases.
    numbers: tuple[str, ...] = ()
    fact: FactId | None = None
    channel: Channel | None = None
    received_ms: int = 0
    entered_ms: int = 0
    base: str = ""
    by: str = ""
    text: Worded[str | None] = None
    source: str | None = None
    teller_chain: tuple[str, ...] = ()
    occurred: When | None = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    caller_name: Personal[str | None] = None
    caller_phone: Personal[str | None] = None
    trapped: int | None = None
    injured: int | None = None
    lang: str | None = None
    invented: bool = False
    versions: tuple[Version, ...] = ()
    #: Wordings that did not know each other: a person has to look.
    contested: bool = False
    attachments: tuple[Attachment, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    #: "detached", "grey" or None: how surely the fact stands.
    mark: str | None = None
    waiting: bool = False


def report_keys(entry: Entry[Any]) -> Iterable[str]:
    """A report's facts stand under the report."""
    if isinstance(entry.said, ReportReceived):
        return (entry.thing or "",)
    return (entry.said.report,)


def derive_report(entries: Sequence[Entry[Any]]) -> ReportRow | None:
    """The report with every version, attachment and call back."""
    received = [entry for entry in entries if isinstance(entry.said, ReportReceived)]
    corrected = [entry for entry in entries if isinstance(entry.said, ReportCorrected)]
    wordings = [*received, *corrected]
    versions = tuple(map(_version, wordings))
    first = received[0].said if received else None
    return ReportRow(
        id=_id(entries, received),
        numbers=tuple(dict.fromkeys(entry.said.number for entry in received)),
        fact=received[0].id if received else None,
        channel=first.channel if first else None,
        received_ms=first.received_ms if first else 0,
        entered_ms=wordings[0].wall_ms if wordings else entries[0].wall_ms,
        base=wordings[0].actor.base if wordings else entries[0].actor.base,
        by=wordings[0].actor.person if wordings else entries[0].actor.person,
        text=_last(versions, "text"),
        source=_last(versions, "source"),
        teller_chain=first.teller_chain if first else (),
        occurred=_last(versions, "occurred"),
        quarter=_last(versions, "quarter"),
        place=_last(versions, "place"),
        caller_name=_last(versions, "caller_name"),
        caller_phone=_last(versions, "caller_phone"),
        trapped=_last(versions, "trapped"),
        injured=_last(versions, "injured"),
        lang=first.lang if first else None,
        invented=any(entry.said.invented for entry in received),
        versions=versions,
        contested=_contested(wordings, versions),
        attachments=tuple(
            _attachment(entry) for entry in entries if isinstance(entry.said, AttachmentAdded)
        ),
        callbacks=tuple(
            _callback(entry) for entry in entries if isinstance(entry.said, CallbackNoted)
        ),
        mark=standing_mark(received),
        apart=apart(entries, ReportReceived, ReportCorrected),
        waiting=not received,
    )


def _id(entries: Sequence[Entry[Any]], received: Sequence[Entry[Any]]) -> ThingId:
    if received and received[0].thing:
        return received[0].thing
    named: ThingId = next(e.said.report for e in entries if not isinstance(e.said, ReportReceived))
    return named


def _version(entry: Entry[Any]) -> Version:
    said = entry.said
    return Version(
        fact=entry.id,
        by=entry.actor.person,
        base=entry.actor.base,
        at_ms=entry.wall_ms,
        text=said.text,
        quarter=said.quarter,
        place=said.place,
        source=said.source,
        occurred=said.occurred,
        caller_name=said.caller_name,
        caller_phone=said.caller_phone,
        trapped=said.trapped,
        injured=said.injured,
        why=said.why if isinstance(said, ReportCorrected) else None,
    )


def _last(versions: Sequence[Version], field: str) -> Any:
    """What the last version says; a withheld part is shown where nobody says it openly."""
    absent: Any = None
    for version in reversed(versions):
        value = getattr(version, field)
        if isinstance(value, Absent):
            absent = absent or value
        elif value is not None:
            return value
    return absent


def _contested(wordings: Sequence[Entry[Any]], versions: Sequence[Version]) -> bool:
    standing = {entry.id for entry in heads(wordings)}
    if len(standing) < 2:  # noqa: PLR2004 - two that stand contest each other
        return False
    bodies = {
        (v.text, v.quarter, v.place, v.source, v.trapped, v.injured)
        for v in versions
        if v.fact in standing
    }
    return len(bodies) > 1


def _attachment(entry: Entry[Any]) -> Attachment:
    said: AttachmentAdded = entry.said
    return Attachment(
        sha256=said.sha256,
        size_bytes=said.size_bytes,
        media_type=said.media_type,
        file_name=said.file_name,
        by=entry.actor.person,
        at_ms=entry.wall_ms,
    )


def _callback(entry: Entry[Any]) -> Callback:
    said: CallbackNoted = entry.said
    return Callback(
        reached=said.reached, note=said.note, by=entry.actor.person, at_ms=entry.wall_ms
    )


REPORT = View(
    name="reports.report",
    reads=(ReportReceived, ReportCorrected, AttachmentAdded, CallbackNoted),
    keys=report_keys,
    derive=derive_report,
    row=ReportRow,
    roles=ALL_BUT_DISPLAY,
    keeps_grey=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """An attachment that a report names; its bytes travel apart from the facts."""

    sha256: str
    size_bytes: int
    media_type: str


def derive_named(entries: Sequence[Entry[Any]]) -> AttachmentRow | None:
    """As it was first said."""
    said: AttachmentAdded = entries[0].said
    return AttachmentRow(sha256=said.sha256, size_bytes=said.size_bytes, media_type=said.media_type)


ATTACHMENT = View(
    name="reports.attachment",
    reads=(AttachmentAdded,),
    keys=lambda entry: (entry.said.sha256,),
    derive=derive_named,
    row=AttachmentRow,
    roles=ALL_BUT_DISPLAY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRow:
    """Reports of one quarter in one hour: "same place in the last 30 minutes?"."""

    reports: tuple[ThingId, ...] = ()


HOUR_MS = 3_600_000


def nearby_key(quarter: str, at_ms: int) -> str:
    """The quarter and the hour, so that a long night does not pile up under one key."""
    return f"{quarter}|{at_ms // HOUR_MS}"


def nearby_keys(entry: Entry[Any]) -> Iterable[str]:
    """A report stands under its quarter and hour, where a quarter is known."""
    said: ReportReceived = entry.said
    return (nearby_key(said.quarter, said.received_ms),) if said.quarter else ()


def derive_nearby(entries: Sequence[Entry[Any]]) -> NearbyRow | None:
    """The reports, in order."""
    return NearbyRow(reports=tuple(dict.fromkeys(entry.thing or "" for entry in entries)))


NEARBY = View(
    name="reports.nearby",
    reads=(ReportReceived,),
    keys=nearby_keys,
    derive=derive_nearby,
    row=NearbyRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReport(Request):
    """Write down what somebody tells us."""

    text: str
    channel: Channel = Channel.PHONE
    source: str | None = None
    teller_chain: tuple[str, ...] = ()
    received_ms: int | None = None
    #: The same as somebody types it, for a call written down later.
    received: When | None = None
    occurred: When | None = None
    quarter: str | None = None
    place: Where | None = None
    caller_name: str | None = None
    caller_phone: str | None = None
    trapped: int | None = None
    injured: int | None = None
    lang: str | None = None
    invented: bool = False

    @property
    def told_ms(self) -> int | None:
        """When it was told, where that was not now."""
        return self.received.start_ms if self.received else self.received_ms


def receive_report(
    request: ReceiveReport, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """A report needs words or a place; figures and times must be possible."""
    del rows, actor
    wrong = check_report(request, now)
    if wrong:
        return wrong
    received = request.told_ms if request.told_ms is not None else now
    return [
        Draft(
            ReportReceived(
                channel=request.channel,
                received_ms=received,
                text=request.text,
                source=_clean(request.source),
                teller_chain=tuple(filter(None, map(str.strip, request.teller_chain))),
                occurred=request.occurred,
                quarter=request.quarter,
                place=request.place,
                caller_name=_clean(request.caller_name),
                caller_phone=_clean(request.caller_phone),
                trapped=request.trapped,
                injured=request.injured,
                lang=request.lang,
                invented=request.invented,
            )
        )
    ]


def check_report(request: ReceiveReport, now: int) -> Refusal | None:
    """What is wrong with a report, or nothing."""
    has_place = request.place is not None and request.place.text.strip()
    if not request.text.strip() and not has_place:
        return refuse("reports.words_needed", at="text")
    if len(request.text) > MAX_TEXT_CHARACTERS:
        return refuse("reports.text_too_long", at="text", most=MAX_TEXT_CHARACTERS)
    for field in ("trapped", "injured"):
        figure = getattr(request, field)
        if figure is not None and not 0 <= figure <= MAX_PEOPLE:
            return refuse("reports.figure_impossible", at=field, most=MAX_PEOPLE)
    if request.told_ms is not None and not _possible(request.told_ms, now):
        return refuse("reports.time_impossible", at="received")
    if request.occurred is not None and not _possible(request.occurred.start_ms, now):
        return refuse("reports.time_impossible", at="occurred")
    return None


def _possible(at_ms: int, now: int) -> bool:
    return EARLIEST_MS <= at_ms <= now + MAX_AHEAD_MS


def _clean(text: str | None) -> str | None:
    return text.strip() or None if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReport(Request):
    """Say better what a report says; the first version stays."""

    report: ThingId
    text: str | None = None
    quarter: str | None = None
    place: Where | None = None
    caller_name: str | None = None
    caller_phone: str | None = None
    source: str | None = None
    trapped: int | None = None
    injured: int | None = None
    why: str | None = None


def correct_report(
    request: CorrectReport, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """The correction names every wording its writer had seen."""
    del actor, now
    known = rows.get(REPORT, request.report)
    text = request.text if request.text and request.text.strip() else None
    if text is not None and len(text) > MAX_TEXT_CHARACTERS:
        return refuse("reports.text_too_long", at="text", most=MAX_TEXT_CHARACTERS)
    said = ReportCorrected(
        report=request.report,
        text=text,
        quarter=request.quarter,
        place=request.place,
        caller_name=_clean(request.caller_name),
        caller_phone=_clean(request.caller_phone),
        source=_clean(request.source),
        trapped=request.trapped,
        injured=request.injured,
        why=_clean(request.why),
    )
    return [Draft(said, supersedes=tuple(v.fact for v in known.versions) if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAttachment(Request):
    """Name a file, already stored by its hash, as part of a report."""

    report: ThingId
    sha256: str
    size_bytes: int
    media_type: str
    file_name: str | None = None


def add_attachment(
    request: AddAttachment, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """The bytes are stored before; here they are named."""
    del rows, actor, now
    return [
        Draft(
            AttachmentAdded(
                report=request.report,
                sha256=request.sha256,
                size_bytes=request.size_bytes,
                media_type=request.media_type,
                file_name=request.file_name,
            )
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCallback(Request):
    """Write down a call back to the caller."""

    report: ThingId
    reached: bool = False
    note: str | None = None


def note_callback(
    request: NoteCallback, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Reached or not; both are worth knowing."""
    del rows, actor, now
    return [
        Draft(
            CallbackNoted(report=request.report, reached=request.reached, note=_clean(request.note))
        )
    ]


_TELLERS = frozenset(Role) - {Role.READER, Role.DISPLAY}
ACTS = (
    Act("receive_report", ReceiveReport, receive_report, _TELLERS),
    Act("correct_report", CorrectReport, correct_report),
    Act("add_attachment", AddAttachment, add_attachment, _TELLERS),
    Act("note_callback", NoteCallback, note_callback),
)
