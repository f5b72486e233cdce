"""Reports of one incident find each other; other nights, targets and sums never do."""

import json
import random
import re
import time
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from najda.folding import fold
from najda.places import own_gazetteer
from najda.reading.link_command import linked, reports_of
from najda.reading.linking import linking
from najda.reading.linking.linking import link_reports
from najda.reading.linking.sureness import Links
from najda.reading.linking.traits import Report, traits_of
from reading.invented_incidents import (  # type: ignore[import-not-found,unused-ignore]
    arabic,
    english,
    incidents,
)
from reading.told import (  # type: ignore[import-not-found,unused-ignore]
    QUIET_MONTH,
    links_of,
)

HERE = Path(__file__).parent
DAY = date(2016, 9, 24)


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


def calls(*told: tuple[str, str], quarter: str | None = "sukkari") -> dict[str, Links]:
    """Links among calls given as (minute of the evening of 22 September, text)."""
    reports = []
    for number, (clock, text) in enumerate(told):
        heard = datetime.fromisoformat(f"2016-09-22T{clock}")
        reports.append(Report(str(number), text, heard.date(), heard=heard, quarter=quarter))
    return link_reports(reports, own_gazetteer())


FIRST_CALL = ("18:13", "عاجل ضربو بناية جنب الدوار والناس تحت، في شي4 عالقين عالاقل")


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        ("18:15", "الو في غارة عند الدوار بناية نزلت كلها في اربع عالقين"),
        ("18:17", "strike at the roundabout, building down, plz send ambulances"),
        ("18:26", "لمبة 1: وصلنا، العالقون خمسة مو أربعة، الدرج منهار"),
        ("19:31", "Lamp 1: three are out alive, two still under the stairs"),
    ],
)
def test_calls_of_one_hour_and_quarter_speak_of_the_same(clock: str, text: str) -> None:
    """Whatever the language: time and place decide, and nothing they say differs."""
    links = calls(FIRST_CALL, (clock, text))

    assert same(links) == ["1"]
    assert {"same_place", "minutes_apart"} <= {reason.key for reason in links["0"].same[0].reasons}


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        ("23:10", "غارة على بناية، في اربع عالقين تحت الدرج"),  # hours later
        ("18:20", "مرتي عم تولد وما في سيارة"),  # another kind
        ("18:20", "Shell beside the girls' school, two hurt"),  # another spot
        ("18:20", "قصف جنب الجامع الكبير وفي جرحى"),
        ("18:20", "عاجل ضربو بناية جنب المدرسة والناس تحت، في شي4 عالقين عالاقل"),
    ],
)
def test_calls_that_differ_are_left_to_a_person(clock: str, text: str) -> None:
    """The same quarter hours later, or another thing or spot in the same hour: perhaps."""
    links = calls(FIRST_CALL, (clock, text))

    assert same(links) == []
    assert all(link.score < 0.8 for link in links["0"].perhaps)


@pytest.mark.parametrize(
    "text",
    [
        "Lamp 1: five on board, tank three quarters, Sukkari quiet",
        "المرصد الجنوبي: صوت طيران حربي عالي فوق حي السكري",
        "المرصد الجنوبي: طائرتان حربيتان فوق السكري على علو منخفض",
        "Observer South: one jet, heading north-east over Sukkari, nothing dropped yet",
    ],
)
def test_where_nothing_happened_there_is_no_incident(text: str) -> None:
    """A crew's state or aircraft in the air stands beside the incident, not in it."""
    told = [("18:13", "غارة على بناية في حي السكري، اربع عالقين"), ("18:20", text)]

    assert same(calls(*told, quarter=None)) == []
    heard = datetime.fromisoformat("2016-09-22T21:00")
    report = Report("a", text, heard.date(), heard=heard)
    assert not traits_of(report, own_gazetteer())[0].eventful


def test_the_number_of_a_call_sign_is_no_figure() -> None:
    told = [("18:13", "نورس 3: ثلاثة جرحى"), ("18:20", "موقد 3: خزان الماء نصف ممتلئ")]
    links = calls(*told, quarter=None)

    assert same(links) == []
    shown = [value for link in links["0"].perhaps for r in link.reasons for value in r.values]
    assert "number 3" not in shown


def test_a_call_and_news_that_does_not_say_when_are_left_to_a_person() -> None:
    heard = datetime(2016, 9, 22, 22, 32)  # noqa: DTZ001 (local time, as Report takes it)
    reports = [
        Report("0", "برميلين عالصاخور، اربع جرحى", heard.date(), heard=heard, quarter="sakhour"),
        Report("1", "غارة على الصاخور، أربعة جرحى بينهم طفل.", date(2016, 9, 23)),
    ]

    assert same(link_reports(reports, own_gazetteer())) == []


