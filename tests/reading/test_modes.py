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
