"""Who and what do we have, in which state, since when?"""

from najda.engine.card import Desk
from najda.units import facts, headcount, pages, rules, setup_pages
from najda.units.acts import ACTS

CARD = Desk(
    name="units",
    needs=("people",),
    facts=(
        facts.BaseRegistered,
        facts.BaseStateClaimed,
        facts.UnitRegistered,
        facts.UnitCorrected,
        facts.UnitStatusSet,
        facts.UnitPlaced,
        facts.UnitHeard,
        facts.UnitRehomed,
        facts.ShiftStarted,
        facts.ShiftEnded,
    ),
    acts=ACTS,
    views=rules.VIEWS,
    pages=(*pages.PAGES, *headcount.PAGES, *setup_pages.PAGES),
)
