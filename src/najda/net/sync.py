"""Keeps bases level: slow polls, hints on change, one ask at a time where it helps, breakers."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from najda.journal.entry import SignedFact
from najda.net.carrier import Carrier, NoAnswer, Peer
from najda.net.vector import Vector

#: Polls on a LAN and on a thin link; a failing peer is asked ever less, up to the thin interval.
POLL_SECONDS = 5.0
THIN_POLL_SECONDS = 60.0
HINT_GATHER_SECONDS = 0.05
#: How long one ask waits for another to end, so that no stretch is fetched twice.
LEASE_SECONDS = 2.0


@dataclass(slots=True)
class PeerState:
    """How the link to one peer is."""

    peer: Peer
    asked: int = 0
    received: int = 0
    failures: int = 0
    reason: str = ""
    #: Machine time of the last good answer; None = never since start.
    heard_at: float | None = None
    #: It is asked no more: revoked, or it goes on under another key.
    is_gone: bool = False
    wake: threading.Event = field(default_factory=threading.Event)


class Sync:
    """A thread for each peer asks it; another tells peers that there is news here."""

    def __init__(
        self,
        carrier: Carrier,
        vector: Callable[[], Vector],
        receive: Callable[[list[SignedFact]], list[str]],
        *,
        poll_seconds: float = POLL_SECONDS,
        afterwards: Callable[[Peer, Callable[[], bool]], bool] = lambda *_: False,
    ) -> None:
        """``afterwards``: what comes after the facts (attachments); True where there is more."""
        self._carrier = carrier
        self._vector = vector
        self._receive = receive
        self._poll_seconds = poll_seconds
        self._afterwards = afterwards
        self._states: dict[str, PeerState] = {}
        self._lease = threading.Lock()
        self._stop = threading.Event()
        self._news = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin asking."""
        for target, name in ((self._watch_peers, "peers"), (self._spread_news, "news")):
            thread = threading.Thread(target=target, name=f"najda-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Stop asking."""
        self._stop.set()
        self._news.set()
        for state in self._states.values():
            state.wake.set()
        for thread in self._threads:
            thread.join(2)

    def states(self) -> list[PeerState]:
        """How each link is."""
        return list(self._states.values())

    def news(self) -> None:
        """Something new is here (own or received): peers are told soon."""
        self._news.set()

    def hinted(self, chain: str) -> None:
        """A peer told us that it has news."""
        state = self._states.get(chain)
        if state is not None:
            state.wake.set()

    def _watch_peers(self) -> None:
        while not self._stop.is_set():
            peers = self._carrier.peers()
            for chain in self._states.keys() - {peer.chain for peer in peers}:
                self._states[chain].is_gone = True
            for peer in peers:
                known = self._states.get(peer.chain)
                if known is None:
                    self._states[peer.chain] = PeerState(peer)
                    thread = threading.Thread(
                        target=self._keep_asking,
                        args=(peer.chain,),
                        name=f"najda-ask-{peer.chain[:8]}",
                        daemon=True,
                    )
                    thread.start()
                    self._threads.append(thread)
                else:
                    known.peer, known.is_gone = peer, False
            self._stop.wait(1)

    def _keep_asking(self, chain: str) -> None:
        state = self._states[chain]
        while not self._stop.is_set():
            state.wake.clear()
            if state.is_gone:
                state.wake.wait(self._poll_seconds)
                continue
            try:
                self._ask(state)
                if not state.failures and self._afterwards(state.peer, state.wake.is_set):
                    continue
            except Exception as wrong:  # noqa: BLE001 - shown; a thread that died asks nobody again
                self._note_failure(state, type(wrong).__name__)
            pause = min(self._poll_seconds * 2**state.failures, THIN_POLL_SECONDS)
            state.wake.wait(pause)

    def _ask(self, state: PeerState) -> None:
        leased = self._lease.acquire(timeout=LEASE_SECONDS)
        try:
            new = 0
            for facts in self._carrier.ask(state.peer, self._vector()):
                outcomes = self._receive(facts)
                new += sum(one in ("new", "parts") for one in outcomes)
            state.asked += 1
            state.received += new
            state.failures, state.reason = 0, ""
            state.heard_at = time.monotonic()
        except NoAnswer as silent:
            self._note_failure(state, silent.reason)
        finally:
            if leased:
                self._lease.release()

    def _note_failure(self, state: PeerState, reason: str) -> None:
        state.failures = min(state.failures + 1, 6)
        state.reason = reason

    def _spread_news(self) -> None:
        while not self._stop.is_set():
            self._news.wait()
            if self._stop.wait(HINT_GATHER_SECONDS):
                return
            self._news.clear()
            for state in self.states():
                if state.failures == 0 and not state.is_gone:
                    self._carrier.hint(state.peer)
