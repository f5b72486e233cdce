"""Versions side by side are read in the reader's words, not as names of fields."""

from najda.web.language import Speech, spoken
from najda.web.side_by_side import spoken_lines
from najda.web.site import Site


def test_fields_and_values_are_spoken(site: Site) -> None:
    """Kinds, quarters, times and yes or no; ids of things are left out, unknown words kept."""
    text = "\n".join(
        ("incident: " + "a" * 32, "type: fire", "quarter: kallaseh", "at_ms: 1474576800000",
         "title: بناء: قديم", "odd_thing: 7")
    )  # fmt: skip
    arabic = spoken_lines(site.words, Speech("ar"), "incidents.IncidentDescribed", text)
    english = dict(spoken_lines(site.words, Speech("en"), "incidents.IncidentDescribed", text))

    assert [value for _, value in arabic][:2] == ["حريق", "الكلاسة"]
    assert ("odd thing", "7") in arabic
    assert "بناء: قديم" in english.values()
    assert "2016-09-22" in " ".join(english.values())
    assert "a" * 32 not in english.values()


def test_an_english_sentence_stays_one_sentence_inside_arabic() -> None:
    """Its numbers and commas are not scattered among isolated words."""
    said = "SOHR says at least 16 people, two children among them, were killed"

    assert spoken(said) == f'<bdi dir="ltr">{said}</bdi>'
    assert spoken("رقمي 0944 123 456 now") == (
        'رقمي <bdi dir="ltr">0944 123 456</bdi> <bdi dir="ltr">now</bdi>'
    )
