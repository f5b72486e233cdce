"""A phone's outbox: only enrolled bases open it; handed over twice, it is written once."""

import base64
import hashlib
import json
import os
import struct
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from najda.machine_person import machine_token
from najda.net.certificates import key_from_bytes, new_key, public_point
from najda.net.outbox_codes import CodesMissing, joined
from najda.net.outbox_seal import BrokenEnvelope, envelopes, seal, unseal
from najda.reports.rules import REPORT
from najda.serving import make_site
from najda.units.rules import UNIT
from najda.web.app import make_app
from rooms import Organisation, facts_of, give


def content(requests: list[dict[str, object]], attachment: bytes = b"") -> bytes:
    head = json.dumps(requests).encode()
    return struct.pack(">I", len(head)) + head + attachment


def points(organisation: Organisation) -> dict[str, bytes]:
    members = organisation.room.arrivals.admission.members
    return {
        chain: public_point(bytes.fromhex(member.certificate or ""))
        for chain, member in members.items()
    }


def clients(organisation: Organisation, base: int) -> tuple[TestClient, TestClient]:
    site = make_site(organisation.bases[base])
    found = []
    for role in ("crew", "operator"):
        client = TestClient(make_app(site), base_url="http://127.0.0.1")
        client.headers["authorization"] = f"Bearer {machine_token(site, role, role)}"
        found.append(client)
    return found[0], found[1]


def photo_report() -> tuple[str, bytes]:
    report = os.urandom(16).hex()
    requests: list[dict[str, object]] = [
        {"url": "/api/v1/reports", "body": {"id": report, "text": "صورة", "channel": "crew"}},
        {"url": "/api/v1/acts/reports/add_attachment", "attaches": True,
         "body": {"id": os.urandom(16).hex(), "report": report, "media_type": "image/jpeg"}},
    ]  # fmt: skip
    return report, content(requests, b"jpeg" * 1000)


def test_an_outbox_is_written_once_at_whatever_base(organisation: Organisation) -> None:
    """By the phone at A, as a file by an operator at B, then both again: one report, one photo."""
    organisation.join("B")
    report, inside = photo_report()
    sealed = seal(inside, points(organisation))
    a_crew, _ = clients(organisation, 0)
    _, b_operator = clients(organisation, 1)
    for _ in range(2):
        sent = a_crew.post("/api/v1/outbox", content=sealed)
        assert [one["status"] for one in sent.json()["answers"]] == [201, 201], sent.text
        file = b_operator.post("/outbox", files={"file": ("x.njo", sealed)})
        assert file.status_code == 200, file.text
    give(facts_of(organisation.bases[1].room), organisation.room)

    _, a_operator = clients(organisation, 0)
    row = a_operator.get(f"/api/v1/reports/{report}").json()
    assert row["text"] == "صورة"
    assert {one["size_bytes"] for one in row["attachments"]} == {4000}
    facts = sent.json()["answers"][0]["facts"]
    copies = a_crew.get("/api/v1/copies", params={"fact": [*facts, "0" * 64, "zz"]}).json()
    assert copies["copies"] == {facts[0]: 1, "0" * 64: 0}


def test_only_the_bases_it_is_sealed_to_open_it(organisation: Organisation) -> None:
    """A stranger's key opens nothing; flipped, torn or other bytes are refused by name."""
    sealed = seal(content([]), points(organisation))
    [(header, body)] = list(envelopes(sealed))
    own = organisation.room.own_chain
    key = key_from_bytes(organisation.room.reader().journal.local("tls_key") or b"")
    assert unseal(header, body, [own], key).requests == []
    for chains, opening, inside in (
        ([own], new_key(), body), (["00" * 32], key, body), ([own], key, body[:-1] + b"?"),
    ):  # fmt: skip
        with pytest.raises(BrokenEnvelope):
            unseal(header, inside, chains, opening)
    crew, _ = clients(organisation, 0)
    answers = [crew.post("/api/v1/outbox", content=data) for data in (
        sealed[:-1], b"no envelope", seal(content([]), {"00" * 32: points(organisation)[own]}),
    )]  # fmt: skip
    assert [one.json()["code"] for one in answers] == [
        "outbox_unreadable", "outbox_unreadable", "outbox_not_for_us",
    ]  # fmt: skip


def codes_of(data: bytes, size: int = 450) -> list[str]:
    """As ``crew-codes.js`` makes them."""
    name = hashlib.sha256(data).hexdigest()[:8].upper()
    pieces = [data[n : n + size] for n in range(0, len(data), size)]
    letters = [base64.b32encode(one).decode().rstrip("=") for one in pieces]
    return [f"NJQ1-{name}-{n}-{len(pieces)}-{one}" for n, one in enumerate(letters, 1)]


