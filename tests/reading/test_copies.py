"""Copied sentences are seen, chance is not, and voices are counted once."""

import random

import pytest

from najda.places import own_gazetteer
from najda.reading.linking.copies import find_copies, independent_origins

LONG = (
    "Rescuers worked through the night with one excavator and their bare hands to free a family "
    "of seven from a collapsed building near the old flour mill."
)


def spun(text: str, chance: random.Random) -> str:
    words = text.split()
    for at in chance.sample(range(len(words)), round(len(words) * 0.2)):
        words[at] = chance.choice(["somewhere", "reportedly", "several", "meanwhile", "many"])
    return " ".join(words)


def test_the_same_words_in_other_letters_are_a_copy() -> None:
    copies = find_copies(
        [("a", "قُصِفَ حيُّ السُّكَّري ليلةَ أمس ببرميلين متفجرين على الأقل"),
         ("b", "خبر. قصف حي السكري ليلة امس ببرميلين متفجرين علي الاقل")]
    )  # fmt: skip
    (copy,) = copies["b"]
    assert copy.alike == 1
    assert copies["a"] == []


def test_lightly_spun_sentences_are_copies() -> None:
    chance = random.Random(4)
    for _ in range(60):
        copies = find_copies([("a", LONG), ("b", spun(LONG, chance))])
        assert [copy.original.report for copy in copies["b"]] == ["a"]


def test_a_formula_with_other_numbers_is_no_copy() -> None:
    copies = find_copies(
        [("a", "An air strike on the quarter killed 12 people and wounded 30 others on Monday."),
         ("b", "An air strike on the quarter killed 5 people and wounded 9 others on Friday.")]
    )  # fmt: skip
    assert copies["b"] == []


def test_a_report_does_not_copy_itself() -> None:
    assert find_copies([("a", f"{LONG} {LONG}")])["a"] == []


def test_offsets_are_those_of_the_raw_text() -> None:
    text = f"\ufeffNews 😀.\n\n  {LONG}"
    (copy,) = find_copies([("a", LONG), ("b", text)])["b"]
    assert text[copy.sentence.start : copy.sentence.end] == LONG


def test_an_outlet_that_quotes_a_monitor_adds_no_origin() -> None:
    found = independent_origins(
        [
            ("r1", ["SOHR"]),
            ("r2", ["SOHR", "Reuters"]),
            ("r3", ["Syrian Observatory", "BBC"]),
            ("r4", ["White Helmets"]),
            ("r5", ["white helmets", "AFP"]),
        ],
        {"Syrian Observatory": "SOHR"},
    )
    assert found.count == 2
    assert found.why == "2 tellers, 5 reports"
    assert {origin.names for origin in found.origins} == {
        ("SOHR", "Syrian Observatory"),
        ("White Helmets", "white helmets"),
    }


def test_declarations_in_a_chain_or_circle_are_one_voice() -> None:
    found = independent_origins(
        [("1", ["A"]), ("2", ["B"]), ("3", ["C"])], {"A": "B", "B": "C", "C": "A"}
    )
    assert found.count == 1


def test_a_copy_has_the_origin_of_what_it_copies() -> None:
    found = independent_origins(
        [("first", ["Doctor"]), ("copy", []), ("alone", [])],
        {},
        copied_from={"copy": "first"},
    )
    assert (found.count, found.reports, found.unknown) == (1, 3, 1)
    assert found.why == "1 teller, 3 reports, 1 without a teller"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Bulletin of the centre, 14 September: 42 violations in 24 hours, 20 in the province.",
            "Bulletin of the centre, 17 September: 55 violations in 24 hours, 27 in the province.",
        ),
        (
            "The monitor keeps a headline of Saturday evening for the city: 52 killed.",
            "The monitor keeps a headline of Saturday afternoon for the city: 33 killed.",
        ),
        (
            "مصادر طبية، السبت: 13 قتيلا في بستان القصر و15 في الصاخور و9 في طريق الباب",
            "مصادر طبية، السبت: 4 قتلى في بستان القصر و7 في الصاخور و2 في طريق الباب",
        ),
    ],
)
def test_a_form_of_words_with_other_numbers_is_no_copy(old: str, new: str) -> None:
    """Some numbers in common (hours of a day, a weekday) do not make it one."""
    assert find_copies([("a", old), ("b", new)])["b"] == []


def test_a_long_sentence_is_found_though_a_third_of_it_was_changed() -> None:
    old = (
        "Rescuers worked through the night by torch light to reach two brothers whose voices were "
        "heard beneath the stairs of a collapsed apartment block near the old grain market"
    )
    new = (
        "Volunteers worked until the morning by torch light to reach two boys whose voices were "
        "heard beneath the ruins of a collapsed apartment house near the old grain store"
    )

    assert [copy.original.report for copy in find_copies([("a", old), ("b", new)])["b"]] == ["a"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Two children were pulled alive from the rubble after eleven hours of digging by hand",
            "After eleven hours of digging by hand two children were pulled alive from the rubble",
        ),
        (
            "انتشال طفلين على قيد الحياة من تحت أنقاض بناء سكني في حي الصالحين",
            "في حي الصالحين انتشال طفلين على قيد الحياة من تحت أنقاض بناء سكني",
        ),
    ],
)
def test_a_clause_may_be_moved(old: str, new: str) -> None:
    assert [copy.original.report for copy in find_copies([("a", old), ("b", new)])["b"]] == ["a"]


def test_a_form_of_words_about_another_place_is_no_copy() -> None:
    texts = [
        ("a", "ناشطون: برميل على حي السكري يوم الخميس، قتيلان وثلاثة جرحى بينهم طفل"),
        ("b", "ناشطون: قتيلان وثلاثة جرحى بينهم طفل بقصف على حي الأنصاري يوم الخميس"),
    ]
    assert find_copies(texts, own_gazetteer())["b"] == []
