"""The words reading knows: one file per language, one tree over all of them.

Adding a language is adding ``lang/<code>.toml``; ``lacking`` names what a new one still lacks.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from najda.folding import fold
from najda.incidents.facts import ClaimKind
from najda.reading.words.arabic_forms import inflect_duals, with_persons
from najda.reading.words.tokens import Token, stems

#: Tables every language file must have; the check compares with these.
TABLES = (
    "number_words", "multipliers", "vague", "bounds", "bounds_after", "range", "zero", "persons",
    "things", "objects", "predicates", "scopes", "negations", "modality", "say", "tellers",
    "weapons", "aircraft", "facilities", "months", "weekdays", "parts_of_day", "days", "units",
    "event_kinds", "from_where", "happenings", "grammar", "opinion", "place_words",
)  # fmt: skip
#: Entries that must not be empty, per table.
ENTRIES = {
    "bounds": ("at_least", "more_than", "at_most", "about"),
    "persons": ("person", "child", "woman", "man", "civilian", "combatant", "rescuer", "body"),
    "objects": ("killed", "injured", "rescued"),
    "predicates": ("killed", "injured", "rescued", "trapped", "missing"),
    "scopes": ("subset", "additional", "cumulative"),
    "modality": ("denied", "unverified", "threatened", "planned"),
    "say": ("verbs", "according", "agency"),
    "days": ("today", "yesterday"),
}
_PERSON_NUMBERS = ("singular", "dual", "plural")


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens ``start`` to ``end`` of a sentence carry this entry of the lexicon."""

    table: str
    entry: str
    detail: str
    start: int
    end: int
    #: The first word stands there with a preposition stuck to it (بقذائف).
    bound: bool = False


Entry = tuple[str, str, str]


class Lexicon:
    """All phrases of all languages in one tree of folded words."""

    def __init__(self, languages: dict[str, dict[str, Any]]) -> None:
        """Build the tree from the parsed language files, by language code."""
        self.languages = languages
        self._tree: dict[str, Any] = {}
        self.words: set[str] = set()
        for tables in languages.values():
            for table, entries in tables.items():
                if isinstance(entries, dict) and table != "word_groups":
                    self._add_table(table, entries)

    def _add_table(self, table: str, entries: dict[str, Any]) -> None:
        for entry, value in entries.items():
            if isinstance(value, dict):
                for detail, phrases in value.items():
                    self._add(phrases, (table, entry, detail))
            elif isinstance(value, list):
                self._add(value, (table, entry, ""))
            else:
                self._add([entry], (table, str(value), ""))

    def _add(self, phrases: list[str], entry: Entry) -> None:
        for phrase in phrases:
            node = self._tree
            for word in fold(phrase).replace("-", " - ").split():
                node = node.setdefault(word, {})
                self.words.add(word)
            entries = node.setdefault("", [])
            if entry not in entries:
                entries.append(entry)

    def matches(self, tokens: list[Token]) -> list[list[Match]]:
        """For each token, the longest match of each entry that starts there."""
        return [self._matches_at(tokens, start) for start in range(len(tokens))]

    def _matches_at(self, tokens: list[Token], start: int) -> list[Match]:
        longest: dict[str, list[Match]] = {}
        nodes = [(self._tree, False)]
        for end in range(start, len(tokens)):
            token = tokens[end]
            forms = stems(token.form) if token.sort == "word" else (token.form,)
            nodes = [
                (node[form], bound or (end == start and _loses_preposition(token.form, form)))
                for node, bound in nodes
                for form in forms
                if form in node
            ]
            if not nodes:
                break
            for node, bound in nodes:
                for table, entry, detail in node.get("", ()):
                    kept = [m for m in longest.get(table, []) if m.end > end]
                    kept.append(Match(table, entry, detail, start, end + 1, bound))
                    longest[table] = kept
        return [match for kept in longest.values() for match in kept]

    def knows(self, form: str) -> bool:
        """True where the word, with or without clitics, stands in any phrase."""
        return any(stem in self.words for stem in stems(form))


def _loses_preposition(word: str, stem: str) -> bool:
    """True where the stem is the word without ب or ل: بقذائف stands for قذائف."""
    rest = word.removeprefix("و")
    return stem != word and rest[:1] in {"ب", "ل"} and rest != stem and len(rest) > len(stem)


def lacking(tables: dict[str, Any]) -> list[str]:
    """What a language file still lacks, as ``table`` or ``table.entry``; empty = complete."""
    missing = [table for table in TABLES if not tables.get(table)]
    for table, entries in ENTRIES.items():
        if table in missing:
            continue
        missing += [f"{table}.{entry}" for entry in entries if not tables[table].get(entry)]
    kinds = {row.get("kind") for row in tables.get("happenings", [])}
    missing += [f"happenings.{kind}" for kind in _NEEDED_HAPPENINGS if kind not in kinds]
    named = {
        word[1:] for row in tables.get("happenings", []) for group in row.get("all", [])
        for word in group if word.startswith("@")
    }  # fmt: skip
    missing += [
        f"word_groups.{name}" for name in sorted(named - set(tables.get("word_groups", {})))
    ]
    for entry, value in tables.get("persons", {}).items():
        if not set(value) <= set(_PERSON_NUMBERS):
            missing.append(f"persons.{entry} (only singular, dual, plural)")
    return missing


_NEEDED_HAPPENINGS = tuple(
    kind.value
    for kind in (
        ClaimKind.TRAPPED, ClaimKind.NEED, ClaimKind.AIRCRAFT_OVERHEAD, ClaimKind.ROAD_CUT,
        ClaimKind.ATTACK, ClaimKind.CHEMICAL_HAZARD, ClaimKind.FACILITY_DAMAGED,
        ClaimKind.RESCUE_BASE_STATUS, ClaimKind.AID_BLOCKED, ClaimKind.CEASEFIRE_ENDED,
        ClaimKind.GROUND_ATTACK, ClaimKind.SERVICE_SUSPENDED, ClaimKind.INTENSITY,
        ClaimKind.TALKS,
    )
)  # fmt: skip


@lru_cache(maxsize=1)
def own_lexicon() -> Lexicon:
    """The lexicon of the languages that come with the product."""
    languages = {}
    for file in sorted(files("najda.reading").joinpath("lang").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            languages[file.name[:-5]] = tomllib.loads(file.read_text(encoding="utf-8"))
    inflect_duals(languages["ar"])
    say = languages["ar"]["say"]
    say["verbs"] = with_persons(say["verbs"])
    return Lexicon(languages)
