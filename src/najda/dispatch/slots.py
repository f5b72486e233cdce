"""People waiting at an incident, as slots that units can be assigned to."""

from collections.abc import Sequence
from dataclasses import dataclass

from najda.dispatch.candidates import MINUTE_MS
from najda.dispatch.states import ANSWERS, IncidentState, ResourceClass
from najda.dispatch.survival import (
    TABLE_MINUTES,
    Need,
    SurvivalSettings,
    chance_of_at_least,
    curve_of,
    table_of,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """The person reached as number ``rank`` (from 1) at an incident by units of one class."""

    need: Need
    rank: int
    #: Chance in thousandths that this person exists.
    chance: int
    #: Minutes since it happened.
    since: int
    table: Sequence[int]

    def loss(self, early: int, late: int) -> int:
        """Expected survivors (millionths) lost if reached ``late`` and not ``early``."""
        table, since = self.table, self.since
        if since + late >= TABLE_MINUTES:
            return 0
        return (table[since + early] - table[since + late]) * self.chance // 1000


def answers(incident: IncidentState, kind: ResourceClass) -> bool:
    """True where somebody at the incident needs (or may need) a unit of this class."""
    return bool(_expected(incident, kind))


def expected_people(incident: IncidentState, kind: ResourceClass, how: SurvivalSettings) -> float:
    """How many people are expected to need a unit of this class."""
    count = sum(people for _, people in _expected(incident, kind))
    if incident.seen:
        return count
    trapped = sum(p.count for p in incident.people if p.need is Need.TRAPPED)
    if kind is ResourceClass.HEAVY_RESCUE:
        return how.deep_share * trapped
    return (1 - how.deep_share) * trapped if kind is ResourceClass.RESCUE_CREW else count


def slots_of(
    incident: IncidentState,
    kind: ResourceClass,
    now_ms: int,
    settings: SurvivalSettings,
    most: int,
) -> list[Slot]:
    """At most ``most`` slots, whoever loses most in the next half hour first."""
    since = max(0, (now_ms - incident.occurred_ms) // MINUTE_MS)
    waiting: list[tuple[int, Need, Sequence[int]]] = []
    for people in _expected(incident, kind):
        table = table_of(curve_of(people[0], settings, seen=incident.seen))
        last = TABLE_MINUTES - 1
        loss = table[min(last, since)] - table[min(last, since + 30)]
        waiting += [(loss, people[0], table)] * people[1]
    waiting.sort(key=lambda w: (-w[0], w[1]))
    reported = len(waiting)
    if waiting and not incident.seen and kind is not ResourceClass.HEAVY_RESCUE:
        waiting += waiting[-1:] * settings.unreported
    found = []
    for rank, (_, need, table) in enumerate(waiting[:most], start=1):
        chance = _chance(incident, kind, rank, reported, settings)
        if chance > 0:
            found.append(Slot(need, rank, chance, since, table))
    return found


def _expected(incident: IncidentState, kind: ResourceClass) -> list[tuple[Need, int]]:
    """Needs of a class at an incident; before a crew looked, some of the trapped lie deep."""
    found = [(p.need, p.count) for p in incident.people if p.need in ANSWERS[kind]]
    if kind is ResourceClass.HEAVY_RESCUE and not incident.seen:
        found += [(Need.TRAPPED_DEEP, 1) for p in incident.people if p.need is Need.TRAPPED]
    return found


def _chance(
    incident: IncidentState,
    kind: ResourceClass,
    rank: int,
    reported: int,
    settings: SurvivalSettings,
) -> int:
    if incident.seen:
        return 1000
    if kind is ResourceClass.HEAVY_RESCUE:
        trapped = sum(p.count for p in incident.people if p.need is Need.TRAPPED)
        known = any(p.need is Need.TRAPPED_DEEP for p in incident.people)
        return 1000 if known else round(1000 * (1 - (1 - settings.deep_share) ** trapped))
    return round(1000 * chance_of_at_least(rank, reported, settings.figure_sigma))
