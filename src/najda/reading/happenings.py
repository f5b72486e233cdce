"""What happened, without a number: patterns of words that stand near one another in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from najda.folding import fold
from najda.incidents.facts import ClaimKind
from najda.reading.words.arabic_forms import forms_of
from najda.reading.words.asides import words_aside
from najda.reading.words.lexicon import Lexicon
from najda.reading.words.tokens import Token, stems

#: How many tokens the words of one pattern may span, where it says nothing else.
USUAL_WINDOW = 8
#: Words that begin with عال and are not "on the".
_NOT_ON = ("عالق", "عالم", "عالي", "عالج")
_BREAKS = {".", ";", "!", "?", "؛", "؟", "|", "nothing", "said", "says", "booby"}


@dataclass(frozen=True, slots=True)
class Happening:
    """A pattern found: tokens ``start`` to ``end`` of its sentence."""

    kind: ClaimKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind and the groups of phrases of which each must be met within the window.

    A word inside a longer phrase of the pattern counts only as that phrase: in "rescue teams",
    فرق الإنقاذ, nobody is rescued yet. Where a phrase of ``never`` stands between, it is not told.
    What stands behind "near", "outside", "at" is only where it happened, and is not ``whom``.
    """

    kind: ClaimKind
    groups: tuple[frozenset[tuple[str, ...]], ...]
    window: int
    name: str
    never: frozenset[tuple[str, ...]] = frozenset()
    #: The group that names what it befell; -1: none does.
    whom: int = -1


class Patterns:
    """All patterns of all languages; built once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Read the ``happenings`` of every language."""
        self.rows = [
            _pattern(row, tables.get("word_groups", {}), language, number)
            for language, tables in lexicon.languages.items()
            for number, row in enumerate(tables["happenings"])
        ]
        heads: dict[str, list[tuple[tuple[str, ...], int, int]]] = {}
        for row_number, row in enumerate(self.rows):
            for group_number, group in enumerate((*row.groups, row.never)):
                for phrase in group:
                    heads.setdefault(phrase[0], []).append((phrase, row_number, group_number))
        self.heads = heads

    def find(self, tokens: list[Token], bounds: frozenset[int] = frozenset()) -> list[Happening]:
        """The happenings of one sentence, one for each kind, in the order of the text.

        ``bounds`` are tokens that bound a number ("over 40", نحو 40) and so tell of no direction.
        """
        hits: dict[int, dict[int, list[tuple[int, int]]]] = {}
        for at, token in enumerate(tokens):
            if at in bounds:
                continue
            forms = stems(token.form) if token.sort == "word" else (token.form,)
            if token.form.startswith("عال") and not token.form.startswith(_NOT_ON):
                forms = (*forms, "ع")  # "قصف عالسكري"
            for form in forms:
                for phrase, row, group in self.heads.get(form, ()):
                    end = at + 1 if phrase == ("ع",) else _phrase_end(tokens, at, phrase)
                    if end:
                        hits.setdefault(row, {}).setdefault(group, []).append((at, end))
        found: dict[ClaimKind, Happening] = {}
        for row, groups in hits.items():
            pattern = self.rows[row]
            if any(n not in groups for n in range(len(pattern.groups))):
                continue
            spans = _longest(groups)
            if pattern.whom >= 0:
                befell = spans[pattern.whom]
                spans[pattern.whom] = [hit for hit in befell if not only_beside(tokens, hit[0])]
            span = _tightest(tokens, [spans[n] for n in range(len(pattern.groups))], pattern)
            never = spans.get(len(pattern.groups), ())
            if span is None or any(span[0] <= at < span[1] for at, _ in never):
                continue
            kept = found.get(pattern.kind)
            if kept is None or span[1] - span[0] < kept.end - kept.start:
                found[pattern.kind] = Happening(pattern.kind, *span, pattern.name)
        _drop_within(found, ClaimKind.ROAD_CUT, ClaimKind.SERVICE_SUSPENDED)
        _drop_beside(found, ClaimKind.AID_BLOCKED, ClaimKind.AID_DELIVERED)
        if not _out_of_service(tokens, found):
            _drop_beside(found, ClaimKind.FACILITY_DAMAGED, ClaimKind.SERVICE_SUSPENDED)
        _drop_beside(found, ClaimKind.CEASEFIRE_ENDED, ClaimKind.CEASEFIRE_TERMS)
        _drop_beside(found, ClaimKind.ANNOUNCEMENT, ClaimKind.GROUND_ATTACK)
        return sorted(found.values(), key=lambda happening: happening.start)


