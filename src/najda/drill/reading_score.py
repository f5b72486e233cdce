"""How well the product's reader and linker would have served the night, against its truth.

Opened after the last request only: nothing here is known while the night plays.
"""

import datetime
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from najda.drill.script import DEMO, read_lines
from najda.folding import fold
from najda.places import Gazetteer
from najda.places.command import gazetteer_of
from najda.reading import read_text
from najda.reading.linking.copies import find_copies
from najda.reading.linking.linking import link_reports
from najda.reading.linking.traits import Report, heard_at

#: Names a source goes by in two languages; the first one stands for all.
SAME_NAME = (
    ("SOHR", "Syrian Observatory for Human Rights", "Observatory", "المرصد السوري", "SOHR headline",
     "المرصد السوري لحقوق الإنسان", "SOHR, earlier headline"),
    ("White Helmets", "Civil Defence", "Civil Defense", "الدفاع المدني", "الخوذ البيضاء"),
    ("Smart", "سمارت"), ("Reuters", "رويترز"), ("Step", "خطوة"), ("Orient", "أورينت"),
    ("Syrian Mirror", "المرآة السورية"), ("Anadolu", "الأناضول"), ("Enab Baladi", "عنب بلدي"),
    ("activists", "ناشطون", "local activist", "ناشط"), ("AFP", "فرانس برس"), ("Shaam", "شام"),
    ("medical sources", "مصادر طبية"), ("UN", "الأمم المتحدة"), ("Al Jazeera", "الجزيرة"),
    ("Aleppo Today TV", "حلب اليوم"), ("local news pages", "صفحات محلية"), ("RT", "آر تي"),
    ("forensic service", "الطبابة الشرعية"), ("Syrian Coalition", "الائتلاف السوري"),
    ("local coordination committees", "لجان التنسيق"), ("SNHR", "الشبكة السورية"),
    ("opposition groups", "فصائل معارضة"), ("NOW", "ناو"),
    ("New Arab", "العربي الجديد", "al-Araby al-Jadid"),
    ("military source in Damascus", "مصدر عسكري في دمشق"), ("France 24", "فرانس 24"),
    ("OCHA", "head of OCHA", "OCHA head"), ("HRW", "Human Rights Watch"), ("al-Masdar", "المصدر"),
    ("local activists", "ناشطين محليين"),
    ("IFRC", "Red Cross federation"), ("social media account", "منشور على حساب محلي"),
)  # fmt: skip
#: Links of a chain that a text need not name: a paper's own correspondent, "news" in general.
UNNAMED = ("correspondent", "news", "digest", "agency copy", "several")


def score_reading(folder: Path = DEMO) -> dict[str, Any]:
    """Shares of claims, tellers, links and copies that the proposals got right."""
    lines = read_lines("news.jsonl", folder) + read_lines("calls.jsonl", folder)
    lines.sort(key=lambda line: str(line["at"]))
    truth = {one["item"]: one for one in read_lines("truth.jsonl", folder)}
    gazetteer = gazetteer_of(None)
    return {
        **_score_claims(lines, truth, gazetteer),
        **_score_links(lines, truth, gazetteer),
        **_score_copies(lines, truth, gazetteer),
    }


def _score_claims(
    lines: list[dict[str, Any]], truth: dict[str, Any], gazetteer: Gazetteer
) -> dict[str, Any]:
    proposed = wanted = right = origins = chains = told = 0
    for line in lines:
        reading = read_text(line["text"], date=_day(line), gazetteer=gazetteer)
        found = [claim for claim in reading.claims if _has_figure(claim.low, claim.high)]
        left = [c for c in truth[line["item"]]["claims"] if _has_figure(c["low"], c["high"])]
        proposed, wanted = proposed + len(found), wanted + len(left)
        for claim in found:
            same = next((c for c in left if _agrees(claim, c)), None)
            if same is None:
                continue
            left.remove(same)
            right += 1
            if tellers := _named(same["tellers"], line["text"]):
                told += 1
                origins += _same_voice(tellers[:1], claim.tellers[:1])
                chains += _same_voice(tellers, claim.tellers)
    return {
        "claims_proposed": proposed,
        "claims_in_truth": wanted,
        "claim_precision": _share(right, proposed),
        "claim_recall": _share(right, wanted),
        "origin_right": _share(origins, told),
        "chain_right": _share(chains, told),
    }


def _has_figure(low: int | None, high: int | None) -> bool:
    return low is not None or high is not None


def _agrees(claim: Any, known: dict[str, Any]) -> bool:
    return bool(
        claim.kind == known["kind"] and claim.low == known["low"] and claim.high == known["high"]
    )


