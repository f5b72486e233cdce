"""Counted things in a sentence: an amount and what it counts ("at least 16 civilians", شهيدين)."""

from dataclasses import replace

from najda.reading.counting.named_people import named_person
from najda.reading.counting.one_person import aged, headline_noun, named_worker, person_of_age
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.phrases_arabic import arabic_noun, bound_behind_adjective, labels_next
from najda.reading.words.lexicon import Match
from najda.reading.words.measures import counted_noun, counts_nobody
from najda.reading.words.numbers import Amount, Table, amounts_of, bound_behind, entry_at
from najda.reading.words.tokens import Token, joined_and

#: Words that may stand between an English number and its noun ("10 Syrian civil defence men").
MOST_MODIFIERS = 3
#: Counted things of one sentence that are read; more is no sentence of a report.
MOST_PHRASES = 40
#: Four digits that count nobody where no noun follows.
_YEARS = range(1980, 2041)
_STOPS = ("objects", "predicates", "say", "scopes", "bounds", "number_words", "zero", "vague")
#: Words between "no" and what there is none of.
_OF_NOTHING = {"reports", "report", "word", "reported", "immediate", "known", "any", "اي", "وقوع",
               "سقوط", "حدوث", "تسجيل", "ورود", "عن", "معلومات", "انبا"}  # fmt: skip
#: "no mention of casualties" counts nobody.
_NOT_SAID = {"mention", "details", "detail", "figure", "figures", "information", "indication",
             "comment", "clear", "exact", "precise"}  # fmt: skip
_PLAIN = {
    "of", "in", "at", "on", "for", "with", "from", "by", "to", "who", "that", "and", "or", "but",
    "as", "than", "when", "were", "was", "are", "is", "have", "had", "a", "an", "if", "per", "into",
    "since", "after", "before", "during", "over", "under", "out", "he", "she", "they", "it", "we",
    "last", "this", "next", "earlier", "yesterday", "today",
}  # fmt: skip


def phrases_of(tokens: list[Token], matches: Table) -> list[Phrase]:
    """All counted things of a sentence, left to right, none overlapping."""
    amounts = {amount.start: amount for amount in amounts_of(tokens, matches)}
    found: list[Phrase] = []
    at = 0
    while at < len(tokens) and len(found) < MOST_PHRASES:
        phrase = None
        if at in amounts:
            phrase = _counted(tokens, matches, amounts[at])
            after = amounts[at].end
        else:
            phrase = _uncounted(tokens, matches, at)
            phrase = phrase and _family_of(phrase, tokens, amounts)
            after = at + 1
        if phrase is None:
            at = after
        else:
            found.append(phrase)
            at = max(phrase.end, at + 1)
    return found


def _counted(tokens: list[Token], matches: Table, amount: Amount) -> Phrase | None:
    if counts_nobody(tokens, matches, amount) or _corrected(tokens, amount):
        return person_of_age(tokens, matches, amount)
    phrase = Phrase(
        amount.low, amount.high, amount.bound, amount.start, amount.end,
        additional=amount.additional, how=amount.how,
    )  # fmt: skip
    noun = _noun_after(tokens, matches, amount)
    of_age = 18
    if noun is None and tokens[amount.start].form == "under" and (amount.high or 99) <= of_age:
        return None  # "95 of them under 18"
    if noun is not None and noun.detail == "dual":
        return None  # "16 11 2016 غارتين": the dual is its own number
    if (
        noun is None
        and amount.how == "digits"
        and amount.low in _YEARS
        and _as_year(tokens, amount)
    ):
        return None
    household = entry_at(matches, amount.end, "grammar", "of_one_family")
    if noun is None and household is not None:  # "سبعة من عائلة واحدة"
        return replace(phrase, table="persons", noun="person", end=household.end)
    if noun is None:
        more = entry_at(matches, phrase.end, "scopes", "additional")
        phrase = replace(phrase, end=more.end) if more is not None else phrase
        nobody = tokens[amount.start].form in {"nobody", "none"} or tokens[amount.end - 1].form in {
            "one",
            "حدا",
            "محدا",
            "احد",
        }
        return phrase if amount.how != "none" or nobody else None
    if _next_label(tokens, amount, noun):
        return phrase  # "Dead: 14 Wounded: 32"
    if noun.entry == "other" or _dead_thing(tokens, matches, noun):
        return None
    kind = noun.entry
    if kind == "person" and _fights(tokens, amount.end, noun.end):
        kind = "combatant"
    elif kind == "person" and _rescues(tokens, amount.end, noun.end):
        kind = "rescuer"
    household = entry_at(matches, noun.end, "grammar", "of_one_family")
    end = noun.end if household is None else household.end
    counted = replace(phrase, table=noun.table, noun=kind, end=end)
    after = bound_behind_adjective(tokens, matches, end) or bound_behind(tokens, matches, end)
    if after is None or phrase.low != phrase.high or phrase.low is None:
        return counted
    compared = tokens[after.end - 1].form.endswith(("كثر", "كتر", "more", "fewer", "less"))
    if compared and after.end < len(tokens) and tokens[after.end].form in {"من", "than"}:
        return counted
    low = phrase.low if after.entry != "at_most" else None
    high = phrase.high if after.entry != "at_least" else None
    return replace(counted, low=low, high=high, bound=after.entry, end=after.end)


