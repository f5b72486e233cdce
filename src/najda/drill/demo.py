"""Plays the night over real bases: writes to all, cuts links, kills, replaces, asks afterwards."""

import json
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from threading import Timer
from typing import Any

from najda.drill import bases as processes
from najda.drill.bases import Base
from najda.drill.driver import Crews, Tally
from najda.drill.links import Links
from najda.drill.scoreboard import Asker, bytes_per_fact, counts, find_losses
from najda.drill.script import DEMO, Task, milliseconds, night_tasks, steps
from najda.settings import ROOT_KEY

#: The base that is asked in the end stands first; it is never killed.
ORDER = "DABC"
#: When the bases were hit on the night (after that time on the scene), in this order.
HITS = (("B", "2016-09-23T03:02:00+03:00"), ("C", "2016-09-23T05:30:00+03:00"),
        ("A", "2016-09-23T06:57:00+03:00"))  # fmt: skip
#: When an empty folder takes B's place, and when A comes back with its own.
REPLACED = ("B", "2016-09-23T09:30:00+03:00")
#: Where the clock stands for whoever looks at the bases afterwards: the end of the second day.
LOOKED_AT = "2016-09-24T23:00:00+03:00"
RETURNED = ("A", "2016-09-23T12:00:00+03:00")
#: A quiet hour on the scene never lasts longer than this on the wall, at speed 1.
MOST_WAIT_SECONDS = 0.8
WAIT_SECONDS_PER_MINUTE = 0.2
CONVERGE_SECONDS = 60.0
#: Acknowledged by a base between the cut of its links and its end.
LEAST_ALONE, MOST_ALONE = 3, 8

Say = Callable[[str], None]


@dataclass
class Hit:
    """A base that is to be hit."""

    letter: str
    at_ms: int
    #: How many requests it answers after its links were cut.
    alone: int
    #: Seconds into its last request.
    into: float
    stage: str = "waiting"
    since: int = 0
    held_alone: int = 0


@dataclass
class Items:
    """Items of the night that were sent, and the invented among them."""

    sent: set[str] = field(default_factory=set)
    invented: set[str] = field(default_factory=set)

    def count(self, task: Task) -> None:
        """A task is about to be sent."""
        if task.is_report:
            self.sent.add(task.item or "")
            if task.invented:
                self.invented.add(task.item or "")


@dataclass
class Played:
    """Where the play stands."""

    folder: Path
    bases: dict[str, Base]
    links: Links
    crews: Crews
    tally: Tally
    hits: list[Hit]
    say: Say
    items: Items
    #: Facts that a survivor was seen to hold when a base was hit.
    seen: set[str] = field(default_factory=set)
    killed: list[str] = field(default_factory=list)
    #: Scene time of the step that is played.
    now_ms: int = 0
    #: Words of what happened to bases and links, in order.
    told: list[str] = field(default_factory=list)
    #: The scoreboard, once it is counted.
    scored: dict[str, Any] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    #: Machine times between which one base worked alone.
    alone_from: float | None = None
    alone_to: float | None = None
    #: Seconds until a base that joined or came back held what the survivor held then.
    catch_up: dict[str, float] = field(default_factory=dict)


def base_names() -> dict[str, str]:
    """Letter -> name of the night's bases, the surviving one first."""
    found = {one["letter"]: one["name"] for one in _bases_file()["bases"]}
    return {letter: found[letter] for letter in ORDER}


def _bases_file() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((DEMO / "bases.json").read_text(encoding="utf-8"))
    return plain


