"""What was hit, and what is only named beside it."""

from collections.abc import Iterable, Sequence

_REACH = 5
#: So near before a target stand the words that say people were brought there.
_NEAR = 4
_STRIKING = (
    "hit", "struck", "strik", "target", "bomb", "attack", "shell", "raid", "pound", "exploded",
    "destroy", "destruction", "flatten",
    "استهدف", "استهداف", "قصف", "ضرب", "غار", "سقط", "سقوط", "يستهدف", "تستهدف",
    "انفجر", "تدمير", "دمر", "خروج",
)  # fmt: skip
_ON = frozenset({"on", "at", "against", "inside", "علي", "داخل"})
_NOT_STRIKING = frozenset({"to", "near", "from", "الي", "قرب", "من"})
#: "Arrived at the hospital", "treated at": where people are brought was not hit.
_BROUGHT = frozenset({
    "arrived", "arrive", "arriving", "treated", "treatment", "recovering", "prayers", "buried",
    "doctor", "doctors", "medics", "care", "وصل", "وصول", "اسعاف", "نقل",
})  # fmt: skip


def targets_in(
    found: Iterable[tuple[str, int]], forms: Sequence[tuple[str, ...]]
) -> tuple[frozenset[str], frozenset[str]]:
    """What a strike word governs, and what is only named; ``found``: target, number of its word."""
    hit: set[str] = set()
    beside: set[str] = set()
    for name, at in found:
        before = [form[0] for form in forms[max(0, at - _REACH) : at]]
        after = [form[0] for form in forms[at + 1 : at + _REACH]]
        close = set(before[-2:])
        struck = (
            any(_is_striking(word) for word in before)
            or any(word in _ON for word in before[-3:])
            or any(
                word
                in {
                    "hit",
                    "struck",
                    "bombed",
                    "shelled",
                    "attacked",
                    "targeted",
                    "flattened",
                    "destroyed",
                }
                for word in after
            )
        )
        brought = close & _NOT_STRIKING or _BROUGHT & {*before[-_NEAR:]}
        (hit if struck and not brought else beside).add(name)
    return frozenset(hit), frozenset(beside - hit)


def _is_striking(word: str) -> bool:
    return any(word == each or (len(each) > 2 and word.startswith(each)) for each in _STRIKING)
