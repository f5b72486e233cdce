"""Commands about one base's folder: init, serve, token, verify, rebuild, doctor, seal."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from najda.asked_by_socket import ask
from najda.journal.problems import WrongPassphrase
from najda.settings import FolderProblem

if TYPE_CHECKING:
    from najda.base import OpenBase

#: What to do about a folder problem, in both languages (the log keeps the key).
ADVICE = {
    "folder_not_a_base": "{folder} holds no base. Make one: najda init {folder} --name N …",
    "folder_damaged": "{folder}/base.json cannot be read ({why}). Restore it from a copy.",
    "folder_has_base": "{folder} holds a base already. Choose another folder.",
    "folder_in_use": "{folder} is open in another process. Stop it, or use its own pages.",
    "key_file_missing": "{folder}/key.json is missing or damaged: the journal stays shut.",
    "passphrase_needed": "This base has a passphrase: add --passphrase-stdin.",
    "letter_unfit": "{letter} cannot be a base's letter. Choose one of {letters}.",
    "address_unfit": "{address} is no IPv4 address of a private network, like 192.168.1.10.",
    "root_unfit": "{root} is not a root key (64 hexadecimal digits).",
    "wrong_passphrase": "The passphrase does not open this folder. Nothing was changed.",
}


def problem(key: str, **values: object) -> click.ClickException:
    """A folder problem as a message that says what to do."""
    return click.ClickException(ADVICE[key].format(**values))


def typed_passphrase(from_stdin: bool) -> str | None:
    """The passphrase on standard input, None where none is given there."""
    if not from_stdin:
        return None
    return sys.stdin.readline().rstrip("\n") or None


@contextlib.contextmanager
def opened(folder: Path, passphrase: str | None) -> "Iterator[OpenBase]":
    """The open base, or a message that says what to do."""
    from najda.base import OpenBase

    try:
        base = OpenBase(folder, passphrase)
    except FolderProblem as wrong:
        raise problem(wrong.key, **wrong.values) from wrong
    except WrongPassphrase as wrong:
        raise problem("wrong_passphrase") from wrong
    try:
        yield base
    finally:
        base.close()


def served(folder: Path, command: str, **values: object) -> dict[str, Any] | None:
    """The answer of the process that serves the folder; None where nobody does."""
    found = ask(folder, command, **values)
    if found is not None and "problem" in found:
        raise click.ClickException(str(found["problem"]))
    return found


FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
PASSPHRASE = click.option(
    "--passphrase-stdin", is_flag=True, help="Read the passphrase from standard input."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


@click.command()
@FOLDER
@click.option("--name", required=True, help="The base's name, as people say it.")
@click.option("--letter", required=True, help="One letter, spoken in every number (A-17).")
@click.option("--lang", type=click.Choice(["ar", "en"]), default="ar", show_default=True)
@PASSPHRASE
@click.option("--key-file", is_flag=True, help="Keep the key in a file: demo and tests only.")
@click.option("--address", "addresses", multiple=True, metavar="IP",
              help="Where phones and other bases reach it; may be repeated.")  # fmt: skip
@click.option("--join", metavar="ROOT", help="Join the organisation of this root key.")
@click.option(
    "--mode", type=click.Choice(["real", "demo", "exercise"]), default="real", show_default=True
)
def init(
    folder: Path,
    name: str,
    letter: str,
    lang: str,
    passphrase_stdin: bool,
    key_file: bool,
    addresses: tuple[str, ...],
    join: str | None,
    mode: str,
) -> None:
    """Make a new base in DIR."""
    from najda.base import make_base

    passphrase = None
    if not key_file:
        passphrase = typed_passphrase(passphrase_stdin) or click.prompt(
            "Passphrase", hide_input=True, confirmation_prompt=True
        )
        if len(passphrase) < 8:  # noqa: PLR2004 - shorter ones fall in minutes
            raise click.ClickException("The passphrase is shorter than 8 characters.")
    try:
        root = make_base(
            folder, name=name, letter=letter, lang=lang, passphrase=passphrase, mode=mode,
            join_root=join, addresses=addresses,
        )  # fmt: skip
    except FolderProblem as wrong:
        raise problem(wrong.key, **wrong.values) from wrong
    click.echo(f"Base {letter} {name} is ready in {folder}.")
    if join is None:
        click.echo(_KEYS_TO_MOVE.format(root=root))
    click.echo(f"Start it: najda serve {folder}")


#: The three keys of an organisation lie in the new folder until they are carried away.
_KEYS_TO_MOVE = """\
Move three key files off this disk, each to a stick of its own:
  root-key-KEEP-OFFLINE.json  locked away where no base is; it is needed to replace a chief's key
  chief-1-key.json            to the first chief
  chief-2-key.json            to the second chief, another person
