"""Can we get there?"""

from najda.engine.card import Desk
from najda.roads import pages, rules
from najda.roads.acts import ACTS
from najda.roads.facts import RoadClosed, RoadReopened

CARD = Desk(
    name="roads",
    needs=("incidents", "places"),
    facts=(RoadClosed, RoadReopened),
    acts=ACTS,
    views=rules.VIEWS,
    pages=pages.PAGES,
)
