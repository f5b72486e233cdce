"""The score sheet on screen and on paper."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ALL_ROLES, Page
from najda.exercise.sheet import kept_sheet
from najda.places import own_gazetteer
from najda.refused import Refused, refuse
from najda.vocabulary import Role
from najda.web.visit import visit_of


def exercise_show(http: HttpRequest) -> Response:
    """The sheet; only in an installation that was made for an exercise."""
    visit = visit_of(http)
    sheet = kept_sheet(visit.room.folder)
    if visit.site.description.mode != "exercise" or sheet is None:
        raise Refused(refuse("not_here", status=404))
    return visit.render(
        "exercise/sheet.html",
        sheet=sheet,
        quarters={one.id: one for one in own_gazetteer().places},
        missed=[one for one in sheet.strikes if one.missed],
    )


PAGES = (Page("/exercise", exercise_show, ALL_ROLES - {Role.DISPLAY}),)
