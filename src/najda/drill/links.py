"""The lines between bases of a demo: each is a small TCP relay that can be cut."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field

_WAIT_SECONDS = 0.5
_READ_BYTES = 1 << 16


@dataclass(eq=False)
class Link:
    """The way from one base to another; ``port`` is where the first one calls."""

    start: str
    end: str
    target: int
    is_cut: bool = False
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
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
        """Take connections again."""
        self.is_cut = False

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
                far = socket.create_connection(("127.0.0.1", self.target), _WAIT_SECONDS)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(a, b), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while piece := source.recv(_READ_BYTES):
                if self.is_cut:
                    break
                sink.sendall(piece)
        except OSError:
            pass
        with self._lock:
            self._open -= {source, sink}
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        source.close()


class Links:
    """All lines between some bases."""

    def __init__(self, sync_ports: dict[str, int]) -> None:
        self.all = [
            Link(start, end, port)
            for start in sync_ports
            for end, port in sync_ports.items()
            if start != end
        ]

    def peers_of(self, letter: str) -> dict[str, str]:
        """Where a base calls the others."""
        return {one.end: f"https://127.0.0.1:{one.port}" for one in self.all if one.start == letter}

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
