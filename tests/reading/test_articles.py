"""Classes of errors met in whole agency articles: who tells, what kind, what only leads there."""

from collections.abc import Callable

import pytest

from najda.reading import Claim, Reading

Read = Callable[[str], Reading]
ClaimsOf = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Warplanes struck Sakhour. Two ambulances and a fire engine were destroyed.", "strike"),
        ("A fire truck was damaged in Shaar and two people were killed.", "incident"),
        ("A fire in Shaar killed two people.", "fire"),
        ("A fire in Shaar killed two people before the fire engine came.", "fire"),
        ("Gunmen opened fire in Shaar and killed two people.", "incident"),
    ],
)
def test_a_vehicle_is_no_fire(read: Read, text: str, kind: str) -> None:
    assert [event.kind for event in read(text).events if event.kind != "road"] == [kind]


@pytest.mark.parametrize(
    ("text", "tellers"),
    [
        (
            (
                "A US official told Reuters that Washington believed two jets had carried out the "
                "attack, killing 20 people."
            ),
            ("US official", "Reuters"),
        ),
        (
            "The Observatory said army aircraft carried out the raid, killing 20 people.",
            ("Observatory",),
        ),
        (
            "A diplomat said Moscow believes 20 people were killed in the strike.",
            ("diplomat",),
        ),
        (
            "The Observatory, a Britain-based monitoring group, raised its toll to 20 dead.",
            ("Observatory, Britain-based monitoring group",),
        ),
        (
            "Residents said two bombs fell on Shaar but killed 20 people elsewhere.",
            ("Residents",),
        ),
        (
            (
                "ونقلت وكالة رويترز عن عمار السلمو، مسؤول الدفاع المدني في حلب، قوله إن القصف أوقع "
                "20 قتيلاً."
            ),
            ("عمار السلمو، مسؤول الدفاع المدني في حلب", "وكالة رويترز"),
        ),
        (
            "وقال بيبرس مشعل، وهو متطوع في الدفاع المدني، لوكالة الأناضول إن القصف أوقع 20 قتيلاً.",
            ("بيبرس مشعل، وهو متطوع في الدفاع المدني", "وكالة الأناضول"),
        ),
        (
            "وكان مدير مديرية الصحة في حلب قد صرح لقناة الجزيرة بأن القصف أوقع 20 قتيلاً.",
            ("مدير مديرية الصحة في حلب", "قناة الجزيرة"),
        ),
        ("وبحسب مصدر طبي في مشفى القدس فإن القصف أوقع 20 قتيلاً.", ("مصدر طبي في مشفى القدس",)),
        ("وكان ناشطون قد ذكروا أن القصف أوقع 20 قتيلاً.", ("ناشطون",)),
        (
            "وكانت وكالة سانا قد نقلت عن مصدر عسكري أن القصف أوقع 20 قتيلاً.",
            ("مصدر عسكري", "وكالة سانا"),
        ),
    ],
)
def test_who_tells_the_dead(claims: ClaimsOf, text: str, tellers: tuple[str, ...]) -> None:
    (found,) = [claim for claim in claims(text, "killed") if claim.high == 20]

    assert [name.casefold() for name in found.tellers] == [name.casefold() for name in tellers]


@pytest.mark.parametrize("text", [
    "The road to the hospital was cut by a crater.",
    "The road to the water station was cut.",
])  # fmt: skip
def test_where_a_cut_road_leads_is_still_served(read: Read, text: str) -> None:
    assert {claim.kind.value for claim in read(text).claims} == {"road_cut"}


def test_water_cut_beside_a_cut_road_is_told(read: Read) -> None:
    kinds = {claim.kind.value for claim in read("The road is cut and water is cut off.").claims}

    assert kinds == {"road_cut", "service_suspended"}


@pytest.mark.parametrize(
    ("text", "overhead"),
    [
        ("إصابة نحو 40 مدنياً جراء غارات نفذتها طائرات حربية على حي الشعار", False),
        ("مقتل نحو 40 مدنياً بقصف طائرات حربية على حي الشعار", False),
        ("رصد المرصد غارات نفذتها طائرات حربية على حي الشعار", False),
        ("طائرات حربية تتجه نحو حلب", True),
        ("تحليق طائرات حربية في سماء حلب", True),
    ],
)
def test_a_strike_told_of_is_no_sighting(claims: ClaimsOf, text: str, *, overhead: bool) -> None:
    assert bool(claims(text, "aircraft_overhead")) is overhead


def test_a_dismissed_claim_is_a_denial(read: Read) -> None:
    reading = read("A Kremlin spokesman dismissed the claim that jets had killed 90 people.")

    assert {claim.modality for claim in reading.claims} == {"denied"}
    assert "denial" in {claim.kind.value for claim in reading.claims}


def test_a_capital_that_speaks_is_no_place(read: Read) -> None:
    reading = read("Washington believed two jets had carried out the attack.")

    assert all(event.place is None for event in reading.events)


@pytest.mark.parametrize(
    ("text", "tellers"),
    [
        ("Syria's army denied striking residential areas.", ("Syria's army",)),
        ("رفض المتحدث باسم الكرملين الاتهامات بقصف المدنيين.", ("المتحدث باسم الكرملين",)),
    ],
)
def test_who_denies(claims: ClaimsOf, text: str, tellers: tuple[str, ...]) -> None:
    (found,) = claims(text, "denial")

    assert found.tellers == tellers


def test_who_refuses_aid_denies_nothing(read: Read) -> None:
    claims = read("رفض الجيش دخول المساعدات إلى حلب.").claims

    assert claims
    assert all(claim.kind.value != "denial" and not claim.tellers for claim in claims)


def test_the_number_of_a_name_counts_nobody(claims: ClaimsOf) -> None:
    (found,) = claims("The M10 hospital, the largest in the east, was hit.", "facility_damaged")

    assert (found.low, found.high) == (None, None)


def test_one_of_its_volunteers_is_a_rescuer(claims: ClaimsOf) -> None:
    (found,) = claims("أعلن الدفاع المدني مقتل أحد متطوعيه في حي الصاخور.", "rescuer_killed")

    assert (found.low, found.high) == (1, 1)
