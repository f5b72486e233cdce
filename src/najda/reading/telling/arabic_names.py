"""Where the name of an Arabic teller begins and ends, and the medium he told (لوكالة رويترز)."""

from najda.reading.telling.names import LONGEST_NAME, Names
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import entry_at, known_at

COMMAS = {"،", ","}
_WRAPS = {'"': '"', "“": "”", "«": "»", "(": ")", "„": "”"}
STOPS = {".", ";", "!", "?", ":", "؛", "؟", "|", "…", "”", "»", ")", *COMMAS, *_WRAPS}
#: Words an outlet's short name in brackets may have: (أ ف ب), «وفا».
_LONGEST_WRAPPED = 4
_FATES = {"killed", "injured", "mixed", "rescued", "trapped", "pulled", "missing"}
#: Tokens of a name with its office: "مسؤول الإعلام في الدفاع المدني «الخوذ البيضاء» فلان الفلاني".
_LONGEST_ARABIC = 14
#: Words of a name that no list knows: a family name, a name and a family name.
_LONGEST_BARE = 3
#: Begin what is told, or part the teller from it; folded, as they stand.
_PARTING = frozenset({
    "عن", "علي", "في", "خلال", "بعد", "عبر", "الي", "من", "قوله", "قولها", "قولهم", "اليوم",
    "امس", "صباح", "مسا", "ما", "هناك", "حول", "ضمن", "حيث", "لم", "لا", "قد", "كل", "نقلا",
    "فقد", "انه", "اي", "اثر", "جرا", "المدنيين", "المواطنين", "السكان", "الحضور", "انبا",
    "اخبار", "صورا", "مقتل", "استشهاد", "اصابه", "انقاذ", "وقوع", "سقوط", "تنفيذ", "بد", "وجود",
    "استخدام", "استهداف", "قيام", "ارتكاب", "شن", "فرق", "خروج", "خارج", "خروجه", "تعرض", "صحه",
    "علاقه", "باقتحام", "باستهداف", "بقصف", "بارتكاب", "باستخدام", "بخرق", "بشن", "بمقتل",
    "باصابه", "بسقوط", "بوجود", "باجتياح", "بالرد", "تعليق", "ايقاف", "توقف", "انقطاع", "اندلاع",
    "انهيار", "دخول", "وصول", "ارتفاع", "انخفاض", "تدمير", "تضرر", "اغلاق", "فتح", "منع", "عوده",
    "عدم", "نفاد", "نقص", "العثور", "عقد", "تمديد", "التوصل", "انتها", "سماع", "دوي", "انفجار",
    "توزيع", "تسليم", "اخلا", "اجلا", "انتشال", "بوقوع", "بتعرض", "بانقطاع", "باندلاع", "بوصول",
    "بدخول", "بخروج", "بانهيار", "بتدمير", "بتوقف", "بانفجار", "بتنفيذ", "بسماع", "بارتفاع",
    "بعدم", "بتضرر", "بان", "بانه", "بانها", "باستشهاد", "بقيام", "بانتشال", "باخلا", "بنقص",
    "بنفاد", "بتحليق", "بحدوث",
})  # fmt: skip
_ONE_OF = {"احد", "احدي", "بعض"}
#: Media that stand behind a teller's name as whom he told: "مصدر طبي وكالة فرانس برس".
_MEDIA = frozenset({
    "وكاله", "قناه", "صحيفه", "شبكه", "اذاعه", "موقع", "تلفزيون",
})  # fmt: skip
#: Before a medium these are its own people: "مراسل وكالة رويترز".
_OF_MEDIUM = ("مراسل", "مصور", "مدير", "موفد", "متحدث", "رييس", "صحفي", "صحافي", "باسم", "موظف")
#: What a name of an outlet ends in, where no list knows it: للقاهرة الإخبارية.
_OUTLETS_END = frozenset({
    "الاخباريه", "نيوز", "برس", "نت", "مباشر", "اونلاين", "تي",
})  # fmt: skip


