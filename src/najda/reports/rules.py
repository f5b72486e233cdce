"""Reports as we were told them, with every later version. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import View
from najda.engine.heads import heads, standing_mark
from najda.engine.said import Said, said_by
from najda.reports.facts import (
    AttachmentAdded,
    CallbackNoted,
    Channel,
    ReportCorrected,
    ReportGivenBack,
    ReportReceived,
    ReportTaken,
)
from najda.vocabulary import (
    ALL_BUT_DISPLAY,
    Absent,
    Entry,
    FactId,
    Personal,
    Placed,
    ThingId,
    When,
    Where,
    Worded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Said):
    """One wording of a report: the first, or a correction of it."""

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
class Attachment(Said):
    """A file that came with a report."""

    sha256: str
    size_bytes: int
    media_type: str
    file_name: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback(Said):
    """A call back to the caller."""

    reached: bool
    note: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Somebody took the report (two where they did not know each other), or gave it back."""

    fact: FactId
    by: str
    base: str
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
    #: Who works on it now.
    taken: tuple[Taken, ...] = ()
    #: Who last gave it back.
    given_back: Taken | None = None
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
        taken=_taken(entries),
        given_back=_given_back(entries),
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
        **said_by(entry),
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
        **said_by(entry),
        sha256=said.sha256,
        size_bytes=said.size_bytes,
        media_type=said.media_type,
        file_name=said.file_name,
    )


def _callback(entry: Entry[Any]) -> Callback:
    said: CallbackNoted = entry.said
    return Callback(**said_by(entry), reached=said.reached, note=said.note)


def _taken(entries: Sequence[Entry[Any]]) -> tuple[Taken, ...]:
    said = [one for one in entries if isinstance(one.said, ReportTaken | ReportGivenBack)]
    return tuple(_by_whom(one) for one in heads(said) if isinstance(one.said, ReportTaken))


def _given_back(entries: Sequence[Entry[Any]]) -> Taken | None:
    said = [one for one in entries if isinstance(one.said, ReportGivenBack)]
    return _by_whom(said[-1]) if said else None


def _by_whom(entry: Entry[Any]) -> Taken:
    return Taken(
        fact=entry.id, by=entry.actor.person, base=entry.actor.base, at_ms=entry.said.at_ms
    )


REPORT = View(
    name="reports.report",
    reads=(
        ReportReceived,
        ReportCorrected,
        AttachmentAdded,
        CallbackNoted,
        ReportTaken,
        ReportGivenBack,
    ),
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
    """Reports of one quarter in ten minutes: "same place just now?", and the inbox."""

    #: The ten minutes, counted since 1970.
    stretch: int
    reports: tuple[ThingId, ...] = ()


#: Short, because a row is written anew with each report: in a flood most name no quarter.
STRETCH_MS = 600_000


def nearby_key(quarter: str, at_ms: int) -> str:
    """The ten minutes and the quarter, so that a flood does not pile up under one key."""
    return f"{at_ms // STRETCH_MS:09d}|{quarter}"


def nearby_keys(entry: Entry[Any]) -> Iterable[str]:
    """A report stands under its ten minutes and its quarter, or under none."""
    said: ReportReceived = entry.said
    return (nearby_key(said.quarter or "", said.received_ms),)


def derive_nearby(entries: Sequence[Entry[Any]]) -> NearbyRow | None:
    """The reports, in order."""
    return NearbyRow(
        stretch=entries[0].said.received_ms // STRETCH_MS,
        reports=tuple(dict.fromkeys(entry.thing or "" for entry in entries)),
    )


NEARBY = View(
    name="reports.nearby",
    reads=(ReportReceived,),
    keys=nearby_keys,
    derive=derive_nearby,
    row=NearbyRow,
)


MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingRow:
    """Reports of trapped people entered in one minute: what may ring is found without a search."""

    reports: tuple[ThingId, ...] = ()


def calling_keys(entry: Entry[Any]) -> Iterable[str]:
    """The minute in which it was written that somebody is trapped, or what a crew of ours said."""
    said = entry.said
    calls = said.trapped or (isinstance(said, ReportReceived) and said.channel is Channel.CREW)
    return (str(entry.wall_ms // MINUTE_MS),) if calls else ()


def calling_keys_within(now: int, window_ms: int) -> list[str]:
    """The minutes of a window that ends now."""
    last = now // MINUTE_MS
    return [str(last - back) for back in range(window_ms // MINUTE_MS + 1)]


def derive_calling(entries: Sequence[Entry[Any]]) -> CallingRow | None:
    """The reports, in order."""
    return CallingRow(
        reports=tuple(
            dict.fromkeys(
                (e.thing if isinstance(e.said, ReportReceived) else e.said.report) or ""
                for e in entries
            )
        )
    )


CALLING = View(
    name="reports.calling",
    reads=(ReportReceived, ReportCorrected),
    keys=calling_keys,
    derive=derive_calling,
    row=CallingRow,
    keeps_grey=True,
)
