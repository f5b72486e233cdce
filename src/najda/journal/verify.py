"""Checks every chain with nothing but the journal: signatures, hashes, numbers, heights, parts.

Works where parts are withheld, and needs no network.
"""

from collections import Counter
from typing import Any

from najda.journal import entry as bytes_of
from najda.journal.entry import MalformedBytes
from najda.journal.file import JournalFile, Stored
from najda.journal.keys import shell_is_signed

MOST_PROBLEMS = 100


def check_fact(stored: Stored) -> str | None:
    """What is wrong with one fact taken alone, or nothing."""
    try:
        shell = bytes_of.decode_shell(stored.shell)
        bytes_of.check_parts(shell, stored.parts)
    except MalformedBytes as wrong:
        return wrong.reason
    if bytes_of.shell_hash(stored.shell).hex() != stored.id:
        return "hash"
    if (shell.chain.hex(), shell.seq, shell.height) != (stored.chain, stored.seq, stored.height):
        return "address"
    if not shell_is_signed(shell.chain, stored.shell, stored.signature):
        return "signature"
    return None


def verify_folder(journal: JournalFile, root: str | None) -> dict[str, Any]:
    """Walk all chains; says which number of which chain breaks, and how.

    ``root`` is compared with the pinned root key; without it the answer says "root not compared".
    """
    problems: list[dict[str, Any]] = []
    counted: Counter[str] = Counter()
    gaps = 0
    for chain in _chains(journal):
        before: list[Stored] = []
        for stored in journal.of_chain(chain):
            counted[chain] += 1
            what = check_fact(stored) or _check_link(before, stored)
            if what == "gap":
                gaps += 1
            elif what is not None:
                problems.append({"chain": chain, "seq": stored.seq, "what": what})
            same_number = before and before[0].seq == stored.seq
            before = [*before, stored] if same_number else [stored]
    pinned = journal.local("root")
    return {
        "ok": not problems and (root is None or root == (pinned.hex() if pinned else None)),
        "facts": sum(counted.values()),
        "chains": len(counted),
        "gaps": gaps,
        "root": _root_verdict(pinned, root),
        "problems": problems[:MOST_PROBLEMS],
    }


def _chains(journal: JournalFile) -> list[str]:
    return [
        chain.hex()
        for (chain,) in journal.db.execute("SELECT DISTINCT chain FROM facts ORDER BY chain")
    ]


def _check_link(before: list[Stored], stored: Stored) -> str | None:
    """``before``: the bodies of the number held last; behind a fork either may be followed."""
    shell = bytes_of.decode_shell(stored.shell)
    if not before:
        if stored.seq == 1:
            return None if shell.previous == bytes_of.NO_PREDECESSOR else "link"
        return "gap"
    if before[0].seq == stored.seq:
        return "fork"
    if before[0].seq != stored.seq - 1:
        return "gap"
    followed = next((one for one in before if one.id == shell.previous.hex()), None)
    if followed is None:
        return "link"
    follows = bytes_of.follows_rightly(bytes_of.decode_shell(followed.shell), shell)
    return None if follows else "height"


def _root_verdict(pinned: bytes | None, root: str | None) -> str:
    if root is None:
        return "root not compared"
    return "root matches" if pinned is not None and pinned.hex() == root else "root DIFFERS"