Root key: {root}"""


@click.command()
@FOLDER
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8400, show_default=True, help="Port to listen on.")
@click.option("--sync-port", type=int, help="HTTPS port for other bases and phones.")
@click.option("--sync-host", default="127.0.0.1", show_default=True)
@click.option("--peer", "peers", multiple=True, metavar="LETTER=URL",
              help="Another base, e.g. B=https://10.0.0.2:8443; may be repeated.")  # fmt: skip
@click.option("--copy", "copies", multiple=True, metavar="LABEL=FILE",
              help="A file on a second disk, kept level, read back; may be repeated.")  # fmt: skip
@click.option("--poll", default=5.0, show_default=True, help="Seconds between slow polls.")
@PASSPHRASE
def serve(
    folder: Path,
    host: str,
    port: int,
    sync_port: int | None,
    sync_host: str,
    peers: tuple[str, ...],
    copies: tuple[str, ...],
    poll: float,
    passphrase_stdin: bool,
) -> None:
    """Serve the base in DIR to browsers, phones and other bases."""
    from najda.gate import Gate
    from najda.serving import Where

    passphrase = typed_passphrase(passphrase_stdin)
    _know_places(folder)
    try:
        where = Where(host, port, sync_host, sync_port, _peers(peers), poll, _second_disks(copies))
        gate = Gate(folder, where)
        if gate.description.protection == "key-file" or passphrase is not None:
            gate.open(passphrase)
    except FolderProblem as wrong:
        raise problem(wrong.key, **wrong.values) from wrong
    except WrongPassphrase as wrong:
        raise problem("wrong_passphrase") from wrong

    def ready(served: Gate) -> None:
        site = served.site
        if site is not None and site.people.is_empty():
            click.echo(f"First start: open the page and type the code {site.first_start.code}")
        if site is None:
            click.echo("Locked: open the page and type the passphrase.")
        click.echo(f"http://{host}:{port}/")
        sys.stdout.flush()

    try:
        gate.serve(ready)
    except KeyboardInterrupt:  # stopped at the terminal, as it should be
        return
    except SystemExit as wrong:  # how uvicorn ends where it cannot listen
        raise click.ClickException(
            f"Port {port} cannot be used. Choose another with --port."
        ) from wrong


def _know_places(folder: Path) -> None:
    """Take the imported places; a list that cannot be read is said and keeps nobody from work."""
    from najda.places import take_places_of
    from najda.places.foreign import UnreadablePlacesError

    try:
        count = take_places_of(folder)
    except UnreadablePlacesError as wrong:
        click.echo(f"The imported places are left out: {wrong}", err=True)
        return
    if count:
        click.echo(f"{count} imported places are known.")


@click.command()
@FOLDER
def seal(folder: Path) -> None:
    """Forget the key of the base served from DIR; its page then asks for the passphrase."""
    if served(folder, "seal") is None:
        click.echo("Nobody serves this folder: its key is on no one's mind.")
    else:
        click.echo("Sealed.")


def _second_disks(texts: tuple[str, ...]) -> dict[str, Path]:
    found = {}
    for text in texts:
        label, _, file = text.partition("=")
        if not label.strip() or not file or not Path(file).parent.is_dir():
            raise click.ClickException(f"{text}: a copy is LABEL=FILE, in a folder that is there")
        found[label.strip()] = Path(file).absolute()
    return found


def _peers(texts: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in texts:
        letter, _, address = text.partition("=")
        if not address.startswith("https://"):
            raise click.ClickException(f"{text}: a peer is LETTER=https://ADDRESS:PORT")
        found[letter.strip().upper()] = address
    return found


@click.command()
@FOLDER
@click.option("--name", required=True, help="The machine person's name.")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["chief", "dispatcher", "operator", "crew", "observer", "reader", "display"]),
)
@PASSPHRASE
def token(folder: Path, name: str, role: str, passphrase_stdin: bool) -> None:
    """Make a named machine person; the token is the last word on standard output."""
    found = served(folder, "token", name=name, role=role)
    if found is None:
        from najda.machine_person import machine_token
        from najda.serving import make_site

        with opened(folder, typed_passphrase(passphrase_stdin)) as base:
            found = {"token": machine_token(make_site(base), name, role)}
    click.echo(f"Token of {name} ({role}): {found['token']}")


@click.command()
@click.argument("path", metavar="DIR|FILE", type=click.Path(path_type=Path, exists=True))
@click.option("--root", help="Compare the organisation's root key with this one.")
@PASSPHRASE
@JSON
def verify(path: Path, root: str | None, passphrase_stdin: bool, as_json: bool) -> None:
    """Check every chain: signatures, hashes, numbers, heights; say where one breaks."""
    found = served(path, "verify", root=root)
    if found is None:
        from najda.journal.verify import verify_folder

        with opened(path, typed_passphrase(passphrase_stdin)) as base:
            found = verify_folder(base.room.reader().journal, root)
    click.echo(json.dumps(found) if as_json else _verdict(found))
    if not found["ok"]:
        raise SystemExit(1)


def _verdict(found: dict[str, object]) -> str:
    lines = [f"{found['facts']} facts in {found['chains']} chains; {found['root']}"]
    problems = found["problems"]
    if isinstance(problems, list):
        lines += [f"  chain {one['chain'][:16]} number {one['seq']}: {one['what']}"
                  for one in problems]  # fmt: skip
    lines.append("All chains verify." if found["ok"] else "NOT all chains verify.")
    return "\n".join(lines)


@click.command()
@FOLDER
@PASSPHRASE
@JSON
def rebuild(folder: Path, passphrase_stdin: bool, as_json: bool) -> None:
    """Throw away everything derived and derive it again from the facts."""
    found = served(folder, "rebuild")
    if found is None:
        with opened(folder, typed_passphrase(passphrase_stdin)) as base:
            identical = base.room.rebuild().result()
            found = {"facts": base.room.reader().journal.count(), "identical": identical}
    before = "identical" if found["identical"] else "DIFFERED"
    click.echo(json.dumps(found) if as_json else f"{found['facts']} facts; rows {before} before.")


@click.command()
@FOLDER
@PASSPHRASE
def doctor(folder: Path, passphrase_stdin: bool) -> None:
    """Say what is wrong with a base, and what to do."""
    from najda.journal.verify import verify_folder

    stat = os.statvfs(folder)
    free_mb = stat.f_bavail * stat.f_frsize // 1_000_000
    click.echo(f"disk: {free_mb} MB free{' (LOW: make room)' if free_mb < 500 else ''}")  # noqa: PLR2004
    with opened(folder, typed_passphrase(passphrase_stdin)) as base:
        if base.description.protection == "key-file":
            click.echo("protection: none (key file). Real bases need a passphrase.")
        if (folder / "root-key-KEEP-OFFLINE.json").exists():
            click.echo("root key: still on this disk. Move it to a stick.")
        found = verify_folder(base.room.reader().journal, None)
        click.echo(_verdict(found))
        identical = base.room.rebuild().result()
        click.echo(f"rows: {'as derived' if identical else 'were stale, now rebuilt'}")
