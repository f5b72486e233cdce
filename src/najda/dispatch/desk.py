"""Who goes where, are they there yet?"""

from najda.dispatch import crew_pages, facts, map_pages, pages, proposal_pages, rules
from najda.dispatch.acts import ACTS
from najda.engine.card import Desk

CARD = Desk(
    name="dispatch",
    needs=("incidents", "places", "reports", "roads", "units"),
    facts=(
        facts.UnitSent,
        facts.CalloutStepped,
        facts.UnitRecalled,
        facts.CalloutUndone,
        facts.HoldSet,
        facts.HoldLifted,
        facts.RadioReadBack,
    ),
    acts=ACTS,
    views=rules.VIEWS,
    pages=(*pages.PAGES, *crew_pages.PAGES, *proposal_pages.PAGES, *map_pages.PAGES),
)
