"""Which writes stand: those that no other write names as superseded. Pure."""

from collections.abc import Sequence
from typing import Any

from najda.vocabulary import Entry


def heads(entries: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """Those entries that no other of them supersedes, in order.

    More than one means that writes did not know each other: both are kept and shown.
    """
    beaten = {target for entry in entries for target in entry.supersedes}
    return [entry for entry in entries if entry.id not in beaten]
