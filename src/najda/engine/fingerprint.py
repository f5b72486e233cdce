"""What rows were derived by: where it differs from what the file says, rows are made anew."""

import hashlib
import sys
from pathlib import Path
from typing import Any

from najda.engine.card import View
from najda.engine.discovery import Desks

#: Changes of the engine that need a rebuild of all rows raise this.
ENGINE_FINGERPRINT = b"3"
#: What every view's rows depend on.
_ALWAYS = {
    f"najda.{name}"
    for name in ("vocabulary", "plain", "journal.codec", "engine.apart", "engine.heads",
                 "engine.said", "engine.views")
}  # fmt: skip


def _code_of(view: View[Any]) -> tuple[Any, ...]:
    return view.keys, view.derive, view.row


def fingerprint(desks: Desks) -> bytes:
    """Changes whenever code that derives rows changes."""
    digest = hashlib.blake2b(ENGINE_FINGERPRINT, digest_size=16)
    modules = {part.__module__ for view in desks.views.values() for part in _code_of(view)}
    modules |= {kind.__module__ for kind in desks.kinds.values()} | _ALWAYS
    for name in sorted(modules):
        digest.update(Path(sys.modules[name].__file__ or name).read_bytes())
    digest.update("\n".join(sorted(desks.views)).encode())
    return digest.digest()
