"""What war does to bases and lines, drawn from a seed."""

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import httpx

from najda.net.bundle import pack
from nemesis.history import Writer
from nemesis.judge import CopiesTold
from nemesis.world import LETTERS, Base, World, facts_in

CLOCKS = (300.0, -300.0, 10 * 365 * 86400.0, -86400.0)
TRIES = 10
#: A name, and what is done to a stick's bytes.
Mutation = tuple[str, Callable[[bytes, random.Random], bytes]]


class Nemesis:
    """Acts on the world; every act is undone later, or by ``heal``."""

    def __init__(self, world: World, writers: dict[str, Writer], seed: int) -> None:
        self.world = world
        self.writers = writers
        self.chance = random.Random(seed)
        self.did: Counter[str] = Counter()
        self.log: list[str] = []
        #: Letters that the nemesis leaves alone now (a story of their own is under way).
        self.spared: set[str] = set()
        #: Copies as bases told them, and who had the fact right after.
        self.copies_told: list[CopiesTold] = []
        #: What a base answered while no byte went to its disk: never 201.
        self.on_full_disk: list[int] = []
        #: Every act once, in drawn order, before any is drawn twice: a run lacks none.
        self._due = [*self._acts(), self.kill, self.kill, *(self._stick(one) for one in MUTATIONS)]
        self.chance.shuffle(self._due)
        self._clocks = self.chance.sample(CLOCKS, len(CLOCKS))

    def _note(self, what: str, detail: str = "") -> None:
        self.did[what] += 1
        self.log.append(f"{time.monotonic():.2f} {what} {detail}")

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._act()
            self._let_learn()
            self._wait(0.1, 0.4)

    def finish(self) -> None:
        """What is still due."""
        while self._due:
            self._act()

    def _acts(self) -> list[Callable[[], None]]:
        return [
            self.kill, self.partition, self.one_way, self.narrow, self.pause, self.clocks,
            self.full_disk, self.alone, self.copies,
        ]  # fmt: skip

    def _let_learn(self) -> None:
        """People at one base hear of what another was told, and may correct it too."""
        told, hears = self.chance.sample(sorted(self.writers), 2)
        self.writers[hears].learn(self.writers[told].known()[-2:])

    def _act(self) -> None:
        if self._due:
            self._due.pop()()
        else:
            draw = self._stick(self.chance.choice(MUTATIONS))
            self.chance.choice([*self._acts(), draw])()

    def _stick(self, mutation: Mutation) -> Callable[[], None]:
        return lambda: self.stick(mutation)

    def _wait(self, least: float, most: float) -> None:
        threading.Event().wait(self.chance.uniform(least, most))

    def _some(self) -> Base:
        found = [one for one in self.world.living() if one.letter not in self.spared]
        return self.chance.choice(found)

    def kill(self) -> None:
        base = self._some()
        self._note("kill", base.letter)
        base.end()
        self._wait(0.1, 1.0)
        self.world.start(base.letter)

    def partition(self) -> None:
        size = self.chance.randint(1, 2)
        side = set(self.chance.sample(LETTERS, size))
        self._note("partition", "".join(sorted(side)))
        self.world.part(side)
        self._wait(1.0, 3.0)
        self.mend()

    def one_way(self) -> None:
        self._note("one_way")
        for link in self.chance.sample(self.world.links.all, 4):
            link.swallows_answers = True
        self._wait(1.0, 2.5)
        self.mend()

    def narrow(self) -> None:
        self._note("narrow")
        for link in self.chance.sample(self.world.links.all, 6):
            link.bytes_per_second, link.delay_seconds = 4000.0, 0.5
        self._wait(2.0, 4.0)
        self.mend()

    def mend(self) -> None:
        self.world.mend(but=self.spared)

    def pause(self) -> None:
        base = self._some()
        self._note("pause", base.letter)
        base.pause()
        self._wait(0.5, 3.0)
        base.go_on()

    def clocks(self) -> None:
        """Every base's clock goes wrong in its own way."""
        for base in self.world.living():
            if base.letter not in self.spared:
                wrong_by = self._clocks.pop() if self._clocks else self.chance.choice(CLOCKS)
                self._note("clock", f"{base.letter} {wrong_by}")
                base.set_clock(wrong_by)

    def full_disk(self) -> None:
        base = self._some()
        self._note("full_disk", base.letter)
        base.fill_disk()
        with base.http() as http:
            for n in range(TRIES):
                if n >= 3 and self.on_full_disk:
                    break
                with contextlib.suppress(httpx.TransportError):
                    body = {"text": f"قرص ممتلئ {n}", "channel": "radio"}
                    self.on_full_disk.append(http.post("/api/v1/reports", json=body).status_code)
        self._wait(0.2, 1.0)
        base.empty_disk()

    def stick(self, mutation: Mutation) -> None:
        """A stick from one base to another: whole, twice, torn, shuffled or with flipped bits."""
        given, taken = self._some(), self._some()
        stick = self.world.stick_of(given.letter)
        how, damaged = mutation
        self._note(f"stick_{how}", f"{given.letter}{taken.letter}")
        answer = self.world.take_in(taken.letter, damaged(stick, self.chance))
        assert answer.status_code == 200, (how, answer.status_code, answer.text[-500:])

    def alone(self) -> None:
        """A base is cut off, writes, and is asked how many copies there are: one."""
        base = self._some()
        self._note("alone", base.letter)
        self.world.part({base.letter})
        self._wait(0.3, 0.6)
        with base.http(timeout=20) as http:
            made = http.post("/api/v1/reports", json={"text": "وحدي", "channel": "radio"})
            assert made.status_code == 201, made.text[-500:]
            report = str(made.json()["id"])
            told = http.get(f"/api/v1/reports/{report}").json()["copies"]
        self.copies_told.append(CopiesTold(base.letter, report, int(told), held=1))
        self._wait(0.1, 0.5)
        self.mend()

    def copies(self) -> None:
        """A base tells how many copies there are of what it was told; the others are asked."""
        base = self._some()
        self._note("copies", base.letter)
        for report in self.writers[base.letter].known()[:: self.chance.randint(1, 4)]:
            told = self._asked(base, report)
            if not told:
                continue
            answers = [self._asked(other, report) for other in self.world.bases.values()]
            # A wiped base is no more asked; what it told before still counts for a while.
            unknown = answers.count(None) + len(self.world.gone)
            unknown += base.letter in self.world.took_a_stick
            held = sum(answer is not None and answer > 0 for answer in answers)
            self.copies_told.append(CopiesTold(base.letter, report, told, held, unknown))

    def _asked(self, base: Base, report: str) -> int | None:
        """Copies of a report as a base tells; 0 = not there, None = it could not be asked."""
        if not base.is_up:
            return None
        try:
            with base.http() as http:
                answer = http.get(f"/api/v1/reports/{report}")
        except httpx.TransportError:
            return None
        plain = answer.json()
        there = answer.status_code == 200 and plain.get("fact") is not None
        return int(plain["copies"]) if there else 0

    def heal(self) -> None:
        """Lines whole, disks free, everybody up. Clocks stay wrong: they decide nothing."""
        self.spared.clear()
        for base in self.world.bases.values():
            base.go_on()
            base.empty_disk()
            if base.process is None or base.process.poll() is not None:
                self.world.start(base.letter)
        self.mend()


