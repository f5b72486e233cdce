"""The demo night as it is played: reports and acts in the order of the scene."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parents[3] / "demo"
#: News of these days and later is the second act: figures that came when the siege went on.
SECOND_ACT = "2016-09-26"
_CALLER_ROLES = {"observer": "observer", "crew": "crew"}


class NoNight(Exception):
    """The files of the night are not beside the program."""


@dataclass(frozen=True, slots=True)
class Task:
    """One request of one person at one base."""

    at_ms: int
    base: str
    role: str
    path: str
    body: dict[str, Any] = field(hash=False)
    #: Item of the night it belongs to ("N012", "K047"), if any.
    item: str | None = None
    is_report: bool = False
    invented: bool = False

    @property
    def name(self) -> str:
        """What it is, for a list of what was lost."""
        return f"{self.item or '-'} {self.path.rsplit('/', 1)[-1]} {self.body['id'][:8]}"


def read_lines(name: str, folder: Path = DEMO) -> list[dict[str, Any]]:
    """The lines of one of the night's files; raises ``NoNight``."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoNight(str(folder / name)) from None
    return [json.loads(line) for line in text.splitlines()]


def night_tasks(folder: Path = DEMO) -> list[Task]:
    """Everything in the order of the scene; a report stands before the acts that follow it."""
    reports = [report_task(one) for one in read_lines("news.jsonl", folder)]
    reports += [report_task(one) for one in read_lines("calls.jsonl", folder)]
    acts = [act_task(one) for one in read_lines("script.jsonl", folder)]
    of_item: dict[str, list[Task]] = {}
    alone: list[Task] = []
    for act in acts:
        (of_item.setdefault(act.item, []) if act.item else alone).append(act)
    blocks = [[report, *of_item.get(report.item or "", ())] for report in reports]
    blocks += [[act] for act in alone]
    blocks.sort(key=lambda block: block[0].at_ms)
    return [task for block in blocks for task in block]


def report_task(line: dict[str, Any]) -> Task:
    """The request that brings a report in."""
    at_ms = milliseconds(line["at"])
    kept = ("id", "text", "channel", "source", "chain", "lang", "quarter", "trapped", "injured")
    body = {name: line[name] for name in kept if line.get(name) is not None}
    return Task(
        at_ms=at_ms,
        base=line["base"],
        role=_CALLER_ROLES.get(line["channel"], "operator"),
        path="/api/v1/reports",
        body={**body, "received_at": at_ms, "invented": line["invented"]},
        item=line["item"],
        is_report=True,
        invented=line["invented"],
    )


def act_task(line: dict[str, Any]) -> Task:
    """The request of an act; those without a time set the scene before it begins."""
    return Task(
        at_ms=milliseconds(line["at"]) if line["at"] else 0,
        base=line["base"],
        role=line["role"],
        path=f"/api/v1/acts/{line['desk']}/{line['act']}",
        body=line["body"],
        item=line["item"],
        invented=bool(line["body"].get("invented")),
    )


def steps(tasks: list[Task]) -> Iterator[tuple[int, list[Task]]]:
    """The tasks by the minute of the scene; the clock is set once a step."""
    for minute, found in groupby(tasks, key=lambda task: task.at_ms // 60_000):
        yield minute * 60_000, list(found)


def milliseconds(text: str) -> int:
    """ISO time -> milliseconds since 1970."""
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)
