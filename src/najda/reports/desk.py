"""What were we told, by whom, through whom, when?"""

from najda.engine.card import Desk
from najda.reports import acts, pages, rules
from najda.reports.facts import (
    AttachmentAdded,
    CallbackNoted,
    ReportCorrected,
    ReportGivenBack,
    ReportReceived,
    ReportTaken,
)

CARD = Desk(
    name="reports",
    needs=(),
    facts=(
        ReportReceived,
        ReportCorrected,
        AttachmentAdded,
        CallbackNoted,
        ReportTaken,
        ReportGivenBack,
    ),
    acts=acts.ACTS,
    views=(rules.REPORT, rules.NEARBY, rules.CALLING, rules.ATTACHMENT),
    pages=pages.PAGES,
)