def name_end(names: Names, start: int) -> int:
    """Where the teller's name that begins at ``start`` ends."""
    at = start
    while at < min(len(names.tokens), start + _LONGEST_ARABIC):
        if wrapped := _wrapped_end(names, at):
            at = wrapped
            continue
        group = entry_at(names.matches, at, "tellers", "heads")
        if group is not None and group.end - at > 1 and not is_outlet(names, at):
            at = group.end  # "أطباء بلا حدود"
            continue
        token = names.tokens[at]
        if token.form in STOPS or token.sort == "number" or is_that(names, at):
            break
        if (
            token.form == "و"
            and names.tokens[at + 1 :][:1]
            and names.tokens[at + 1].sort == "number"
        ):
            break  # "حسب الدفاع المدني و8 حسب المرصد"
        if at > start and (_ends_before(names, at) or is_outlet(names, at)):
            break
        one_of = at > start and names.tokens[at - 1].form.removeprefix("و") in _ONE_OF
        parting = token.form in _PARTING and not (one_of or (at == start and _heads(names, at)))
        if parting and not _inside_name(names, at, start):
            break
        at += 1
    return at


def _wrapped_end(names: Names, at: int) -> int:
    """Behind an outlet's short name in brackets or quotes, (أ ف ب); 0: none stands at ``at``."""
    if at >= len(names.tokens):
        return 0
    closing = _WRAPS.get(names.tokens[at].form)
    known = _known_name(names, at + 1) if closing else None
    if known is not None and known.end < len(names.tokens):
        marks = {closing, names.tokens[at].form}  # “حلب اليوم“, as some write
        if names.tokens[known.end].form in marks:
            return known.end + 1
    for ahead in range(at + 1, min(at + 2 + _LONGEST_WRAPPED, len(names.tokens))):
        if closing is None:
            return 0
        token = names.tokens[ahead]
        if token.form == closing:
            return ahead + 1 if ahead > at + 1 else 0
        told = any(
            match.table in {"objects", "predicates"} and match.entry in _FATES
            for match in names.matches[ahead]
        )
        if token.sort != "word" or told or _ends_before(names, ahead):
            return 0
    return 0


def _known_name(names: Names, at: int) -> Match | None:
    """An outlet, or a group whose name has several words: أطباء بلا حدود."""
    outlet = entry_at(names.matches, at, "tellers", "collective")
    group = entry_at(names.matches, at, "tellers", "heads")
    return outlet or (group if group is not None and group.end - group.start > 1 else None)


def _quoted_end(names: Names, at: int) -> int:
    """Behind an outlet's name in quotes, also where both marks are the same: ”صدى الشام”."""
    if at >= len(names.tokens):
        return 0
    if names.tokens[at].form != "”":
        return _wrapped_end(names, at)
    ahead = range(at + 2, min(at + 2 + _LONGEST_WRAPPED, len(names.tokens)))
    return next((near + 1 for near in ahead if names.tokens[near].form == "”"), 0)


def _of_service(names: Names, at: int) -> bool:
    """True for the second word of "جهاز الإسعاف": what a service does names it."""
    return at > 0 and names.tokens[at].form.startswith("ال") and _heads(names, at - 1)


def _ends_before(names: Names, at: int) -> bool:
    """True for a word that is no part of a name: a day, a fate, who was told."""
    matches = names.matches
    return bool(
        (_is_object(names, at) and not _of_service(names, at))
        or entry_at(matches, at, "days")
        or entry_at(matches, at, "parts_of_day")
        or entry_at(matches, at, "say", "told")
        or entry_at(matches, at, "say", "as_saying")
        or entry_at(matches, at, "say", "charges")
        or entry_at(matches, at, "say", "relayed_by")
        or entry_at(matches, at, "zero")
        or entry_at(matches, at, "event_kinds")
        or (entry_at(matches, at, "weekdays") and names.tokens[at].form.startswith("ال"))
        or _told_directly(names, at)
    )


def _told_directly(names: Names, at: int) -> bool:
    """True for the medium in "أفاد مصدر طبي وكالة فرانس برس": told without a preposition."""
    if names.tokens[at].form not in _MEDIA or not at:
        return False
    own = names.tokens[at - 1].form.removeprefix("و").removeprefix("ال")
    outlet = any(entry_at(names.matches, near, "tellers", "collective") for near in (at, at + 1))
    return outlet and not own.startswith(_OF_MEDIUM) and not _begins_name(names, at)


def _begins_name(names: Names, at: int) -> bool:
    """True right behind a verb or preposition of telling: the medium is itself the teller."""
    return any(
        match.table == "say" and match.end == at
        for near in range(max(0, at - 4), at)
        for match in names.matches[near]
    )


def _heads(names: Names, at: int) -> bool:
    return entry_at(names.matches, at, "tellers", "heads") is not None


