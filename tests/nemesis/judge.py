"""Every promise of the checker as a judgement over what was answered and what stands. Pure.

Each gives its broken promises in words; ``test_judge.py`` doctors a true history and sees each of
them speak.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nemesis.history import Event

#: A base's pages as words: path -> what a person reads.
Pages = Mapping[str, str]


@dataclass
class Standing:
    """What one base shows in the end."""

    letter: str
    facts: dict[str, dict[str, Any]]
    views: dict[str, Any]
    #: Shell -> signature and parts, as they would travel.
    stick: dict[bytes, Any]
    #: Numbers of chains that are reported to have two bodies.
    forks: set[tuple[str, int]] = field(default_factory=set)

    @property
    def reports(self) -> dict[str, Any]:
        found: dict[str, Any] = self.views["reports.report"]
        return found


@dataclass(frozen=True)
class CopiesTold:
    """How many copies a base told, and how many bases had the fact when asked right after."""

    base: str
    report: str
    told: int
    held: int
    #: Bases that could not be asked now, or no longer: each may hold it.
    unknown: int = 0


@dataclass(frozen=True)
class Case:
    """What is judged."""

    events: Sequence[Event]
    standings: Sequence[Standing]
    #: Labels of the installations that stand: neither wiped nor revoked.
    stand: frozenset[str]
    #: The chains they sign now.
    own_chains: frozenset[str]
    copies: Sequence[CopiesTold] = ()
    #: Statuses answered while no byte went to the disk of the base that answered.
    on_full_disk: Sequence[int] = ()
    #: The captured base's chain, and its grey reports: every other one adopted, the rest dismissed.
    captured: str = ""
    judged: Sequence[str] = ()
    #: (report, text): what was said last, by bases that had seen everything, under wrong clocks.
    last_words: Sequence[tuple[str, str]] = ()


def judge(case: Case) -> list[str]:
    """Every promise that is broken, in words; empty where all are kept."""
    return [
        *acknowledged_is_there(case),
        *survivors_hold_the_same(case.standings),
        *equal_facts_equal_rows(case.standings),
        *bytes_are_kept(case.standings),
        *no_gap(case.standings, case.own_chains),
        *two_bodies_are_reported(case.standings),
        *forked_chains_end(case),
        *no_value_disappears(case),
        *full_disk_acknowledges_nothing(case),
        *copies_are_not_overstated(case.copies),
        *revocation_is_alike(case),
        *strangers_count_nowhere(case.standings),
        *who_has_seen_everything_speaks_last(case),
    ]


def acknowledged_is_there(case: Case) -> list[str]:
    """Acknowledged by a base that stands ⇒ there, at every base that stands, with its words."""
    broken = []
    for one in case.events:
        if one.status != 201 or one.base not in case.stand:
            continue
        for at in case.standings:
            if not set(one.facts) <= at.facts.keys():
                broken.append(f"saved by {one.base}, not at {at.letter}: {one.kind} {one.id}")
            elif one.kind == "report" and one.id not in at.reports:
                broken.append(f"fact at {at.letter}, but no row: {one.id}")
            elif one.kind == "report" and one.text not in _wordings(at, one.id):
                broken.append(f"row at {at.letter} without its words: {one.id}")
    return broken


def _wordings(at: Standing, report: str) -> list[Any]:
    """Every wording of a report; one that was withheld is no text."""
    row = at.reports.get(report)
    return [version.get("text") for version in row["versions"]] if row else []


def survivors_hold_the_same(standings: Sequence[Standing]) -> list[str]:
    """There at one survivor ⇒ there at all, though the base that said it is dead."""
    everything = set[str]().union(*(one.facts for one in standings))
    return [
        f"{len(lacking)} facts of another survivor are not at {one.letter}"
        for one in standings
        if (lacking := everything - one.facts.keys())
    ]


def equal_facts_equal_rows(standings: Sequence[Standing]) -> list[str]:
    """Equal facts ⇒ equal standings and equal rows, whatever order, repetition and carrier."""
    first = standings[0]
    broken = []
    for other in standings[1:]:
        stood, stand = _stood(first), _stood(other)
        if stood != stand:
            differ = [id_ for id_ in stood if stand.get(id_) != stood[id_]]
            kinds = Counter((first.facts[f]["kind"], first.facts[f]["standing"]) for f in differ)
            broken.append(f"standings differ at {first.letter} and {other.letter}: {kinds}")
        broken += [
            f"rows of {name} differ at {first.letter} and {other.letter}"
            for name in first.views
            if _text(first.views[name]) != _text(other.views.get(name))
        ]
    return broken


def _stood(one: Standing) -> dict[str, str]:
    return {id_: fact["standing"] for id_, fact in one.facts.items()}


def _text(rows: Any) -> str:
    return json.dumps(rows, sort_keys=True)


def equal_facts_equal_pages(pages: Mapping[str, Pages]) -> list[str]:
    """The same words on every base's pages (letter -> pages)."""
    (first, shown), *others = pages.items()
    return [
        f"{path} differs at {first} and {letter}"
        for letter, other in others
        for path in shown
        if other.get(path) != shown[path]
    ]


