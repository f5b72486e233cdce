"""A named machine person: a driver, a gateway, a wall display."""

from najda.scene_clock import real_now_ms
from najda.vocabulary import Actor, Role
from najda.web.forms import new_id, request_from_json
from najda.web.people_at_work import DISPLAY_TOKEN_SECONDS
from najda.web.site import Site


def machine_token(site: Site, name: str, role: str) -> str:
    """Add the person with its role and give its token; a display's expires after a day."""
    act = site.room.desks.acts["people", "add_person"]
    body = {"id": new_id(), "name": name, "role": role, "is_machine": True}
    request = request_from_json(act.form, body)
    actor = Actor(site.room.letter, "")
    answer = site.room.act("people", act, request, actor, real_now_ms()).result()
    seconds = DISPLAY_TOKEN_SECONDS if role == Role.DISPLAY else None
    return site.people.new_token(answer.id, "machine", seconds)
