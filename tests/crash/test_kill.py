"""What was answered with 201 is there after kill -9, whenever it comes."""

import json
import os
import random
import threading
from pathlib import Path

import httpx
import pytest

from processes import Served, najda

pytestmark = pytest.mark.crash

KILLS = int(os.environ.get("NAJDA_KILLS", "50"))
CLIENTS = 4


class Client(threading.Thread):
    """Writes reports as fast as they are answered, until the base dies."""

    def __init__(self, url: str, token: str, said: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.said = said
        self.http = httpx.Client(headers={"authorization": f"Bearer {token}"}, timeout=5)

    def run(self) -> None:
        while True:
            request = os.urandom(16).hex()
            text = f"غارة على الأنصاري {request[:6]}"
            try:
                answer = self.http.post(
                    f"{self.url}/api/v1/reports",
                    json={"id": request, "text": text, "channel": "phone"},
                )
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                self.said[request] = text


def test_every_answered_201_survives_kill_9(tmp_path: Path) -> None:
    """Kill -9 at random moments while four clients write: every answered 201 is there."""
    seed = int(os.environ.get("NAJDA_SEED", str(random.randrange(10**6))))
    print(f"seed {seed}")  # noqa: T201 - to repeat the run
    chance = random.Random(seed)
    folder = tmp_path / "A"
    najda("init", str(folder), "--name", "الأنصاري", "--letter", "A", "--key-file")
    token = najda("token", str(folder), "--name", "test", "--role", "chief").split()[-1]
    said: dict[str, str] = {}
    served = Served(folder)
    for _ in range(KILLS):
        served.start()
        clients = [Client(served.url, token, said) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        threading.Event().wait(chance.uniform(0.02, 0.35))
        served.kill()
        for client in clients:
            client.join(10)

    verdict = json.loads(najda("verify", str(folder), "--json"))
    rebuilt = json.loads(najda("rebuild", str(folder), "--json"))
    served.start()
    try:
        with httpx.Client(headers={"authorization": f"Bearer {token}"}, timeout=10) as http:
            found = http.get(f"{served.url}/api/v1/views/reports.report").json()
    finally:
        served.stop()

    assert len(said) > KILLS
    assert {key: found.get(key, {}).get("text") for key in said} == said
    assert verdict["ok"], verdict
    assert rebuilt["identical"]
