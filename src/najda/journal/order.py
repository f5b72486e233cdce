"""The one order of facts: height, then chain. Pure. Wall time decides nothing."""

from collections.abc import Iterable
from typing import Any

from najda.vocabulary import Entry


def next_height(greatest_seen: int) -> int:
    """One more than the greatest height seen, grey and detached facts included (Lamport 1978).

    So whoever has seen everything speaks last, whatever the clocks say.
    """
    return greatest_seen + 1


def in_order(entries: Iterable[Entry[Any]]) -> list[Entry[Any]]:
    """The entries as every base orders them."""
    return sorted(entries, key=lambda entry: (entry.height, entry.chain, entry.id))
