"""What is at this base only is marked on every page of it, until a second place holds all of it."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.net.copies import Kept
from najda.web.site import Site

MARK = {"ar": "نسخة واحدة: هنا فقط", "en": "1 copy: only here"}


def act(client: TestClient, name: str, **body: object) -> dict[str, Any]:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_incident_and_its_callouts_say_what_is_here_alone(
    site: Site, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One step that nobody else has keeps the mark on its callout; the incident's own goes."""
    desk = enter("dispatcher")
    incident = act(desk, "incidents/open_incident", type="collapse", title="السكري")
    unit = act(desk, "units/register_unit", call_sign="إسعاف 9")
    callout = act(desk, "dispatch/send_unit", unit=unit["id"], incident=incident["id"])
    step = act(desk, "dispatch/report_step", callout=callout["id"], step="en_route")
    pages = (f"/incidents/{incident['id']}", f"/dispatch/for-incident/{incident['id']}")

    def marked() -> list[bool]:
        return [MARK["ar"] in desk.get(page).text for page in pages]

    def copies(view: str, key: object) -> object:
        return desk.get(f"/api/v1/views/{view}", params={"key": str(key)}).json()["copies"]

    assert marked() == [True, True]
    last = step["facts"][0]
    monkeypatch.setattr(site, "kept", lambda fact, *_: Kept(1 if fact == last else 2))
    assert marked() == [False, True]
    assert copies("incidents.incident", incident["id"]) == 2
    assert copies("dispatch.callout", callout["id"]) == 1
    asked = {"fact": [last]}
    assert MARK["ar"] in desk.get("/copies", params=asked).text
    monkeypatch.setattr(site, "kept", lambda *_: Kept(2))
    assert marked() == [False, False]
    assert desk.get("/copies", params=asked).text.strip() == ""


def test_the_mark_can_be_asked_for_only_by_who_came_in(anybody: TestClient, enter: Enter) -> None:
    """No row behind the address, no token: no answer. What is no fact's name is left out."""
    asked = anybody.get("/copies", params={"fact": "0" * 64}, follow_redirects=False)
    assert (asked.status_code, asked.headers["location"][:6]) == (303, "/login")
    none = enter("operator").get("/copies", params={"fact": "<script>"})
    assert (none.status_code, none.text.strip()) == (200, "")
