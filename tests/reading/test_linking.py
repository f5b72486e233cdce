"""Reports of one incident find each other; other nights, targets and sums never do."""

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from najda.places import own_gazetteer
from najda.reading.linking import Report, link_reports
from najda.reading.sureness import Links
from reading.invented_incidents import (  # type: ignore[import-not-found,unused-ignore]
    arabic,
    english,
    incidents,
)

DAY = date(2016, 9, 24)


def links_of(*told: tuple[str, str]) -> dict[str, Links]:
    """Links among reports given as (date, text), named "0", "1", …"""
    reports = [
        Report(str(number), text, date.fromisoformat(day))
        for number, (day, text) in enumerate(told)
    ]
    return link_reports(reports, own_gazetteer())


def same(links: dict[str, Links], report: str = "0") -> list[str]:
    return [link.id for link in links[report].same]


STRIKE = (
    "2016-09-23",
    "Barrel bombs hit the market in Sukkari on Thursday night, killing at least 16 people.",
)


@pytest.mark.parametrize(
    "other",
    [
        ("2016-09-23", "A barrel bomb on Sukkari market on Thursday night left 16 dead."),
        (
            "2016-09-24",
            "Sixteen people died in the bombing of the market of al-Sukari on 22 September.",
        ),
        ("2016-09-23", "استهداف سوق في حي السكري ببرميل متفجر ليل الخميس ومقتل 16 شخصا"),
        (
            "2017-03-01",
            "The strike on the market in Sukkari on 22 September 2016 killed 18, a UN report says.",
        ),
    ],
)
def test_one_incident_in_other_words(other: tuple[str, str]) -> None:
    assert same(links_of(STRIKE, other)) == ["1"]


@pytest.mark.parametrize(
    ("veto", "other"),
    [
        (
            "other_night",
            (
                "2016-09-22",
                "Barrel bombs hit the market in Sukkari on Wednesday night, killing 16.",
            ),
        ),
        (
            "other_night",
            (
                "2016-09-25",
                "Barrel bombs hit Sukkari market last night, killing at least 16 people.",
            ),
        ),
        ("other_night", ("2016-09-24", "برميل متفجر على سوق حي السكري مساء الجمعة ومقتل 16 شخصا")),
        (
            "other_target",
            ("2016-09-23", "Barrel bombs hit a school in Sukkari on Thursday night, killing 16."),
        ),
        (
            "other_place",
            (
                "2016-09-23",
                "Barrel bombs hit the market in Kallaseh on Thursday night, killing 16.",
            ),
        ),
        (
            "city_wide",
            ("2016-09-23", "Barrel bombs on Thursday night killed 91 people across Aleppo."),
        ),
        (
            "cumulative",
            (
                "2016-09-23",
                "Barrel bombs on Sukkari have killed 16 since the truce ended on Thursday night.",
            ),
        ),
        (
            "negated",
            ("2016-09-23", "The ministry denied bombing the market in Sukkari on Thursday night."),
        ),
        (
            "planned",
            (
                "2016-09-23",
                "The army threatened to strike the market in Sukkari on Thursday night.",
            ),
        ),
    ],
)
def test_what_forbids_the_same(veto: str, other: tuple[str, str]) -> None:
    links = links_of(STRIKE, other)
    assert same(links) == []
    for link in links["0"].perhaps:
        assert link.score < 0.8
        assert any(each.key == "veto" and each.values == (veto,) for each in link.reasons)


def test_a_shared_name_ties_two_reports_only_perhaps() -> None:
    links = links_of(
        ("2016-09-23", "Warplanes bombed the Mashhad neighbourhood on Friday, killing 8."),
        ("2016-09-23", "The Ansari neighbourhood was bombed on Friday by warplanes."),
    )
    assert same(links) == []


def test_city_wide_figures_of_one_night_belong_together() -> None:
    links = links_of(
        (
            "2016-09-24",
            "More than 90 people were killed across Aleppo on Friday, the monitor said.",
        ),
        (
            "2016-09-24",
            "Air strikes across Aleppo on Friday killed at least 91 people, rescuers said.",
        ),
    )
    assert "1" in [each.id for each in (*links["0"].same, *links["0"].perhaps)]