def test_tolls_of_one_area_and_period_belong_together() -> None:
    """Another period's toll, or a sum of days, is another figure."""
    links = links_of(
        ("2016-09-24", "A hospital director says 91 people were killed in east Aleppo on Friday."),
        ("2016-09-24", "In east Aleppo 86 people died on Friday, a Civil Defence official says."),
        ("2016-09-24", "الدفاع المدني: 87 قتيلا في حلب الشرقية يوم الجمعة."),
        ("2016-09-24", "SOHR: 86 people were killed in east Aleppo on Thursday."),
        ("2016-09-24", "SOHR: 91 people were killed in east Aleppo in three days."),
    )

    assert {"1", "2"} == set(same(links))


def test_the_same_words_at_another_landmark_are_left_to_a_person() -> None:
    links = calls(
        ("18:13", "نزلت بناية عند الدوار، في اربع عالقين"),
        ("18:20", "نزلت بناية عند الجامع، في اربع عالقين"),
        ("18:25", "نزلت بناية عند الدوار، في اربع عالقين تحتها"),
    )

    assert same(links) == ["2"]


def test_periods_that_only_touch_are_two_campaigns() -> None:
    """Both say Thursday night; one counts the day before it, the other the morning after."""
    links = links_of(
        (
            "2016-09-22",
            "16 people were killed in east Aleppo overnight and on Thursday, SOHR said.",
        ),
        (
            "2016-09-23",
            "15 people were killed in east Aleppo on Thursday night and Friday, BBC says.",
        ),
    )

    assert same(links) == []


def test_a_named_rescue_base_ties_two_languages() -> None:
    links = links_of(
        ("2016-09-23", "The White Helmets' centre in Ansari is out of service."),
        ("2016-09-23", "مركز الدفاع المدني في الأنصاري خارج الخدمة اليوم"),
        ("2016-09-23", "مركز الدفاع المدني في هنانو خارج الخدمة اليوم"),
    )  # fmt: skip

    assert same(links) == ["1"]


def test_a_late_figure_of_a_named_place_is_shown() -> None:
    links = links_of(
        ("2016-09-23", "17 جريحا بانفجار سيارة مفخخة في شمارخ"),
        ("2024-01-01", "UCDP after SOHR on the car bomb in Shamarikh: 2 to 12 killed."),
    )

    assert [link.id for link in links["0"].perhaps] == ["1"]


def test_every_reason_has_its_words() -> None:
    """No key of a reason, and nothing that was hit, is shown as a bare key."""
    room = Path(linking.__file__).parent
    source = "".join((room / name).read_text("utf-8") for name in ("linking.py", "comparing.py"))
    words = tomllib.loads((room.parent.parent / "confirming" / "words.toml").read_text("utf-8"))
    keys = set(re.findall(r'(?:Reason|_agreeing)\(\s*"(\w+)"', source)) | {"same_target"}
    groups = tomllib.loads((room / "link_words.toml").read_text("utf-8"))

    assert set() == {f"why_{key}" for key in keys} - words.keys()
    assert set() == {f"target_{name}" for name in groups["target"]} - words.keys()
    assert set() == {f"detail_{name}" for name in groups["detail"]} - words.keys()


def test_a_line_of_the_command_may_say_channel_minute_and_quarter() -> None:
    """Without them the same words are left to a person."""
    told = [
        {"id": "a", "text": "building down, four under it", "date": "2016-09-22T18:13:00+03:00"},
        {"id": "b", "text": "نزلت البناية والناس تحت", "date": "2016-09-22T18:20:00+03:00"},
    ]
    more = {"channel": "phone", "quarter": "sukkari"}

    bare = linked(reports_of(json.dumps(one) for one in told), own_gazetteer())
    full = linked(reports_of(json.dumps(one | more) for one in told), own_gazetteer())

    assert [answer["same"] for answer in bare] == [[], []]
    assert [[link["id"] for link in answer["same"]] for answer in full] == [["b"], ["a"]]


@pytest.mark.parametrize(
    ("english", "arabic_text"),
    [
        ("The Quds hospital was bombed on Friday.", "قصف مشفى القدس يوم الجمعة"),
        (
            "Omar bin Abdulaziz hospital was hit on Friday.",
            "استهداف مشفى عمر بن عبد العزيز يوم الجمعة",
        ),
        ("Warplanes struck the Daqaq hospital on Friday.", "غارة على مستشفى الدقاق يوم الجمعة"),
    ],
)
def test_names_of_buildings_are_compared_between_scripts(english: str, arabic_text: str) -> None:
    """By their consonants; another hospital of that day has another name."""
    links = links_of(
        ("2016-09-24", english),
        ("2016-09-24", arabic_text),
        ("2016-09-24", "قصف مشفى البيان يوم الجمعة"),
    )
    first = links["0"].same[0] if links["0"].same else links["0"].perhaps[0]

    assert first.id == "1"
    assert "same_names" in {reason.key for reason in first.reasons}