def bytes_are_kept(standings: Sequence[Standing]) -> list[str]:
    """A fact has the same shell, signature and parts wherever it came by."""
    first = standings[0]
    return [
        f"bytes differ at {first.letter} and {other.letter}"
        for other in standings[1:]
        if other.stick != first.stick
    ]


def no_gap(standings: Sequence[Standing], whole: Iterable[str]) -> list[str]:
    """The chains of bases that stand have no gap at any of them."""
    wanted = set(whole)
    return [
        f"a gap in {chain[:8]} at {one.letter}"
        for one in standings
        for chain, numbers in _numbers(one).items()
        if chain in wanted and max(numbers) != len(numbers)
    ]


def two_bodies_are_reported(standings: Sequence[Standing]) -> list[str]:
    """No chain says two things under one number, unless that is told as a fork."""
    return [
        f"a number twice in {chain[:8]}, not told, at {one.letter}: {seq}"
        for one in standings
        for chain, numbers in _numbers(one).items()
        for seq, bodies in numbers.items()
        if bodies > 1 and (chain, seq) not in one.forks
    ]


def forked_chains_end(case: Case) -> list[str]:
    """A base that was wiped, restored or cloned goes on under a new key."""
    return [
        f"{chain[:8]} is still signed after its fork: {one.letter}"
        for one in case.standings
        for chain, _ in one.forks
        if chain in case.own_chains
    ]


def _numbers(one: Standing) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for fact in one.facts.values():
        found[fact["chain"]][fact["seq"]] += 1
    return found


def no_value_disappears(case: Case) -> list[str]:
    """Every correction and claim that was acknowledged stays readable beside all others."""
    broken = []
    for at in case.standings:
        claims = {c["fact"] for row in at.views["incidents.claim"].values() for c in row["claims"]}
        for one in case.events:
            if one.kind not in ("correction", "claim") or one.status != 201:
                continue
            if not set(one.facts) <= at.facts.keys():
                continue  # said to a base that does not stand; told apart above
            if any(at.facts[fact]["standing"] in ("grey", "dismissed") for fact in one.facts):
                continue
            if one.kind == "claim" and not set(one.facts) <= claims:
                broken.append(f"a claim disappeared at {at.letter}: {one.id}")
            if one.kind == "correction" and one.text not in _wordings(at, one.about):
                broken.append(f"a wording disappeared at {at.letter}: {one.id}")
    return broken


def full_disk_acknowledges_nothing(case: Case) -> list[str]:
    """While no byte goes to the disk, nothing is called saved."""
    saved = [f"{one.base} {one.id}" for one in case.events
             if one.disk_was_full and one.status == 201]  # fmt: skip
    saved += ["asked on purpose"] * list(case.on_full_disk).count(201)
    return [f"saved on a full disk: {one}" for one in saved]


