"""The last check of every proposal: what does not follow from its own quote is dropped."""

from collections.abc import Callable

from najda.folding import fold
from najda.reading.claims import Claim
from najda.reading.lexicon import Lexicon
from najda.reading.numbers import amounts_of
from najda.reading.phrases import phrases_of
from najda.reading.tokens import tokens_of

_SCOPES = {"own", "subset", "additional", "cumulative"}
_MODALITIES = {"asserted", "denied", "unverified", "threatened", "planned"}


def refused(text: str, claim: Claim, lexicon: Lexicon) -> str | None:
    """The name of the check a claim fails, or None where it stands."""
    for name, check in _CHECKS.items():
        if not check(text, claim, lexicon):
            return name
    return None


def _quote_at_offsets(text: str, claim: Claim, lexicon: Lexicon) -> bool:
    del lexicon
    return bool(claim.quote) and text[claim.start : claim.end] == claim.quote


def _bounds_in_order(text: str, claim: Claim, lexicon: Lexicon) -> bool:
    del text, lexicon
    if claim.low is None or claim.high is None:
        return True
    return 0 <= claim.low <= claim.high


def _number_in_quote(text: str, claim: Claim, lexicon: Lexicon) -> bool:
    """Each bound stands in the quote, or is the sum of what stands there."""
    del text
    wanted = {bound for bound in (claim.low, claim.high) if bound is not None}
    if not wanted:
        return True
    tokens = tokens_of(claim.quote, 0, len(claim.quote))
    matches = lexicon.matches(tokens)
    said: set[int] = set()
    for amount in amounts_of(tokens, matches):
        said |= {bound for bound in (amount.low, amount.high) if bound is not None}
    counts = [
        phrase.low if phrase.low is not None else phrase.high
        for phrase in phrases_of(tokens, matches)
    ]
    known = [count for count in counts if count is not None]
    said |= set(known)
    for first in range(len(known)):
        total = known[first]
        for count in known[first + 1 :]:
            total += count
            said.add(total)
    return wanted <= said


def _tellers_in_text(text: str, claim: Claim, lexicon: Lexicon) -> bool:
    """Every teller is named in the text, as far as the claim's own passage or before it."""
    del lexicon
    if not claim.tellers:
        return True
    words = " ".join(fold(text[: claim.passage_end + 2_000]).split())
    return all(
        " ".join(fold(part).split()) in words
        for teller in claim.tellers
        for part in teller.split(", ")
    )


def _known_words(text: str, claim: Claim, lexicon: Lexicon) -> bool:
    del text, lexicon
    return (
        claim.scope in _SCOPES and claim.modality in _MODALITIES and claim.polarity in {"+", "-"}
    )


_CHECKS: dict[str, Callable[[str, Claim, Lexicon], bool]] = {
    "quote-at-offsets": _quote_at_offsets,
    "bounds-in-order": _bounds_in_order,
    "number-in-quote": _number_in_quote,
    "tellers-in-text": _tellers_in_text,
    "known-words": _known_words,
}
