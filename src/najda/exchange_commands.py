"""Commands that move facts and take installations in or out: bundle, enrol."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from najda.base_commands import FOLDER, JSON, PASSPHRASE, opened, problem, typed_passphrase

if TYPE_CHECKING:
    from najda.base import OpenBase
    from najda.journal.admission import Member
    from najda.net.enrolment import ChiefKey
    from najda.vocabulary import Fact

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
KEYS = click.option(
    "--key",
    "key_files",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A chief's key file (give two), or the root key file.",
)
KEY_PASSPHRASE = click.option(
    "--key-passphrase", envvar="NAJDA_KEY_PASSPHRASE", help="Opens wrapped key files."
)


@click.group()
def bundle() -> None:
    """Carry facts on a stick: backup, continuity pack, joining, exchange."""


@bundle.command("export")
@FOLDER
@FILE
@click.option("--without", multiple=True, type=click.Choice(["place", "person", "text"]),
              help="Withhold a part; chains still verify.")  # fmt: skip
@click.option("--attachments", is_flag=True,
              help="Also photos and voice notes, in the folder FILE.attachments.")  # fmt: skip
@PASSPHRASE
@JSON
def export_bundle(
    folder: Path,
    file: Path,
    without: tuple[str, ...],
    attachments: bool,
    passphrase_stdin: bool,
    as_json: bool,
) -> None:
    """Write every fact of DIR to FILE. What lies on the stick is not encrypted."""
    from najda.net.file_carrier import write_attachments, write_bundle
    from najda.net.holdings import parts_to_withhold
    from najda.serving import named_attachments

    copied = 0
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        journal = base.room.reader().journal
        count = write_bundle(journal, file, without=parts_to_withhold(without))
        if attachments:
            copied = write_attachments(base.room.attachments, named_attachments(base.room), file)
    size = file.stat().st_size
    found = {"facts": count, "bytes": size, "attachments": copied}
    beside = f" {copied} attachments beside it." if attachments else ""
    click.echo(json.dumps(found) if as_json
               else f"{count} facts, {size} bytes in {file}.{beside}")  # fmt: skip


@bundle.command("import")
@FOLDER
@FILE
@PASSPHRASE
@JSON
def import_bundle(folder: Path, file: Path, passphrase_stdin: bool, as_json: bool) -> None:
    """Take in the facts of FILE; what is known already changes nothing."""
    if not file.exists():
        raise click.ClickException(f"{file} is not there. Is the stick in?")
    from najda.net.file_carrier import read_attachments, read_bundle
    from najda.serving import named_attachments

    outcomes: Counter[str] = Counter()
    skipped = 0
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        for facts, reader in read_bundle(file):
            outcomes.update(base.room.receive(facts).result())
            skipped = reader.skipped + reader.waiting
        taken = read_attachments(base.room.attachments, named_attachments(base.room), file)
    found = {**outcomes, "attachments": taken, "skipped_bytes": skipped}
    click.echo(json.dumps(found) if as_json else _imported(found))


def _imported(found: dict[str, int]) -> str:
    rest = {name: n for name, n in found.items() if name not in ("new", "known", "parts")}
    skipped, taken = rest.pop("skipped_bytes", 0), rest.pop("attachments", 0)
    lines = [
        "{} new facts, {} known, {} gained a part.".format(
            *(found.get(name, 0) for name in ("new", "known", "parts"))
        )
    ]
    if taken:
        lines.append(f"{taken} attachments taken in.")
    if skipped:
        lines.append(f"{skipped} bytes were damaged and skipped; import another copy as well.")
    lines += [f"{count} refused: {why}" for why, count in rest.items()]
    return "\n".join(lines)


@click.group()
def enrol() -> None:
    """Take installations into the organisation, or end their trust (two chiefs)."""


@enrol.command("request")
@FOLDER
@PASSPHRASE
def enrol_request(folder: Path, passphrase_stdin: bool) -> None:
    """Print what the chiefs need to enrol the installation in DIR."""
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        certificate = base.room.reader().journal.local("tls_certificate") or b""
        request = {
            "chain": base.room.own_chain,
            "letter": base.description.letter,
            "name": base.description.name,
            "certificate": certificate.hex(),
        }
    click.echo(json.dumps(request, ensure_ascii=False))


@enrol.command("accept")
@FOLDER
@click.argument("request", type=click.File("r", encoding="utf-8"))
@KEYS
@KEY_PASSPHRASE
@PASSPHRASE
def enrol_accept(
    folder: Path,
    request: Any,
    key_files: tuple[Path, ...],
    key_passphrase: str | None,
    passphrase_stdin: bool,
) -> None:
    """Enrol the installation that REQUEST (file or -) describes, at the base in DIR."""
    from najda.net.enrolment import enrolled
    from najda.trust.facts import CertificateSigned

    try:
        asked = json.load(request)
        fields = [str(asked[name]) for name in ("chain", "letter", "name", "certificate")]
    except (ValueError, KeyError, TypeError) as wrong:
        raise click.ClickException(
            "This is no request. Make one with: najda enrol request DIR"
        ) from wrong
    chain, letter, name, certificate = fields
    keys = _keys(key_files, key_passphrase)
    said = enrolled(chain, letter, name, certificate, keys)
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        signed = _certificate(base, letter, certificate, None, keys[0])
        _write(base, said, CertificateSigned(chain=chain, certificate=signed))
        taken = fields[0] in base.room.arrivals.admission.members
    if not taken:
        raise click.ClickException("These keys do not suffice: two chiefs of this organisation.")
    click.echo(f"{asked['letter']} {asked['name']} is enrolled.")


@enrol.command("address")
@FOLDER
@click.option("--letter", required=True, help="The base's letter.")
@click.option("--address", "addresses", multiple=True, metavar="IP",
              help="Where phones reach it; may be repeated. Without: as before.")  # fmt: skip
@click.option("--key", "key_file", required=True,
              type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="A chief's key file, or the root key file.")  # fmt: skip
@KEY_PASSPHRASE
@PASSPHRASE
def enrol_address(
    folder: Path,
    letter: str,
    addresses: tuple[str, ...],
    key_file: Path,
    key_passphrase: str | None,
    passphrase_stdin: bool,
) -> None:
    """Sign a base's certificate anew: other addresses, or it ends soon."""
    from najda.base import check_address
    from najda.settings import FolderProblem
    from najda.trust.facts import CertificateSigned

    try:
        for address in addresses:
            check_address(address)
    except FolderProblem as wrong:
        raise problem(wrong.key, **wrong.values) from wrong
    (key,) = _keys((key_file,), key_passphrase)
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        for member in _enrolled_as(base, letter):
            asked = member.certificate or ""
            signed = _certificate(base, letter, asked, addresses or None, key)
            _write(base, CertificateSigned(chain=member.chain, certificate=signed))
            click.echo(f"{letter} {member.name}: its certificate is signed anew.")


