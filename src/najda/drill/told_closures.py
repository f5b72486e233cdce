"""Streets cut in an exercise: somebody tells the room, a little late, and when they open again."""

from collections.abc import Callable
from typing import Any

from najda.drill.night import Night, NightClosure
from najda.vocabulary import ThingId

#: Minutes until somebody on the street tells the room: own assumption.
TOLD_AFTER_MINUTES = 3

Do = Callable[..., ThingId]


class ToldClosures:
    """Tells the room of each closure of the night; ``do`` is an act of the exercise."""

    def __init__(self, night: Night, name: Callable[[str], str], do: Do) -> None:
        self._night, self._name, self._do = night, name, do
        self._places = {place.id: place for place in night.places}
        self._told: dict[int, ThingId] = {}

    def minute(self, now: int) -> None:
        """What is told in this minute of the night."""
        for number, closure in enumerate(self._night.closures):
            lasts = closure.end - closure.start
            if closure.start + TOLD_AFTER_MINUTES == now and lasts > TOLD_AFTER_MINUTES:
                self._told[number] = self._do("roads/close_road", **self._said(closure))
            elif closure.end == now and number in self._told:
                self._do("roads/reopen_road", closure=self._told.pop(number), source="طاقم")

    def _said(self, closure: NightClosure) -> dict[str, Any]:
        street = self._night.streets[closure.street]
        a, b = self._places[street.a], self._places[street.b]
        said: dict[str, Any] = {
            "kind": closure.kind,
            "place": {
                "text": f"بين {self._name(a.id)} و{self._name(b.id)}",
                "lat": (a.lat + b.lat) / 2,
                "lon": (a.lon + b.lon) / 2,
            },
            "source": "طاقم",
            "invented": True,
        }
        if closure.kind == "under_fire":
            said["minutes"] = closure.end - closure.start - TOLD_AFTER_MINUTES
        return said
