"""The invented half of the night: bases, units, calls, callouts, steps. All marked invented."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Name = Callable[[str], str]
BASES = {
    "A": ("مركز الأنصاري", "Ansari centre", "ansari-east", "لمبة", "Lamp"),
    "B": ("مركز إنقاذ هنانو", "Hanano rescue centre", "masaken-hanano", "نورس", "Gull"),
    "C": ("مركز إطفاء هنانو", "Hanano fire centre", "masaken-hanano", "موقد", "Hearth"),
    "D": ("مركز باب النيرب", "Bab al-Nairab centre", "bab-al-nairab", "سنديان", "Oak"),
}
UNIT_KINDS = ["ambulance"] * 4 + ["rescue_crew"] * 3 + ["heavy_rescue"]
OBSERVERS = (("راصد الجنوب", "A"), ("راصد الشمال", "C"), ("راصد الشرق", "D"))
ROSTER = ("قنديل", "ياسمين", "صنوبر", "حجر", "نهر", "غيمة")
STEPS = (
    ("acknowledged", 1),
    ("en_route", 3),
    ("on_scene", 9),
    ("transporting", 22),
    ("at_facility", 31),
    ("clear", 40),
)
FLAG_KINDS = {"t": "trapped", "i": "injured", "k": "killed", "r": "rescued"}
FIRE = ("fire",)
TAKEN_OVER = "base silent; crew reached by radio, order read back"
#: Callouts by another base after the home base fell silent: time, base, unit, incident.
TAKE_OVERS = (
    ("23T03:22", "C", "B6", "i18"),
    ("23T03:44", "C", "B7", "i19"),
    ("23T05:42", "D", "B3", "i21"),
    ("23T05:46", "D", "C6", "i21"),
    ("23T07:06", "D", "A3", "i23"),
    ("23T07:24", "D", "C1", "i24"),
    ("23T07:27", "D", "A6", "i24"),
    ("23T07:45", "D", "B2", "i25"),
    ("23T07:50", "D", "A2", "i25"),
)
#: Reposts of news lines by accounts of our own invention: copies, which add no origin.
REPOSTS = ((66, "A"), (86, "B"), (87, "C"), (113, "D"), (114, "D"), (118, "D"))


def moment(text: str) -> str:
    """``22T18:12`` -> ISO time in Aleppo."""
    return f"2016-09-{text[:2]}T{text[3:]}:00+03:00"


def night_time(clock: str) -> str:
    """``18:12`` -> its ISO time on the night of 22-23 September."""
    return moment(f"{'22' if int(clock[:2]) >= 12 else '23'}T{clock}")  # noqa: PLR2004 - noon


def later(at: str, minutes: float) -> str:
    """So many minutes after."""
    return (datetime.fromisoformat(at) + timedelta(minutes=minutes)).isoformat()


def add_scenes(night: Any, thing: Name, milliseconds: Callable[[str], int]) -> dict[str, Any]:
    """Bases and units first, then calls, then callouts; gives what ``bases.json`` holds."""
    bases = _bases(thing)
    _enter_bases(night, bases)
    incidents = _incidents()
    _add_calls(night, thing, milliseconds, incidents)
    _add_reposts(night, thing)
    _send_units(night, thing, incidents)
    _judge(night, thing)
    _add_facilities(night, thing)
    _add_stock(night, thing)
    return bases


def _add_facilities(night: Any, thing: Name) -> None:
    """Invented hospitals, medical points and a shelter, and what was told of their beds."""
    for key, kind, quarter, base, name in _lines("facilities.txt"):
        night.act(
            None,
            "",
            base,
            "operator",
            "facilities/register_facility",
            id=thing(f"facility/{key}"),
            name=name,
            kind=kind,
            quarter=quarter,
            invented=True,
        )
    for key, at, base, beds, theatres, teller in _lines("rooms_left.txt"):
        night.act(
            None,
            moment(at),
            base,
            "operator",
            "facilities/tell_capacity",
            facility=thing(f"facility/{key}"),
            beds_free=int(beds),
            theatres_free=int(theatres),
            tellers=[teller],
        )


def _add_stock(night: Any, thing: Name) -> None:
    """Invented stores: counted at dusk, used through the night, asked for when short."""
    for key, deed, at, base, *rest in _lines("stock.txt"):
        act, body = _stock_act(thing(f"stock/{key}"), deed, base, rest)
        night.act(None, moment(at), base, "operator", f"supplies/{act}", **body)


def _stock_act(id_: str, deed: str, base: str, rest: list[str]) -> tuple[str, dict[str, Any]]:
    match deed:
        case "item":
            name, kind, unit, low = rest
            return "name_item", {
                "id": id_, "name": name, "kind": kind, "unit": unit, "low_at": float(low),
                "base_letter": base, "invented": True,
            }  # fmt: skip
        case "count":
            return "count_stock", {"item": id_, "level": float(rest[0])}
        case "went":
            return "move_stock", {"item": id_, "went": float(rest[0]), "reason": rest[1]}
        case "ask":
            what, amount, unit = rest
            return "request_supply", {
                "id": id_, "what": what, "amount": float(amount), "unit": unit,
                "base_letter": base, "invented": True,
            }  # fmt: skip
    return "answer_request", {"request": id_, "answer": deed}


def _lines(file: str) -> list[list[str]]:
    return [line.split(" | ") for line in (HERE / file).read_text(encoding="utf-8").splitlines()]


def _bases(thing: Name) -> dict[str, Any]:
    found = []
    for letter, (name, name_en, quarter, word, word_en) in BASES.items():
        units = [
            {
                "id": thing(f"unit/{letter}{n}"),
                "call_sign": f"{word} {n}",
                "call_sign_en": f"{word_en} {n}",
                "kind": kind,
                "people": 3 + n % 4,
                "fuel_litres": 25.0 + 5 * n,
            }
            for n, kind in enumerate(UNIT_KINDS, 1)
        ]
        if letter in "AC":
            units[6]["kind"] = "fire_engine"
            units.append(
                {
                    **units[5],
                    "id": thing(f"unit/{letter}9"),
                    "call_sign": f"{word} 9",
                    "call_sign_en": f"{word_en} 9",
                    "kind": "rescue_crew",
                }
            )
        units += [
            {
                "id": thing(f"unit/{sign}"),
                "call_sign": sign,
                "call_sign_en": sign,
                "kind": "observer",
                "people": 1,
                "fuel_litres": None,
            }
            for sign, home in OBSERVERS
            if home == letter
        ]
        roster = [
            {"id": thing(f"person/{letter}{one}"), "call_name": f"{one} {word}"} for one in ROSTER
        ]
        found.append(
            {
                "letter": letter,
                "id": thing(f"base/{letter}"),
                "name": name,
                "name_en": name_en,
                "quarter": quarter,
                "units": units,
                "roster": roster,
            }
        )
    return {
        "invented": True,
        "note": "Names of centres are public; all else is invented.",
        "bases": found,
    }


def _enter_bases(night: Any, bases: dict[str, Any]) -> None:
    at = moment("22T17:00")
    for base in bases["bases"]:
        letter = base["letter"]
        night.act(
            None,
            "",
            letter,
            "operator",
            "units/register_base",
            id=base["id"],
            name=base["name"],
            letter=letter,
            quarter=base["quarter"],
            invented=True,
        )
        for person in base["roster"]:
            night.act(
                None,
                "",
                letter,
                "chief",
                "people/add_person",
                id=person["id"],
                name=person["call_name"],
                call_name=person["call_name"],
            )
        for unit in base["units"]:
            night.act(
                None,
                "",
                letter,
                "operator",
                "units/register_unit",
                id=unit["id"],
                call_sign=unit["call_sign"],
                kind=unit["kind"],
                base=base["id"],
                crew_size=unit["people"],
                fuel_litres=unit["fuel_litres"],
                invented=True,
            )
            if unit["kind"] != "observer":
                night.act(
                    None,
                    at,
                    letter,
                    "operator",
                    "units/start_shift",
                    unit=unit["id"],
                    people=unit["people"],
                )
            night.act(
                None,
                at,
                letter,
                "operator",
                "units/set_status",
                unit=unit["id"],
                available=True,
                fuel_litres=unit["fuel_litres"],
                crew_fit=True,
            )


def _incidents() -> dict[str, dict[str, str]]:
    found = {}
    for line in (HERE / "incidents.txt").read_text(encoding="utf-8").splitlines():
        key, kind, quarter, base, at, title = line.split(" | ")
        found[key] = {
            "type": kind,
            "quarter": quarter,
            "base": base,
            "at": moment(at),
            "title": title,
        }
    return found


def _add_calls(
    night: Any,
    thing: Name,
    milliseconds: Callable[[str], int],
    incidents: dict[str, dict[str, str]],
) -> None:
    opened: set[str] = set()
    lines = (HERE / "calls.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        head, text = line.split(" | ", 1)
        clock, base, channel, lang, incident, *flags = head.split()
        item = f"K{number:03}"
        at = later(night_time(clock), number % 4 / 5)
        said = {FLAG_KINDS[f[0]]: int(f[1:]) for f in flags if re.fullmatch(r"[tikr]\d+", f)}
        night.calls.append(
            {
                "item": item,
                "id": thing(item),
                "at": at,
                "base": base,
                "invented": True,
                "channel": channel,
                "lang": lang,
                "text": text,
                "quarter": incidents[incident]["quarter"] if incident in incidents else None,
                "trapped": said.get("trapped"),
                "injured": said.get("injured"),
            }
        )
        teller = _teller(text, channel)
        if incident in incidents:
            _open_or_link(night, thing, item, at, base, incident, incidents[incident], opened)
            for kind, figure in said.items():
                night.act(
                    item,
                    at,
                    base,
                    "operator",
                    "incidents/make_claim",
                    id=thing(f"claim/{item}/{kind}"),
                    report=thing(item),
                    about=thing(incident),
                    kind=kind,
                    low=figure,
                    high=figure,
                    tellers=[teller],
                    as_of={"start_ms": milliseconds(at)},
                    quote=text,
                    polarity="-" if figure == 0 else "+",
                    invented=True,
                )
        night.truth.append(
            {
                "item": item,
                "about": _about(incident, flags, number),
                "copy_of": None,
                "claims": [
                    {"kind": kind, "low": figure, "high": figure, "tellers": []}
                    for kind, figure in said.items()
                ],
            }
        )


def _about(incident: str, flags: list[str], number: int) -> list[str]:
    """What a line speaks of; an observer's line that repeats the one before speaks of the same."""
    if incident != "-":
        return [incident]
    return [f"seen-{number - 1 if 'dbl' in flags else number}"]


