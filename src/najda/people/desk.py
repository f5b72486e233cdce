"""Who of our own is here, what they may do, and who is hurt?"""

from najda.engine.card import Desk
from najda.people import pages, rules
from najda.people.facts import PersonAdded, PersonCounted, RoleGranted, RoleWithdrawn

CARD = Desk(
    name="people",
    needs=(),
    facts=(PersonAdded, RoleGranted, RoleWithdrawn, PersonCounted),
    acts=rules.ACTS,
    views=(rules.PERSON,),
    pages=pages.PAGES,
)
