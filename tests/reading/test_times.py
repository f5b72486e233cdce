"""Times: what people say, against the date of the report."""

from collections.abc import Callable
from datetime import date

import pytest

from najda.reading import Reading
from najda.reading.times import hijri_to_date

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("said", "start", "precision"),
    [
        ("on Friday", "2016-09-23", "day"),
        ("on Thursday night", "2016-09-22T20:00:00+03:00", "part_of_day"),
        ("overnight", "2016-09-23T20:00:00+03:00", "part_of_day"),
        ("yesterday", "2016-09-23", "day"),
        ("on September 21", "2016-09-21", "day"),
        ("on 21 September 2016", "2016-09-21", "day"),
        ("on 21/9/2016", "2016-09-21", "day"),
        ("three days ago", "2016-09-21", "day"),
        ("at 7:15 p.m.", "2016-09-24T19:15:00+03:00", "minute"),
        ("on Friday morning", "2016-09-23T05:00:00+03:00", "part_of_day"),
    ],
)
def test_english_times(read: Read, said: str, start: str, precision: str) -> None:
    (event,) = read(f"Nine people were killed in Kallaseh {said}.").events

    assert event.time is not None
    assert (start, precision) == (event.time.start, event.time.precision)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("أمس", "2016-09-23"),
        ("امبارح", "2016-09-23"),
        ("يوم الخميس", "2016-09-22"),
        ("ليلة الخميس", "2016-09-22"),
        ("بتاريخ 21 أيلول", "2016-09-21"),
        ("بتاريخ 21 سبتمبر 2016", "2016-09-21"),
        ("21-9-2016", "2016-09-21"),
        ("٢١/٩/٢٠١٦", "2016-09-21"),
        ("21 9 2016", "2016-09-21"),
        ("صباح اليوم", "2016-09-24"),
        ("20 ذو الحجة 1437", "2016-09-22"),
    ],
)
def test_arabic_times(read: Read, said: str, start: str) -> None:
    (event,) = read(f"استشهاد تسعة أشخاص في حي الكلاسة {said}").events

    assert event.time is not None
    assert start == event.time.start[:10]


def test_a_night_spans_midnight(read: Read) -> None:
    (event,) = read("Nine people were killed in Kallaseh on Thursday night.").events

    assert event.time is not None
    assert event.time.end is not None
    assert (event.time.start[:10], event.time.end[:10]) == ("2016-09-22", "2016-09-23")


@pytest.mark.parametrize(
    ("written", "reported", "day"),
    [
        ("2/4/2015", date(2015, 2, 4), "2015-02-04"),  # the other order lies in the future
        ("5/3/2015", date(2015, 3, 7), "2015-03-05"),
        ("4/3/2015", date(2015, 4, 2), None),  # 4 March is old, 3 April near: not sure
        ("30/5/2015", date(2015, 5, 30), "2015-05-30"),
    ],
)
def test_day_and_month_in_either_order(
    read: Read, written: str, reported: date, day: str | None
) -> None:
    (event,) = read(f"استشهاد 9 أشخاص في حي الفردوس {written}", reported).events

    assert day == (event.time.start[:10] if event.time else None)


def test_a_message_that_contradicts_itself_has_no_day(read: Read) -> None:
    (event,) = read("إنقاذ طفلين في حي الهلك 5-9-2016\nإنقاذ طفلين في حي الهلك 3-9-2016").events

    assert event.time is None


def test_the_tabular_islamic_calendar() -> None:
    assert date(2016, 10, 2) == hijri_to_date(1438, 1, 1)


def test_the_month_tishreen_is_no_quarter(read: Read) -> None:
    reading = read("استشهاد 9 أشخاص في 3 تشرين الأول 2015")

    assert [event.place for event in reading.events] == [None]
