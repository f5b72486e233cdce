"""The one place that puts a base together. Commands use it; no room of the house imports it."""

import os
import re
from pathlib import Path

from najda import settings
from najda.engine.card import Draft
from najda.engine.discovery import Desks, find_desks
from najda.engine.operations_room import OperationsRoom
from najda.journal import keys
from najda.journal.admission import genesis_statement
from najda.journal.control import ChainStarted, Endorsement, Genesis
from najda.journal.file import DATABASE
from najda.scene_clock import real_now_ms
from najda.settings import BaseDescription, FolderLock, FolderProblem
from najda.vocabulary import Actor

#: Letters that sound or look like no other on the radio (no I, O, Q; B, D, P, T, V sound alike in
#: English, but the Arabic spelling alphabet keeps them apart).
LETTERS = frozenset("ABCDEFGHJKLMNPRSTUVWXYZ")
SYSTEM_PERSON = ""


class OpenBase:
    """A folder that is locked and open, with its operations room."""

    def __init__(
        self,
        folder: Path,
        passphrase: str | None,
        *,
        desks: Desks | None = None,
        vfs: str | None = None,
    ) -> None:
        """Raises ``FolderProblem``, ``keys.WrongPassphrase``."""
        self.folder = folder
        self.description = settings.describe(folder)
        self.lock = FolderLock(folder)
        try:
            key = settings.database_key(folder, self.description, passphrase)
            self.room = OperationsRoom(
                folder, key, desks or find_desks(), letter=self.description.letter, vfs=vfs
            )
        except BaseException:
            self.lock.release()
            raise

    def close(self) -> None:
        """Close the journal and let the folder go."""
        self.room.close()
        self.lock.release()


def check_new(folder: Path, letter: str) -> None:
    """Whether a base can be made here; raises ``FolderProblem``."""
    if letter not in LETTERS:
        raise FolderProblem("letter_unfit", letter=letter, letters="".join(sorted(LETTERS)))
    if (folder / settings.DESCRIPTION).exists() or (folder / DATABASE).exists():
        raise FolderProblem("folder_has_base", folder=str(folder))


def make_base(
    folder: Path,
    *,
    name: str,
    letter: str,
    lang: str = "ar",
    passphrase: str | None = None,
    mode: str = "real",
    join_root: str | None = None,
    predecessor: str | None = None,
) -> str:
    """Make a new base in a folder; gives the organisation's root key (public, hexadecimal).

    With ``join_root`` the installation joins an organisation that exists (two chiefs then enrol
    it); without, it begins one, and the root key is left beside it to be kept off-line.
    """
    check_new(folder, letter)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    description = BaseDescription(
        name=name,
        letter=letter,
        lang=lang,
        protection="key-file" if passphrase is None else "passphrase",
        mode=mode,
    )
    settings.protect(folder, description, os.urandom(keys.DATABASE_KEY_BYTES), passphrase)
    base = OpenBase(folder, passphrase)
    try:
        own = keys.SigningKey.new()
        if join_root is not None:
            _start(base, own, join_root, predecessor)
            return join_root
        return _begin_organisation(base, own, passphrase)
    finally:
        base.close()


def _start(base: OpenBase, own: keys.SigningKey, root: str, predecessor: str | None) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", root):
        raise FolderProblem("root_unfit", root=root)
    base.room.start_chain(own, root)
    said = ChainStarted(
        root=root,
        letter=base.description.letter,
        name=base.description.name,
        predecessor=predecessor,
    )
    _write_control(base, said)


def _begin_organisation(base: OpenBase, own: keys.SigningKey, passphrase: str | None) -> str:
    root = keys.SigningKey.new()
    chiefs = [keys.SigningKey.new(), keys.SigningKey.new()]
    base.room.start_chain(own, root.public.hex())
    unsigned = Genesis(
        organisation=base.description.name,
        root=root.public.hex(),
        chain=own.public.hex(),
        letter=base.description.letter,
        name=base.description.name,
        chiefs=tuple(chief.public.hex() for chief in chiefs),
        endorsement=Endorsement(key=root.public.hex(), signature=""),
    )
    signature = root.sign_statement(genesis_statement(unsigned))
    said = Genesis(
        organisation=unsigned.organisation,
        root=unsigned.root,
        chain=unsigned.chain,
        letter=unsigned.letter,
        name=unsigned.name,
        chiefs=unsigned.chiefs,
        endorsement=Endorsement(key=unsigned.root, signature=signature),
    )
    _write_control(base, said)
    _leave_keys(base.folder, {"root": root, "chief-1": chiefs[0], "chief-2": chiefs[1]}, passphrase)
    return root.public.hex()


def _leave_keys(folder: Path, signing: dict[str, keys.SigningKey], passphrase: str | None) -> None:
    for name, key in signing.items():
        secret: dict[str, object] = {"public": key.public.hex()}
        if passphrase is None:
            secret["seed"] = key.seed.hex()
        else:
            secret["wrapped"] = keys.wrap(key.seed, passphrase)
        file = settings.ROOT_KEY if name == "root" else f"{name}-key.json"
        keys.write_secret(folder / file, secret)


def _write_control(base: OpenBase, said: Genesis | ChainStarted) -> None:
    actor = Actor(base.description.letter, SYSTEM_PERSON)
    base.room.write([Draft(said)], os.urandom(16).hex(), actor, real_now_ms()).result()
