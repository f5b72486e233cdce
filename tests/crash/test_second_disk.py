"""A lone laptop with a second disk is not red for ever; a disk pulled out is said."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from processes import Served, najda

pytestmark = pytest.mark.crash


def within(seconds: float, true: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not within the time"
        time.sleep(0.1)


def test_a_second_disk_is_a_labelled_copy(tmp_path: Path) -> None:
    """Level within seconds, counted once, a whole bundle; gone, it is said and work goes on."""
    folder, disk = tmp_path / "A", tmp_path / "disk"
    disk.mkdir()
    najda("init", str(folder), "--name", "الأنصاري", "--letter", "A", "--key-file")
    served = Served(folder)
    served.options = ["--copy", f"قرص ثانٍ={disk / 'copy.njb'}"]
    served.start()
    token = najda("token", str(folder), "--name", "d", "--role", "dispatcher").split()[-1]
    http = httpx.Client(
        base_url=served.url, timeout=10, headers={"authorization": f"Bearer {token}"}
    )

    def say(text: str) -> str:
        answer = http.post("/api/v1/reports", json={"text": text, "channel": "phone"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def kept(report: str) -> tuple[int, list[str]]:
        found = http.get(f"/api/v1/reports/{report}").json()
        return found["copies"], found["copies_on"]

    report = say("على قرصين")
    within(15, lambda: kept(report) == (2, ["قرص ثانٍ"]))
    shutil.copy(disk / "copy.njb", tmp_path / "kept.njb")
    shutil.rmtree(disk)
    later = say("على قرص واحد")

    def problem() -> str:
        return str(http.get("/api/v1/exchange").json()["disks"][0]["problem"])

    within(15, lambda: problem() == "copy_not_there")
    assert kept(later) == (1, [])
    http.close()
    served.kill()
    root = json.loads((folder / "root-key-KEEP-OFFLINE.json").read_text())["public"]
    new = tmp_path / "N"
    najda("init", str(new), "--name", "N", "--letter", "N", "--key-file", "--join", root)
    taken = json.loads(najda("bundle", "import", str(new), str(tmp_path / "kept.njb"), "--json"))
    assert taken["new"] >= 3
    assert taken["skipped_bytes"] == 0
