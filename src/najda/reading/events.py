"""Which incident or campaign each proposal belongs to: one per place, time and kind."""

from dataclasses import dataclass, field

from najda.incidents.facts import ClaimKind
from najda.places import PlaceMention
from najda.reading.claims import Event, Place, Time

#: Points of this precision are areas: figures about them belong to a campaign.
_WIDE = {"city", "governorate", "country", "region"}
#: What the gazetteer calls a part of the city, yet is one quarter in what people say.
_QUARTERS = {"aleppo-old-city"}
_ABROAD = {"country"}
#: Kinds that speak of no incident of their own.
NO_EVENT = {ClaimKind.DENIAL, ClaimKind.ACCUSATION, ClaimKind.TALKS, ClaimKind.STATEMENT}
_OF_CAMPAIGN = {
    ClaimKind.CEASEFIRE_TERMS, ClaimKind.CEASEFIRE_ENDED,
    ClaimKind.ANNOUNCEMENT, ClaimKind.WARNING_TO_CIVILIANS,
}  # fmt: skip
_OWN_KIND = {
    ClaimKind.AIRCRAFT_OVERHEAD: "sighting", ClaimKind.ROAD_CUT: "road", ClaimKind.NEED: "need",
    ClaimKind.AID_BLOCKED: "aid", ClaimKind.AID_DELIVERED: "aid",
    ClaimKind.GROUND_ATTACK: "ground_attack", ClaimKind.AREA_OF_CONTROL: "ground_attack",
    ClaimKind.SERVICE_SUSPENDED: "service", ClaimKind.CAPACITY: "capacity",
    ClaimKind.MOVEMENT_RESTRICTED: "access",
}  # fmt: skip


def place_of(mention: PlaceMention) -> Place:
    """The place of a mention with the gazetteer's best candidate."""
    best = mention.candidates[0] if mention.candidates else None
    if best is None:
        return Place(text=mention.quote)
    return Place(
        text=mention.quote, id=best.id, name_en=best.name_en, name_ar=best.name_ar,
        lat=best.lat, lon=best.lon, precision=best.precision, asks=mention.asks,
    )  # fmt: skip


def is_wide(place: Place | None) -> bool:
    """True for a city, an area of it, or more."""
    if place is None:
        return False
    part_of_city = (place.id or "").startswith("aleppo-") and place.id not in _QUARTERS
    return place.precision in _WIDE or part_of_city


def is_country(place: Place) -> bool:
    """True for a whole country: too wide to be where something happened."""
    return place.precision in _ABROAD


@dataclass(slots=True)
class _Open:
    number: int
    kind: str
    place: Place | None
    time: Time | None
    weapon: str | None
    aircraft: str | None
    start: int
    end: int


@dataclass(slots=True)
class Events:
    """Gathers events while claims are proposed."""

    found: dict[tuple[str, str, str], _Open] = field(default_factory=dict)

    def of(
        self, *, claim: ClaimKind, kind: str, place: Place | None, time: Time | None,
        weapon: str | None, aircraft: str | None, passage: tuple[int, int], many_places: bool,
    ) -> str | None:  # fmt: skip
        """The name of the event such a claim belongs to, made where there is none yet."""
        if claim in NO_EVENT:
            return None
        wide = claim in _OF_CAMPAIGN or (claim not in _OWN_KIND and (many_places or is_wide(place)))
        group = "campaign" if wide else _OWN_KIND.get(claim, "incident")
        day = (time.start if wide else time.start[:10]) if time else ""
        key = (group, (place.id or place.text) if place else "", day)
        event = self.found.get(key)
        if event is None:
            named = group if group != "incident" else kind
            event = _Open(len(self.found) + 1, named, place, time, weapon, aircraft, *passage)
            self.found[key] = event
        if event.kind == "incident":
            event.kind = kind
        event.weapon = event.weapon or weapon
        event.aircraft = event.aircraft or aircraft
        if time and event.time and time.precision != "day" and event.time.precision == "day":
            event.time = time
        event.start, event.end = min(event.start, passage[0]), max(event.end, passage[1])
        return f"e{event.number}"

    def all(self, used: set[str]) -> tuple[Event, ...]:
        """The events that a claim names, in the order they were met."""
        return tuple(
            Event(
                event=f"e{open_.number}", kind=open_.kind, place=open_.place, time=open_.time,
                weapon=open_.weapon, aircraft=open_.aircraft, start=open_.start, end=open_.end,
            )
            for open_ in self.found.values()
            if f"e{open_.number}" in used
        )  # fmt: skip