#: Tables of words that may be nouns of things.
_NOUNS = {"facilities", "weapons", "event_kinds", "things", "units"}


def _dead_thing(tokens: list[Token], matches: Table, noun: Match) -> bool:
    """True for "two dead dogs", "a wounded tree": a noun that counts no people follows."""
    if noun.end >= len(tokens) or tokens[noun.end - 1].form not in _PARTICIPLES:
        return False
    behind = tokens[noun.end]
    return (
        behind.sort == "word"
        and behind.form.endswith("s")
        and not behind.capital
        and not any(match.table not in _NOUNS for match in matches[noun.end])
        and behind.form not in _PLAIN
    )


def _corrected(tokens: list[Token], amount: Amount) -> bool:
    """True for the nine of "seven people, not nine, were killed"."""
    before = [token.form for token in tokens[max(0, amount.start - 2) : amount.start]]
    return before[-1:] == ["not"] and before[:1] in ([","], ["–"], ["—"], ["("], ["-"])


def _next_label(tokens: list[Token], amount: Amount, noun: Match) -> bool:
    """True for the noun of "Dead: 14 Wounded: 32": it names what is counted next."""
    behind = tokens[noun.end].form if noun.end < len(tokens) else ""
    before = tokens[amount.start - 1].form if amount.start else ""
    return before == ":" == behind


def _as_year(tokens: list[Token], amount: Amount) -> bool:
    """False for "2,000": no year is written so."""
    number = tokens[amount.end - 1]
    return number.end - number.start == len(number.form)


#: Beside "members", "men", "personnel" these make fighters of them.
_ARMED = {
    "isis", "isil", "daesh", "hezbollah", "hizbullah", "nusra", "regime", "rebel", "army",
    "militia", "ypg", "pkk", "sdf", "taliban", "guard", "guards", "armed", "military", "police",
    "asayish", "loyal", "is", "jihadist", "insurgent", "militant",
}  # fmt: skip
_BODIES = {"forces", "army", "militia", "militias", "isis", "guard", "guards", "group", "force"}


def _fights(tokens: list[Token], start: int, end: int) -> bool:
    """True for "40 ISIS members", "31 members of the regime forces"."""
    inside = {token.form for token in tokens[start : end - 1]}
    if inside & _ARMED and "civilian" not in inside:
        return True
    head = tokens[end - 1].form
    behind = [token.form for token in tokens[end : end + 6]]
    belongs = head in {"members", "personnel", "men", "elements", "member"} and behind[:1] == ["of"]
    return belongs and bool(set(behind) & (_BODIES | {"state"})) and "civil" not in behind


def _rescues(tokens: list[Token], start: int, end: int) -> bool:
    """True for "130 White Helmet members", "seven members of the Civil Defence"."""
    inside = {token.form for token in tokens[start : end - 1]}
    if inside & {"helmet", "helmets"} or {"civil", "defence"} <= inside:
        return True
    behind = [token.form for token in tokens[end : end + 8]]
    own = {"helmets", "helmet", "rescue"} & set(behind) or "civil" in behind
    return tokens[end - 1].form in {"members", "member"} and behind[:1] == ["of"] and bool(own)


