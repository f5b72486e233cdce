"""What was reported of an incident, as a proposal reckons with it. Pure."""

from collections.abc import Iterable

from najda.dispatch.facts import Step
from najda.dispatch.picture import MINUTE_MS, Picture, Scene
from najda.dispatch.states import IncidentState, People, ResourceClass
from najda.dispatch.survival import Need
from najda.dispatch.unit_states import class_of
from najda.incidents.claims import ClaimRow
from najda.incidents.facts import ClaimKind, IncidentType, Modality
from najda.places.located import Located
from najda.reports.facts import Channel
from najda.vocabulary import Precision

_STRIKES = frozenset(
    {
        IncidentType.AIR_STRIKE,
        IncidentType.BARREL_BOMB,
        IncidentType.SHELLING,
        IncidentType.CONVOY_ATTACK,
    }
)
#: A hold whose end nobody can tell is reckoned to last so long from now, again and again.
DOUBTFUL_HOLD_MS = 60 * 60_000
_MAY_TRAP = frozenset({IncidentType.AIR_STRIKE, IncidentType.BARREL_BOMB, IncidentType.COLLAPSE})


def incident_state(picture: Picture, scene: Scene, where: Located) -> IncidentState:
    """When it happened, who waits there, what a crew has seen, and what hangs over it."""
    incident, now = scene.incident, picture.now_ms
    said = incident.occurred
    exact = said is not None and said.precision in (Precision.MINUTE, Precision.HOUR)
    occurred = min(said.start_ms if said and exact else incident.opened_ms, now)
    return IncidentState(
        id=incident.id,
        occurred_ms=occurred,
        people=people_of(picture, scene),
        seen=_seen(scene),
        hold_until_ms=_held_until(picture, scene),
        last_strike_ms=occurred if incident.type in _STRIKES else None,
        aircraft_overhead=True if _aircraft(picture, scene) else None,
        exact_place=where.exact,
    )


def _held_until(picture: Picture, scene: Scene) -> int | None:
    """When the hold ends; by a doubtful clock it may end at any time, so not within the hour."""
    hold = scene.hold.until_ms if scene.hold else None
    if hold is None or picture.holds_end:
        return hold if hold is not None and hold > picture.now_ms else None
    return max(hold, picture.now_ms + DOUBTFUL_HOLD_MS)


def _seen(scene: Scene) -> bool:
    """A crew on scene told us the figures."""
    there = any(one.first_ms(Step.ON_SCENE) is not None for one in scene.callouts)
    told = [one for one in scene.reports if one.channel is Channel.CREW]
    return there and any(one.injured is not None or one.trapped is not None for one in told)


def _aircraft(picture: Picture, scene: Scene) -> bool:
    since = picture.now_ms - picture.settings.aircraft_minutes * MINUTE_MS
    return any(
        one.live
        and one.kind is ClaimKind.AIRCRAFT_OVERHEAD
        and one.polarity == "+"
        and one.at_ms >= since
        for one in scene.claims
    )


def figures_of(scene: Scene) -> tuple[int | None, int | None]:
    """Injured and trapped: the most that any report or live claim says; none where not said."""
    injured = [one.injured for one in scene.reports] + _claimed(scene, ClaimKind.INJURED)
    trapped = [one.trapped for one in scene.reports] + trapped_said(scene.claims)
    return (
        max((one for one in injured if one is not None), default=None),
        max((one for one in trapped if one is not None), default=None),
    )


def _claimed(scene: Scene, kind: ClaimKind) -> list[int | None]:
    return [
        one.low if one.low is not None else one.high
        for one in scene.claims
        if one.kind is kind and one.live and one.polarity == "+"
    ]


def trapped_said(claims: Iterable[ClaimRow]) -> list[int | None]:
    """How many trapped each live claim says at least; one where it says no number, only "trapped".

    What is denied counts nobody; what is not verified does: people are looked for then, too.
    """
    return [
        next((figure for figure in (one.low, one.high) if figure is not None), 1)
        for one in claims
        if one.kind is ClaimKind.TRAPPED
        and one.live
        and one.polarity == "+"
        and one.modality in (Modality.ASSERTED, Modality.UNVERIFIED)
    ]


def people_of(picture: Picture, scene: Scene) -> tuple[People, ...]:
    """Those nobody works on yet: injured in triage shares, trapped less the crews at work."""
    injured, trapped = figures_of(scene)
    how = picture.settings
    if injured is None and trapped is None:
        injured = how.unsaid_injured
        trapped = how.unsaid_trapped if scene.incident.type in _MAY_TRAP else None
    there = [one for one in scene.callouts if one.first_ms(Step.ON_SCENE) is not None]
    named = {one.unit for one in there}
    classes = {unit.id: class_of(unit) for unit in picture.units if unit.id in named}
    kinds = [(classes[c.unit], c) for c in there if c.unit in classes]
    carried = sum(
        kind is ResourceClass.AMBULANCE and (c.live or c.first_ms(Step.TRANSPORTING) is not None)
        for kind, c in kinds
    )
    digging = sum(kind is ResourceClass.RESCUE_CREW and c.live for kind, c in kinds)
    left, under = max(0, (injured or 0) - carried), max(0, (trapped or 0) - digging)
    grave = round(left * 0.2)
    middle = min(left - grave, max(round(left * 0.4), 1))
    counts = (
        (Need.IMMEDIATE, grave),
        (Need.DELAYED, middle),
        (Need.MINIMAL, left - grave - middle),
        (Need.TRAPPED, under),
    )
    return tuple(People(need, count) for need, count in counts if count > 0)
