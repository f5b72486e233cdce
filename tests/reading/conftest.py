"""What every test of reading asks for: a reader over the product's own list of places."""

from collections.abc import Callable
from datetime import date

import pytest

from najda.places import own_gazetteer
from najda.reading import Claim, Reading, read_text

Read = Callable[..., Reading]
SATURDAY = date(2016, 9, 24)


@pytest.fixture(scope="session")
def read() -> Read:
    """Read a text reported on Saturday 24 September 2016, or on another day."""
    gazetteer = own_gazetteer()

    def reader(text: str, day: date = SATURDAY) -> Reading:
        return read_text(text, date=day, gazetteer=gazetteer)

    return reader


@pytest.fixture(scope="session")
def claims(read: Read) -> Callable[[str, str], list[Claim]]:
    """The claims of one kind in a text."""

    def of_kind(text: str, kind: str) -> list[Claim]:
        return [claim for claim in read(text).claims if claim.kind.value == kind]

    return of_kind
