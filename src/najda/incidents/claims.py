"""Claims side by side: what is said of one incident or campaign, by whom, and the range. Pure.

Nothing is averaged and nothing disappears: an updated claim stands beside its update, a rejected
one is marked, a figure of another period or area is "not comparable".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from najda.engine.card import View
from najda.engine.heads import heads, standing_mark
from najda.engine.said import Said, said_by
from najda.incidents.facts import (
    ClaimGraded,
    ClaimKind,
    ClaimMade,
    ClaimPlaced,
    ClaimRejected,
    Modality,
    Scope,
)
from najda.vocabulary import ALL_BUT_DISPLAY, Entry, FactId, Standing, ThingId, When, Worded

ORPHAN = "orphan"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim and what people judged of it."""

    id: ThingId
    fact: FactId
    about: ThingId | None = None
    report: ThingId | None = None
    kind: ClaimKind
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
    quote: Worded[str | None] = None
    note: Worded[str | None] = None
    reader: str | None = None
    by: str = ""
    base: str = ""
    at_ms: int = 0
    #: The claim that updates this one, where its teller said it later otherwise.
    updated_by: ThingId | None = None
    #: All that a person put in its place; which of them stands, ``updates.settled`` says.
    updates: tuple[ThingId, ...] = ()
    rejected_reason: str | None = None
    reliability: str | None = None
    credibility: str | None = None
    invented: bool = False
    #: "grey" where it lies beyond a revocation's cut: shown, in no range, until a person adopts it.
    mark: str | None = None

    @property
    def live(self) -> bool:
        """Whether the claim still speaks: not updated by its own teller, not rejected."""
        return self.updated_by is None and self.rejected_reason is None

    @property
    def origin(self) -> str | None:
        """Who said it first; None = the report's own statement."""
        return self.tellers[0] if self.tellers else None

    @property
    def has_figure(self) -> bool:
        """Whether a number was said (0 is a number)."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Said):
    """What a person decided about a claim: placed, rejected or graded."""

    claim: ThingId
    act: str
    value: str
    about: ThingId | None = None
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsRow:
    """One claim (differing bodies of one request are both kept) and the judgements on it."""

    id: ThingId
    claims: tuple[ClaimRow, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRow:
    """Which claims were ever put to one incident, campaign or report, or to the orphan tray."""

    claims: tuple[ThingId, ...] = ()
    #: Those of them of trapped people, and those moved here, whose kind does not stand here.
    trapped: tuple[ThingId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Claims that can be compared: same kind, unit, status, area, period."""

    kind: ClaimKind
    unit: str | None
    status: str | None
    area: str | None
    period: When | None
    claims: tuple[ClaimRow, ...]
    low: int | None
    high: int | None
    #: True where a live claim is open upwards ("at least").
    open_above: bool
    #: Key of the sentence that says how the range came about.
    rule: str
    origins: tuple[str, ...]
    #: Independent tellers whose live figures differ.
    conflict: bool


def voices(declared: Mapping[str, str], teller: str) -> str:
    """The voice a name stands for, following declarations; circles end at their smallest name."""
    seen = [teller]
    while (named := declared.get(seen[-1])) is not None:
        if named in seen:
            return min(seen[seen.index(named) :])
        seen.append(named)
    return seen[-1]


def origin_of(claim: ClaimRow, declared: Mapping[str, str]) -> str:
    """The independent origin of a claim: the voice of its first teller, else its report."""
    if claim.origin is None:
        return f"report:{claim.report or claim.id}"
    return voices(declared, claim.origin)


def series_of(claims: Iterable[ClaimRow], declared: Mapping[str, str]) -> tuple[Series, ...]:
    """Group claims that can be compared, each with its range and the rule that made it.

    ``claims`` as ``updates.settled`` gives them.
    """
    groups: dict[tuple[object, ...], list[ClaimRow]] = {}
    for claim in claims:
        groups.setdefault(_comparable(claim), []).append(claim)
    found = [_series(group, declared) for group in groups.values()]
    order = list(ClaimKind)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order.index(one.kind),
                one.status or "",
                one.area or "",
                one.period.start_ms if one.period else 0,
                one.unit or "",
            ),
        )
    )