def _teller(text: str, channel: str) -> str:
    if channel in ("phone", "message"):
        return "متصل"
    return re.split(r"[:،,]", text)[0].strip()[:40]


def _open_or_link(
    night: Any,
    thing: Name,
    item: str,
    at: str,
    base: str,
    key: str,
    incident: dict[str, str],
    opened: set[str],
) -> None:
    report = thing(item)
    if key == "i12" and key in opened and "i12b" not in opened:
        # Two operators took the same call; somebody sees it and joins the two incidents.
        opened.add("i12b")
        night.act(
            item,
            at,
            base,
            "operator",
            "incidents/open_incident",
            id=thing("i12b"),
            type=incident["type"],
            quarter=incident["quarter"],
            title=incident["title"],
            report=report,
            invented=True,
        )
        night.act(
            None,
            later(at, 3),
            base,
            "operator",
            "incidents/join_incidents",
            first=thing("i12"),
            second=thing("i12b"),
            reason="بلاغان عن بناء واحد",
        )
    elif key in opened:
        night.act(
            item, at, base, "operator", "incidents/link_passage", report=report, about=thing(key)
        )
    else:
        opened.add(key)
        night.act(
            item,
            at,
            base,
            "operator",
            "incidents/open_incident",
            id=thing(key),
            type=incident["type"],
            quarter=incident["quarter"],
            title=incident["title"],
            report=report,
            invented=True,
        )


