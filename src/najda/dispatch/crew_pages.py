"""The crew's phone page: my task, five big buttons, and nothing the crew does not need."""

from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.dispatch.alarms import in_cover
from najda.dispatch.by_hand import where_of
from najda.dispatch.lateness import passed_over
from najda.dispatch.rules import CALLOUT, HOLD, CalloutRow
from najda.engine.card import ROOM, Page
from najda.incidents.rules import INCIDENT
from najda.units.rules import UNIT
from najda.vocabulary import Absent, Role
from najda.web.guard import content_policy
from najda.web.language import time_of_day
from najda.web.outbox import other_bases, pass_of, seal_to
from najda.web.visit import Visit, visit_of

_CREW = ROOM | {Role.CREW}


def crew_page(http: HttpRequest) -> Response:
    """The page itself holds no data: it opens in airplane mode and fills in what it knows."""
    visit = visit_of(http)
    page = visit.render("dispatch/crew.html")
    page.headers["content-security-policy"] = content_policy(*other_bases(visit).values())
    return page


def crew_state(http: HttpRequest) -> Response:
    """Units and live callouts: open fields and, for a crew, the place. No names, no reports."""
    visit = visit_of(http)
    units = sorted(visit.rows(UNIT).values(), key=lambda one: one.call_sign)
    known = list(visit.rows(CALLOUT).values())
    settled = passed_over(known)
    live = [one for one in known if one.live and one.sent and one.id not in settled]
    live.sort(key=lambda one: one.sent_ms or 0)
    return JSONResponse(
        {
            "now": visit.now,
            "seal_to": seal_to(visit),
            "others": other_bases(visit),
            "pass": pass_of(visit),
            "me": visit.person.name,
            "units": [
                {"id": one.id, "call_sign": one.call_sign, "cover": bool(in_cover(visit, one))}
                for one in units
            ],
            "callouts": [_task(visit, one) for one in live],
        }
    )


def _task(visit: Visit, callout: CalloutRow) -> dict[str, Any]:
    incident = visit.row(INCIDENT, callout.incident or "")
    hold = visit.row(HOLD, callout.incident or "")
    until = hold.until_ms if hold and hold.standing else None
    is_held = until is not None and (until > visit.now or visit.clock_is_doubtful)
    note = callout.sent[0].note
    return {
        "id": callout.id,
        "unit": callout.unit,
        "number": callout.number,
        "incident": " / ".join(incident.numbers) if incident else "",
        "what": visit.say(f"incidents.type_{incident.type.value}")
        if incident and incident.type
        else "",
        "place": where_of(incident, visit.speech.lang) if incident else "",
        "note": note if isinstance(note, str) and not isinstance(note, Absent) else "",
        "hold": time_of_day(visit.speech, until) if until and is_held else "",
        "recalled": callout.is_recalled,
        "recall_heard": callout.recall_heard,
        "recall_reason": callout.recalls[-1].reason if callout.recalls else "",
        "quarter": incident.quarter if incident else None,
        "state": callout.state,
        "state_word": visit.say(f"dispatch.{callout.shown}"),
    }


PAGES = (
    Page("/crew", crew_page, _CREW),
    Page("/crew/state", crew_state, _CREW),
)
