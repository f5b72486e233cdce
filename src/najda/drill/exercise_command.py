"""``najda exercise``: a night to be worked by people, in an installation of its own."""

import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from najda.drill.night import Night
    from najda.gate import Gate

#: 22 September 2016, 19:00 in Aleppo.
NIGHT_FALLS_MS = 1_474_560_000_000
STRIKES_AN_HOUR = 8


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seed", default=1, show_default=True, help="The same seed is the same night.")
@click.option("--hours", default=2, show_default=True, type=click.IntRange(1, 12))
@click.option("--load", default=1.5, show_default=True, help="People harmed, times.")
@click.option("--speed", default=1.0, show_default=True, type=click.FloatRange(0.1, 600),
              help="Scene minutes in a real minute.")  # fmt: skip
@click.option("--night", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Play this night (docs/nights.md) instead of a drawn one.")  # fmt: skip
@click.option("--port", default=8410, show_default=True)
@click.option("--lang", type=click.Choice(["ar", "en"]), default="ar", show_default=True)
@click.option("--at-once", is_flag=True, help="Begin without waiting for the first person.")
def exercise(
    folder: Path, seed: int, hours: int, load: float, speed: float, file: Path | None, port: int,
    lang: str, at_once: bool,
) -> None:  # fmt: skip
    """Play a night in a new DIR; in a DIR that was played, show its score sheet."""
    from najda.base import make_base
    from najda.gate import Gate
    from najda.serving import Where
    from najda.settings import DESCRIPTION, describe

    played = (folder / DESCRIPTION).exists()
    if played and describe(folder).mode != "exercise":
        raise click.ClickException(f"{folder} holds a real base. Name a new folder.")
    night = None if played else _night(file, seed, hours, load)
    if not played:
        make_base(folder, name="تمرين" if lang == "ar" else "Exercise", letter="A", lang=lang,
                  mode="exercise")  # fmt: skip
    gate = Gate(folder, Where("127.0.0.1", port))
    gate.open(None)

    def ready(served: "Gate") -> None:
        site = served.site
        if site is not None and site.people.is_empty():
            click.echo(f"First start: open the page and type the code {site.first_start.code}")
        click.echo(f"http://127.0.0.1:{port}/  score sheet: http://127.0.0.1:{port}/exercise")
        sys.stdout.flush()
        if night is not None:
            about = (file.name if file else str(seed), load)
            args = (served, night, about, speed, at_once)
            threading.Thread(target=_play, args=args, daemon=True).start()

    gate.serve(ready)


def _night(file: Path | None, seed: int, hours: int, load: float) -> "Night":
    from najda.drill.draw import Drawing, draw_night
    from najda.drill.night import NightRefusedError, Place, load_night
    from najda.places.located import quarters

    if file is not None:
        try:
            return load_night(file)
        except NightRefusedError as refused:
            raise click.ClickException(f"{file.name}: {refused.key} {refused.values}") from refused
    strikes = STRIKES_AN_HOUR * hours
    drawing = Drawing(
        hours=hours,
        strikes=strikes,
        strikes_first_night=strikes,
        first_night_hours=hours,
        wounded=strikes,
        trapped=strikes,
        ambulances=8,
        rescue_crews=6,
        heavy_teams=2,
        bases=2,
        bases_lost=1 if hours > 1 else 0,
    )
    places = [Place(one.id, one.lat, one.lon) for one in quarters()]
    return draw_night(seed, load, drawing, places=places)


def _play(
    gate: "Gate", night: "Night", about: tuple[str, float], speed: float, at_once: bool
) -> None:
    from najda.drill.exercise import MINUTE_MS, Exercise, play
    from najda.exercise.sheet import keep_sheet

    site = gate.site
    if site is None:
        return
    seed, load = about
    played = Exercise(site, night, seed=seed, load=load, start_ms=NIGHT_FALLS_MS)
    played.prepare()
    while site.people.is_empty() and not at_once:
        time.sleep(0.2)
    play(
        played,
        minutes=night.minutes,
        now=time.monotonic,
        wait=time.sleep,
        set_scene=lambda m: site.clock.set_ms(NIGHT_FALLS_MS + round(m * MINUTE_MS)),
        keep=lambda sheet: keep_sheet(gate.folder, sheet),
        speed=speed,
    )
    click.echo("The night is over: print the score sheet.")
    sys.stdout.flush()
