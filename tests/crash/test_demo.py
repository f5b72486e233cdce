"""The night over four real bases, three of them killed: nothing a survivor held is lost."""

import json
import subprocess
from pathlib import Path

import pytest

from processes import NAJDA, environment, free_port

pytestmark = pytest.mark.crash


def test_three_of_four_bases_burn_and_nothing_is_lost(tmp_path: Path) -> None:
    """``najda demo --once --json``: lost 0, converged, chains verify, rows as rebuilt."""
    done = subprocess.run(
        [*NAJDA, "demo", "--once", "--json", "--speed", "1000", "--port", str(free_port())],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["bases"] == 4
    assert found["killed_bases"] == ["B", "C", "A"]
    assert found["lost"] == 0
    assert not found["void"]
    assert found["single_copy_on_killed"] > 0
    assert found["only_on_dead"]
    assert found["converged"]
    assert found["verify"] == "ok"
    assert found["rebuild_identical"]
    assert found["callouts_alone"] > 0
    assert found["items_sent"] >= 302
    assert found["invented"] >= 152


def test_one_base_alone_takes_the_whole_night(tmp_path: Path) -> None:
    """``--bases 1``: every request of the script is acknowledged, none refused."""
    done = subprocess.run(
        [*NAJDA, "demo", "--bases", "1", "--once", "--json", "--speed", "1000", "--no-reader",
         "--port", str(free_port())],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        timeout=240,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert (found["lost"], found["refused"], found["only_on_dead"]) == (0, {}, [])
    assert (found["items_sent"], found["invented"]) == (302, 152)
