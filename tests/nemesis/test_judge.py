"""Every judgement of the checker is silent on a true history and speaks on a doctored one.

The history is a small one of real rooms and real pages; each doctoring is what one kind of bug
would leave behind (``docs/checker.md``).
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from najda.base import OpenBase, make_base
from najda.engine.discovery import gather
from najda.machine_person import machine_token
from najda.scene_clock import SceneClock
from najda.serving import make_site
from najda.web.app import make_app
from najda.web.site import Site
from nemesis.history import Event
from nemesis.judge import (
    Case,
    CopiesTold,
    Standing,
    equal_facts_equal_pages,
    flipped_bit_is_no_truth,
    folder_verifies,
    judge,
    rebuilt_is_alike,
    sticks_change_nothing,
)
from nemesis.standings import pages_of, standing_of
from nemesis.stories import ThingOfTomorrow
from rooms import (
    DESKS,
    Organisation,
    facts_of,
    give,
    level,
    memory_folder,
    new_request,
    revoke,
    say,
    small_report,
)


def door(site: Site, role: str) -> TestClient:
    client = TestClient(make_app(site), base_url="http://127.0.0.1")
    client.headers["authorization"] = f"Bearer {machine_token(site, role, role)}"
    return client


class Night:
    """A, B and C stand; D is captured, F cloned, N of tomorrow, S a stranger."""

    def __init__(self, folder: Path) -> None:
        self.made = Organisation(folder)
        for letter in "BCDFN":
            self.made.join(letter)
        self.rooms = {base.description.letter: base.room for base in self.made.bases}
        clock = SceneClock(driven=True)  # no minute turns between two answers
        sites = {one.description.letter: make_site(one, clock) for one in self.made.bases[:3]}
        self.doors = {letter: door(site, "dispatcher") for letter, site in sites.items()}
        self.chiefs = {letter: door(site, "chief") for letter, site in sites.items()}
        self.events: list[Event] = []
        opened = {"type": "collapse", "title": "السكري"}
        self.incident = self.ask("A", "act", "acts/incidents/open_incident", opened)
        self.talk()
        self.others_talk(folder)
        self.captured = self.rooms["D"].own_chain
        self.judged = self.capture()
        level([self.rooms[letter] for letter in "ABC"])

    def ask(self, letter: str, said: str, path: str, body: dict[str, Any], about: str = "") -> str:
        """Done by a dispatcher and written down as the checker would."""
        id_ = new_request()
        answer = self.doors[letter].post(f"/api/v1/{path}", json={"id": id_, **body})
        assert answer.status_code == 201, answer.text
        plain = answer.json()
        facts = tuple(plain.get("facts") or [plain["fact"]])
        text = str(body.get("text", ""))
        self.events.append(Event(letter, said, id_, text, 201, facts, 0.0, 0.0, about))
        return id_

    def talk(self) -> None:
        for letter in "ABC":
            body = {"text": letter, "channel": "phone"}
            self.report = self.ask(letter, "report", "reports", body)
            claim = {"about": self.incident, "kind": "trapped", "low": ord(letter)}
            self.ask(letter, "claim", "acts/incidents/make_claim", claim)
        level([self.rooms[letter] for letter in "ABC"])
        self.correct("A", "تصحيح A")  # not knowing each other
        self.correct("B", "تصحيح B")
        level([self.rooms[letter] for letter in "ABC"])
        self.correct("B", "القول الأخير")

    def correct(self, letter: str, text: str) -> None:
        body = {"report": self.report, "text": text}
        self.ask(letter, "correction", "acts/reports/correct_report", body, self.report)

    def others_talk(self, folder: Path) -> None:
        make_base(folder / "S", name="غريب", letter="S", join_root=self.made.root.public.hex())
        with closing(OpenBase(folder / "S", None)) as stranger:
            say(stranger.room, small_report("غريب 1"))
            give(facts_of(stranger.room), self.rooms["A"])
        self.reopened("N", folder / "N", self.tomorrow)
        shutil.copytree(folder / "F", folder / "F2")
        for n, at in enumerate((folder / "F", folder / "F2")):
            self.reopened("F", at, partial(self.speak, f"ف{n}"))

    def reopened(self, letter: str, at: Path, talk: Callable[[OpenBase], object]) -> None:
        for base in [one for one in self.made.bases if one.description.letter == letter]:
            base.close()
            self.made.bases.remove(base)
        desks = gather(
            replace(desk, facts=(*desk.facts, ThingOfTomorrow)) if desk.name == "reports" else desk
            for desk in DESKS.desks
        )
        with closing(OpenBase(at, None, desks=desks)) as base:
            talk(base)
            give(facts_of(base.room), self.rooms["C"])

    def speak(self, text: str, base: OpenBase) -> None:
        say(base.room, small_report(text))

    def tomorrow(self, base: OpenBase) -> None:
        say(base.room, small_report("قبل الغد"))
        say(base.room, ThingOfTomorrow(words="غداً"))
        say(base.room, small_report("بعد الغد"))

    def capture(self) -> list[str]:
        d = self.rooms["D"]
        say(d, small_report("قبل القطع"))
        give(facts_of(d), self.rooms["A"])
        last = list(d.reader().journal.of_chain(self.captured))[-1]
        late = [say(d, small_report(f"بعد القطع {n}"))[0] for n in range(3)]
        revoke(self.made, self.captured, last.seq, last.id)
        give(facts_of(d), self.rooms["A"])
        for n, fact in enumerate(late[:2]):
            body = {"facts": [fact], "adopted": n == 0, "reason": "الطاقم رآه"}
            answer = self.doors["A"].post("/api/v1/acts/trust/judge_grey", json=body)
            assert answer.status_code == 201, answer.text
        return late[:2]

    def case(self) -> Case:
        return Case(
            events=self.events,
            standings=[standing_of(http, letter) for letter, http in self.chiefs.items()],
            stand=frozenset("ABC"),
            own_chains=frozenset(self.rooms[letter].own_chain for letter in "ABC"),
            copies=[CopiesTold("A", self.report, told=3, held=2, unknown=1)],
            captured=self.captured,
            judged=self.judged,
            last_words=[(self.report, "القول الأخير")],
        )

    def close(self) -> None:
        for client in (*self.doors.values(), *self.chiefs.values()):
            client.close()
        self.made.close()


@pytest.fixture(scope="module")
def night() -> Iterator[Night]:
    folder = memory_folder()
    with closing(Night(folder)) as made:
        yield made
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def truth(night: Night) -> Case:
    return night.case()


def test_a_true_history_breaks_no_promise(truth: Case) -> None:
    """Also none of a fork that was told, of grey facts that were judged, of tomorrow's kinds."""
    assert judge(truth) == []
    assert all(one.forks for one in truth.standings)


