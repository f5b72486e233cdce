"""The newest reports, found by the minutes in which they were told: a year is not read."""

from najda.reports.rules import NEARBY, REPORT, ReportRow
from najda.vocabulary import ThingId
from najda.web.visit import Visit

#: So many stand in the list.
SHOWN = 200


def newest_reports(visit: Visit, most: int) -> list[ReportRow]:
    """The reports told last, newest first; ``most`` of them at the most.

    Those whose telling is not here (their base burned) and only a later fact is come first.
    """
    ids: list[ThingId] = []
    stretch = None
    for row in visit.last(NEARBY):
        if len(ids) >= most and row.stretch != stretch:
            break
        stretch = row.stretch
        ids.extend(row.reports)
    found = list(visit.some(REPORT, dict.fromkeys([*visit.waiting_things(), *ids])).values())
    return sorted(found, key=lambda one: (not one.waiting, -one.received_ms, one.id))[:most]
