"""Tellers at the head of an Arabic line: "الدفاع المدني: عشرة شهداء", "من صقر للمراصد:"."""

from najda.reading.telling.arabic_names import COMMAS, is_outlet, name_in, without_to
from najda.reading.telling.names import Names, Telling
from najda.reading.words.numbers import entry_at
from najda.reading.words.tokens import stems

_BEFORE_HEADLINE = {"عاجل", "من", "#", "هام", "خبر"}
#: Whom a radio line speaks to; they tell nothing.
_ADDRESSED = {
    "للعمليات", "للجميع", "للمراصد", "للمركز", "للقياده", "للاسعاف", "للكل", "لكل", "للفرق",
    "للمراكز",
}  # fmt: skip
_LONGEST = 12
_DASHES = {"-", "–", "—"}


def behind_breaking(names: Names, at: int) -> bool:
    """True behind "عاجل |" and behind a bar."""
    before = names.tokens[at - 1].form
    forwarded = before == ":" and names.tokens[at - 2].form in {"منقول", "عاجل", "متداول"}
    return forwarded or before in {"|", "عاجل", "هام"}


def headline(names: Names, start: int) -> Telling | None:
    """The teller before the colon of a line. A place there is no teller."""
    while start < len(names.tokens) - 1 and names.tokens[start].form in _BEFORE_HEADLINE:
        start += 1
    for at in range(start + 1, min(start + _LONGEST, len(names.tokens))):
        token = names.tokens[at]
        if token.form == ":":
            links = _calling(names, start, at) or _links(names, start, at)
            return Telling(links, start, at + 1, "before", verb="said") if links else None
        if token.form in _DASHES and at + 1 < len(names.tokens) and _heads(names, at + 1):
            start = at + 1  # "حلب – الدفاع المدني: …"
        elif token.sort == "mark" and token.form not in COMMAS | _DASHES:
            return None
    return None


def _calling(names: Names, start: int, end: int) -> tuple[str, ...]:
    """Who speaks in "من صقر لكل المراصد:", "فريق هنانو للعمليات:"."""
    to = next((at for at in range(start + 1, end) if names.tokens[at].form in _ADDRESSED), 0)
    called = start and names.tokens[start - 1].form == "من"
    if not to or not (called or _heads(names, start)):
        return ()
    return (names.raw(start, to),)


def _links(names: Names, start: int, end: int) -> tuple[str, ...]:
    """The chain of "ناشطون للمصدر:", "الجزيرة عن الأمم المتحدة:", "مراسل أورينت، الجمعة:"."""
    if not _heads(names, start):
        return ()
    stop = next((at for at in range(start + 1, end) if _parts_name(names, at)), end)
    for at in range(start + 1, stop):
        carrier = entry_at(names.matches, at, "say", "relayed_by")
        if carrier is not None and (outlet := name_in(names, at + 1, stop)):
            return (names.raw(start, at), outlet)
        if names.tokens[at].form == "عن" and (origin := name_in(names, at + 1, stop)):
            return (origin, names.raw(start, at))
        if _tells_medium(names, at, stop) and names.names_somebody(start, at, firmly=True):
            return (names.raw(start, at), without_to(names.raw(at, stop)))
    name = name_in(names, start, stop)
    return (name,) if name else ()


def _parts_name(names: Names, at: int) -> bool:
    return bool(
        names.tokens[at].form in COMMAS
        or entry_at(names.matches, at, "parts_of_day")
        or entry_at(names.matches, at, "weekdays")
    )


def _tells_medium(names: Names, at: int, stop: int) -> bool:
    """True for لوكالة, للجزيرة, and for a last word with لل ("ناشطون للمصدر:")."""
    last = names.tokens[at].form.startswith("لل") and at == stop - 1
    told = entry_at(names.matches, at, "say", "told") or is_outlet(names, at)
    return bool(told or last) and names.tokens[at - 1].form != "و"


def _heads(names: Names, start: int) -> bool:
    known = entry_at(names.matches, start, "tellers", "heads") or entry_at(
        names.matches, start, "tellers", "collective"
    )
    return bool(known) and "حي" not in stems(names.tokens[start].form)
