"""Who goes where, are they there yet?"""

from najda.dispatch import (
    alarms,
    by_hand,
    crew_pages,
    desk_work,
    facts,
    map_pages,
    pages,
    proposal_pages,
    rules,
)
from najda.dispatch.acts import ACTS, SENDERS
from najda.dispatch.taking import TakeAndSend, take_and_send, take_call
from najda.engine.card import Act, Desk

CARD = Desk(
    name="dispatch",
    needs=("facilities", "incidents", "places", "reports", "roads", "units"),
    facts=(
        facts.UnitSent,
        facts.CalloutStepped,
        facts.UnitRecalled,
        facts.CalloutUndone,
        facts.HoldSet,
        facts.HoldLifted,
        facts.RadioReadBack,
    ),
    acts=(
        *ACTS,
        Act("take_call", TakeAndSend, take_call, SENDERS),
        Act("take_and_send", TakeAndSend, take_and_send, SENDERS),
    ),
    views=rules.VIEWS,
    pages=(
        *pages.PAGES,
        *alarms.PAGES,
        *by_hand.PAGES,
        *desk_work.PAGES,
        *crew_pages.PAGES,
        *proposal_pages.PAGES,
        *map_pages.PAGES,
    ),
)
