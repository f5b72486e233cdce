"""Who says it, in Arabic: the verb comes first, its teller behind it (or a noun before it)."""

from najda.folding import fold
from najda.reading.telling.arabic_names import (
    COMMAS,
    apposed_end,
    is_outlet,
    is_that,
    name_end,
    name_in,
    relative_end,
    subject_before,
    surname_end,
    told,
    without_to,
)
from najda.reading.telling.headlines_arabic import behind_breaking, headline
from najda.reading.telling.names import LONGEST_NAME, Names, Telling
from najda.reading.telling.tellers_arabic_cited import according, had_relayed, relayed, relayed_by
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import entry_at
from najda.reading.words.tokens import joined_and

_CONTRASTS = ("في حين", "بينما", "فيما", "وفيما", "علي الرغم")


def arabic_telling_at(names: Names, at: int) -> Telling | None:
    """The telling that starts at token ``at``, or None."""
    matches = names.matches
    if names.tokens[at].form.removeprefix("و").startswith("ال"):
        return _heading(names, at)  # no verb: التابع
    cited = entry_at(matches, at, "say", "according")
    if cited is not None:
        return according(names, cited)
    relay = entry_at(matches, at, "say", "relay") or had_relayed(names, at)
    if relay is not None and (telling := relayed(names, relay)) is not None:
        return telling
    carrier = entry_at(matches, at, "say", "relayed_by")
    if carrier is not None and (telling := relayed_by(names, carrier)) is not None:
        return telling
    if (telling := _documenting(names, at)) is not None:
        return telling
    verb = entry_at(matches, at, "say", "verbs") or _rejecting(names, at)
    if verb is not None:
        return _said(names, verb)
    return _heading(names, at)


def _heading(names: Names, at: int) -> Telling | None:
    return headline(names, at) if at == 0 or behind_breaking(names, at) else None


def _rejecting(names: Names, at: int) -> Match | None:
    """As in رفض المتحدث الاتهامات: who rejects a charge tells, who refuses aid does not."""
    verb = entry_at(names.matches, at, "say", "rejects")
    near = range(at + 1, min(at + LONGEST_NAME // 2, len(names.tokens)))
    charged = any(entry_at(names.matches, one, "say", "charges") for one in near)
    return verb if charged else None


def _documenting(names: Names, at: int) -> Telling | None:
    """As in "استطاعت لجان التنسيق المحلية، مع انتهاء السبت، توثيق 80 قتيلا": who counted tells."""
    managed = entry_at(names.matches, at, "say", "managed")
    if managed is None:
        return None
    ahead = range(managed.end + 1, min(managed.end + LONGEST_NAME, len(names.tokens)))
    done = next((one for near in ahead if (one := _documents(names, near)) is not None), None)
    end = min(name_end(names, managed.end), done.start) if done is not None else managed.end
    name = name_in(names, managed.end, end)
    if done is None or not name:
        return None
    return Telling((name,), managed.start, done.end, "before", verb="said")


def _documents(names: Names, at: int) -> Match | None:
    return entry_at(names.matches, at, "say", "documenting")


def _said(names: Names, verb: Match) -> Telling | None:
    said = names.tokens[verb.start].form
    # وكان المدير قد صرح لقناة
    told_first = entry_at(names.matches, verb.end, "say", "told") or is_outlet(names, verb.end)
    end = name_end(names, verb.end)
    end = end if told_first else apposed_end(names, verb.end) or end
    before = names.tokens[verb.start - 1].form if verb.start else ""
    had = before == "قد" and subject_before(names, verb.start) < verb.start
    name = "" if told_first or had else name_in(names, verb.end, end)
    if not name and not had and verb.start == 0 and (stop := surname_end(names, verb.end)):
        name, end = names.raw(verb.end, stop).strip('"«»“”'), relative_end(names, stop)
    if name:
        media, end = told(names, end)
        media = media or _told_first(names, verb.start)
        name, media = _told_directly(names, said, name, media)
        goes_on = joined_and(said) and is_that(names, end)  # "، وأضافت المصادر أن"
        side = "after" if _after_comma(names, verb) and not goes_on else "before"
        return Telling((name, *media), verb.start, end, side, verb=said)
    begin = subject_before(names, verb.start)
    if begin < verb.start:
        media, end = told(names, verb.end)
        return Telling((names.raw(begin, verb.start), *media), begin, end, "before", verb=said)
    shown = said.removeprefix("و").startswith("اظهر")  # "وأظهرت تسجيلات مصورة": nobody's word
    goes_on = joined_and(said) and verb.start == 0 and not shown
    if goes_on or (verb.start == 0 and is_that(names, verb.end)):
        media, end = told(names, verb.end) if goes_on else ((), verb.end)
        return Telling(media, verb.start, end, "before", carried="same", verb=said)
    return None


def _told_first(names: Names, at: int) -> tuple[str, ...]:
    """The medium of "وفي تصريح لوكالة الأناضول قال المدير إن": it stands before the verb."""
    talk = entry_at(names.matches, 0, "say", "interview")
    if talk is None or not talk.end < at <= talk.end + _LONGEST_MEDIUM:
        return ()
    if not (entry_at(names.matches, talk.end, "say", "told") or is_outlet(names, talk.end)):
        return ()
    return (without_to(names.raw(talk.end, at)),)


#: Words of a medium: "لوكالة الأناضول التركية،".
_LONGEST_MEDIUM = 5


def _told_directly(
    names: Names, said: str, name: str, media: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """Parts "أبلغ مسعفون رويترز" into who told and the medium told, an object without لـ."""
    words = name.split()
    if media or len(words) < len("مر") or not said.removeprefix("و").startswith(_INFORMED):
        return name, media
    outlet = fold(words[-1])
    known = any(
        match.table == "tellers" and match.entry == "collective"
        for at, token in enumerate(names.tokens)
        if token.form == outlet
        for match in names.matches[at]
    )
    return (" ".join(words[:-1]), (words[-1],)) if known else (name, media)


#: Verbs that take whom they tell as object.
_INFORMED = ("ابلغ", "اخبر")


def _after_comma(names: Names, verb: Match) -> bool:
    least_clause = 4
    opening = " ".join(token.form for token in names.tokens[:2]).removeprefix("و")
    if opening.startswith(_CONTRASTS):
        return False  # "في حين أكدت الوزارة …، نفت القوات": each tells its own
    before = names.tokens[verb.start - 1].form
    closed = sum(token.form == '"' for token in names.tokens[: verb.start]) % 2 == 0
    ends = COMMAS | {"»", "”"} | ({'"'} if closed else set())
    return verb.start >= least_clause and before in ends
