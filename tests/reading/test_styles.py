"""Wordings, agency articles, captions and harm assessments of our own, read as they should be.

The figures these sets gave when they were first read stand in the notes of the release; here they
only guard against losing what was won.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from najda.folding import fold
from najda.places import own_gazetteer
from najda.reading import Claim, Reading, read_text

HERE = Path(__file__).parent
DAY = date(2016, 9, 24)
Figure = tuple[str, int | None, int | None]
COUNTED = {
    "killed", "injured", "rescued", "recovered_dead", "missing", "trapped", "strikes", "munitions",
    "rescuer_killed", "capacity", "need", "aid_delivered", "aid_blocked", "attack",
}  # fmt: skip


def read(text: str, day: date = DAY) -> Reading:
    return read_text(text, date=day, gazetteer=own_gazetteer())


def lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def wanted_in(listed: str) -> list[Figure]:
    found = []
    for each in listed.split(";"):
        if each.strip():
            kind, low, high = each.split()
            found.append((kind, _bound(low), _bound(high)))
    return found


def _bound(word: str) -> int | None:
    return None if word == "-" else int(word)


def figures_of(claims: tuple[Claim, ...]) -> list[Figure]:
    return [
        (claim.kind.value, claim.low, claim.high)
        for claim in claims
        if claim.kind.value in COUNTED and (claim.low, claim.high) != (None, None)
    ]


@pytest.mark.parametrize("line", list(lines("wordings.txt")))
def test_a_wording_gives_its_figures_and_no_others(line: str) -> None:
    text, _, listed = line.partition(" | ")
    wanted = [each for each in wanted_in(listed) if each[1:] != (None, None)]

    assert sorted(map(str, wanted)) == sorted(map(str, figures_of(read(text.rstrip(" |")).claims)))


def agency_items() -> list[dict[str, object]]:
    names = (
        "agency_set.toml",
        "third_set.toml",
        "arabic_set.toml",
        "press_set.toml",
        "forms_set.toml",
    )
    documents = [tomllib.loads((HERE / name).read_text(encoding="utf-8")) for name in names]
    return [item for document in documents for item in document["item"]]


@pytest.mark.parametrize("item", agency_items(), ids=lambda item: str(item["text"])[:40])
def test_an_article_gives_its_claims_with_their_tellers(item: dict[str, object]) -> None:
    claims = list(read(str(item["text"])).claims)
    if item.get("silent"):
        assert claims == []
        return
    wanted_claims, unwanted = item.get("claims", []), item.get("without", [])
    assert isinstance(wanted_claims, list)
    assert isinstance(unwanted, list)
    assert not {claim.kind.value for claim in claims} & set(unwanted)
    for wanted in wanted_claims:
        found = next((claim for claim in claims if _fits(wanted, claim)), None)
        assert found is not None, wanted
        claims.remove(found)


def _fits(wanted: dict[str, object], claim: Claim) -> bool:
    figure = (wanted["kind"], wanted.get("low"), wanted.get("high"))
    if figure != (claim.kind.value, claim.low, claim.high):
        return False
    if wanted.get("scope", claim.scope) != claim.scope:
        return False
    if wanted.get("modality", claim.modality) != claim.modality:
        return False
    tellers = wanted.get("tellers")
    if not isinstance(tellers, list):
        return True
    return len(tellers) == len(claim.tellers) and all(
        fold(one) in fold(other) or fold(other) in fold(one)
        for one, other in zip(tellers, claim.tellers, strict=True)
    )


@pytest.mark.parametrize("line", list(lines("captions.txt")))
def test_a_caption_gives_place_day_and_figures(line: str) -> None:
    reported, rest = line.split("|", 1)
    text, places, day, listed = rest.rsplit("|", 3)
    reading = read(text.replace(" / ", "\n", 1), date.fromisoformat(reported))

    assert set(places.split(",")) == {e.place.id for e in reading.events if e.place}
    assert {day} == {e.time.start[:10] for e in reading.events if e.time}
    whole = tuple(claim for claim in reading.claims if claim.scope != "subset")
    assert set(wanted_in(listed)) <= set(figures_of(whole))


def assessments() -> list[dict[str, object]]:
    document = tomllib.loads((HERE / "assessments.toml").read_text(encoding="utf-8"))
    return list(document["item"])


def range_of_killed(claims: tuple[Claim, ...]) -> list[int] | None:
    """Least low and greatest high over all voices; fighters and parts left out."""
    counted = [
        claim for claim in claims
        if claim.kind.value in {"killed", "rescuer_killed"} and claim.scope != "subset"
        and claim.status != "combatant" and (claim.low, claim.high) != (None, None)
    ]  # fmt: skip
    lows = [claim.low if claim.low is not None else claim.high or 0 for claim in counted]
    highs = [claim.high if claim.high is not None else claim.low or 0 for claim in counted]
    return [min(lows), max(highs)] if counted else None


def test_assessments_give_the_range_of_all_voices() -> None:
    items = assessments()
    right = [range_of_killed(read(str(item["text"])).claims) == item["killed"] for item in items]

    assert sum(right) / len(items) >= 0.9


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("طلقات من القناص المتمركز في ثكنة هنانو أصابت طفلا في حي باب الحديد", "bab-al-hadid"),
        ("Shells fired from Handarat killed two people in Sakhour.", "sakhour"),
        ("Two people were killed in Sakhour, a doctor in Damascus said.", "sakhour"),
        ("A doctor in Sukkari said two had died in a raid and that Sakhour burned.", "sakhour"),
    ],
)
def test_where_fire_came_from_or_tellers_sit_is_no_place_of_harm(text: str, place: str) -> None:
    assert {event.place.id for event in read(text).events if event.place} == {place}


def test_a_message_headed_by_its_teller_is_his_to_the_end() -> None:
    claims = read("Civil Defence: ten killed in Sukkari. Two ambulances were destroyed.").claims

    assert {claim.tellers for claim in claims} == {("Civil Defence",)}


def test_an_outlet_that_signs_is_the_last_teller() -> None:
    claims = read(
        "A doctor tells Reuters that 91 people were killed on Friday. The Journal."
    ).claims

    assert claims[0].tellers == ("doctor", "Reuters", "The Journal")


def test_a_monitor_named_before_speaks_again_as_the_monitoring_group() -> None:
    text = (
        "At least 27 were killed, the Syrian Observatory for Human Rights said. The White Helmets "
        "spoke of 91 dead. The monitoring group recorded 30 strikes."
    )
    (strikes,) = [claim for claim in read(text).claims if claim.kind.value == "strikes"]

    assert strikes.tellers == ("Syrian Observatory for Human Rights",)


def test_a_besieged_city_is_nobody_under_rubble() -> None:
    claims = read("An estimated 250,000 people are trapped in the east of the city.").claims

    assert not [claim for claim in claims if claim.kind.value == "trapped"]


def test_a_list_goes_on_behind_among_them() -> None:
    text = "غارات على عدة أحياء من مدينة حلب منها المشهد وباب الحديد"

    assert {event.place.id for event in read(text).events if event.place} == {
        "ansari-mashhad", "bab-al-hadid",
    }  # fmt: skip
