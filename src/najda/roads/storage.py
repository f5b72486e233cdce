"""A road network as one file of a base's folder; replaced whole, never edited."""

import os
from array import array
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from najda.roads.network import Basis, RoadNetwork

FILE_NAME = "roads.npz"
_ARRAYS = {
    "lat": "d", "lon": "d", "tail": "I", "head": "I", "travel_ms": "I", "length_m": "I",
    "way": "q", "bridge": "b", "segment": "I", "backward": "b", "shape_from": "I",
    "shape_lat": "d", "shape_lon": "d",
}  # fmt: skip


class RoadsUnreadableError(Exception):
    """The stored network cannot be read; import the extract again."""


def save_network(network: RoadNetwork, folder: Path) -> Path:
    """Write the network beside the old one, make it durable, then put it in its place."""
    import numpy as np

    target = folder / FILE_NAME
    fresh = target.with_suffix(".fresh")
    with fresh.open("wb") as file:
        arrays: dict[str, Any] = {name: np.asarray(getattr(network, name)) for name in _ARRAYS}
        np.savez_compressed(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)
    return target


def load_network(folder: Path) -> RoadNetwork | None:
    """The network of a folder, or nothing where none was imported.

    Raises ``RoadsUnreadableError`` where the file is torn or of another shape.
    """
    import numpy as np

    file = folder / FILE_NAME
    if not file.exists():
        return None
    try:
        with np.load(file, allow_pickle=False) as stored:
            arrays = {k: _array(code, stored[k].tobytes()) for k, code in _ARRAYS.items()}
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise RoadsUnreadableError(str(file)) from error
    return RoadNetwork(basis=Basis.STREETS, **arrays)


def _array(code: str, raw: bytes) -> Any:
    filled: Any = array(code)
    filled.frombytes(raw)
    return filled
