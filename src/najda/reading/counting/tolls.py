"""Tolls named behind their number: "ارتفع إلى 90 عدد القتلى"."""

from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import Governor
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

#: "عدد القتلى جراء الغارات الروسية والسورية على حلب وريفها الجمعة ارتفع إلى نحو 90"
RISEN_REACH = 20
#: What befell those counted, told of them: "عدد الأشخاص الذين وثقنا استشهادهم".
_BEFALLEN = (("befallen", "killed"), ("befallen_hurt", "injured"))


def toll_behind(tokens: list[Token], matches: Table, phrase: Phrase) -> Governor | None:
    """The toll of "وارتفع إلى 23 بينهم 8 أطفال عدد الشهداء": it follows its number."""
    if not entry_at(matches, phrase.start - 1, "grammar", "rose_to"):
        return None
    if phrase.noun:
        return _of_whom(tokens, matches, phrase)
    for at in range(phrase.end, min(phrase.end + RISEN_REACH, len(tokens))):
        toll = entry_at(matches, at, "objects")
        if toll is not None and toll.entry in {"toll_killed", "toll_injured"}:
            sense = toll.entry.removeprefix("toll_")
            return Governor(sense, phrase.start, phrase.end, f"toll-{sense}", 1)
    return None


def _of_whom(tokens: list[Token], matches: Table, phrase: Phrase) -> Governor | None:
    """What befell those of "ارتفع إلى 12 عدد الأشخاص الذين وثق المرصد استشهادهم"."""
    if not any(token.form == "عدد" for token in tokens[phrase.start : phrase.end]):
        return None
    for at in range(phrase.end, min(phrase.end + RISEN_REACH, len(tokens))):
        for word, sense in _BEFALLEN:
            if entry_at(matches, at, "grammar", word):
                return Governor(sense, phrase.start, phrase.end, f"toll-{sense}", 1)
    return None
