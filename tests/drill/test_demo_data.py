"""The night is whole, ours, marked, and every act of its script is one the product takes."""

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from najda.drill.script import DEMO, night_tasks, read_lines
from najda.engine.discovery import find_desks
from najda.web.forms import request_from_json
from najda.web.report_body import report_body

CLAIMS = 252
ARABIC = range(0x0600, 0x0700)


@pytest.fixture(scope="module")
def news() -> list[dict[str, Any]]:
    return read_lines("news.jsonl")


@pytest.fixture(scope="module")
def calls() -> list[dict[str, Any]]:
    return read_lines("calls.jsonl")


@pytest.fixture(scope="module")
def script() -> list[dict[str, Any]]:
    return read_lines("script.jsonl")


def test_every_claim_of_the_compilation_is_carried_once(
    news: list[dict[str, Any]], script: list[dict[str, Any]]
) -> None:
    """252 claims, each in one news line and each confirmed by an operator."""
    carried = Counter(claim for line in news for claim in line["claims"])
    assert set(carried.values()) == {1}
    assert sorted(carried) == [f"C{n:03}" for n in range(1, CLAIMS + 1)]
    made = [one for one in script if one["act"] == "make_claim" and one["item"][0] == "N"]
    whole = [one for one in made if one["body"]["scope"] != "subset"]
    assert len(whole) == CLAIMS
    for one in whole:
        assert one["body"]["tellers"]
        assert one["body"]["period"]
        assert one["body"]["as_of"]
        assert one["body"]["area"]


def test_what_is_invented_says_so(news: list[dict[str, Any]], calls: list[dict[str, Any]]) -> None:
    """About 150 invented lines, all marked; the news is not."""
    assert not any(line["invented"] for line in news)
    assert all(line["invented"] for line in calls)
    assert 140 <= len(calls) <= 170
    assert json.loads((DEMO / "bases.json").read_text(encoding="utf-8"))["invented"]


def test_both_languages_are_there(news: list[dict[str, Any]], calls: list[dict[str, Any]]) -> None:
    """The language said of a line is the script it is written in."""
    for line in news + calls:
        letters = [ord(one) for one in line["text"] if one.isalpha()]
        arabic = sum(one in ARABIC for one in letters) / len(letters)
        assert (arabic > 0.5) == (line["lang"] == "ar"), line["text"]
    for lines in (news, calls):
        assert min(Counter(line["lang"] for line in lines).values()) > len(lines) / 5


class _NoFiles:
    def has(self, sha256: str) -> bool:
        return False

    def size(self, sha256: str) -> int:
        raise FileNotFoundError(sha256)


NO_FILES = _NoFiles()


def test_every_act_is_one_the_product_takes() -> None:
    """Each request of the script decodes into the form of its act; ids are used once."""
    acts = find_desks().acts
    seen = Counter[str]()
    for task in night_tasks():
        if task.is_report:
            request_from_json(
                acts["reports", "receive_report"].form, report_body(task.body, NO_FILES)
            )
        else:
            desk, act = task.path.split("/")[-2:]
            request_from_json(acts[desk, act].form, task.body)
            assert task.role in acts[desk, act].roles
        seen[task.body["id"]] += 1
    assert set(seen.values()) == {1}


def test_the_night_plays_in_the_order_of_the_scene() -> None:
    """No request is earlier than the one before it."""
    times = [task.at_ms for task in night_tasks()]
    assert all(a <= b for a, b in pairwise(times))


def test_sohr_and_bbc_stand_side_by_side(script: list[dict[str, Any]]) -> None:
    """SOHR 16 (two of them children), BBC 30 and 10 more: one campaign, each in its own period."""
    made = {
        (tuple(one["body"]["tellers"]), one["body"].get("low"), one["body"]["scope"]): one["body"]
        for one in script
        if one["act"] == "make_claim" and one["item"][0] == "N"
    }
    sohr = made[("SOHR", "news"), 16, "own"]
    bbc, more = made[("BBC", "news"), 30, "own"], made[("BBC", "news"), 10, "additional"]
    children = made[("SOHR", "news"), 2, "subset"]
    assert sohr["about"] == bbc["about"] == more["about"] == children["about"]
    assert children["of"] == sohr["id"]
    assert children["age_sex"] == "children"
    assert sohr["bound"] == "at_least"
    assert "high" not in sohr
    assert bbc["period"] != more["period"]
    opened = next(one for one in script if one["body"]["id"] == sohr["about"])
    assert opened["act"] == "open_campaign"


def test_truth_covers_every_line(news: list[dict[str, Any]], calls: list[dict[str, Any]]) -> None:
    """The scorer's truth has one line for each report, and names no other."""
    truth = [one["item"] for one in read_lines("truth.jsonl")]
    assert sorted(truth) == sorted(line["item"] for line in news + calls)
