"""Four real bases under a nemesis; the recorded history against what stands in the end.

``NAJDA_SEED`` repeats a run, ``NAJDA_NEMESIS_SECONDS`` makes it longer (``make soak``).
What each judgement is good for stands in ``docs/checker.md``; ``make planted`` shows it.
"""

import os
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nemesis.planted import PLANTS
from nemesis.war import War
from nemesis.world import make_world

SECONDS = float(os.environ.get("NAJDA_NEMESIS_SECONDS", "20"))
LEVEL_SECONDS = 90


@pytest.fixture
def war(tmp_path: Path) -> Iterator[War]:
    seed = int(os.environ.get("NAJDA_SEED", str(random.randrange(10**6))))
    print(f"seed {seed}")  # noqa: T201 - to repeat the run
    world = make_world(tmp_path, others="N")
    with closing(world), closing(War(world, seed)) as made:
        yield made


@pytest.mark.crash
def test_four_bases_under_a_nemesis_keep_every_promise(war: War) -> None:
    """Killed, cut, slowed, paused, with wrong clocks, full disks, bad sticks, copied folders."""
    war.play(SECONDS)
    broken = war.judged(LEVEL_SECONDS)
    nemesis, told = war.nemesis, war.nemesis.copies_told
    print(  # noqa: T201 - what the run was
        f"{len(war.history.events)} requests, {len(war.history.saved())} saved, "
        f"{len(war.grey)} grey, {len(told)} times copies; {dict(nemesis.did)}"
    )

    assert not broken, (war.seed, broken[:20], nemesis.log)
    assert len(war.grey) > 1
    assert nemesis.on_full_disk
    assert any(one.told > 1 for one in told)


@pytest.mark.planted
@pytest.mark.parametrize("plant", PLANTS)
def test_the_checker_finds_a_planted_bug(
    plant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in a run of its own; a story that cannot go on for the bug has found it too."""
    monkeypatch.setenv("NAJDA_PLANT", plant)
    world = make_world(tmp_path, others="N")
    with closing(world):
        try:
            with closing(War(world, random.randrange(10**6))) as war:
                war.play(8)
                broken = war.judged(25)
        except Exception as stopped:  # noqa: BLE001 - whatever the bug did to what is asked
            broken = [f"stopped: {type(stopped).__name__} {stopped}"]
    print(plant, len(broken), broken[:3])  # noqa: T201 - for docs/checker.md

    assert broken
