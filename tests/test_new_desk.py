"""``najda new-desk`` writes a desk that works: found by its card, tested, its page opens."""

import shutil
import subprocess
import sys
from pathlib import Path

from najda.engine.discovery import PACKAGE
from processes import environment

ROOT = PACKAGE.parent.parent


def test_a_new_desk_works_at_once(tmp_path: Path) -> None:
    """In a copy of the project: the desk's own tests and every generic test of it pass."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "najda", ignore=shutil.ignore_patterns("vendor"))
    others = shutil.ignore_patterns("outside", "reading", "places", "drill")
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=others)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    env = {**environment(), "PYTHONPATH": str(tmp_path / "src")}
    made = subprocess.run(
        [sys.executable, "-c", "from najda.cli import main; main()", "new-desk", "kitchens"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    tests = [
        "tests/kitchens",
        "tests/engine/test_every_desk.py::test_every_kind_changes_some_row",
        "tests/engine/test_every_desk.py::test_no_concurrent_value_vanishes",
        "tests/engine/test_rooms_of_the_house.py::test_declared_needs_are_the_real_imports",
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests,
         "-k", "kitchens or NoteWritten or note"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert made.returncode == 0, made.stderr
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout or "....." in ran.stdout
