"""What may stand between an Arabic subject and what befell it: a group, an age, an aside."""

from dataclasses import replace

from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token, joined_and

#: How far behind its subject a predicate may stand.
PREDICATE_REACH = 14
#: What may befall the subject of a sentence.
BEFELL = ("mixed", "killed", "injured", "rescued", "trapped", "missing", "pulled")
#: Words of whom some are taken from: "من متطوعي الدفاع المدني في حلب".
LONGEST_GROUP = 8
#: Words between being trapped and being freed: "تحت الأنقاض قبل انتشالهم على قيد الحياة".
_FREED_REACH = 5
#: Endings of verbs that say what befell those before.
_OF_MANY = ("وا", "تا")
_LATER = {"تم", "جري", "قبل", "ثم", "وقد"}


def among_at(matches: Table, at: int) -> Match | None:
    """The words "من بين القتلى", "بين الجرحى" at token ``at``; its entry is what befell them."""
    for sense in ("killed", "injured"):
        found = entry_at(matches, at, "objects", f"among_{sense}")
        if found is not None:
            return replace(found, entry=sense)
    return None


def saved_later(tokens: list[Token], matches: Table, at: int) -> Match | None:
    """What frees them: "تحت الأنقاض قبل انتشالهم على قيد الحياة", "وتم إنقاذه"; None: nothing."""
    ahead = range(at, min(at + _FREED_REACH, len(tokens)))
    for near in ahead:
        later = near and tokens[near - 1].form.removeprefix("و") in _LATER
        freed = entry_at(matches, near, "grammar", "freed")
        if freed is not None and later:
            return freed
    if not any(tokens[near].form in {"قبل", "ثم"} for near in ahead):
        return None
    alive = (entry_at(matches, near, "predicates", "rescued") for near in ahead)
    return next((one for one in alive if one is not None), None)


def pulled_before(tokens: list[Token], matches: Table, at: int) -> Match | None:
    """The verb that brought out whom commas part from it; None: nobody did."""
    far = 20
    for near in range(at - 1, max(0, at - far) - 1, -1):
        if tokens[near].form in {".", ";", "؛", "!", "؟"}:
            return None
        for entry in ("pulled", "rescued"):
            if (found := entry_at(matches, near, "objects", entry)) is not None:
                return found
    return None


def from_group_end(tokens: list[Token], matches: Table, at: int) -> int:
    """The predicate behind "خمسة من متطوعي الخوذ البيضاء أصيبوا"; ``at``: none closes the group."""
    if tokens[at].form != "من":
        return at
    for ahead in range(at + 1, min(at + LONGEST_GROUP, len(tokens))):
        listed = joined_and(tokens[ahead].form) and entry_at(matches, ahead, "number_words")
        ends = any(entry_at(matches, ahead, table) for table in ("say", "number_words", "objects"))
        told = entry_at(matches, ahead, "predicates")
        if tokens[ahead].sort != "word" or (ends and not told and not listed):
            return at
        if _befalls(matches, ahead):
            return ahead
    return at


def age_end(matches: Table, at: int) -> int:
    """Behind "في الخامسة من عمره", "يبلغ من العمر": the age of a subject; ``at``: none."""
    longest = 4
    if not (entry_at(matches, at, "grammar", "in") or entry_at(matches, at, "grammar", "aged")):
        return at
    ages = (entry_at(matches, near, "units", "age") for near in range(at + 1, at + 1 + longest))
    return next((age.end for age in ages if age is not None), at)


def aside_end(tokens: list[Token], matches: Table, at: int) -> int:
    """Behind "، من خمس عائلات، قتلوا": what stands between commas before a predicate, or a part."""
    plural = entry_at(matches, at + 1, "predicates")
    if plural is not None and plural.entry in BEFELL and tokens[at + 1].form.endswith(_OF_MANY):
        return at + 1  # "750 عاملا في المجال الطبي، قتلوا": a comma where none belongs
    ahead = range(at + 2, min(at + PREDICATE_REACH, len(tokens) - 1))
    end = next((near + 1 for near in ahead if tokens[near].form == "،"), -1)
    if entry_at(matches, at + 1, "scopes", "subset"):
        return end
    goes_on = end > 0 and entry_at(matches, end, "predicates") and not joined_and(tokens[end].form)
    told = any(
        entry_at(matches, near, "objects") or entry_at(matches, near, "say", "verbs")
        for near in range(at + 1, end)
    )
    return end if goes_on and not told else at


def _befalls(matches: Table, at: int) -> bool:
    told = entry_at(matches, at, "predicates")
    fate = told is not None and told.entry in {"mixed", "killed", "injured", "missing"}
    return fate and not entry_at(matches, at, "persons")
