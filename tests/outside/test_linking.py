"""Linking and copies on texts that we did not write."""

import json
import os
import random
import re
import tarfile
from datetime import date
from pathlib import Path

import pytest

from najda.places import own_gazetteer
from najda.reading.linking.copies import find_copies
from najda.reading.linking.linking import link_reports
from najda.reading.linking.traits import Report

pytestmark = pytest.mark.outside


@pytest.fixture(scope="session")
def shared() -> Path:
    return Path(os.environ["NAJDA_SHARED"])


def test_captions_of_one_event_find_each_other(shared: Path) -> None:
    data = json.loads((shared / "data/aleppo-captions/captions.json").read_text(encoding="utf-8"))
    reports = [
        Report(
            str(item["n"]),
            f"{item['title']}. {item['description']}",
            date.fromisoformat(item["published"][:10]),
        )
        for item in data["items"]
    ]
    links = link_reports(reports, own_gazetteer())
    known = {report.id for report in reports}
    groups = [group for group in data["same_event_groups"] if str(group[0]) in known]
    assert groups
    for first, second in groups:
        assert str(second) in [link.id for link in links[str(first)].same]
    # Few of the captions tell of one event twice; the rest stand alone.
    assert sum(len(each.same) for each in links.values()) / 2 <= 4 * len(groups)


def news_sentences(shared: Path) -> list[str]:
    found: dict[str, None] = {}
    with tarfile.open(shared / "data/muc/dev.tar.gz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if "dev-muc3" in member.name else None
            text = file.read().decode("latin-1") if file else ""
            for article in re.split(r"(?m)^(?=DEV-MUC3-\d+)", text)[1:]:
                body = re.sub(r"\s+", " ", article.partition("--")[2]).lower()
                for sentence in re.split(r"(?<=[.?!])\s+", body):
                    if 8 <= len(sentence.split()) <= 45 and "[" not in sentence:
                        found[sentence] = None
    return list(found)


def test_spun_news_sentences_are_found_and_others_are_not(shared: Path) -> None:
    chance = random.Random(7)
    sentences = news_sentences(shared)
    chance.shuffle(sentences)
    old, new = sentences[:1000], sentences[1000:1600]
    vocabulary = [word for sentence in old for word in sentence.split() if word.isalpha()]
    spun = []
    for sentence in old[:400]:
        words = sentence.split()
        for at in chance.sample(range(len(words)), round(len(words) * 0.2)):
            words[at] = chance.choice(vocabulary)
        spun.append(" ".join(words))
    texts = [(f"old {number}", text) for number, text in enumerate(old)]
    texts += [(f"new {number}", text) for number, text in enumerate(new)]
    texts += [(f"spun {number}", text) for number, text in enumerate(spun)]
    copies = find_copies(texts)
    found = sum(
        any(copy.original.report == f"old {number}" for copy in copies[f"spun {number}"])
        for number in range(len(spun))
    )
    flagged = sum(bool(copies[f"new {number}"]) for number in range(len(new)))
    assert found / len(spun) >= 0.99
    # Some of these are true repeats of communiqués.
    assert flagged / len(new) <= 0.005
