"""Who says it, in Arabic: the verb comes first, its teller behind it (or a noun before it)."""

from dataclasses import replace

from najda.reading.lexicon import Match
from najda.reading.names import LONGEST_NAME, Names, Telling
from najda.reading.numbers import entry_at
from najda.reading.tokens import joined_and, stems

_ENDS = {".", ";", "!", "?", ":", "؛", "؟", "|", "…", "،", ",", '"', "“", "”", "«", "»", "(", ")"}
_STOP_FORMS = {
    "عن",
    "علي",
    "في",
    "خلال",
    "بعد",
    "عبر",
    "الي",
    "من",
    "قوله",
    "قولها",
    "قولهم",
    "اليوم",
    "امس",
    "صباح",
    "مساء",
    "مقتل",
    "استشهاد",
    "اصابه",
    "انقاذ",
    "ما",
    "هناك",
    "حول",
    "ضمن",
    "وقوع",
    "سقوط",
    "تنفيذ",
    "بدء",
    "وجود",
    "استخدام",
    "استهداف",
    "قيام",
    "ارتكاب",
    "شن",
    "فرق",
    "المدنيين",
    "المواطنين",
    "السكان",
    "الحضور",
    "خروج",
    "خروجه",
    "انه",
    "تعرض",
    "اي",
    "صحه",
    "علاقه",
    "اثر",
    "جراء",
    "حيث",
    "لم",
    "لا",
    "قد",
    "كل",
    "نقلا",
    "فقد",
    "باقتحام",
    "باستهداف",
    "بقصف",
    "بارتكاب",
    "باستخدام",
    "بخرق",
    "بشن",
    "بمقتل",
    "باصابه",
    "بسقوط",
    "بوجود",
    "باجتياح",
    "بالرد",
    "انباء",
    "اخبار",
    "صورا",
}


def arabic_telling_at(names: Names, at: int) -> Telling | None:
    """The telling that starts at token ``at``, or None."""
    matches = names.matches
    according = entry_at(matches, at, "say", "according")
    if according is not None:
        return _after(names, according)
    relay = entry_at(matches, at, "say", "relay") or _had_relayed(names, at)
    if relay is not None and (telling := _relayed(names, relay)) is not None:
        return telling
    verb = entry_at(matches, at, "say", "verbs") or _rejecting(names, at)
    if verb is not None:
        return _said(names, verb)
    return _headline(names, at) if at == 0 or _behind_breaking(names, at) else None


def _had_relayed(names: Names, at: int) -> Match | None:
    """The verb of "وكانت الوكالة قد نقلت عن مصدر أن", whose outlet stands before it."""
    agency = entry_at(names.matches, at, "say", "agency")
    if agency is None or agency.end != at + 2 or "نقلا" in stems(names.tokens[at].form):
        return None
    return replace(agency, end=at + 1)


