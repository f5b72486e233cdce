"""The public field names of a report -> those of the act ``receive_report``."""

import re
from datetime import datetime
from typing import Any, Protocol

from najda.refused import Refused, refuse

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Files(Protocol):
    """Where attachments lie."""

    def has(self, sha256: str) -> bool:
        """Whether the file is here."""

    def size(self, sha256: str) -> int:
        """Its size in bytes."""


def report_body(body: dict[str, Any], files: Files) -> dict[str, Any]:
    """The body of ``POST /api/v1/reports`` as the act takes it; raises ``Refused``.

    Times are ISO 8601 with an offset, or milliseconds since 1970.
    """
    given = {name: value for name, value in body.items() if value is not None}
    if "chain" in given:
        given["teller_chain"] = given.pop("chain")
    if "received_at" in given:
        given["received_ms"] = _milliseconds(given.pop("received_at"), "received_at")
    if "occurred" in given:
        given["occurred"] = _period(given["occurred"])
    if isinstance(given.get("place"), str):
        given["place"] = {"text": given["place"]}
    caller = given.pop("caller", None)
    if isinstance(caller, dict):
        given["caller_name"], given["caller_phone"] = caller.get("name"), caller.get("phone")
    elif caller is not None:
        given["caller_name"] = caller
    if "attachments" in given:
        given["attachments"] = _attached(given["attachments"], files)
    return {name: value for name, value in given.items() if value is not None}


def _milliseconds(said: Any, at: str) -> Any:
    if not isinstance(said, str):
        return said
    try:
        time = datetime.fromisoformat(said)
    except ValueError:
        raise Refused(refuse("time_unreadable", at=at, text=said[:40])) from None
    if time.tzinfo is None:
        raise Refused(refuse("offset_needed", at=at, text=said[:40]))
    return round(time.timestamp() * 1000)


def _period(said: Any) -> Any:
    """One time, or a map with ``start`` and ``end`` (or their ``_ms`` forms)."""
    if not isinstance(said, dict):
        return {"start_ms": _milliseconds(said, "occurred")}
    found = dict(said)
    for name in ("start", "end"):
        if found.get(name) is not None:
            found[f"{name}_ms"] = _milliseconds(found[name], f"occurred.{name}")
        found.pop(name, None)
    return found


def _attached(said: Any, files: Files) -> list[Any]:
    """Files named by hash, or as ``POST /api/v1/attachments`` answered, with a name and type."""
    if not isinstance(said, list):
        raise Refused(refuse("malformed", at="attachments", wanted="list"))
    return [_file(one, files) for one in said]


def _file(said: Any, files: Files) -> dict[str, Any]:
    named = dict(said) if isinstance(said, dict) else {"sha256": said}
    sha256 = named.get("sha256")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256) or not files.has(sha256):
        raise Refused(refuse("attachment_first", at="attachments"))
    named["size_bytes"] = files.size(sha256)
    named.setdefault("media_type", "application/octet-stream")
    return named