# What a bug would leave behind, in a case of one's own.


def _last(case: Case) -> Standing:
    return case.standings[-1]


def _report(case: Case) -> str:
    return case.last_words[0][0]


def _fact_of(case: Case, kind: str) -> str:
    return next(one.facts[0] for one in case.events if one.kind == kind)


def lost_after_a_crash(case: Case) -> None:
    for one in case.standings:
        del one.facts[_fact_of(case, "report")]


def stored_but_no_row(case: Case) -> None:
    del _last(case).reports[_report(case)]


def row_without_its_words(case: Case) -> None:
    for row in _last(case).reports.values():
        row["versions"] = [{**version, "text": None} for version in row["versions"]]


def relayed_on_one_chain_only(case: Case) -> None:
    """What D said before the cut reached A and was never passed on."""
    at = _last(case)
    at.facts = {id_: one for id_, one in at.facts.items() if one["chain"] != case.captured}


def counted_otherwise(case: Case) -> None:
    _last(case).facts[_fact_of(case, "report")]["standing"] = "detached"


def row_by_arrival(case: Case) -> None:
    row = _last(case).reports[_report(case)]
    row["versions"] = row["versions"][::-1]


def relayed_bytes_changed(case: Case) -> None:
    stick = _last(case).stick
    shell, (signature, parts) = next(iter(stick.items()))
    stick[shell] = (signature[::-1], parts)


def gap(case: Case) -> None:
    for one in case.standings:
        chain = min(case.own_chains)
        id_ = next(f for f, fact in one.facts.items() if (fact["chain"], fact["seq"]) == (chain, 2))
        del one.facts[id_]


def number_twice_after_a_wipe(case: Case) -> None:
    for one in case.standings:
        fact = one.facts[_fact_of(case, "report")]
        one.facts["ff" * 32] = dict(fact)


def fork_not_told(case: Case) -> None:
    _last(case).forks.clear()


def forked_chain_goes_on(case: Case) -> None:
    for one in case.standings:
        fact = one.facts[_fact_of(case, "report")]
        one.forks.add((fact["chain"], 1))


def claim_vanished(case: Case) -> None:
    for one in case.standings:
        for row in one.views["incidents.claim"].values():
            row["claims"] = row["claims"][1:]


def concurrent_wording_vanished(case: Case) -> None:
    for one in case.standings:
        row = one.reports[_report(case)]
        row["versions"] = [one for one in row["versions"] if one["text"] != "تصحيح A"]


def stranger_counts(case: Case) -> None:
    for one in case.standings:
        one.reports["ee" * 16] = {"text": "غريب 1", "versions": []}


def tomorrow_blocks(case: Case) -> None:
    for one in case.standings:
        for row in one.reports.values():
            row["text"] = None if row["text"] == "بعد الغد" else row["text"]


def tomorrow_dropped(case: Case) -> None:
    for one in case.standings:
        one.facts = {
            id_: fact
            for id_, fact in one.facts.items()
            if fact["kind"] != "reports.ThingOfTomorrow"
        }


