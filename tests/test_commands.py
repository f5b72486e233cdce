"""Commands as a user types them: quick to start, clear when wrong, never a second writer."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from processes import NAJDA, Served, environment, najda


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / ("long" * 40) / "A"
    folder.parent.mkdir(parents=True)
    najda("init", str(folder), "--name", "الأنصاري", "--letter", "A", "--key-file")
    one = Served(folder).start()
    yield one
    one.stop()


def test_commands_go_through_the_socket_while_the_base_is_served(served: Served) -> None:
    """A token made meanwhile lets its owner in at once; verify and rebuild agree."""
    folder = str(served.folder)
    token = najda("token", folder, "--name", "x", "--role", "operator").split()[-1]
    said = httpx.post(
        f"{served.url}/api/v1/reports",
        json={"text": "غارة", "channel": "phone"},
        headers={"authorization": f"Bearer {token}"},
    )

    assert said.status_code == 201
    assert json.loads(najda("verify", folder, "--json"))["ok"]
    assert json.loads(najda("rebuild", folder, "--json"))["identical"]
    assert (served.folder / "socket").stat().st_mode & 0o777 == 0o600


def test_a_new_organisation_is_told_of_all_three_keys(tmp_path: Path) -> None:
    """Every key file that lies there is named, with whom it belongs to."""
    folder = tmp_path / "A"
    said = najda("init", str(folder), "--name", "x", "--letter", "A", "--key-file")
    keys = [file.name for file in folder.glob("*-key*.json")]

    assert len(keys) == 3
    assert all(name in said for name in keys)


def test_a_passphrase_opens_what_it_closed(tmp_path: Path) -> None:
    """With a passphrase no key lies on disk, and a wrong one opens nothing."""
    folder = str(tmp_path / "A")
    right = "حصان صحيح بطارية\n"
    najda("init", folder, "--name", "x", "--letter", "A", "--passphrase-stdin", stdin=right)
    wrong = subprocess.run(
        [*NAJDA, "verify", folder, "--passphrase-stdin"],
        input="wrong one\n", text=True, capture_output=True, env=environment(), check=False,
    )  # fmt: skip
    verdict = json.loads(najda("verify", folder, "--passphrase-stdin", "--json", stdin=right))

    assert verdict["ok"]
    assert verdict["root"] == "root not compared"
    assert wrong.returncode == 1
    assert "does not open" in wrong.stderr
    assert not (tmp_path / "A" / "key.json").exists()
    database = (tmp_path / "A" / "journal.db").read_bytes()
    assert b"SQLite format" not in database
    assert b"Genesis" not in database


@pytest.mark.parametrize(
    ("args", "advice"),
    [
        (["serve", "/nonexistent"], "najda init"),
        (["verify", "/dev"], "najda init"),
        (["init", "X", "--name", "x", "--letter", "O", "--key-file"], "Choose one of"),
    ],
)
def test_errors_say_what_to_do(args: list[str], advice: str, tmp_path: Path) -> None:
    """A wrong command ends with advice, not with a traceback."""
    done = subprocess.run(
        [*NAJDA, *args], capture_output=True, text=True, cwd=tmp_path, env=environment(),
        check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert advice in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_import_nothing_of_the_rooms_before_they_run() -> None:
    """``--version`` and the table of commands need no database, no web, no numbers."""
    code = (
        "import sys; from najda.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('apsw','starlette','numpy','lxml') if m in sys.modules])"
    )
    out = subprocess.run(
        [NAJDA[0], "-c", code], capture_output=True, text=True, env=environment(), check=True
    ).stdout

    assert out.splitlines()[-1] == "[]"
