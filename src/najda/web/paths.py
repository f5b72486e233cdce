"""Where the web room lies on disk."""

from pathlib import Path

HERE = Path(__file__).parent
