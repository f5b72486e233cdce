"""The spellings of all places, found by key, by letters run together, by consonants, by a slip."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from najda.places.place import Place
from najda.places.spelling import (
    Word,
    arabic_key,
    bones,
    is_slip,
    lacking_one,
    one_edit_apart,
    words,
)

MOST_WORDS = 6
_LEAST_BONES = 3
_LEAST_LETTERS_FOR_EDIT = 5
#: No name is longer; a text without spaces must cost little.
_MOST_LETTERS_FOR_EDIT = 60


class Cue(StrEnum):
    """What a spelling needs beside it in running text before it is taken for a place."""

    NONE = ""
    #: A word that is also a common one: a preposition of place, a strike, another place, a title.
    SOFT = "soft"
    #: "quarter", "town"… before it, or the text is no more than a title.
    HARD = "hard"
    #: Only with "quarter", "town"… before it.
    NAMED = "named"


#: Marks before a spelling in our data: ``!`` needs a hard cue, ``~`` a soft one, ``?`` is a name
#: that this place shares with others, so that a person is asked.
_MARKS = {"!": Cue.HARD, "~": Cue.SOFT}


@dataclass(frozen=True, slots=True)
class Spelled:
    """One spelling of one place. ``exact`` is the folded name without articles."""

    place: Place
    exact: str
    key: str
    cue: Cue
    needs_article: bool
    shared: bool
    #: The letters of several Arabic words as they stand when the spaces are forgotten.
    together: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A spelling that fits a name, how well (0 to 1) and why."""

    spelled: Spelled
    fit: float
    why: str


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place with its spellings as the data lists them (marks included) and its cue."""

    place: Place
    cue: Cue = Cue.NONE
    spellings: tuple[str, ...] = ()


class Index:
    """All spellings of a list of places. The rarer ways of finding are built when first asked."""

    def __init__(self, listed: Iterable[ListedPlace]) -> None:
        self.by_key: dict[str, list[Spelled]] = defaultdict(list)
        for each in listed:
            seen: set[str] = set()
            for spelling in each.spellings:
                self._add(each, spelling, seen)
        self.first_words = {key.partition(" ")[0] for key in self.by_key}

    def _add(self, listed: ListedPlace, spelling: str, seen: set[str]) -> None:
        mark = spelling[:1]
        name = spelling[1:] if mark in "!~?" else spelling
        parts = words(name)
        exact = " ".join(part.folded for part in parts)
        if not exact or exact in seen:
            return
        seen.add(exact)
        single = len(parts) == 1 and (parts[0].arabic or listed.cue is Cue.NAMED)
        cue = _MARKS.get(mark, listed.cue if single else Cue.NONE)
        spelled = Spelled(
            place=listed.place,
            exact=_exact(parts),
            key=" ".join(part.key for part in parts),
            cue=cue,
            needs_article=cue is not Cue.NONE and len(parts) == 1 and parts[0].has_article,
            shared=mark == "?",
            together=_together(parts),
        )
        self.by_key[spelled.key].append(spelled)

    @cached_property
    def by_joined(self) -> dict[str, list[Spelled]]:
        """Spellings of several words by their keys run together."""
        joined: dict[str, list[Spelled]] = defaultdict(list)
        for key, spelled in self.by_key.items():
            joined[key.replace(" ", "")].extend(spelled)
            for each in spelled:
                if each.together and each.together != key.replace(" ", ""):
                    joined[each.together].append(each)
        return joined

    @cached_property
    def by_bones(self) -> dict[str, list[Spelled]]:
        """Latin spellings by their consonants."""
        found: dict[str, list[Spelled]] = defaultdict(list)
        for key, spelled in self.by_key.items():
            if key[0].isascii() or key[0] == "ş":
                found[bones(key.replace(" ", ""))].extend(spelled)
        return found

    @cached_property
    def by_lacking_one(self) -> dict[str, list[str]]:
        """Joined keys by themselves with one letter left out."""
        found: dict[str, list[str]] = defaultdict(list)
        for joined in self.by_joined:
            if len(joined) >= _LEAST_LETTERS_FOR_EDIT - 1:
                for shorter in lacking_one(joined):
                    found[shorter].append(joined)
        return found

    def same(self, parts: Sequence[Word], key: str) -> list[Found]:
        """Spellings with this key; equal letters fit best."""
        exact = _exact(parts)
        return [_same(parts, exact, spelled) for spelled in self.by_key.get(key, ())]

    def run_together(self, parts: Sequence[Word]) -> list[Found]:
        """Spellings that are the same when spaces are left out."""
        joined = "".join(part.key for part in parts)
        spelled = self.by_joined.get(joined) or self.by_joined.get(_together(parts), [])
        return [Found(each, 0.92, f"{each.exact} written in other words") for each in spelled]

    def by_consonants(self, joined: str) -> list[Found]:
        """Latin spellings with the same consonants."""
        skeleton = bones(joined)
        if len(skeleton) < _LEAST_BONES:
            return []
        fit = 0.86 if len(skeleton) > _LEAST_BONES else 0.7
        return [
            Found(spelled, fit, f"consonants of {spelled.exact}")
            for spelled in self.by_bones.get(skeleton, ())
        ]

    def one_letter_off(self, joined: str, *, slips_only: bool = False) -> list[Found]:
        """Spellings one letter added, lost, changed or swapped away; long names only."""
        if not _LEAST_LETTERS_FOR_EDIT <= len(joined) <= _MOST_LETTERS_FOR_EDIT:
            return []
        near = {
            key for shorter in lacking_one(joined) for key in self.by_lacking_one.get(shorter, ())
        }
        found = []
        for key in sorted(near):
            if not one_edit_apart(joined, key):
                continue
            slip = is_slip(joined, key)
            if slips_only and not slip:
                continue
            long = min(len(key), len(joined)) > _LEAST_LETTERS_FOR_EDIT
            fit = 0.86 if slip and long else 0.82 if long else 0.7
            found += [
                Found(spelled, fit, f"one letter from {spelled.exact}")
                for spelled in self.by_joined[key]
            ]
        return found


def _same(parts: Sequence[Word], exact: str, spelled: Spelled) -> Found:
    if spelled.needs_article and not parts[0].has_article:
        return Found(spelled, 0.78, f"{spelled.exact} without its article")
    if spelled.exact == exact:
        return Found(spelled, 1.0, "spelled so")
    return Found(spelled, 0.94, f"a spelling of {spelled.exact}")


def _together(parts: Sequence[Word]) -> str:
    return arabic_key("".join(part.folded for part in parts)) if parts[0].arabic else ""


def _exact(parts: Sequence[Word]) -> str:
    return " ".join(
        part.folded[2:] if part.arabic and part.folded.startswith("ال") else part.folded
        for part in parts
    )
