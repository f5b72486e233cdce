"""One-time codes by which phones join, in memory only."""

import secrets
import time
from dataclasses import dataclass, field

from najda.refused import Refused, refuse
from najda.vocabulary import Role

CODE_SECONDS = 600
MAX_OPEN_CODES = 200


@dataclass(slots=True)
class JoinCodes:
    """Codes given out and not yet used, in memory only."""

    _open: dict[str, tuple[str, Role, float]] = field(default_factory=dict)

    def new(self, name: str, role: Role) -> str:
        """A code for one phone."""
        now = time.monotonic()
        self._open = {code: one for code, one in self._open.items() if one[2] > now}
        if len(self._open) >= MAX_OPEN_CODES:
            raise Refused(refuse("too_many_attempts", status=429, n=CODE_SECONDS // 60))
        code = secrets.token_urlsafe(12)
        self._open[code] = (name, role, now + CODE_SECONDS)
        return code

    def take(self, code: str) -> tuple[str, Role] | None:
        """Whose code this is; it is used up with that."""
        name, role, until = self._open.pop(code, ("", Role.CREW, 0.0))
        return (name, role) if until > time.monotonic() else None
