"""Facts beyond a revocation's cut: kept on the board, changing nothing, judged by a person."""

import shutil
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from najda.engine.card import View
from najda.incidents.claims import CLAIM
from najda.incidents.facts import ClaimKind, ClaimMade, IncidentClosed, IncidentOpened, IncidentType
from najda.incidents.rules import INCIDENT
from najda.journal.control import GreyAdopted
from najda.reports.facts import ReportCorrected
from najda.reports.rules import REPORT
from najda.roads.closures import ClosureKind
from najda.roads.facts import RoadClosed, RoadReopened
from najda.roads.rules import CLOSURE
from rooms import (
    Organisation,
    facts_of,
    give,
    memory_folder,
    new_request,
    revoke,
    rows_of,
    say,
    small_report,
)


def row(organisation: Organisation, view: View[Any], key: str, base: int = 0) -> Any:
    return organisation.bases[base].room.reader().views.get(view, key)


def test_grey_stays_marked_and_changes_nothing(organisation: Organisation) -> None:
    """A captured laptop can add to the board, marked; it closes, opens and rewords nothing."""
    a, b = organisation.room, organisation.join("B").room
    report, incident, closure = new_request(), new_request(), new_request()
    said = say(a, small_report("ثلاثة تحت الأنقاض", trapped=3), request=report)
    say(a, IncidentOpened(type=IncidentType.AIR_STRIKE, title="السكري"), request=incident)
    cut_road = say(a, RoadClosed(kind=ClosureKind.CUT, since_ms=1), request=closure)
    honest, update = new_request(), new_request()
    told = say(a, ClaimMade(kind=ClaimKind.TRAPPED, low=3, about=incident), request=honest)
    give(facts_of(a), b)
    before = b.reader().journal.count()
    own = list(b.reader().journal.of_chain(b.own_chain))[-1]
    forged, danger, claim = new_request(), new_request(), new_request()
    say(b, ReportCorrected(report=report, text="لا أحد", trapped=0), supersedes=said)
    say(b, IncidentClosed(incident=incident, reason="انتهى"))
    say(b, RoadReopened(closure=closure, at_ms=2), supersedes=cut_road)
    say(b, small_report("خمسة عالقون", trapped=5), request=forged)
    say(b, RoadClosed(kind=ClosureKind.UNDER_FIRE, since_ms=3), request=danger)
    say(b, ClaimMade(kind=ClaimKind.TRAPPED, low=5, high=5, about=incident), request=claim)
    nobody = ClaimMade(kind=ClaimKind.TRAPPED, low=0, about=incident)
    say(b, nobody, supersedes=told, request=update)
    revoke(organisation, b.own_chain, own.seq, own.id)
    give(facts_of(b), a)

    assert b.reader().journal.count() == before + 7
    [claim_told] = [c for c in row(organisation, CLAIM, honest).claims if c.id == honest]
    assert claim_told.live
    assert row(organisation, CLAIM, update).claims[0].mark == "grey"
    assert row(organisation, REPORT, report).text == "ثلاثة تحت الأنقاض"
    assert row(organisation, REPORT, report).trapped == 3
    assert not row(organisation, INCIDENT, incident).closed
    assert row(organisation, CLOSURE, closure).live
    assert row(organisation, CLOSURE, closure).mark is None
    assert (row(organisation, REPORT, forged).trapped, row(organisation, REPORT, forged).mark) == (
        5, "grey",
    )  # fmt: skip
    assert (row(organisation, CLOSURE, danger).live, row(organisation, CLOSURE, danger).mark) == (
        True, "grey",
    )  # fmt: skip
    assert row(organisation, CLAIM, claim).claims[0].mark == "grey"


def test_adopted_counts_and_dismissed_goes_everywhere(organisation: Organisation) -> None:
    """A person's judgement travels like any fact; the later one beats the earlier."""
    a, b, c = organisation.room, organisation.join("B").room, organisation.join("C").room
    own = list(b.reader().journal.of_chain(b.own_chain))[-1]
    kept, gone = new_request(), new_request()
    (kept_fact,) = say(b, small_report("صحيح"), request=kept)
    (gone_fact,) = say(b, small_report("كاذب"), request=gone)
    give(facts_of(b), a)
    revoke(organisation, b.own_chain, own.seq, own.id)
    say(a, GreyAdopted(fact=kept_fact, adopted=False, reason="?"))
    say(a, GreyAdopted(fact=kept_fact, adopted=True, reason="أكّده الطاقم"))
    say(a, GreyAdopted(fact=gone_fact, adopted=False, reason="لم يحدث"))
    give(list(reversed(facts_of(a))), c)

    for base in (0, 2):
        assert row(organisation, REPORT, kept, base).mark is None
        assert row(organisation, REPORT, gone, base) is None
    assert rows_of(a) == rows_of(c)


@settings(max_examples=15, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 6), min_size=1, max_size=2),
    judged=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=3),
    chance=st.randoms(use_true_random=False),
)
def test_revocation_means_the_same_everywhere(
    cuts: list[int], judged: list[tuple[int, bool]], chance: Any
) -> None:
    """Several cuts, judgements, any order of arrival: equal standings, equal rows."""
    folder = memory_folder()
    made = Organisation(folder)
    try:
        rooms = [made.join(letter).room for letter in "BCD"]
        said = say(rooms[0], *[small_report(f"{n}") for n in range(6)])
        give(facts_of(rooms[0]), made.room)
        numbers = list(rooms[0].reader().journal.of_chain(rooms[0].own_chain))
        for cut in cuts:
            revoke(made, rooms[0].own_chain, numbers[cut].seq, numbers[cut].id)
        for n, adopted in judged:
            say(made.room, GreyAdopted(fact=said[n], adopted=adopted, reason="-"))
        everything = facts_of(made.room)
        for room in rooms[1:]:
            chance.shuffle(everything)
            for one in everything:
                give([one], room)

        assert rows_of(rooms[1]) == rows_of(rooms[2]) == rows_of(made.room)
        assert all(
            standings(one, rooms[0].own_chain) == standings(made.room, rooms[0].own_chain)
            for one in rooms[1:]
        )
        assert min(cuts) + 1 == made.room.arrivals.admission.members[rooms[0].own_chain].cut.seq  # type: ignore[union-attr]
    finally:
        made.close()
        shutil.rmtree(folder)


def standings(room: Any, chain: str) -> dict[str, str]:
    return {one.id: one.standing.value for one in room.reader().journal.of_chain(chain)}
