"""What runs out, when?"""

from najda.engine.card import Desk
from najda.supplies import facts, pages, rules
from najda.supplies.acts import ACTS

CARD = Desk(
    name="supplies",
    needs=(),
    facts=(
        facts.StockItemNamed,
        facts.StockCounted,
        facts.StockMoved,
        facts.SupplyRequested,
        facts.RequestAnswered,
    ),
    acts=ACTS,
    views=rules.VIEWS,
    pages=pages.PAGES,
)