def _add_reposts(night: Any, thing: Name) -> None:
    for number, (line, base) in enumerate(REPOSTS, 1):
        first = night.news[line - 1]
        item, at = f"R{number:02}", later(first["at"], 25)
        text = ("منقول: " if first["lang"] == "ar" else "Shared: ") + first["text"]
        night.calls.append(
            {
                "item": item,
                "id": thing(item),
                "at": at,
                "base": base,
                "invented": True,
                "channel": "post",
                "lang": first["lang"],
                "text": text,
                "source": "صفحة الحي",
                "chain": [*first["chain"], "صفحة الحي"] if first["chain"] else [],
            }
        )
        known = next(one for one in night.truth if one["item"] == first["item"])
        for event in known["about"]:
            night.act(
                item,
                at,
                base,
                "operator",
                "incidents/link_passage",
                report=thing(item),
                about=thing(event),
            )
        night.truth.append(
            {
                "item": item,
                "about": known["about"],
                "claims": known["claims"],
                "copy_of": first["item"],
            }
        )


def _send_units(night: Any, thing: Name, incidents: dict[str, dict[str, str]]) -> None:
    turn = dict.fromkeys(BASES, 0)
    for key, incident in incidents.items():
        base = incident["base"]
        for n in range(1 if incident["type"] in ("medical", "uxo") else 2):
            turn[base] = turn[base] % 6 + 1
            _callout(night, thing, later(incident["at"], 3 + n), base, f"{base}{turn[base]}", key)
    for at, base, unit, key in TAKE_OVERS:
        _callout(night, thing, moment(at), base, unit, key, TAKEN_OVER)


