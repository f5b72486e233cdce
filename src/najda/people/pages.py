"""The roster and the roles."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import Page
from najda.people.rules import PERSON
from najda.refused import Refused, refuse
from najda.vocabulary import Role
from najda.web.entering import add_person
from najda.web.people_at_work import MIN_PASSWORD
from najda.web.visit import go, visit_of

_CHIEF = frozenset({Role.CHIEF})


def people_list(http: HttpRequest) -> Response:
    """Everybody with a role, and a form for one more."""
    visit = visit_of(http)
    people = sorted(visit.rows(PERSON).values(), key=lambda one: (one.role or "", one.id))
    return visit.render("people/list.html", people=people, roles=list(Role))


async def person_add(http: HttpRequest) -> Response:
    """A person with a log-in for a screen at this base."""
    visit = visit_of(http)
    form = await http.form()
    name, login = str(form.get("name", "")).strip(), str(form.get("login", "")).strip()
    password = str(form.get("password", ""))
    http.state.typed = {"name": name, "login": login}
    if not name or not login:
        raise Refused(refuse("name_needed", at="name"))
    if len(password) < MIN_PASSWORD:
        raise Refused(refuse("password_short", at="password", most=MIN_PASSWORD))
    if await run_in_threadpool(visit.site.people.has_login, login):
        raise Refused(refuse("people.login_taken", at="login", status=409))
    try:
        role = Role(str(form.get("role", "")))
    except ValueError:
        raise Refused(refuse("field_needed", at="role")) from None
    await add_person(visit.site, name, login, password, role)
    return go("/people")


PAGES = (
    Page("/people", people_list, _CHIEF, menu="people.menu", order=90),
    Page("/people", person_add, _CHIEF, methods=("POST",)),
)
