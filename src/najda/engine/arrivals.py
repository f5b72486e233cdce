"""What happens when facts arrive: how each counts, gaps that close, admission that changes."""

from typing import Any

from najda.engine.entries import Entries
from najda.engine.views import Views
from najda.journal.admission import Admission, walk
from najda.journal.control import WALKED
from najda.journal.entry import (
    NO_PREDECESSOR,
    MalformedBytes,
    SignedFact,
    decode_shell,
    shell_hash,
)
from najda.journal.file import JournalFile, Stored
from najda.journal.keys import statement_is_signed
from najda.vocabulary import Entry, Standing


def _judged(adopted: bool | None) -> Standing:
    """How a fact beyond a cut counts: as a person judged it, else grey."""
    if adopted is None:
        return Standing.GREY
    return Standing.COUNTS if adopted else Standing.DISMISSED


class Arrivals:
    """Standing of facts on one writing connection."""

    def __init__(self, journal: JournalFile, entries: Entries, views: Views) -> None:
        self._journal = journal
        self._entries = entries
        self._views = views
        self.admission = Admission()

    def load(self) -> None:
        """Walk the control facts once at start."""
        self.admission = self._walk()

    def rewalk(self) -> None:
        """Walk again and store every fact's standing (for a rebuild)."""
        self.admission = self._walk()
        for stored in self._journal.in_pieces():
            standing = self.standing_of(stored)
            if standing is not stored.standing:
                self._journal.set_standing(stored.n, standing)

    def _walk(self) -> Admission:
        root = self._journal.local("root")
        control = list(self._journal.every(kinds=WALKED))
        return walk(
            (self._entries.put(stored) for stored in control if stored.odd is None),
            pinned_root=root.hex() if root else None,
            check=statement_is_signed,
        )

    def own_standing(self, chain: str) -> Standing:
        """How a fact of the own chain counts while it is being written."""
        member = self.admission.members.get(chain)
        if member is None:
            return Standing.FOREIGN
        return Standing.COUNTS if member.cut is None else Standing.GREY

    def receive(self, signed: SignedFact) -> tuple[str, Stored | None, bool]:
        """Store a received fact: (outcome, the fact where something is new, parts only?)."""
        try:
            stored = self._journal.receive(signed, Standing.COUNTS)
            if stored is None:
                id_ = shell_hash(signed.shell).hex()
                gained = self._journal.add_parts(id_, signed.parts)
                return ("parts", self._journal.get(id_), True) if gained else ("known", None, False)
        except MalformedBytes as wrong:
            return wrong.reason, None, False
        standing = self.standing_of(stored)
        if standing is not stored.standing:
            self._journal.set_standing(stored.n, standing)
            stored = self._journal.by_number(stored.n)
        return "new", stored, False

    def standing_of(self, stored: Stored) -> Standing:
        """How a fact counts, from admission and the closedness of its chain alone."""
        adopted = self.admission.adopted.get(stored.id)
        member = self.admission.members.get(stored.chain)
        if member is None:
            return Standing.FOREIGN
        if member.cut is not None and not self._within(stored, member.cut.seq, member.cut.hash):
            return _judged(adopted)
        return Standing.COUNTS if self._is_closed(stored) else Standing.DETACHED

    def _within(self, stored: Stored, cut_seq: int, cut_hash: str) -> bool:
        if stored.seq > cut_seq:
            return False
        return stored.seq != cut_seq or stored.id == cut_hash

    def _is_closed(self, stored: Stored) -> bool:
        previous = decode_shell(stored.shell).previous
        if previous == NO_PREDECESSOR:
            return stored.seq == 1
        before = self._journal.get(previous.hex())
        return before is not None and before.standing is not Standing.DETACHED

    def after(self, stored: Stored, entry: Entry[Any], *, own: bool) -> None:
        """Close the gap behind a received fact, and walk again where it is a control fact."""
        if not own:
            self._close_gap(stored)
        if entry.kind in WALKED:
            self._admission_changed()

    def _close_gap(self, stored: Stored) -> None:
        if stored.standing is Standing.DETACHED:
            return
        seq = stored.seq
        while True:
            later = [
                one
                for one in self._journal.of_chain(stored.chain, seq + 1, seq + 1)
                if one.standing is Standing.DETACHED and self._is_closed(one)
            ]
            if not later:
                return
            for one in later:
                self._restand(one)
            seq += 1

    def _restand(self, stored: Stored) -> None:
        standing = self.standing_of(stored)
        if standing is stored.standing:
            return
        self._journal.set_standing(stored.n, standing)
        self._entries.forget(stored.n)
        entry, _ = self._entries.get(stored.n)
        self._views.refresh_join(entry)
        for target in entry.supersedes:
            number = self._journal.number_of(target)
            if number is not None:
                self._views.refresh_join(self._entries.get(number)[0])
        self._views.touch(stored.n)

    def _admission_changed(self) -> None:
        before = self.admission
        self.admission = self._walk()
        if self.admission.fingerprint() == before.fingerprint():
            return
        for stored in self._journal.in_pieces():
            self._restand(stored)