def _same_voice(known: Iterable[str], said: Iterable[str]) -> bool:
    known, said = list(known), list(said)
    return len(known) == len(said) and all(map(_same_name, known, said))


def _same_name(known: str, said: str) -> bool:
    """One voice by the table, or one name within the other ("Bulletin of the centre")."""
    one, other = _voice(known), _voice(said)
    return one == other or fold(known) in fold(said) or fold(said) in fold(known)


def _named(tellers: list[str], text: str) -> list[str]:
    """The links of a chain that the text can tell: an outlet it does not name is in its source."""
    folded = fold(text)
    return [
        name
        for at, name in enumerate(tellers)
        if name not in UNNAMED and (not at or any(_stands_in(folded, o) for o in _names_of(name)))
    ]


def _stands_in(folded: str, name: str) -> bool:
    """As it is, or behind ل: للعربي الجديد."""
    bare = fold(name).removeprefix("the ")
    return bare in folded or f"لل{bare.removeprefix('ال')}" in folded


def _names_of(name: str) -> tuple[str, ...]:
    voice = _voice(name)
    return next((names for names in SAME_NAME if names[0] == voice), (voice,))


def _voice(name: str) -> str:
    folded = fold(name).removeprefix("the ")
    for names in SAME_NAME:
        if any(f" {fold(one)} " in f" {folded} " for one in names):
            return names[0]
    return folded


def _score_links(
    lines: list[dict[str, Any]], truth: dict[str, Any], gazetteer: Gazetteer
) -> dict[str, Any]:
    links = link_reports(_reports(lines), gazetteer)
    same = {_pair(one, link.id) for one, found in links.items() for link in found.same}
    shown = same | {_pair(one, link.id) for one, found in links.items() for link in found.perhaps}
    true = {
        _pair(a, b)
        for a, b in combinations(sorted(truth), 2)
        if set(truth[a]["about"]) & set(truth[b]["about"])
    }
    return {
        "pairs_in_truth": len(true),
        "pairs_proposed_same": len(same),
        "same_wrong": len(same - true),
        "same_precision": _share(len(same & true), len(same)),
        "same_recall": _share(len(same & true), len(true)),
        "shown_recall": _share(len(shown & true), len(true)),
        **_score_offers([line["item"] for line in lines], truth, same, shown),
    }


def _score_offers(
    items: list[str],
    truth: dict[str, Any],
    same: set[tuple[str, str]],
    shown: set[tuple[str, str]],
) -> dict[str, Any]:
    """What an operator is offered, report after report.

    Wanted: each incident or campaign a report speaks of that an earlier one spoke of too. Offered:
    a proposal leads to such an earlier report.
    """
    earlier: dict[str, list[str]] = {}
    wanted: list[tuple[bool, set[tuple[str, str]]]] = []
    for item in items:
        for about in truth[item]["about"]:
            if about in earlier:
                pairs = {_pair(item, other) for other in earlier[about]}
                wanted.append((about.startswith(_OF_CALLS), pairs))
            earlier.setdefault(about, []).append(item)
    calls = [pairs for is_call, pairs in wanted if is_call]
    return {
        "links_in_truth": len(wanted),
        "links_shown": _share(sum(bool(pairs & shown) for _, pairs in wanted), len(wanted)),
        "links_proposed_same": _share(sum(bool(pairs & same) for _, pairs in wanted), len(wanted)),
        "links_of_calls": len(calls),
        "links_of_calls_proposed_same": _share(sum(bool(p & same) for p in calls), len(calls)),
    }


#: Incidents of calls and radio lines begin so in the truth; the others are what the news told.
_OF_CALLS = "i"


def _reports(lines: list[dict[str, Any]]) -> list[Report]:
    """The lines as a base has them: calls and radio lines with the minute and the quarter."""
    return [
        Report(
            id=line["item"],
            text=line["text"],
            reported=_day(line),
            heard=heard_at(line["channel"], datetime.datetime.fromisoformat(line["at"])),
            quarter=line.get("quarter"),
        )
        for line in lines
    ]


def _score_copies(
    lines: list[dict[str, Any]], truth: dict[str, Any], gazetteer: Gazetteer
) -> dict[str, Any]:
    found = find_copies(((line["item"], line["text"]) for line in lines), gazetteer)
    said = {(item, copy.original.report) for item, copies in found.items() for copy in copies}
    true = {(item, one["copy_of"]) for item, one in truth.items() if one["copy_of"]}
    return {
        "copies_in_truth": len(true),
        "copies_found": _share(len(said & true), len(true)),
        "copies_false": len(said - true),
    }


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _day(line: dict[str, Any]) -> datetime.date:
    return datetime.date.fromisoformat(str(line["at"])[:10])
