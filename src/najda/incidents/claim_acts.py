"""What people do with claims: make, place, reject, grade and verify them, join voices. Pure."""

from dataclasses import dataclass

from najda.engine.card import Act, Draft, Request, Rows
from najda.incidents.claims import CLAIM
from najda.incidents.facts import (
    ClaimGraded,
    ClaimKind,
    ClaimMade,
    ClaimPlaced,
    ClaimRejected,
    Modality,
    SameVoiceDeclared,
    Scope,
    Verification,
    VerificationSet,
)
from najda.incidents.rules import INCIDENT, VOICE
from najda.refused import Refusal, refuse
from najda.vocabulary import Actor, FactId, Role, ThingId, When

MAX_FIGURE = 10_000_000
RELIABILITIES = "ABCDEF"
CREDIBILITIES = "123456"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClaim(Request):
    """Write down one statement of one chain of tellers."""

    kind: ClaimKind
    about: ThingId | None = None
    report: ThingId | None = None
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    bound: str | None = None
    tellers: tuple[str, ...] = ()
    modality: Modality = Modality.ASSERTED
    polarity: str = "+"
    scope: Scope = Scope.OWN
    of: ThingId | None = None
    status: str | None = None
    age_sex: str | None = None
    area: str | None = None
    period: When | None = None
    as_of: When | None = None
    quote: str | None = None
    note: str | None = None
    reader: str | None = None
    confidence: float | None = None
    #: Earlier claims of the same teller that this one brings up to date.
    updates: tuple[ThingId, ...] = ()
    invented: bool = False


def make_claim(request: MakeClaim, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A claim is kept for ever; a later figure of the same teller supersedes the earlier one."""
    del actor, now
    wrong = _check_figures(request)
    if wrong:
        return wrong
    said = ClaimMade(
        about=request.about,
        report=request.report,
        kind=request.kind,
        low=request.low,
        high=request.high,
        unit=request.unit,
        bound=request.bound,
        tellers=tuple(filter(None, map(str.strip, request.tellers))),
        modality=request.modality,
        polarity=request.polarity,
        scope=request.scope,
        of=request.of,
        status=request.status,
        age_sex=request.age_sex,
        area=request.area,
        period=request.period,
        as_of=request.as_of,
        quote=request.quote,
        note=request.note,
        reader=request.reader,
        confidence=request.confidence,
        invented=request.invented,
    )
    return [Draft(said, _facts_of_claims(rows, request.updates))]


def _check_figures(request: MakeClaim) -> Refusal | None:
    for field in ("low", "high"):
        figure = getattr(request, field)
        if figure is not None and not 0 <= figure <= MAX_FIGURE:
            return refuse("incidents.figure_impossible", at=field, most=MAX_FIGURE)
    if request.low is not None and request.high is not None and request.low > request.high:
        return refuse("incidents.range_backwards", at="high")
    if request.polarity not in ("+", "-"):
        return refuse("incidents.polarity_unknown", at="polarity")
    return None


def _facts_of_claims(rows: Rows, claims: tuple[ThingId, ...]) -> tuple[FactId, ...]:
    found = (rows.get(CLAIM, claim) for claim in claims)
    return tuple(one.fact for row in found if row for one in row.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceClaim(Request):
    """Put a claim to an incident or campaign (from the orphan tray, or from the wrong one)."""

    claim: ThingId
    about: ThingId | None = None


def place_claim(request: PlaceClaim, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Reversible: putting it to nothing makes it an orphan again."""
    del actor, now
    known = rows.get(CLAIM, request.claim)
    claim = known.claims[-1] if known and known.claims else None
    earlier = _judgements_named(rows, request.claim, "ClaimPlaced")
    said = ClaimPlaced(
        claim=request.claim, about=request.about, was_about=claim.about if claim else None
    )
    return [Draft(said, earlier)]


def _judgements_named(rows: Rows, claim: ThingId, act: str) -> tuple[FactId, ...]:
    known = rows.get(CLAIM, claim)
    judged = known.judgements if known else ()
    return tuple(j.fact for j in judged if (j.claim, j.act, j.stands) == (claim, act, True))


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectClaim(Request):
    """Judge that the report does not say this."""

    claim: ThingId
    reason: str


def reject_claim(request: RejectClaim, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The claim stays, struck through, with the reason."""
    del actor, now
    if not request.reason.strip():
        return refuse("incidents.reason_needed", at="reason")
    known = rows.get(CLAIM, request.claim)
    about = known.claims[-1].about if known and known.claims else None
    return [Draft(ClaimRejected(claim=request.claim, about=about, reason=request.reason.strip()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeClaim(Request):
    """Set Admiralty grades, each apart from the other."""

    claim: ThingId
    reliability: str | None = None
    credibility: str | None = None


def grade_claim(request: GradeClaim, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A to F for the source, 1 to 6 for the information."""
    del actor, now
    if request.reliability is not None and request.reliability not in RELIABILITIES:
        return refuse("incidents.grade_unknown", at="reliability")
    if request.credibility is not None and request.credibility not in CREDIBILITIES:
        return refuse("incidents.grade_unknown", at="credibility")
    known = rows.get(CLAIM, request.claim)
    about = known.claims[-1].about if known and known.claims else None
    said = ClaimGraded(
        claim=request.claim,
        about=about,
        reliability=request.reliability,
        credibility=request.credibility,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVerification(Request):
    """Say what the claims of an incident come to."""

    about: ThingId
    status: Verification
    reason: str


def set_verification(
    request: SetVerification, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """With a reason; supersedes earlier judgements seen here."""
    del actor, now
    if not request.reason.strip():
        return refuse("incidents.reason_needed", at="reason")
    known = rows.get(INCIDENT, request.about)
    said = VerificationSet(
        about=request.about, status=request.status, reason=request.reason.strip()
    )
    return [Draft(said, tuple(one.fact for one in known.verification) if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareSameVoice(Request):
    """Say that a name is the voice of another (or take it back)."""

    name: str
    voice: str
    same: bool = True


def declare_same_voice(
    request: DeclareSameVoice, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """One organisation under eight names is one origin."""
    del actor, now
    name, voice = request.name.strip(), request.voice.strip()
    if not name or not voice or name == voice:
        return refuse("incidents.two_names_needed", at="voice")
    known = rows.get(VOICE, name)
    said = SameVoiceDeclared(name=name, voice=voice, same=request.same)
    return [Draft(said, known.facts if known else ())]


_WRITERS = frozenset({Role.CHIEF, Role.DISPATCHER, Role.OPERATOR})
CLAIM_ACTS = (
    Act("make_claim", MakeClaim, make_claim, _WRITERS),
    Act("place_claim", PlaceClaim, place_claim, _WRITERS),
    Act("reject_claim", RejectClaim, reject_claim, _WRITERS),
    Act("grade_claim", GradeClaim, grade_claim, _WRITERS),
    Act("set_verification", SetVerification, set_verification, _WRITERS),
    Act("declare_same_voice", DeclareSameVoice, declare_same_voice, _WRITERS),
)
