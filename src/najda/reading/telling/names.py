"""Names of tellers: where one begins and ends in a sentence, and what a telling is."""

from dataclasses import dataclass

from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

#: A teller's name is no longer than this, in tokens.
LONGEST_NAME = 16
#: Stands for the group that was named in a sentence before.
CARRIED_GROUP = "\0group"
_QUOTES = {'"', "“", "”", "«", "»", "‘", "’", "'", "„"}
ENDS = {".", ";", "!", "?", ":", "؛", "؟", "|", "…"} | _QUOTES
_NP_STOPS = {
    "that", "who", "which", "whose", "on", "saying", "adding", "while", "as", "after", "when",
    "but", "because", "via", "through", "how", "where", "if", "during", "before", "since", "late",
    "early", "by", "is", "was", "are", "were", "has", "have", "had", "would", "will", "to", "not",
    "they", "he", "she", "it", "than", "so", "then", "meanwhile", "there", "with", "without",
    "about", "what", "told", "quoted", "cited", "posted", "published", "released", "issued",
    "shared", "under", "over", "into", "also", "later", "earlier", "did", "does", "do",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """One act of telling in a sentence, by tokens."""

    #: Names from the origin to the nearest; () where it stands but names nobody.
    names: tuple[str, ...]
    #: First and last+1 token of the telling itself.
    start: int
    end: int
    #: "before" what is told, "after" it, or "around" (according to).
    side: str
    #: "he", "group", "same" where the teller must be carried from before.
    carried: str = ""
    #: The verb denies or accuses rather than reports.
    verb: str = ""
    #: The words of a teller that must be carried ("monitoring group"), where they name a kind.
    said: str = ""
    #: An agency passing on what another told.
    relays: bool = False


class Names:
    """Reads names of tellers off the raw text of one sentence."""

    def __init__(self, text: str, tokens: list[Token], matches: Table) -> None:
        """Keep the sentence: its tokens, their matches and the text they stand in."""
        self.text = text
        self.tokens = tokens
        self.matches = matches

    def raw(self, start: int, end: int) -> str:
        """The words of tokens ``start`` to ``end``, without a leading article."""
        while start < end and self.tokens[start].form in {"the", "a", "an", "but", "and", "one"}:
            start += 1
        while end > start and self.tokens[end - 1].form in {
            ",",
            "-",
            "(",
            ")",
            "،",
            "#",
            "also",
            "قد",
        }:
            end -= 1
        if start >= end:
            return ""
        words = self.text[self.tokens[start].start : self.tokens[end - 1].end]
        return " ".join(words.split()).removesuffix("'s").removesuffix("’s")

    def names_somebody(self, start: int, end: int, *, firmly: bool = False) -> bool:
        """True where the tokens name a teller: a known head, or a proper name."""
        if any(
            entry_at(self.matches, at, "tellers", "heads")
            or entry_at(self.matches, at, "tellers", "collective")
            or entry_at(self.matches, at, "tellers", "states")
            or entry_at(self.matches, at, "persons", "rescuer")
            for at in range(start, end)
        ):
            return True
        if firmly:
            return False
        return any(
            self.tokens[at].capital and at > 0 and not self.is_time(at) for at in range(start, end)
        ) or (end - start >= 2 and self.tokens[start].capital and self.tokens[start + 1].capital)

    def ends_in_teller(self, start: int, end: int) -> bool:
        """True where the last word is a teller's: "Civil Defence:", not "Syria conflict:"."""
        return any(
            match.table == "tellers" and match.entry in {"heads", "collective"} and match.end == end
            for at in range(start, end)
            for match in self.matches[at]
        )

    def is_time(self, at: int) -> bool:
        """True for a weekday or month."""
        if (
            at
            and self.tokens[at].capital
            and self.tokens[at - 1].capital
            and (entry_at(self.matches, at, "days"))
        ):
            return False  # "Aleppo Today" is a channel
        return bool(
            entry_at(self.matches, at, "weekdays")
            or (entry_at(self.matches, at, "months") and self._beside_number(at))
            or any(m.table == "days" and m.entry != "since" for m in self.matches[at])
        )

    def _beside_number(self, at: int) -> bool:
        return any(
            0 <= near < len(self.tokens) and self.tokens[near].sort == "number"
            for near in (at - 1, at + 1)
        )

    def is_happening(self, at: int) -> bool:
        """True for a word that tells what befell somebody: no part of a name."""
        return bool(
            entry_at(self.matches, at, "predicates", "killed")
            or entry_at(self.matches, at, "predicates", "injured")
            or entry_at(self.matches, at, "objects", "killed")
            or entry_at(self.matches, at, "things", "strikes")
        )

    def right(self, start: int, end: int) -> int:
        """Where the name that begins at ``start`` ends (English)."""
        at = start
        while at < min(end, start + LONGEST_NAME):
            form = self.tokens[at].form
            if (
                (form in ENDS and not self._owners(at))
                or form in {",", "(", ")", "–", "—"}
                or (form in _NP_STOPS and at > start)
            ):
                break
            if form in {"in", "at", "near", "from"} and not self._names_place(at + 1):
                break
            if form == "and" and not self._head_near(at + 1):
                break
            if self.is_time(at) or (at > start and (self._verb(at) or self._does(at))):
                break
            at += 1
        return at

    def _does(self, at: int) -> bool:
        """True for "killed 93", "wounded the": a deed, no part of a name."""
        deed = entry_at(self.matches, at, "objects")
        if deed is None or deed.entry not in {"killed", "injured"} or deed.end - at > 1:
            return False
        behind = self.tokens[deed.end] if deed.end < len(self.tokens) else None
        counted = behind is not None and (
            behind.sort == "number"
            or entry_at(self.matches, deed.end, "number_words") is not None
            or entry_at(self.matches, deed.end, "bounds") is not None
        )
        return counted and self.tokens[at].form.endswith(("ed", "ing"))

    def _owners(self, at: int) -> bool:
        """True for the mark of "the Doctors' Union"."""
        if self.tokens[at].form not in {"'", "’"} or not 0 < at < len(self.tokens) - 1:
            return False
        before, after = self.tokens[at - 1], self.tokens[at + 1]
        return (
            before.end == self.tokens[at].start
            and before.form.endswith("s")
            and after.start > self.tokens[at].end
            and after.sort == "word"
        )

    def _verb(self, at: int) -> bool:
        verb = entry_at(self.matches, at, "say", "verbs")
        if verb is None or self.is_united_states(at):
            return False
        return not (
            entry_at(self.matches, at, "tellers", "heads")
            and self.tokens[at - 1].form in {"the", "a"}
        )

    def is_united_states(self, at: int) -> bool:
        """True for the "States" of the United States: no verb of saying."""
        return self.tokens[at].form == "states" and self.tokens[at - 1].form == "united"

    def _names_place(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return (token.capital and not self.is_time(at)) or (
            token.form in {"the", "eastern", "rebel"}
            and (
                at + 1 < len(self.tokens)
                and not self.is_time(at + 1)
                and entry_at(self.matches, at + 1, "parts_of_day") is None
            )
        )

    def _head_near(self, at: int) -> bool:
        return any(
            entry_at(self.matches, ahead, "tellers", "heads")
            or (ahead < len(self.tokens) and self.tokens[ahead].capital)
            for ahead in range(at, at + 3)
        )

    def left(self, end: int) -> int:
        """Where the name that ends before token ``end`` begins (English)."""
        at = end
        while at > max(0, end - LONGEST_NAME):
            form = self.tokens[at - 1].form
            if form in ENDS and not self._owners(at - 1):
                break
            if form in {",", "(", ")", "–", "—"} or form in _LEFT_STOPS:
                break
            if self._begins_clause(at, end):
                break
            if form in {"and", "or"} and not self._joins_tellers(at - 1):
                break
            if self.is_time(at - 1) and not self.tokens[at - 1].owner:
                break
            if (
                at - 1 < end - 1
                and self._verb(at - 1)
                and not (entry_at(self.matches, at - 1, "tellers", "heads"))
            ):
                break
            at -= 1
        return at

    def _begins_clause(self, at: int, end: int) -> bool:
        """True at "some" of "an attack some residents called the worst": a noun stands before."""
        if at >= end or self.tokens[at].form not in {"some", "many", "several"}:
            return False
        return self.tokens[at - 1].sort == "word" and self.tokens[at - 1].form not in _LEADING

    def _joins_tellers(self, at: int) -> bool:
        before, after = at - 1, at + 1
        if before < 0 or after >= len(self.tokens):
            return False
        known = (
            any(
                entry_at(self.matches, near, "tellers")
                for near in range(max(0, before - 1), before + 1)
            )
            or self.tokens[before].capital
        )
        return known and self._head_near(after)


_LEFT_STOPS = {
    "that", "while", "as", "but", "because", "although", "though", "when", "after", "if", "than",
    "which", "whom", "saying", "adding", "where", "whereas", "however", "since", "so", "then",
    "is", "was", "are", "were", "will", "would", "be", "what", "has", "have", "had", "between",
}  # fmt: skip
#: Words that may stand before "some" inside one name or clause.
_LEADING = {"of", "from", "by", "with", "for", "to", "and", "or", "in", "at", "meanwhile"}
