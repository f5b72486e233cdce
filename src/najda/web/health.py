"""How this base is: facts by kind and standing, what waits, what is unknown or odd."""

from typing import Any

from najda.web.visit import Visit


def health_report(visit: Visit) -> dict[str, Any]:
    """Counts for the health page and the API; contents of facts never stand here."""
    reader = visit.room.reader()
    db = reader.db
    known = set(visit.room.desks.kinds)
    kinds: dict[str, int] = {}
    standings: dict[str, int] = {}
    odd: dict[str, int] = {}
    # One pass over the facts: a year of them is read in about a second.
    for kind, standing, oddness, count in db.execute(
        "SELECT kind, standing, odd, count(*) FROM facts GROUP BY kind, standing, odd ORDER BY kind"
    ):
        for counts, name in ((kinds, kind), (standings, standing), (odd, oddness)):
            if name is not None:
                counts[name] = counts.get(name, 0) + count
    return {
        "base": {
            "name": visit.site.description.name,
            "letter": visit.room.letter,
            "mode": visit.site.description.mode,
            "protection": visit.site.description.protection,
        },
        "facts": sum(kinds.values()),
        "kinds": kinds,
        "standings": standings,
        "unknown": {kind: count for kind, count in kinds.items() if kind not in known},
        "odd": odd,
        "waiting": [
            {"thing": thing, "facts": count}
            for thing, count in db.execute(
                "SELECT thing, count(*) FROM waiting GROUP BY thing ORDER BY thing LIMIT 200"
            )
        ],
        "lacking": {part.value: count for part, count in reader.journal.count_lacking().items()},
        "screens": visit.site.live.screens,
    }
