"""What belongs to this machine only: the folder's description, its protection, its lock.

What all bases must share lives in the journal; this file never holds a secret in the clear,
except under ``--key-file``, which every screen marks as "not protected".
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from najda.plain import NotPlain, from_plain

DESCRIPTION = "base.json"
KEY_FILE = "key.json"
ROOT_KEY = "root-key-KEEP-OFFLINE.json"
LOCK = "lock"
SOCKET = "socket"


class FolderProblem(Exception):
    """A folder cannot be used; ``key`` and ``values`` say why and what to do."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, kw_only=True)
class BaseDescription:
    """What the folder says about its base without opening the journal."""

    version: int = 1
    name: str
    letter: str
    lang: str = "ar"
    #: "passphrase" or "key-file"
    protection: str = "passphrase"
    #: "real", "demo" or "exercise": the latter two have a coloured frame and a driven clock.
    mode: str = "real"
    wrapped_key: dict[str, str] = field(default_factory=dict)


def describe(folder: Path) -> BaseDescription:
    """Read the folder's description; raises ``FolderProblem``."""
    try:
        plain = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        return from_plain(BaseDescription, plain)
    except FileNotFoundError:
        raise FolderProblem("folder_not_a_base", folder=str(folder)) from None
    except (json.JSONDecodeError, NotPlain, UnicodeDecodeError) as wrong:
        raise FolderProblem("folder_damaged", folder=str(folder), why=str(wrong)) from wrong


def protect(
    folder: Path, description: BaseDescription, database_key: bytes, passphrase: str | None
) -> None:
    """Write the description and the key: wrapped under a passphrase, or plain in a key file."""
    from najda.journal import keys

    wrapped = {}
    if passphrase is None:
        keys.write_secret(folder / KEY_FILE, {"key": database_key.hex(), "protected": False})
    else:
        wrapped = keys.wrap(database_key, passphrase)
    keys.write_secret(folder / DESCRIPTION, {**asdict(description), "wrapped_key": wrapped})


def database_key(folder: Path, description: BaseDescription, passphrase: str | None) -> bytes:
    """The key of the journal; raises ``FolderProblem`` or ``keys.WrongPassphrase``."""
    if description.protection == "key-file":
        try:
            return bytes.fromhex(json.loads((folder / KEY_FILE).read_text())["key"])
        except (OSError, ValueError, KeyError) as wrong:
            raise FolderProblem("key_file_missing", folder=str(folder)) from wrong
    if passphrase is None:
        raise FolderProblem("passphrase_needed", folder=str(folder))
    from najda.journal import keys

    return keys.unwrap(description.wrapped_key, passphrase)


class FolderLock:
    """The operating system's lock on a folder: never a second writer."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise FolderProblem("folder_in_use", folder=str(folder)) from None

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._descriptor)
