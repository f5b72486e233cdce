"""A driver: a process of its own that plays one base's people through the public interface.

Reads a line for each request on standard input, answers a line for each on standard output. A
201 is on its own ledger's disk before the next request is sent.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from najda.drill.ledger import Acknowledged, Ledger

_TIMEOUT_SECONDS = 20.0
ROUTED_HERE = "all calls come to this base; crew reached by radio, order read back"


class People:
    """What one base's people ask of it, each request waiting for its answer."""

    def __init__(self, letter: str, url: str, tokens: dict[str, str], ledger: Ledger) -> None:
        self._letter = letter
        self._url = url
        self._tokens = tokens
        self._ledger = ledger
        self._client = httpx.Client(timeout=_TIMEOUT_SECONDS)
        self._clock_ms = -1

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Do one thing; says what came of it."""
        try:
            now_ms = asked["now_ms"]
            if now_ms != self._clock_ms:
                self._post("/api/v1/scene-clock", "chief", {"now_ms": now_ms})
                self._clock_ms = now_ms
            return self._send(asked) if "path" in asked else {"outcome": "clock"}
        except httpx.TransportError:
            return {"outcome": "unanswered"}

    def _send(self, asked: dict[str, Any]) -> dict[str, Any]:
        body = asked["body"]
        if asked["path"].endswith("/send_unit") and asked["base"] != self._letter:
            body = {**body, "taken_over_reason": body.get("taken_over_reason") or ROUTED_HERE}
        start = time.monotonic()
        answer = self._post(asked["path"], asked["role"], body)
        end = time.monotonic()
        if answer.status_code != httpx.codes.CREATED:
            return {"outcome": "refused", "code": _code(answer)}
        plain = answer.json()
        facts = plain["facts"] if "facts" in plain else [plain["fact"]]
        text = asked["body"]["text"] if asked["is_report"] else None
        said = Acknowledged(
            self._letter, asked["item"], asked["name"], plain["id"], tuple(facts), text, end
        )
        self._ledger.write(said)
        return {"outcome": "acknowledged", "said": said.plain(), "seconds": end - start}

    def _post(self, path: str, role: str, body: dict[str, Any]) -> httpx.Response:
        headers = {"authorization": f"Bearer {self._tokens[role]}"}
        return self._client.post(f"{self._url}{path}", json=body, headers=headers)


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError):
        return str(answer.status_code)


def main() -> None:
    """The first line says who this is; every other one is a request."""
    who = json.loads(sys.stdin.readline())
    ledger = Ledger(Path(who["ledger"]))
    people = People(who["letter"], who["url"], who["tokens"], ledger)
    for line in sys.stdin:
        print(json.dumps(people.answer(json.loads(line)), ensure_ascii=False), flush=True)  # noqa: T201 - the answer to who asked
    ledger.close()


if __name__ == "__main__":
    main()