def _rejecting(names: Names, at: int) -> Match | None:
    """As in رفض المتحدث الاتهامات: who rejects a charge tells, who refuses aid does not."""
    verb = entry_at(names.matches, at, "say", "rejects")
    near = range(at + 1, min(at + LONGEST_NAME // 2, len(names.tokens)))
    charged = any(entry_at(names.matches, one, "say", "charges") for one in near)
    return verb if charged else None


def _behind_breaking(names: Names, at: int) -> bool:
    """True behind "عاجل |" and behind a bar."""
    before = names.tokens[at - 1].form
    forwarded = before == ":" and names.tokens[at - 2].form in {"منقول", "عاجل", "متداول"}
    return forwarded or before in {"|", "عاجل", "هام"}


def _right(names: Names, start: int) -> int:
    """Where the teller's name that begins at ``start`` ends."""
    at = start
    while at < min(len(names.tokens), start + LONGEST_NAME // 2):
        token = names.tokens[at]
        if token.form in _ENDS or token.sort == "number":
            break
        if at > start and (
            entry_at(names.matches, at, "grammar", "that")
            or _is_object(names, at)
            or entry_at(names.matches, at, "days")
            or entry_at(names.matches, at, "parts_of_day")
            or entry_at(names.matches, at, "say", "told")
            or entry_at(names.matches, at, "say", "as_saying")
            or entry_at(names.matches, at, "say", "charges")
            or entry_at(names.matches, at, "zero")
            or entry_at(names.matches, at, "event_kinds")
        ):
            break
        if token.form in _STOP_FORMS and not _inside_name(names, at, start):
            break
        if at > start and _is_outlet(names, at):
            break
        if entry_at(names.matches, at, "grammar", "that"):
            break
        at += 1
    return at


def _inside_name(names: Names, at: int, start: int) -> bool:
    """As in "مدير الدفاع المدني في حلب", "شهود من الأهالي": a place or people inside a name."""
    if names.tokens[at].form == "صحه" and at > start:
        return names.tokens[at - 1].form in {"مدير", "مديريه", "وزاره", "وزير", "قطاع"}
    if at == start or names.tokens[at].form not in {"في", "من"} or at + 1 >= len(names.tokens):
        return False
    if entry_at(names.matches, at + 1, "tellers", "heads"):
        return True
    following = names.tokens[at + 1]
    if names.tokens[at].form == "في" and _that_within(names, at + 2):
        return True
    return (
        following.sort == "word"
        and not entry_at(names.matches, at + 1, "objects")
        and (
            at + 2 >= len(names.tokens)
            or bool(entry_at(names.matches, at + 2, "grammar", "that"))
            or bool(entry_at(names.matches, at + 2, "say"))
            or names.tokens[at + 2].form in _ENDS
        )
    )


def _that_within(names: Names, start: int) -> bool:
    """True for "مدير الدفاع المدني في حلب فلان الفلاني إن": the name goes on behind the place."""
    most = 5
    for at in range(start, min(start + most, len(names.tokens))):
        if entry_at(names.matches, at, "grammar", "that"):
            return True
        if names.tokens[at].sort != "word" or _is_object(names, at):
            return False
    return False


def _name(names: Names, start: int, end: int) -> str:
    if not names.names_somebody(start, end, firmly=True):
        return ""
    return names.raw(start, end)


def _after(names: Names, match: Match) -> Telling | None:
    start = _behind_count(names, match.end)
    end = _right(names, start)
    name = _name(names, start, end)
    if not name:
        return None
    if name.startswith("لل"):
        name = _without_to(name)
    media, end = _told(names, end)
    side = "after" if match.start else "before"
    before = names.tokens[match.start - 1].form if match.start else ""
    cites = names.tokens[match.start].form == "نقلا" and before not in {"،", ",", "."}
    return Telling((name, *media), match.start, end, side, verb="cite" if cites else "according")


_COUNTS = {"حصيله", "احصاييه", "احصائيه", "ارقام", "بيانات", "معلومات", "تقرير", "احصا"}


def _behind_count(names: Names, start: int) -> int:
    """Where the teller begins in "وفق حصيلة جديدة للمرصد": whose count it is."""
    if start < len(names.tokens) and names.tokens[start].form in _COUNTS:
        for at in range(start + 1, min(start + 4, len(names.tokens))):
            if names.tokens[at].form.startswith("لل") or entry_at(names.matches, at, "say", "told"):
                return at
    return start


def _relayed(names: Names, relay: Match) -> Telling | None:
    """نقلت وكالة عن مصدر قوله إن: origin and outlet."""
    for at in range(relay.end, min(len(names.tokens), relay.end + LONGEST_NAME // 2)):
        token = names.tokens[at]
        if token.form in _ENDS:
            return None
        if token.form == "عن":
            end = _saying(names, at + 1) or _right(names, at + 1)
            origin = _name(names, at + 1, end)
            first = relay.end if relay.end < at else _subject_before(names, relay.start)
            outlet = names.raw(first, at if relay.end < at else relay.start)
            if not origin:
                return None
            links = tuple(name for name in (origin, outlet) if name)
            return Telling(links, relay.start, end, "before", verb="quoted")
    return None


def _saying(names: Names, start: int) -> int:
    """Where the name of "عن فلان، مسؤول الدفاع المدني في حلب، قوله" ends; 0: no قوله follows."""
    for at in range(start, min(start + LONGEST_NAME, len(names.tokens))):
        if entry_at(names.matches, at, "say", "as_saying"):
            return at
        if names.tokens[at].form in _ENDS - {"،", ","} or names.tokens[at].sort == "number":
            return 0
    return 0


def _said(names: Names, verb: Match) -> Telling | None:
    end = _right(names, verb.end)
    told_first = entry_at(names.matches, verb.end, "say", "told")  # وكان المدير قد صرح لقناة
    end = end if told_first else _apposed(names, verb.end) or end
    name = "" if told_first else _name(names, verb.end, end)
    if name:
        media, end = _told(names, end)
        side = "after" if _after_comma(names, verb) else "before"
        return Telling((name, *media), verb.start, end, side, verb=_verb(names, verb))
    begin = _subject_before(names, verb.start)
    if begin < verb.start:
        media, end = _told(names, verb.end)
        return Telling(
            (names.raw(begin, verb.start), *media), begin, end, "before", verb=_verb(names, verb)
        )
    goes_on = joined_and(names.tokens[verb.start].form) and verb.start == 0
    if goes_on or (verb.end < len(names.tokens) and verb.start == 0 and _that(names, verb.end)):
        return Telling((), verb.start, verb.end, "before", carried="same", verb=_verb(names, verb))
    return None


def _apposed(names: Names, start: int) -> int:
    """Where "فلان، وهو متطوع في الدفاع المدني، لوكالة … إن" ends its name; 0: no apposition."""
    commas = [
        at
        for at in range(start, min(start + LONGEST_NAME, len(names.tokens)))
        if names.tokens[at].form in {"،", ","}
    ][:2]
    if len(commas) < len("،،") or commas[1] + 1 >= len(names.tokens):
        return 0
    opening, closing = commas
    described = names.names_somebody(opening + 1, closing, firmly=True)
    plain = all(
        token.sort == "word" and not entry_at(names.matches, at, "grammar", "that")
        for at, token in enumerate(names.tokens[start:closing], start)
        if at != opening
    )
    follows = closing + 1
    tells = _that(names, follows) or entry_at(names.matches, follows, "say", "told")
    return closing if described and plain and opening > start and tells else 0


def _that(names: Names, at: int) -> bool:
    return entry_at(names.matches, at, "grammar", "that") is not None


def _after_comma(names: Names, verb: Match) -> bool:
    least_clause = 4
    return verb.start >= least_clause and names.tokens[verb.start - 1].form in {"،", ",", "»", "”"}


def _verb(names: Names, verb: Match) -> str:
    return names.tokens[verb.start].form


def _is_object(names: Names, at: int) -> bool:
    """True for a word that begins what is told ("مقتل"); "في" may stand inside a name."""
    return any(m.table == "objects" and m.entry != "leaving" for m in names.matches[at])


def _is_outlet(names: Names, at: int) -> bool:
    """True for لعنب بلدي: an outlet behind the preposition ل."""
    return names.tokens[at].form.startswith("ل") and bool(
        entry_at(names.matches, at, "tellers", "collective")
    )


def _told(names: Names, at: int) -> tuple[tuple[str, ...], int]:
    """لوكالة رويترز: the medium somebody told."""
    if at < len(names.tokens) and names.tokens[at].form in {"،", ","}:
        at += 1 if entry_at(names.matches, at + 1, "say", "told") else 0
    told = entry_at(names.matches, at, "say", "told")
    outlet = entry_at(names.matches, at, "tellers", "collective")
    if told is None and outlet is not None and _is_outlet(names, at):
        return (_without_to(names.raw(at, outlet.end)),), outlet.end
    if told is None:
        return (), at
    end = _right(names, told.end)
    name = (_without_to(names.raw(at, end)),) if end > told.end else ()
    return name, max(end, told.end)


def _without_to(name: str) -> str:
    """للجزيرة -> الجزيرة, لوكالة -> وكالة."""
    return "ال" + name[2:] if name.startswith("لل") else name.removeprefix("ل")


def _subject_before(names: Names, at: int) -> int:
    """Where a subject standing before its verb begins ("مراسلنا قال"), else ``at``."""
    most = 8
    verb = at
    if at and names.tokens[at - 1].form == "قد":
        at -= 1
    begin = at
    while begin > max(0, at - most):
        token = names.tokens[begin - 1]
        if token.form in _ENDS or token.sort == "number" or token.form in {"عم", "قد"}:
            break
        begin -= 1
    for start in range(begin, at):
        match = entry_at(names.matches, start, "tellers", "heads")
        before = names.tokens[start - 1].form if start else "."
        clause_start = before in _ENDS or before in {"وكان", "كان", "وكانت", "كانت"}
        if match is not None and clause_start:
            return start
    return verb


def _headline(names: Names, start: int) -> Telling | None:
    """الدفاع المدني: عشرة شهداء. A place before the colon is no teller."""
    while start < len(names.tokens) - 1 and names.tokens[start].form in _BEFORE_HEADLINE:
        start += 1
    longest = 12
    for at in range(start + 1, min(start + longest, len(names.tokens))):
        token = names.tokens[at]
        if token.form == ":":
            links = _headline_links(names, start, at)
            if not links or not _first_is_head(names, start):
                return None
            return Telling(links, start, at + 1, "before", verb="said")
        if token.sort == "mark" and token.form not in {"،", ",", "-"}:
            return None
    return None


def _headline_links(names: Names, start: int, end: int) -> tuple[str, ...]:
    """The chain of "ناشطون للمصدر:", "الجزيرة عن الأمم المتحدة:", "مراسل أورينت، الجمعة:"."""
    stop = next(
        (at for at in range(start + 1, end) if names.tokens[at].form in {"،", ","}
         or entry_at(names.matches, at, "parts_of_day") or entry_at(names.matches, at, "weekdays")),
        end,
    )  # fmt: skip
    for at in range(start + 1, stop):
        form = names.tokens[at].form
        if form in _RELAYED_BY and (outlet := _name(names, at + 1, stop)):
            return (names.raw(start, at), outlet)
        if form == "عن" and (origin := _name(names, at + 1, stop)):
            return (origin, names.raw(start, at))
        if (
            form.startswith("ل") and len(form) > 3 and names.tokens[at - 1].form != "و"
        ):  # ل and a word
            last = form.startswith("لل") and at == stop - 1  # "ناشطون للمصدر:"
            told = entry_at(names.matches, at, "say", "told") or _is_outlet(names, at) or last
            if told and names.names_somebody(start, at, firmly=True):
                return (names.raw(start, at), _without_to(names.raw(at, stop)))
    name = _name(names, start, stop)
    return (name,) if name else ()


_BEFORE_HEADLINE = {"عاجل", "من", "#", "هام", "خبر"}
#: "a statement carried by Shaam": بيان … تنقله شبكة شام.
_RELAYED_BY = {"تنقله", "تنقلها", "نقلته", "نقلتها", "ينقله", "ينقلها", "نقله", "نقلها"}


def _first_is_head(names: Names, start: int) -> bool:
    return bool(
        entry_at(names.matches, start, "tellers", "heads")
        or entry_at(names.matches, start, "tellers", "collective")
    ) and "حي" not in stems(names.tokens[start].form)
