"""How firmly a thing is said, and whether it is said to be so or not so."""

from collections.abc import Callable

import pytest

from najda.reading import Claim, Reading

Read = Callable[[str], Reading]
ClaimsOf = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "kind", "modality", "polarity"),
    [
        ("Nine people were killed.", "killed", "asserted", "+"),
        ("Nine people were reportedly killed.", "killed", "unverified", "+"),
        ("Unconfirmed reports say nine people were killed.", "killed", "unverified", "+"),
        ("أنباء عن استشهاد تسعة أشخاص", "killed", "unverified", "+"),
        ("Moscow denied bombing the convoy.", "denial", "denied", "+"),
        ("نفت موسكو قصف القافلة", "denial", "denied", "+"),
        ("The army threatened to storm the districts.", "ground_attack", "threatened", "+"),
        ("The army plans to launch a ground offensive.", "ground_attack", "planned", "+"),
        ("The army has not launched a ground offensive.", "ground_attack", "asserted", "-"),
    ],
)
def test_modality_and_polarity(
    claims: ClaimsOf, text: str, kind: str, modality: str, polarity: str
) -> None:
    found = claims(text, kind)

    assert [(modality, polarity)] == [(claim.modality, claim.polarity) for claim in found]


@pytest.mark.parametrize(
    "text",
    [
        "The army has not launched a ground offensive.",
        "The army plans to launch a ground offensive.",
        "The army threatened to storm the districts.",
    ],
)
def test_what_did_not_happen_is_no_incident(read: Read, text: str) -> None:
    reading = read(text)

    assert reading.events == ()
    assert all(claim.event is None for claim in reading.claims)


def test_the_dead_of_an_attack_are_not_denied_with_the_blame(claims: ClaimsOf) -> None:
    (found,) = claims("Russia denied carrying out an attack which killed 20 civilians.", "killed")

    assert (found.modality, found.tellers) == ("asserted", ())


@pytest.mark.parametrize(
    "text",
    [
        "رفض دخول المساعدات إلى دوما",
        "منعت قوات النظام وصول قافلة المساعدات",
        "The army refused to let the aid convoy enter the town",
        "Trucks were blocked from reaching Daraya",
    ],
)
def test_aid_that_was_refused_has_not_arrived(read: Read, text: str) -> None:
    kinds = {claim.kind.value for claim in read(text).claims}

    assert {"aid_blocked"} == kinds & {"aid_blocked", "aid_delivered"}


@pytest.mark.parametrize(
    "text",
    [
        "If the bombing continues the city could be destroyed, he warned",
        "إذا استمر القصف على حي السكري سنخرج",
        "Nobody has claimed responsibility for the bombing",
        "No group claimed responsibility for the attack",
        "It is not known who carried out the strike.",
    ],
)
def test_what_may_be_is_no_incident(read: Read, text: str) -> None:
    assert read(text).claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "المرصد الجنوبي: صوت طيران حربي عالي فوق حي السكري",
        "طيران مروحي فوق منطقة الشعار",
        "حربي بالجو فوق أحياء حلب",
    ],
)
def test_aircraft_over_a_quarter_have_struck_nothing_yet(read: Read, text: str) -> None:
    assert {"aircraft_overhead"} == {claim.kind.value for claim in read(text).claims}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The Kremlin rejected as groundless a report that 120 people had been killed.", "denied"),
        ("The ministry denied reports that 20 people were killed.", "denied"),
        ("The ministry denied the attack that killed 20 people.", "asserted"),
    ],
)
def test_what_a_report_that_is_denied_says_is_denied(read: Read, text: str, modality: str) -> None:
    killed = next(claim for claim in read(text).claims if claim.kind.value == "killed")

    assert modality == killed.modality


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Crews could not reach Sukkari because roads were blocked by rubble.", {"road_cut"}),
        ("The centre counted 42 violations of the truce in 24 hours.", {"attack"}),
        ("خرج المركز عن الخدمة وما زال أربعون شخصا تحت الأنقاض", {"trapped", "rescue_base_status"}),
    ],
)
def test_nothing_else_is_read_into_it(read: Read, text: str, kinds: set[str]) -> None:
    found = read(text).claims

    assert {claim.kind.value for claim in found} <= kinds
    assert {"asserted"} == {claim.modality for claim in found}
