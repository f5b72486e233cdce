"""A withheld part: the page says so, search does not find it, and all follow when it arrives."""

import shutil
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from najda.machine_person import machine_token
from najda.reports.facts import Channel, ReportReceived
from najda.serving import make_site
from najda.vocabulary import Part
from najda.web.app import make_app
from rooms import NIGHT_MS, Organisation, facts_of, give, memory_folder, rows_of, say


@pytest.fixture
def bases() -> Iterator[Organisation]:
    folder = memory_folder()
    made = Organisation(folder)
    yield made
    made.close()
    shutil.rmtree(folder)


def test_a_withheld_part_is_said_and_follows_when_it_arrives(bases: Organisation) -> None:
    """Page, search, rows and rebuild agree before and after the words arrive."""
    other = bases.join("B")
    said = ReportReceived(
        channel=Channel.RADIO,
        received_ms=NIGHT_MS,
        text="قصف على مشفى القدس",
        caller_name="زكريا",
    )
    request = "ab" * 16
    say(bases.room, said, request=request)
    give(facts_of(bases.room, without=(Part.TEXT, Part.PERSON)), other.room)
    site = make_site(other)
    with TestClient(make_app(site), base_url="http://127.0.0.1") as client:
        client.headers["authorization"] = f"Bearer {machine_token(site, 'x', 'chief')}"

        def look() -> tuple[str, list[str], list[str]]:
            page = client.get(f"/reports/{request}").text
            found = [
                [
                    one["thing"]
                    for one in client.get("/api/v1/search", params={"q": q}).json()["found"]
                ]
                for q in ("القدس", "زكريا")
            ]
            return page, found[0], found[1]

        page, words, name = look()

        assert "محجوب" in page
        assert "القدس" not in page
        assert (words, name) == ([], [])
        assert other.room.rebuild().result()

        give(facts_of(bases.room, without=(Part.PERSON,)), other.room)
        page, words, name = look()

        assert "القدس" in page
        assert (words, name) == ([request], [])

        give(facts_of(bases.room), other.room)
        give(facts_of(other.room), bases.room)
        page, words, name = look()

        assert "زكريا" in page
        assert (words, name) == ([request], [request])
        assert rows_of(bases.room) == rows_of(other.room)
        assert other.room.rebuild().result()
        assert bases.room.rebuild().result()
