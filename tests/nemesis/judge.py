"""The assertions over the recorded history and the bases as they stand in the end."""

import json
import re
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from nemesis.history import Event
from nemesis.world import Base, World, facts_in, run


@dataclass
class Standing:
    """What one base shows in the end."""

    letter: str
    facts: dict[str, dict[str, Any]]
    views: dict[str, Any]
    stick: dict[bytes, Any]

    @property
    def reports(self) -> dict[str, Any]:
        found: dict[str, Any] = self.views["reports.report"]
        return found


#: What stands above it is the base's own: its name, its clock, its line.
_MAIN = re.compile(r'<main id="main">')
_NEW_ID = re.compile(r'name="id" value="[0-9a-f]{32}"')

VIEWS = (
    "reports.report", "incidents.incident", "incidents.claim", "dispatch.callout",
    "dispatch.callouts_of", "people.person", "roads.closure", "units.unit", "reports.nearby",
)  # fmt: skip


def _changes(http: httpx.Client) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    after = 0
    while page := http.get("/api/v1/changes", params={"after": after}).json()["changes"]:
        found |= {one["fact"]: one for one in page}
        after = page[-1]["n"]
    return found


def converge(bases: list[Base], seconds: float) -> float:
    """Wait until all hold the same facts; seconds it took. Raises where they do not."""
    start = time.monotonic()
    clients = [base.http("chief", timeout=20) for base in bases]
    try:
        while True:
            held = [set(_changes(http)) for http in clients]
            if all(one == held[0] for one in held):
                return time.monotonic() - start
            if time.monotonic() - start > seconds:
                raise AssertionError(
                    "a survivor has facts that another lacks: "
                    + str({b.letter: len(h) for b, h in zip(bases, held, strict=True)})
                )
            time.sleep(0.3)
    finally:
        for http in clients:
            http.close()


def standing_of(world: World, base: Base) -> Standing:
    with base.http("chief", timeout=60) as http:
        views = {name: http.get(f"/api/v1/views/{name}").json() for name in VIEWS}
        facts = _changes(http)
    stick = {one.shell: (one.signature, dict(one.parts)) for one in facts_in(
        world.stick_of(base.letter))}  # fmt: skip
    return Standing(base.letter, facts, views, stick)


def judge(world: World, events: list[Event], standings: list[Standing]) -> list[str]:
    """Every promise that is broken, in words; empty where all are kept."""
    broken: list[str] = []
    broken += acknowledged_is_there(world, events, standings)
    broken += equal_facts_equal_rows(standings)
    broken += bytes_are_kept(standings)
    broken += no_number_twice(standings, own_chains(world))
    broken += no_value_disappears(events, standings)
    broken += full_disk_acknowledges_nothing(events)
    return broken


def acknowledged_is_there(
    world: World, events: list[Event], standings: list[Standing]
) -> list[str]:
    """Acknowledged by a base that stands ⇒ there, at every base that stands, with its words."""
    stands = {base.label for base in world.standing()}
    broken = []
    for one in events:
        if one.status != 201 or one.base not in stands:
            continue
        for at in standings:
            if not set(one.facts) <= at.facts.keys():
                broken.append(f"saved by {one.base}, not at {at.letter}: {one.kind} {one.id}")
            elif one.kind == "report" and one.id not in at.reports:
                broken.append(f"fact at {at.letter}, but no row: {one.id}")
    return broken


def equal_facts_equal_rows(standings: list[Standing]) -> list[str]:
    """Equal facts ⇒ equal standings and equal rows, whatever order, repetition and carrier."""
    first = standings[0]
    broken = []
    for other in standings[1:]:
        if _stood(other) != _stood(first):
            differ = {f for f in first.facts if _stood(other).get(f) != _stood(first)[f]}
            kinds = Counter((first.facts[f]["kind"], first.facts[f]["standing"]) for f in differ)
            broken.append(f"standings differ at {first.letter} and {other.letter}: {kinds}")
        broken += [
            f"rows of {name} differ at {first.letter} and {other.letter}"
            for name in VIEWS
            if _text(first.views[name]) != _text(other.views[name])
        ]
    return broken


def _stood(one: Standing) -> dict[str, str]:
    return {id_: fact["standing"] for id_, fact in one.facts.items()}


