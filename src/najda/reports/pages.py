"""Taking calls, the inbox, one report."""

from collections.abc import Iterable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.folding import fold
from najda.reports.at_the_phones import LEAST_DIGITS, AtThePhones
from najda.reports.facts import Channel
from najda.reports.inbox import SHOWN, newest_reports
from najda.reports.rules import REPORT, ReportRow
from najda.vocabulary import Part, Role
from najda.web.door import READABLE
from najda.web.visit import visit_of

_READERS = ROOM | {Role.OBSERVER, Role.READER}
MOST_CALLS = 5
MOST_CHARACTERS = 200


def reports_list(http: HttpRequest) -> Response:
    """The inbox, newest first."""
    visit = visit_of(http)
    return visit.render("reports/list.html", reports=newest_reports(visit, SHOWN))


def newest_first(reports: Iterable[ReportRow]) -> list[ReportRow]:
    """Reports by the time they were received, newest first."""
    return sorted(reports, key=lambda one: (-one.received_ms, one.id))[:SHOWN]


def report_new(http: HttpRequest) -> Response:
    """The intake form: keyboard only, kept in the browser until it is saved."""
    return visit_of(http).render("reports/intake.html", channels=list(Channel))


def caller_history(http: HttpRequest) -> Response:
    """Earlier calls from a phone, while it is typed (from the person part, by role)."""
    visit = visit_of(http)
    phone = http.query_params.get("caller_phone", "")
    found: list[ReportRow] = []
    if len(digits_of(phone)) >= LEAST_DIGITS:
        reader = visit.room.reader()
        for wording in dict.fromkeys((phone, digits_of(phone))):
            for n in visit.room.find(wording, READABLE[visit.role] & {Part.PERSON}):
                entry, _ = reader.entries.get(n)
                report = visit.row(REPORT, entry.thing or str(getattr(entry.said, "report", "")))
                if report and report not in found:
                    found.append(report)
    return visit.render("reports/_caller.html", calls=newest_first(found)[:MOST_CALLS])


def digits_of(phone: str) -> str:
    """The digits of a phone, in one script."""
    return "".join(one for one in fold(phone) if one.isdigit())


async def call_typed(http: HttpRequest) -> Response:
    """What I am typing now, told to the base; what colleagues type now, shown to me."""
    visit, form = visit_of(http), await http.form()

    def text(name: str) -> str:
        return str(form.get(name, ""))[:MOST_CHARACTERS]

    phones = visit.site.once(AtThePhones)
    place = text("place").strip()
    own, others = phones.typed(
        text("id"), visit.person.id, visit.person.name, place,
        text("quarter") or None, digits_of(text("caller_phone")),
    )  # fmt: skip
    saved = await run_in_threadpool(visit.some, REPORT, [one.id for one in others])
    phones.ended(set(saved))
    return await run_in_threadpool(
        lambda: visit.render(
            "reports/_typed.html",
            own=own,
            calls=[one for one in others if one.id not in saved],
            at=phones.now(),
        )
    )


def report_show(http: HttpRequest) -> Response:
    """One report with its versions."""
    visit = visit_of(http)
    report = visit.need(REPORT, http.path_params["id"])
    by = {one.by for one in report.taken} | {one.by for one in report.attachments}
    names = {one: visit.name_of(one) for one in by}
    return visit.render("reports/report.html", report=report, names=names)


PAGES = (
    Page("/reports", reports_list, _READERS, menu="reports.menu", shortcut="r", order=20),
    Page("/reports/new", report_new, ROOM | {Role.OBSERVER, Role.CREW},
         menu="reports.menu_new", shortcut="n", order=10),
    Page("/reports/caller", caller_history, ROOM),
    Page("/reports/typed", call_typed, ROOM, methods=("POST",)),
    Page("/reports/{id}", report_show, _READERS),
)  # fmt: skip