def _inside_name(names: Names, at: int, start: int) -> bool:
    """As in "مدير الدفاع المدني في حلب", "شهود من الأهالي": a place or people inside a name."""
    form = names.tokens[at].form
    if form == "انبا" and at > start:
        return names.tokens[at - 1].form.endswith("وكاله")
    if form == "صحه" and at > start:
        return names.tokens[at - 1].form in {"مدير", "مديريه", "وزاره", "وزير", "قطاع"}
    if at == start or form not in {"في", "من"} or at + 1 >= len(names.tokens):
        return False
    if _heads(names, at + 1) or (form == "في" and _closes_name(names, at + 2)):
        return True
    behind = at + 2
    return (
        names.tokens[at + 1].sort == "word"
        and not entry_at(names.matches, at + 1, "objects")
        and (
            behind >= len(names.tokens)
            or is_that(names, behind)
            or bool(entry_at(names.matches, behind, "say"))
            or names.tokens[behind].form in STOPS
        )
    )


def _closes_name(names: Names, start: int) -> bool:
    """True for "مدير الدفاع المدني في حلب فلان الفلاني إن": the name goes on behind the place."""
    most = 5
    for at in range(start, min(start + most, len(names.tokens))):
        if is_that(names, at) or is_outlet(names, at) or entry_at(names.matches, at, "say", "told"):
            return True
        if at > start and entry_at(names.matches, at, "say", "interview"):
            return True
        if names.tokens[at].sort != "word" or _is_object(names, at):
            return False
    return False


def name_in(names: Names, start: int, end: int) -> str:
    """The name of tokens ``start`` to ``end``, or "" where they name no teller."""
    if not names.names_somebody(start, end, firmly=True):
        return ""
    if _wrapped_end(names, start) == end:
        return names.raw(start + 1, end - 1)
    return names.raw(start, end)


def apposed_end(names: Names, start: int) -> int:
    """Where "فلان، وهو متطوع في الدفاع المدني، لوكالة … إن" ends its name; 0: no apposition."""
    commas = [
        at
        for at in range(start, min(start + LONGEST_NAME, len(names.tokens)))
        if names.tokens[at].form in COMMAS
    ][:2]
    if len(commas) < len("،،") or commas[1] + 1 >= len(names.tokens):
        return 0
    opening, closing = commas
    described = names.names_somebody(opening + 1, closing, firmly=True) or (
        closing - opening <= _LONGEST_WRAPPED and names.names_somebody(start, opening, firmly=True)
    )
    plain = all(
        token.sort == "word" and not (is_that(names, at) or _carries(names, at))
        for at, token in enumerate(names.tokens[start:closing], start)
        if at != opening
    )
    follows = closing + 1
    tells = (
        is_that(names, follows)
        or entry_at(names.matches, follows, "say", "told")
        or entry_at(names.matches, follows, "say", "interview")
        or is_outlet(names, follows)
        or entry_at(names.matches, follows + 1, "tellers", "platforms")  # "، على تلغرام، إن"
    )
    return closing if described and plain and opening > start and tells else 0


def surname_end(names: Names, start: int) -> int:
    """Where a bare name ends in "وأضاف عطوان، الذي يتواصل …، أن", "وتابع عبد:"; 0: none there."""
    wrapped = _wrapped_end(names, start) if start < len(names.tokens) else 0
    if wrapped and is_that(names, wrapped):
        return wrapped  # وأضاف "بكور" أن
    for at in range(start, min(start + _LONGEST_BARE + 1, len(names.tokens))):
        if is_that(names, at) or names.tokens[at].form == ":" or relative_end(names, at) > at:
            return at if at > start else 0
        if names.tokens[at].sort != "word" or known_at(names.matches, at):
            return 0
    return 0


def relative_end(names: Names, at: int) -> int:
    """Behind "، الذي يتواصل مع السكان،"; ``at`` itself: none stands there."""
    if at + 1 >= len(names.tokens) or names.tokens[at].form not in COMMAS:
        return at
    if not entry_at(names.matches, at + 1, "grammar", "relative"):
        return at
    ahead = range(at + 2, min(at + 2 + LONGEST_NAME, len(names.tokens)))
    return next((near + 1 for near in ahead if names.tokens[near].form in {*COMMAS, ":"}), at)


def _carries(names: Names, at: int) -> bool:
    """True for "في بيان نشرته": the medium, no apposition."""
    return bool(
        entry_at(names.matches, at, "say", "interview")
        or entry_at(names.matches, at, "say", "relayed_by")
    )