def _text(rows: Any) -> str:
    return json.dumps(rows, sort_keys=True)


def equal_facts_equal_pages(bases: list[Base], incident: str, seconds: float = 20) -> list[str]:
    """The board and an incident's pages, with right clocks: the same words at every base."""
    for base in bases:
        base.set_clock(0)
    end = time.monotonic() + seconds
    while True:
        shown = [_pages(base, incident) for base in bases]
        differ = [
            f"{path} differs at {bases[0].letter} and {base.letter}"
            for base, pages in zip(bases, shown, strict=True)
            for path, page in pages.items()
            if page != shown[0][path]
        ]
        # A minute may have turned between two answers; what is on its way is told as copies.
        if not differ or time.monotonic() > end:
            return differ
        time.sleep(0.5)


def _pages(base: Base, incident: str) -> dict[str, str]:
    paths = ("/", f"/incidents/{incident}", f"/dispatch/timeline/{incident}")
    with base.http(timeout=20) as http:
        whole = {path: http.get(path).raise_for_status().text for path in paths}
    return {path: _NEW_ID.sub("", _MAIN.split(text)[-1]) for path, text in whole.items()}


def bytes_are_kept(standings: list[Standing]) -> list[str]:
    """A fact has the same shell, signature and parts wherever it came by."""
    first = standings[0]
    return [
        f"bytes differ at {first.letter} and {other.letter}"
        for other in standings[1:]
        if other.stick != first.stick
    ]


def own_chains(world: World) -> set[str]:
    """The chains that bases which stand sign."""
    found = set()
    for base in world.standing():
        with base.http("chief") as http:
            lines = http.get("/api/v1/exchange").json()["bases"]
        found |= {one["chain"] for one in lines if one["is_ours"]}
    return found


def no_number_twice(standings: list[Standing], whole: set[str]) -> list[str]:
    """No chain says two things under one number; of those that stand, none has a gap."""
    broken = []
    for one in standings:
        numbers: dict[str, list[int]] = defaultdict(list)
        for fact in one.facts.values():
            numbers[fact["chain"]].append(fact["seq"])
        for chain, seqs in numbers.items():
            if len(set(seqs)) != len(seqs):
                broken.append(f"a number twice in {chain[:8]} at {one.letter}")
            if chain in whole and max(seqs) != len(seqs):
                broken.append(f"a gap in {chain[:8]} at {one.letter}")
    return broken


def no_value_disappears(events: list[Event], standings: list[Standing]) -> list[str]:
    """Every correction and claim that was acknowledged stays readable beside all others."""
    broken = []
    for at in standings:
        claims = {c["fact"] for row in at.views["incidents.claim"].values() for c in row["claims"]}
        for one in events:
            if one.kind not in ("correction", "claim") or one.status != 201:
                continue
            if not set(one.facts) <= at.facts.keys():
                continue  # said to a base that does not stand; told apart above
            if any(at.facts[fact]["standing"] == "grey" for fact in one.facts):
                continue
            if one.kind == "claim":
                if not set(one.facts) <= claims:
                    broken.append(f"a claim disappeared at {at.letter}: {one.id}")
                continue
            row = at.reports.get(one.about)
            if row is None or one.text not in {version.get("text") for version in row["versions"]}:
                broken.append(f"a wording disappeared at {at.letter}: {one.id}")
    return broken


def full_disk_acknowledges_nothing(events: list[Event]) -> list[str]:
    """While no byte goes to the disk, nothing is called saved."""
    return [
        f"saved on a full disk: {one.base} {one.id}"
        for one in events
        if one.disk_was_full and one.status == 201
    ]


def folders_verify(world: World) -> list[str]:
    """With the servers stopped: every chain verifies, and live rows equal rebuilt ones."""
    with ThreadPoolExecutor() as pool:
        return [one for found in pool.map(_folder_verifies, world.standing()) for one in found]


def _folder_verifies(base: Base) -> list[str]:
    if base.process is not None:
        base.stop()
    broken = []
    verdict = run(base, "verify")
    if not verdict.get("ok") or verdict.get("gaps"):
        broken.append(f"{base.letter} does not verify: {verdict.get('problems')}")
    if not run(base, "rebuild").get("identical"):
        broken.append(f"{base.letter}: rebuilt rows differ")
    return broken
