"""Reading: from a message to proposed claims. A person confirms; nothing enters silently."""

from najda.reading.claims import Claim, Event, Place, Reading, Time, reading_as_json
from najda.reading.reader import read_text

__all__ = ["Claim", "Event", "Place", "Reading", "Time", "read_text", "reading_as_json"]
