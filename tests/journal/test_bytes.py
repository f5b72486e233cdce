"""What is written has the one encoding that every base accepts, whatever way it was made."""

from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from najda.journal.codec import encode_fact
from najda.journal.entry import MalformedBytes, Meta, decode, decode_meta, encode, encode_meta
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


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False)
    | st.text("aحبcdef😀", max_size=4) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("abcح", max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_only_the_one_encoding_is_read(value: Any) -> None:
    """Whatever is written is read; the same value in any other bytes is refused."""
    data = encode(value)
    otherwise = cbor2.dumps(value)

    assert decode(data) == value
    if otherwise != data:
        with pytest.raises(MalformedBytes):
            decode(otherwise)
