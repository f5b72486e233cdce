"""Who is at the keyboard: accounts, passwords, sessions and machine tokens of this base.

Accounts and hashes stay local; what a person may do is a role, granted by facts (desk people).
"""

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import apsw
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from najda.engine.operations_room import OperationsRoom
from najda.folding import fold
from najda.vocabulary import ThingId

#: Argon2id, 19 MiB, 2 passes (OWASP's first choice for log-in).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SESSION_SECONDS = 14 * 3600
DISPLAY_TOKEN_SECONDS = 24 * 3600
#: How long a token is believed without looking it up again.
REMEMBER_SECONDS = 30.0
LOGIN_ATTEMPTS = 5
LOGIN_WINDOW_SECONDS = 300
MIN_PASSWORD = 8

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  person TEXT PRIMARY KEY, login TEXT UNIQUE, password TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (
  hash BLOB PRIMARY KEY, person TEXT, kind TEXT, expires_s INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS preferences (
  person TEXT PRIMARY KEY, lang TEXT, digits TEXT, sound TEXT, night TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a person wants to be spoken to."""

    lang: str = "ar"
    digits: str = "latn"
    sound: str = "on"
    night: str = "auto"


class TooManyAttempts(Exception):
    """Log-in was tried too often; ``wait_seconds`` until the next try."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(wait_seconds)
        self.wait_seconds = wait_seconds


class PeopleAtWork:
    """Accounts and sessions of one base."""

    def __init__(self, room: OperationsRoom, on_end: Callable[[], None]) -> None:
        """``on_end`` is called after a token has ended."""
        self._room = room
        self._on_end = on_end
        room.local_write(lambda db: db.execute(SCHEMA)).result()
        self._lock = threading.Lock()
        self._sessions: dict[bytes, tuple[str, float]] = {}
        self._attempts: dict[str, list[float]] = {}

    def is_empty(self) -> bool:
        """True on first start: nobody can log in yet."""
        return self._db().execute("SELECT 1 FROM accounts").fetchone() is None

    def _db(self) -> apsw.Connection:
        return self._room.reader().db

    def add(self, person: ThingId, login: str, password: str | None) -> None:
        """Give a person an account; without password only tokens let them in."""
        hashed = _HASHER.hash(password) if password else ""
        self._room.local_write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?)", (person, login, hashed)
            )
        ).result()

    def has_login(self, login: str) -> bool:
        """Whether the log-in name is taken."""
        found = self._db().execute("SELECT 1 FROM accounts WHERE login = ?", (login,))
        return found.fetchone() is not None

    def check(self, login: str, password: str, address: str) -> ThingId | None:
        """The person whose password this is. Raises ``TooManyAttempts``."""
        self._count_attempt(f"{address}|{login}")
        found = (
            self._db()
            .execute("SELECT person, password FROM accounts WHERE login = ?", (login,))
            .fetchone()
        )
        person, hashed = found or (None, _NOBODY)
        try:
            _HASHER.verify(hashed or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return None
        with self._lock:
            self._attempts.pop(f"{address}|{login}", None)
        return str(person) if person else None

    def _count_attempt(self, who: str) -> None:
        now = time.monotonic()
        with self._lock:
            if len(self._attempts) > 10_000:  # noqa: PLR2004 - a bound on memory, not a rule
                self._attempts.clear()
            recent = [at for at in self._attempts.get(who, ()) if now - at < LOGIN_WINDOW_SECONDS]
            if len(recent) >= LOGIN_ATTEMPTS:
                raise TooManyAttempts(int(LOGIN_WINDOW_SECONDS - (now - recent[0])) + 1)
            self._attempts[who] = [*recent, now]

    def new_token(self, person: ThingId, kind: str, seconds: int | None) -> str:
        """A secret that lets the person in: a browser session or a machine token."""
        token = secrets.token_urlsafe(32)
        expires = int(time.time()) + seconds if seconds is not None else None
        row = (_hash(token), person, kind, expires)
        self._room.local_write(
            lambda db: db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", row)
        ).result()
        return token

    def person_of(self, token: str) -> ThingId | None:
        """Whose token this is; None where it is unknown or expired."""
        hashed = _hash(token)
        known = self._sessions.get(hashed)
        if known and time.monotonic() < known[1]:
            return known[0]
        found = (
            self._db()
            .execute("SELECT person, expires_s FROM tokens WHERE hash = ?", (hashed,))
            .fetchone()
        )
        if found is None or (found[1] is not None and found[1] < time.time()):
            return None
        left = REMEMBER_SECONDS if found[1] is None else found[1] - time.time()
        self._sessions[hashed] = (found[0], time.monotonic() + min(REMEMBER_SECONDS, left))
        return str(found[0])

    def seconds_left(self, token: str) -> float | None:
        """How long the token still lets in; None where it never expires or is unknown."""
        asked = "SELECT expires_s FROM tokens WHERE hash = ?"
        found = self._db().execute(asked, (_hash(token),)).fetchone()
        return found[0] - time.time() if found and found[0] is not None else None

    def end(self, token: str) -> None:
        """Log out."""
        hashed = _hash(token)
        self._room.local_write(
            lambda db: db.execute("DELETE FROM tokens WHERE hash = ?", (hashed,))
        ).result()
        self._sessions.pop(hashed, None)  # somebody may have looked it up meanwhile
        self._on_end()

    def preferences(self, person: ThingId) -> Preferences | None:
        """The person's settings, None where never set."""
        found = (
            self._db()
            .execute(
                "SELECT lang, digits, sound, night FROM preferences WHERE person = ?", (person,)
            )
            .fetchone()
        )
        return Preferences(*found) if found else None

    def set_preferences(self, person: ThingId, chosen: Preferences) -> None:
        """Keep the person's settings."""
        row = (person, chosen.lang, chosen.digits, chosen.sound, chosen.night)
        self._room.local_write(
            lambda db: db.execute("INSERT OR REPLACE INTO preferences VALUES (?,?,?,?,?)", row)
        ).result()


class FirstStart:
    """The one-time code by which the first chief is made, printed where the base was started."""

    def __init__(self) -> None:
        self.code = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(2))

    def matches(self, typed: str) -> bool:
        """Whether this is the code: its digits, of either kind, however they are grouped."""
        digits, own = (re.sub(r"\D", "", fold(text)) for text in (typed, self.code))
        return hmac.compare_digest(own.encode(), digits.encode())


def _hash(token: str) -> bytes:
    return hashlib.blake2b(token.encode(), digest_size=32).digest()


_NOBODY = _HASHER.hash(secrets.token_hex(8))
