"""A phone's pass: signed by the base that knows the phone, so that any other takes its outbox.

Accounts stay where they were made. A pass says who the phone's person is and until when; what that
person may do, each base reads from the facts it holds, so a withdrawn role ends the pass too.
"""

import base64
import binascii
from collections.abc import Callable

import cbor2

from najda.journal.entry import encode
from najda.journal.keys import SigningKey, statement_is_signed
from najda.vocabulary import ThingId

PREFIX = "pass."
DAY_MS = 86_400_000
GOOD_DAYS = 7
MAX_PASS_LETTERS = 1_000


def new_pass(key: SigningKey, person: ThingId, now_ms: int) -> str:
    """A pass for about a week; the same one all day long."""
    until_ms = (now_ms // DAY_MS + 1 + GOOD_DAYS) * DAY_MS
    chain = key.public.hex()
    signature = key.sign_statement(_statement(chain, person, until_ms))
    packed = encode([chain, person, until_ms, signature])
    return PREFIX + base64.urlsafe_b64encode(packed).decode()


def person_of_pass(
    text: str, is_member: Callable[[str], bool], now_ms: int | None
) -> ThingId | None:
    """Whose pass this is; None where no enrolled base signed it or it has ended.

    ``now_ms`` is None where the clock is in doubt: then no pass ends.
    """
    if not text.startswith(PREFIX) or len(text) > MAX_PASS_LETTERS:
        return None
    try:
        packed = base64.urlsafe_b64decode(text.removeprefix(PREFIX))
        chain, person, until_ms, signature = cbor2.loads(packed)
    except (binascii.Error, cbor2.CBORDecodeError, ValueError, TypeError):
        return None
    if not all(isinstance(one, str) for one in (chain, person, signature)):
        return None
    if type(until_ms) is not int or (now_ms is not None and until_ms <= now_ms):
        return None
    proven = is_member(chain) and statement_is_signed(
        chain, _statement(chain, person, until_ms), signature
    )
    return str(person) if proven else None


def _statement(chain: str, person: ThingId, until_ms: int) -> bytes:
    return b"najda/pass/1\x00" + encode([chain, person, until_ms])
