"""The description of the public interface is true: every described path answers as described."""

import json
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from doors import Enter
from rooms import DESKS

QUICK = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_every_act_and_route_is_described(anybody: TestClient) -> None:
    """No act is missing, and the file is JSON of its kind."""
    described = anybody.get("/api/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    for desk, act in DESKS.acts:
        assert f"/api/v1/acts/{desk}/{act}" in described["paths"]
    json.dumps(described)


def test_nothing_described_ends_in_a_server_error(enter: Enter, anybody: TestClient) -> None:
    """Requests drawn from the description, good and bad, never end in a 500."""
    chief = enter("chief")
    schema = schemathesis.openapi.from_dict(anybody.get("/api/openapi.json").json())
    failed: list[str] = []

    def ask(case: Any) -> None:
        body = case.body if isinstance(case.body, dict | list | str) else None
        answer = chief.request(case.method, case.formatted_path, params=case.query, json=body)
        if answer.status_code >= 500:
            failed.append(f"{case.method} {case.formatted_path} {body!r}: {answer.text[:200]}")

    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        QUICK(given(case=result.ok().as_strategy())(ask))()

    assert failed == []
