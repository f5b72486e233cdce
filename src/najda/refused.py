"""Refusals: what cannot be done, as a key and values that a page says in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is not done. ``key`` names a line in a ``words.toml``; it is stable for the API.

    ``field`` names the form field at fault, ``status`` is the HTTP status of the answer.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    field: str | None = None
    status: int = 422


class Refused(Exception):
    """Raised where a refusal must undo what was begun; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.key)
        self.refusal = refusal


def refuse(key: str, /, *, at: str | None = None, status: int = 422, **values: object) -> Refusal:
    """A refusal in one line."""
    return Refusal(key, values, at, status)
