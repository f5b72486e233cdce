"""The head-count of a hit base: everybody by name; the worst word stands, old ones do not."""

from starlette.testclient import TestClient

from doors import Enter
from najda.people.facts import Counted
from najda.people.rules import Count, PersonRow
from najda.units.facts import BaseState
from najda.units.headcount import heads_of, hit_ms
from najda.units.rules import BaseRow, StateClaim, UnitRow


def count(state: Counted, at_ms: int) -> Count:
    return Count(fact="f", state=state, by="p", base="A", at_ms=at_ms)


def person(id_: str, *counts: Count, base: str = "Q") -> PersonRow:
    return PersonRow(id=id_, base=base, counts=counts)


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_nobody_is_well_while_somebody_says_otherwise() -> None:
    """Two words that did not know each other both stand; the cautious one is the state."""
    both = person("a", count(Counted.MISSING, 9), count(Counted.WELL, 10))
    [head] = heads_of([both], [], "Q", since_ms=5)

    assert head.state is Counted.MISSING
    assert len(head.counts) == 2


def test_what_was_said_before_the_hit_counts_nobody() -> None:
    """The uncounted stand first; those of other bases and machines do not stand at all."""
    people = [
        person("counted", count(Counted.WELL, 20)),
        person("before", count(Counted.WELL, 3)),
        person("elsewhere", base="B"),
        PersonRow(id="machine", base="Q", is_machine=True),
    ]
    found = heads_of(people, [UnitRow(id="u", shift_crew=("before",))], "Q", since_ms=5)

    assert [(one.person.id, one.state) for one in found] == [
        ("before", None),
        ("counted", Counted.WELL),
    ]
    assert found[0].unit is not None
    assert len(found[0].before) == 1


def test_the_hit_is_the_last_that_anybody_claims() -> None:
    """Silent is no hit."""
    said = [
        StateClaim(fact=str(at), state=state, tellers=(), at_ms=at, by="p", base="A", stands=True)
        for at, state in ((5, BaseState.HIT), (9, BaseState.DESTROYED), (12, BaseState.SILENT))
    ]
    assert hit_ms([BaseRow(id="b", letter="Q", claims=tuple(said))], "Q") == 9
    assert hit_ms([], "Q") is None


def test_a_base_is_counted_one_by_one(enter: Enter) -> None:
    """By a crew or the room; the page says who is left."""
    room, chief = enter("operator"), enter("chief")
    people = [act(chief, "people/add_person", name=f"متطوع العد {n}") for n in range(3)]
    act(enter("crew"), "people/count_person", person=people[0], state="well")
    act(room, "people/count_person", person=people[1], state="trapped", tellers=["أبو أحمد"])
    act(room, "people/count_person", person=people[1], state="injured", note="أُخرج")
    page = room.get("/headcount").text
    rows = [
        room.get("/api/v1/views/people.person", params={"key": one}).json()["counts"]
        for one in people
    ]

    assert "متطوع العد 2" in page
    assert "أُخرج" in page
    assert [[one["state"] for one in counts] for counts in rows] == [["well"], ["injured"], []]
