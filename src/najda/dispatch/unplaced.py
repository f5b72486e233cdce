"""Reports that must be answered and that no incident has yet: they are on no card of the board."""

from najda.incidents.rules import LINKS
from najda.reports.facts import Channel
from najda.reports.rules import CALLING, REPORT, ReportRow, calling_keys_within
from najda.web.visit import Visit


def unlinked(visit: Visit, within_ms: int) -> list[ReportRow]:
    """Of trapped people, or by our own crews, entered within a time; most trapped first.

    None for whoever may not read reports.
    """
    if visit.role not in CALLING.roles & REPORT.roles & LINKS.roles:
        return []
    named = visit.some(CALLING, calling_keys_within(visit.now, within_ms)).values()
    found = visit.some(REPORT, {id_ for row in named for id_ in row.reports})
    told = {
        id_: one
        for id_, one in found.items()
        if (one.trapped or one.channel is Channel.CREW)
        and 0 <= visit.now - one.entered_ms <= within_ms
    }
    linked = {id_ for id_, row in visit.some(LINKS, told).items() if row.live}
    loose = [one for id_, one in told.items() if id_ not in linked]
    return sorted(loose, key=lambda one: (-(one.trapped or 0), one.entered_ms, one.id))
