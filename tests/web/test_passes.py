"""A phone whose base is silent hands its outbox to another, by what its own base signed."""

import base64
import os

import pytest
from starlette.testclient import TestClient

from najda.journal.entry import encode
from najda.journal.keys import SigningKey
from najda.machine_person import machine_token
from najda.net.outbox_seal import seal
from najda.people.facts import RoleWithdrawn
from najda.people.rules import PERSON
from najda.scene_clock import SceneClock
from najda.serving import Where, make_site, make_station
from najda.web.app import make_app
from najda.web.passes import DAY_MS, PREFIX, new_pass, person_of_pass
from rooms import NIGHT_MS, Organisation, facts_of, give, say
from web.test_outbox import photo_report, points

KEY = SigningKey.new()


def anybody(_: str) -> bool:
    return True


def test_a_pass_is_good_for_a_week_and_only_as_it_was_signed() -> None:
    """Another person, another end, another signer, a stranger's chain, a doubtful clock."""
    given = new_pass(KEY, "p", NIGHT_MS)
    assert person_of_pass(given, anybody, NIGHT_MS) == "p"
    assert new_pass(KEY, "p", NIGHT_MS + 60_000) == given
    assert person_of_pass(given, anybody, NIGHT_MS + 7 * DAY_MS) == "p"
    assert person_of_pass(given, anybody, NIGHT_MS + 9 * DAY_MS) is None
    assert person_of_pass(given, anybody, None) == "p"
    assert person_of_pass(given, lambda chain: chain != KEY.public.hex(), NIGHT_MS) is None

    signed = KEY.sign_statement(b"najda/pass/1\x00")
    chain = KEY.public.hex()
    forgeries: tuple[object, ...] = (
        [chain, "q", 2**60, signed],
        [chain, "q", 2**60],
        [1] * 4,
        ["", "", True, ""],
        {"a": 1},
        [[[]]] * 4,
    )
    for forged in forgeries:
        text = PREFIX + base64.urlsafe_b64encode(encode(forged)).decode()
        assert person_of_pass(text, anybody, NIGHT_MS) is None


@pytest.mark.parametrize("text", ["", "pass.", "pass.%%", "pass.\u0660", "pass." + "A" * 5000])
def test_what_is_no_pass_lets_nobody_in(text: str) -> None:
    """Rubbish is no error, only nobody."""
    assert person_of_pass(text, anybody, NIGHT_MS) is None


class TwoBases:
    def __init__(self, organisation: Organisation) -> None:
        b = organisation.join("B")
        self.organisation, self.b = organisation, b
        first = make_site(organisation.first)
        token = machine_token(first, "طاقم", "crew")
        (self.person,) = first.room.reader().views.all(PERSON)
        key = first.room.journal.own_key
        assert key is not None
        self.pass_ = new_pass(key, self.person, SceneClock().now_ms())
        give(facts_of(first.room), b.room)
        site = make_site(b)
        site.station = make_station(b, Where(), site.clock)
        self.phone = TestClient(make_app(site), base_url="https://127.0.0.3")
        self.phone.headers["authorization"] = f"Bearer {self.pass_}"
        self.token = token


@pytest.fixture
def two(organisation: Organisation) -> TwoBases:
    return TwoBases(organisation)


def test_another_base_takes_the_outbox_and_says_who_wrote_it(two: TwoBases) -> None:
    """The crew of A is the teller at B; nothing but the outbox and its copies is open to a pass."""
    report, inside = photo_report()
    sealed = seal(inside, points(two.organisation))
    taken = two.phone.post("/api/v1/outbox", content=sealed)
    assert taken.status_code == 201, taken.text
    (first, photo) = taken.json()["answers"]
    assert (first["status"], photo["status"]) == (201, 201)
    stored = two.b.room.reader().journal.get(first["facts"][0])
    assert stored is not None
    assert taken.headers["access-control-allow-origin"] == "*"
    copies = two.phone.get("/api/v1/copies", params={"fact": first["facts"][0]})
    assert copies.json() == {"copies": {first["facts"][0]: 1}}

    plain = {"accept": "application/json"}
    doors = ("/api/v1/views/reports.report", "/crew/state", "/live", f"/reports/{report}")
    closed = [two.phone.get(path, headers=plain).status_code for path in doors]
    assert closed == [401] * 4
    written = two.phone.post("/api/v1/reports", json={"text": "x", "channel": "crew"})
    assert written.status_code == 401


def test_before_it_asks_a_page_of_another_base_is_told_that_it_may(two: TwoBases) -> None:
    """The browser's question beforehand carries no pass and gets no data."""
    asked = two.phone.options("/api/v1/outbox", headers={"authorization": ""})
    assert (asked.status_code, asked.text) == (204, "")
    assert "authorization" in asked.headers["access-control-allow-headers"]
    other = two.phone.options("/api/v1/reports", headers={"authorization": ""})
    assert "access-control-allow-origin" not in other.headers


def test_a_withdrawn_role_ends_the_pass_everywhere(two: TwoBases) -> None:
    """A lost phone: the chief withdraws the role, the fact arrives, the pass lets nobody in."""
    said = RoleWithdrawn(person=two.person, reason="هاتف ضائع")
    row = two.b.room.reader().views.get(PERSON, two.person)
    assert row is not None
    say(two.organisation.room, said, supersedes=row.role_facts)
    give(facts_of(two.organisation.room), two.b.room)
    refused = two.phone.post("/api/v1/outbox", content=os.urandom(10))
    assert refused.status_code == 401
