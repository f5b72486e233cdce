"""``make bench``: every bench, one after the other; ``python -m bench journal`` runs one."""

import importlib
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: Benches that measure on outside data; left out, with a word, where it is missing.
OUTSIDE = {"roads", "reading"}


def main() -> None:
    """Run the benches named, or all."""
    sys.path.insert(0, str(HERE))
    names = sys.argv[1:] or sorted(
        path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")
    )
    shared = Path(os.environ.get("NAJDA_SHARED", "../shared"))
    for name in names:
        print(f"\n=== {name}")
        if name in OUTSIDE and not shared.is_dir():
            print(f"left out: {shared} is not there (NAJDA_SHARED)")
            continue
        importlib.import_module(name).main()


if __name__ == "__main__":
    main()
