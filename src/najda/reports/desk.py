"""What were we told, by whom, through whom, when?"""

from najda.engine.card import Desk
from najda.reports import pages, rules
from najda.reports.facts import (
    AttachmentAdded,
    CallbackNoted,
    ReportCorrected,
    ReportReceived,
)

CARD = Desk(
    name="reports",
    needs=(),
    facts=(ReportReceived, ReportCorrected, AttachmentAdded, CallbackNoted),
    acts=rules.ACTS,
    views=(rules.REPORT, rules.NEARBY, rules.ATTACHMENT),
    pages=pages.PAGES,
)
