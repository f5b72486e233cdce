"""The layout keeps its promises: declared needs are the real ones, no circles, docs do not lie."""

import ast
from pathlib import Path

import pytest

from najda.documents import commands_document, facts_document, roles_document
from najda.engine.discovery import PACKAGE
from rooms import DESKS

ROOT = PACKAGE.parent.parent
#: Rooms that a desk's pure files and pages may always use.
GROUND = {"vocabulary", "engine", "refused", "plain", "folding", "journal", "web", "scene_clock"}


def imported_rooms(file: Path) -> set[str]:
    """The rooms of Najda that a file imports, at its top or inside functions."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "najda" else [
                f"najda.{alias.name}" for alias in node.names
            ]  # fmt: skip
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("najda.")}
    return found


def needs_of(room: Path) -> set[str]:
    """Rooms a folder imports, itself excepted."""
    return {
        one for file in room.rglob("*.py") for one in imported_rooms(file)
    } - {room.name}  # fmt: skip


@pytest.mark.parametrize("desk", DESKS.desks, ids=lambda desk: desk.name)
def test_declared_needs_are_the_real_imports(desk) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """A card names exactly the rooms its folder imports."""
    assert needs_of(PACKAGE / desk.name) - GROUND == set(desk.needs)


def test_rooms_need_each_other_in_no_circle() -> None:
    """Rooms form no circle of imports, without exceptions."""
    needs = {room.name: needs_of(room) for room in PACKAGE.iterdir() if room.is_dir()}
    needs = {name: {one for one in some if one in needs} for name, some in needs.items()}
    done: set[str] = set()
    while len(done) < len(needs):
        free = {name for name, some in needs.items() if name not in done and some <= done}

        assert free, {name: some - done for name, some in needs.items() if name not in done}
        done |= free


def test_journal_and_net_know_no_desk() -> None:
    """The journal and the exchange between bases know no desk."""
    desks = {desk.name for desk in DESKS.desks}

    assert not needs_of(PACKAGE / "journal") & desks
    assert not needs_of(PACKAGE / "net") & desks
    assert not needs_of(PACKAGE / "engine") & desks


def test_nobody_imports_the_place_that_puts_things_together() -> None:
    """Only commands and scripts use ``base`` and ``serving``; no room does."""
    for room in PACKAGE.iterdir():
        if room.is_dir() and room.name != "drill":
            assert not needs_of(room) & {"base", "serving"}, room.name


PURE = ("rules.py", "facts.py", "acts.py", "claims.py", "proposals.py")
OUTSIDE = {"apsw", "starlette", "httpx", "os", "pathlib", "socket", "asyncio", "time", "random"}


def test_rules_and_facts_reach_nothing_outside() -> None:
    """Pure files import no clock, disk, net or web."""
    for file in PACKAGE.rglob("*.py"):
        if file.name in PURE:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names = {
                name.split(".")[0]
                for node in ast.walk(tree)
                for name in (
                    [node.module or ""] if isinstance(node, ast.ImportFrom)
                    else [alias.name for alias in node.names] if isinstance(node, ast.Import)
                    else []
                )
            }  # fmt: skip

            assert not names & OUTSIDE, file
            assert "web" not in imported_rooms(file), file


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("cli.md", commands_document),
        ("facts.md", lambda: facts_document(DESKS)),
        ("roles.md", lambda: roles_document(DESKS)),
    ],
)
def test_generated_documents_are_true(name: str, made) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The generated documents say what the program does (``make docs`` writes them again)."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made()