def _comparable(claim: ClaimRow) -> tuple[object, ...]:
    period = (claim.period.start_ms, claim.period.end_ms) if claim.period else None
    return (claim.kind, claim.unit, claim.status, claim.age_sex, claim.area, period)


def _series(group: Sequence[ClaimRow], declared: Mapping[str, str]) -> Series:
    ordered = tuple(sorted(group, key=lambda claim: (claim.at_ms, claim.id)))
    ranged = [claim for claim in ordered if counts_in_range(claim)]
    totals = [_with_additions(claim, ordered) for claim in ranged]
    low = min((one.low for one in totals if one.low is not None), default=None)
    highs = [high for one in totals if (high := _upper(one)) is not None]
    figures = {(origin_of(claim, declared), claim.low, claim.high) for claim in ranged}
    first = ordered[0]
    return Series(
        kind=first.kind,
        unit=first.unit,
        status=first.status,
        area=first.area,
        period=first.period,
        claims=ordered,
        low=low,
        high=max(highs, default=None),
        open_above=any(one.high is None and one.low is not None for one in totals),
        rule=_rule(ordered, ranged),
        origins=tuple(sorted({origin_of(claim, declared) for claim in ordered if claim.live})),
        conflict=len({figure[1:] for figure in figures}) > 1
        and len({figure[0] for figure in figures}) > 1,
    )


def counts_in_range(claim: ClaimRow) -> bool:
    """Live own figures that are asserted; parts and additions count with what they belong to."""
    return (
        claim.live
        and claim.mark != Standing.GREY
        and claim.has_figure
        and claim.scope is Scope.OWN
        and claim.polarity == "+"
        and claim.modality in (Modality.ASSERTED, Modality.UNVERIFIED)
    )


def _with_additions(claim: ClaimRow, group: Sequence[ClaimRow]) -> ClaimRow:
    """A figure with what its own teller adds to it ("30 and ten more")."""
    added = [
        one
        for one in group
        if one.live
        and one.mark != Standing.GREY
        and one.scope is Scope.ADDITIONAL
        and one.of == claim.id
        and one.has_figure
    ]
    if not added:
        return claim
    lows = [one.low for one in (claim, *added)]
    highs = [one.high for one in (claim, *added)]
    return replace(
        claim,
        low=sum(one for one in lows if one is not None) if any(lows) else claim.low,
        high=None if None in highs else sum(one for one in highs if one is not None),
    )


def _upper(claim: ClaimRow) -> int | None:
    return claim.high if claim.high is not None else claim.low


def _rule(group: Sequence[ClaimRow], ranged: Sequence[ClaimRow]) -> str:
    if not ranged:
        return "rule_no_figure"
    if len(ranged) == 1:
        return "rule_one_claim"
    if any(not claim.live for claim in group):
        return "rule_lowest_highest_live"
    return "rule_lowest_highest"


# Views.


def claim_keys(entry: Entry[Any]) -> Iterable[str]:
    """A claim's facts stand under the claim; its updates too, as they supersede it."""
    if isinstance(entry.said, ClaimMade):
        return (entry.thing or "",)
    return (entry.said.claim,)


def derive_claim(entries: Sequence[Entry[Any]]) -> ClaimsRow | None:
    """The claim, whether it was updated, and every judgement on it."""
    made = [e for e in entries if isinstance(e.said, ClaimMade)]
    here = {e.id for e in made}
    first = [e for e in made if not here.intersection(e.supersedes)]
    judged = [e for e in entries if not isinstance(e.said, ClaimMade)]
    id_ = (first[0].thing if first else judged[0].said.claim) or ""
    return ClaimsRow(
        id=id_,
        claims=tuple(_claim(e, made, judged) for e in first),
        judgements=_judgements(judged),
        waiting=not first,
    )


