"""What a place is, what might be meant by a name, and where in a text a place is named."""

from dataclasses import dataclass

#: Above this score a candidate is taken without asking.
TAKEN_UNASKED = 0.8
#: Two candidates nearer than this to each other are both shown and a person chooses.
CLOSE_SCORES = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. ``lat``/``lon`` are degrees (WGS 84) of its centre, rounded to about 100 m.

    ``precision`` says what the point stands for: point, landmark, quarter, area, road, town,
    city, governorate or country. ``within`` is the id of the next larger place.
    """

    id: str
    name_en: str
    name_ar: str
    lat: float
    lon: float
    precision: str
    within: str | None = None
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that may be meant; ``score`` is 0 to 1, ``why`` a short reason in English."""

    id: str
    name_en: str
    name_ar: str
    lat: float
    lon: float
    precision: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in running text: ``text[start:end] == quote``, best candidate first."""

    start: int
    end: int
    quote: str
    candidates: tuple[PlaceCandidate, ...]

    @property
    def asks(self) -> bool:
        """Whether a person has to choose: nothing sure, or two candidates close to each other."""
        best = self.candidates[0].score
        if best <= TAKEN_UNASKED:
            return True
        return len(self.candidates) > 1 and best - self.candidates[1].score < CLOSE_SCORES


def candidate(place: Place, score: float, why: str) -> PlaceCandidate:
    """The place as a candidate with its score (rounded to three digits) and reason."""
    return PlaceCandidate(
        id=place.id,
        name_en=place.name_en,
        name_ar=place.name_ar,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        score=round(score, 3),
        why=why,
    )
