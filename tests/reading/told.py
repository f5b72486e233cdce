"""Reports as tests tell them, and the links among them."""

from datetime import date

from najda.places import own_gazetteer
from najda.reading.linking.linking import link_reports
from najda.reading.linking.sureness import Links
from najda.reading.linking.traits import Report

Told = tuple[str, str]

#: A month of reports about nothing in common, so that words and days have their rarity.
QUIET_MONTH: list[Told] = [
    (f"2015-08-{day:02}", f"Shells fall on village number {day} near the river")
    for day in range(1, 29)
]


def links_of(*told: Told) -> dict[str, Links]:
    """Links among reports given as (date, text), named "0", "1", …"""
    reports = [
        Report(str(number), text, date.fromisoformat(day))
        for number, (day, text) in enumerate(told)
    ]
    return link_reports(reports, own_gazetteer())