def _noun_after(tokens: list[Token], matches: Table, amount: Amount) -> Match | None:
    """The noun an amount counts, over words that may stand between ("10 Syrian rescuers")."""
    at, modifiers = amount.end, 0
    if entry_at(matches, at, "predicates", "mixed"):
        return None  # "مئة قتيل وجريح": one number for both
    if (behind := _number_of(tokens, at)) and (noun := counted_noun(matches, behind)):
        return noun
    if amount.how == "none" and at < len(tokens) and tokens[at].form in _NOT_SAID:
        return None
    furthest = MOST_MODIFIERS + (2 if amount.how == "none" else 0)
    while at < len(tokens) and modifiers <= furthest:
        group = entry_at(matches, at, "tellers", "collective")
        if group is not None and group.end > at + 1 and counted_noun(matches, group.end):
            at, modifiers = group.end, modifiers + 1  # "three Doctors Without Borders staff"
            continue
        of_nothing = amount.how == "none" and tokens[at].form in _OF_NOTHING
        noun = None if of_nothing or _and_more(tokens[at]) else counted_noun(matches, at)
        if noun is not None and labels_next(tokens, amount, at):
            return None
        if noun is not None and noun.bound and noun.table == "things":
            return None  # "إصابة 19 بقذائف" counts the wounded
        if noun is not None:
            return _longer_noun(tokens, matches, noun)
        beyond = at if of_nothing else _of_them(tokens, matches, amount, at, first=not modifiers)
        if beyond > at:
            at = beyond
        elif of_nothing or _modifies(tokens, matches, amount, at, modifiers):
            at, modifiers = at + 1, modifiers + 1
        else:
            return None
    return None


def _and_more(token: Token) -> bool:
    """True for "7 وإصابة 9": what is joined on is not what the number before counts."""
    own = ("ولد", "ولاد", "والد", "وفا", "وفي", "وحد")
    return token.arabic and joined_and(token.form) and not token.form.startswith(own)


def _of_them(tokens: list[Token], matches: Table, amount: Amount, at: int, *, first: bool) -> int:
    """Behind "more", "of the", "of the group's four", "of them"; ``at`` where none stands."""
    form = tokens[at].form
    more = entry_at(matches, at, "scopes", "additional")
    if more is not None and form in {"more", "other", "others", "further"}:
        return more.end
    if first and form == "of" and at + 1 < len(tokens) and tokens[at + 1].form in _THE:
        at += 2
        while at + 1 < len(tokens) and tokens[at].owner:
            at += 1
        number = entry_at(matches, at, "number_words") or (
            at < len(tokens) and tokens[at].sort == "number"
        )
        return at + 1 if number else at
    whole = first and form == "of" and at + 1 < len(tokens)
    if whole and (tokens[at + 1].sort == "number" or entry_at(matches, at + 1, "number_words")):
        return at + 2  # "three of four centres"
    them = entry_at(matches, at, "scopes", "subset")
    if first and form == "of" and them is not None:
        follows = tokens[them.end].form if them.end < len(tokens) else ""
        return them.end + (follows in {"were", "are", "was", "a", "an"})
    plain = (
        (first and form == "out")
        or (first and form == "من" and _persons_at(matches, at + 1))
        or (form in {"of", "من"} and amount.how in {"vague", "none"})
    )
    return at + 1 if plain else at


_THE = {"the", "its", "their", "his", "our", "those", "these"}


def _modifies(tokens: list[Token], matches: Table, amount: Amount, at: int, modifiers: int) -> bool:
    """True for a word that may stand between a number and its noun."""
    token = tokens[at]
    if token.form == "-" and token.start != tokens[at - 1].end:
        return False  # "killed: 12 - wounded: 40"
    if token.sort != "word" and token.form not in {"-", "(", ")", "‘", "’", "'", "#"}:
        return False
    if token.arabic and not (amount.how == "none" and modifiers < 2 and _wide_none(tokens, amount)):
        return False
    stops = any(entry_at(matches, at, table) for table in _STOPS)
    badly = entry_at(matches, at, "scopes", "badly")  # "eight critically injured people"
    return token.form not in _PLAIN and (not stops or badly is not None)


