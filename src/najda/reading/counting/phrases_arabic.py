"""Arabic nouns that are their own number: شهيدين, شهيد, المسعفين الثلاثة, "عدد الغارات 62"."""

from najda.reading.counting.phrase import FATES, Phrase
from najda.reading.counting.subjects import OWN_THINGS
from najda.reading.words.lexicon import Match
from najda.reading.words.measures import counted_noun
from najda.reading.words.numbers import Amount, Table, entry_at, known_at
from najda.reading.words.tokens import Token, joined_and

#: The noun behind these is counted by the number that follows it.
_COUNT_OF = {"عدد", "مجموع", "اجمالي", "وعدد", "ومجموع"}
_LABELLED = FATES | {"strikes", "munitions"}
#: Adjectives that may stand between a noun and what bounds its number.
_MOST_ADJECTIVES = 2
_MOST_GLUED = 3
#: "دون أن يسفر هذا الصاروخ عن ضحايا": how far before a noun what denies it may stand.
_DENIED_REACH = 6
#: "وجرح آخرون": hurt, and nobody says how many.
_OTHERS = {"اخرون", "اخرين"}
#: Verbs of two.
_OF_TWO = {"قتلا", "استشهدا", "اصيبا", "جرحا", "قضيا", "لقيا", "توفيا", "فقدا"}
#: "أحد المستشفيين" is one of two.
_ONE_OF = {"احد", "احدي"}
#: Behind an unnamed member these make one of ours of him: "العنصر محمود من مركز الأنصاري".
_OURS = {"مركز", "مركزنا", "فريقنا", "طاقمنا", "المركز"}


