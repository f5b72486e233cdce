"""Witness facts: changed heads only, every ten minutes or hundred facts that are no witness."""

import pytest

from najda.journal.control import HeadsWitnessed
from najda.net.copies import Family
from najda.net.witness import WITNESS_FACTS, WITNESS_SECONDS, Witness, witnessed
from rooms import Organisation, facts_of, give, revoke, say, small_report


class Watch:
    """A witness at a base, with a machine clock in the test's hand."""

    def __init__(self, organisation: Organisation, base: int) -> None:
        self.room = organisation.bases[base].room
        self.now = 0.0
        self.takes = True
        self.one = self.fresh()

    def fresh(self) -> Witness:
        return Witness(lambda: self.room.reader().journal, self._family, self._say)

    def _family(self) -> Family:
        members = self.room.arrivals.admission.members
        living = frozenset(chain for chain, member in members.items() if member.cut is None)
        return Family(self.room.own_chain, living)

    def _say(self, said: HeadsWitnessed) -> bool:
        if self.takes:
            say(self.room, said)
        return self.takes

    def after(self, seconds: float) -> dict[str, int]:
        self.now += seconds
        return {head.chain: head.seq for head in self.one.look(self.now)}


@pytest.fixture
def watch(organisation: Organisation) -> Watch:
    organisation.join("B")
    return Watch(organisation, 0)


def chain_b(organisation: Organisation) -> str:
    return organisation.bases[1].room.own_chain


def tell(organisation: Organisation, count: int) -> int:
    """B says some reports and A hears them; gives B's last number."""
    b = organisation.bases[1].room
    say(b, *[small_report(str(n)) for n in range(count)])
    give(facts_of(b), organisation.room)
    return list(b.reader().journal.of_chain(b.own_chain))[-1].seq


def test_every_ten_minutes_what_is_new(organisation: Organisation, watch: Watch) -> None:
    """Not before ten minutes, only changed heads, then silence while nothing is new."""
    assert watch.after(1) == {}
    last = tell(organisation, 3)

    assert watch.after(WITNESS_SECONDS - 2) == {}
    assert watch.after(2) == {chain_b(organisation): last}
    assert watch.after(WITNESS_SECONDS) == {}
    assert watch.after(10 * WITNESS_SECONDS) == {}


def test_a_hundred_facts_do_not_wait(organisation: Organisation, watch: Watch) -> None:
    """A busy night is witnessed sooner."""
    watch.after(1)
    last = tell(organisation, WITNESS_FACTS)

    assert watch.after(1) == {chain_b(organisation): last}
    assert watch.after(1) == {}


def test_witnesses_are_not_witnessed(organisation: Organisation, watch: Watch) -> None:
    """Two bases at rest fall silent: a witness fact alone is no news."""
    other = Watch(organisation, 1)
    watch.after(1)
    other.after(1)
    tell(organisation, 2)
    assert watch.after(WITNESS_SECONDS)
    give(facts_of(organisation.room), other.room)
    other.after(WITNESS_SECONDS)
    give(facts_of(other.room), organisation.room)

    assert watch.after(WITNESS_SECONDS) == {}
    assert watch.after(WITNESS_SECONDS) == {}


def test_a_restart_and_a_full_disk_lose_no_witness(
    organisation: Organisation, watch: Watch
) -> None:
    """What the disk did not take is said later; after a restart nothing is said twice."""
    watch.after(1)
    last = tell(organisation, 1)
    watch.takes = False
    assert watch.after(WITNESS_SECONDS) == {}
    watch.takes = True
    assert watch.after(1) == {chain_b(organisation): last}
    watch.one = watch.fresh()
    watch.after(1)
    assert watch.after(WITNESS_SECONDS) == {}
    found = list(witnessed(organisation.room.reader().journal))
    assert [(one.by, one.head.seq) for one in found] == [(organisation.room.own_chain, last)]


def test_what_lies_beyond_a_cut_is_not_witnessed(organisation: Organisation, watch: Watch) -> None:
    """A revoked base's chain is witnessed no more."""
    watch.after(1)
    last = tell(organisation, 2)
    revoke(organisation, chain_b(organisation), last - 1, "0" * 64)

    assert watch.after(WITNESS_SECONDS) == {}