def _callout(
    night: Any,
    thing: Name,
    at: str,
    base: str,
    unit: str,
    incident: str,
    taken_over: str | None = None,
) -> None:
    callout = thing(f"callout/{unit}/{incident}")
    night.act(
        None,
        at,
        base,
        "dispatcher",
        "dispatch/send_unit",
        id=callout,
        unit=thing(f"unit/{unit}"),
        incident=thing(incident),
        invented=True,
        taken_over_reason=taken_over,
        although=True,
    )
    for step, minutes in STEPS:
        night.act(
            None,
            later(at, minutes),
            base,
            "crew",
            "dispatch/report_step",
            callout=callout,
            step=step,
        )


def _judge(night: Any, thing: Name) -> None:
    for name, voice in SAME_VOICES:
        night.act(
            None,
            moment("22T17:10"),
            "D",
            "operator",
            "incidents/declare_same_voice",
            name=name,
            voice=voice,
        )
    night.act(
        None,
        moment("22T22:19"),
        "D",
        "dispatcher",
        "dispatch/set_hold",
        incident=thing("i08"),
        minutes=15,
        reason="ضربة ثانية محتملة",
    )
    night.act(
        None,
        moment("22T22:31"),
        "D",
        "dispatcher",
        "dispatch/lift_hold",
        incident=thing("i08"),
        reason="الطيران غادر",
    )
    night.act(
        None,
        moment("23T02:27"),
        "D",
        "dispatcher",
        "dispatch/set_hold",
        incident=thing("i17"),
        minutes=10,
        reason="مروحية فوق المكان",
    )
    night.act(
        None,
        moment("23T08:15"),
        "D",
        "operator",
        "units/set_status",
        unit=thing("unit/A4"),
        available=False,
        reason="نفاد الوقود",
        fuel_litres=0.0,
    )
    night.act(
        None,
        moment("22T18:30"),
        "A",
        "operator",
        "reports/correct_report",
        report=thing("K005"),
        trapped=5,
        why="صحح الطاقم العدد",
    )
    night.act(
        None,
        moment("22T18:54"),
        "B",
        "operator",
        "reports/correct_report",
        report=thing("K010"),
        injured=5,
        why="عد الطاقم خمسة",
    )
    night.act(
        None,
        moment("23T02:36"),
        "D",
        "operator",
        "incidents/grade_claim",
        claim=thing("claim/K082/injured"),
        reliability="C",
        credibility="3",
    )
    for claim, reliability, credibility in (
        ("C184", "B", "2"),
        ("C185", "B", "3"),
        ("C186", "B", "3"),
        ("C191", "B", "2"),
    ):
        night.act(
            None,
            moment("23T21:30"),
            "D",
            "operator",
            "incidents/grade_claim",
            claim=thing(f"claim/{claim}"),
            reliability=reliability,
            credibility=credibility,
        )
    night.act(
        None,
        moment("23T21:40"),
        "D",
        "operator",
        "incidents/set_verification",
        about=thing("E52"),
        status="unverified",
        reason="المصادر لا تتفق",
    )
    for unit in ("D1", "D2", "D3", "A3"):
        night.act(
            None,
            moment("23T07:12"),
            "D",
            "operator",
            "units/hear_unit",
            unit=thing(f"unit/{unit}"),
            people=4,
            all_well=True,
        )


SAME_VOICES = (
    ("Civil Defence", "White Helmets"),
    ("Civil Defence statement", "White Helmets"),
    ("Civil Defence media head", "White Helmets"),
    ("head of Civil Defence", "White Helmets"),
    ("head of the White Helmets", "White Helmets"),
    ("Civil Defence official", "White Helmets"),
    ("Civil Defence member", "White Helmets"),
    ("local Civil Defence head", "White Helmets"),
    ("SOHR headline", "SOHR"),
    ("SOHR, earlier headline", "SOHR"),
    ("OCHA head", "OCHA"),
)