def arabic_noun(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """The noun at token ``at`` where no number stands before it, or None."""
    if (alone := _without_noun(tokens, matches, at)) is not None:
        return alone
    noun = counted_noun(matches, at)
    if noun is None or noun.entry == "other" or _of_both(matches, at) or _called(tokens, at):
        return None
    if noun.bound and noun.entry == "wounded" and noun.detail == "singular":
        return None  # "طفلان بحالة خطرة"
    if (few := _one_or_two(tokens, matches, noun) or _left_none(tokens, matches, noun)) is not None:
        return few
    if (bound := _uncounted_many(tokens, matches, noun)) is not None:
        return Phrase(None, None, bound, at, noun.end, noun.table, noun.entry, how="vague")
    if noun.detail == "plural" and (labelled := _labelled(tokens, matches, noun)) is not None:
        return labelled
    if entry_at(matches, at, "objects") or (at and tokens[at - 1].form in {"بين", "كل", "اي"}):
        return None
    if at > 1 and tokens[at - 2].form == "بين":
        return None
    if not _may_be_one(matches, noun):
        return None
    if noun.entry in FATES and (glued := _glued_digit(tokens, noun)):
        return Phrase(glued, glued, None, at, noun.end + 1, noun.table, noun.entry)
    if noun.entry == "official":  # one only where it befell him: "استشهد مدير المركز"
        struck = _is_object(matches, at)
        return Phrase(1, 1, None, at, noun.end, "persons", "person", how="bare") if struck else None
    named = noun.entry not in FATES and (_is_object(matches, at) or _who(matches, noun))
    if named or not _definite(tokens[at].form):
        entry = "rescuer" if _is_ours(tokens, noun) else noun.entry
        return Phrase(1, 1, None, at, noun.end, noun.table, entry, how="bare")
    return None


def _without_noun(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """A person told by no noun: "استشهاد طفل وإصابة آخر", "وجرح آخرون", "أحدهما طفل"."""
    form = tokens[at].form
    if (one := _one_of_them(matches, at) or _one_of_many(tokens, matches, at)) is not None:
        return one
    if not _is_object(matches, at):
        return None
    if entry_at(matches, at, "grammar", "one_more"):
        return Phrase(1, 1, None, at, at + 1, "persons", "person", additional=True, how="words")
    if form == "اخر":
        return Phrase(1, 1, None, at, at + 1, "persons", "person", how="words")
    if form in _OTHERS:
        return Phrase(None, None, "some", at, at + 1, "persons", "person", how="vague")
    return None


def _one_of_many(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """One of those named: "توفي أحد المصابين", "إنقاذ أحد العالقين"."""
    noun = counted_noun(matches, at + 1)
    one = tokens[at].form.removeprefix("و") in _ONE_OF
    known = counted_noun(matches, at)  # "أحد المسعفين" stands in the lists
    if (
        not one
        or known is not None
        or noun is None
        or noun.table != "persons"
        or not _definite(tokens[at + 1].form)
    ):
        return None
    entry = "person" if noun.entry in {"wounded", "trapped", "missing", "casualty"} else noun.entry
    return Phrase(1, 1, None, at, noun.end, noun.table, entry, how="words")


def _one_of_them(matches: Table, at: int) -> Phrase | None:
    """One of those before: "أحدهما طفل", "إحداهن بحالة خطرة"."""
    them = entry_at(matches, at, "grammar", "one_of_them")
    if them is None:
        return None
    noun = counted_noun(matches, them.end)
    if noun is not None and noun.table == "persons" and noun.detail == "singular":
        return Phrase(1, 1, None, at, noun.end, noun.table, noun.entry, how="words")
    told = entry_at(matches, them.end, "grammar", "state")
    return Phrase(1, 1, None, at, told.end, "persons", "person", how="words") if told else None


def _may_be_one(matches: Table, noun: Match) -> bool:
    """True for a singular, and for طفلا, which is one child and eleven children."""
    return any(
        match.detail == "singular" and match.entry == noun.entry and match.end == noun.end
        for match in matches[noun.start]
    )


def _goes_on(tokens: list[Token], matches: Table, at: int) -> bool:
    more = at < len(tokens) and joined_and(tokens[at].form)
    return bool(more and entry_at(matches, at, "number_words"))


def _left_none(tokens: list[Token], matches: Table, noun: Match) -> Phrase | None:
    """As in "لم يسفر قصف مماثل على الحي عن إصابات": the negated verb stands before its subject."""
    if noun.entry not in FATES or noun.detail == "dual" or not noun.start:
        return None
    if not entry_at(matches, noun.start - 1, "grammar", "left_behind") and not noun.bound:
        return None
    for at in range(noun.start - 1, max(0, noun.start - _NONE_REACH) - 1, -1):
        if tokens[at].sort != "word":
            return None
        verb = entry_at(matches, at, "grammar", "leaves")
        if verb is not None and at and tokens[at - 1].form.removeprefix("و") in _NOT:
            what = (noun.table, noun.entry)
            return Phrase(0, 0, None, at - 1, noun.end, *what, how="none")
    return None


#: Words between the negated verb and what it did not leave.
_NONE_REACH = 12
_NOT = {"لم", "ان", "لن"}


def _one_or_two(tokens: list[Token], matches: Table, noun: Match) -> Phrase | None:
    """A dual, and a noun with its small number behind it: "قتيلا واحدا", "متطوعين اثنين"."""
    behind = entry_at(matches, noun.end, "number_words")
    if behind is not None and _goes_on(tokens, matches, behind.end):
        behind = None  # "إصابة واحد وعشرين"
    count = behind.entry if behind is not None and not _definite(tokens[noun.start].form) else ""
    at, kind = noun.start, (noun.table, noun.entry)
    if behind is not None and count == "1" and noun.entry in FATES:
        return Phrase(1, 1, None, at, behind.end, *kind, how="words")
    if behind is not None and count == "1" and noun.entry in OWN_THINGS:
        return Phrase(1, 1, None, at, behind.end, *kind, how="words")
    if behind is not None and count == "2" and noun.detail == "plural":
        return Phrase(2, 2, None, at, behind.end, *kind, how="dual")
    if (two := _end_of_two(tokens, matches, noun)) > 0:
        return Phrase(2, 2, None, at, two, *kind, how="dual")
    if noun.detail != "dual" or (at and tokens[at - 1].form.removeprefix("و") in _ONE_OF):
        return None
    end = behind.end if behind is not None and count == "2" else noun.end  # "طفلان اثنان"
    after = bound_behind_adjective(tokens, matches, end)
    if after is not None and after.entry == "at_least":
        return Phrase(2, None, "at_least", at, after.end, *kind, how="dual")
    if (before := _bound_before(matches, at)) is not None:
        return Phrase(2, None, before.entry, before.start, end, *kind, how="dual")
    return Phrase(2, 2, None, at, end, *kind, how="dual")


def _bound_before(matches: Table, at: int) -> Match | None:
    """The bound of "ما لا يقل عن مريضين"."""
    longest = 4
    return next(
        (
            match
            for near in range(max(0, at - longest), at)
            for match in matches[near]
            if match.table == "bounds" and match.end == at and match.entry == "at_least"
        ),
        None,
    )


def _end_of_two(tokens: list[Token], matches: Table, noun: Match) -> int:
    """Where a phrase of two ends, written like many but told apart; 0: no two.

    By its verb ("مدنيين قتلا") or by two names in brackets ("المتطوعين (حسين بحسيك وأحمد بدوي)").
    """
    form = tokens[noun.start].form
    if noun.detail != "plural" or not form.endswith("ين"):
        return 0
    if _definite(form):
        return _two_names_end(tokens, noun.end)
    verb = entry_at(matches, noun.end, "predicates")
    return noun.end if verb is not None and tokens[verb.start].form in _OF_TWO else 0


def _two_names_end(tokens: list[Token], at: int) -> int:
    """Behind "(حسين بحسيك وأحمد بدوي)"; 0: no two names in brackets or quotes stand at ``at``."""
    if at >= len(tokens) or tokens[at].form not in _NAMES_OPEN:
        return 0
    ahead = range(at + 1, min(at + _LONGEST_TWO_NAMES, len(tokens)))
    end = next((near for near in ahead if tokens[near].form in _NAMES_CLOSE), at)
    inside = tokens[at + 1 : end]
    plain = all(token.sort == "word" for token in inside)
    joined = sum(joined_and(token.form) or token.form == "و" for token in inside)
    return end + 1 if plain and joined == 1 else 0


_NAMES_OPEN, _NAMES_CLOSE = {"(", "“", "«", '"', "”"}, {")", "”", "»", '"'}
_LONGEST_TWO_NAMES = 12


def _is_ours(tokens: list[Token], noun: Match) -> bool:
    member = tokens[noun.start].form.endswith("عنصر") and noun.entry == "person"
    return member and any(token.form in _OURS for token in tokens[noun.end : noun.end + 5])


def _called(tokens: list[Token], at: int) -> bool:
    """True behind يا: who is spoken to is no victim; nor is anybody in "الدفاع المدني"."""
    before = tokens[at - 1].form if at else ""
    if tokens[at].form == "ابن" and before not in {"استشهاد", "مقتل", "اصابه", "انقاذ"}:
        return True  # "مشفى ابن النفيس", "ابن خالتي": a name
    return before == "يا" or (tokens[at].form == "المدني" and before.endswith("دفاع"))


def _of_both(matches: Table, at: int) -> bool:
    """True inside "قتيل وجريح": one number for both, said before."""
    return any(
        match.table == "predicates" and match.entry == "mixed" and at < match.end
        for near in range(max(0, at - 3), at + 1)
        for match in matches[near]
    )


def _uncounted_many(tokens: list[Token], matches: Table, noun: Match) -> str | None:
    """The vague word for dead or wounded nobody counted: "سقوط قتلى وجرحى", "عشرات القتلى والجرحى".

    None for a name (كتيبة شهداء), a denial, a noun that its number follows.
    """
    at = noun.start
    if not entry_at(matches, at, "grammar", "many"):
        return None
    if _definite(tokens[at].form):
        return _shared_vague(tokens, matches, at)
    denied = any(
        entry_at(matches, near, "zero") or entry_at(matches, near, "negations")
        for near in range(max(0, at - _DENIED_REACH), at)
    )
    behind = tokens[noun.end] if noun.end < len(tokens) else None
    counted = behind is not None and (
        behind.sort == "number"
        or (
            behind.form == ":"
            and tokens[noun.end + 1 :][:1]
            and tokens[noun.end + 1].sort != "word"
        )
        or behind.form in {"هذه", "هذا", "تلك", "ذلك"}
        or behind.form.startswith(("ال", "لل"))
        or any(entry_at(matches, noun.end, table) for table in ("number_words", "bounds"))
    )
    return None if denied or counted or not _befell_many(tokens, matches, at) else "some"


def _befell_many(tokens: list[Token], matches: Table, at: int) -> bool:
    """True behind "there are", "it left", at the head of a line, and joined to others so told."""
    if not at or tokens[at - 1].sort == "mark":
        return True
    if any(
        match.table == "grammar" and match.entry == "left_behind" and match.end == at
        for near in range(max(0, at - 2), at)
        for match in matches[near]
    ):
        return True
    joined = joined_and(tokens[at].form) and entry_at(matches, at - 1, "grammar", "many")
    return bool(joined) and _befell_many(tokens, matches, at - 1)


def _shared_vague(tokens: list[Token], matches: Table, at: int) -> str | None:
    """The vague word that holds for both nouns of "عشرات القتلى والجرحى"."""
    if not joined_and(tokens[at].form):
        return None
    for near in range(max(0, at - 3), at - 1):
        vague = entry_at(matches, near, "vague")
        if vague is not None and vague.end == at - 1 and counted_noun(matches, at - 1):
            return vague.entry
    return None


def _labelled(tokens: list[Token], matches: Table, noun: Match) -> Phrase | None:
    """A noun with its number behind: "العالقون خمسة", "عدد الغارات: 62", "المسعفين الثلاثة"."""
    at, end = noun.start, noun.end
    if end >= len(tokens):
        return None
    word = entry_at(matches, end, "number_words")
    if tokens[end].form.startswith("ال"):  # "the three rescuers"
        if word is None or word.end - word.start != 1:
            return None
        count = int(word.entry)
        return Phrase(count, count, None, at, word.end, noun.table, noun.entry, how="words")
    counted = at > 0 and tokens[at - 1].form in _COUNT_OF
    if noun.entry not in _LABELLED:
        return None
    definite = _definite(tokens[at].form)
    if word is not None and (counted or definite) and counted_noun(matches, word.end) is None:
        count = int(word.entry)
        return Phrase(count, count, None, at, word.end, noun.table, noun.entry, how="words")
    if tokens[end].form in {":", "عدد"} or entry_at(matches, end, "bounds", "about"):
        counted = counted or tokens[end].form != ":"  # "حالة حرجة عدد 2", "حالات اختناق شي 20"
        end += 1
    digits = tokens[end].form if end < len(tokens) and tokens[end].sort == "number" else ""
    behind = tokens[end + 1].form if end + 1 < len(tokens) else ""
    apart = joined_and(behind) or _definite(behind)  # "قتلى 3 وإصابات 5", "الشهداء: 5 الجرحى: 12"
    if not digits.isdigit() or (counted_noun(matches, end + 1) is not None and not apart):
        return None
    if not counted and not _closes_count(tokens, end + 1, digits):
        return None
    count = int(digits[:6])
    return Phrase(count, count, None, at, end + 1, noun.table, noun.entry)


def _closes_count(tokens: list[Token], at: int, digits: str) -> bool:
    """True where a short number ends what is said: "شهداء 3، جرحى 12"; no clock, date or year."""
    if len(digits) > _MOST_GLUED:
        return False
    glued = at < len(tokens) and tokens[at].start == tokens[at - 1].end
    return not (glued and tokens[at].form in {":", "/", "-", "."} and at + 1 < len(tokens))


def labels_next(tokens: list[Token], amount: Amount, at: int) -> bool:
    """True for "الشهداء: 5 الجرحى: 12": a noun with the article heads the next number."""
    plain = amount.how in {"digits", "words"} and at == amount.end
    behind = tokens[at + 1].form if at + 1 < len(tokens) else ""
    return plain and tokens[at].form.startswith("ال") and behind == ":"


def bound_behind_adjective(tokens: list[Token], matches: Table, at: int) -> Match | None:
    """The bound behind a noun, over Arabic adjectives: "تسعة مدنيين يمنيين على الأقل"."""
    for near in range(at, min(at + _MOST_ADJECTIVES + 1, len(tokens))):
        after = entry_at(matches, near, "bounds_after")
        if after is not None:
            return after
        wounds = tokens[near].form.startswith("ب") and entry_at(matches, near, "predicates")
        known = known_at(matches, near) and not (
            wounds or entry_at(matches, near, "persons", "person")
        )
        if not tokens[near].arabic or known:
            return None
    return None


def _glued_digit(tokens: list[Token], noun: Match) -> int:
    """The number written right onto its noun (مصاب1); 0: none."""
    at = noun.end
    if at >= len(tokens) or tokens[at].sort != "number" or not tokens[at].form.isdigit():
        return 0
    glued = tokens[at].start == tokens[at - 1].end
    return int(tokens[at].form) if glued and len(tokens[at].form) <= _MOST_GLUED else 0


def _is_object(matches: Table, at: int) -> bool:
    """True right behind a word that takes an object: "استشهاد المتطوع"."""
    return any(
        match.table == "objects"
        and match.entry in {"killed", "rescued", "injured", "pulled"}
        and match.end == at
        for start in range(max(0, at - 3), at)
        for match in matches[start]
    )


def _who(matches: Table, noun: Match) -> bool:
    """True for one of whom it is told: "السائق مصاب", "المتطوع خالد العمر الذي ارتقى"."""
    name = 4
    befell = entry_at(matches, noun.end, "predicates")
    if befell is not None and befell.entry in {"killed", "injured", "trapped"}:
        return True
    return noun.entry in {"rescuer", "medic"} and any(
        entry_at(matches, near, "grammar", "relative") for near in range(noun.end, noun.end + name)
    )


def _definite(form: str) -> bool:
    bare = form[1:] if form.startswith(("و", "ف", "ب", "ك")) else form
    return form.startswith(("ال", "لل", "ولل")) or bare.startswith("ال")
