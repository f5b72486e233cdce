"""Fixtures shared by all tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rooms import Organisation


def memory_folder() -> Path:
    """A folder in memory where there is one: real SQLite files, quick flushes."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="najda-", dir=shared if shared.is_dir() else None))


@pytest.fixture
def organisation(tmp_path: Path) -> Iterator[Organisation]:
    made = Organisation(tmp_path)
    yield made
    made.close()
