"""Four real bases under a nemesis; the recorded history against what stands in the end.

``NAJDA_SEED`` repeats a run, ``NAJDA_NEMESIS_SECONDS`` makes it longer (``make soak``).
"""

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nemesis.history import History, Writer
from nemesis.judge import (
    Standing,
    converge,
    equal_facts_equal_pages,
    folders_verify,
    judge,
    standing_of,
)
from nemesis.nemesis import Nemesis
from nemesis.stories import (
    flip_bits,
    judge_grey,
    open_an_incident,
    replace_wiped,
    revoke_captured,
    stick_of_a_newer_version,
    stick_of_a_stranger,
)
from nemesis.world import World, make_world, run

pytestmark = pytest.mark.crash

SECONDS = float(os.environ.get("NAJDA_NEMESIS_SECONDS", "20"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, others="N")
    yield made
    made.close()


def test_four_bases_under_a_nemesis_keep_every_promise(world: World, tmp_path: Path) -> None:
    """Killed, cut, slowed, paused, with wrong clocks, full disks, bad sticks, one captured."""
    seed = int(os.environ.get("NAJDA_SEED", str(random.randrange(10**6))))
    print(f"seed {seed}")  # noqa: T201 - to repeat the run
    history = History(tmp_path / "history.jsonl")
    incident = open_an_incident(world)
    writers = {
        letter: Writer(base, history, seed + n, incident)
        for n, (letter, base) in enumerate(world.bases.items())
    }
    for base in world.bases.values():
        base.token("chief")
    nemesis = Nemesis(world, writers, seed)
    for writer in writers.values():
        writer.start()
    nemesis.run(SECONDS * 0.5)

    nemesis.heal()
    for stick in (stick_of_a_stranger(world), stick_of_a_newer_version(world)):
        assert world.take_in("A", stick).status_code == 200
    nemesis.spared = {"D"}
    world.links.cut("D")
    time.sleep(1)
    captured = revoke_captured(world, "D")
    time.sleep(1)
    assert world.take_in("A", world.stick_of("D")).status_code == 200
    nemesis.run(SECONDS * 0.25)

    nemesis.heal()
    nemesis.spared = {"D"}
    world.links.cut("D")
    writers["C"].stop.set()
    writers["C"].join(10)
    writers["C"] = Writer(replace_wiped(world, "C"), history, seed + 9, incident)
    writers["C"].start()
    grey = _grey_reports(world)
    judge_grey(world, grey)
    nemesis.run(SECONDS * 0.25)
    nemesis.finish()

    for writer in writers.values():
        writer.stop.set()
        writer.join(10)
    history.close()
    nemesis.heal()
    world.links.cut("D")
    broken, took = _broken_promises(world, history, nemesis, captured, grey)
    broken += equal_facts_equal_pages(world.standing(), incident)
    broken += _flipped_bits_are_no_truth(world, tmp_path, seed)
    world.bases["D"].end()
    broken += folders_verify(world)
    print(  # noqa: T201 - what the run was
        f"{len(history.events)} requests, {len(history.saved())} saved, level after {took:.1f} s, "
        f"{len(grey)} grey; {dict(nemesis.did)}"
    )

    assert not broken, (seed, broken[:20], nemesis.log)
    assert len(grey) > 1
    assert nemesis.on_full_disk
    assert nemesis.copies_alone


def _broken_promises(
    world: World, history: History, nemesis: Nemesis, captured: str, grey: list[str]
) -> tuple[list[str], float]:
    """Every broken promise in words, and the seconds until all were level."""
    took = converge(world.standing(), 90)
    standings = [standing_of(world, base) for base in world.standing()]
    broken = judge(world, history.events, standings)
    broken += _revocation_is_alike(standings, captured, grey)
    broken += _strangers_count_nowhere(standings)
    broken += _sticks_again_change_nothing(world, standings)
    if 201 in nemesis.on_full_disk:
        broken.append(f"saved on a full disk: {nemesis.on_full_disk}")
    if any(copies != 1 for copies in nemesis.copies_alone):
        broken.append(f"copies of a base cut off: {nemesis.copies_alone}")
    return broken, took


def _grey_reports(world: World) -> list[str]:
    with world.bases["A"].http("chief") as http:
        rows = http.get("/api/v1/views/reports.report").json()
    return sorted(row["fact"] for row in rows.values() if row.get("mark") == "grey")


def _revocation_is_alike(standings: list[Standing], chain: str, judged: list[str]) -> list[str]:
    """Beyond the cut all is grey everywhere, but for what a person adopted or dismissed."""
    broken = []
    for one in standings:
        stood = {id_: f["standing"] for id_, f in one.facts.items() if f["chain"] == chain}
        if "grey" not in stood.values():
            broken.append(f"nothing of the captured base is grey at {one.letter}")
        wanted = ["counts" if n % 2 == 0 else "dismissed" for n in range(len(judged))]
        if [stood.get(id_) for id_ in judged] != wanted:
            broken.append(f"a judgement is not heard at {one.letter}")
    return broken


def _strangers_count_nowhere(standings: list[Standing]) -> list[str]:
    """What no enrolled key signed is kept and read by no view; tomorrow's facts block nobody."""
    broken = []
    for one in standings:
        texts = {str(row.get("text")) for row in one.reports.values()}
        if any(text.startswith("غريب") for text in texts):
            broken.append(f"a stranger counts at {one.letter}")
        if not {"قبل الغد", "بعد الغد"} <= texts:
            broken.append(f"a newer version blocks its neighbours at {one.letter}")
        if "reports.ThingOfTomorrow" not in {fact["kind"] for fact in one.facts.values()}:
            broken.append(f"an unknown kind was not carried on to {one.letter}")
    return broken


def _sticks_again_change_nothing(world: World, standings: list[Standing]) -> list[str]:
    """Every base's stick into every base, once more: nothing new, not one row changes."""
    sticks = [world.stick_of(base.letter) for base in world.standing()]
    for base in world.standing():
        for stick in sticks:
            world.take_in(base.letter, stick)
    after = [standing_of(world, base) for base in world.standing()]
    return [
        f"a stick taken in again changed {one.letter}"
        for one, before in zip(after, standings, strict=True)
        if one.facts.keys() != before.facts.keys() or one.views != before.views
    ]


def _flipped_bits_are_no_truth(world: World, tmp_path: Path, seed: int) -> list[str]:
    """A bit turned over in the database: said, or it lay where nothing is; never read as a fact.

    In the log (the base was killed, so there is one) what follows the bit may be taken for the
    log's end: then less is read, and what is read verifies.
    """
    base = world.bases["B"]
    base.end()
    chance = random.Random(seed)
    names = ["journal.db", "journal.db-wal"] * 2
    flipped = [
        flip_bits(base.folder, tmp_path / f"flipped{n}", name, chance)
        for n, name in enumerate(names)
    ]
    truth = run(base, "verify")
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda folder: run(base, "verify", folder), flipped))
    return [
        f"a flipped bit in {name} was read as truth: {verdict}"
        for name, verdict in zip(names, verdicts, strict=True)
        if verdict.get("ok") and verdict != truth
        if name == "journal.db" or verdict["facts"] >= truth["facts"]
    ]
