"""Attachments fetched apart from facts: after them, a slice at a time, going on where it broke.

A voice note comes before a photo, a photo before a video, small before large; what a person
waits for at a screen comes first of all.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from najda.journal.attachments import MAX_BYTES, Arriving, Attachments, Damaged, TooLarge
from najda.net.carrier import NoAnswer, Peer

#: So long one slice may take before facts are asked for again.
SLICE_SECONDS = 5.0
#: A peer that does not have an attachment is asked for it again after this long.
ASK_AGAIN_SECONDS = 60.0
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LATE_TYPES = ("image/", "video/")


@dataclass(frozen=True, slots=True)
class Named:
    """An attachment that some fact names."""

    sha256: str
    size_bytes: int
    media_type: str


def can_be_fetched(one: Named) -> bool:
    """A received fact may say anything: what is no name of an attachment is passed over."""
    return bool(_SHA256.fullmatch(one.sha256)) and 0 <= one.size_bytes <= MAX_BYTES


class NotThere(NoAnswer):
    """The peer does not have the attachment."""


#: fetch(peer, sha256, offset): the bytes from there on. Raises ``NoAnswer``, ``NotThere``.
Fetch = Callable[[Peer, str, int], Iterator[bytes]]


class Fetching:
    """What attachments are under way, and which come next."""

    def __init__(
        self, attachments: Attachments, named: Callable[[], Sequence[Named]], fetch: Fetch
    ) -> None:
        """``named`` gives the attachments that facts name, here or not."""
        self._attachments = attachments
        self._named = named
        self._fetch = fetch
        self._lock = threading.Lock()
        self._waited_for: set[str] = set()
        self._under_way: set[str] = set()
        self._arriving: dict[str, Arriving] = {}
        self._not_at: dict[tuple[str, str], float] = {}
        self._here: set[str] = set()

    def wait_for(self, sha256: str) -> None:
        """A person wants to see it now: it comes before all others."""
        with self._lock:
            self._waited_for.add(sha256)
            self._not_at = {at: end for at, end in self._not_at.items() if at[1] != sha256}

    def lacking(self) -> list[Named]:
        """Attachments that facts name and that are not here, the most urgent first."""
        found = []
        for one in self._named():
            if one.sha256 in self._here or not can_be_fetched(one):
                continue
            if self._attachments.has(one.sha256):
                self._here.add(one.sha256)
            else:
                found.append(one)
        return sorted(found, key=self._urgency)

    def _urgency(self, one: Named) -> tuple[bool, int, int, str]:
        late = next((n for n, kind in enumerate(_LATE_TYPES, 1) if one.media_type.startswith(kind)),
                    0)  # fmt: skip
        return (one.sha256 not in self._waited_for, late, one.size_bytes, one.sha256)

    def arrived_bytes(self, sha256: str) -> int:
        """How much of it is here already."""
        arriving = self._arriving.get(sha256)
        return arriving.size if arriving else 0

    def some(self, peer: Peer, interrupted: Callable[[], bool]) -> bool:
        """Fetch one slice from a peer; True where it may be asked for more at once.

        Ends early when ``interrupted`` says so: news never waits for a photo.
        """
        one = self._next_at(peer)
        if one is None:
            return False
        try:
            return self._slice(peer, one, interrupted)
        except NotThere:
            with self._lock:
                self._not_at[peer.chain, one.sha256] = time.monotonic() + ASK_AGAIN_SECONDS
            return True
        except NoAnswer:
            return False
        finally:
            with self._lock:
                self._under_way.discard(one.sha256)

    def _next_at(self, peer: Peer) -> Named | None:
        lacking = self.lacking()
        now = time.monotonic()
        with self._lock:
            for one in lacking:
                refused = self._not_at.get((peer.chain, one.sha256), 0.0) > now
                if not refused and one.sha256 not in self._under_way:
                    self._under_way.add(one.sha256)
                    return one
        return None

    def _slice(self, peer: Peer, one: Named, interrupted: Callable[[], bool]) -> bool:
        arriving = self._arriving.get(one.sha256)
        if arriving is None:
            arriving = self._arriving[one.sha256] = self._attachments.begin(one.sha256)
        end = time.monotonic() + SLICE_SECONDS
        try:
            for data in self._fetch(peer, one.sha256, arriving.size):
                arriving.take(data)
                if interrupted() or time.monotonic() > end:
                    return True
            self._arriving.pop(one.sha256)
            arriving.end()
        except OSError as wrong:  # no room on the disk: what is there goes on later
            self._arriving.pop(one.sha256, None)
            raise NoAnswer("not stored") from wrong
        except (Damaged, TooLarge):
            # Not what was asked for: this peer's copy is damaged, another's may be whole.
            self._arriving.pop(one.sha256, None)
            arriving.drop()
            raise NotThere("damaged") from None
        with self._lock:
            self._waited_for.discard(one.sha256)
        return True

    def close(self) -> None:
        """Close files that are under way; they go on after the next start."""
        for arriving in self._arriving.values():
            arriving.pause()
        self._arriving.clear()
