"""Writes the demo night: ``python tools/make_night.py SCENARIO.json``.

The words are ours (``tools/night``). Figures, tellers, areas and periods of the news lines come
from the scenario's claims; everything else is invented and marked so.
"""

import json
import re
import sys
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "night"
DEMO = Path(__file__).parent.parent / "demo"
sys.path.insert(0, str(Path(__file__).parent))
from night import fields, scenes  # noqa: E402


def thing(name: str) -> str:
    """The same id for the same name at every run."""
    return blake2b(f"najda-demo/{name}".encode(), digest_size=16).hexdigest()


class Night:
    """Collects what the five files hold."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self.places = scenario["places"]
        self.events = {event["id"]: event for event in scenario["events"]}
        self.claims = {c["id"]: (c, e) for e in scenario["events"] for c in e["claims"]}
        self.sources = scenario["sources"]
        self.news: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.acts: list[dict[str, Any]] = []
        self.truth: list[dict[str, Any]] = []
        self.opened: set[str] = set()
        self.sequence = 0

    def act(
        self, item: str | None, at: str, base: str, role: str, name: str, /, **body: Any
    ) -> None:
        """One act of a person; ``item`` is the report it follows, if any."""
        desk, _, act = name.partition("/")
        self.sequence += 1
        body = {key: value for key, value in body.items() if value is not None}
        body.setdefault("id", thing(f"act/{self.sequence}/{name}"))
        self.acts.append(
            {
                "item": item,
                "at": at,
                "base": base,
                "role": role,
                "desk": desk,
                "act": act,
                "body": body,
            }
        )


def base_of_event(event: str) -> str:
    """The base whose operators keep an event; the totals of 23 and 24 September are kept at D."""
    return "D" if event in fields.KEPT_AT_D else "ABCD"[int(event[1:]) % 4]


def source_name(name: str) -> str:
    """How a source is named in the night."""
    return re.sub(r"Seed article \d \((.*)\)", lambda found: found[1].capitalize(), name)


def is_campaign(event: dict[str, Any]) -> bool:
    """Whether an event is an area and a period, and no single place."""
    return event["place"] in fields.WIDE


def news_lines() -> list[tuple[list[str], str, str, str]]:
    """The lines of ``news.txt``: claim ids, language, channel, text."""
    found = []
    for line in (HERE / "news.txt").read_text(encoding="utf-8").splitlines():
        ids, lang, channel, text = line.split(" | ", 3)
        found.append((ids.split(), lang, channel, text))
    return found


def said_at(claim: dict[str, Any], offset: int) -> datetime:
    """When the source said it; a day without hour gets one that suits the source."""
    as_of = claim["as_of"]
    if "T" in as_of:
        return datetime.fromisoformat(as_of)
    day = as_of + "-01" * (2 - as_of.count("-"))
    hour = fields.HOUR_OF_SOURCE.get(claim["source"], "12:00")
    return datetime.fromisoformat(f"{day}T{hour}:00+03:00") + timedelta(seconds=37 * offset % 900)


def milliseconds(text: str) -> int:
    """ISO time (a date is its midnight in Aleppo) -> milliseconds since 1970."""
    full = text if "T" in text else f"{text}{'-01' * (2 - text.count('-'))}T00:00:00+03:00"
    return int(datetime.fromisoformat(full).timestamp() * 1000)


def period(start: str, end: str | None) -> dict[str, Any]:
    """A period as the acts take it."""
    found: dict[str, Any] = {"start_ms": milliseconds(start)}
    if "T" not in start:
        found["precision"] = "day" if start.count("-") == 2 else "month"  # noqa: PLR2004
        found["end_ms"] = found["start_ms"] + 86_400_000
    if end:
        found["end_ms"] = milliseconds(end) + (0 if "T" in end else 86_400_000)
        found["precision"] = "part_of_day"
    return found


def figures(claim: dict[str, Any]) -> dict[str, Any]:
    """Low, high and bound of a claim; words instead of a figure become its note."""
    if "min" in claim:
        low, high = claim["min"], claim["max"]
        return {"low": low, "high": high, "bound": "at_least" if high is None else "between"}
    value = claim["value"]
    if isinstance(value, int) and not isinstance(value, bool):
        if claim["id"] in fields.AT_MOST:
            return {"high": value, "bound": "at_most"}
        return {"low": value, "high": value}
    return {"note": None if value is True else str(value)}


def clause(text: str, value: Any) -> tuple[int, int]:
    """The clause of a text that says a figure; the whole text where none is found."""
    for found in re.finditer(r"[^.;؛،:]+", text):
        if re.search(rf"(?<!\d){value}(?!\d)", found.group().replace(",", "")):
            raw = found.group()
            start = found.start() + len(raw) - len(raw.lstrip())
            return start, found.start() + len(raw.rstrip())
    return 0, len(text)


def claim_body(night: Night, claim_id: str, report: str, text: str) -> dict[str, Any]:
    """What an operator writes down of one claim of the scenario."""
    claim, event = night.claims[claim_id]
    found = figures(claim)
    kind = fields.kind_of(claim, event)
    place = claim.get("place", event["place"])
    note = "; ".join(filter(None, (found.pop("note", None), claim.get("note"))))
    start, end = clause(text, found.get("low", found.get("high", "~")))
    when = fields.PERIODS.get(claim_id) or (event["time"]["start"], event["time"].get("end"))
    return {
        "id": thing(f"claim/{claim_id}"),
        "report": report,
        "about": thing(event["id"]),
        "kind": kind,
        **found,
        "unit": fields.UNITS.get(claim["field"]),
        "tellers": claim["chain"],
        "scope": fields.SCOPES.get(claim_id, "own"),
        "of": thing(f"claim/{fields.ADDED_TO[claim_id]}") if claim_id in fields.ADDED_TO else None,
        "status": fields.STATUSES.get(claim_id),
        "area": night.places[place]["name_ar"],
        "polarity": fields.polarity(found, kind),
        "modality": "denied" if kind == "denial" else "asserted",
        "period": period(*when),
        "as_of": period(claim["as_of"], None),
        "quote": text[start:end],
        "note": note or None,
        "updates": [thing(f"claim/{one}") for one in fields.UPDATES.get(claim_id, ())] or None,
    }


def add_news(night: Night) -> None:
    """Every line of the world's news: a report, its links and claims."""
    for number, (ids, lang, channel, text) in enumerate(news_lines(), 1):
        item = f"N{number:03}"
        first, event = night.claims[ids[0]]
        at = max(said_at(night.claims[one][0], number) for one in ids).isoformat()
        base = base_of_event(event["id"])
        chain = (
            first["chain"] if len({tuple(night.claims[i][0]["chain"]) for i in ids}) == 1 else []
        )
        night.news.append(
            {
                "item": item,
                "id": thing(item),
                "at": at,
                "base": base,
                "invented": False,
                "channel": "news" if channel == "statement" else channel,
                "form": channel,
                "source": source_name(night.sources[first["source"]]["name"]),
                "chain": chain,
                "lang": lang,
                "text": text,
                "claims": ids,
            }
        )
        said = []
        for claim_id in ids:
            link_event(night, item, at, base, night.claims[claim_id][1])
            body = claim_body(night, claim_id, thing(item), text)
            night.act(item, at, base, "operator", "incidents/make_claim", **body)
            said.append(told(body))
            said += add_subsets(night, item, at, base, claim_id, body)
            claim_base(night, item, at, base, claim_id)
        about = sorted({night.claims[one][1]["id"] for one in ids})
        night.truth.append({"item": item, "claims": said, "about": about, "copy_of": None})


