"""Whose people were harmed: "five of its members", told by a rescue service, are rescuers."""

from dataclasses import replace

from najda.incidents.facts import ClaimKind
from najda.reading.counting.figure import Figure
from najda.reading.passage import Passage

_OWN = {"its", "their", "our"}
_MEMBERS = {"members", "member", "volunteers", "volunteer", "workers", "colleagues", "crew", "men",
            "teams", "staff", "people", "personnel"}  # fmt: skip
_RESCUE = ("white helmets", "civil defence", "civil defense", "rescue service", "rescuers")


def of_rescuers(passage: Passage, figure: Figure, tellers: tuple[str, ...]) -> Figure:
    """The figure, of rescuers where a rescue service tells of its own dead."""
    if figure.kind is not ClaimKind.KILLED or not tellers:
        return figure
    words = [token.form for token in passage.tokens[figure.start : figure.end]]
    own = any(
        one in _OWN and _MEMBERS & set(words[at + 1 : at + 3]) for at, one in enumerate(words)
    )
    rescue = any(name in tellers[0].casefold() for name in _RESCUE)
    return replace(figure, kind=ClaimKind.RESCUER_KILLED) if own and rescue else figure
