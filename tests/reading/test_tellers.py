"""Who says it, through whom: chains from the origin to the nearest teller."""

from collections.abc import Callable

import pytest

from najda.reading import Claim, Reading

Read = Callable[[str], Reading]
ClaimsOf = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Ten people were killed, the Observatory said.", ["Observatory"]),
        ("According to activists, ten people were killed.", ["activists"]),
        ("White Helmets tell BBC that ten people were killed.", ["White Helmets", "BBC"]),
        ("Reuters quoted a medic as saying ten people were killed.", ["medic", "Reuters"]),
        ("A medic, quoted by Reuters, said ten people were killed.", ["medic", "Reuters"]),
        ("AFP, citing residents, reported that ten people were killed.", ["residents", "AFP"]),
        ('"Ten people were killed," said Omar Haddad, a nurse.', ["Omar Haddad, nurse"]),
        ("Ten people were killed - monitor", ["monitor"]),
        ("Civil Defence: ten people were killed", ["Civil Defence"]),
        ("قال مصدر طبي إن عشرة أشخاص قتلوا", ["مصدر طبي"]),
        ("نقلت رويترز عن مصدر طبي أن عشرة أشخاص قتلوا", ["مصدر طبي", "رويترز"]),
        ("مقتل عشرة أشخاص بحسب ناشطين", ["ناشطين"]),
        ("أعلن الدفاع المدني مقتل عشرة أشخاص", ["الدفاع المدني"]),
        ("ذكر مراسلنا أن عشرة أشخاص قتلوا", ["مراسلنا"]),
    ],
)
def test_a_chain_runs_from_the_origin_to_the_nearest(
    claims: ClaimsOf, text: str, chain: list[str]
) -> None:
    (found,) = claims(text, "killed")

    assert chain == list(found.tellers)


def test_a_chain_of_three_is_kept_in_order(claims: ClaimsOf) -> None:
    text = (
        "The offensive was announced by troops, a source close to the administration, "
        "quoted by Reuters, said."
    )
    (found,) = claims(text, "announcement")

    assert found.tellers == ("troops", "source close to the administration", "Reuters")


def test_a_group_is_carried_back_to_its_name(read: Read) -> None:
    text = (
        "The Syrian Network for Human Rights, a monitoring group, counted nine dead. "
        "The group said 20 people were wounded."
    )
    origins = [claim.tellers[0] for claim in read(text).claims if claim.tellers]

    assert all("Syrian Network for Human Rights" in origin for origin in origins)
    assert len(origins) == 2


def test_a_person_is_carried_back_through_he(read: Read) -> None:
    text = (
        "Omar Haddad, a surgeon, told Reuters that 9 people died. He said 20 people were wounded."
    )
    dead, wounded = read(text).claims

    assert dead.tellers == wounded.tellers
    assert wounded.tellers[-1] == "Reuters"


def test_two_tellers_of_one_sentence_each_keep_their_figure(claims: ClaimsOf) -> None:
    found = claims(
        "The toll is 86, according to the White Helmets, while activists put the figure at 91.",
        "killed",
    )

    assert [(c.low, c.tellers) for c in found] == [(86, ("White Helmets",)), (91, ("activists",))]


def test_a_quotation_over_several_sentences_keeps_its_speaker(read: Read) -> None:
    text = '"They bombed us all night. Nine people were killed," said Omar Haddad, a nurse.'
    dead = [claim for claim in read(text).claims if claim.kind == "killed"]

    assert [claim.tellers[0] for claim in dead] == ["Omar Haddad, nurse"]


def test_a_quotation_never_closed_ends_with_its_paragraph(read: Read) -> None:
    text = "“They bombed us all night, a nurse said.\nNine people were killed in Kallaseh."

    assert [claim.tellers for claim in read(text).claims if claim.kind == "killed"] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people were killed in Kallaseh.",
        "استشهاد تسعة أشخاص في الكلاسة",
        "Syria conflict: nine people killed in Aleppo",
        "Activists gathered outside. Nine people were killed.",
        "السكري: استشهاد تسعة أشخاص",
        "Nine people were killed after the army said it would advance.",
    ],
)
def test_the_texts_own_statement_has_no_teller(claims: ClaimsOf, text: str) -> None:
    assert [claim.tellers for claim in claims(text, "killed")] == [()]


def test_somebody_unnamed_is_not_guessed(claims: ClaimsOf) -> None:
    (found,) = claims("It was reported that nine people were killed.", "killed")

    assert found.tellers == ()


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("UCDP row for Khan Tuman, from SOHR: 13 killed.", ["SOHR", "UCDP"]),
        ("UCDP keeps a SOHR headline of Saturday: 33 killed.", ["SOHR", "UCDP"]),
        ("Unverified footage on Sky News: two people were killed.", ["footage", "Sky News"]),
        ("Reference page on the raid: 90 people were killed.", []),
        ("ناشطون للمصدر: 3 قتلى بغارة على الهوتة.", ["ناشطون", "المصدر"]),
        (
            "بيان الدفاع المدني تنقله شبكة شام: 3 قتلى في السكري.",
            ["بيان الدفاع المدني", "شبكة شام"],
        ),
        ("صفحات محلية: خمسة قتلى في السكري. نقلته Airwars.", ["صفحات محلية", "Airwars"]),
        (
            "The head of OCHA says that 20 people were killed. France 24.",
            ["head of OCHA", "France 24"],
        ),
        ("According to an official who spoke to AFP, 52 people were killed.", ["official", "AFP"]),
        ("30 people have died, said UNICEF, quoting its partners.", ["its partners", "UNICEF"]),
        ("Leaflets telling residents to leave fell and killed 2 people.", []),
        ("35 جريحا وصلوا إلى المشفى، تقول ممرضة لوكالة رويترز.", ["ممرضة", "رويترز"]),
        ("وقتل 3 أشخاص، وفق ما أعلنته لجنة التفاوض.", ["لجنة التفاوض"]),
    ],
)
def test_headlines_credits_and_relays(read: Read, text: str, chain: list[str]) -> None:
    claim = next(claim for claim in read(text).claims if claim.low is not None)

    assert len(chain) == len(claim.tellers), claim.tellers
    assert all(one in other for one, other in zip(chain, claim.tellers, strict=True))


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        (
            "Medical sources, residents and rebels in the east say 12 people died.",
            "Medical sources, residents and rebels in the east",
        ),
        (
            "Local residents, activists, and medical personnel told reporters that 12 people died.",
            "Local residents, activists, and medical personnel",
        ),
        (
            "Samir Hallaq, a nurse at the hospital, the largest in the east, said 12 people died.",
            "Samir Hallaq, nurse at the hospital, the largest in the east",
        ),
        (
            "Five people died, according to the group's head in Aleppo, Samir Hallaq.",
            "group's head in Aleppo, Samir Hallaq",
        ),
    ],
)
def test_a_list_or_a_long_description_is_named_whole(text: str, teller: str, read: Read) -> None:
    killed = next(claim for claim in read(text).claims if claim.kind.value == "killed")

    assert killed.tellers == (teller,)
