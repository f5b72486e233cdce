"""What a figure is."""

from dataclasses import dataclass

from najda.incidents.facts import ClaimKind

STATUS = {"civilian": "civilian", "combatant": "combatant", "rescuer": "rescuer"}


AGE_SEX = {"child": "child", "woman": "woman", "man": "man"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One numeric proposal inside a sentence; ``start``/``end`` are tokens of its quote."""

    kind: ClaimKind
    low: int | None
    high: int | None
    bound: str | None
    unit: str
    scope: str
    start: int
    end: int
    rule: str
    status: str | None = None
    age_sex: str | None = None
    #: The phrase itself, where places and tellers are sought from.
    at: int = 0
    unconfirmed: bool = False
