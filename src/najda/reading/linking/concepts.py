"""Concepts of linking (kinds, weapons, targets) in any wording of any language."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from najda.places.spelling import Word

#: A word shorter than this says nothing.
LEAST_LETTERS = 3


_CONCEPTS = Path(__file__).with_name("link_words.toml")


@dataclass(frozen=True, slots=True)
class _Pattern:
    group: str
    name: str
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[_Pattern]]:
    """All wordings of all concepts by the first letters of their first word."""
    with _CONCEPTS.open("rb") as file:
        table = tomllib.load(file)
    found: dict[str, list[_Pattern]] = {}
    for group, concepts in table.items():
        for name, languages in concepts.items():
            for wording in (each for listed in languages.values() for each in listed):
                parts = tuple(wording.replace("-", " ").split())
                pattern = _Pattern(group, name, parts)
                found.setdefault(parts[0].rstrip("*")[:LEAST_LETTERS], []).append(pattern)
    return found


def forms_of(part: Word) -> tuple[str, ...]:
    """The forms a word may stand for: as it is, and for Arabic without what is stuck to it."""
    if not part.arabic:
        return (part.folded.removesuffix("'s"),)
    forms = [part.folded]
    for clitic in ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "ول", "وب", "وبال"):
        rest = part.folded[len(clitic) :]
        if part.folded.startswith(clitic) and len(rest) >= LEAST_LETTERS:
            forms.append(rest)
    return tuple(forms)


def concepts_in(forms: Sequence[tuple[str, ...]]) -> dict[str, list[tuple[str, int]]]:
    """Group -> (concept, number of its first word), for every wording found."""
    patterns = _patterns()
    found: dict[str, list[tuple[str, int]]] = {}
    for at, several in enumerate(forms):
        seen = set()
        for form in several:
            for pattern in patterns.get(form[:LEAST_LETTERS], ()):
                key = (pattern.group, pattern.name)
                if key not in seen and _stands_at(pattern, forms, at):
                    seen.add(key)
                    found.setdefault(pattern.group, []).append((pattern.name, at))
    return found


def _stands_at(pattern: _Pattern, forms: Sequence[tuple[str, ...]], at: int) -> bool:
    if at + len(pattern.words) > len(forms):
        return False
    return all(
        any(_fits(wanted, form) for form in forms[at + step])
        for step, wanted in enumerate(pattern.words)
    )


def _fits(wanted: str, form: str) -> bool:
    return form.startswith(wanted[:-1]) if wanted.endswith("*") else form == wanted