def _out_of_service(tokens: list[Token], found: dict[ClaimKind, Happening]) -> bool:
    """True for a hospital "put out of service": hit, and closed as well."""
    closed = found.get(ClaimKind.SERVICE_SUSPENDED)
    return closed is not None and tokens[closed.end - 1].form in {"service", "الخدمه", "العمل"}


def _drop_within(found: dict[ClaimKind, Happening], kind: ClaimKind, other: ClaimKind) -> None:
    """In "the road to the hospital was cut" only the road is."""
    whole, part = found.get(kind), found.get(other)
    if whole and part and whole.start <= part.start and part.end <= whole.end:
        del found[other]


def _drop_beside(found: dict[ClaimKind, Happening], kind: ClaimKind, other: ClaimKind) -> None:
    """In "aid was refused entry", رفض دخول المساعدات, nothing arrived.

    Where the words of both run into one another only the first of the two kinds is told.
    """
    refused, arrived = found.get(kind), found.get(other)
    if refused and arrived and refused.start < arrived.end and arrived.start < refused.end:
        del found[other]


def _pattern(
    row: dict[str, Any], shared: dict[str, list[str]], language: str, number: int
) -> Pattern:
    """A row of the language file; "@name" in a group stands for the shared words of that name."""

    def phrases(group: Sequence[str]) -> frozenset[tuple[str, ...]]:
        words = [
            phrase
            for word in group
            for phrase in (shared[word[1:]] if word.startswith("@") else [word])
        ]
        found = {tuple(fold(phrase).replace("-", " - ").split()) for phrase in words}
        if language == "ar":
            found |= {(form,) for phrase in found if len(phrase) == 1 for form in forms_of(*phrase)}
        return frozenset(found)

    return Pattern(
        ClaimKind(row["kind"]), tuple(map(phrases, row["all"])), row.get("window", USUAL_WINDOW),
        f"{language}-{row['kind']}-{number}", phrases(row.get("never", ())), row.get("whom", -1),
    )  # fmt: skip


#: Words between "near" and the noun: "near the city's largest hospital".
_DETERMINERS = 5
_BESIDE = {"near", "at", "outside", "around", "beside", "inside", "in", "into", "behind", "between",
           "to", "from", "opposite", "for", "toward", "towards"}  # fmt: skip
#: Words before "to", "at", "into" behind which the noun is what was hit all the same.
_STILL_HIT = {
    "to": {"damage", "damages", "destruction", "harm", "fire"},
    "at": {"bombing", "blast", "explosion", "strike", "attack", "raid", "airstrike"},
    "into": {"slammed", "crashed", "smashed", "ploughed", "plowed", "flew"},
}
_ENDS_NOUN = {"of", "on", "against", "and", "or", "by", "that", "which", "hit", "struck"}


def only_beside(tokens: list[Token], at: int) -> bool:
    """True for the hospital of "hit the street near the hospital": where, not what was hit."""
    for near in range(at - 1, max(-1, at - 1 - _DETERMINERS), -1):
        form = tokens[near].form
        if form in _BESIDE:
            before = tokens[near - 1].form if near else ""
            return before not in _STILL_HIT.get(form, ())
        if form in _ENDS_NOUN or (tokens[near].sort == "mark" and form not in {"-", "'", "’"}):
            return False
    return False