def copies_are_not_overstated(told: Iterable[CopiesTold]) -> list[str]:
    """Never more copies than bases that have the fact or might have it."""
    return [
        f"copies overstated at {one.base}: {one.told} told, {one.held} have it, "
        f"{one.unknown} might: {one.report}"
        for one in told
        if one.told > one.held + one.unknown
    ]


def revocation_is_alike(case: Case) -> list[str]:
    """Beyond the cut all is grey everywhere, but for what a person adopted or dismissed."""
    if not case.captured:
        return []
    broken = []
    wanted = ["counts" if n % 2 == 0 else "dismissed" for n in range(len(case.judged))]
    for one in case.standings:
        stood = {id_: f["standing"] for id_, f in one.facts.items() if f["chain"] == case.captured}
        if "grey" not in stood.values():
            broken.append(f"nothing of the captured base is grey at {one.letter}")
        if [stood.get(id_) for id_ in case.judged] != wanted:
            broken.append(f"a judgement is not heard at {one.letter}")
    return broken


def strangers_count_nowhere(standings: Sequence[Standing]) -> list[str]:
    """What no enrolled key signed is kept and read by no view; tomorrow's facts block nobody."""
    broken = []
    for one in standings:
        texts = {str(row.get("text")) for row in one.reports.values()}
        if any(text.startswith("غريب") for text in texts):
            broken.append(f"a stranger counts at {one.letter}")
        if not {"قبل الغد", "بعد الغد"} <= texts:
            broken.append(f"a newer version blocks its neighbours at {one.letter}")
        if "reports.ThingOfTomorrow" not in {fact["kind"] for fact in one.facts.values()}:
            broken.append(f"an unknown kind was not carried on to {one.letter}")
    return broken


def who_has_seen_everything_speaks_last(case: Case) -> list[str]:
    """A clock ten years behind does not make the last word an earlier one."""
    return [
        f"the last word is not shown at {one.letter}: {report}"
        for one in case.standings
        for report, text in case.last_words
        if one.reports.get(report, {}).get("text") != text
    ]


def sticks_change_nothing(before: Sequence[Standing], after: Sequence[Standing]) -> list[str]:
    """Every base's stick in every base once more: nothing new, not one row changes."""
    return [
        f"a stick taken in again changed {one.letter}"
        for one, other in zip(before, after, strict=True)
        if one.facts.keys() != other.facts.keys() or one.views != other.views
    ]


def folder_verifies(letter: str, forks: Iterable[tuple[str, int]], verdict: Any) -> list[str]:
    """Every chain verifies; the two bodies of a fork are named, and no other."""
    problems = verdict.get("problems", ())
    found = {(one["chain"], one["seq"]) for one in problems if one["what"] == "fork"}
    broken = []
    if "facts" not in verdict or verdict["gaps"] or _but_forks(verdict):
        broken.append(f"{letter} does not verify: {_but_forks(verdict) or verdict}")
    if found != set(forks):
        broken.append(f"{letter}: forks found {found}, forks told {set(forks)}")
    return broken


def _but_forks(verdict: Any) -> list[Any]:
    return [one for one in verdict.get("problems", ()) if one["what"] != "fork"]


def rebuilt_is_alike(letter: str, answer: Any) -> list[str]:
    """Rows kept live equal rows made anew."""
    return [] if answer.get("identical") else [f"{letter}: rebuilt rows differ"]


def flipped_bit_is_no_truth(name: str, verdict: Any, truth: Any) -> list[str]:
    """A bit turned over in the database: said, or it lay where nothing is; never read as a fact.

    In the log (the base was killed, so there is one) what follows the bit may be taken for the
    log's end: then less is read, and what is read verifies.
    """
    shortened = name.endswith("-wal") and verdict.get("facts", 0) < truth["facts"]
    read = "facts" in verdict and not _but_forks(verdict)
    if not read or verdict == truth or shortened:
        return []
    return [f"a flipped bit in {name} was read as truth: {verdict}"]
