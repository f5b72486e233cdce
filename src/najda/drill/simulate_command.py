"""``najda simulate``: how much each way of sending units saves, against what nobody can exceed."""

import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from najda.drill.night import Night, NightRefusedError

#: Names only, so that the command starts without numpy; a test compares them with the policies.
POLICY_NAMES = ("none", "random", "closest-idle", "urgency", "assignment", "proposal")
PRODUCT_POLICY = "proposal"
REFERENCE = "closest-idle"

_ADVICE = {
    "night.unreadable": "This is no readable JSON file.",
    "night.schema": "This is no night file; it must begin with its schema.",
    "night.field": "A field is missing or of another kind.",
    "night.no_such_place": "A place is named that the night does not hold.",
    "night.no_facility": "A night needs at least one facility.",
    "night.id_twice": "An id stands twice.",
    "night.closure": "A closure names no street of the night, or no known kind.",
    "night.unit_kind": "A unit is of no known kind.",
    "night.strike": "A strike is reported before it happened, or names no known triage class.",
    "night.minutes": "A street or the access takes under a minute, or the night over five days.",
}


@click.command()
@click.option(
    "--night",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play this night (docs/nights.md). May be given several times.",
)
@click.option("--seeds", default="1-3", show_default=True, help="Nights to draw, A-B or one.")
@click.option("--loads", default="1.0,1.5,2.0", show_default=True, help="People harmed, times.")
@click.option(
    "--policy",
    "names",
    multiple=True,
    type=click.Choice(POLICY_NAMES),
    help="Only these, beside closest-idle.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def simulate(
    files: tuple[Path, ...], seeds: str, loads: str, names: tuple[str, ...], as_json: bool
) -> None:
    """Play nights under ways of sending units and compare them with an upper bound."""
    if not (find_spec("numpy") and find_spec("scipy")):
        raise click.ClickException("The simulator needs numpy and scipy: install najda[routing].")
    wanted = [n for n in POLICY_NAMES if not names or n in names or n == REFERENCE]
    runs: list[dict[str, Any]] = []
    for about, night in _nights(files, seeds, loads):
        for row in _played(night, wanted):
            runs.append({**about, **row})
            if not as_json:
                click.echo(_line(runs[-1]))
    if as_json:
        click.echo(json.dumps({"product_policy": PRODUCT_POLICY, "runs": runs}, indent=1))


def _nights(
    files: Sequence[Path], seeds: str, loads: str
) -> Iterator[tuple[dict[str, Any], "Night"]]:
    from najda.drill.draw import draw_night
    from najda.drill.night import NightRefusedError, load_night

    for file in files:
        try:
            yield {"night": file.name, "load": None}, load_night(file)
        except NightRefusedError as refused:
            raise click.ClickException(_sentence(refused)) from refused
    if not files:
        for load in _loads(loads):
            for seed in _seeds(seeds):
                yield {"seed": seed, "load": load}, draw_night(seed, load)


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    try:
        return range(int(first), int(last or first) + 1)
    except ValueError as error:
        raise click.ClickException("--seeds wants A-B or one number, such as 1-20.") from error


def _loads(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise click.ClickException("--loads wants numbers with commas, such as 1.0,2.0.") from error


def _played(night: "Night", wanted: Sequence[str]) -> list[dict[str, Any]]:
    """One row per policy, with the bound and the gap closed from closest-idle."""
    from najda.drill.bound import bound
    from najda.drill.policies import POLICIES
    from najda.drill.simulator import Simulator
    from najda.drill.streets import Streets

    streets = Streets(night)
    limit = bound(night, streets)
    played = {name: Simulator(night, streets, POLICIES[name]()).play() for name in wanted}
    least = played[REFERENCE].score
    rows = []
    for name in wanted:
        result = played[name]
        gap = limit - least
        rows.append(
            {
                "policy": name,
                "score": round(result.score, 3),
                "bound": round(limit, 3),
                "share_of_bound": round(result.score / limit, 4) if limit else None,
                "gap_closed": round((result.score - least) / gap, 4) if gap > 0 else None,
                "median_response_min": result.median_response_min,
                "latency_ms": _latency(result.latencies_ms),
            }
        )
    return rows


def _latency(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p99": None}
    ordered = sorted(values)
    return {
        "p50": round(ordered[len(ordered) // 2], 3),
        "p99": round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 3),
    }


def _line(row: dict[str, Any]) -> str:
    name = row.get("night") or f"seed {row['seed']} load {row['load']}"
    return (
        f"{name:24} {row['policy']:13} score {row['score']:8.1f} of {row['bound']:8.1f}"
        f"  gap closed {row['gap_closed'] if row['gap_closed'] is not None else '-'}"
        f"  response {row['median_response_min']}"
    )


def _sentence(refused: "NightRefusedError") -> str:
    values = ", ".join(f"{name}: {value}" for name, value in refused.values.items())
    return f"{_ADVICE[refused.key]} ({values}). The format is described in docs/nights.md."
