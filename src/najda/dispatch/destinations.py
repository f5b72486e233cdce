"""Where patients of an incident would be taken, over the roads that are left. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from najda.facilities.rules import FacilityRow
from najda.places.located import Located, located
from najda.roads.eta import Roads
from najda.roads.network import Point
from najda.vocabulary import ThingId


@dataclass(frozen=True, slots=True)
class Destination:
    """The facility nearest to an incident that takes patients."""

    facility: ThingId
    minutes: int
    #: It said lately that no bed is free, and so did every other that can be reached.
    full: bool


@dataclass(frozen=True, slots=True)
class Destinations:
    """For each incident its destination; none known at all is not "none can be reached"."""

    known: bool
    by_incident: Mapping[ThingId, Destination]

    def minutes(self, incident: ThingId) -> int | None:
        """Driving minutes onward; ``None`` = no facility can be reached, 0 = none is known."""
        found = self.by_incident.get(incident)
        return found.minutes if found else None if self.known else 0


def destinations(
    facilities: Iterable[FacilityRow],
    incidents: Sequence[tuple[ThingId, Located]],
    roads: Roads,
    now_ms: int,
) -> Destinations:
    """The nearest receiving facility of each incident; one with a free bed before a full one."""
    open_ones = [
        (one, where)
        for one in sorted(facilities, key=lambda one: one.id)
        if one.receives and (where := located(one.place, one.quarter))
    ]
    if not open_ones or not incidents:
        return Destinations(known=bool(open_ones), by_incident={})
    rows = roads.drive_minutes(
        [Point(where.lat, where.lon) for _, where in incidents],
        [Point(where.lat, where.lon) for _, where in open_ones],
    )
    found: dict[ThingId, Destination] = {}
    for (incident, _), row in zip(incidents, rows, strict=True):
        reached = [
            (one.is_full(now_ms), minutes, one.id)
            for (one, _), minutes in zip(open_ones, row, strict=True)
            if minutes is not None
        ]
        if reached:
            full, minutes, facility = min(reached)
            found[incident] = Destination(facility, minutes, full)
    return Destinations(known=True, by_incident=found)
