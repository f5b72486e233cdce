"""Runs ``najda`` with a machine clock that is wrong by as many seconds as a file says, now.

``NAJDA_PLANT`` names a bug to plant in it.
"""

import os
import sys
import time
from importlib import import_module
from pathlib import Path

_WRONG_BY = Path(sys.argv[1])
_TRUE_NS = time.time_ns


def _seconds() -> float:
    try:
        return float(_WRONG_BY.read_text() or 0)
    except (OSError, ValueError):
        return 0.0  # being written this moment


def _time_ns() -> int:
    return _TRUE_NS() + int(_seconds() * 1e9)


time.time_ns = _time_ns
time.time = lambda: _time_ns() / 1e9

if __name__ == "__main__":
    from najda.cli import main

    if planted := os.environ.get("NAJDA_PLANT"):
        sys.path.insert(0, str(Path(__file__).parent.parent))
        import_module("najda.serving")  # what is planted must be there
        from nemesis.planted import PLANTS

        PLANTS[planted]()
    sys.argv = ["najda", *sys.argv[2:]]
    main()
