"""The answering side of the HTTPS carrier: nonce, ask, hint."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from najda.journal.attachments import Attachments
from najda.journal.file import JournalFile
from najda.journal.keys import SigningKey, statement_is_signed
from najda.net.bundle import pack
from najda.net.copies import Holders
from najda.net.greeting import (
    Nonces,
    SignedVector,
    attachment_greeting,
    greeting,
    sign_vector,
)
from najda.net.holdings import missing_for, vector_of
from najda.net.https_carrier import VECTOR_HEADER
from najda.net.vector import Vector, VectorProblem, decode_vector, encode_vector
from najda.scene_clock import real_now_ms

MAX_QUESTION_BYTES = 4 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Answering:
    """What the answering side needs of the base."""

    own_key: Callable[[], SigningKey]
    #: The certified key of this base, as an uncompressed point.
    point: bytes
    journal: Callable[[], JournalFile]
    attachments: Attachments
    #: Whether a chain is enrolled and not revoked.
    is_member: Callable[[str], bool]
    holders: Holders
    hinted: Callable[[str], None]


def routes(base: Answering) -> list[Route]:
    """The routes under ``/sync``."""
    nonces = Nonces()

    async def nonce(request: Request) -> Response:
        del request
        return JSONResponse({"nonce": nonces.new(), "now_ms": real_now_ms()})

    async def hint(request: Request) -> Response:
        plain = await _json(request)
        chain = str(plain.get("chain", "")) if plain else ""
        if not base.is_member(chain):
            return Response(status_code=403)
        base.hinted(chain)
        return Response(status_code=204)

    async def ask(request: Request) -> Response:
        plain = await _json(request)
        if plain is None:
            return Response(status_code=400)
        theirs = _checked(base, nonces, plain)
        if theirs is None:
            return Response(status_code=403)
        base.holders.note(str(plain["chain"]), theirs)
        head = await run_in_threadpool(_signed_vector, base)
        return StreamingResponse(
            iterate_in_threadpool(_answer(base, head, theirs)),
            media_type="application/octet-stream",
            headers={VECTOR_HEADER: str(len(head))},
        )

    async def attachment(request: Request) -> Response:
        plain = await _json(request)
        asked = _asked_attachment(base, nonces, plain) if plain else None
        if asked is None:
            return Response(status_code=403)
        sha256, offset = asked
        if not base.attachments.has(sha256):
            return Response(status_code=404)
        return StreamingResponse(
            iterate_in_threadpool(base.attachments.read(sha256, offset)),
            media_type="application/octet-stream",
        )

    return [
        Route("/sync/attachment", attachment, methods=["POST"]),
        Route("/sync/nonce", nonce),
        Route("/sync/hint", hint, methods=["POST"]),
        Route("/sync", ask, methods=["POST"]),
    ]


async def _json(request: Request) -> dict[str, object] | None:
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > MAX_QUESTION_BYTES:
            return None
    try:
        plain = json.loads(taken)
    except (ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) else None


def _checked(base: Answering, nonces: Nonces, plain: dict[str, object]) -> Vector | None:
    """The asker's vector, where it proved to be an enrolled, unrevoked installation."""
    fields = [plain.get(name) for name in ("chain", "nonce", "vector", "vector_signature")]
    signature = plain.get("signature")
    if not all(isinstance(one, str) for one in (*fields, signature)):
        return None
    chain, nonce, vector_hex, vector_signature = map(str, fields)
    try:
        vector = bytes.fromhex(vector_hex)
        theirs = decode_vector(vector)
    except (ValueError, VectorProblem):
        return None
    asked = greeting(nonce, base.point, vector)
    proven = (
        nonces.take(nonce)
        and base.is_member(chain)
        and statement_is_signed(chain, asked, str(signature))
        and SignedVector(chain, vector, vector_signature).is_genuine()
    )
    return theirs if proven else None


def _asked_attachment(
    base: Answering, nonces: Nonces, plain: dict[str, object]
) -> tuple[str, int] | None:
    """Which bytes an enrolled, unrevoked installation asks for."""
    chain, nonce, sha256, signature = (
        str(plain.get(name)) for name in ("chain", "nonce", "sha256", "signature")
    )
    offset = plain.get("offset")
    if type(offset) is not int or offset < 0 or not _SHA256.fullmatch(sha256):
        return None
    asked = attachment_greeting(nonce, base.point, sha256, offset)
    proven = (
        nonces.take(nonce)
        and base.is_member(chain)
        and statement_is_signed(chain, asked, signature)
    )
    return (sha256, offset) if proven else None


def _signed_vector(base: Answering) -> bytes:
    signed = sign_vector(base.own_key(), encode_vector(vector_of(base.journal())))
    plain = {"chain": signed.chain, "vector": signed.vector.hex(), "signature": signed.signature}
    return json.dumps(plain).encode()


def _answer(base: Answering, head: bytes, theirs: Vector) -> Iterator[bytes]:
    yield head
    yield from pack(stored.signed() for stored in missing_for(base.journal(), theirs))
