"""What is spoken of but not told: asked, wished, aimed at, demanded to end, not answered, if."""

from dataclasses import dataclass

from najda.incidents.facts import ClaimKind
from najda.reading.happenings import Happening
from najda.reading.passage import Passage


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A happening, and the words of its sentence before and in it."""

    passage: Passage
    happening: Happening
    before: list[str]
    own: set[str]

    @property
    def kind(self) -> ClaimKind:
        return self.happening.kind

    @property
    def clause(self) -> list[str]:
        """The words before it in its own part of the sentence."""
        marks = [at for at, form in enumerate(self.before) if form in _SENTENCE_PARTS]
        return self.before[marks[-1] + 1 :] if marks else self.before

    def says(self, words: set[str], within: int) -> bool:
        """True where one of ``words`` stands among the last ``within`` words before."""
        return bool(words & set(self.before[-within:]))


def supposed(passage: Passage, happening: Happening) -> bool:
    """True behind "if", "should", "not known who": what may be, or what nobody did or knows."""
    tokens = passage.tokens
    before = [token.form for token in tokens[: happening.start]]
    own = {token.form for token in tokens[happening.start : happening.end]}
    spoken = _Spoken(passage, happening, before, own)
    if happening.kind is ClaimKind.ATTRIBUTION_OF_BLAME:
        return _nobody_blamed(spoken) or _asked(spoken)
    return any(rule(spoken) for rule in _RULES)


#: Tokens from "whether" to what is asked.
_ASKED_REACH = 6
_TOLD_HOW = {"showed", "shows", "described", "recounted", "explained", "told", "saw", "recalled"}


def asked_of(passage: Passage, start: int) -> bool:
    """True for a figure behind "whether", "asked how": a question, no toll."""
    before = [token.form for token in passage.tokens[max(0, start - _ASKED_REACH) : start]]
    for at in range(len(before) - 1, -1, -1):
        if before[at] in {",", ";", ":", "that"}:
            return False
        if before[at] == "whether":
            return True
        if before[at] == "how" and at:
            return before[at - 1] not in _TOLD_HOW
    return False


def _asked(spoken: _Spoken) -> bool:
    """As in "it is unclear who bombed it", "did not say whether the campaign"."""
    asks = spoken.says({"who", "whether", "why"}, 2)
    return "whether" in spoken.own or (asks and spoken.says({"not", "unclear", "unknown"}, 7))


def _nobody_blamed(spoken: _Spoken) -> bool:
    """As in "who is responsible", "nobody claimed responsibility"."""
    return spoken.says({"who", "claimed"}, 2) or spoken.says({"nobody", "no"}, 6)


def _aimed(spoken: _Spoken) -> bool:
    """As in "allows him to cut off the road"; "planned to", "managed to" are told."""
    if spoken.before[-1:] != ["to"] or spoken.kind not in _DEEDS or spoken.says(_DONE, 2):
        return False
    start = spoken.happening.start
    near = range(max(0, start - 6), start)
    return not any(m.table == "modality" for at in near for m in spoken.passage.matches[at])


def _wished(spoken: _Spoken) -> bool:
    """As in "should have condemned the attack"; a need must be met, and is told so."""
    return spoken.kind not in _ASKED_FOR and bool({"should", "must"} & set(spoken.clause[-8:]))


def _hard_to_deny(spoken: _Spoken) -> bool:
    """As in "it is difficult to deny that"."""
    hard = spoken.says({"difficult", "hard", "impossible"}, 2)
    return spoken.kind is ClaimKind.DENIAL and hard


def _unanswered(spoken: _Spoken) -> bool:
    """As in "did not answer questions about the strike", "gave no details of the raid"."""
    unsaid = spoken.says({"details", "mention", "comment"}, 12)
    answers = spoken.says({"comment", "question", "questions"}, 6)
    return answers or (unsaid and spoken.says({"not", "no", "without"}, 16))


def _to_end(spoken: _Spoken) -> bool:
    """As in "called on all to stop attacks on hospitals", "rather than suspending aid"."""
    return spoken.says(_ENDING, 1) or spoken.before[-2:] == ["rather", "than"]


def _if(spoken: _Spoken) -> bool:
    return bool({"if", "unless", "اذا", "لو"} & set(spoken.clause))


_RULES = (_asked, _aimed, _wished, _hard_to_deny, _unanswered, _to_end, _if)
_DEEDS = {
    ClaimKind.ATTACK, ClaimKind.GROUND_ATTACK, ClaimKind.AREA_OF_CONTROL, ClaimKind.ROAD_CUT,
    ClaimKind.AID_BLOCKED, ClaimKind.AID_DELIVERED, ClaimKind.FACILITY_DAMAGED,
    ClaimKind.CEASEFIRE_ENDED, ClaimKind.SERVICE_SUSPENDED,
}  # fmt: skip
#: Before "to": what follows was done.
_DONE = {"managed", "continued", "continue", "continues", "began", "started", "able", "forced",
         "used", "helped"}  # fmt: skip
_ENDING = {"stop", "halt", "cease", "end", "avoid", "condemn", "condemned", "condemns"}
_ASKED_FOR = {ClaimKind.NEED, ClaimKind.WARNING_TO_CIVILIANS, ClaimKind.ANNOUNCEMENT}
_SENTENCE_PARTS = {";", ":", ".", "؛", "”", '"'}
