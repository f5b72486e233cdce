"""What is written has the one encoding that every base accepts, whatever way it was made."""

from hypothesis import given
from hypothesis import strategies as st

from najda.journal.codec import encode_fact
from najda.journal.entry import Meta, decode, decode_meta, encode_meta
from najda.vocabulary import Fact
from rooms import DESKS
from strategies import THINGS, facts

NAMES = st.text("abcdefghijklmnop_", min_size=1, max_size=12)


@given(st.sampled_from(sorted(DESKS.kinds.values(), key=lambda kind: kind.__name__)).flatmap(facts))
def test_parts_of_every_kind_are_deterministic(fact: Fact) -> None:
    """``decode`` refuses bytes that are not the one encoding of what they say."""
    for data in encode_fact(fact).parts.values():
        decode(data)


@given(
    st.dictionaries(NAMES, st.lists(st.sampled_from(THINGS), min_size=1).map(tuple)),
    st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex)).map(tuple),
    st.integers(0, 3),
)
def test_meta_is_deterministic(
    subjects: dict[str, tuple[str, ...]], supersedes: tuple[str, ...], index: int
) -> None:
    """The strict reader takes it, and reads what was written."""
    meta = Meta("a.b", "A", "", 5, "ab" * 16, subjects, supersedes, index)

    assert decode_meta(encode_meta(meta)) == meta
