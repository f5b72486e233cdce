"""How well reading reads: our own sentences always, outside gold where NAJDA_SHARED is set.

Run ``python bench/reading.py`` (``-v`` names every miss). Figures are exact ranges; chains are
compared whole, names by folded containment.
"""

import json
import os
import sys
import time
import tomllib
import tracemalloc
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from najda.folding import fold
from najda.places import own_gazetteer
from najda.reading import Claim, Reading, read_text

OWN_SET = Path(__file__).parent.parent / "tests/reading/news_set.toml"
SECOND_SET = OWN_SET.with_name("second_set.toml")
REPORT_DAY = date(2016, 9, 24)
COUNTS = ("killed", "injured", "rescued", "recovered_dead", "strikes", "munitions")


def same_name(wanted: str, found: str) -> bool:
    """True where one name, folded, holds the other."""
    one, other = fold(wanted), fold(found)
    return one in other or other in one


def same_chain(wanted: list[str], found: tuple[str, ...]) -> bool:
    """True where both chains name the same tellers in the same order."""
    return len(wanted) == len(found) and all(map(same_name, wanted, found))


def fits(wanted: dict[str, Any], claim: Claim) -> bool:
    """True where kind and range are those wanted (scope too, where it is named)."""
    return (
        claim.kind.value == wanted["kind"]
        and claim.low == wanted.get("low")
        and claim.high == wanted.get("high")
        and claim.scope == wanted.get("scope", claim.scope)
    )


def own_measures(items: list[dict[str, Any]], *, verbose: bool = False) -> Counter[str]:
    """Count what was wanted and what was found over our own sentences."""
    count: Counter[str] = Counter()
    gazetteer = own_gazetteer()
    for item in items:
        reading = read_text(item["text"], date=REPORT_DAY, gazetteer=gazetteer)
        misses = (
            _silent(item, reading, count) if item.get("silent") else _said(item, reading, count)
        )
        if verbose and misses:
            print(item["text"])
            for miss in misses:
                print("     ", miss)
    return count


def _silent(item: dict[str, Any], reading: Reading, count: Counter[str]) -> list[str]:
    del item
    count["silent"] += 1
    count["silent kept"] += not reading.claims
    return [f"not silent: {claim.kind} {claim.quote!r}" for claim in reading.claims]


def _said(item: dict[str, Any], reading: Reading, count: Counter[str]) -> list[str]:
    misses = []
    used: set[str] = set()
    for wanted in item["claims"]:
        numeric = "low" in wanted or "high" in wanted
        count["numeric" if numeric else "other"] += 1
        claim = next((c for c in reading.claims if fits(wanted, c) and c.claim not in used), None)
        if claim is None:
            misses.append(f"missing {wanted}")
            continue
        used.add(claim.claim)
        count["numeric found" if numeric else "other found"] += 1
        misses += _tellers(wanted, claim, count)
        count["modes"] += 1
        right = claim.modality == wanted.get(
            "modality", "asserted"
        ) and claim.polarity == wanted.get("polarity", "+")
        count["modes right"] += right
        if not right:
            misses.append(f"mode {claim.modality}{claim.polarity} for {wanted}")
    extra = [
        claim for claim in reading.claims
        if claim.claim not in used and (claim.low, claim.high) != (None, None)
    ]  # fmt: skip
    count["numeric extra"] += len(extra)
    return misses + [f"extra {c.kind} {c.low} {c.high} {c.scope} {c.quote!r}" for c in extra]


def _tellers(wanted: dict[str, Any], claim: Claim, count: Counter[str]) -> list[str]:
    if "tellers" not in wanted:
        return []
    chain = wanted["tellers"]
    if not chain:
        count["own statements"] += 1
        count["false tellers"] += bool(claim.tellers)
        return [f"false tellers {claim.tellers} for {wanted}"] if claim.tellers else []
    count["attributed"] += 1
    origin = bool(claim.tellers) and same_name(chain[0], claim.tellers[0])
    whole = same_chain(chain, claim.tellers)
    count["origin right"] += origin
    count["chain right"] += whole
    return [] if whole else [f"tellers {claim.tellers} for {wanted}"]


def caption_measures(folder: Path, *, verbose: bool = False) -> dict[str, tuple[float, str]]:
    """Exact F of counts, place precision and recall, share of right days, on the captions' gold."""
    gazetteer = own_gazetteer()
    document = json.loads((folder / "aleppo-captions/captions.json").read_text(encoding="utf-8"))
    items = [item for item in document["items"] if "gold" in item]
    hits: Counter[str] = Counter()
    for item in items:
        reading = read_text(
            f"{item['title']}\n{item['description']}",
            date=date.fromisoformat(item["published"][:10]), gazetteer=gazetteer,
        )  # fmt: skip
        misses = _caption_counts(item["gold"], reading, hits)
        wanted = {_place_key(gazetteer, name) for name in item["gold"]["places"]}
        found = {
            event.place.id or fold(event.place.text) for event in reading.events if event.place
        }
        hits.update({"place hit": len(wanted & found), "place wrong": len(found - wanted),
                     "place missed": len(wanted - found)})  # fmt: skip
        days = {event.time.start[:10] if event.time else None for event in reading.events}
        hits["day right"] += days == {item["gold"]["event_date"]}
        if verbose and (misses or wanted != found or days != {item["gold"]["event_date"]}):
            print(item["n"], item["title"], "|", item["description"])
            print("     ", misses, wanted - found, found - wanted, days)
    return _caption_table(hits, len(items))


