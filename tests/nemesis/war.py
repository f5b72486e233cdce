"""One run of the checker: what happens to four bases, and everything that is judged of it."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

from nemesis.history import History, Writer
from nemesis.judge import (
    Case,
    Standing,
    flipped_bit_is_no_truth,
    judge,
    sticks_change_nothing,
)
from nemesis.nemesis import Nemesis
from nemesis.standings import (
    converge,
    judge_folders,
    judge_pages,
    own_chains,
    standings_of,
)
from nemesis.stories import (
    flip_bits,
    judge_grey,
    last_words,
    open_an_incident,
    replace_wiped,
    restore_old_copy,
    revoke_captured,
    stick_of_a_newer_version,
    stick_of_a_stranger,
)
from nemesis.world import World, run


class War:
    """One run: four bases, the people at them, and what happens to them."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.seed = seed
        self.history = History(world.folder / "history.jsonl")
        self.incident = open_an_incident(world)
        self.writers = {
            letter: Writer(base, self.history, seed + n, self.incident)
            for n, (letter, base) in enumerate(world.bases.items())
        }
        for base in world.bases.values():
            base.token("chief")
        self.nemesis = Nemesis(world, self.writers, seed)
        self.captured = ""
        self.grey: list[str] = []

    def play(self, seconds: float) -> None:
        """War; B put back from an older copy, D captured; war; C wiped and replaced; war."""
        world, nemesis, writers = self.world, self.nemesis, self.writers
        for writer in writers.values():
            writer.start()
        nemesis.run(seconds * 0.5)

        nemesis.heal()
        restore_old_copy(world, writers["B"])
        for stick in (stick_of_a_stranger(world), stick_of_a_newer_version(world)):
            assert world.take_in("A", stick).status_code == 200
        self._spare("D")
        time.sleep(1)
        self.captured = revoke_captured(world, "D")
        time.sleep(1)
        assert world.take_in("A", world.stick_of("D")).status_code == 200
        nemesis.run(seconds * 0.25)

        nemesis.heal()
        self._spare("D")
        writers["C"].close()
        writers["C"] = Writer(replace_wiped(world, "C"), self.history, self.seed + 9, self.incident)
        writers["C"].start()
        self.grey = _grey_reports(world)
        judge_grey(world, self.grey)
        nemesis.run(seconds * 0.25)
        nemesis.finish()

        for writer in writers.values():
            writer.end()
        nemesis.heal()
        self._spare("D")

    def _spare(self, letter: str) -> None:
        self.nemesis.spared = {letter}
        self.world.links.cut(letter)

    def judged(self, level_seconds: float) -> list[str]:
        """Every broken promise in words; the bases are stopped afterwards.

        ``level_seconds`` is how long they may take to hold the same facts.
        """
        standing = self.world.standing()
        speakers = [self.writers[base.letter] for base in standing]
        self.nemesis.chance.shuffle(speakers)
        said_last = last_words(self.world, speakers, speakers[0].known()[0])
        took = converge(standing, level_seconds)
        self.nemesis.copies()
        standings = standings_of(standing)
        print(f"level after {took:.1f} s")  # noqa: T201 - what the run was
        case = Case(
            events=self.history.events,
            standings=standings,
            stand=frozenset(base.label for base in standing),
            own_chains=own_chains(self.world),
            copies=self.nemesis.copies_told,
            on_full_disk=self.nemesis.on_full_disk,
            captured=self.captured,
            judged=self.grey,
            last_words=[said_last],
        )
        broken = judge(case)
        if not all(one.forks for one in standings):
            broken.append("the number said twice is told nowhere")
        broken += _sticks_again_change_nothing(self.world, standings)
        broken += judge_pages(standing, self.incident)
        broken += _flipped_bits_are_no_truth(self.world, self.seed)
        self.world.bases["D"].end()
        return broken + judge_folders(standing, standings)

    def close(self) -> None:
        for writer in self.writers.values():
            writer.close()
        self.history.close()


def _grey_reports(world: World) -> list[str]:
    with world.bases["A"].http("chief") as http:
        rows = http.get("/api/v1/views/reports.report").json()
    return sorted(row["fact"] for row in rows.values() if row.get("mark") == "grey")


def _sticks_again_change_nothing(world: World, before: list[Standing]) -> list[str]:
    sticks = [world.stick_of(base.letter) for base in world.standing()]
    for base in world.standing():
        for stick in sticks:
            world.take_in(base.letter, stick)
    return sticks_change_nothing(before, standings_of(world.standing()))


def _flipped_bits_are_no_truth(world: World, seed: int) -> list[str]:
    """One bit of the database or of the log turned over, in copies of a killed base's folder."""
    base = world.bases["B"]
    base.end()
    chance = random.Random(seed)
    names = ["journal.db", "journal.db-wal"] * 2
    flipped = [
        flip_bits(base.folder, world.folder / f"flipped{n}", name, chance)
        for n, name in enumerate(names)
    ]
    truth = run(base, "verify")
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda folder: run(base, "verify", folder), flipped))
    return [
        broken
        for name, verdict in zip(names, verdicts, strict=True)
        for broken in flipped_bit_is_no_truth(name, verdict, truth)
    ]