def linked_sets() -> dict[int, list[dict[str, Any]]]:
    """The reports of ``linked_set.toml``, set by set."""
    told = tomllib.loads((HERE / "linked_set.toml").read_text(encoding="utf-8"))["report"]
    return {number: [each for each in told if each["set"] == number] for number in range(1, 6)}


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_pairs_in_two_languages_are_found_and_traps_are_not_taken(number: int) -> None:
    """Another night, quarter or target, sums, plans, denials stand beside each incident."""
    told = linked_sets()[number]
    links = links_of(*((each["date"], each["text"]) for each in told))
    mates = {
        (a, b)
        for a, b in combinations(range(len(told)), 2)
        if set(told[a]["about"]) & set(told[b]["about"])
    }
    proposed = {
        (min(int(report), int(link.id)), max(int(report), int(link.id)))
        for report, found in links.items()
        for link in found.same
    }
    assert proposed <= mates
    least = 0.7  # what is left names neither place nor target, or is told by one side as a denial
    assert len(proposed) / len(mates) >= least
    shown = {
        (int(report), int(link.id))
        for report, found in links.items()
        for link in (*found.same, *found.perhaps)
    }
    assert mates <= shown


def test_what_many_reports_say_alike_is_no_tie() -> None:
    """A note under each report of a batch, with a date and figures, says nothing of either."""
    note = " All names were compared with the list of 7,000 dead published on 26 October 2023."
    told = [
        f"The {family} house in the {quarter} area was hit on 10 October 2023, killing {dead} of "
        f"the {family} family.{note}"
        for family, quarter, dead in (
            ("Halwani", "Tannery", 7), ("Darwaza", "Harbour", 4), ("Sabbagh", "Orchard", 9),
            ("Turkmani", "Customs", 2), ("Jarrah", "Station", 12), ("Khawaja", "Lantern", 3),
        )
    ]  # fmt: skip
    more = f"Relatives mourn Imad Halwani and his sons, buried from the Tannery mosque.{note}"
    links = links_of(*(("2023-10-10", text) for text in (*told, more)))

    assert all(not links[str(number)].same for number in range(1, len(told)))
    assert links["6"].same + links["6"].perhaps
    assert (links["6"].same + links["6"].perhaps)[0].id == "0"


def test_halves_of_long_texts_of_one_day_find_each_other() -> None:
    """In a batch about one town and day only what is rare there ties two halves."""
    families = ("Halwani", "Darwaza", "Sabbagh", "Turkmani", "Jarrah", "Khawaja", "Nabulsi",
                "Qudmani", "Shalabi", "Tamari", "Zaytuni", "Bitar", "Rashwan", "Mawsili",
                "Ghazzal", "Hakawati")  # fmt: skip
    trades = ("a baker", "a teacher", "a midwife", "a plumber", "a tailor", "a nurse", "a porter",
              "a painter", "a welder", "a clerk", "a farmer", "a driver", "a barber", "a poet",
              "a judge", "a glazier")  # fmt: skip
    reports = []
    for number, (family, trade) in enumerate(zip(families, trades, strict=True)):
        first = (
            f"On 10 October 2023 an alleged air strike on the home of the {family} family in the "
            f"east of the city killed {3 + number} people, local sources reported. Among the dead "
            f"was {trade}, known to the whole street. Rescue teams dug for many hours."
        )
        second = (
            f"Neighbours posted condolences on social media for the {family} household and wrote "
            f"that nobody had been warned. The school where {trade.split()[1]}s are taught named "
            "a room after the dead, and relatives asked that the street be cleared of the rubble."
        )
        reports += [
            Report(f"{number}/{half}", text, date(2023, 10, 10))
            for half, text in enumerate((first, second))
        ]
    links = link_reports(reports, own_gazetteer())
    first_right = sum(
        (links[report.id].same + links[report.id].perhaps)[0].id.split("/")[0]
        == report.id.split("/")[0]
        for report in reports
    )
    wrong = [
        (report, link.id)
        for report, found in links.items()
        for link in found.same
        if link.id.split("/")[0] != report.split("/")[0]
    ]
    assert wrong == []
    assert first_right / len(reports) >= 0.95


