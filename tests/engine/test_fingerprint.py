"""Rows are made anew after any change of the code that derives them, wherever it stands."""

from pathlib import Path

import pytest

from najda.engine.fingerprint import fingerprint
from rooms import DESKS


def test_every_module_that_derives_rows_is_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only ``rules.py``: claims, the shared values of the engine, the words themselves."""
    read: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append("/".join(path.parts[-2:]))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    before = fingerprint(DESKS)
    derived = {view.derive.__module__.rpartition(".")[2] for view in DESKS.views.values()}
    monkeypatch.setattr(Path, "read_bytes", lambda path: noted(path) + b"# changed")

    assert {"incidents/claims.py", "engine/said.py", "najda/vocabulary.py"} <= set(read)
    assert derived <= {name.split("/")[1].removesuffix(".py") for name in read}
    assert fingerprint(DESKS) != before
