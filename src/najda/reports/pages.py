"""Taking calls, the inbox, one report."""

from collections.abc import Iterable

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.reports.facts import Channel
from najda.reports.rules import REPORT, ReportRow
from najda.vocabulary import Role
from najda.web.visit import visit_of

_READERS = ROOM | {Role.OBSERVER, Role.READER}
_SHOWN = 200


def reports_list(http: HttpRequest) -> Response:
    """The inbox, newest first."""
    visit = visit_of(http)
    return visit.render("reports/list.html", reports=newest_first(visit.rows(REPORT).values()))


def newest_first(reports: Iterable[ReportRow]) -> list[ReportRow]:
    """Reports by the time they were received, newest first."""
    return sorted(reports, key=lambda one: (-one.received_ms, one.id))[:_SHOWN]


def report_new(http: HttpRequest) -> Response:
    """The intake form: keyboard only, kept in the browser until it is saved."""
    return visit_of(http).render("reports/intake.html", channels=list(Channel))


def report_show(http: HttpRequest) -> Response:
    """One report with its versions."""
    visit = visit_of(http)
    report = visit.need(REPORT, http.path_params["id"])
    return visit.render("reports/report.html", report=report)


PAGES = (
    Page("/reports", reports_list, _READERS, menu="reports.menu", shortcut="r", order=20),
    Page("/reports/new", report_new, ROOM | {Role.OBSERVER, Role.CREW},
         menu="reports.menu_new", shortcut="n", order=10),
    Page("/reports/{id}", report_show, _READERS),
)  # fmt: skip
