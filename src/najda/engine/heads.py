"""Which writes stand: those that no other write names as superseded. Pure."""

from collections.abc import Sequence
from typing import Any

from najda.vocabulary import Entry, Standing


def heads(entries: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """Those entries that no other of them supersedes, in order.

    More than one means that writes did not know each other: both are kept and shown.
    """
    beaten = {target for entry in entries for target in entry.supersedes}
    return [entry for entry in entries if entry.id not in beaten]


def standing_mark(entries: Sequence[Entry[Any]]) -> str | None:
    """Key of a mark: "detached", "grey"; None where a fact that made the thing fully counts."""
    standings = {entry.standing for entry in entries}
    if not standings or Standing.COUNTS in standings:
        return None
    return min(standings).value
