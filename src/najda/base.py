"""The one place that puts a base together. Commands use it; no room of the house imports it."""

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from najda import settings
from najda.engine.card import Draft
from najda.engine.discovery import Desks, find_desks
from najda.engine.operations_room import OperationsRoom, Progress
from najda.journal import keys
from najda.journal.admission import genesis_statement
from najda.journal.control import ChainStarted, Endorsement, Genesis
from najda.journal.file import DATABASE
from najda.net import certificates
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
        progress: Progress | None = None,
    ) -> None:
        """Raises ``FolderProblem``, ``keys.WrongPassphrase``."""
        self.folder = folder
        self.description = settings.describe(folder)
        self.lock = FolderLock(folder)
        try:
            key = settings.database_key(folder, self.description, passphrase)
            self.room = OperationsRoom(
                folder,
                key,
                desks or find_desks(),
                letter=self.description.letter,
                vfs=vfs,
                progress=progress,
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
    addresses: Sequence[str] = (),
) -> str:
    """Make a new base in a folder; gives the organisation's root key (public, hexadecimal).

    ``addresses`` are those at which phones and other bases reach it. With ``join_root`` the
    installation joins an organisation that exists (two chiefs then enrol it); without, it begins
    one, and the root key is left beside it to be kept off-line.
    """
    check_new(folder, letter)
    for address in addresses:
        check_address(address)
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
            _start(base, own, join_root, predecessor, addresses)
            return join_root
        return _begin_organisation(base, own, passphrase, addresses)
    finally:
        base.close()


def check_address(address: str) -> None:
    """Whether a phone can reach a base there by HTTPS; raises ``FolderProblem``."""
    if not certificates.is_address(address):
        raise FolderProblem("address_unfit", address=address)


def _start(
    base: OpenBase,
    own: keys.SigningKey,
    root: str,
    predecessor: str | None,
    addresses: Sequence[str],
) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", root):
        raise FolderProblem("root_unfit", root=root)
    base.room.start_chain(own, root)
    key = certificates.new_key()
    own_certificate = certificates.own_certificate(base.description.letter, key, addresses)
    _keep_certificate(base, key, own_certificate)
    said = ChainStarted(
        root=root,
        letter=base.description.letter,
        name=base.description.name,
        predecessor=predecessor,
    )
    _write_control(base, said)


def _keep_certificate(base: OpenBase, key: ec.EllipticCurvePrivateKey, certificate: bytes) -> None:
    """The base's TLS key and certificate; both lie in the encrypted journal."""
    base.room.keep(tls_key=certificates.key_bytes(key), tls_certificate=certificate)


def _begin_organisation(
    base: OpenBase, own: keys.SigningKey, passphrase: str | None, addresses: Sequence[str]
) -> str:
    root = keys.SigningKey.new()
    chiefs = [keys.SigningKey.new(), keys.SigningKey.new()]
    authority_key = certificates.new_key()
    authority = certificates.authority(base.description.name, authority_key)
    base.room.start_chain(own, root.public.hex())
    tls_key, letter = certificates.new_key(), base.description.letter
    certificate = certificates.signed_certificate(
        letter,
        certificates.own_certificate(letter, tls_key, addresses),
        addresses,
        (authority, authority_key),
    )
    _keep_certificate(base, tls_key, certificate)
    unsigned = Genesis(
        organisation=base.description.name,
        root=root.public.hex(),
        chain=own.public.hex(),
        letter=base.description.letter,
        name=base.description.name,
        chiefs=tuple(chief.public.hex() for chief in chiefs),
        endorsement=Endorsement(key=root.public.hex(), signature=""),
        certificate=certificate.hex(),
        authority=authority.hex(),
    )
    signature = root.sign_statement(genesis_statement(unsigned))
    endorsement = Endorsement(key=unsigned.root, signature=signature)
    _write_control(base, replace(unsigned, endorsement=endorsement))
    named = {"root": root, "chief-1": chiefs[0], "chief-2": chiefs[1]}
    for name, key in named.items():
        _leave_key(base.folder, name, key, authority_key, passphrase)
    return root.public.hex()


def _leave_key(
    folder: Path,
    name: str,
    key: keys.SigningKey,
    authority_key: ec.EllipticCurvePrivateKey,
    passphrase: str | None,
) -> None:
    """A key file to be carried away on a stick; under the passphrase where there is one."""
    secret = key.seed + certificates.key_bytes(authority_key)
    content: dict[str, object] = {"public": key.public.hex()}
    if passphrase is None:
        content["secret"] = secret.hex()
    else:
        content["wrapped"] = keys.wrap(secret, passphrase)
    file = settings.ROOT_KEY if name == "root" else f"{name}-key.json"
    keys.write_secret(folder / file, content)


def _write_control(base: OpenBase, said: Genesis | ChainStarted) -> None:
    actor = Actor(base.description.letter, SYSTEM_PERSON)
    base.room.write([Draft(said)], os.urandom(16).hex(), actor, real_now_ms()).result()
