"""Whom "الوكالة", "الشبكة", "المصادر" stand for: those so called that were named before."""

from collections.abc import Iterable

from najda.folding import fold

#: Words a group is called by once it was named; المصدر stays, whoever the source was.
_STAND_FOR = frozenset({
    "الوكاله", "الشبكه", "المنظمه", "القناه", "الصحيفه", "المرصد", "الهييه", "المديريه", "الرابطه",
    "اللجنه", "المصادر", "الموقع", "الاذاعه", "المجموعه", "الموسسه", "الوزاره", "الجمعيه",
})  # fmt: skip


def fuller(name: str, named: Iterable[str]) -> str:
    """The latest fuller name among ``named`` (oldest first) that ``name`` stands for, or itself."""
    short = fold(name)
    if short not in _STAND_FOR:
        return name
    found = name
    for known in named:
        words = [word.removeprefix("ال") for word in fold(known).split()]
        if len(words) > 1 and short.removeprefix("ال") in words[:2]:
            found = known
    return found
