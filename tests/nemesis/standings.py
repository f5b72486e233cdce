"""Asks the bases how they stand: what is judged in the end."""

import re
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from najda.journal.codec import fact_from_parts
from najda.journal.control import ForkProven
from najda.journal.entry import SALT_BYTES, SignedFact, decode_meta
from najda.net.forks import PROVEN
from najda.vocabulary import Part
from nemesis.judge import (
    Standing,
    equal_facts_equal_pages,
    folder_verifies,
    rebuilt_is_alike,
)
from nemesis.world import Base, World, facts_in, run

VIEWS = (
    "reports.report", "incidents.incident", "incidents.claim", "dispatch.callout",
    "dispatch.callouts_of", "people.person", "roads.closure", "units.unit", "reports.nearby",
)  # fmt: skip
#: So long nothing new comes before all are called level: by then a base said what it witnessed.
STILL_SECONDS = 3.0

#: What stands above it is the base's own: its name, its clock, its line.
_MAIN = re.compile(r"<main\b[^>]*>")
_NEW_ID = re.compile(r'name="id" value="[0-9a-f]{32}"')


def changes(http: httpx.Client) -> dict[str, dict[str, Any]]:
    """Every fact a base holds, by id."""
    found: dict[str, dict[str, Any]] = {}
    after = 0
    while page := http.get("/api/v1/changes", params={"after": after}).json()["changes"]:
        found |= {one["fact"]: one for one in page}
        after = page[-1]["n"]
    return found


def converge(bases: Sequence[Base], seconds: float) -> float:
    """Wait until all hold the same facts and stay so; seconds it took, or all of them in vain."""
    start = time.monotonic()
    clients = [base.http("chief", timeout=20) for base in bases]
    level_since, before = start, None
    try:
        while time.monotonic() - start < seconds:
            held = [changes(http).keys() for http in clients]
            if before is None or any(one != before for one in held):
                level_since, before = time.monotonic(), held[0]
            elif time.monotonic() - level_since > STILL_SECONDS:
                return level_since - start
            time.sleep(0.3)
    finally:
        for http in clients:
            http.close()
    return seconds


def standing_of(http: httpx.Client, letter: str) -> Standing:
    """What a base shows; ``http`` is a chief's."""
    views = {name: http.get(f"/api/v1/views/{name}").json() for name in VIEWS}
    stick = list(facts_in(http.get("/trust/stick").raise_for_status().content))
    carried = {one.shell: (one.signature, dict(one.parts)) for one in stick}
    forks = {(one.chain, one.seq) for fact in stick for one in _forks_in(fact)}
    return Standing(letter, changes(http), views, carried, forks)


def standings_of(bases: Sequence[Base]) -> list[Standing]:
    found = []
    for base in bases:
        with base.http("chief", timeout=60) as http:
            found.append(standing_of(http, base.letter))
    return found


def _forks_in(fact: SignedFact) -> list[ForkProven]:
    meta = decode_meta(fact.parts[Part.META][SALT_BYTES:])
    if meta.kind != PROVEN:
        return []
    bodies: dict[Part, bytes] = {
        part: data for part, data in fact.parts.items() if part is not Part.META
    }
    said = fact_from_parts(ForkProven, meta.subjects, bodies, {})
    return [said] if isinstance(said, ForkProven) else []


def own_chains(world: World) -> frozenset[str]:
    """The chains that bases which stand sign now."""
    found = set()
    for base in world.standing():
        with base.http("chief") as http:
            lines = http.get("/api/v1/exchange").json()["bases"]
        found |= {one["chain"] for one in lines if one["is_ours"]}
    return frozenset(found)


def pages_of(http: httpx.Client, incident: str) -> dict[str, str]:
    """The board and an incident's pages, without what is each base's own."""
    paths = ("/", f"/incidents/{incident}", f"/dispatch/timeline/{incident}")
    whole = {path: http.get(path).raise_for_status().text for path in paths}
    return {path: _NEW_ID.sub("", _MAIN.split(text)[-1]) for path, text in whole.items()}


def judge_pages(bases: Sequence[Base], incident: str, seconds: float = 20) -> list[str]:
    """With right clocks every base's pages say the same."""
    for base in bases:
        base.set_clock(0)
    end = time.monotonic() + seconds
    while True:
        shown: dict[str, Mapping[str, str]] = {}
        for base in bases:
            with base.http(timeout=20) as http:
                shown[base.letter] = pages_of(http, incident)
        differ = equal_facts_equal_pages(shown)
        # A minute may have turned between two answers; what is on its way is told as copies.
        if not differ or time.monotonic() > end:
            return differ
        time.sleep(0.5)


def judge_folders(bases: Sequence[Base], standings: Sequence[Standing]) -> list[str]:
    """With the servers stopped: every chain verifies, and live rows equal rebuilt ones."""
    with ThreadPoolExecutor() as pool:
        found = pool.map(_judge_folder, bases, standings)
        return [one for broken in found for one in broken]


def _judge_folder(base: Base, standing: Standing) -> list[str]:
    if base.process is not None:
        base.stop()
    return [
        *folder_verifies(base.letter, standing.forks, run(base, "verify")),
        *rebuilt_is_alike(base.letter, run(base, "rebuild")),
    ]
