"""Attachments travel apart: after the facts, on demand first, going on where they broke off."""

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from najda.journal.attachments import CHUNK_BYTES, Attachments, Damaged
from najda.net.carrier import NoAnswer, Peer
from najda.net.fetching import Fetching, Named, NotThere
from najda.net.file_carrier import attachments_beside, read_attachments, write_attachments
from rooms import memory_folder

PEER = Peer("aa" * 32, "https://b")
OTHER = Peer("bb" * 32, "https://c")


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 10_000):
        yield data[at : at + 10_000]


def stored(folder: Path, data: bytes) -> tuple[Attachments, str]:
    folder.mkdir(exist_ok=True)
    attachments = Attachments(folder, os.urandom(32))
    sha256, _ = anyio.run(lambda: attachments.store(_pieces(data)))
    return attachments, sha256


class Link:
    """Hands out what a peer holds, cut after some bytes."""

    def __init__(self, held: dict[str, bytes]) -> None:
        self.held = held
        self.cut_after: int | None = None
        self.asked: list[tuple[str, int]] = []

    def fetch(self, peer: Peer, sha256: str, offset: int) -> Iterator[bytes]:
        del peer
        self.asked.append((sha256, offset))
        if sha256 not in self.held:
            raise NotThere("not there")
        data = self.held[sha256][offset:]
        end = len(data) if self.cut_after is None else min(len(data), self.cut_after)
        for at in range(0, end, 7_000):
            yield data[at : min(end, at + 7_000)]
        if end < len(data):
            raise NoAnswer("cut")


def named(data: bytes, media_type: str = "image/jpeg") -> Named:
    return Named(hashlib.sha256(data).hexdigest(), len(data), media_type)


def never() -> bool:
    return False


@settings(max_examples=40, deadline=None)
@given(
    size=st.sampled_from([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]),
    cuts=st.lists(st.integers(0, 2 * CHUNK_BYTES), max_size=4),
    crash=st.booleans(),
)
def test_what_broke_off_goes_on_to_the_same_bytes(size: int, cuts: list[int], crash: bool) -> None:
    """Cut at any byte, with or without a restart between: in the end it is the same thing."""
    data = os.urandom(size)
    one = named(data)
    link = Link({one.sha256: data})
    attachments = Attachments(memory_folder(), b"k" * 32)
    fetching = Fetching(attachments, lambda: [one], link.fetch)
    for cut in cuts:
        link.cut_after = cut
        fetching.some(PEER, never)
        if crash:
            fetching.close()
            fetching = Fetching(attachments, lambda: [one], link.fetch)
    link.cut_after = None
    fetching.some(PEER, never)

    assert b"".join(attachments.read(one.sha256)) == data
    assert not fetching.some(PEER, never)


def test_nothing_is_fetched_twice_after_a_whole_chunk(tmp_path: Path) -> None:
    """After a crash the next attempt asks from the last whole chunk on, not from the start."""
    data = os.urandom(5 * CHUNK_BYTES)
    one = named(data)
    link = Link({one.sha256: data})
    link.cut_after = 3 * CHUNK_BYTES + 100
    fetching = Fetching(Attachments(tmp_path, b"k" * 32), lambda: [one], link.fetch)
    fetching.some(PEER, never)
    fetching.close()
    again = Fetching(Attachments(tmp_path, b"k" * 32), lambda: [one], link.fetch)
    again.some(PEER, never)

    assert [offset for _, offset in link.asked] == [0, 3 * CHUNK_BYTES]


def test_a_wrong_thing_is_never_called_stored(tmp_path: Path) -> None:
    """Other bytes under the name are thrown away; another peer's whole copy is taken."""
    data = os.urandom(1000)
    one = named(data)
    attachments = Attachments(tmp_path, b"k" * 32)
    bad, good = Link({one.sha256: data[:-1] + bytes([data[-1] ^ 1])}), Link({one.sha256: data})

    def fetch(peer: Peer, sha256: str, offset: int) -> Iterator[bytes]:
        return (bad if peer == PEER else good).fetch(peer, sha256, offset)

    fetching = Fetching(attachments, lambda: [one], fetch)
    fetching.some(PEER, never)

    assert not attachments.has(one.sha256)
    fetching.some(OTHER, never)
    assert b"".join(attachments.read(one.sha256)) == data


def test_photos_come_last_and_what_someone_waits_for_first(tmp_path: Path) -> None:
    """Voice before photo before video, small before large; a person at a screen before all."""
    voice, photo, film = (os.urandom(n) for n in (3000, 200, 100))
    wanted = [named(film, "video/mp4"), named(photo), named(voice, "audio/ogg")]
    fetching = Fetching(Attachments(tmp_path, b"k" * 32), lambda: wanted, Link({}).fetch)

    assert [one.media_type for one in fetching.lacking()] == [
        "audio/ogg", "image/jpeg", "video/mp4",
    ]  # fmt: skip
    fetching.wait_for(wanted[0].sha256)
    assert fetching.lacking()[0].media_type == "video/mp4"


def test_news_interrupts_a_photo(tmp_path: Path) -> None:
    """A hint ends the slice; the next one goes on where it stopped."""
    data = os.urandom(50_000)
    one = named(data)
    link = Link({one.sha256: data})
    fetching = Fetching(Attachments(tmp_path, b"k" * 32), lambda: [one], link.fetch)

    assert fetching.some(PEER, lambda: True)
    assert fetching.some(PEER, never)
    assert [offset for _, offset in link.asked] == [0, 7000]


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "zz", "AB" * 32, ""])
def test_names_that_are_none_are_passed_over(tmp_path: Path, sha256: str) -> None:
    """A received fact may name anything; it stops nobody."""
    good = named(b"x")
    wanted = [Named(sha256, 5, "image/png"), Named("cd" * 32, -1, "image/png"), good]
    fetching = Fetching(Attachments(tmp_path, b"k" * 32), lambda: wanted, Link({}).fetch)

    assert fetching.lacking() == [good]


def read_from(attachments: Attachments, sha256: str) -> Callable[[int], bytes]:
    return lambda offset: b"".join(attachments.read(sha256, offset))


def test_reading_from_any_byte(tmp_path: Path) -> None:
    """The answering side begins at the byte asked for; ciphertext that changed is told."""
    data = os.urandom(2 * CHUNK_BYTES + 5)
    attachments, sha256 = stored(tmp_path, data)
    read = read_from(attachments, sha256)

    for offset in (0, 1, CHUNK_BYTES, CHUNK_BYTES + 3, len(data) - 1, len(data), len(data) + 9):
        assert read(offset) == data[offset:]
    path = next(one for one in tmp_path.rglob("*") if one.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(Damaged):
        read(0)


def test_attachments_travel_on_a_stick(tmp_path: Path) -> None:
    """Beside the bundle, each named by its hash; what is damaged there is not taken in."""
    data, other = os.urandom(CHUNK_BYTES + 9), os.urandom(99)
    held, sha256 = stored(tmp_path / "a", data)
    anyio.run(lambda: held.store(_pieces(other)))
    wanted = [named(data), named(other), named(b"not here")]
    stick = tmp_path / "stick.najda"
    assert write_attachments(held, wanted, stick) == 2
    assert write_attachments(held, wanted, stick) == 0
    (attachments_beside(stick) / wanted[1].sha256).write_bytes(b"torn")
    taken = Attachments(tmp_path / "b", b"k" * 32)

    assert read_attachments(taken, wanted, stick) == 1
    assert b"".join(taken.read(sha256)) == data
    assert not taken.has(wanted[1].sha256)
