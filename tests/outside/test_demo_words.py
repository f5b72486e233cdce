"""The demo night against what it was compiled from: figures carried over, words our own."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from najda.drill.script import read_lines
from najda.folding import fold_words

pytestmark = pytest.mark.outside

#: A run of so many words in common is a copied sentence.
RUN = 7
TEXTS = ("ucdp-syria-2016/sources.csv", "ucdp-syria-2016/events.csv",
         "aleppo-captions/captions.json", "aleppo-rescue-titles/titles.csv",
         "aleppo-2016/events.json")  # fmt: skip


@pytest.fixture(scope="module")
def scenario() -> dict[str, Any]:
    path = Path(os.environ["NAJDA_SHARED"]) / "data/aleppo-2016/events.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_figures_and_chains_are_those_of_the_compilation(scenario: dict[str, Any]) -> None:
    """Each of the 252 claims has its figure, its chain of tellers and its source's line."""
    known = {c["id"]: c for event in scenario["events"] for c in event["claims"]}
    made = [one["body"] for one in read_lines("script.jsonl") if one["act"] == "make_claim"]
    whole = [one for one in made if one.get("scope") != "subset" and not one.get("invented")]
    assert len(whole) == len(known)
    carried = [claim for line in read_lines("news.jsonl") for claim in line["claims"]]
    by_line: dict[str, list[dict[str, Any]]] = {one["item"]: [] for one in read_lines("news.jsonl")}
    for one in read_lines("script.jsonl"):
        body = one["body"]
        if one["act"] == "make_claim" and one["item"] in by_line and body["scope"] != "subset":
            by_line[one["item"]].append(body)
    assert sorted(carried) == sorted(known)
    for line in read_lines("news.jsonl"):
        for claim_id, body in zip(line["claims"], by_line[line["item"]], strict=True):
            claim = known[claim_id]
            assert body["tellers"] == claim["chain"], claim_id
            wanted = (claim.get("min", claim.get("value")), claim.get("max", claim.get("value")))
            if isinstance(wanted[0], int) and not isinstance(wanted[0], bool):
                assert wanted[0] in (body.get("low"), body.get("high")), claim_id
                assert body.get("high") in (wanted[1], None), claim_id


def test_no_sentence_is_copied() -> None:
    """No run of seven words of ours stands in any outside text on the same events."""
    lines = read_lines("news.jsonl") + read_lines("calls.jsonl")
    ours = {run: line["item"] for line in lines for run in _runs(line["text"])}
    for name in TEXTS:
        text = (Path(os.environ["NAJDA_SHARED"]) / "data" / name).read_text(encoding="utf-8")
        copied = {ours[run] for run in _runs(re.sub(r"\\[nrt]", " ", text)) if run in ours}
        assert not copied, (name, copied)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = fold_words(text)
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
