"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms import Organisation


@pytest.fixture
def organisation(tmp_path: Path) -> Iterator[Organisation]:
    made = Organisation(tmp_path)
    yield made
    made.close()