def set_up(folder: Path, *, count: int, kill: int, port: int, seed: int, say: Say) -> Played:
    """Make and start the bases; what lay in ``folder`` is thrown away."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    names = dict(list(base_names().items())[:count])
    made = processes.make_organisation(folder, names, port)
    processes.note_chains(folder, list(made))
    links = Links({one: base.sync_port for one, base in made.items() if base.sync_port})
    _start_all(made, links, say)
    tally = Tally()
    draw = random.Random(seed)  # noqa: S311 - a seeded night, no secret
    victims = [hit for hit in HITS if hit[0] in made][: min(kill, count - 1)]
    hits = [
        Hit(letter, milliseconds(at), draw.randint(LEAST_ALONE, MOST_ALONE), draw.random() / 100)
        for letter, at in victims
    ]
    items = Items()
    told: list[str] = []

    def tell(what: str) -> None:
        told.append(what)
        say(what)

    crews = Crews(made, folder, tally, items.count)
    return Played(folder, made, links, crews, tally, hits, tell, items, told=told)


def _start_all(made: dict[str, Base], links: Links, say: Say) -> None:
    try:
        for letter, base in made.items():
            base.start(links.peers_of(letter))
            say(f"base {letter}: {base.url}")
    except processes.NotUp:
        for base in made.values():
            base.stop()
        raise


def play(played: Played, *, speed: float, progress: Callable[[int, int], None]) -> None:
    """The night from the first news to the last, with its hits."""
    tasks = night_tasks()
    begin = next(task.at_ms for task in tasks if task.at_ms)
    last_ms, done = begin, 0
    for step_ms, found in steps(tasks):
        now_ms = max(begin, step_ms)
        time.sleep(_wait(now_ms - last_ms, speed))
        last_ms = played.now_ms = now_ms
        _change_scene(played, now_ms)
        if any(hit.stage == "cut" for hit in played.hits):
            for task in found:
                played.crews.play(now_ms, [task])
                _strike(played)
        else:
            played.crews.play(now_ms, found)
        done += len(found)
        progress(done, len(tasks))


def _wait(gap_ms: int, speed: float) -> float:
    return float(min(gap_ms / 60_000 * WAIT_SECONDS_PER_MINUTE, MOST_WAIT_SECONDS) / speed)


def _change_scene(played: Played, now_ms: int) -> None:
    for hit in played.hits:
        if hit.stage == "waiting" and now_ms >= hit.at_ms:
            hit.stage = "cut"
            hit.since = played.crews.drivers[hit.letter].acknowledged
            played.links.cut(hit.letter)
            played.say(f"base {hit.letter}: links cut")
    for (letter, at), change in ((REPLACED, _replace), (RETURNED, _return)):
        if letter in played.killed and letter not in played.back and now_ms >= milliseconds(at):
            change(played, letter)


def _strike(played: Played) -> None:
    """Kill a base whose time has come, while it works on its next request."""
    for hit in played.hits:
        if hit.stage != "cut":
            continue
        alone = played.crews.drivers[hit.letter].acknowledged - hit.since
        if alone < hit.alone:
            continue
        _kill_under_load(played, hit)


def _kill_under_load(played: Played, hit: Hit) -> None:
    """SIGKILL at a seeded moment while writes are under way; what is left is sent elsewhere."""
    base = played.bases[hit.letter]
    survivors = [one for one in played.crews.living() if one != hit.letter]
    for letter in survivors:
        played.seen |= _facts_of(played.bases[letter])
    killer = Timer(hit.into, base.kill)
    load = [_radio_line(hit, hit.letter, n) for n in range(1, 7)]
    load += [_radio_line(hit, letter, n) for letter in survivors for n in (1, 2)]
    killer.start()
    played.crews.play(hit.at_ms + 60_000, load)
    killer.join()
    hit.stage = "killed"
    played.killed.append(hit.letter)
    said = [one for one in played.tally.acknowledged if one.base == hit.letter]
    held = {fact for one in said for fact in one.facts}
    elsewhere: set[str] = set()
    for letter in survivors:
        elsewhere |= _facts_of(played.bases[letter])
    hit.held_alone = len(held - elsewhere)
    played.say(f"base {hit.letter}: killed, {hit.held_alone} facts with one copy only")
    played.crews.play(hit.at_ms + 120_000, [_silent(played, hit)])
    if len(survivors) == 1:
        played.alone_from = time.monotonic()
        played.say(f"base {survivors[0]} works alone")


def _silent(played: Played, hit: Hit) -> Task:
    """The base that lives writes down that the hit one is not heard: silent, not destroyed."""
    home = next(one["id"] for one in _bases_file()["bases"] if one["letter"] == hit.letter)
    body = {"id": _id(f"silent/{hit.letter}"), "base": home, "state": "silent",
            "tellers": ["غرفة العمليات"]}  # fmt: skip
    return Task(at_ms=hit.at_ms + 120_000, base=played.crews.living()[0], role="operator",
                path="/api/v1/acts/units/claim_base_state", body=body)  # fmt: skip


def _id(name: str) -> str:
    return blake2b(f"najda-demo/{name}".encode(), digest_size=16).hexdigest()


def _radio_line(hit: Hit, letter: str, n: int) -> Task:
    """A line of radio written while the walls shake; invented."""
    where = "تحت القصف" if letter == hit.letter else f"نسمع القصف عند {hit.letter}"
    body = {
        "id": _id(f"hit/{hit.letter}/{letter}/{n}"),
        "text": f"من غرفة المركز {letter}: النداء {n} {where}، الجميع إلى الملجأ",
        "channel": "radio",
        "lang": "ar",
        "invented": True,
        "received_at": hit.at_ms,
    }
    return Task(at_ms=hit.at_ms, base=letter, role="operator", path="/api/v1/reports", body=body,
                item=f"H{hit.letter}{letter}{n}", is_report=True, invented=True)  # fmt: skip


def _facts_of(base: Base) -> set[str]:
    asker = Asker(base)
    try:
        return asker.facts()
    finally:
        asker.close()


def _counts_of(base: Base) -> dict[str, int]:
    asker = Asker(base)
    try:
        return counts(asker)
    finally:
        asker.close()


def _replace(played: Played, letter: str) -> None:
    played.alone_to = time.monotonic()
    survivor = played.bases[played.crews.living()[0]]
    root_key = played.folder / ORDER[0] / ROOT_KEY
    base = processes.replace_base(played.bases[letter], survivor, root_key)
    played.links.mend(letter)
    _cut_the_dead(played, letter)
    base.start(played.links.peers_of(letter))
    played.bases[letter] = base
    played.crews.replace(letter, base)
    played.back.add(letter)
    _catch_up(played, letter)
    played.say(f"base {letter}: an empty folder joined from a stick")


def _return(played: Played, letter: str) -> None:
    base = played.bases[letter]
    played.links.mend(letter)
    _cut_the_dead(played, letter)
    base.start(played.links.peers_of(letter))
    played.back.add(letter)
    _catch_up(played, letter)
    played.say(f"base {letter}: back with its own folder")


def _catch_up(played: Played, letter: str) -> None:
    """Wait until the base holds what the survivor holds now, and note how long that took."""
    start = time.monotonic()
    wanted = _facts_of(played.bases[played.crews.living()[0]])
    while time.monotonic() - start < CONVERGE_SECONDS:
        if wanted <= _facts_of(played.bases[letter]):
            break
        time.sleep(0.05)
    played.catch_up[letter] = round(time.monotonic() - start, 2)


def _cut_the_dead(played: Played, but: str) -> None:
    for letter in played.killed:
        if letter != but and letter not in played.back:
            played.links.cut(letter)


def converge(played: Played) -> tuple[bool, float]:
    """Wait until all living bases hold the same facts; gives whether, and the seconds."""
    start = time.monotonic()
    living = [played.bases[one] for one in played.crews.living()]
    while True:
        held = [_facts_of(base) for base in living]
        if all(one == held[0] for one in held):
            seconds = round(time.monotonic() - start, 2)
            shown = [_counts_of(base) for base in living]
            return all(one == shown[0] for one in shown), seconds
        if time.monotonic() - start > CONVERGE_SECONDS:
            return False, round(time.monotonic() - start, 2)
        time.sleep(0.2)


def score(played: Played) -> dict[str, Any]:
    """The scoreboard, in the words of the public interface."""
    converged, seconds = converge(played)
    living = played.crews.living()
    survivor = Asker(played.bases[living[0]])
    replaced = {REPLACED[0]} & played.back
    standing = set(living) - replaced
    losses = find_losses(played.tally.acknowledged, survivor, played.seen, standing)
    verified = [played.bases[one].command("verify") for one in living]
    rebuilt = [played.bases[one].command("rebuild") for one in living]
    figures = counts(survivor)
    survivor.close()
    stick = played.folder / "night.stick"
    travelling, on_disk = bytes_per_fact(played.bases[living[0]], stick)
    held_alone = sum(hit.held_alone for hit in played.hits if hit.stage == "killed")
    latencies = sorted(played.tally.latencies)
    return {
        "bases": len(played.bases),
        "killed_bases": list(played.killed),
        "items_sent": len(played.items.sent),
        "invented": len(played.items.invented),
        "acknowledged": len(played.tally.acknowledged),
        "lost": len(losses.lost),
        "lost_items": [one.name for one in losses.lost],
        "only_on_dead": [
            {"item": one.item, "what": one.name, "base": one.base, "text": one.text}
            for one in losses.only_on_dead
        ],
        "single_copy_on_killed": held_alone,
        "callouts_alone": _callouts_alone(played),
        "void": bool(played.hits) and (held_alone == 0 or len(played.killed) < len(played.hits)),
        "converged": converged,
        "seconds_to_converge": seconds,
        "seconds_to_catch_up": dict(played.catch_up),
        **figures,
        "refused": dict(played.tally.refused),
        "unanswered": played.tally.unanswered,
        "ms_p50": round(latencies[len(latencies) // 2] * 1000, 1),
        "ms_p99": round(latencies[int(len(latencies) * 0.99)] * 1000, 1),
        "verify": "ok" if all(one["ok"] for one in verified) else "broken",
        "rebuild_identical": all(one["identical"] for one in rebuilt),
        "facts": verified[0]["facts"],
        "bytes_per_fact": travelling,
        "disk_bytes_per_fact": on_disk,
    }


def _callouts_alone(played: Played) -> int:
    """Callouts that the last base sent while it worked alone."""
    if played.alone_from is None:
        return 0
    end = played.alone_to or time.monotonic()
    return sum(
        " send_unit " in one.name and played.alone_from <= one.at <= end
        for one in played.tally.acknowledged
    )


def stand_still(played: Played) -> None:
    """Bring the scene back from the years after to the end of the second day."""
    for letter in played.crews.living():
        played.crews.drivers[letter].set_clock(milliseconds(LOOKED_AT))


def close(played: Played) -> None:
    """End every process and thread that the play started."""
    played.crews.close()
    played.links.close()
    for base in played.bases.values():
        base.stop()


__all__ = ["Played", "close", "play", "score", "set_up", "stand_still"]
