"""Which hospital can take whom?"""

from najda.engine.card import Desk
from najda.facilities import facts, pages, rules
from najda.facilities.acts import ACTS

CARD = Desk(
    name="facilities",
    needs=(),
    facts=(facts.FacilityRegistered, facts.FacilityStateClaimed, facts.CapacityTold),
    acts=ACTS,
    views=(rules.FACILITY,),
    pages=pages.PAGES,
)
