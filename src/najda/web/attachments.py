"""Attachments over HTTP: taken in as a stream, given out to roles that may read words."""

import re
from typing import Any

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response, StreamingResponse

from najda.engine.card import ROOM
from najda.journal.attachments import MAX_BYTES, TooLarge
from najda.refused import Refusal, Refused, refuse
from najda.vocabulary import Part, Role
from najda.web.door import READABLE
from najda.web.visit import Visit, visit_of

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "audio/mp4", "audio/ogg",
                    "audio/webm", "audio/mpeg", "video/mp4", "video/webm"})  # fmt: skip
_TELLERS = ROOM | {Role.CREW, Role.OBSERVER}


async def post_attachment(http: HttpRequest) -> Response:
    """``POST /api/v1/attachments``: the raw bytes; 201 once they are on disk."""
    visit = visit_of(http)
    visit.require(_TELLERS)
    try:
        sha256, size = await visit.room.attachments.store(http.stream())
    except TooLarge:
        raise Refused(refuse("too_large", status=413, most=MAX_BYTES // 1024)) from None
    return JSONResponse({"sha256": sha256, "size_bytes": size}, 201)


def _on_its_way(visit: Visit, sha256: str) -> Refusal:
    """It lies at another base: ask for it before all others, and say how far it is."""
    station = visit.site.station
    if station is None:
        return refuse("not_here", status=404)
    station.fetching.wait_for(sha256)
    arrived = station.fetching.arrived_bytes(sha256) // 1024
    return refuse("attachment_on_its_way", status=404, arrived=arrived)


async def get_attachment(http: HttpRequest) -> Response:
    """``GET /api/v1/attachments/{sha256}?type=``: the untouched original."""
    visit = visit_of(http)
    sha256 = http.path_params["sha256"]
    if Part.TEXT not in READABLE[visit.role]:
        raise Refused(refuse("role_too_small", status=403, role=visit.role.value))
    if not _SHA256.fullmatch(sha256):
        raise Refused(refuse("not_here", status=404))
    if not visit.room.attachments.has(sha256):
        raise Refused(_on_its_way(visit, sha256))
    asked = http.query_params.get("type", "")
    shown = asked in _SHOWN
    headers: dict[str, Any] = {
        "content-disposition": "inline" if shown else f'attachment; filename="{sha256[:16]}"'
    }
    return StreamingResponse(
        iterate_in_threadpool(visit.room.attachments.read(sha256)),
        media_type=asked if shown else "application/octet-stream",
        headers=headers,
    )
