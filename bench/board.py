"""A board in the worst hour: 1,000 incidents, 300 units, ten screens, 50 reports a second.

``python -m bench board``: p99 of intake, time until a screen shows it, memory; first with nothing
else running, then with the screens, then with the demo night playing over its four bases
on the same machine. ``NAJDA_BENCH_SECONDS`` says how long each lasts (60).
"""

import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from processes import NAJDA, Served, environment, free_port, najda

INCIDENTS, UNITS, SCREENS, PER_SECOND, SENDERS = 1000, 300, 10, 50, 10
SECONDS = float(os.environ.get("NAJDA_BENCH_SECONDS", "60"))
#: As the pages' triggers: how long changes are gathered before a page fetches what it shows.
GATHER = 0.02
#: As web/live.py: how long the base gathers changes in a storm.
STORM = 1.1
#: The night's waits are shortened so much that it plays all through the measuring.
NIGHT_SPEED = "300"
QUARTERS = ("kallaseh", "fardous", "sukkari", "bustan-al-qasr", "shaar", "salhin")


def main() -> None:
    """Set the scene, then measure twice."""
    with tempfile.TemporaryDirectory(prefix="najda-bench-") as folder:
        base = Path(folder) / "A"
        najda("init", str(base), "--name", "A", "--letter", "A", "--key-file")
        served = Served(base).start()
        try:
            token = najda("token", str(base), "--name", "b", "--role", "chief").split()[-1]
            _measure(served, {"authorization": f"Bearer {token}"})
        finally:
            served.stop()


def _measure(served: Served, headers: dict[str, str]) -> None:
    begun = time.monotonic()
    _scene(served.url, headers)
    print(f"{INCIDENTS} incidents and {UNITS} units entered in {time.monotonic() - begun:.0f} s")
    _one("nothing else", served, headers, screens=0)
    _one(f"{SCREENS} screens", served, headers, screens=SCREENS)
    with _night() as still_plays:
        _one(f"{SCREENS} screens, the night playing", served, headers, screens=SCREENS)
        print("the night played to the end of it" if still_plays() else "the night ended before")


@contextlib.contextmanager
def _night() -> Iterator[Callable[[], bool]]:
    """The demo night on the same machine; gives whether it is still being played."""
    ports = ["--port", str(free_port()), "--watch-port", str(free_port())]
    command = [*NAJDA, "demo", "--speed", NIGHT_SPEED, "--no-reader", *ports]
    with tempfile.TemporaryDirectory(prefix="najda-bench-night-") as folder:
        playing = subprocess.Popen(
            command, cwd=folder, env=environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert playing.stdout is not None
        lines: list[str] = []
        begun = threading.Event()

        def read() -> None:
            assert playing.stdout is not None
            for line in playing.stdout:
                lines.append(line)
                begun.set()

        reading = threading.Thread(target=read, daemon=True)
        reading.start()
        begun.wait(60)
        try:
            yield lambda: bool(lines) and not any("stay up" in one for one in lines)
        finally:
            playing.send_signal(signal.SIGINT)
            playing.wait(60)
            reading.join(10)
            playing.stdout.close()


def _scene(url: str, headers: dict[str, str]) -> None:
    def enter(client: httpx.Client, n: int) -> None:
        if n < UNITS:
            _act(client, "units/register_unit", call_sign=f"U {n}", quarter=QUARTERS[n % 6])
        if n < INCIDENTS:
            _act(client, "incidents/take_report", text=f"strike {n}", opens="air_strike",
                 quarter=QUARTERS[n % 6], trapped=n % 5 or None)  # fmt: skip

    _in_threads(8, INCIDENTS, url, headers, enter)
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        units = list(client.get("/api/v1/views/units.unit").json())[: UNITS // 2]
        incidents = list(client.get("/api/v1/views/incidents.incident").json())
        for unit, incident in zip(units, incidents, strict=False):
            _act(client, "dispatch/send_unit", unit=unit, incident=incident)


def _act(client: httpx.Client, path: str, **body: object) -> None:
    client.post(f"/api/v1/acts/{path}", json=body).raise_for_status()


def _in_threads(
    threads: int,
    count: int,
    url: str,
    headers: dict[str, str],
    work: Callable[[httpx.Client, int], None],
) -> None:
    def run(first: int) -> None:
        with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
            for n in range(first, count, threads):
                work(client, n)

    some = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
    for one in some:
        one.start()
    for one in some:
        one.join()


def _one(name: str, served: Served, headers: dict[str, str], *, screens: int) -> None:
    ending = threading.Event()
    shown: list[float] = []
    readers = [
        threading.Thread(target=_screen, args=(served.url, headers, ending, shown))
        for _ in range(screens)
    ]
    for one in readers:
        one.start()
    took: list[float] = []
    begun = time.monotonic()

    def send(client: httpx.Client, n: int) -> None:
        time.sleep(max(0.0, begun + n / PER_SECOND - time.monotonic()))
        at = time.monotonic()
        client.post("/api/v1/reports", json={"text": f"call {name} {n}", "channel": "phone"})
        took.append(time.monotonic() - at)

    _in_threads(SENDERS, int(PER_SECOND * SECONDS), served.url, headers, send)
    lasted = time.monotonic() - begun
    ending.set()
    for one in readers:
        one.join()
    httpx.post(
        f"{served.url}/api/v1/reports", headers=headers, json={"text": "last"}
    )  # ends streams
    time.sleep(STORM)
    line = f"{name}: {len(took)} reports in {lasted:.0f} s, intake {_said(took)}"
    if shown:
        line += f"; change to screen {_said(shown)} ({len(shown)} fetches)"
    print(f"{line}; memory {_megabytes(served)} MB", flush=True)


def _screen(url: str, headers: dict[str, str], ending: threading.Event, shown: list[float]) -> None:
    """Listen as a page does; after a change fetch alarms and board, and note how long it took."""
    changed_at: list[float] = []

    def listen() -> None:
        with httpx.stream("GET", f"{url}/live", headers=headers, timeout=30) as stream:
            for line in stream.iter_lines():
                if ending.is_set():
                    return
                if line.startswith("data: ") and "views" in json.loads(line[6:]):
                    changed_at.append(time.monotonic())

    threading.Thread(target=listen, daemon=True).start()
    asked = headers | {"hx-request": "true"}
    with httpx.Client(base_url=url, headers=asked, timeout=60) as client:
        while not ending.is_set():
            if not changed_at:
                time.sleep(0.01)
                continue
            time.sleep(GATHER)
            first = changed_at[0]
            changed_at.clear()
            client.get("/alarms").raise_for_status()
            client.get("/").raise_for_status()
            shown.append(time.monotonic() - first)


def _said(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p99 = ordered[int(len(ordered) * 0.99)]
    return f"p50 {statistics.median(ordered) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"


def _megabytes(served: Served) -> int:
    assert served.process is not None
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    return (
        int(next(one for one in status.splitlines() if one.startswith("VmRSS")).split()[1]) // 1024
    )
