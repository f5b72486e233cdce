"""The lines between bases: each is a small TCP relay that can be cut, thinned, half broken."""

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
_WAIT_SECONDS = 0.5
_READ_BYTES = 1 << 16
_THIN_BYTES = 512
_PIECES_UNDER_WAY = 64


@dataclass(eq=False)
class Link:
    """The way from one base to another; ``port`` is where the first one calls."""

    start: str
    end: str
    target: int
    #: Where the first one finds this end, and where the second one listens.
    near_host: str = LOOPBACK
    far_host: str = LOOPBACK
    is_cut: bool = False
    #: A thin line: so many bytes a second each way; None = as fast as it goes.
    bytes_per_second: float | None = None
    delay_seconds: float = 0.0
    #: A line that works one way only: questions arrive, answers do not.
    swallows_answers: bool = False
    #: Bytes taken from either end, to be counted from outside.
    carried: int = 0
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self._listener = socket.create_server((self.near_host, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True, name=f"{self.start}-{self.end}").start()

    def cut(self) -> None:
        """Break every connection and take no new one."""
        self.is_cut = True
        with self._lock:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again, fast and both ways."""
        self.is_cut = False
        self.bytes_per_second, self.delay_seconds, self.swallows_answers = None, 0.0, False

    def close(self) -> None:
        """Stop listening."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            try:
                far = socket.create_connection((self.far_host, self.target), _WAIT_SECONDS)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            for a, b, answers in ((near, far, False), (far, near, True)):
                threading.Thread(
                    target=self._carry, args=(a, b), kwargs={"answers": answers}, daemon=True
                ).start()

    def _carry(self, source: socket.socket, sink: socket.socket, *, answers: bool) -> None:
        """Pass bytes on: late, slowly, or (of what is swallowed) not at all."""
        pieces: queue.Queue[tuple[float, bytes]] = queue.Queue(_PIECES_UNDER_WAY)
        threading.Thread(target=self._deliver, args=(pieces, sink), daemon=True).start()
        try:
            while piece := source.recv(_THIN_BYTES if self.bytes_per_second else _READ_BYTES):
                if self.is_cut:
                    break
                if not (answers and self.swallows_answers):
                    pieces.put((time.monotonic() + self.delay_seconds, piece))
                    self.carried += len(piece)
        except OSError:
            pass
        pieces.put((0.0, b""))
        with self._lock:
            self._open -= {source}
        with contextlib.suppress(OSError):
            source.shutdown(socket.SHUT_RD)
        source.close()

    def _deliver(self, pieces: "queue.Queue[tuple[float, bytes]]", sink: socket.socket) -> None:
        is_broken = False
        while (due := pieces.get())[1]:
            time.sleep(max(0.0, due[0] - time.monotonic()))
            if self.bytes_per_second:
                time.sleep(len(due[1]) / self.bytes_per_second)
            try:
                if not is_broken:
                    sink.sendall(due[1])
            except OSError:
                is_broken = True  # go on emptying, so that the reading side ends too
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)


class Links:
    """All lines between some bases."""

    def __init__(
        self,
        sync_ports: Mapping[str, int],
        *,
        near: Mapping[str, str] | None = None,
        far: Mapping[str, str] | None = None,
    ) -> None:
        """``near`` and ``far``: hosts by letter, where not all is on loopback."""
        self.all = [
            Link(
                start, end, port, (near or {}).get(start, LOOPBACK), (far or {}).get(end, LOOPBACK)
            )
            for start in sync_ports
            for end, port in sync_ports.items()
            if start != end
        ]

    def peers_of(self, letter: str) -> dict[str, str]:
        """Where a base calls the others."""
        return {
            one.end: f"https://{one.near_host}:{one.port}"
            for one in self.all
            if one.start == letter
        }

    def cut(self, letter: str) -> None:
        """Cut a base off from all others."""
        for one in self._of(letter):
            one.cut()

    def mend(self, letter: str) -> None:
        """Join a base with the others again."""
        for one in self._of(letter):
            one.mend()

    def close(self) -> None:
        """Stop all."""
        for one in self.all:
            one.close()

    def _of(self, letter: str) -> list[Link]:
        return [one for one in self.all if letter in (one.start, one.end)]
