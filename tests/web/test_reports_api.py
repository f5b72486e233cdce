"""Reports through the public interface: kept byte for byte, once, found, never lost."""

import os

import pytest
from starlette.testclient import TestClient

from doors import Enter


def new_id() -> str:
    return os.urandom(16).hex()


def post(client: TestClient, **body: object) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/v1/reports", json={"channel": "phone", **body})
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "text",
    [
        "غارة على حيّ الأنصاري، ٣ عالقين",
        "A-17 على 0944 123 456 — ok",
        "\u202eقلب\u202c النص",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE facts;--",
        "ﻷﻻ\u200f\u200e\u0640ـ",
        "🚑" * 100,
        "line\nline\r\nتبويب\t",
    ],
)
def test_text_comes_back_byte_for_byte(enter: Enter, text: str) -> None:
    """What was said is kept as it was said."""
    operator = enter("operator")
    status, said = post(operator, text=text)
    back = operator.get(f"/api/v1/reports/{said['id']}").json()

    assert (status, said["copies"]) == (201, 1)
    assert text == back["text"]


def test_the_same_id_twice_is_one_fact(enter: Enter) -> None:
    """A double click or a resent request never makes two; another content is 409."""
    operator = enter("operator")
    request = new_id()
    first = post(operator, id=request, text="بناء منهار")
    again = post(operator, id=request, text="بناء منهار")
    other = post(operator, id=request, text="بناء آخر")

    assert first == again
    assert (other[0], other[1]["code"]) == (409, "request_differs")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("قصف على الأنصاري قرب الجامع", "الانصاري"),
        ("قصف على الأنصاري قرب الفرن", "أنصاري"),
        ("تحت الأنقاض ٣٤٧ شخصاً", "347"),
        ("تحت الأنقاض 348 شخصاً", "٣٤٨"),
        ("مدرسة البحتري", "مدرسه البحتري"),
        ("مَشفى القُدس", "مشفي القدس"),
    ],
)
def test_search_folds_spellings_and_digits(enter: Enter, said: str, asked: str) -> None:
    """Hamza, alef, ta marbuta, diacritics, article and digits do not hide a report."""
    operator = enter("operator")
    _, made = post(operator, text=said)
    found = operator.get("/api/v1/search", params={"q": asked}).json()["found"]

    assert made["id"] in [one["thing"] for one in found]


def test_search_asks_only_parts_the_role_may_read(enter: Enter) -> None:
    """A reader does not find a caller by name; an operator does."""
    operator, reader = enter("operator"), enter("reader")
    _, made = post(operator, text="حريق", caller={"name": "زكريا", "phone": "0955"})

    def things(client: TestClient) -> list[str]:
        found = client.get("/api/v1/search", params={"q": "زكريا"}).json()["found"]
        return [one["thing"] for one in found]

    assert made["id"] in things(operator)
    assert made["id"] not in things(reader)


def test_rows_hide_what_the_role_may_not_read(enter: Enter) -> None:
    """The door hides person and place parts from those who need them not."""
    _, made = post(enter("operator"), text="حريق", place="شارع الفرن", caller="أم علي")
    seen = {role: enter(role).get(f"/api/v1/reports/{made['id']}").json()
            for role in ("dispatcher", "reader", "observer")}  # fmt: skip

    assert seen["dispatcher"]["caller_name"] == "أم علي"
    assert seen["reader"]["caller_name"] == {"absent": "hidden"}
    assert seen["reader"]["place"] == {"absent": "hidden"}
    assert seen["reader"]["text"] == "حريق"
    assert seen["observer"]["text"] == {"absent": "hidden"}
    assert "أم علي" not in str(seen["reader"])
    assert "أم علي" not in str(seen["observer"])


BAD = [
    ({"text": ""}, 422, "reports.words_needed"),
    ({"text": "x", "trapped": -1}, 422, "reports.figure_impossible"),
    ({"text": "x", "trapped": "three"}, 422, "malformed"),
    ({"text": "x", "received_at": 99_999_999_999_999}, 422, "reports.time_impossible"),
    ({"text": "x", "occurred": {"start_ms": 5}}, 422, "reports.time_impossible"),
    ({"text": "x" * 20_001}, 422, "reports.text_too_long"),
    ({"text": "x" * 300_000}, 413, "too_large"),
    ({"text": 7}, 422, "malformed"),
    ({"text": "x", "id": "../../etc/passwd"}, 422, "malformed"),
    ({"text": "x", "channel": "pigeon"}, 422, "malformed"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_bad_input_is_told_what_to_do(
    enter: Enter, body: dict[str, object], status: int, code: str, lang: str
) -> None:
    """A translated answer with a stable code; nothing is written."""
    operator = enter("operator")
    before = operator.get("/api/v1/health").json()["facts"]
    operator.cookies.set("lang", lang)
    answer = operator.post("/api/v1/reports", json={"channel": "phone", **body})
    operator.cookies.clear()

    assert (status, code) == (answer.status_code, answer.json()["code"])
    assert answer.headers["content-type"] == "application/problem+json"
    title = answer.json()["title"]
    assert title != code
    assert any("؀" <= letter <= "ۿ" for letter in title) == (lang == "ar")
    assert before == operator.get("/api/v1/health").json()["facts"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("غارة".encode("cp1256"), "not_utf8"),
        (b'{"text": "\\ud800"}', "not_utf8"),
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"text": NaN}', "not_json"),
        (b"[]", "malformed"),
    ],
)
def test_broken_bodies_are_refused_kindly(enter: Enter, content: bytes, code: str) -> None:
    """Wrong encoding, broken or deeply nested JSON end in a problem, not in an error page."""
    answer = enter("operator").post("/api/v1/reports", content=content)

    assert code == answer.json()["code"]
    assert 400 <= answer.status_code < 500


