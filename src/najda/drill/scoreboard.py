"""What the night came to, counted from outside: ledger against survivors."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from najda.drill.bases import Base
from najda.drill.ledger import Acknowledged
from najda.incidents.claims import ClaimRow, ClaimsRow, series_of
from najda.incidents.updates import settled
from najda.journal.file import DATABASE
from najda.plain import from_plain

#: Words of a text that search is asked for; it takes no more.
_WORDS = 12


class Asker:
    """Asks one base through the public interface."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._client = httpx.Client(
            base_url=base.url,
            timeout=60,
            headers={"authorization": f"Bearer {base.tokens['operator']}"},
        )

    def facts(self) -> set[str]:
        """Ids of all facts the base holds."""
        found: set[str] = set()
        after = 0
        while page := self._get("/api/v1/changes", after=after)["changes"]:
            found |= {one["fact"] for one in page}
            after = page[-1]["n"]
        return found

    def finds(self, one: Acknowledged) -> bool:
        """Whether the base answers for a report by its text, or for an act by its facts' names."""
        if one.text is None:
            return False
        words = " ".join(one.text.split()[:_WORDS])
        found = self._get("/api/v1/search", q=words)["found"]
        if any(hit["thing"] == one.id for hit in found):
            return True
        row = self._client.get(f"/api/v1/reports/{one.id}")
        return row.status_code == httpx.codes.OK and row.json().get("text") == one.text

    def rows(self, view: str) -> dict[str, Any]:
        """All rows of a view."""
        found: dict[str, Any] = self._get(f"/api/v1/views/{view}")
        return found

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _get(self, path: str, **params: Any) -> dict[str, Any]:
        answer = self._client.get(path, params=params).raise_for_status()
        plain: dict[str, Any] = answer.json()
        return plain


@dataclass(frozen=True, slots=True)
class Losses:
    """What became of the acknowledged."""

    lost: tuple[Acknowledged, ...]
    only_on_dead: tuple[Acknowledged, ...]


def find_losses(
    ledger: Iterable[Acknowledged], survivor: Asker, seen: set[str], standing: set[str]
) -> Losses:
    """Ask the survivor for each acknowledged thing.

    ``seen``: facts a survivor was seen to hold at any time; ``standing``: letters whose folder
    that gave the 201 still serves. Such things must be found; others were only on dead bases.
    """
    here = survivor.facts()
    lost: list[Acknowledged] = []
    only_on_dead: list[Acknowledged] = []
    for one in ledger:
        is_here = set(one.facts) <= here and (one.text is None or survivor.finds(one))
        if is_here:
            continue
        held = one.base in standing or set(one.facts) <= (seen | here)
        (lost if held else only_on_dead).append(one)
    return Losses(tuple(lost), tuple(only_on_dead))


def counts(survivor: Asker) -> dict[str, int]:
    """Figures of the scoreboard from the rows that people's facts make."""
    incidents = survivor.rows("incidents.incident").values()
    claims = survivor.rows("incidents.claim")
    declared = {
        name: row["voices"][0]
        for name, row in survivor.rows("incidents.voice").items()
        if row.get("voices")
    }
    return {
        "reports": len(survivor.rows("reports.report")),
        "incidents": sum(not row["is_campaign"] for row in incidents),
        "campaigns": sum(row["is_campaign"] for row in incidents),
        "claims": len(claims),
        "conflicts": count_conflicts(claims, declared),
        "callouts": len(survivor.rows("dispatch.callout")),
        "units": len(survivor.rows("units.unit")),
    }


def count_conflicts(rows: dict[str, Any], declared: dict[str, str]) -> int:
    """Figures on which independent tellers differ, for the same kind, area and period."""
    about: dict[str, list[ClaimRow]] = {}
    for row in rows.values():
        for claim in from_plain(ClaimsRow, row).claims:
            about.setdefault(claim.about or "", []).append(claim)
    return sum(
        series.conflict
        for claims in about.values()
        for series in series_of(settled(claims), declared)
    )


def bytes_per_fact(base: Base, stick: Path) -> tuple[float, float]:
    """Bytes for each fact: on a stick (as it travels), and of the whole journal on this disk."""
    facts = max(1, base.command("export", file=str(stick.resolve()))["facts"])
    on_disk = sum(path.stat().st_size for path in base.folder.glob(f"{DATABASE}*"))
    return round(stick.stat().st_size / facts, 1), round(on_disk / facts, 1)
