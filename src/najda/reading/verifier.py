"""The last check of every proposal: what does not follow from its own quote is dropped."""

from collections.abc import Callable
from dataclasses import dataclass

from najda.folding import fold
from najda.reading.claims import Claim
from najda.reading.counting.phrases import phrases_of
from najda.reading.words.lexicon import Lexicon
from najda.reading.words.numbers import amounts_of
from najda.reading.words.tokens import tokens_of

_SCOPES = {"own", "subset", "additional", "cumulative"}
_MODALITIES = {"asserted", "denied", "unverified", "threatened", "planned"}


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks proposals against the text they were read from."""

    text: str
    lexicon: Lexicon
    #: The words of the part that was read, folded, for finding names of tellers.
    folded: str

    def refused(self, claim: Claim) -> str | None:
        """The name of the check a claim fails, or None where it stands."""
        return next((name for name, check in _CHECKS.items() if not check(self, claim)), None)


def verifier_of(text: str, read: int, lexicon: Lexicon) -> Verifier:
    """A verifier for a text of which the first ``read`` code points were read."""
    return Verifier(text, lexicon, " ".join(fold(text[:read]).split()))


def _quote_at_offsets(verifier: Verifier, claim: Claim) -> bool:
    text = verifier.text
    return bool(claim.quote) and text[claim.start : claim.end] == claim.quote


def _bounds_in_order(verifier: Verifier, claim: Claim) -> bool:
    del verifier
    if claim.low is None or claim.high is None:
        return True
    return 0 <= claim.low <= claim.high


def _number_in_quote(verifier: Verifier, claim: Claim) -> bool:
    """Each bound stands in the quote, or is the sum of what stands there."""
    wanted = {bound for bound in (claim.low, claim.high) if bound is not None}
    if not wanted:
        return True
    tokens = tokens_of(claim.quote, 0, len(claim.quote))
    matches = verifier.lexicon.matches(tokens)
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


def _tellers_in_text(verifier: Verifier, claim: Claim) -> bool:
    """Every teller is named in the text."""
    return all(
        _named_in(verifier.folded, " ".join(fold(part).split()))
        for teller in claim.tellers
        for part in teller.split(", ")
    )


def _named_in(text: str, name: str) -> bool:
    """Whether a folded name stands in a folded text, as it is or behind ل (للجزيرة: الجزيرة)."""
    return name in text or (name.startswith("ال") and f"لل{name[2:]}" in text)


def _known_words(verifier: Verifier, claim: Claim) -> bool:
    del verifier
    return claim.scope in _SCOPES and claim.modality in _MODALITIES and claim.polarity in {"+", "-"}


_CHECKS: dict[str, Callable[[Verifier, Claim], bool]] = {
    "quote-at-offsets": _quote_at_offsets,
    "bounds-in-order": _bounds_in_order,
    "number-in-quote": _number_in_quote,
    "tellers-in-text": _tellers_in_text,
    "known-words": _known_words,
}
