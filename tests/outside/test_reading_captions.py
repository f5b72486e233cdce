"""The measures of issue 5 on the captions with gold."""

import importlib.util
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside
BENCH = Path(__file__).parents[2] / "bench/reading.py"


@pytest.fixture(scope="module")
def table() -> dict[str, tuple[float, str]]:
    """The bench's table of the captions."""
    spec = importlib.util.spec_from_file_location("bench_reading", BENCH)
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    measured: dict[str, tuple[float, str]] = bench.caption_measures(
        Path(os.environ["NAJDA_SHARED"]) / "data"
    )
    return measured


@pytest.mark.parametrize(
    ("measure", "floor"),
    [
        ("killed F", 0.96), ("injured F", 0.96), ("rescued F", 0.90), ("recovered_dead F", 0.90),
        ("strikes F", 0.90), ("munitions F", 0.90), ("place precision", 0.85),
        ("place recall", 0.95), ("day right", 0.97),
    ],
)  # fmt: skip
def test_the_captions_are_read_as_the_annotator_read_them(
    table: dict[str, tuple[float, str]], measure: str, floor: float
) -> None:
    assert table[measure][0] >= floor