def told(body: dict[str, Any]) -> dict[str, Any]:
    """What a reader should find: kind, range, tellers."""
    return {
        "kind": body["kind"],
        "low": body.get("low"),
        "high": body.get("high"),
        "tellers": body.get("tellers", []),
    }


def add_subsets(
    night: Night, item: str, at: str, base: str, claim_id: str, whole: dict[str, Any]
) -> list[dict[str, Any]]:
    """Figures that are part of another: "two children among them"."""
    said = []
    for count, who in fields.SUBSETS.get(claim_id, ()):
        known = {"status": who} if who in fields.KNOWN_STATUSES else {"age_sex": who}
        body = {
            **whole,
            **known,
            "id": thing(f"claim/{claim_id}/{who}"),
            "low": count,
            "high": count,
            "bound": None,
            "scope": "subset",
            "of": whole["id"],
            "note": None,
            "updates": None,
        }
        night.act(item, at, base, "operator", "incidents/make_claim", **body)
        said.append(told(body))
    return said


def claim_base(night: Night, item: str, at: str, base: str, claim_id: str) -> None:
    """A claim on a base's state stands with the base too."""
    claim, event = night.claims[claim_id]
    letter = fields.BASE_OF_EVENT.get(event["id"])
    state = fields.BASE_STATES.get(str(claim.get("value")))
    if letter and state:
        night.act(
            item,
            at,
            base,
            "operator",
            "units/claim_base_state",
            base=thing(f"base/{letter}"),
            state=state,
            tellers=claim["chain"],
            at_ms=milliseconds(at),
        )


def link_event(night: Night, item: str, at: str, base: str, event: dict[str, Any]) -> None:
    """Open what a report speaks of, or link the report to it."""
    about, report = thing(event["id"]), thing(item)
    key = f"{item}>{event['id']}"
    if key in night.opened:
        return
    night.opened.add(key)
    if event["id"] in night.opened:
        night.act(item, at, base, "operator", "incidents/link_passage", report=report, about=about)
        return
    night.opened.add(event["id"])
    title = event["summary_ar"]
    when = period(event["time"]["start"], event["time"].get("end"))
    if is_campaign(event):
        night.act(
            item,
            at,
            base,
            "operator",
            "incidents/open_campaign",
            id=about,
            title=title,
            area=night.places[event["place"]]["name_ar"],
            period=when,
            report=report,
        )
        return
    night.act(
        item,
        at,
        base,
        "operator",
        "incidents/open_incident",
        id=about,
        title=title,
        type=fields.INCIDENT_TYPES.get(event["kind"], "other"),
        occurred=when,
        quarter=fields.QUARTERS.get(event["place"]),
        report=report,
    )


def main() -> None:
    """Write the five files."""
    night = Night(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    add_news(night)
    bases = scenes.add_scenes(night, thing, milliseconds)
    night.acts.sort(key=lambda act: act["at"] or "")
    (DEMO / "bases.json").write_text(json.dumps(bases, ensure_ascii=False, indent=1) + "\n")
    everything = {
        "news": night.news,
        "calls": night.calls,
        "script": night.acts,
        "truth": night.truth,
    }
    for name, lines in everything.items():
        ordered = sorted(lines, key=lambda line: line.get("at", line.get("item")) or "")
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ordered)
        (DEMO / f"{name}.jsonl").write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name} {len(lines)}\n")


if __name__ == "__main__":
    main()
