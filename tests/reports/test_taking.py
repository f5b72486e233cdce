"""Two operators never type the same call, or work on the same report, unknowingly."""

from starlette.testclient import TestClient

from doors import Enter
from najda.reports.at_the_phones import FORGOTTEN_SECONDS, TYPING_SECONDS, AtThePhones
from rooms import new_request


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_colleague_at_the_same_call_is_seen_while_typing(enter: Enter) -> None:
    """The number tells it, however its digits are written; saved, the call is nobody's any more."""
    first, second = enter("operator"), enter("dispatcher")
    call = new_request()
    first.post("/reports/typed", data={"id": call, "place": "الكلاسة", "caller_phone": "0944123"})
    own = {"id": new_request(), "caller_phone": "٠٩٤٤ ١٢٣"}
    seen = second.post("/reports/typed", data=own).text
    other = second.post("/reports/typed", data={**own, "caller_phone": "0955 999"}).text
    mine = first.post("/reports/typed", data={"id": call, "caller_phone": "0944123"}).text
    act(first, "reports/receive_report", id=call, text="غارة")
    after = second.post("/reports/typed", data=own).text

    assert 'role="alert"' in seen
    assert "الكلاسة" in seen
    assert 'role="alert"' not in other
    assert "الكلاسة" in other
    assert "الكلاسة" not in mine
    assert "4123" not in after
    assert 'role="alert"' not in after


def test_a_call_left_half_taken_is_told_from_one_being_typed() -> None:
    """By machine time; after a quarter of an hour it is forgotten."""
    at = [0.0]
    phones = AtThePhones(lambda: at[0])
    phones.typed("a", "salma", "سلمى", "السكري", None, "")
    seen = []
    for at[0] in (1.0, TYPING_SECONDS + 2, FORGOTTEN_SECONDS + 1):
        _, others = phones.typed("b", "omar", "عمر", "", None, "0")
        seen.append([one.is_typed(at[0]) for one in others])

    assert seen == [[True], [False], []]


def test_a_report_is_taken_by_one_and_rings_no_more(enter: Enter) -> None:
    """The second operator is told before beginning; given back, it is anybody's."""
    first, second = enter("operator"), enter("dispatcher")
    report = act(first, "reports/receive_report", text="تحت الردم", trapped=2)
    ringing = f'data-alarm="trapped-{report}'
    before = second.get("/alarms").text
    act(first, "reports/take_on", report=report)
    refused = second.post("/api/v1/acts/reports/take_on", json={"report": report})
    page, quiet = second.get(f"/reports/{report}").text, second.get("/alarms").text
    not_theirs = second.post("/api/v1/acts/reports/give_back", json={"report": report})
    act(first, "reports/give_back", report=report)
    again = second.get("/alarms").text
    act(second, "reports/take_on", report=report)
    act(first, "reports/take_on", report=report, although=True)
    row = first.get("/api/v1/views/reports.report", params={"key": report}).json()

    assert ringing in before
    assert refused.status_code == 409
    assert refused.json()["code"] == "reports.taken_already"
    assert "أتولاه بدلاً من زميلي" in page
    assert report in quiet
    assert ringing not in quiet
    assert not_theirs.status_code == 409
    assert ringing in again
    assert len(row["taken"]) == 1
