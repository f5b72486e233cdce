"""Two chiefs take a base in or end its trust; each signs with a key of their own."""

import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from najda.base import OpenBase, make_base
from najda.machine_person import machine_token
from najda.serving import make_site
from najda.web.app import make_app
from rooms import Organisation, facts_of, give, say, small_report


class Room:
    """A base with its web face; people come in with tokens of their own."""

    def __init__(self, base: OpenBase) -> None:
        self.base = base
        self.room = base.room
        self.site = make_site(base)
        self.app = make_app(self.site)

    def person(self, name: str, role: str = "chief") -> TestClient:
        client = TestClient(self.app, base_url="http://127.0.0.1")
        client.headers["authorization"] = f"Bearer {machine_token(self.site, name, role)}"
        client.headers["accept-language"] = "en"
        return client

    def trusts(self, chain: str) -> bool:
        member = self.room.arrivals.admission.members.get(chain)
        return member is not None and member.cut is None


@pytest.fixture
def a(organisation: Organisation) -> Room:
    return Room(organisation.first)


@pytest.fixture
def laptop(organisation: Organisation) -> Iterator[OpenBase]:
    """A new laptop in the organisation that nobody has enrolled yet."""
    folder = organisation.folder / "N"
    make_base(folder, name="الجديد", letter="N", join_root=organisation.root.public.hex())
    base = OpenBase(folder, None)
    yield base
    base.close()


def request_of(base: OpenBase) -> str:
    """What the new laptop's only page shows to whoever stands before it."""
    page = TestClient(make_app(make_site(base)), base_url="http://127.0.0.1").get("/login").text
    start = page.index("readonly>") + len("readonly>")
    return html.unescape(str(page[start : page.index("</textarea>", start)]))


def key_file(organisation: Organisation, name: str) -> dict[str, tuple[str, bytes]]:
    path = organisation.folder / "A" / f"{name}-key.json"
    return {"key": (path.name, path.read_bytes())}


def ids_of_asks(room: Room) -> list[str]:
    return [key for (_, key) in _rows(room, "trust.ask")]


def _rows(room: Room, view: str) -> list[tuple[str, str]]:
    return [
        (name, key)
        for name, key in room.room.reader().db.execute(
            "SELECT v.name, r.key FROM rows r JOIN views v ON v.no = r.view WHERE v.name = ?",
            (view,),
        )
    ]


def test_a_new_laptop_is_taken_in_by_two_chiefs(
    organisation: Organisation, a: Room, laptop: OpenBase
) -> None:
    """The request from its screen, one signature, then the second person with the second key."""
    one, two = a.person("Salma"), a.person("Yusuf")
    asked = one.post(
        "/trust/enrol",
        data={"request": request_of(laptop), "days": "90"},
        files=key_file(organisation, "chief-1"),
        follow_redirects=False,
    )
    (ask,) = ids_of_asks(a)
    chain = laptop.room.own_chain

    assert asked.status_code == 303, asked.text
    assert not a.trusts(chain)
    for who, key in ((one, "chief-2"), (two, "chief-1")):
        again = who.post(f"/trust/second/{ask}", files=key_file(organisation, key))
        assert again.status_code == 409, again.text
    assert not a.trusts(chain)
    done = two.post(
        f"/trust/second/{ask}", files=key_file(organisation, "chief-2"), follow_redirects=False
    )
    assert done.status_code == 303, done.text
    assert a.trusts(chain)
    assert a.room.arrivals.admission.members[chain].expires_ms is not None

    stick = one.get("/trust/stick").content
    new = TestClient(make_app(make_site(laptop)), base_url="http://127.0.0.1")
    came = new.post("/new", files={"file": ("s.njb", stick)}, follow_redirects=False)
    assert came.headers["location"] == "/login"
    assert new.post("/new", files={"file": ("s.njb", stick)}).status_code == 401
    give(facts_of(laptop.room), a.room)
    report = say(laptop.room, small_report("من الجهاز الجديد"))[0]
    give(facts_of(laptop.room), a.room)
    stored = a.room.reader().journal.get(report)
    assert stored is not None
    assert stored.standing == "counts"