def _place_key(gazetteer: Any, name: str) -> str:
    mentions = gazetteer.mentions(f"حي {name}")
    return mentions[0].candidates[0].id if mentions else fold(name)


def _caption_counts(gold: dict[str, Any], reading: Reading, hits: Counter[str]) -> list[str]:
    misses = []
    for kind in COUNTS:
        bounds = gold["counts"].get(kind)
        wanted = {tuple(bounds)} if bounds else set()
        found = {
            (claim.low, claim.high)
            for claim in reading.claims
            if claim.kind.value == kind and claim.scope == "own" and claim.status != "rescuer"
            and (claim.low, claim.high) != (None, None)
        }  # fmt: skip
        hits.update({f"{kind} hit": len(wanted & found), f"{kind} wrong": len(found - wanted),
                     f"{kind} missed": len(wanted - found)})  # fmt: skip
        if wanted != found:
            misses.append(f"{kind}: wanted {wanted}, found {found}")
    return misses


def _caption_table(hits: Counter[str], size: int) -> dict[str, tuple[float, str]]:
    table = {}
    for kind in COUNTS:
        hit, wrong, missed = (hits[f"{kind} {word}"] for word in ("hit", "wrong", "missed"))
        score = 2 * hit / max(1, 2 * hit + wrong + missed)
        table[f"{kind} F"] = (score, f"{hit} hit, {wrong} wrong, {missed} missed")
    hit, wrong, missed = (hits[f"place {word}"] for word in ("hit", "wrong", "missed"))
    table["place precision"] = (hit / max(1, hit + wrong), f"{hit + wrong} places")
    table["place recall"] = (hit / max(1, hit + missed), f"{hit + missed} places")
    table["day right"] = (hits["day right"] / size, f"{size} captions")
    return table


def speed() -> dict[str, tuple[float, str]]:
    """Seconds for a line, an article and ten megabytes without end; peak memory of reading."""
    gazetteer = own_gazetteer()
    line = "سقوط برميلين متفجرين على حي السكري واستشهاد 4 أشخاص وإصابة 12 آخرين"
    items = [item["text"] for item in tomllib.loads(OWN_SET.read_text(encoding="utf-8"))["item"]]
    texts = {
        "line, ms": line,
        "article (6,000 characters), ms": "\n".join(items)[:6_000],
        "10 MB without a space, ms": "a" * 10_000_000,
        "10 MB of quotation marks, ms": "“" * 10_000_000,
        "10 MB of news, ms": " ".join(items) * (10_000_000 // 12_000),
    }
    read_text(line, date=REPORT_DAY, gazetteer=gazetteer)
    table = {}
    for name, text in texts.items():
        begin = time.perf_counter()
        read_text(text, date=REPORT_DAY, gazetteer=gazetteer)
        table[name] = ((time.perf_counter() - begin) * 1000, f"{len(text):,} characters")
    tracemalloc.start()
    read_text(texts["10 MB of news, ms"], date=REPORT_DAY, gazetteer=gazetteer)
    table["memory at its peak while reading 10 MB, MB"] = (
        tracemalloc.get_traced_memory()[1] / 1e6,
        "",
    )
    tracemalloc.stop()
    return table


def own_table(count: Counter[str]) -> dict[str, tuple[float, str]]:
    """The shares issue 5 asks for, from the counts over our own sentences."""

    def share(part: str, whole: str) -> tuple[float, str]:
        return count[part] / max(1, count[whole]), f"{count[part]} of {count[whole]}"

    found = count["numeric found"]
    return {
        "numeric exact range, recall": share("numeric found", "numeric"),
        "numeric, precision": (found / max(1, found + count["numeric extra"]),
                               f"{count['numeric extra']} extra"),
        "other claims, recall": share("other found", "other"),
        "origin of attributed claims": share("origin right", "attributed"),
        "whole chain": share("chain right", "attributed"),
        "false tellers": share("false tellers", "own statements"),
        "modality and polarity": share("modes right", "modes"),
        "silent sentences kept silent": share("silent kept", "silent"),
    }  # fmt: skip


def main() -> None:
    """Print one table of measure, value and size."""
    verbose = "-v" in sys.argv
    chosen = SECOND_SET if "--second" in sys.argv else OWN_SET
    items = tomllib.loads(chosen.read_text(encoding="utf-8"))["item"]
    tables = {f"own sentences ({len(items)})": own_table(own_measures(items, verbose=verbose))}
    shared = os.environ.get("NAJDA_SHARED")
    if shared:
        tables["Arabic captions with gold"] = caption_measures(
            Path(shared) / "data", verbose=verbose
        )
    if "--fast" not in sys.argv:
        tables["time and memory"] = speed()
    for title, table in tables.items():
        print(f"\n{title}")
        for name, (value, size) in table.items():
            print(f"  {name:<46}{value:>9.3f}  {size}")


if __name__ == "__main__":
    main()
