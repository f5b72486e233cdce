"""Text that was wrapped at a width, as mail and telex are, is read as if it were not."""

from datetime import date
from textwrap import fill

from najda.places import own_gazetteer
from najda.reading import read_text
from najda.reading.words.sentences import sentences_of

WIDTH = 70
TELEX = fill(
    "THE GOVERNOR SAID THAT TWELVE PEOPLE WERE KILLED IN THE RAID ON THE TOWN SQUARE THIS MORNING "
    "AND THAT THE HOSPITALS HAD TAKEN IN MORE THAN FORTY WOUNDED.  THE RESCUERS ARE STILL AT WORK "
    "IN THE RUINS OF THREE HOUSES.",
    WIDTH,
)
MAIL = fill(
    "The head of the rescue service said on Friday that the strike on the Sukkari market had "
    "killed nine people and that the crews had brought Omran Hallaq and two of his sons out of "
    "the ruins of the house.",
    WIDTH,
)
RADIO = """Two dead in Sukkari
Three wounded in Shaar
Crew of Hanano is on its way"""


def claims(text: str) -> set[tuple[str, int | None, int | None]]:
    found = read_text(text, date=date(2016, 9, 24), gazetteer=own_gazetteer()).claims
    return {(one.kind.value, one.low, one.high) for one in found if one.low is not None}


def test_capitals_wrapped_at_a_width_are_joined_again() -> None:
    assert {("killed", 12, 12), ("injured", 40, None)} <= claims(TELEX)
    assert len(sentences_of(TELEX)[0]) == len(["said", "are"])


def test_a_line_that_begins_with_a_name_goes_on_the_one_before() -> None:
    assert ("killed", 9, 9) in claims(MAIL)
    assert len(sentences_of(MAIL)[0]) == 1


def test_short_lines_stay_lines_of_their_own() -> None:
    assert len(sentences_of(RADIO)[0]) == len(RADIO.splitlines())
    assert {("killed", 2, 2), ("injured", 3, 3)} <= claims(RADIO)


def test_an_indented_line_begins_a_paragraph() -> None:
    indented = "   " + MAIL + "\n   " + MAIL

    assert [one.paragraph for one in sentences_of(indented)[0]] == [0, 1]