def revoked_counts(case: Case) -> None:
    for one in case.standings:
        for fact in one.facts.values():
            fact["standing"] = "counts"


def judgement_unheard(case: Case) -> None:
    for one in case.standings:
        one.facts[case.judged[1]]["standing"] = "grey"


def clock_has_the_last_word(case: Case) -> None:
    for one in case.standings:
        one.reports[_report(case)]["text"] = "تصحيح A"


DOCTORED: Sequence[tuple[Callable[[Case], None], str]] = (
    (lost_after_a_crash, "saved by A, not at A"),
    (stored_but_no_row, "but no row"),
    (row_without_its_words, "without its words"),
    (relayed_on_one_chain_only, "of another survivor are not at C"),
    (counted_otherwise, "standings differ at A and C"),
    (row_by_arrival, "rows of reports.report differ at A and C"),
    (relayed_bytes_changed, "bytes differ at A and C"),
    (gap, "a gap in"),
    (number_twice_after_a_wipe, "a number twice in"),
    (fork_not_told, "not told, at C"),
    (forked_chain_goes_on, "is still signed after its fork"),
    (claim_vanished, "a claim disappeared at A"),
    (concurrent_wording_vanished, "a wording disappeared at A"),
    (stranger_counts, "a stranger counts at A"),
    (tomorrow_blocks, "blocks its neighbours at A"),
    (tomorrow_dropped, "was not carried on to A"),
    (revoked_counts, "nothing of the captured base is grey at A"),
    (judgement_unheard, "a judgement is not heard at A"),
    (clock_has_the_last_word, "the last word is not shown at A"),
)


@pytest.mark.parametrize(
    ("doctor", "spoken"), DOCTORED, ids=[doctor.__name__ for doctor, _ in DOCTORED]
)
def test_a_judgement_speaks(truth: Case, doctor: Callable[[Case], None], spoken: str) -> None:
    """What a bug would leave behind breaks a promise, by name."""
    case = deepcopy(truth)
    doctor(case)

    assert any(spoken in one for one in judge(case)), judge(case)


def test_what_was_answered_is_judged(truth: Case) -> None:
    """Copies beyond those who have it, and a 201 while no byte went to the disk."""
    many = replace(truth, copies=[CopiesTold("A", "x", told=3, held=1, unknown=1)])
    full = replace(truth, events=[replace(truth.events[0], disk_was_full=True)])
    asked = replace(truth, on_full_disk=[503, 201])

    assert any("copies overstated at A" in one for one in judge(many))
    assert any("saved on a full disk: A" in one for one in judge(full))
    assert judge(asked) == ["saved on a full disk: asked on purpose"]


def test_pages_are_alike_and_judged(night: Night) -> None:
    """Three bases say the same of an incident and on the board; one word less is seen."""
    pages = {letter: pages_of(http, night.incident) for letter, http in night.doors.items()}
    path = f"/incidents/{night.incident}"
    assert "السكري" in pages["C"][path]
    assert equal_facts_equal_pages(pages) == []
    pages["C"][path] = pages["C"][path].replace("السكري", "")

    assert equal_facts_equal_pages(pages) == [f"{path} differs at A and C"]


def test_a_stick_that_changes_something_is_judged(truth: Case) -> None:
    """A row that is otherwise, or a fact more, after a stick was taken in again."""
    after = deepcopy(truth.standings)
    assert sticks_change_nothing(truth.standings, after) == []
    row_by_arrival(replace(truth, standings=after))

    assert sticks_change_nothing(truth.standings, after) == ["a stick taken in again changed C"]


def test_what_stands_on_the_disk_is_judged() -> None:
    """Rows that differ from rebuilt ones, chains that do not verify, a bit read as truth."""
    good = {"ok": True, "facts": 9, "gaps": 0, "problems": []}
    fork = {"chain": "aa", "seq": 3, "what": "fork"}
    link = {"chain": "aa", "seq": 3, "what": "link"}

    assert rebuilt_is_alike("A", {"identical": True}) == []
    assert rebuilt_is_alike("A", {"identical": False})
    assert folder_verifies("A", [], good) == []
    assert folder_verifies("A", [("aa", 3)], {**good, "ok": False, "problems": [fork]}) == []
    for forks, verdict in (
        ([], {**good, "problems": [fork]}),
        ([("aa", 3)], good),
        ([], {**good, "problems": [link]}),
        ([], {**good, "gaps": 1}),
        ([], {}),
    ):
        assert folder_verifies("A", forks, verdict)
    for name, verdict, speaks in (
        ("journal.db", good, False),
        ("journal.db", {}, False),
        ("journal.db", {**good, "problems": [link]}, False),
        ("journal.db", {**good, "facts": 8}, True),
        ("journal.db-wal", {**good, "facts": 8}, False),
        ("journal.db-wal", {**good, "facts": 10}, True),
    ):
        assert bool(flipped_bit_is_no_truth(name, verdict, good)) is speaks