@enrol.command("revoke")
@FOLDER
@click.option("--letter", required=True, help="The base's letter.")
@click.option("--reason", required=True)
@click.option("--cut", type=int, help="The last number that stands; else the last one held here.")
@KEYS
@KEY_PASSPHRASE
@PASSPHRASE
def enrol_revoke(
    folder: Path,
    letter: str,
    reason: str,
    cut: int | None,
    key_files: tuple[Path, ...],
    key_passphrase: str | None,
    passphrase_stdin: bool,
) -> None:
    """End the trust in the installation of a base; what comes after the cut is grey everywhere."""
    from najda.net.enrolment import revoked
    from najda.net.holdings import vector_of

    keys = _keys(key_files, key_passphrase)
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        journal = base.room.reader().journal
        for member in _enrolled_as(base, letter):
            held = vector_of(journal).chains.get(member.chain)
            seq = cut if cut is not None else (held.closed if held else 0)
            last = next(iter(journal.of_chain(member.chain, seq, seq)), None)
            cut_hash = last.id if last else "0" * 64
            _write(base, revoked(member.chain, seq, cut_hash, reason, keys))
            click.echo(f"{letter} {member.name}: what stands ends with number {seq}.")


def _enrolled_as(base: "OpenBase", letter: str) -> "list[Member]":
    members = base.room.arrivals.admission.members.values()
    found = [m for m in members if m.letter == letter and m.cut is None]
    if not found:
        raise click.ClickException(f"No enrolled installation has the letter {letter}.")
    return found


def _certificate(
    base: "OpenBase",
    letter: str,
    asked: str,
    addresses: tuple[str, ...] | None,
    key: "ChiefKey",
) -> str:
    from najda.net.enrolment import KeyProblem, certificate_for

    try:
        authority = base.room.arrivals.admission.authority
        return certificate_for(letter, asked, addresses, key, authority)
    except KeyProblem as wrong:
        raise click.ClickException(
            "The key file is of another organisation, or the request is damaged."
        ) from wrong


def _keys(files: tuple[Path, ...], passphrase: str | None) -> "list[ChiefKey]":
    from najda.journal.problems import WrongPassphrase
    from najda.net.enrolment import KeyProblem, read_key

    try:
        return [read_key(file, passphrase) for file in files]
    except KeyProblem as wrong:
        raise click.ClickException(f"The key file cannot be used: {wrong}") from wrong
    except WrongPassphrase as wrong:
        raise click.ClickException("The passphrase does not open the key file.") from wrong


def _write(base: "OpenBase", *said: "Fact") -> None:
    import os

    from najda.engine.card import Draft
    from najda.scene_clock import real_now_ms
    from najda.vocabulary import Actor

    actor = Actor(base.description.letter, "")
    base.room.write(
        [Draft(one) for one in said], os.urandom(16).hex(), actor, real_now_ms()
    ).result()
