"""Figures: ranges with their bound, scope, age and sex, status, and nobody apart from not said."""

from collections.abc import Callable

import pytest

from najda.reading import Claim

ClaimsOf = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "bound"),
    [
        ("At least 16 people were killed.", "killed", 16, None, "at_least"),
        ("As many as 100 people were killed.", "killed", None, 100, "at_most"),
        ("No fewer than nine people died.", "killed", 9, None, "at_least"),
        ("Between 5 and 8 civilians were killed.", "killed", 5, 8, "between"),
        ("Dozens of people were wounded.", "injured", None, None, "dozens"),
        ("The raid wounded twenty-three people.", "injured", 23, 23, None),
        ("The toll rose to 1,200 dead.", "killed", 1200, 1200, None),
        ("About 40 people were injured.", "injured", 40, 40, "about"),
        ("Fewer than 10 people were hurt.", "injured", None, 10, "less_than"),
        ("Half a dozen people were killed.", "killed", 6, 6, None),
        ("20 people or more were killed.", "killed", 20, None, "at_least"),
        ("استشهاد ١٦ مدنيا", "killed", 16, 16, None),
        ("سقوط شهيدين وعدد من الجرحى", "killed", 2, 2, None),
        ("استشهاد أكثر من عشرين مدنيا", "killed", 20, None, "more_than"),
        ("إصابة عشرات المدنيين", "injured", None, None, "dozens"),
        ("إصابة ما لا يقل عن خمسة أشخاص", "injured", 5, None, "at_least"),
        ("20 جريحا على الأقل", "injured", 20, None, "at_least"),
        ("انقاذ4 أشخاص من تحت الأنقاض", "rescued", 4, 4, None),
        ("حصيلة القصف 8شهداء", "killed", 8, 8, None),
        ("إصابة خمسة وعشرين شخصا", "injured", 25, 25, None),
        ("غارتين على حي الشعار", "strikes", 2, 2, None),
    ],
)
def test_a_number_is_a_range_with_the_word_that_bounds_it(
    claims: ClaimsOf, text: str, kind: str, low: int | None, high: int | None, bound: str | None
) -> None:
    found = claims(text, kind)

    assert (low, high, bound) in [(claim.low, claim.high, claim.bound) for claim in found]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("The strike killed a woman and her two children.", 3),
        ("A man, a woman and three girls were killed.", 5),
        ("استشهاد طفلة وامرأة", 2),
        ("استشهاد رجل وزوجته وأطفالهما الثلاثة", 5),
        ("استشهاد عائلة مؤلفة من 4 أشخاص", 4),
    ],
)
def test_persons_joined_by_and_are_added_up(claims: ClaimsOf, text: str, total: int) -> None:
    assert [(total, total)] == [(claim.low, claim.high) for claim in claims(text, "killed")]


def test_a_part_of_a_figure_names_the_figure_it_is_of(claims: ClaimsOf) -> None:
    whole, part = claims("Sixteen people, including two children, were killed.", "killed")

    assert (whole.low, whole.scope) == (16, "own")
    assert (part.low, part.scope, part.of, part.age_sex) == (2, "subset", whole.claim, "child")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Thirty people were killed on Thursday and 10 more on Friday.", "additional"),
        ("In total 300 people have been killed since the war began.", "cumulative"),
        ("وثق المرصد مقتل 323 مدنيا منذ بداية العام", "cumulative"),
        ("237 people have been killed since Monday.", "own"),
    ],
)
def test_the_scope_of_a_figure_is_kept(claims: ClaimsOf, text: str, scope: str) -> None:
    assert scope == claims(text, "killed")[-1].scope


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Seven civilians were killed.", "civilian"),
        ("Seven soldiers were killed.", "combatant"),
        ("إصابة ثلاثة متطوعين من الدفاع المدني", "rescuer"),
    ],
)
def test_the_status_of_persons_is_kept(claims: ClaimsOf, text: str, status: str) -> None:
    found = claims(text, "killed") + claims(text, "injured")

    assert [status] == [claim.status for claim in found]


def test_dead_rescuers_are_a_kind_of_their_own(claims: ClaimsOf) -> None:
    assert [claim.low for claim in claims("Two rescuers were killed.", "rescuer_killed")] == [2]


@pytest.mark.parametrize(
    "text",
    ["There were no casualties.", "قصف على الحي بدون أي إصابات", "No one was hurt.",
     "دون تسجيل أي إصابات"],
)  # fmt: skip
def test_nobody_hurt_is_a_figure_of_zero(claims: ClaimsOf, text: str) -> None:
    assert [(claim.low, claim.high) for claim in claims(text, "injured")] == [(0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "A girl of five and a 70-year-old man live there.",
        "The army advanced 10 kilometres in 3 days.",
        "Turnout was 45 percent.",
        "طفل يبلغ من العمر 11 عاما",
        "بعد عمل استمر 48 ساعة",
        "The talks lasted nine hours.",
    ],
)
def test_ages_and_measures_are_no_figures(claims: ClaimsOf, text: str) -> None:
    for kind in ("killed", "injured", "rescued", "trapped", "strikes"):
        assert claims(text, kind) == []


def test_who_was_pulled_out_alive_and_who_dead_are_told_apart(claims: ClaimsOf) -> None:
    text = "انتشلت الفرق جثتين وأخرجت ثلاثة أطفال على قيد الحياة من تحت الأنقاض"

    assert [claim.low for claim in claims(text, "recovered_dead")] == [2]
    assert [claim.low for claim in claims(text, "rescued")] == [3]


def test_a_list_of_places_keeps_its_verb(claims: ClaimsOf) -> None:
    found = claims(
        "Strikes killed 14 people in Kallaseh, ten in Qaterji and 8 in Ansari.", "killed"
    )

    assert [claim.low for claim in found] == [14, 10, 8]
    assert len({claim.event for claim in found}) == 3
