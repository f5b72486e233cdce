"""What reading finds in the reports here: asked by screens, outside every write, and remembered.

Nothing of this is stored: it follows from the text and the rules, and may be forgotten at any time.
"""

import datetime
import threading
import traceback
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from najda.incidents.rules import VoiceRow
from najda.places import own_gazetteer
from najda.reading import Reading, read_text
from najda.reading.linking.copies import Copy, Origins, find_copies, independent_origins
from najda.reading.linking.linking import link_traits
from najda.reading.linking.sureness import Links
from najda.reading.linking.traits import Report, Traits, heard_at, traits_of
from najda.reports.rules import ReportRow
from najda.vocabulary import ThingId

#: Texts whose reading is remembered.
REMEMBERED = 4_000
#: Linking looks at so many of the newest reports.
MOST_LINKED = 600
_NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the newest reports belong together: links and copied sentences by report."""

    links: Mapping[ThingId, Links]
    copies: Mapping[ThingId, list[Copy]]

    def links_of(self, report: ThingId) -> Links:
        """What may speak of the same."""
        return self.links.get(report, _NO_LINKS)

    def copied_from(self) -> dict[ThingId, ThingId]:
        """Report -> the one it repeats."""
        return {report: found[0].original.report for report, found in self.copies.items() if found}

    def origins(
        self, tellers: Iterable[tuple[ThingId, tuple[str, ...]]], voices: Mapping[str, VoiceRow]
    ) -> Origins:
        """The independent origins of claims given as (report, tellers)."""
        declared = {name: row.voices[0] for name, row in voices.items() if row.voices}
        return independent_origins(tellers, declared, copied_from=self.copied_from())


def day_of(at_ms: int, offset_minutes: int) -> datetime.date:
    """The day on the scene."""
    return _received(at_ms, offset_minutes).date()


def _received(at_ms: int, offset_minutes: int) -> datetime.datetime:
    zone = datetime.timezone(datetime.timedelta(minutes=offset_minutes))
    return datetime.datetime.fromtimestamp(at_ms / 1000, tz=zone)


def text_of(report: ReportRow) -> str | None:
    """The report's words; nothing where they are not here or not for this reader."""
    return report.text if type(report.text) is str else None


class Readings:
    """Reads and compares reports when asked. Safe from any thread; one reads at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[str, str, datetime.date], Reading] = OrderedDict()
        self._traits: OrderedDict[Report, tuple[Traits, ...]] = OrderedDict()
        self._alike: tuple[frozenset[Report], Likeness] | None = None

    def known(self, report: ReportRow, offset_minutes: int) -> bool:
        """Whether the report was read before (so that asking costs nothing)."""
        return _key(report, offset_minutes) in self._read

    def of(self, report: ReportRow, offset_minutes: int) -> Reading:
        """The proposals for a report as last worded."""
        with self._lock:
            return self._reading(*_key(report, offset_minutes))

    def likeness(self, reports: Iterable[ReportRow], offset_minutes: int) -> Likeness:
        """Links and copies among the newest reports; compared again only where one is new."""
        some = sorted(
            (one for one in reports if text_of(one)), key=lambda one: (one.received_ms, one.id)
        )[-MOST_LINKED:]
        told = [_as_told(one, offset_minutes) for one in some]
        with self._lock:
            asked = frozenset(told)
            if self._alike is None or self._alike[0] != asked:
                traits = {
                    ThingId(one.id): self._traits_of(one)
                    for one in told
                    if not self._reading(one.id, one.text, one.reported).fault
                }
                copies = find_copies(((ThingId(one.id), one.text) for one in told), own_gazetteer())
                self._alike = (asked, Likeness(link_traits(traits), copies))
            return self._alike[1]

    def _reading(self, id_: str, text: str, day: datetime.date) -> Reading:
        key = (id_, text, day)
        if key not in self._read:
            self._read[key] = _read_or_fault(text, day)
            if len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        return self._read[key]

    def _traits_of(self, told: Report) -> tuple[Traits, ...]:
        if told not in self._traits:
            reading = self._reading(told.id, told.text, told.reported)
            self._traits[told] = traits_of(told, own_gazetteer(), reading)
            if len(self._traits) > REMEMBERED:
                self._traits.popitem(last=False)
        return self._traits[told]


def _read_or_fault(text: str, day: datetime.date) -> Reading:
    """The reading; where a rule breaks on a text, the fault instead: the other reports go on."""
    try:
        return read_text(text, date=day, gazetteer=own_gazetteer())
    except Exception as broken:  # noqa: BLE001 - shown on the report and on the list, for the makers
        at = traceback.extract_tb(broken.__traceback__)[-1]
        return Reading(date=day.isoformat(), fault=f"{type(broken).__name__} {at.name}:{at.lineno}")


def _as_told(report: ReportRow, offset_minutes: int) -> Report:
    """The report for linking: a call or a radio line with its minute and its quarter."""
    received = _received(report.received_ms, offset_minutes)
    return Report(
        id=report.id,
        text=text_of(report) or "",
        reported=received.date(),
        source=report.source,
        heard=heard_at(report.channel, received),
        quarter=report.quarter,
    )


def _key(report: ReportRow, offset_minutes: int) -> tuple[str, str, datetime.date]:
    return (report.id, text_of(report) or "", day_of(report.received_ms, offset_minutes))
