"""A grid reference, a plus code or degrees typed as the place: exact, and shown at once."""

import pytest

from doors import Enter
from najda.vocabulary import thing_made_by


@pytest.mark.parametrize(
    "typed", ["37S CA 3365 0660", "8G8V55R2+22", "55R2+22", "36.1900, 37.1500", "٣٦٫١٩٠٠، ٣٧٫١٥٠٠"]
)
def test_a_code_is_a_position(enter: Enter, typed: str) -> None:
    """The incident lies there within a few metres; its quarter is the one around it."""
    room = enter("dispatcher")
    shown = room.get("/incidents/same-place", params={"text": "", "place": typed}).text
    quarter = shown.partition('name="quarter" value="')[2].partition('"')[0]
    form = {"text": "x", "channel": "phone", "place": typed, "quarter": quarter, "opens": "fire"}
    answer = room.post("/do/incidents/take_report", data={**form, "next": "/reports/{id}"},
                       follow_redirects=False)  # fmt: skip
    report = answer.headers["location"].rsplit("/", 1)[1]
    key = {"key": thing_made_by(report, 1)}
    row = room.get("/api/v1/views/incidents.incident", params=key).json()

    assert "37S CA 33" in shown
    assert "8G8V5" in shown
    assert quarter
    assert row["quarter"] == quarter
    assert row["place"]["text"] == typed
    assert abs(row["place"]["lat"] - 36.19) < 0.0002
    assert abs(row["place"]["lon"] - 37.15) < 0.0002


def test_words_are_no_position(enter: Enter) -> None:
    """A house number is no degree, and a quarter stays a quarter."""
    room = enter("dispatcher")
    for words in ("شارع 15، 20", "الكلاسة", "A+B"):
        shown = room.get("/incidents/same-place", params={"text": "", "place": words}).text
        assert "37S" not in shown
