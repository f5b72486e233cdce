"""Two bodies under one number of a chain: what a base says of it, and how its own chain goes on.

Runs on the writing connection, inside the caller's transaction; what is said is written by the
caller.
"""

from dataclasses import replace

from najda.engine.card import Draft
from najda.journal.admission import Admission, succession_statement
from najda.journal.control import (
    ChainStarted,
    Endorsement,
    ForkProven,
    Head,
    HeadsWitnessed,
)
from najda.journal.entry import NO_PREDECESSOR
from najda.journal.file import JournalFile, Stored
from najda.journal.keys import SigningKey


def proof(journal: JournalFile, stored: Stored) -> list[Draft]:
    """Where another base's number came with a second body: said once, for the chiefs to see."""
    bodies = [one.id for one in journal.of_chain(stored.chain, stored.seq, stored.seq)]
    if len(bodies) != 2:  # noqa: PLR2004 - a third body proves nothing new
        return []
    first, second = bodies
    return [Draft(ForkProven(chain=stored.chain, seq=stored.seq, first=first, second=second))]


def go_on_under_a_new_key(
    journal: JournalFile, admission: Admission, letter: str, theirs: Stored
) -> list[Draft]:
    """Give the journal a new key, named by the old one; gives what is to be said under it.

    The old chain stays as it is for all to see.
    """
    old, tip = journal.own_key, journal.tip
    if old is None:
        raise RuntimeError("this folder has no chain yet")
    new = SigningKey.new()
    predecessor = old.public.hex()
    ours = [
        one.id
        for one in journal.of_chain(theirs.chain, theirs.seq, theirs.seq)
        if one.id != theirs.id
    ]
    # Numbers alone would never bring our own last facts to the others: a hash does.
    ours_last = Head(chain=predecessor, seq=tip.seq, hash=tip.hash.hex())
    started = _succession(journal, admission, letter, new, old)
    journal.own_key = new
    journal.tip = replace(tip, seq=0, hash=NO_PREDECESSOR)
    journal.set_local("signing_seed", new.seed)
    return [
        Draft(started),
        *(
            Draft(ForkProven(chain=predecessor, seq=theirs.seq, first=one, second=theirs.id))
            for one in ours
        ),
        Draft(HeadsWitnessed(heads=(ours_last,))),
    ]


def _succession(
    journal: JournalFile, admission: Admission, letter: str, new: SigningKey, old: SigningKey
) -> ChainStarted:
    predecessor, chain = old.public.hex(), new.public.hex()
    signed = succession_statement(chain, predecessor, letter)
    certificate = journal.local("tls_certificate")
    member = admission.members.get(predecessor)
    return ChainStarted(
        root=(journal.local("root") or b"").hex(),
        letter=letter,
        name=member.name if member else letter,
        predecessor=predecessor,
        endorsement=Endorsement(key=predecessor, signature=old.sign_statement(signed)),
        certificate=certificate.hex() if certificate else None,
    )
