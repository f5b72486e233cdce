"""What does a report say, by rule, and what did people judge of it? Nothing enters silently."""

from najda.confirming import facts, pages, rules
from najda.confirming.acts import ACTS
from najda.engine.card import Desk

CARD = Desk(
    name="confirming",
    needs=("incidents", "places", "reading", "reports"),
    facts=(
        facts.ProposalAccepted,
        facts.ProposalCorrected,
        facts.ProposalRejected,
        facts.JudgementTakenBack,
    ),
    acts=ACTS,
    views=rules.VIEWS,
    pages=pages.PAGES,
)