def is_that(names: Names, at: int) -> bool:
    """True for إن, أن: what is told begins behind it."""
    return entry_at(names.matches, at, "grammar", "that") is not None


def _is_object(names: Names, at: int) -> bool:
    """True for a word that begins what is told ("مقتل"); "في" may stand inside a name."""
    return any(m.table == "objects" and m.entry != "leaving" for m in names.matches[at])


def is_outlet(names: Names, at: int) -> bool:
    """True for لعنب بلدي, للقاهرة الإخبارية: an outlet behind the preposition ل."""
    if at >= len(names.tokens) or not names.tokens[at].form.startswith("ل"):
        return False
    if names.tokens[at].form == "ل":  # لـ"العربي الجديد"
        return _quoted_end(names, at + 1) > 0
    if entry_at(names.matches, at, "tellers", "collective"):
        return True
    behind = names.tokens[at + 1].form if at + 1 < len(names.tokens) else ""
    return behind in _OUTLETS_END


def told(names: Names, at: int) -> tuple[tuple[str, ...], int]:
    """The medium somebody told, in "(في حديث) لوكالة رويترز", and the token behind it."""
    start = at + 1 if at < len(names.tokens) and names.tokens[at].form in COMMAS else at
    if entry_at(names.matches, start, "grammar", "relative") and (
        said := entry_at(names.matches, start + 1, "say", "verbs")
    ):
        start = said.end  # "بحسب فلان، الذي أضاف في حديث إلى عنب بلدي"
    talk = entry_at(names.matches, start, "say", "interview")
    start = talk.end if talk is not None else start
    if talk is not None and start < len(names.tokens) and names.tokens[start].form in {"مع", "الي"}:
        end = name_end(names, start + 1)
        return ((names.raw(start + 1, end),), end) if end > start + 1 else ((), at)
    behind = entry_at(names.matches, start, "say", "told")
    if behind is not None:
        end = name_end(names, behind.end)
        name = (without_to(names.raw(start, end)),) if end > behind.end else ()
        return name, max(end, behind.end)
    if is_outlet(names, start):
        if names.tokens[start].form == "ل":
            end = _quoted_end(names, start + 1)
            return (names.raw(start + 2, end - 1),), end
        outlet = entry_at(names.matches, start, "tellers", "collective")
        end = outlet.end if outlet is not None else start + 2
        return (without_to(names.raw(start, end)),), end
    if start < len(names.tokens) and _told_directly(names, start):
        end = name_end(names, start)
        return (names.raw(start, end),), end
    return (), at


def without_to(name: str) -> str:
    """للجزيرة -> الجزيرة, لوكالة -> وكالة."""
    return "ال" + name[2:] if name.startswith("لل") else name.removeprefix("ل")


#: "وكانت المنظمة، أعلنت", "وكان المدير قد صرح": the subject stands before its verb.
def _opening_before(names: Names, at: int) -> int | None:
    """Where the brackets or quotes that close at ``at`` open around a short name, or None."""
    if names.tokens[at].form not in _WRAPS.values():
        return None
    ahead = range(at - 2, max(-1, at - 3 - _LONGEST_WRAPPED), -1)
    return next((near for near in ahead if _wrapped_end(names, near) == at + 1), None)


_BEGINS_CLAUSE = {"لكن", "ولكن", "فيما", "بينما", "كما", "غير", "وفيما", "وبينما", "الا"}
_HAD = {"وكان", "كان", "وكانت", "كانت"}


def subject_before(names: Names, at: int) -> int:
    """Where a subject standing before its verb begins ("مراسلنا قال"), else ``at``."""
    most = 8
    verb = at
    if at and names.tokens[at - 1].form in {"قد", *COMMAS}:
        at -= 1
    begin = at
    while begin > max(0, at - most):
        token = names.tokens[begin - 1]
        if (opening := _opening_before(names, begin - 1)) is not None:
            begin = opening  # منظمة الأمم المتحدة للطفولة "اليونيسف" أعلنت
            continue
        if token.form in STOPS or token.sort == "number" or token.form in {"عم", "قد"}:
            break
        begin -= 1
    parted = at < verb and names.tokens[at].form in COMMAS
    for start in range(begin, at):
        before = names.tokens[start - 1].form if start else "."
        clause_start = (
            before in _HAD
            or before in _BEGINS_CLAUSE
            or (before in STOPS and not parted)
            or (start and is_that(names, start - 1))
        )
        if clause_start and _heads(names, start):
            return start
    return verb