def test_keys_that_are_none_take_nobody_in(
    organisation: Organisation, a: Room, laptop: OpenBase
) -> None:
    """A stranger's key, no key, a wrong passphrase, a broken request: said, and nothing written."""
    chief = a.person("Salma")
    request = request_of(laptop)
    stranger = json.dumps({"public": "", "secret": "11" * 32 + _authority_key(organisation)})
    answers = [
        chief.post("/trust/enrol", data={"request": request}, files={"key": ("k", stranger)}),
        chief.post("/trust/enrol", data={"request": request}, files={"key": ("k", b"{}")}),
        chief.post("/trust/enrol", data={"request": request}),
        chief.post("/trust/enrol", data={"request": "x"}, files=key_file(organisation, "chief-1")),
        chief.post("/trust/enrol", data={"request": request, "days": "-1"},
                   files=key_file(organisation, "chief-1")),
        a.person("op", "operator").post("/trust/enrol", data={"request": request},
                                        files=key_file(organisation, "chief-1")),
    ]  # fmt: skip

    assert [one.status_code for one in answers] == [403, 422, 422, 422, 422, 403]
    assert not list(a.room.reader().journal.every(kinds=("trust.EnrolmentAsked",)))


def _authority_key(organisation: Organisation) -> str:
    path = organisation.folder / "A" / "chief-1-key.json"
    secret: str = json.loads(path.read_text())["secret"]
    return secret[64:]


def test_a_base_is_revoked_by_two_chiefs_at_two_bases(organisation: Organisation, a: Room) -> None:
    """The first signs at A with what others witnessed before the eyes, the second at C."""
    b, c = organisation.join("B"), Room(organisation.join("C"))
    say(b.room, *[small_report(f"بلاغ {n}") for n in range(5)])
    give(facts_of(b.room), a.room)
    chain = b.room.own_chain
    first = a.person("Salma")
    page = first.get(f"/trust/revoke/{chain}").text
    nothing = first.post(
        f"/trust/revoke/{chain}", data={"cut": "99", "reason": "x"},
        files=key_file(organisation, "chief-1"),
    )  # fmt: skip
    asked = first.post(
        f"/trust/revoke/{chain}", data={"cut": "4", "reason": "وقع في أيدٍ أخرى"},
        files=key_file(organisation, "chief-1"), follow_redirects=False,
    )  # fmt: skip
    assert "reports.ReportReceived" in page
    assert nothing.status_code == 422
    assert asked.status_code == 303, asked.text
    assert a.trusts(chain)

    give(facts_of(a.room), c.room)
    (ask,) = ids_of_asks(c)
    second = c.person("Yusuf").post(
        f"/trust/second/{ask}", files=key_file(organisation, "chief-2"), follow_redirects=False
    )
    assert second.status_code == 303, second.text
    give(facts_of(c.room), a.room)
    for room in (a, c):
        assert not room.trusts(chain)
        member = room.room.arrivals.admission.members[chain]
        assert member.cut is not None
        assert member.cut.seq == 4


def test_an_ask_can_be_withdrawn(organisation: Organisation, a: Room, laptop: OpenBase) -> None:
    """With a reason; a second signature then comes too late."""
    chief = a.person("Salma")
    chief.post("/trust/enrol", data={"request": request_of(laptop)},
               files=key_file(organisation, "chief-1"))  # fmt: skip
    (ask,) = ids_of_asks(a)
    done = chief.post("/api/v1/acts/trust/withdraw_ask", json={"ask": ask, "reason": "خطأ"})
    late = a.person("Yusuf").post(f"/trust/second/{ask}", files=key_file(organisation, "chief-2"))

    assert done.status_code == 201
    assert late.status_code == 409
    assert not a.trusts(laptop.room.own_chain)


def test_the_stick_of_a_screen_is_a_copy_and_can_be_taken_in(
    organisation: Organisation, a: Room, tmp_path: Path
) -> None:
    """Written by one base's page, read by another's; damaged bytes are said and skipped."""
    b = Room(organisation.join("B"))
    say(a.room, small_report("على الذاكرة"))
    stick = a.person("Salma").get("/trust/stick")
    taken = b.person("Yusuf").post("/trust/stick", files={"file": ("s.njb", stick.content)})
    torn = b.person("Yusuf").post("/trust/stick", files={"file": ("s.njb", b"torn" * 40)})

    assert taken.status_code == 200, taken.text
    assert {one.shell for one in facts_of(a.room)} <= {one.shell for one in facts_of(b.room)}
    assert "damaged" in torn.text
