"""Three bases, real processes: what a survivor had it has, relays pass on, a lone base works."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from processes import Served, free_port, najda

pytestmark = pytest.mark.crash

LETTERS = "ABC"


class Base(Served):
    """A served base with the client of a dispatcher."""

    def __init__(self, folder: Path, letter: str) -> None:
        super().__init__(folder)
        self.letter = letter
        self.sync_port = free_port()
        self.http = httpx.Client(base_url=self.url, timeout=10)

    def log_in(self) -> None:
        made = najda("token", str(self.folder), "--name", "d", "--role", "dispatcher")
        self.http.headers["authorization"] = f"Bearer {made.split()[-1]}"

    def say(self, text: str) -> str:
        answer = self.http.post("/api/v1/reports", json={"text": text, "channel": "phone"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def texts(self) -> dict[str, str]:
        rows = self.http.get("/api/v1/views/reports.report").json()
        return {key: row["text"] for key, row in rows.items()}


def within(seconds: float, true: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not within the time"
        time.sleep(0.1)


@pytest.fixture
def bases(tmp_path: Path) -> Iterator[dict[str, Base]]:
    """A, B, C of one organisation; B knows both others, A and C know only B."""
    made = {letter: Base(tmp_path / letter, letter) for letter in LETTERS}
    najda("init", str(tmp_path / "A"), "--name", "الأنصاري", "--letter", "A", "--key-file")
    key_file = tmp_path / "A" / "root-key-KEEP-OFFLINE.json"
    root = json.loads(key_file.read_text())["public"]
    for letter in "BC":
        folder = str(tmp_path / letter)
        najda("init", folder, "--name", letter, "--letter", letter, "--key-file", "--join", root)
        request = tmp_path / f"{letter}.json"
        request.write_text(najda("enrol", "request", folder))
        najda("enrol", "accept", str(tmp_path / "A"), str(request), "--key", str(key_file))
    stick = str(tmp_path / "stick.najda")
    najda("bundle", "export", str(tmp_path / "A"), stick)
    for letter in "BC":
        najda("bundle", "import", str(tmp_path / letter), stick)
    knows = {"A": "B", "B": "AC", "C": "B"}
    for letter, base in made.items():
        peers = [f"{one}=https://127.0.0.1:{made[one].sync_port}" for one in knows[letter]]
        base.options = ["--sync-port", str(base.sync_port), "--poll", "0.5"]
        base.options += [part for peer in peers for part in ("--peer", peer)]
        base.start()
        base.log_in()
    yield made
    for base in made.values():
        base.stop()
        base.http.close()


def test_three_bases_lose_nothing_a_survivor_had(bases: dict[str, Base]) -> None:
    """Relayed through the middle, killed, alone, back again: equal rows and chains at the end."""
    a, b, c = bases["A"], bases["B"], bases["C"]
    said = {base.say(f"بلاغ {base.letter}{n}"): base for n in range(5) for base in bases.values()}
    within(15, lambda: a.texts().keys() == c.texts().keys() == said.keys())

    b.kill()
    alone = a.say("أ وحده")
    unit = a.http.post("/api/v1/acts/units/register_unit", json={"call_sign": "إسعاف 1"}).json()
    incident = a.http.post("/api/v1/acts/incidents/open_incident", json={"title": "السكري"}).json()
    sent = a.http.post(
        "/api/v1/acts/dispatch/send_unit", json={"unit": unit["id"], "incident": incident["id"]}
    )
    assert sent.status_code == 201
    late = c.say("ج وحده")
    assert alone not in c.texts()

    b.start()
    b.log_in()
    within(15, lambda: {alone, late} <= a.texts().keys() & b.texts().keys() & c.texts().keys())
    a.kill()

    assert alone in c.texts()
    assert all(json.loads(najda("verify", str(one.folder), "--json"))["ok"] for one in (b, c))
    assert all(
        json.loads(najda("rebuild", str(one.folder), "--json"))["identical"] for one in (b, c)
    )


def test_copies_are_told_by_peers_and_never_more(bases: dict[str, Base]) -> None:
    """A 201 says 1; later the page says how many living installations told us they hold it."""
    a, b = bases["A"], bases["B"]
    report = a.say("نسخ")

    def copies() -> int:
        return int(a.http.get(f"/api/v1/reports/{report}").json()["copies"])

    within(10, lambda: report in b.texts() and copies() == 2)
    assert copies() <= 3


def test_a_photo_reaches_a_third_base_through_the_middle(bases: dict[str, Base]) -> None:
    """The fact first, the bytes after it; who opens it early is told that it is on its way."""
    a, c = bases["A"], bases["C"]
    photo = os.urandom(3 << 20)
    stored = a.http.post("/api/v1/attachments", content=photo).json()
    report = a.say("صورة من السكري")
    answer = a.http.post(
        "/api/v1/acts/reports/add_attachment",
        json={"report": report, "media_type": "image/jpeg", **stored},
    )
    assert answer.status_code == 201, answer.text
    url = f"/api/v1/attachments/{stored['sha256']}"
    early = c.http.get(url)

    within(20, lambda: c.http.get(url).status_code == 200)
    assert early.status_code == 404
    assert c.http.get(url).content == photo


def test_strangers_get_nothing(bases: dict[str, Base]) -> None:
    """Without an enrolled key the exchange answers 403, whatever is asked."""
    a = bases["A"]
    with httpx.Client(base_url=f"https://127.0.0.1:{a.sync_port}", verify=False) as http:
        nonce = http.get("/sync/nonce").json()["nonce"]
        question = {
            "chain": "00" * 32, "nonce": nonce, "vector": "82a080", "vector_signature": "00" * 64,
            "signature": "00" * 64,
        }  # fmt: skip
        answers = [
            http.post("/sync", json=question).status_code,
            http.post("/sync", json={**question, "vector": "zz"}).status_code,
            http.post("/sync", content=b"[" * 10_000).status_code,
            http.post(
                "/sync/attachment", json={**question, "sha256": "00" * 32, "offset": 0}
            ).status_code,
            http.post("/sync/hint", json={"chain": "00" * 32}).status_code,
        ]

    assert answers == [403, 403, 400, 403, 403]
