"""How well and how fast reports are linked and copies found.

Run ``python -m bench linking``. Invented incidents with confusable neighbours and our own pairs in
two languages always; halves of news reports, captions, headlines of events and spun sentences
where NAJDA_SHARED is set. One line a set.
"""

import csv
import json
import os
import random
import re
import sys
import tarfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "reading"))

from invented_incidents import (  # type: ignore[import-not-found,unused-ignore]
    arabic,
    english,
    incidents,
)

from najda.drill.reading_score import score_reading
from najda.places import own_gazetteer
from najda.reading.linking.copies import CopyFinder
from najda.reading.linking.linking import link_reports
from najda.reading.linking.traits import Report

ROOT = Path(__file__).parent.parent
Pair = tuple[str, str]
SEED = 7


def main() -> None:
    """Print every measure that the data at hand allows."""
    for seed in (21, 22):
        measure("invented, clear", invented(seed, hard=False, with_arabic=False))
        measure("invented, vague", invented(seed, hard=True, with_arabic=False))
        measure("invented, vague, with Arabic", invented(seed, hard=True, with_arabic=True))
    for number, (reports, mates) in own_sets().items():
        measure(f"own pairs and traps, set {number}", reports, mates)
    night()
    growth()
    shared = Path(os.environ.get("NAJDA_SHARED", ROOT.parent / "shared")) / "data"
    if not shared.is_dir():
        print(f"the rest is left out: {shared} is not there (NAJDA_SHARED)")
        return
    articles = news(shared / "muc/tst1-2.tar.gz")
    for how in ("front and back", "every other sentence"):
        measure(f"halves of news, {how}", halves(articles, how))
    measure("halves of news, half of them alone", without_mates(halves(articles, "front and back")))
    measure("captions of the same event", *captions(shared))
    measure("headlines of the same event, two days each", *headlines(shared))
    copies("news", [*news_sentences(shared / "muc/dev.tar.gz")], 2500, 6000)
    copies("Arabic captions", [*caption_sentences(shared)], 60, 80)


# -- links ---------------------------------------------------------------------------------------


def measure(name: str, reports: Sequence[Report], mates: set[Pair] | None = None) -> None:
    """First candidate right and pairs proposed as the same; ids of mates share what is before /."""
    if mates is None:
        mates = {
            _pair(a.id, b.id)
            for a, b in combinations(reports, 2)
            if a.id.partition("/")[0] == b.id.partition("/")[0]
        }
    began = time.process_time()
    links = link_reports(reports, own_gazetteer())
    each_ms = (time.process_time() - began) / len(reports) * 1000
    mated = {report for pair in mates for report in pair}
    offered = {one: [*found.same, *found.perhaps] for one, found in links.items()}
    first = sum(
        bool(offered[one]) and _pair(one, offered[one][0].id) in mates for one in mated
    ) / max(len(mated), 1)
    same = {_pair(one, link.id) for one, found in links.items() for link in found.same}
    shown = {_pair(one, link.id) for one, found in offered.items() for link in found}
    right = len(same & mates)
    precision, recall = right / max(len(same), 1), right / max(len(mates), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"{name}: {len(reports)} reports, {len(mates)} pairs; first right {first:.3f}; same: wrong "
        f"{len(same - mates)}, recall {recall:.3f}, F1 {f1:.3f}; shown "
        f"{len(shown & mates) / max(len(mates), 1):.3f}; {each_ms:.1f} ms a report",
        flush=True,
    )


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def invented(seed: int, *, hard: bool, with_arabic: bool, count: int = 160) -> list[Report]:
    """Two tellings of each incident, or three."""
    chance = random.Random(seed)
    reports = []
    for told in incidents(count, chance):
        texts = [*english(told, chance, hard=hard)]
        if with_arabic:
            texts.append(arabic(told, chance))
        reports += [
            Report(f"{told.id}/{number}", text, told.day + timedelta(days=chance.randrange(2)))
            for number, text in enumerate(texts)
        ]
    return reports