def _longest(groups: dict[int, list[tuple[int, int]]]) -> dict[int, list[tuple[int, int]]]:
    """The phrases found, by group, without those that lie inside a longer one."""
    long = [hit for hits in groups.values() for hit in hits if hit[1] - hit[0] > 1]

    def inside(hit: tuple[int, int]) -> bool:
        return any(one[0] <= hit[0] and hit[1] <= one[1] and one != hit for one in long)

    return {number: [hit for hit in hits if not inside(hit)] for number, hits in groups.items()}


def _phrase_end(tokens: list[Token], at: int, phrase: tuple[str, ...]) -> int:
    for offset, word in enumerate(phrase):
        if at + offset >= len(tokens):
            return 0
        token = tokens[at + offset]
        if word != token.form and (token.sort != "word" or word not in stems(token.form)):
            return 0
    return at + len(phrase)


def _tightest(
    tokens: list[Token], groups: list[list[tuple[int, int]]], pattern: Pattern
) -> tuple[int, int] | None:
    """The shortest span with one word of each group, none used twice, or None."""
    best: tuple[int, int] | None = None
    most_starts = 12
    for first in groups[0][:most_starts]:
        chosen = [first]
        for group in groups[1:]:
            near = [hit for hit in group if all(hit[0] >= c[1] or hit[1] <= c[0] for c in chosen)]
            if not near:
                break
            chosen.append(min(near, key=lambda hit: abs(hit[0] - first[0])))
        else:
            start, end = min(c[0] for c in chosen), max(c[1] for c in chosen)
            reach = end - start - _aside(tokens, start, end)
            taken = {at for hit in chosen for at in range(*hit)}
            between = sorted(set(range(start, end)) - taken)
            broken = _broken(tokens, between, told=pattern.kind in _OF_TELLING)
            if reach > pattern.window + len(groups) or broken:
                continue
            if best is None or end - start < best[1] - best[0]:
                best = (start, end)
    return best


def _aside(tokens: list[Token], start: int, end: int) -> int:
    """Tokens that set nothing apart: halves of "rebel-held", and what stands between commas."""
    hyphens = 2 * sum(token.form == "-" for token in tokens[start:end])
    return hyphens + words_aside(tokens, start, end)


def _broken(tokens: list[Token], between: Sequence[int], *, told: bool) -> bool:
    """True where a clause ends or somebody begins to tell between the words of a pattern.

    ``told``: the pattern is itself an act of telling ("denied that …", نفى أن).
    """
    return any(
        tokens[at].form in _BREAKS
        or _new_clause(tokens, at)
        or (not told and tokens[at].form in _THAT and tokens[at - 1].form not in _BEFORE_CLAUSE)
        for at in between
    )


#: إن, أن: what is told begins; not in بعد أن, دون أن.
_THAT = {"ان", "بان", "انه", "انها", "بانه", "بانها", "فان"}
_BEFORE_CLAUSE = {"بعد", "قبل", "دون", "الي", "منذ"}
_OF_TELLING = {
    ClaimKind.DENIAL, ClaimKind.ACCUSATION, ClaimKind.ANNOUNCEMENT, ClaimKind.ATTRIBUTION_OF_BLAME,
    ClaimKind.WARNING_TO_CIVILIANS, ClaimKind.TALKS, ClaimKind.STATEMENT,
}  # fmt: skip


def _new_clause(tokens: list[Token], at: int) -> bool:
    """True for an Arabic comma with "and" behind it: "بشأن الغارة، ولم يتسن …"."""
    behind = tokens[at + 1].form if at + 1 < len(tokens) else ""
    return tokens[at].form == "،" and behind.startswith("و") and len(behind) > len("و_")


@lru_cache(maxsize=4)
def patterns_of(lexicon: Lexicon) -> Patterns:
    """The patterns of a lexicon, built once."""
    return Patterns(lexicon)
