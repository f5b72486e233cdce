"""Ten screens ask at once: the answer is made once, and is never older than what they were told."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator

from najda.engine.operations_room import Change
from najda.web.live import STORM_SECONDS, STORM_TELLS, LiveHub
from najda.web.shared import OLDEST_SECONDS, SharedAnswers


class Counting:
    """Makes 1, 2, 3… and counts."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.made = 0
        self.seconds = seconds

    def __call__(self) -> int:
        time.sleep(self.seconds)
        self.made += 1
        return self.made


def test_an_answer_is_shared_until_the_screens_are_told_of_a_change() -> None:
    """Committed and not yet told keeps; told makes anew; old ages are made anew too."""
    live, at, make = LiveHub(), [0.0], Counting()
    shared = SharedAnswers(live, lambda: at[0])
    got = [shared.get("board", make), shared.get("board", make)]
    live.committed = 7
    got.append(shared.get("board", make))
    live.told = 7
    got.append(shared.get("board", make))
    live.committed = 8
    got.append(shared.get("board", make))
    at[0] = OLDEST_SECONDS
    got.append(shared.get("board", make))

    assert got == [1, 1, 1, 2, 2, 3]


def test_those_who_ask_at_once_wait_for_one() -> None:
    """Single flight: nobody makes it twice."""
    shared, ready, make = SharedAnswers(LiveHub()), threading.Barrier(8), Counting(0.05)
    got: list[int] = []

    def ask() -> None:
        ready.wait()
        got.append(shared.get("board", make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert got == [1] * 8


async def _heard(stream: AsyncIterator[str]) -> dict[str, object]:
    async for message in stream:
        if message.startswith("event: change"):
            found: dict[str, object] = json.loads(message.partition("data: ")[2])
            return found
    raise AssertionError("the stream ended")


def test_a_room_is_told_at_once_and_in_a_storm_together() -> None:
    """Nothing that changed is left out of what is told."""

    async def listen() -> tuple[float, float, dict[str, object]]:
        live, loop = LiveHub(), asyncio.get_running_loop()
        live.start()
        stream = live.listen()
        await anext(stream)
        begun = loop.time()
        for n in range(STORM_TELLS):
            live.publish(Change(n, frozenset({("a", str(n))})))
            await _heard(stream)
        quick = loop.time() - begun
        for n in range(50, 80):
            live.publish(Change(n, frozenset({("b", str(n)), ("c", "1")})))
        told = await _heard(stream)
        return quick, loop.time() - begun - quick, told

    quick, storm, told = asyncio.run(listen())

    assert quick < STORM_TELLS * 0.2
    assert storm > STORM_SECONDS * 0.9
    assert told["n"] == 79
    assert sorted(told["views"]) == ["b", "c"]  # type: ignore[call-overload]


def test_a_crews_task_does_not_wait_for_the_storm() -> None:
    """Hundreds of reports a second hold up no callout, and are told all the same."""

    async def listen() -> tuple[float, dict[str, object], dict[str, object]]:
        live, loop = LiveHub(["dispatch.callout"]), asyncio.get_running_loop()
        live.start()
        stream = live.listen()
        await anext(stream)
        for n in range(STORM_TELLS):
            live.publish(Change(n, frozenset({("a", str(n))})))
            await _heard(stream)
        live.publish(Change(50, frozenset({("a", "50")})))
        begun = loop.time()
        live.publish(Change(51, frozenset({("dispatch.callout", "c"), ("b", "1")})))
        first = await _heard(stream)
        return loop.time() - begun, first, await _heard(stream)

    waited, first, then = asyncio.run(listen())

    assert waited < STORM_SECONDS / 2
    assert first["views"] == {"dispatch.callout": ["c"]}
    assert then["views"] == {"a": ["50"], "b": ["1"]}


def test_where_no_screen_listens_nobody_is_shown_what_is_past() -> None:
    """Whoever asks then gets it made anew after each commit."""
    live, make = LiveHub(), Counting()
    shared = SharedAnswers(live)
    first = shared.get("board", make)
    live.publish(Change(5, frozenset()))

    assert (first, shared.get("board", make)) == (1, 2)