def own_sets() -> dict[int, tuple[list[Report], set[Pair]]]:
    """Our own reports in pairs across languages, with traps beside them."""
    path = ROOT / "tests/reading/linked_set.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))["report"]
    found = {}
    for number in sorted({each["set"] for each in told}):
        mine = [each for each in told if each["set"] == number]
        reports = [
            Report(str(at), each["text"], date.fromisoformat(each["date"]))
            for at, each in enumerate(mine)
        ]
        mates = {
            _pair(str(a), str(b))
            for a, b in combinations(range(len(mine)), 2)
            if set(mine[a]["about"]) & set(mine[b]["about"])
        }
        found[number] = reports, mates
    return found


def night() -> None:
    """The demo night against its truth."""
    score = score_reading()
    keys = ("pairs_in_truth", "pairs_proposed_same", "same_wrong", "same_recall", "shown_recall",
            "links_shown", "links_proposed_same", "links_of_calls_proposed_same", "copies_found",
            "copies_false")  # fmt: skip
    print("the night:", ", ".join(f"{key} {score[key]}" for key in keys), flush=True)


def growth() -> None:
    """Processor time over the number of reports."""
    pool = [
        Report(f"{seed}.{each.id}", each.text, each.reported + timedelta(days=90 * seed))
        for seed in range(8)
        for each in invented(seed, hard=False, with_arabic=True)
    ]
    for count in (250, 500, 1000, 2000):
        began = time.process_time()
        link_reports(pool[:count], own_gazetteer())
        taken = time.process_time() - began
        print(f"linking {count} lines: {taken:.2f} s, {taken / count * 1000:.1f} ms each")


def news(path: Path) -> list[tuple[str, date, list[str]]]:
    """Articles of the MUC sets: id, date, sentences."""
    months = [date(2000, month, 1).strftime("%b").upper() for month in range(1, 13)]
    found = []
    for text in _texts(path, without="key"):
        for article in re.split(r"(?m)^(?=(?:DEV|TST\d)-MUC[34]-\d+)", text)[1:]:
            dated = re.search(r"(\d{1,2}) ([A-Z]{3}) (\d{2})\b", article[:400])
            if dated is None:
                continue
            body = re.sub(r"\[[A-Z ]+\]|\s+", " ", article.partition("--")[2])
            day = date(1900 + int(dated[3]), months.index(dated[2]) + 1, int(dated[1]))
            sentences = [each for each in re.split(r"(?<=[.?!])\s+", body.strip()) if each]
            found.append((article.split()[0], day, sentences))
    return found


def _texts(path: Path, *, without: str = "\0", only: str = "") -> Iterator[str]:
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if member.isfile() else None
            if file and without not in member.name and only in member.name:
                yield file.read().decode("latin-1")


def halves(articles: Iterable[tuple[str, date, list[str]]], how: str) -> list[Report]:
    """Two reports of each article of four sentences or more."""
    least = 4
    reports = []
    for name, day, sentences in articles:
        if len(sentences) < least:
            continue
        middle = (len(sentences) + 1) // 2
        parts = (
            (sentences[:middle], sentences[middle:])
            if how == "front and back"
            else (sentences[::2], sentences[1::2])
        )
        reports += [
            Report(f"{name}/{number}", " ".join(part), day) for number, part in enumerate(parts)
        ]
    return reports


def without_mates(reports: Sequence[Report]) -> list[Report]:
    """The same, of every other article its first half only: most best candidates are wrong."""
    names = sorted({report.id.partition("/")[0] for report in reports})
    alone = {f"{name}/1" for name in names[1::2]}
    return [report for report in reports if report.id not in alone]


def captions(shared: Path) -> tuple[list[Report], set[Pair]]:
    """Arabic captions; a few pairs of them show one event."""
    data = json.loads((shared / "aleppo-captions/captions.json").read_text(encoding="utf-8"))
    reports = [
        Report(
            str(item["n"]),
            f"{item['title']}. {item['description']}",
            date.fromisoformat(item["published"][:10]),
        )
        for item in data["items"]
    ]
    known = {report.id for report in reports}
    groups = [[str(each) for each in group] for group in data["same_event_groups"]]
    return reports, {
        _pair(a, b) for group in groups for a, b in combinations(group, 2) if {a, b} <= known
    }