def test_who_may_not_is_told_so(enter: Enter, anybody: TestClient) -> None:
    """No token, an unknown token, a role too small: 401, 401, 403."""
    body = {"text": "x", "channel": "phone"}
    nobody = anybody.post("/api/v1/reports", json=body)
    stranger = anybody.post("/api/v1/reports", json=body, headers={"authorization": "Bearer wrong"})
    reader = enter("reader").post("/api/v1/reports", json=body)
    display = enter("display").get("/api/v1/views/reports.report")

    assert [one.status_code for one in (nobody, stranger, reader, display)] == [401, 401, 403, 403]
    assert reader.json()["code"] == "role_too_small"


def test_a_report_takes_times_as_iso_and_files_by_their_hash(enter: Enter) -> None:
    """Times with an offset, a period, and files sent before: all stand in one report."""
    room = enter("operator")
    photo = room.post("/api/v1/attachments", content=b"\xff\xd8photo").json()["sha256"]
    body = {
        "text": "صورة من الموقع", "channel": "message",
        "received_at": "2016-09-23T00:40:00+03:00",
        "occurred": {"start": "2016-09-22T23:00:00+03:00", "end": "2016-09-22T23:30:00+03:00"},
        "attachments": [{"sha256": photo, "media_type": "image/jpeg", "file_name": "s.jpg"}],
    }  # fmt: skip
    made = room.post("/api/v1/reports", json=body)
    row = room.get(f"/api/v1/reports/{made.json()['id']}").json()

    assert made.status_code == 201
    assert row["received_ms"] == 1_474_580_400_000
    assert row["occurred"]["end_ms"] - row["occurred"]["start_ms"] == 30 * 60_000
    assert [(one["sha256"], one["size_bytes"]) for one in row["attachments"]] == [(photo, 7)]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"received_at": "yesterday"}, "time_unreadable"),
        ({"received_at": "2016-09-23T00:40:00"}, "offset_needed"),
        ({"received_at": 10**40}, "malformed"),
        ({"occurred": {"start": "soon"}}, "time_unreadable"),
        ({"attachments": ["0" * 64]}, "attachment_first"),
        ({"attachments": "x"}, "malformed"),
        ({"trapped": 10**30}, "malformed"),
        ({"place": {"text": "x", "lat": 1e300}}, "malformed"),
    ],
)
def test_what_a_report_cannot_hold_is_named(
    enter: Enter, more: dict[str, object], code: str
) -> None:
    """Nothing is dropped silently, and no figure passes that another base would refuse."""
    answer = enter("operator").post(
        "/api/v1/reports", json={"text": "x", "channel": "phone", **more}
    )

    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)


def test_changes_past_the_end_and_for_a_display(enter: Enter) -> None:
    """A number no base reaches is an empty page; a wall display has no business there."""
    assert enter("operator").get("/api/v1/changes?after=" + "9" * 40).json()["changes"] == []
    assert enter("display").get("/api/v1/changes").status_code == 403


def test_the_search_page_names_what_it_found(enter: Enter) -> None:
    """Each thing once, by its number and its words; no name of a kind of fact."""
    operator = enter("operator")
    body = {"text": "حريق في معمل الزجاج", "channel": "phone"}
    report = operator.post("/api/v1/acts/reports/receive_report", json=body).json()["id"]
    correction = {"report": report, "text": "حريق كبير في معمل الزجاج", "why": "x"}
    operator.post("/api/v1/acts/reports/correct_report", json=correction).raise_for_status()
    key = {"key": report}
    [number] = operator.get("/api/v1/views/reports.report", params=key).json()["numbers"]
    page = operator.get("/search", params={"q": "معمل الزجاج"}).text.partition("<main")[2]

    assert page.count(f"/reports/{report}") == 1
    assert number in page
    assert "حريق كبير" in page
    assert "ReportReceived" not in page
