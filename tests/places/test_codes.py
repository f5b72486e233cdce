"""Codes for positions are read as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from najda.places.codes import (
    from_mgrs,
    from_plus_code,
    is_plus_code,
    position_of,
    to_mgrs,
    to_plus_code,
)


@given(st.floats(-89.9, 89.9), st.floats(-180, 179.9), st.sampled_from([8, 10, 11, 13]))
def test_a_plus_code_holds_the_position_it_was_made_from(
    lat: float, lon: float, digits: int
) -> None:
    code = to_plus_code(lat, lon, digits=digits)
    area = from_plus_code(code)
    assert is_plus_code(code)
    assert area.south - 1e-9 <= lat <= area.north + 1e-9
    assert area.west - 1e-9 <= lon <= area.east + 1e-9


@given(st.floats(0.5, 79), st.floats(-179, 179))
def test_a_grid_reference_leads_back_within_its_square(lat: float, lon: float) -> None:
    back = from_mgrs(to_mgrs(lat, lon))
    assert abs(back[0] - lat) < 0.0005
    assert abs(back[1] - lon) * (1 - abs(lat) / 90) < 0.0005


@pytest.mark.parametrize(
    "text", ["37S CA 345 0776", "99X CA 12 34", "8G6X+2", "36,37", "95.1, 37.0", "سكري"]
)
def test_what_is_no_position_is_none(text: str) -> None:
    assert position_of(text) is None


def test_arabic_digits_and_comma_are_a_position() -> None:
    assert position_of("٣٦٫٢٠١، ٣٧٫١٦١") == (36.201, 37.161, "latitude and longitude")
