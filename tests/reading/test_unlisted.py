"""Places no list knows: named beside a word for a kind of place, and kept as they are written."""

from collections.abc import Callable

import pytest

from najda.reading import Reading

Read = Callable[..., Reading]


def places(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    return [
        (event.place.text, event.place.id, event.place.precision)
        for event in reading.events
        if event.place
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("An air strike on the village of Tabyra Qalash killed 5 people.", "Tabyra Qalash", "town"),
        ("Air strikes hit Qhesham town on Friday, killing 4.", "Qhesham", "town"),
        ("Shelling of the Balatta refugee camp killed 3 people.", "Balatta", "quarter"),
        ("Russian drones struck the city of Zaporizka, killing two people.", "Zaporizka", "city"),
        ("Two people were killed by shells in Tarvensk on Monday.", "Tarvensk", None),
        ("GUERRILLAS ATTACKED A FARM IN SAN MIRUEL, KILLING 3 PEASANTS.", "SAN MIRUEL", None),
        ("غارة على قرية الجمامسة أدت إلى مقتل 3 مدنيين", "الجمامسة", "town"),
        ("مقتل 4 مدنيين بقصف على بلدة معرة حرملة", "معرة حرملة", "town"),
        ("مقتل طفل بقصف على مخيم للنازحين قرب قرية دير بلوطة", "دير بلوطة", "town"),
    ],
)
def test_a_place_no_list_knows_is_kept_as_written(
    read: Read, text: str, name: str, kind: str | None
) -> None:
    assert places(read(text)) == [(name, None, kind)]


def test_two_towns_of_one_word_are_two(read: Read) -> None:
    found = places(read("غارات على بلدتي الهبيطة وعابدينا خلفت دماراً واسعاً"))

    assert [name for name, _, _ in found] == ["الهبيطة", "عابدينا"]


@pytest.mark.parametrize(
    "text",
    [
        "A Syrian town was bombed and 3 people were killed.",
        "3 people were killed, residents wrote in Arabic on Facebook.",
        "قصف حي سكني أدى إلى مقتل 3 مدنيين",
        "مقتل 3 في قصف على مخيم للنازحين",
        "قصف المدينة الصناعية وقتل 3 عمال",
        "مقتل 3 في غارة على آخر حي يتمركز فيه المقاتلون",
    ],
)
def test_what_is_no_name_makes_no_place(read: Read, text: str) -> None:
    assert places(read(text)) == []


def test_a_listed_place_comes_before_an_unlisted_one(read: Read) -> None:
    (event,) = read("غارة على حي السكري قرب مدينة الحوارنة قتلت 3 مدنيين").events

    assert event.place is not None
    assert event.place.id == "sukkari"
