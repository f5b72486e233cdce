"""What waiting costs: survival curves, and what is expected behind an uncertain report.

A curve is a mixture of exponentials: shares of people and their time constants in minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import erf, exp, log, sqrt

#: Curves are tabulated by the minute for this long; later values stay at the last one.
TABLE_MINUTES = 6 * 24 * 60

Curve = tuple[tuple[float, float], ...]


class Need(StrEnum):
    """What somebody waiting at an incident needs."""

    IMMEDIATE = "immediate"
    DELAYED = "delayed"
    MINIMAL = "minimal"
    TRAPPED = "trapped"
    TRAPPED_DEEP = "trapped_deep"


WOUNDED = (Need.IMMEDIATE, Need.DELAYED, Need.MINIMAL)


@dataclass(frozen=True, slots=True)
class SurvivalSettings:
    """Named assumptions about people who wait. Every figure here is an assumption to be reviewed.

    Trapped: 0.35 within about two hours, 0.65 within about a day; the shape follows published
    survival after building collapse (steep in the first hours, then a long tail over one to
    three days). Bleeding: time constants of 25, 70 and 240 minutes for the three triage classes.
    Both sets are the parameters named for the dispatch simulator of this project.
    """

    bleeding_minutes: tuple[float, float, float] = (25.0, 70.0, 240.0)
    triage_shares: tuple[float, float, float] = (0.2, 0.4, 0.4)
    trapped: Curve = ((0.35, 120.0), (0.65, 1560.0))
    #: How often a first report names the right triage class; the rest is spread evenly.
    triage_right: float = 0.7
    #: Spread (sigma of the logarithm) of casualty figures in a first report.
    figure_sigma: float = 0.5
    #: So many more people than reported are reckoned with, each with its chance.
    unreported: int = 1
    #: Share of trapped people who need heavy gear, before a crew has looked.
    deep_share: float = 0.2


def curve_of(need: Need, settings: SurvivalSettings, *, seen: bool) -> Curve:
    """The survival curve of somebody with this need.

    ``seen`` = a crew said so on scene; otherwise a reported triage class is only probably right
    (Bayes over the shares), and the curve is the mixture.
    """
    if need in (Need.TRAPPED, Need.TRAPPED_DEEP):
        return settings.trapped
    named = WOUNDED.index(need)
    if seen:
        return ((1.0, settings.bleeding_minutes[named]),)
    wrong = (1 - settings.triage_right) / 2
    weights = [
        share * (settings.triage_right if true == named else wrong)
        for true, share in enumerate(settings.triage_shares)
    ]
    total = sum(weights)
    return tuple((w / total, m) for w, m in zip(weights, settings.bleeding_minutes, strict=True))


def survival(curve: Curve, minutes: float) -> float:
    """Expected share alive after ``minutes``; 1 before the start."""
    return sum(share * exp(-max(0.0, minutes) / constant) for share, constant in curve)


@lru_cache(maxsize=64)
def table_of(curve: Curve) -> Sequence[int]:
    """``survival`` by the minute in millionths, as integers that add up alike everywhere."""
    return tuple(round(MILLION * survival(curve, m)) for m in range(TABLE_MINUTES))


MILLION = 1_000_000


@lru_cache(maxsize=4096)
def chance_of_at_least(count: int, reported: int, sigma: float) -> float:
    """The chance that at least ``count`` people are there when ``reported`` were reported.

    The truth is taken as lognormal around the report with spread ``sigma`` and rounded.
    """
    if reported <= 0:
        return 0.0
    if sigma <= 0:
        return float(count <= reported)
    z = (log(reported) - log(count - 0.5)) / sigma
    return 0.5 * (1 + erf(z / sqrt(2)))
