"""How well and how fast reports are linked, on invented incidents with confusable neighbours.

Run with ``python bench/linking.py``; prints one line a set.
"""

import random
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "reading"))

from invented_incidents import (  # type: ignore[import-not-found,unused-ignore]
    arabic,
    english,
    incidents,
)

from najda.places import own_gazetteer
from najda.reading.linking import link_reports
from najda.reading.traits import Report


def reports_of(seed: int, *, hard: bool, with_arabic: bool) -> list[Report]:
    chance = random.Random(seed)
    reports = []
    for told in incidents(160, chance):
        halves = [*english(told, chance, hard=hard)]
        if with_arabic:
            halves.append(arabic(told, chance))
        reports += [
            Report(f"{told.id}/{number}", text, told.day + timedelta(days=chance.randrange(2)))
            for number, text in enumerate(halves)
        ]
    return reports


def measure(name: str, reports: list[Report], told_by: int) -> None:
    began = time.perf_counter()
    links = link_reports(reports, own_gazetteer())
    each_ms = (time.perf_counter() - began) / len(reports) * 1000
    first = right = wrong = 0
    for report in reports:
        incident = report.id.partition("/")[0]
        proposed = [*links[report.id].same, *links[report.id].perhaps]
        first += bool(proposed) and proposed[0].id.partition("/")[0] == incident
        for link in links[report.id].same:
            mine = link.id.partition("/")[0] == incident
            right += mine
            wrong += not mine
    wanted = len(reports) * (told_by - 1)
    precision, recall = right / max(right + wrong, 1), right / wanted
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"{name}: {len(reports)} reports, first right {first / len(reports):.3f}, "
        f"same: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}, "
        f"{each_ms:.1f} ms a report"
    )


if __name__ == "__main__":
    for seed in (21, 22):
        measure("clear halves", reports_of(seed, hard=False, with_arabic=False), 2)
        measure("vague halves", reports_of(seed, hard=True, with_arabic=False), 2)
        measure("clear, with Arabic", reports_of(seed, hard=False, with_arabic=True), 3)