def headlines(shared: Path) -> tuple[list[Report], set[Pair]]:
    """Headlines of a monitor; mates are those it gave as sources of one event within two days."""
    events: dict[str, set[str]] = {}
    reports: dict[str, Report] = {}
    with (shared / "ucdp-syria-2016/sources.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                day = date.fromisoformat(row["published"])
            except ValueError:
                continue
            first, last = date(2016, 9, 1), date(2016, 9, 30)
            if first <= day <= last and row["headline"]:
                key = f"{day} {row['headline']}"
                reports[key] = Report(key, row["headline"], day)
                events.setdefault(row["event_id"], set()).add(key)
    mates = {
        _pair(a, b)
        for keys in events.values()
        for a, b in combinations(sorted(keys), 2)
        if abs((reports[a].reported - reports[b].reported).days) <= 1
    }
    return list(reports.values()), mates


# -- copies --------------------------------------------------------------------------------------


def news_sentences(path: Path) -> Iterator[str]:
    """Sentences of the MUC development set, in small letters, each once."""
    seen = set()
    for text in _texts(path, only="dev-muc3"):
        for article in re.split(r"(?m)^(?=DEV-MUC3-\d+)", text)[1:]:
            body = re.sub(r"\s+", " ", article.partition("--")[2]).lower()
            for sentence in re.split(r"(?<=[.?!])\s+", body):
                if 8 <= len(sentence.split()) <= 45 and "[" not in sentence:
                    if sentence not in seen:
                        yield sentence
                    seen.add(sentence)


def caption_sentences(shared: Path) -> Iterator[str]:
    """Sentences of Arabic captions, each once."""
    data = json.loads((shared / "aleppo-captions/captions.json").read_text(encoding="utf-8"))
    least = 6
    yield from dict.fromkeys(
        sentence.strip()
        for item in data["items"]
        for sentence in re.split(r"[.\n]", item["description"])
        if len(sentence.split()) >= least
    )


def copies(name: str, sentences: list[str], old: int, new: int) -> None:
    """Share of spun sentences found, by how they were spun, and of others that were flagged."""
    chance = random.Random(SEED)
    chance.shuffle(sentences)
    known, others = sentences[:old], sentences[old : old + new]
    finder = CopyFinder(own_gazetteer())
    for number, text in enumerate(known):
        finder.add(f"old {number}", text)
    flagged = sum(bool(finder.add(f"new {at}", text)) for at, text in enumerate(others))
    vocabulary = [word for text in known for word in text.split() if word.isalpha()]
    found: dict[str, int] = {}
    spun = min(400, len(known))
    for number in range(spun):
        for how, text in spins(known[number].split(), vocabulary, chance):
            hits = finder.originals(f"spun {number}", text)
            found[how] = found.get(how, 0) + (f"old {number}" in hits)
    shares = ", ".join(f"{how} {count / spun:.3f}" for how, count in found.items())
    print(
        f"copies, {name}: {len(known)} old, {len(others)} others, flagged {flagged} "
        f"({flagged / max(len(others), 1):.3%}, true repeats among them); {shares}",
        flush=True,
    )


def spins(
    words: Sequence[str], vocabulary: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Ways to pass a sentence off as one's own."""
    for share in (0.1, 0.2, 0.3):
        changed = list(words)
        for at in chance.sample(range(len(words)), round(len(words) * share)):
            changed[at] = chance.choice(vocabulary)
        yield f"{share:.0%} of words changed", " ".join(changed)
    left_out = set(chance.sample(range(len(words)), round(len(words) * 0.2)))
    yield "20% left out", " ".join(w for at, w in enumerate(words) if at not in left_out)
    quarter = max(1, len(words) // 4)
    yield "last quarter moved to the front", " ".join((*words[-quarter:], *words[:-quarter]))
    yield "last quarter cut off", " ".join(words[:-quarter])
    yield "another agency before it", " ".join(("AGENCY", "-", *words))
    letters = str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه", "ى": "ي"})
    yield "letters", " ".join(f"{w[:1]}\u0640\u064e{w[1:]}".translate(letters) for w in words)


if __name__ == "__main__":
    main()