def _pieces(stick: bytes) -> list[bytes]:
    """The stick's facts in small pieces, so that damage and order have something to bite on."""
    facts = list(facts_in(stick))
    return [b"".join(pack(facts[n : n + 20])) for n in range(0, len(facts), 20)]


def _shuffled(stick: bytes, chance: random.Random) -> bytes:
    pieces = _pieces(stick)
    chance.shuffle(pieces)
    return b"".join(pieces)


def _lacking(stick: bytes, chance: random.Random) -> bytes:
    return b"".join(one for one in _pieces(stick) if chance.random() < 0.7)


def _torn(stick: bytes, chance: random.Random) -> bytes:
    small = b"".join(_pieces(stick))
    return small[: chance.randrange(1, len(small))]


def _flipped(stick: bytes, chance: random.Random) -> bytes:
    data = bytearray(b"".join(_pieces(stick)))
    for _ in range(5):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


MUTATIONS: tuple[Mutation, ...] = (
    ("whole", lambda stick, _: stick),
    ("twice", lambda stick, _: stick + stick),
    ("torn", _torn),
    ("shuffled", _shuffled),
    ("lacking", _lacking),
    ("flipped", _flipped),
    ("newer", lambda stick, _: b"NJB2\x00\x00\x01\x00" + stick[:64] + stick),
)
