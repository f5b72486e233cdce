"""``najda demo``: the night of 22-23 September 2016 over real bases, in your browser."""

import contextlib
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

import click

FOLDER = Path(".demo")


@click.command()
@click.option("--bases", "count", type=click.IntRange(1, 4), default=4, show_default=True,
              help="How many bases.")  # fmt: skip
@click.option("--kill", type=click.IntRange(0, 3), default=3, show_default=True,
              help="How many of them are killed; one always lives.")  # fmt: skip
@click.option("--speed", type=click.FloatRange(min=0.01), default=1.0, show_default=True,
              help="Shortens only the driver's waits.")  # fmt: skip
@click.option("--once", is_flag=True, help="End after the scoreboard.")
@click.option("--json", "as_json", is_flag=True, help="Print the scoreboard as JSON.")
@click.option("--port", default=8401, show_default=True, help="Port of the surviving base.")
@click.option("--watch-port", default=8400, show_default=True,
              help="Port of the page that shows bases, links and copies.")  # fmt: skip
@click.option("--seed", default=2016, show_default=True, help="Draws the moments of the hits.")
@click.option("--no-reader", is_flag=True, help="Do not score the reader and the linker.")
def demo(
    count: int, kill: int, speed: float, once: bool, as_json: bool, port: int,
    watch_port: int, seed: int, no_reader: bool,
) -> None:  # fmt: skip
    """Play the night of 22-23 September 2016 (Aleppo) over real bases, and count what is left."""
    from rich.console import Console

    from najda.drill import demo as night
    from najda.drill.bases import NotUp
    from najda.drill.script import NoNight
    from najda.drill.watching import watched

    console = Console(stderr=as_json)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the bases end with us
    try:
        played = night.set_up(
            FOLDER, count=count, kill=kill, port=port, seed=seed, say=console.print
        )
    except NoNight as missing:
        raise click.ClickException(f"The night is not here: {missing}. Use a checkout.") from None
    except NotUp as wrong:
        raise click.ClickException(f"A base did not start: {wrong}") from wrong
    watch = watched(played, watch_port)
    try:
        _greet(console, port, watch.url)
        _play(night, played, speed, console)
        played.scored = found = night.score(played)
        if not no_reader:
            from najda.drill.reading_score import score_reading

            found["reading"] = score_reading()
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False))
        else:
            _show(console, found)
        if not once:
            night.stand_still(played)
            _stay(console, port, watch.url)
    finally:
        watch.close()
        night.close(played)
    if found["lost"] or found["void"] or not found["converged"]:
        raise SystemExit(1)


def _greet(console: Any, port: int, watch: str) -> None:
    from najda.drill.bases import LOG_INS, PASSWORD

    names = ", ".join(["chief", *(role.value for role in LOG_INS)])
    console.print(f"\n[bold]http://127.0.0.1:{port}/[/bold]  log in as {names}; "
                  f"password [bold]{PASSWORD}[/bold]")  # fmt: skip
    console.print(f"[bold]{watch}[/bold]  bases, links, and what is where\n")


def _play(night: Any, played: Any, speed: float, console: Any) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("the night"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        line = bar.add_task("", total=None)
        night.play(
            played,
            speed=speed,
            progress=lambda done, of: bar.update(line, completed=done, total=of),
        )


def _show(console: Any, found: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(title="Scoreboard, counted from outside", show_header=False)
    for name, value in found.items():
        if name != "only_on_dead":
            table.add_row(name.replace("_", " "), _said(value))
    table.add_row("only on dead bases", str(len(found["only_on_dead"])))
    console.print(table)
    for one in found["only_on_dead"]:
        console.print(f"  only on dead base {one['base']}: {one['what']} {one['text'] or ''}")
    if found["void"]:
        console.print("[bold]VOID: no killed base held a fact with one copy only.[/bold]")


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _stay(console: Any, port: int, watch: str) -> None:
    _greet(console, port, watch)
    console.print("The bases stay up. Ctrl-C ends them.")
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)