def _claim(entry: Entry[Any], made: Sequence[Entry[Any]], judged: Sequence[Entry[Any]]) -> ClaimRow:
    said: ClaimMade = entry.said
    own = [e for e in judged if e.said.claim == entry.thing]
    updates = tuple(e.thing for e in made if entry.id in e.supersedes and e.thing)
    placed = heads([e for e in own if isinstance(e.said, ClaimPlaced)])
    rejected = heads([e for e in own if isinstance(e.said, ClaimRejected)])
    graded = [e for e in own if isinstance(e.said, ClaimGraded)]
    return ClaimRow(
        id=entry.thing or "",
        fact=entry.id,
        about=placed[-1].said.about if placed else said.about,
        report=said.report,
        kind=said.kind,
        low=said.low,
        high=said.high,
        unit=said.unit,
        bound=said.bound,
        tellers=said.tellers,
        modality=said.modality,
        polarity=said.polarity,
        scope=said.scope,
        of=said.of,
        status=said.status,
        age_sex=said.age_sex,
        area=said.area,
        period=said.period,
        as_of=said.as_of,
        quote=said.quote,
        note=said.note,
        reader=said.reader,
        by=entry.actor.person,
        base=entry.actor.base,
        at_ms=entry.wall_ms,
        updated_by=updates[-1] if updates else None,
        updates=updates,
        rejected_reason=rejected[-1].said.reason if rejected else None,
        reliability=_graded(graded, "reliability"),
        credibility=_graded(graded, "credibility"),
        invented=said.invented,
        mark=standing_mark([entry]),
    )


def _graded(graded: Sequence[Entry[Any]], field: str) -> str | None:
    for entry in reversed(graded):
        value: str | None = getattr(entry.said, field)
        if value is not None:
            return value
    return None


def _judgements(judged: Sequence[Entry[Any]]) -> tuple[Judgement, ...]:
    standing = {e.id for e in heads(judged)}
    return tuple(
        Judgement(
            **said_by(e),
            claim=e.said.claim,
            act=type(e.said).__name__,
            value=_judged_value(e.said),
            about=e.said.about,
            stands=e.id in standing,
        )
        for e in judged
    )


def _judged_value(said: Any) -> str:
    if isinstance(said, ClaimGraded):
        return f"{said.reliability or '-'}{said.credibility or '-'}"
    return said.reason if isinstance(said, ClaimRejected) else ""


_CLAIM_FACTS = (ClaimMade, ClaimPlaced, ClaimRejected, ClaimGraded)
CLAIM = View(
    name="incidents.claim",
    reads=_CLAIM_FACTS,
    keys=claim_keys,
    derive=derive_claim,
    row=ClaimsRow,
    roles=ALL_BUT_DISPLAY,
    keeps_grey=True,
)


def about_keys(entry: Entry[Any]) -> Iterable[str]:
    """A claim stands under what it is about and its report; a move under old and new place."""
    said = entry.said
    keys = [said.about or ORPHAN]
    if isinstance(said, ClaimPlaced):
        keys.append(said.was_about or ORPHAN)
    if isinstance(said, ClaimMade) and said.report:
        keys.append(said.report)
    return keys


def derive_about(entries: Sequence[Entry[Any]]) -> AboutRow | None:
    """The claims named by the facts under this key."""
    made = {e.thing or "": e.said.kind for e in entries if isinstance(e.said, ClaimMade)}
    named = sorted({*made, *(e.said.claim for e in entries if not isinstance(e.said, ClaimMade))})
    trapped = (id_ for id_ in named if made.get(id_, ClaimKind.TRAPPED) is ClaimKind.TRAPPED)
    return AboutRow(claims=tuple(named), trapped=tuple(trapped)) if named else None


CLAIMS_ABOUT = View(
    name="incidents.claims_about",
    reads=_CLAIM_FACTS,
    keys=about_keys,
    derive=derive_about,
    row=AboutRow,
    roles=ALL_BUT_DISPLAY,
    keeps_grey=True,
)
