"""What happened where; how sure are we; what do the tellers say?"""

from najda.engine.card import Desk
from najda.incidents import facts, pages, rules
from najda.incidents.acts import INCIDENT_ACTS
from najda.incidents.claim_acts import CLAIM_ACTS

CARD = Desk(
    name="incidents",
    needs=("places", "reports"),
    facts=(
        facts.IncidentOpened,
        facts.IncidentDescribed,
        facts.IncidentClosed,
        facts.CampaignOpened,
        facts.PassageLinked,
        facts.PassageUnlinked,
        facts.ClaimMade,
        facts.ClaimPlaced,
        facts.ClaimRejected,
        facts.ClaimGraded,
        facts.VerificationSet,
        facts.IncidentsJoined,
        facts.JoinUndone,
        facts.SameVoiceDeclared,
    ),
    acts=(*INCIDENT_ACTS, *CLAIM_ACTS),
    views=rules.VIEWS,
    pages=pages.PAGES,
)