def _wide_none(tokens: list[Token], amount: Amount) -> bool:
    """False for a bare لا or ما: "لا إصابات" counts nobody, "لا تجلبوا جرحى" is no count."""
    bare = tokens[amount.start].form.removeprefix("و") in {"لا", "ما", "لم"}
    return not bare or amount.end - amount.start > 1


def _number_of(tokens: list[Token], at: int) -> int:
    """The noun of "raising to 142 the number of rescuers", ارتفع إلى 32 عدد القتلى; 0: none."""
    forms = [token.form for token in tokens[at : at + 3]]
    if forms[:1] == ["عدد"] or forms[:1] == ["حصيله"]:
        return at + 1
    english = forms[:1] == ["the"] and forms[1:2] in (["number"], ["total"]) and forms[2:] == ["of"]
    return at + 3 if english else 0


def _persons_at(matches: Table, at: int) -> bool:
    noun = counted_noun(matches, at)
    counted = noun is not None and (noun.table == "persons" or noun.entry == "bases")
    return noun is not None and counted and noun.entry != "family"


def _longer_noun(tokens: list[Token], matches: Table, noun: Match) -> Match:
    """The head of "civil defence volunteers", "school children": a noun right behind a noun."""
    following = counted_noun(matches, noun.end)
    if following is None or tokens[noun.start].arabic or noun.detail == "plural":
        return noun
    if following.start < len(tokens) and tokens[following.start].form in _PARTICIPLES:
        return noun
    return replace(following, start=noun.start)


#: Behind a noun these say what befell it: "their father injured".
_PARTICIPLES = {"killed", "injured", "wounded", "dead", "missing", "trapped"}


def _uncounted(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """A noun that is its own number: "a woman", "his wife", شهيدين, شهيد."""
    token = tokens[at]
    if token.arabic:
        return arabic_noun(tokens, matches, at)
    if not (
        entry_at(matches, at, "grammar", "article")
        or token.form in {"his", "her", "their", "whose", "another", "a", "an"}
        or token.owner
    ):
        return (
            named_person(tokens, matches, at)
            or named_worker(tokens, matches, at)
            or aged(tokens, matches, at)
            or headline_noun(tokens, matches, at)
        )
    for ahead in range(at + 1, min(at + 8, len(tokens))):
        noun = counted_noun(matches, ahead)
        if noun is not None and noun.entry != "other":
            noun = _longer_noun(tokens, matches, noun)
            # "a nurse's life hangs in the balance"
            owns = tokens[noun.end - 1].owner or (noun.entry == "life" and tokens[noun.start].owner)
            if noun.detail != "singular" or owns or _qualifies(tokens, noun.end):
                return None
            more = token.form == "another"
            count = 2 if noun.entry == "pair" else 1
            return Phrase(count, count, None, at, noun.end, noun.table, noun.entry, more, "article")
        form = tokens[ahead].form
        if tokens[ahead].sort == "mark" and form != "-":
            return None
        if form in _PLAIN or entry_at(matches, ahead, "say"):
            return None
    return None


def _family_of(phrase: Phrase, tokens: list[Token], amounts: dict[int, Amount]) -> Phrase:
    """So many people for "a family of seven"; the phrase itself where it is none."""
    of = phrase.end
    amount = amounts.get(of + 1)
    if phrase.noun != "family" or amount is None or tokens[of].form != "of":
        return phrase
    return replace(
        phrase, low=amount.low, high=amount.high, bound=amount.bound, end=amount.end,
        noun="person", how=amount.how,
    )  # fmt: skip


def _qualifies(tokens: list[Token], at: int) -> bool:
    """True where a noun is only part of "civilian toll", "Syria's rebel-held province"."""
    if at >= len(tokens):
        return False
    joined = tokens[at].form == "-" and tokens[at].start == tokens[at - 1].end
    return joined or tokens[at].form in {"toll", "tolls", "count", "figure"}
