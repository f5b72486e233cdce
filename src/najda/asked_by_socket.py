"""Commands about a folder that is being served go through its Unix socket: never a second writer.

One JSON line each way. The socket lies in the base's folder and is open to its owner only.
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from najda.settings import SOCKET

Answer = dict[str, Any]
Handlers = Mapping[str, Callable[[dict[str, Any]], Awaitable[Answer]]]
MAX_LINE_BYTES = 64 * 1024
WAIT_SECONDS = 600.0


def ask(folder: Path, command: str, **values: Any) -> Answer | None:
    """Ask the process that serves the folder; None where nobody serves it."""
    path = folder / SOCKET
    if not path.exists():
        return None
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(WAIT_SECONDS)
        try:
            _connect(line, path)
        except OSError:
            return None  # left behind by a process that was killed
        line.sendall(json.dumps({"command": command, **values}).encode() + b"\n")
        with line.makefile("rb") as answer:
            found: Answer = json.loads(answer.readline(MAX_LINE_BYTES))
    return found


def _connect(line: socket.socket, path: Path) -> None:
    # The kernel takes 108 bytes of path; through the open folder any folder's name will do.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        line.connect(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)


@contextlib.asynccontextmanager
async def answering(folder: Path, handlers: Handlers) -> AsyncIterator[None]:
    """Answer commands on the folder's socket while the base is served."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = json.loads(await reader.readline())
            handler = handlers.get(asked.pop("command", ""))
            found = await handler(asked) if handler else {"problem": "unknown command"}
            writer.write(json.dumps(found).encode() + b"\n")
            await writer.drain()
        except (ValueError, ConnectionError) as wrong:
            writer.write(json.dumps({"problem": str(wrong)}).encode() + b"\n")
        finally:
            writer.close()

    path = folder / SOCKET
    path.unlink(missing_ok=True)
    inode = os.open(folder, os.O_RDONLY)
    before = os.umask(0o177)
    try:
        server = await asyncio.start_unix_server(
            answer, f"/proc/self/fd/{inode}/{SOCKET}", limit=MAX_LINE_BYTES
        )
    finally:
        os.umask(before)
        os.close(inode)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)
