"""Linking what crews, callers and papers write of one incident: short, in haste, in two tongues."""

from datetime import date

import pytest

from najda.places import own_gazetteer
from najda.reading.linking.parts import MOST_PARTS, parts_of
from najda.reading.words.said_times import hours_said, spans_said
from reading.told import (  # type: ignore[import-not-found,unused-ignore]
    QUIET_MONTH,
    links_of,
)

DAY = date(2016, 11, 6)


def same(*told: tuple[str, str]) -> bool:
    return [link.id for link in links_of(*told)["0"].same] == ["1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("2016-11-06", "Jabal Badro water tank, six in the evening, four children hurt."),
            ("2016-11-07", "6/11, 18:05, Jabal Badro water tank. Four minors with fragments."),
        ),
        (
            ("2016-07-13", "قصف مزدوج على خيمة عزاء في حي باب النيرب فجر اليوم و١٣ شهيداً"),
            ("2016-07-13", "Bab al-Nayrab, they hit the mourning tent at the dawn prayer."),
        ),
        (
            ("2016-07-13", "سرفيس على طريق الكاستيلو انضرب، ستة راحوا شهداء"),
            ("2016-07-14", "Six killed on Wednesday: their minibus was shelled on Castello road."),
        ),
        (
            ("2016-11-06", "14 people died when a bakery in Ansari was hit on Saturday night."),
            ("2016-11-06", "Ansari bakery bombed Saturday night, 14 dead. The army denied it."),
        ),
        (
            ("2016-10-26", "Shells hit the school of Tabyra Qalash village, killing 7."),
            ("2016-10-26", "7 died in Tabyra Qalash village when shells fell on the school."),
        ),
    ],
)  # fmt: skip
def test_notes_of_one_incident_are_the_same(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            (
                "2016-11-06",
                "Ansari centre took a missile in the yard 23:40 Sunday. Two with burns.",
            ),
            ("2016-11-06", "My cousin says they will hit the centre in Ansari tonight at 23:40."),
        ),
        (
            ("2016-11-05", "قُتل سبعة مدنيين ليل أمس ببرميل أسقطته مروحية على بناء في حي السكري"),
            ("2016-11-05", "Two helicopters from Nayrab heading to Sukkari, high. Everybody down."),
        ),
        (
            ("2016-08-26", "Helicopter from the academy, load under it, going Sheikh Saeed."),
            ("2016-08-27", "A helicopter barrel bomb on Sheikh Saeed killed five on Friday."),
        ),
        (
            ("2016-11-05", "Six dead under a house in Shaar hit by a missile at midnight."),
            ("2016-11-05", "Shaar again: two dead under a house hit for a second time."),
        ),
    ],
)
def test_notes_of_something_else_are_left_to_a_person(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert not same(first, second)


@pytest.mark.parametrize(
    ("text", "days_before"),
    [
        ("6/11, 18:05, Jabal Badro", [0]),
        ("29/10 Sukkari", [8]),
        ("3/4 of the house is gone", []),
        ("One dead in the rubble of the block that fell on Friday", []),
        ("The monitor said on Sunday that Friday's raid killed 5", [2]),
        ("5 were killed, the monitor said on Sunday", [0]),
        ("في ٢٨ نيسان عام ٢٠١٥ قصف المشفى", [558]),
    ],
)
def test_days_said_in_notes(text: str, days_before: list[int]) -> None:
    assert [DAY.toordinal() - span.first_day for span in spans_said(text, DAY)] == days_before


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("21:46 all stations", 21.8), ("ten o'clock at night", 22), ("five in the morning", 5),
        ("at 3:30 p.m. on Friday", 15.5), ("الساعة الثالثة عصرا", 15), ("at dawn", 5),
        ("الفجر", 5), ("two at night", 26),
    ],
)  # fmt: skip
def test_hours_said(text: str, hour: float) -> None:
    assert any(low <= hour <= high for low, high in hours_said(text))


@pytest.mark.parametrize("text", ["5.30 tonnes", "last night", "in 2016", "10:75", "6/11"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert hours_said(text) == ()


def test_two_at_night_is_called_by_either_day() -> None:
    links = links_of(
        ("2016-07-12", "00:52 barrel near the water tower, Myassar. Three hurt."),
        ("2016-07-12", "A barrel fell by the Maysar water tower at midnight; three injured."),
    )

    reasons = {reason.key for link in links["0"].same for reason in link.reasons}
    assert "same_hour" in reasons


def test_a_week_and_one_of_its_days_are_two_campaigns() -> None:
    links = links_of(
        (
            "2016-06-07",
            "In the week of 30 May to 5 June responders counted 188 deaths in eastern Aleppo.",
        ),
        ("2016-06-06", "19 people died on Sunday in air attacks across eastern Aleppo."),
    )

    assert links["0"].same == ()


def test_a_form_of_words_about_another_town_is_left_to_a_person() -> None:
    links = links_of(
        ("2016-06-06", "قضى أربعة مدنيين بقصف مدفعي طال سوق الخضار في حي بعيدين صباح الاثنين"),
        ("2016-06-06", "قضى أربعة مدنيين بقصف مدفعي طال سوق الخضار في بلدة جرجمناز صباح الاثنين"),
    )

    assert links["0"].same == ()


def test_one_kind_of_building_hit_that_day_in_a_town_both_name() -> None:
    links = links_of(
        (
            "2015-10-03",
            "9 people were killed after an air strike hit a charity hospital in Kunduz.",
        ),
        (
            "2015-10-03",
            "11 dead as jets bombed a clinic of foreign medics, say Kunduz elders.",
        ),
        *QUIET_MONTH,
    )

    assert [link.id for link in links["0"].same] == ["1"]


def test_a_report_of_two_strikes_on_one_hospital_speaks_of_both() -> None:
    links = links_of(
        (
            "2016-11-22",
            """The hospital in Shaar was struck twice in three days. On November 5th a rocket
            killed a nurse; on November 7th barrel bombs destroyed the generator.""",
        ),
        ("2016-11-05", "A rocket hit the Shaar hospital this morning. A nurse is dead."),
        ("2016-11-07", "برميلين على مشفى الشعار، المولدة راحت، عم ننقل المرضى بالعتمة"),
    )

    assert {link.id for link in links["0"].same} == {"1", "2"}
    assert "2" not in {link.id for link in links["1"].same}


def test_a_list_of_a_thousand_strikes_is_cut_into_few_parts() -> None:
    """So that one hostile text does not hold up the others."""
    text = "On 5 November 4 were killed in Sukkari. On 6 November 5 died in Shaar. " * 500

    parts = parts_of(text, own_gazetteer().mentions(text), DAY)

    assert len(parts) == MOST_PARTS
    assert not text[parts[-1][1] :].strip()
