"""Phones: joined by a one-time code, shown only what a crew needs, files kept untouched."""

import hashlib
import os
import re

from starlette.testclient import TestClient

from doors import Enter
from najda.machine_person import machine_token
from najda.vocabulary import Role
from najda.web.site import Site


def test_a_phone_joins_once_with_its_code(site: Site, enter: Enter, anybody: TestClient) -> None:
    """The code lets one phone in, as a crew, and nobody after it."""
    chief = enter("chief")
    page = chief.post("/phone", data={"name": "إسعاف 3"}).text
    code = site.join_codes.new("إسعاف 3", Role.CREW)
    phone = TestClient(anybody.app, base_url="http://127.0.0.1")
    first = phone.post("/join", json={"code": code})
    again = TestClient(anybody.app, base_url="http://127.0.0.1").post("/join", json={"code": code})

    assert "<svg" in page
    assert not re.search(r"join#[\w-]{8}", page)
    assert (first.status_code, first.json()) == (201, {"go": "/crew"})
    assert again.status_code == 403
    assert phone.get("/crew").status_code == 200
    assert phone.get("/people", headers={"hx-request": "true"}).status_code == 403


def test_the_crew_sees_its_task_and_no_names(enter: Enter) -> None:
    """Place and task, no caller, no words of reports."""
    room = enter("dispatcher")
    report = room.post(
        "/api/v1/reports",
        json={"text": "سر المتصل", "channel": "phone", "caller": {"name": "أم علي"}},
    ).json()
    incident = room.post(
        "/api/v1/acts/incidents/open_incident",
        json={"place": {"text": "شارع الفرن"}, "report": report["id"]},
    ).json()
    unit = room.post(
        "/api/v1/acts/units/register_unit", json={"call_sign": f"إسعاف {os.urandom(2).hex()}"}
    ).json()
    room.post("/api/v1/acts/dispatch/send_unit",
              json={"unit": unit["id"], "incident": incident["id"]})  # fmt: skip
    seen = enter("crew").get("/crew/state")
    task = next(one for one in seen.json()["callouts"] if one["unit"] == unit["id"])

    assert task["place"] == "شارع الفرن"
    assert "أم علي" not in seen.text
    assert "سر المتصل" not in seen.text


def test_an_attachment_is_the_untouched_original(site: Site, enter: Enter) -> None:
    """Hash from the first byte; ciphertext on disk; given back to those who may read words."""
    data = os.urandom(200_001)
    stored = enter("crew").post("/api/v1/attachments", content=data).json()
    path = f"/api/v1/attachments/{stored['sha256']}"
    back = enter("operator").get(path, params={"type": "image/jpeg"})
    as_page = enter("operator").get(path, params={"type": "text/html"})
    on_disk = b"".join(p.read_bytes() for p in (site.room.folder / "attachments").rglob("*")
                       if p.is_file())  # fmt: skip

    assert hashlib.sha256(data).hexdigest() == stored["sha256"]
    assert back.content == data
    assert as_page.headers["content-type"] == "application/octet-stream"
    assert data[:64] not in on_disk
    assert enter("observer").get(path).status_code == 403
    assert enter("operator").get("/api/v1/attachments/..%2f..%2fkey.json").status_code == 404
    assert enter("operator").get(f"/api/v1/attachments/{'0' * 64}").status_code == 404


def test_a_phone_cut_off_is_told_so_and_not_sent_to_a_page(anybody: TestClient) -> None:
    """401, so that the phone wipes what it knows; a redirect would look like an answer."""
    stranger = TestClient(anybody.app, base_url="http://127.0.0.1", follow_redirects=False)
    answer = stranger.get("/crew/state", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert stranger.get("/crew").status_code == 303


def test_a_browser_becomes_the_wall_and_its_person_is_out(
    site: Site, enter: Enter, anybody: TestClient
) -> None:
    """The session of whoever pressed it ends; the wall reads, writes nothing, and ends in a day."""
    token = machine_token(site, "من يعلّق الشاشة", "dispatcher")
    browser = TestClient(anybody.app, base_url="http://127.0.0.1", cookies={"najda": token})
    same = {"sec-fetch-site": "same-origin"}
    answer = browser.post("/wall", headers=same, follow_redirects=False)
    cookie = answer.headers["set-cookie"]

    assert answer.headers["location"] == "/display"
    assert "Max-Age=86400" in cookie
    assert "HttpOnly" in cookie
    assert browser.get("/display").status_code == 200
    assert browser.get("/reports").status_code == 403
    assert enter("operator").post("/wall").status_code == 403
    old = TestClient(anybody.app, base_url="http://127.0.0.1", cookies={"najda": token})
    assert old.get("/display", follow_redirects=False).headers["location"] == "/login"
