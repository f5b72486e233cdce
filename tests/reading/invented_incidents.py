"""Invented incidents told in many wordings, for measuring how reports are linked.

Everything here is made up: the people, the streets, the figures. Each incident has neighbours
that a careless reader confuses with it: the same quarter another night, another target the same
night, another quarter with the same figures.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

QUARTERS = {
    "sukkari": (("Sukkari", "al-Sukkari", "as-Sukari"), ("السكري",)),
    "kallaseh": (("Kallaseh", "al-Kalasa"), ("الكلاسة", "الكلاسه")),
    "sakhour": (("Sakhour", "al-Sakhur"), ("الصاخور",)),
    "qaterji": (("Qaterji", "Karm al-Qaterji"), ("القاطرجي", "كرم القاطرجي")),
    "marjeh": (("Marjeh", "al-Marja"), ("المرجة",)),
    "bustan-al-qasr": (("Bustan al-Qasr", "Boustan al-Kasr"), ("بستان القصر",)),
    "tariq-al-bab": (("Tariq al-Bab",), ("طريق الباب",)),
    "haydariya": (("Haydariya", "al-Haidariyeh"), ("الحيدرية",)),
    "bab-al-nairab": (("Bab al-Nairab", "Bab al-Neirab"), ("باب النيرب",)),
    "maysar": (("Maysar", "Karm al-Maysar"), ("الميسر", "كرم الميسر")),
    "salhin": (("Salhin", "as-Salheen"), ("الصالحين",)),
    "jazmati": (("Jazmati", "Karm al-Jazmati"), ("الجزماتي",)),
    "urum-al-kubra": (("Urum al-Kubra", "Orem al-Kubra"), ("أورم الكبرى",)),
    "hreitan": (("Hreitan", "Haritan"), ("حريتان",)),
    "anadan": (("Anadan",), ("عندان",)),
    "atarib": (("al-Atarib", "Atareb"), ("الأتارب",)),
}
WEAPONS = {
    "barrel": (("a barrel bomb", "two barrel bombs"), ("برميل متفجر", "برميلين متفجرين")),
    "missile": (("a vacuum missile", "an air-launched missile"), ("صاروخ فراغي", "صاروخ موجه")),
    "cluster": (("cluster bombs", "cluster munitions"), ("قنابل عنقودية",)),
    "artillery": (("artillery shells", "shells"), ("قذائف مدفعية",)),
}
TARGETS = {
    "market": (("a vegetable market", "the street market"), ("سوق الخضار", "سوق شعبي")),
    "school": (("a primary school", "the girls' school"), ("مدرسة ابتدائية", "مدرسة للبنات")),
    "mosque": (("a mosque", "the mosque on the square"), ("مسجد الحي", "جامع كبير")),
    "home": (("a house", "a residential building"), ("منزل سكني", "بناء سكني")),
    "bakery": (("a bakery", "the bread bakery"), ("فرن الخبز", "مخبز")),
    "hospital": (("a field hospital", "the clinic"), ("مشفى ميداني", "نقطة طبية")),
}
PARTS = {
    "night": (("on {day} night", "late on {day} night"), ("مساء {day}", "ليل {day}")),
    "morning": (("on {day} morning", "early on {day} morning"), ("صباح {day}", "صباح يوم {day}")),
    "afternoon": (("on {day} afternoon",), ("ظهر {day}", "عصر {day}")),
}
FAMILY_STARTS = (
    "Had",
    "Qas",
    "Nad",
    "Sab",
    "Tur",
    "Jar",
    "Khay",
    "Hal",
    "Bit",
    "Dab",
    "Sar",
    "Att",
)
FAMILY_ENDS = ("bani", "dad", "mouni", "rash", "yatin", "lout", "saki", "zour", "nawi", "fesh")
STREET_NAMES = (
    "Olive", "Well", "Jasmine", "Tannery", "Pine", "Fig", "Weaver", "Mill", "Quince", "Copper",
    "Almond", "Lantern", "Cistern", "Saddler", "Mulberry", "Glass", "Sparrow", "Salt", "Poplar",
    "Threshing",
)  # fmt: skip
STREET_KINDS = ("Street", "Alley", "Lane", "Road", "Steps")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_AR = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTH_EN, MONTH_AR = "September", "أيلول"


@dataclass(frozen=True)
class Invented:
    """One invented incident."""

    id: str
    quarter: str
    day: date
    part: str
    weapon: str
    target: str
    killed: int
    injured: int
    family: int
    street: int


def incidents(count: int, chance: random.Random) -> Iterator[Invented]:
    """Incidents in groups of four: one, and its three confusable neighbours.

    Beyond its group no incident shares a quarter within two days, so that the truth is sure.
    """
    free = [(quarter, 3 + 3 * slot) for quarter in sorted(QUARTERS) for slot in range(9)]
    chance.shuffle(free)
    for number in range(min(count // 4, len(free) // 3)):
        quarter, day = free.pop()
        first = Invented(
            id=f"{number}a",
            quarter=quarter,
            day=date(2016, 9, day),
            part=chance.choice(sorted(PARTS)),
            weapon=chance.choice(sorted(WEAPONS)),
            target=chance.choice(sorted(TARGETS)),
            killed=chance.randrange(2, 30),
            injured=chance.randrange(3, 60),
            family=chance.randrange(len(FAMILY_STARTS) * len(FAMILY_ENDS)),
            street=chance.randrange(len(STREET_NAMES) * len(STREET_KINDS)),
        )
        yield first
        yield _retold(first, f"{number}b", chance, day=first.day + timedelta(days=1))
        yield _retold(first, f"{number}c", chance, target=_other_target(first.target, chance))
        yield _retold(
            first, f"{number}d", chance, quarter=_free_quarter(free, day, quarter, chance)
        )


def _free_quarter(free: list[tuple[str, int]], day: int, but: str, chance: random.Random) -> str:
    choices = sorted(each for each in free if each[1] == day and each[0] != but)
    if not choices:
        return next(quarter for quarter in sorted(QUARTERS) if quarter != but)
    taken = chance.choice(choices)
    free.remove(taken)
    return taken[0]


def _retold(first: Invented, name: str, chance: random.Random, **changed: object) -> Invented:
    """A neighbour; never with the same family, or nobody could tell the two apart."""
    families = len(FAMILY_STARTS) * len(FAMILY_ENDS)
    return replace(
        first,
        id=name,
        killed=chance.choice([first.killed, chance.randrange(2, 30)]),
        injured=chance.randrange(3, 60),
        family=(first.family + chance.randrange(1, families)) % families,
        street=chance.randrange(len(STREET_NAMES) * len(STREET_KINDS)),
        **changed,  # type: ignore[arg-type]
    )


def _other_target(but: str, chance: random.Random) -> str:
    return chance.choice([each for each in sorted(TARGETS) if each != but])


def family_of(told: Invented) -> str:
    """The family hurt."""
    start, end = divmod(told.family, len(FAMILY_ENDS))
    return FAMILY_STARTS[start] + FAMILY_ENDS[end]


def street_of(told: Invented) -> str:
    """The street hit."""
    name, kind = divmod(told.street, len(STREET_KINDS))
    return f"{STREET_NAMES[name]} {STREET_KINDS[kind]}"


def english(told: Invented, chance: random.Random, *, hard: bool = False) -> tuple[str, str]:
    """Two halves of an English account, each with its own wording.

    ``hard``: the second half may lack the date, the place or the target, as halves of long texts
    do; what ties it to the first is then a street or a family.
    """
    place = chance.choice(QUARTERS[told.quarter][0])
    again = chance.choice(QUARTERS[told.quarter][0])
    weapon = chance.choice(WEAPONS[told.weapon][0])
    target = chance.choice(TARGETS[told.target][0])
    target_again = chance.choice(TARGETS[told.target][0])
    when = chance.choice(PARTS[told.part][0]).format(day=DAYS_EN[told.day.weekday()])
    dated = f"on {told.day.day} {MONTH_EN} 2016"
    family, street = family_of(told), street_of(told)
    first = chance.choice(
        [
            (
                f"{weapon.capitalize()} hit {target} in the {place} neighbourhood of Aleppo "
                f"{when}, "
                f"killing {told.killed} people and wounding {told.injured}."
            ),
            (
                f"At least {told.killed} civilians were killed {when} when {weapon} struck "
                f"{target} "
                f"in {place}, residents said. Some {told.injured} others were hurt."
            ),
            (
                f"Rescuers in {place} pulled {told.killed} bodies from the rubble of {target} "
                f"struck {when} by {weapon}; {told.injured} people were injured."
            ),
        ]
    )
    detail = chance.choice(
        [
            f"Witnesses on {street} described a cloud of dust.",
            f"The blast blew out windows along {street}.",
            f"Several shops on {street} were burnt.",
        ]
    )
    second = chance.choice(
        [
            (
                f"The attack {dated} on {target_again} in {again} left {told.killed} dead, "
                f"the civil "
                f"defence wrote."
            ),
            (
                f"Local monitors put the toll of the strike on {target_again} in {again} "
                f"{dated} at "
                f"{told.killed} dead and {told.injured} wounded."
            ),
            (
                f"Video posted {dated} shows crews digging at {target_again} in {again}, where "
                f"{told.killed} people died."
            ),
        ]
    )
    if hard:
        second = _vaguer(told, again, target_again, dated, chance)
    victims = chance.choice(
        [
            f"Among the dead were four members of the {family} family.",
            f"A neighbour named {family} lost two sons there.",
            f"The {family} family had fled there a month earlier.",
        ]
    )
    late = chance.choice(
        [
            f"Water ran through {street} from a broken main.",
            "An ambulance broke down on the way.",
            "The search went on for hours with one excavator.",
            f"Crews reached {street} within minutes.",
        ]
    )
    if hard:
        return f"{first} {detail} {victims}", f"{second} {_tie(told, chance)} {late}"
    parts = [detail, victims]
    chance.shuffle(parts)
    return f"{first} {parts[0]}", f"{second} {parts[1]} {late}"


def _vaguer(told: Invented, place: str, target: str, dated: str, chance: random.Random) -> str:
    return chance.choice(
        [
            f"In all {told.killed} people died, and {told.injured} were treated in hospitals.",
            f"Rescue at {target} went on until noon; {told.killed} bodies were counted.",
            f"The dead of {place} were buried the next day, {told.killed} of them.",
            f"What happened {dated} left {told.injured} wounded, doctors in {place} said.",
            f"Crews from {place} were held up by a second strike on {target} nearby.",
        ]
    )


def _tie(told: Invented, chance: random.Random) -> str:
    family, street = family_of(told), street_of(told)
    return chance.choice(
        [
            f"A relative named {family} waited on {street} for news.",
            f"On {street} the {family} house was gone.",
            f"The {family} children were found alive behind {street}.",
        ]
    )


def arabic(told: Invented, chance: random.Random) -> str:
    """A short Arabic account."""
    place = chance.choice(QUARTERS[told.quarter][1])
    weapon = chance.choice(WEAPONS[told.weapon][1])
    target = chance.choice(TARGETS[told.target][1])
    when = chance.choice(PARTS[told.part][1]).format(day=DAYS_AR[told.day.weekday()])
    dated = f"{told.day.day}-{told.day.month}-2016"
    town = told.quarter in {"urum-al-kubra", "hreitan", "anadan", "atarib"}
    kind = "بلدة" if town else "حي"
    return chance.choice(
        [
            (
                f"استهدف {weapon} {target} في {kind} {place} {when}، وأدى إلى مقتل "
                f"{told.killed} أشخاص "
                f"وإصابة {told.injured} آخرين."
            ),
            (
                f"{kind} {place}: {told.killed} شهداء و{told.injured} جريحا جراء سقوط {weapon} على "
                f"{target} {when} {dated}"
            ),
            (
                f"الدفاع المدني ينتشل {told.killed} شهداء بعد استهداف {target} في {kind} {place} "
                f"ب{weapon} {dated}."
            ),
        ]
    )
