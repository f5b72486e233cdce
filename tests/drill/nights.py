"""Small nights for tests."""

from najda.drill.draw import Drawing, draw_night
from najda.drill.night import (
    FirstReport,
    Night,
    NightUnit,
    Place,
    Street,
    Strike,
    Wounded,
)

SMALL = Drawing(
    hours=10,
    strikes=40,
    strikes_first_night=15,
    first_night_hours=4,
    wounded=45,
    trapped=40,
    ambulances=6,
    rescue_crews=4,
    heavy_teams=2,
    quarters_a_side=4,
    facilities=2,
)


def small_night(seed: int, load: float = 2.0) -> Night:
    return draw_night(seed, load, SMALL)


def line_night(jobs: list[tuple[int, int, str, int, int]], ambulances: int = 1) -> Night:
    """Five places in a row; one wounded person a strike: (place, minute, triage, scene, hand)."""
    strikes = tuple(
        Strike(
            f"s{n}",
            minute,
            f"p{place}",
            (Wounded(triage, scene, hand),),
            (),
            FirstReport(minute + 1, (triage,), 0),
        )
        for n, (place, minute, triage, scene, hand) in enumerate(jobs)
    )
    return Night(
        name="line",
        minutes=400,
        places=tuple(Place(f"p{n}", 0.0, n / 100) for n in range(5)),
        streets=tuple(Street(f"p{n}", f"p{n + 1}", 4) for n in range(4)),
        closures=(),
        facilities=("p0",),
        units=tuple(NightUnit(f"a{n}", "ambulance", "p0") for n in range(ambulances)),
        strikes=strikes,
    )
