"""How well did we do, and what was missed? Only in an installation made for an exercise."""

from najda.engine.card import Desk
from najda.exercise import pages

CARD = Desk(name="exercise", needs=("places",), pages=pages.PAGES)
