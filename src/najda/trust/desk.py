"""Whose word counts?"""

from najda.engine.card import Desk
from najda.trust import pages, rules
from najda.trust.acts import ACTS
from najda.trust.facts import AskWithdrawn, CertificateSigned, EnrolmentAsked, RevocationAsked

CARD = Desk(
    name="trust",
    needs=("net",),
    facts=(EnrolmentAsked, RevocationAsked, AskWithdrawn, CertificateSigned),
    acts=ACTS,
    views=(rules.ASK, rules.CERTIFICATES),
    pages=pages.PAGES,
)
