"""Server-sent events: after each commit, which views changed. Names only, never contents."""

import asyncio
import json
from collections import deque
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)

from najda.engine.operations_room import Change

KEEP_ALIVE_SECONDS = 10
#: Screens are told at once; after so many times within so long, once in a second, all together.
#: What a crew waits for does not wait with the rest.
GATHER_SECONDS = 0.02
STORM_TELLS = 10
STORM_WINDOW_SECONDS = 3.0
STORM_SECONDS = 1.0
URGENT_STORM_SECONDS = 0.2
QUEUE_LENGTH = 200
#: Keys of one view named in one message; screens fetch what they show whatever the keys.
MOST_KEYS = 20
_HELLO, _ALIVE = "retry: 1000\nevent: hello\ndata: {}\n\n", "event: alive\ndata: {}\n\n"
#: Never sent: the stream ends; whoever listens is asked about again.
_END, _DOUBT = "", "doubt"

Allowed = Callable[[], Awaitable[bool]]


async def _everybody() -> bool:
    return True


class _Gathered:
    """Changes waiting to be told in one message: at once, and in a storm so many seconds apart."""

    def __init__(self, storm_seconds: float, tell: Callable[[dict[str, list[str]]], None]) -> None:
        self._storm_seconds = storm_seconds
        self._tell = tell
        self._views: dict[str, list[str]] = {}
        self._told_at: deque[float] = deque(maxlen=STORM_TELLS)
        self._timer: asyncio.TimerHandle | None = None

    def add(self, loop: asyncio.AbstractEventLoop, rows: Iterable[tuple[str, str]]) -> None:
        """Gather rows (view, key); a message follows (from the loop)."""
        for view, key in rows:
            keys = self._views.setdefault(view, [])
            if len(keys) < MOST_KEYS:
                keys.append(key)
        if self._views and self._timer is None:
            self._timer = loop.call_later(self._wait(loop.time()), self._out, loop)

    def _wait(self, now: float) -> float:
        told = self._told_at
        if len(told) < STORM_TELLS or now - told[0] > STORM_WINDOW_SECONDS:
            return GATHER_SECONDS
        return max(GATHER_SECONDS, told[-1] + self._storm_seconds - now)

    def _out(self, loop: asyncio.AbstractEventLoop) -> None:
        views, self._views, self._timer = self._views, {}, None
        self._told_at.append(loop.time())
        self._tell(views)


class LiveHub:
    """Tells open screens that something changed; a screen that lags is told to load again."""

    def __init__(self, urgent: Collection[str] = ()) -> None:
        """``urgent`` views (a crew's task, a hold) do not wait with the others in a storm."""
        self._screens: dict[int, asyncio.Queue[str]] = {}
        self._next = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._urgent_views = frozenset(urgent)
        self._urgent = _Gathered(URGENT_STORM_SECONDS, self._tell)
        self._others = _Gathered(STORM_SECONDS, self._tell)
        self._doubts = 0
        #: The number of the last change that was committed, and of the last the screens heard of.
        self.committed = 0
        self.told = 0

    def start(self) -> None:
        """Remember the loop the screens are served from."""
        self._loop = asyncio.get_running_loop()

    @property
    def screens(self) -> int:
        """How many screens listen."""
        return len(self._screens)

    def publish(self, change: Change) -> None:
        """Called by the writer thread after a commit."""
        self.committed = change.n
        if self._loop is None or self._loop.is_closed() or not self._screens:
            self.told = change.n  # nobody waits to be told
            return
        self._loop.call_soon_threadsafe(self._gather, self._loop, sorted(change.rows))

    def _gather(self, loop: asyncio.AbstractEventLoop, rows: Sequence[tuple[str, str]]) -> None:
        urgent = [row for row in rows if row[0] in self._urgent_views]
        self._urgent.add(loop, urgent)
        self._others.add(loop, [row for row in rows if row[0] not in self._urgent_views])

    def _tell(self, views: Mapping[str, Sequence[str]]) -> None:
        self.told = self.committed
        self._spread("change", json.dumps({"n": self.told, "views": views}))

    def say(self, event: str, data: str) -> None:
        """Send another kind of event to all screens (from the loop)."""
        self._spread(event, data)

    def _spread(self, event: str, data: str) -> None:
        message = f"event: {event}\ndata: {data}\n\n"
        for queue in self._screens.values():
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait("event: reload\ndata: {}\n\n")
            else:
                queue.put_nowait(message)

    def end(self) -> None:
        """End every stream (from the loop): the base is being sealed or stopped."""
        for queue in self._screens.values():
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(_END)

    def doubt(self) -> None:
        """Ask again whether each screen may still listen, whatever a storm gathers (any thread)."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ask_again)

    def _ask_again(self) -> None:
        self._doubts += 1
        for queue in self._screens.values():
            if not queue.full():  # a full one is read, and asks then
                queue.put_nowait(_DOUBT)

    async def listen(
        self, allowed: Allowed = _everybody, seconds: float | None = None
    ) -> AsyncIterator[str]:
        """One screen's stream; it ends after so many seconds, and once it is not allowed."""
        number, self._next = self._next, self._next + 1
        queue: asyncio.Queue[str] = asyncio.Queue(QUEUE_LENGTH)
        self._screens[number] = queue
        until = None if seconds is None else asyncio.get_running_loop().time() + seconds
        message, asked = _HELLO, -1
        try:
            while message != _END:
                if asked != self._doubts or message == _ALIVE:
                    asked = self._doubts
                    if not await allowed():
                        return
                if message != _DOUBT:
                    yield message
                message = await _next_message(queue, until)
        finally:
            self._screens.pop(number, None)


async def _next_message(queue: asyncio.Queue[str], until: float | None) -> str:
    wait: float = KEEP_ALIVE_SECONDS
    if until is not None:
        wait = min(wait, until - asyncio.get_running_loop().time())
    if wait <= 0:
        return _END
    try:
        return await asyncio.wait_for(queue.get(), wait)
    except TimeoutError:
        return _END if wait < KEEP_ALIVE_SECONDS else _ALIVE