def test_an_outbox_comes_as_codes(organisation: Organisation) -> None:
    """In any order, twice, in small letters, over several tries: written once all are there."""
    text = "قصف على السكري " * 40
    report = os.urandom(16).hex()
    request: dict[str, object] = {
        "url": "/api/v1/reports", "body": {"id": report, "text": text, "channel": "crew"}
    }  # fmt: skip
    codes = codes_of(seal(content([request]), points(organisation)))
    _, operator = clients(organisation, 0)
    some = "\n".join([codes[2].lower(), codes[0], codes[0]])
    first = operator.post("/outbox", data={"codes": some}, files={"file": ("", b"")})
    assert first.status_code == 200
    assert operator.get(f"/api/v1/reports/{report}").status_code == 404
    assert codes[0] in first.text
    assert "2، 4" in first.text
    whole = operator.post("/outbox", data={"codes": some + "\n" + "  ".join(codes[1:])})

    assert whole.status_code == 200, whole.text
    assert operator.get(f"/api/v1/reports/{report}").json()["text"] == text


def test_misread_codes_are_told(organisation: Organisation) -> None:
    """No code, a letter misread, one set's code among another's: told by name, nothing written."""
    codes = codes_of(seal(content([]), points(organisation)))
    _, operator = clients(organisation, 0)
    wrong = codes[0][:-1] + ("A" if codes[0][-1] != "A" else "B")
    answers = [
        operator.post("/outbox", data={"codes": text}, headers={"accept": "application/json"})
        for text in ("", "NJQ1", "\n".join([wrong, *codes[1:]]))
    ]

    assert [one.status_code for one in answers] == [422, 422, 422]
    assert ["ملف" in answers[0].text, "NJQ1" in answers[1].text] == [True, True]


@given(data=st.binary(min_size=1, max_size=400), size=st.integers(1, 60), seed=st.randoms())
def test_codes_in_any_order_are_the_same_bytes(data: bytes, size: int, seed: Random) -> None:
    """What is torn into codes comes together again, whatever stands between them."""
    codes = codes_of(data, size)
    seed.shuffle(codes)

    assert joined(" ؟ ".join(codes).lower()) == joined("".join(codes)) == data
    head, _, letters = codes[0].rpartition("-")
    misread = f"{head}-{'B' if letters[0] == 'A' else 'A'}{letters[1:]}"
    with pytest.raises(BrokenEnvelope):
        joined(" ".join([misread, *codes[1:]]))
    with pytest.raises(CodesMissing if len(codes) > 1 else BrokenEnvelope):
        joined(" ".join(codes[1:]))


def test_what_a_crew_may_not_do_it_may_not_do_by_outbox(organisation: Organisation) -> None:
    """Each request passes the same door: a refusal stands beside what was written."""
    requests: list[dict[str, object]] = [
        {"url": "/api/v1/acts/people/grant_role", "body": {}},
        {"url": "/api/v1/acts/trust/ask_revocation", "body": {}},
        {"url": "/logout", "body": {}},
        {"url": "/api/v1/reports", "body": {"text": "وصل", "channel": "crew"}},
    ]
    crew, _ = clients(organisation, 0)
    sealed = seal(content(requests), points(organisation))
    answers = crew.post("/api/v1/outbox", content=sealed).json()["answers"]

    reader = TestClient(crew.app, base_url="http://127.0.0.1")
    token = machine_token(make_site(organisation.first), "r", "reader")
    reader.headers["authorization"] = f"Bearer {token}"

    assert reader.post("/api/v1/outbox", content=sealed).status_code == 403
    assert [one["status"] for one in answers][-2:] == [422, 201]
    assert all(one["status"] in (403, 404) for one in answers[:2])


def test_what_a_phone_kept_arrives_with_its_own_time(organisation: Organisation) -> None:
    """Hours late, it is not news of now; a phone's clock that jumped refuses nobody's words."""
    phone, _ = clients(organisation, 0)
    now = phone.get("/crew/state").json()["now"]
    unit = os.urandom(16).hex()
    ids = [os.urandom(16).hex() for _ in range(3)]
    times = [now - 3 * 3_600_000, now + 86_400_000, 7]
    requests: list[dict[str, object]] = [
        {"url": "/api/v1/reports",
         "body": {"id": id_, "text": "من الهاتف", "channel": "crew", "received_at": at}}
        for id_, at in zip(ids, times, strict=True)
    ]  # fmt: skip
    requests += [{"url": "/api/v1/acts/units/hear_unit",
                  "body": {"id": os.urandom(16).hex(), "unit": unit, "at_ms": at}}
                 for at in (now, times[0])]  # fmt: skip
    sealed = seal(content(requests, b""), points(organisation))
    answers = phone.post("/api/v1/outbox", content=sealed).json()["answers"]
    views = organisation.room.reader().views
    rows = [views.get(REPORT, id_) for id_ in ids]
    heard = views.get(UNIT, unit)

    assert [one["status"] for one in answers] == [201] * 5
    assert rows[0] is not None
    assert rows[0].received_ms == times[0]
    assert all(one is not None and abs((one.received_ms or 0) - now) < 60_000 for one in rows[1:])
    assert heard is not None
    assert heard.heard_ms == now
