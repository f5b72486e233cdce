"""What people do with reports. Pure."""

from dataclasses import dataclass

from najda.engine.card import Act, Draft, Request, Rows
from najda.refused import Refusal, refuse
from najda.reports.facts import (
    AttachmentAdded,
    CallbackNoted,
    Channel,
    ReportCorrected,
    ReportGivenBack,
    ReportReceived,
    ReportTaken,
)
from najda.reports.rules import REPORT
from najda.vocabulary import Actor, Role, ThingId, When, Where

MAX_TEXT_CHARACTERS = 20_000
MAX_PEOPLE = 100_000
#: A time further ahead of the scene than this is a typing mistake.
MAX_AHEAD_MS = 10 * 60_000
EARLIEST_MS = 946_684_800_000  # 2000-01-01


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file stored by its hash."""

    sha256: str
    size_bytes: int
    media_type: str
    file_name: str | None = None


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
    #: Files that came with it, stored before.
    attachments: tuple[AttachedFile, ...] = ()
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
        ),
        *(_attach(request.id, one) for one in request.attachments),
    ]


def _attach(report: ThingId, file: "AttachedFile | AddAttachment") -> Draft:
    return Draft(
        AttachmentAdded(
            report=report,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            media_type=file.media_type,
            file_name=file.file_name,
        )
    )


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
    return [_attach(request.report, request)]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOn(Request):
    """Say "I have this one", so that no second operator works on it unknowingly."""

    report: ThingId
    #: Take it although somebody else has it.
    although: bool = False


def take_on(request: TakeOn, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Another's taking is named in the refusal; taking it over supersedes theirs."""
    known = rows.get(REPORT, request.report)
    taken = known.taken if known else ()
    others = [one for one in taken if one.by != actor.person]
    if others and not request.although:
        return refuse("reports.taken_already", status=409, base=others[0].base)
    said = ReportTaken(report=request.report, at_ms=now)
    return [Draft(said, tuple(one.fact for one in taken))]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(Request):
    """Say "somebody else, please": the report rings again."""

    report: ThingId


def give_back(request: GiveBack, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Only what one has oneself can be given back."""
    known = rows.get(REPORT, request.report)
    own = tuple(one.fact for one in (known.taken if known else ()) if one.by == actor.person)
    if not own:
        return refuse("reports.not_yours", status=409)
    return [Draft(ReportGivenBack(report=request.report, at_ms=now), own)]


_TELLERS = frozenset(Role) - {Role.READER, Role.DISPLAY}
ACTS = (
    Act("receive_report", ReceiveReport, receive_report, _TELLERS),
    Act("correct_report", CorrectReport, correct_report),
    Act("add_attachment", AddAttachment, add_attachment, _TELLERS),
    Act("note_callback", NoteCallback, note_callback),
    Act("take_on", TakeOn, take_on),
    Act("give_back", GiveBack, give_back),
)
