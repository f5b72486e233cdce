"""Real server processes for tests: started as a user would, killed as a war would."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

SRC = Path(__file__).resolve().parent.parent / "src"
NAJDA = [sys.executable, "-c", "from najda.cli import main; main()"]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC)}


def najda(*args: str, stdin: str | None = None) -> str:
    """Run a command; gives its standard output, raises with both outputs where it fails."""
    done = subprocess.run(
        [*NAJDA, *args], capture_output=True, text=True, input=stdin, env=environment(), check=False
    )
    if done.returncode:
        raise AssertionError(f"najda {' '.join(args)}: {done.stdout}{done.stderr}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Served:
    """A base served by a process of its own."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.code = ""
        self.options: list[str] = []

    def command(self) -> list[str]:
        return [*NAJDA, "serve", str(self.folder), "--port", str(self.port), *self.options]

    def start(self) -> "Served":
        self.process = subprocess.Popen(
            self.command(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "code" in line:
                self.code = line.split()[-1]
            if line.startswith("http"):
                break
        else:
            raise AssertionError("the server ended before it answered")
        self._wait_until_up()
        return self

    def _wait_until_up(self) -> None:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.url}/api/v1/health", timeout=1).raise_for_status()
            except httpx.TransportError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Kill -9: nothing is finished, nothing is said."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None
