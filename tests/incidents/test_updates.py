"""Which figure of one teller stands: the latest by its own time, and never a rejected one."""

from itertools import permutations

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.incidents.claims import ClaimRow, series_of
from najda.incidents.comparing import beyond
from najda.incidents.facts import ClaimKind
from najda.incidents.updates import settled
from najda.vocabulary import Precision, When


def claim(id_: str, dead: int | None, at: int, **more: object) -> ClaimRow:
    """A toll said at this minute."""
    said = When(start_ms=at * 60_000, precision=Precision.MINUTE)
    given = {"id": id_, "fact": id_, "kind": ClaimKind.KILLED, "low": dead, "high": dead}
    return ClaimRow(**given | {"as_of": said} | more)  # type: ignore[arg-type]


def standing(*claims: ClaimRow) -> list[str]:
    return [one.id for one in settled(claims) if one.live]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_latest_said_stands_in_whatever_order_it_was_confirmed(order: tuple[int, ...]) -> None:
    tolls = {"a": (2, 45), "b": (6, 50), "c": (9, 55)}
    names = [list(tolls)[at] for at in order]
    confirmed: list[ClaimRow] = []
    for name in names:
        dead, minute = tolls[name]
        stands = [one.id for one in settled(confirmed) if one.live]
        confirmed = [
            claim(one.id, one.low, tolls[one.id][1], updates=(*one.updates, name))
            if one.id in stands
            else one
            for one in confirmed
        ]
        confirmed.append(claim(name, dead, minute))

    assert standing(*confirmed) == ["c"]
    (series,) = series_of(settled(confirmed), {})
    assert (series.low, series.high) == (9, 9)


def test_a_rejected_update_brings_the_earlier_figure_back() -> None:
    first = claim("a", 3, 45, updates=("b",))

    assert standing(first, claim("b", 5, 50)) == ["b"]
    assert standing(first, claim("b", 5, 50, rejected_reason="not said")) == ["a"]
    assert standing(first, claim("b", 5, 50, rejected_reason="x", updates=("c",)),
                    claim("c", 6, 55)) == ["c"]  # fmt: skip


def test_settling_twice_changes_nothing() -> None:
    claims = [claim("a", 3, 50, updates=("b",)), claim("b", 5, 45), claim("c", 1, 60)]

    assert settled(settled(claims)) == settled(claims)


def test_at_least_hides_no_higher_figure(enter: Enter) -> None:
    """27 or more, 72 and 91: the page says 27 to 91 or more."""
    room = enter("dispatcher")
    about = act(room, "incidents/open_incident", title="x")
    for low, high, teller in ((27, None, "one"), (72, 72, "two"), (91, 91, "three")):
        act(room, "incidents/make_claim", about=about, kind="killed", low=low, high=high,
            tellers=[teller])  # fmt: skip

    page = room.get(f"/incidents/{about}").text

    assert "<bdi>27–91</bdi> أو أكثر" in page


def test_a_toll_of_civilians_above_the_range_is_said_in_its_heading(enter: Enter) -> None:
    room = enter("dispatcher")
    about = act(room, "incidents/open_incident", title="x")
    for low, status in ((6, None), (11, None), (12, "civilian")):
        act(room, "incidents/make_claim", about=about, kind="killed", low=low, high=low,
            tellers=[f"teller {low}"], status=status)  # fmt: skip

    heading = room.get(f"/incidents/{about}").text.split("<caption>")[1].split("</caption>")[0]

    assert "6–11" in heading
    assert "وحدهم: 12" in heading


def test_fewer_of_some_people_are_not_said_twice() -> None:
    few, all_ = claim("c", 4, 1, status="civilian"), claim("k", 6, 1)

    assert beyond(series_of([few, all_], {})) == {}


def test_trapped_people_of_a_confirmed_claim_stand_on_the_board(enter: Enter) -> None:
    """Also where it says only that somebody is; a denial and a rejected claim count nobody."""
    room = enter("dispatcher")
    told = {}
    said: dict[str, dict[str, object]] = {
        "seven": {"low": 7, "high": 7},
        "some": {},
        "denied": {"low": 9, "modality": "denied"},
    }
    for name, more in said.items():
        told[name] = act(room, "incidents/open_incident", title=name)
        act(room, "incidents/make_claim", about=told[name], kind="trapped", tellers=["t"], **more)
    moved = act(room, "incidents/open_incident", title="moved")
    orphan = act(room, "incidents/make_claim", kind="trapped", low=3, high=3, tellers=["u"])
    act(room, "incidents/place_claim", claim=orphan, about=moved)

    assert trapped(room, "seven", "some", "denied", "moved") == ["7", "1", "", "3"]

    act(room, "incidents/reject_claim", claim=orphan, reason="not said")
    assert trapped(room, "moved") == [""]


def trapped(room: TestClient, *titles: str) -> list[str]:
    """What the urgency list says of each incident; empty = not said."""
    rows = room.get("/urgency").text.split("<tr>")
    cells = (next(row for row in rows if title in row).split("<td")[3] for title in titles)
    return ["".join(filter(str.isdigit, cell.partition(">")[2])) for cell in cells]


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_claim_names_its_report_and_says_where_that_is_no_longer_linked(enter: Enter) -> None:
    """Two callers without a name are told apart by the numbers of their calls."""
    room = enter("dispatcher")
    about = act(room, "incidents/open_incident", title="x")
    report = act(room, "reports/receive_report", text="6 dead", channel="phone")
    act(room, "incidents/link_passage", report=report, about=about)
    act(room, "incidents/make_claim", about=about, report=report, kind="killed", low=6, high=6)

    linked = room.get(f"/incidents/{about}").text
    act(room, "incidents/unlink_passage", report=report, about=about)
    unlinked = room.get(f"/incidents/{about}").text

    claims = [page.split("<tbody>")[1].split("</tbody>")[0] for page in (linked, unlinked)]
    assert all(f'href="/reports/{report}"' in table for table in claims)
    assert ["بلاغها لم يعد مربوطاً هنا" in table for table in claims] == [False, True]