@pytest.mark.parametrize(
    ("veto", "texts"),
    [
        (
            "other_night",  # the list came later than what it tells of
            ("A house in Sukkari was bombed on Thursday night; four people were killed.",
             "The four killed in the house in Sukkari stand on a list of 26 October 2016."),
        ),
        (
            "cumulative",  # how often it was hit is no sum
            ("Sukkari market was bombed on Thursday night, the third time this week; 16 are dead.",
             "Bombs hit the market in Sukkari on Thursday night and killed 16 people."),
        ),
        (
            "other_night",  # the day people still dug is not the day it was hit
            ("Crews dug on Friday, a day after the market in Sukkari was bombed; 16 are dead.",
             "The market in Sukkari was bombed on Thursday; 16 people died."),
        ),
        (
            "other_target",  # where people were brought was not hit
            ("Bombs on a school in Sukkari on Thursday night killed five children.",
             "Five children of Sukkari, killed in Thursday's bombing, arrived at the hospital."),
        ),
    ],
)  # fmt: skip
def test_what_is_no_ground_against_the_same(veto: str, texts: tuple[str, str]) -> None:
    links = links_of(*(("2016-09-23", text) for text in texts))
    (link,) = (*links["0"].same, *links["0"].perhaps)
    assert (veto,) not in [each.values for each in link.reasons if each.key == "veto"]


def test_tolls_of_one_campaign_belong_together_though_two_are_more_alike() -> None:
    bulletin = "across Aleppo on Friday, the bulletin of the doctors' council said on Saturday."
    links = links_of(
        ("2016-09-24", f"More than 90 people were killed {bulletin}"),
        ("2016-09-24", f"At least 91 people were killed {bulletin}"),
        ("2016-09-24", "The monitor counts 45 dead in Aleppo on Friday."),
    )
    assert set(same(links)) == {"1", "2"}


def test_where_nearly_all_have_a_counterpart_those_left_over_are_expected_to() -> None:
    """And where they have none, the same two texts are left to a person."""
    chance = random.Random(5)
    mated = [
        Report(f"{each.id}/{half}", text, each.day)
        for each in incidents(40, chance)
        for half, text in enumerate(english(each, chance))
    ]
    left_over = [
        Report("x/0", "An air strike in the north of the province was reported by two outlets. "
               "One of them put the number of the injured at nine and named nobody. The other "
               "wrote that the planes had come back an hour later.", date(2016, 11, 2)),
        Report("x/1", "Local journalists blamed the government's side for what they saw. Pictures "
               "posted in the evening show a crater beside a road and a burnt tractor. It was not "
               "clear who had been at home.", date(2016, 11, 2)),
    ]  # fmt: skip
    alone = [report for report in mated if report.id.endswith("/0")]

    assert same(link_reports([*mated, *left_over], own_gazetteer()), "x/0") == ["x/1"]
    assert same(link_reports([*alone, *left_over], own_gazetteer()), "x/0") == []


def test_headlines_of_one_day_that_name_no_common_place_are_left_to_a_person() -> None:
    """A few words of the trade in common, in a batch with hardly another text of that day."""
    links = links_of(
        ("2016-09-20", "Fierce clashes renewed in the vicinity of the Turkish border"),
        ("2016-09-20", "Group seizes a shooting range as fierce clashes renewed by the border"),
        *QUIET_MONTH,
    )

    assert same(links) == []
    assert "1" in [link.id for link in links["0"].perhaps]


def test_a_days_sum_that_names_no_place_is_no_single_strike() -> None:
    links = links_of(
        (
            "2016-04-06",
            "143 were killed yesterday, 36 loyalists and 13 fighters; their leadership raided",
        ),
        ("2016-04-06", "13 fighters and their leadership killed in air raids on Raqqa"),
        *QUIET_MONTH,
    )

    assert same(links) == []
    assert ("veto", ("cumulative",)) in [
        (reason.key, reason.values) for reason in links["0"].perhaps[0].reasons
    ]


def test_words_given_as_a_reason_stand_in_the_reports() -> None:
    """Not how a name at the head of a sentence sounds."""
    told = (
        "Reference page on the raid. Warplanes seen by Foxtrot farm, quiet since.",
        "Reference page on Urum. Warplanes seen by people of Foxtrot farm.",
    )
    links = links_of(*(("2016-09-24", text) for text in told))

    (words,) = (
        reason.values
        for link in (*links["0"].same, *links["0"].perhaps)
        for reason in link.reasons
        if reason.key == "words_shared"
    )
    assert words
    assert all(word.removeprefix("number ") in fold(told[0]) for word in words)
