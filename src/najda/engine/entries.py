"""Stored facts -> entries that views read, with a bounded memory of those decoded."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from najda.journal.codec import UNKNOWN, fact_from_parts
from najda.journal.entry import MalformedBytes, Meta
from najda.journal.file import JournalFile, Stored
from najda.plain import NotPlain
from najda.vocabulary import Absent, Actor, Entry, Fact, Part, thing_made_by

REMEMBERED = 20_000


def entry_of(
    stored: Stored, kinds: Mapping[str, type[Fact]], meta: Meta | None = None
) -> Entry[Any]:
    """The entry of a stored fact; ``said`` is ``UNKNOWN`` where this version cannot read it."""
    meta = meta or stored.meta
    lacking = stored.lacking()
    said: Fact = UNKNOWN
    kind = kinds.get(stored.kind)
    if kind is not None:
        bodies: dict[Part, bytes] = {
            part: data for part, data in stored.parts.items() if part is not Part.META
        }
        try:
            said = fact_from_parts(kind, meta.subjects, bodies, lacking)
        except (NotPlain, MalformedBytes):
            said = UNKNOWN
    return entry_with(stored, meta, said, lacking)


def entry_with(
    stored: Stored, meta: Meta, said: Fact, lacking: dict[Part, Absent] | None = None
) -> Entry[Any]:
    """An entry around a body that is known."""
    return Entry(
        id=stored.id,
        chain=stored.chain,
        seq=stored.seq,
        height=stored.height,
        kind=stored.kind,
        said=said,
        actor=Actor(meta.base, meta.person),
        wall_ms=meta.wall_ms,
        request=meta.request,
        thing=thing_made_by(meta.request, meta.index) if said.creates else None,
        supersedes=meta.supersedes,
        standing=stored.standing,
        lacking=lacking or {},
    )


class Entries:
    """Entries by arrival number, the most recently used ones kept in memory."""

    def __init__(self, journal: JournalFile, kinds: Mapping[str, type[Fact]]) -> None:
        self._journal = journal
        self._kinds = kinds
        self._known: OrderedDict[int, tuple[Entry[Any], bool]] = OrderedDict()

    def put(self, stored: Stored, entry: Entry[Any] | None = None) -> Entry[Any]:
        """Remember a stored fact's entry, decoding it where it is not given."""
        entry = entry or entry_of(stored, self._kinds)
        self._known[stored.n] = (entry, stored.odd is not None)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return entry

    def get(self, n: int) -> tuple[Entry[Any], bool]:
        """The entry and whether it is odd (malformed in the order, so read by no view)."""
        found = self._known.get(n)
        if found is None:
            self.put(self._journal.by_number(n))
            return self._known[n]
        self._known.move_to_end(n)
        return found

    def forget(self, n: int | None = None) -> None:
        """Forget one entry, or all (after a rollback)."""
        if n is None:
            self._known.clear()
        else:
            self._known.pop(n, None)
