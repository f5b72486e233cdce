"""Versions side by side are read in the reader's words, not as names of fields."""

from najda.web.language import Speech
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
