"""What runs out, when: movements summed; not counted is not nothing; two counts both stand."""

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from doors import Enter
from najda.supplies.facts import StockCounted, StockItemNamed, StockKind, StockMoved
from najda.supplies.levels import HOUR_MS, levels
from najda.supplies.rules import ITEM, PERIOD, Counted, ItemRow, Moved, PeriodRow
from rooms import NIGHT_MS, Organisation, facts_of, give, say


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def count(id_: str, level: float, *, at_ms: int = NIGHT_MS) -> Counted:
    return Counted(id=id_, fact=id_, level=level, at_ms=at_ms, by="", base="A", stands=True)


def moved(*amounts: float) -> PeriodRow:
    found = [Moved(fact="f", amount=one, at_ms=NIGHT_MS, by="", base="A") for one in amounts]
    return PeriodRow(id="c", moved=tuple(found))


@given(
    st.integers(0, 10_000),
    st.lists(st.integers(-500, 500).filter(bool), max_size=8),
    st.integers(0, 200),
)
def test_a_level_is_its_count_and_every_movement(
    opening: int, amounts: list[int], hours: int
) -> None:
    """Nothing is lost in summing; hours left follow from what went out since the count."""
    item = ItemRow(id="i", counts=(count("c", opening),))
    found = levels(item, {"c": moved(*amounts)}, NIGHT_MS + hours * HOUR_MS)[0]
    gone = -sum(one for one in amounts if one < 0)

    assert found.left == opening + sum(amounts)
    assert (found.used_an_hour is None) == (gone == 0)
    if found.hours_left is not None:
        assert found.hours_left * gone == pytest.approx(max(0, found.left) * max(2, hours))


def test_out_short_wrong_and_uncounted_are_four_different_words() -> None:
    """Zero is a stock-out, below zero is a mistake, no count is no level at all."""
    now = NIGHT_MS + 10 * HOUR_MS

    def word(level: float, *amounts: float, low: float | None = None) -> str:
        item = ItemRow(id="i", counts=(count("c", level),))
        return levels(item, {"c": moved(*amounts)}, now)[0].urgency(low)

    assert word(0) == "out"
    assert word(5, -6) == "wrong"
    assert word(20, -16) == "pressing"
    assert word(30, -14) == "short"
    assert word(30, low=40) == "short"
    assert word(30) == "enough"
    assert levels(ItemRow(id="i"), {}, now) == []


def test_counts_at_two_bases_that_did_not_know_each_other_both_stand(
    organisation: Organisation,
) -> None:
    """A third count that has seen both ends both; until then neither is hidden."""
    other = organisation.join("B").room
    item = "1" * 32
    named = StockItemNamed(name="مازوت", kind=StockKind.FUEL, unit="لتر")
    say(organisation.room, named, request=item)
    give(facts_of(organisation.room), other)
    here = say(organisation.room, StockCounted(item=item, level=60, at_ms=NIGHT_MS))
    there = say(other, StockCounted(item=item, level=45, at_ms=NIGHT_MS + 1))
    give(facts_of(other), organisation.room)
    views = organisation.room.reader().views
    both = views.get(ITEM, item)
    say(organisation.room, StockCounted(item=item, level=40, at_ms=NIGHT_MS + 2),
        supersedes=[*here, *there])  # fmt: skip
    after = views.get(ITEM, item)

    assert both is not None
    assert after is not None
    assert {one.level for one in both.standing} == {60, 45}
    assert [one.level for one in after.standing] == [40]


def test_a_movement_whose_count_burned_waits_and_is_kept(organisation: Organisation) -> None:
    """Its period is shown as waiting, with the movement in it."""
    say(organisation.room, StockMoved(item="1" * 32, count="2" * 32, amount=-5, at_ms=NIGHT_MS))
    row = organisation.room.reader().views.get(PERIOD, "2" * 32)

    assert row is not None
    assert row.waiting
    assert [one.amount for one in row.moved] == [-5]


def test_from_the_first_count_to_the_last_litre(enter: Enter) -> None:
    """Named, counted, used, asked for, answered: the page says what is left and how long."""
    room = enter("operator")
    name = f"مازوت {os.urandom(3).hex()}"
    item = act(room, "supplies/name_item", name=name, kind="fuel", unit="لتر", low_at=50)
    early = room.post("/api/v1/acts/supplies/move_stock", json={"item": item, "went": 5})
    act(room, "supplies/count_stock", item=item, level=120)
    act(room, "supplies/move_stock", item=item, went=90, reason="مولدة المشفى")
    asked = act(room, "supplies/request_supply", what=name, item=item, amount=200, unit="لتر")
    room.cookies.set("lang", "en")
    page = room.get("/supplies").text
    act(enter("dispatcher"), "supplies/answer_request", request=asked, answer="promised")
    answered = room.get("/supplies").text
    room.cookies.clear()

    assert early.json()["code"] == "supplies.count_first"
    assert "<b>30</b>" in page
    assert "pressing" in page
    assert "unanswered" in page
    assert "promised" in answered
    assert enter("observer").get("/supplies").status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("name_item", {"name": " ", "unit": "لتر"}, "supplies.name_needed"),
        ("name_item", {"name": "x", "unit": " "}, "supplies.unit_needed"),
        ("count_stock", {"item": "1" * 32, "level": -1}, "supplies.figure_impossible"),
        ("move_stock", {"item": "1" * 32}, "supplies.one_figure"),
        ("move_stock", {"item": "1" * 32, "came": 1, "went": 1}, "supplies.one_figure"),
        ("request_supply", {"what": ""}, "supplies.what_needed"),
    ],
)
def test_what_cannot_be_is_refused(
    enter: Enter, path: str, body: dict[str, Any], code: str
) -> None:
    """With what to do instead; nothing is written."""
    answer = enter("operator").post(f"/api/v1/acts/supplies/{path}", json=body)

    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)