def test_an_article_of_several_incidents_links_to_each() -> None:
    article = (
        "Barrel bombs hit the market in Sukkari on Thursday night, killing 16 people. "
        "An hour later a missile struck a mosque in Sakhour, where 5 people died."
    )
    links = links_of(
        ("2016-09-23", article),
        STRIKE,
        ("2016-09-23", "A missile hit a mosque in Sakhour on Thursday night; 5 dead."),
    )
    assert set(same(links)) == {"1", "2"}
    assert "2" not in same(links, "1")


def test_links_say_why_and_go_both_ways() -> None:
    links = links_of(STRIKE, ("2016-09-23", "Sukkari market hit on Thursday night, 16 killed."))
    (there,), (back,) = links["0"].same, links["1"].same
    assert there.score == back.score
    keys = {reason.key for reason in there.reasons}
    assert {"same_place", "same_time", "same_figure"} <= keys


def told(seed: int, *, hard: bool) -> list[Report]:
    chance = random.Random(seed)
    reports = []
    for each in incidents(60, chance):
        first, second = english(each, chance, hard=hard)
        late = timedelta(days=chance.choice([0, 1]))
        reports += [
            Report(f"{each.id}/1", first, each.day + late),
            Report(f"{each.id}/2", second, each.day + timedelta(days=chance.choice([0, 1, 2]))),
            Report(f"{each.id}/3", arabic(each, chance), each.day),
        ]
    return reports


def judged(reports: Sequence[Report]) -> tuple[float, float, float]:
    """Share of reports whose first candidate is right; precision and recall of "same"."""
    links = link_reports(reports, own_gazetteer())
    right = found = wrong = 0
    for report in reports:
        incident = report.id.split("/")[0]
        proposed = [*links[report.id].same, *links[report.id].perhaps]
        right += bool(proposed) and proposed[0].id.split("/")[0] == incident
        for link in links[report.id].same:
            if link.id.split("/")[0] == incident:
                found += 1
            else:
                wrong += 1
    return right / len(reports), found / max(found + wrong, 1), found / (2 * len(reports))


def test_neighbours_are_never_taken_for_the_same() -> None:
    first, precision, recall = judged(told(11, hard=False))
    assert first >= 0.95
    assert precision == 1
    assert recall >= 0.9


def test_vague_halves_still_find_their_incident_first() -> None:
    first, precision, _ = judged(told(12, hard=True))
    assert first >= 0.98
    assert precision >= 0.98


def test_work_grows_with_the_reports() -> None:
    reports = told(13, hard=False)
    few, many = reports[: len(reports) // 4], reports
    seconds(few)  # the words are read from disk once
    assert seconds(many) < 4 * 3 * seconds(few) + 0.5


def seconds(reports: Sequence[Report]) -> float:
    began = time.process_time()
    link_reports(reports, own_gazetteer())
    return time.process_time() - began


def test_an_outlet_in_common_is_no_tie() -> None:
    """Two lines signed by one outlet, of one day, about different things."""
    reports = [
        Report("a", "SOHR now has 32 killed in the convoy attack, Middle East Eye writes.", DAY),
        Report("b", "A doctor says Sukkari has no fuel, Middle East Eye writes.", DAY),
    ]
    links = link_reports(reports, own_gazetteer())

    assert links["a"].same == ()
    assert "same_names" not in {r.key for link in links["a"].perhaps for r in link.reasons}


def test_names_that_differ_leave_it_to_a_person() -> None:
    """One street in common, other families: perhaps, never the same."""
    reports = [
        Report("a", "A strike on Sukkari on Friday killed six of the Haddad family near Mill Lane. "
               "Rula Haddad was pulled out alive.", DAY),
        Report("b", "Crews searched Mill Lane in Sukkari for the Qasrash children after a strike; "
               "Samer Qasrash is missing and 20 were hurt.", DAY),
    ]  # fmt: skip

    assert link_reports(reports, own_gazetteer())["a"].same == ()
