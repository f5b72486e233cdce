"""Bugs planted in a running base, one at a time: the checker must find each (``make planted``).

``NAJDA_PLANT`` names one; ``clocked.py`` plants it before the base starts. Each stands for a kind
of mistake that people make in such systems; ``docs/checker.md`` says which judgement sees it.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from najda.journal.entry import SALT_BYTES, decode_meta
from najda.journal.keys import SigningKey
from najda.vocabulary import Part, Standing


def _plant(owner: type, name: str, new: Any) -> None:
    getattr(owner, name)  # a bug planted where nothing grows any more is none
    setattr(owner, name, new)


def _everywhere(old: Any, new: Any) -> None:
    """Put ``new`` wherever a module of ours holds ``old``."""
    for name, module in list(sys.modules.items()):
        if name.startswith("najda"):
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)


def answered_before_the_commit() -> None:
    """An act is answered once it is decided, a moment before its batch is on the disk."""
    from najda.engine.writer import Writer

    commit = Writer._commit

    def early(self: Any, batch: list[Any], *, quiet: bool = False) -> None:
        jobs = [replace(job, work=_answering(job), future=Future()) for job in batch]
        commit(self, jobs, quiet=quiet)

    _plant(Writer, "_commit", early)


def _answering(job: Any) -> Callable[[], Any]:
    def work() -> Any:
        try:
            result = job.work()
        except Exception as wrong:
            job.future.set_exception(wrong)
            raise
        job.future.set_result(result)
        time.sleep(0.02)
        return result

    return work


def disk_error_swallowed() -> None:
    """A batch that the disk did not take is answered as if it had."""
    from najda.engine.writer import NotStored, Writer

    submit = Writer.submit

    def kind(self: Any, work: Callable[[], Any]) -> Any:
        made: list[Any] = []

        def noted() -> Any:
            made.append(work())
            return made[0]

        inner = submit(self, noted)
        outer: Future[Any] = Future()

        def pass_on(done: Any) -> None:
            wrong = done.exception()
            if isinstance(wrong, NotStored) and made:
                outer.set_result(made[0])
            elif wrong is not None:
                outer.set_exception(wrong)
            else:
                outer.set_result(done.result())

        inner.add_done_callback(pass_on)
        return outer

    _plant(Writer, "submit", kind)


def own_facts_only() -> None:
    """A base passes on what it said itself, and nothing of others."""
    from najda.net import holdings

    missing = holdings.missing_for

    def own(journal: Any, theirs: Any) -> Iterator[Any]:
        chain = SigningKey.from_seed(journal.local("signing_seed")).public.hex()
        return (one for one in missing(journal, theirs) if one.chain == chain)

    _everywhere(missing, own)


def relay_drops_words() -> None:
    """A base that passes on others' facts leaves out the raw words."""
    from najda.net import holdings

    missing = holdings.missing_for

    def without_text(journal: Any, theirs: Any) -> Iterator[Any]:
        chain = SigningKey.from_seed(journal.local("signing_seed")).public.hex()
        for one in missing(journal, theirs):
            kept = dict(one.parts)
            kept.pop(Part.TEXT, None)
            yield one if one.chain == chain else replace(one, parts=kept)

    _everywhere(missing, without_text)


def rows_by_arrival() -> None:
    """Rows are derived in the order in which facts came."""
    from najda.journal import order

    _everywhere(order.in_order, list)


def rows_by_clock() -> None:
    """Who has the latest clock has the last word."""
    from najda.journal import order

    _everywhere(order.in_order, lambda some: sorted(some, key=lambda e: (e.wall_ms, e.id)))


def page_by_own_clock() -> None:
    """Pages reckon ages by a clock of the process's own."""
    from najda.scene_clock import SceneClock

    now = SceneClock.now_ms
    ahead = os.getpid() % 97 * 60_000
    _plant(SceneClock, "now_ms", lambda self: now(self) + ahead)


def gap_not_asked_for() -> None:
    """A vector names the greatest number held, as if nothing before it were missing."""
    from najda.net import vector

    _everywhere(vector.held_from_numbers, lambda some: vector.ChainHeld(max(some, default=0)))


def restored_keeps_its_key() -> None:
    """A restored base goes on under its old key and numbers."""
    from najda.engine.operations_room import OperationsRoom

    _plant(OperationsRoom, "_go_on_under_a_new_key", lambda *_: None)


def fork_not_told() -> None:
    """Two bodies for a number are kept and nobody is told."""
    from najda.engine.operations_room import OperationsRoom
    from najda.journal.control import ForkProven

    say = OperationsRoom._say_by_itself

    def silent(self: Any, drafts: Any) -> None:
        say(self, [one for one in drafts if not isinstance(one.said, ForkProven)])

    _plant(OperationsRoom, "_say_by_itself", silent)


def one_copy_more() -> None:
    """Copies count the base that asks twice."""
    from najda.net.copies import Holders

    kept = Holders.kept

    def more(self: Any, *about: Any) -> Any:
        found = kept(self, *about)
        return replace(found, copies=found.copies + 1)

    _plant(Holders, "kept", more)


def stranger_counts() -> None:
    """Whoever signs counts."""
    from najda.engine.arrivals import Arrivals

    standing = Arrivals.standing_of

    def open_door(self: Any, stored: Any) -> Standing:
        found = standing(self, stored)
        return Standing.COUNTS if found is Standing.FOREIGN else found

    _plant(Arrivals, "standing_of", open_door)


def revoked_by_arrival() -> None:
    """What came before the news of a revocation counts for ever."""
    from najda.engine.arrivals import Arrivals

    restand = Arrivals._restand

    def stays(self: Any, stored: Any) -> None:
        member = self.admission.members.get(stored.chain)
        if member is None or member.cut is None:
            restand(self, stored)

    _plant(Arrivals, "_restand", stays)


def last_claim_only() -> None:
    """A base's newer figure takes the place of what others say."""
    from najda.incidents import claims

    derive = claims.derive_claim

    def one(entries: Any) -> Any:
        row = derive(entries)
        return row and replace(row, claims=row.claims[1:] if len(entries) % 2 else row.claims)

    _replace_view("incidents.claim", one)


def last_wording_only() -> None:
    """A correction takes the place of what stood there."""
    from najda.reports import rules

    derive = rules.derive_report

    def one(entries: Any) -> Any:
        row = derive(entries)
        return row and replace(row, versions=row.versions[-1:])

    _replace_view("reports.report", one)


def _replace_view(name: str, derive: Callable[[Any], Any]) -> None:
    from najda.engine import discovery

    find = discovery.find_desks

    def found() -> Any:
        desks = find()
        views = {key: replace(view, derive=derive) if key == name else view
                 for key, view in desks.views.items()}  # fmt: skip
        return replace(desks, views=views)

    _everywhere(find, found)


def gap_closes_unseen() -> None:
    """Rows are not made anew when the gap before a fact closes."""
    from najda.engine.arrivals import Arrivals

    _plant(Arrivals, "_close_gap", lambda *_: None)


def stale_rows() -> None:
    """Later callouts' rows are not derived when they come, at every base alike."""
    from najda.engine.views import Views

    take_in = Views.take_in

    def forgetful(self: Any, n: int, entry: Any, **about: Any) -> Any:
        before = set(self._unsettled)
        found = take_in(self, n, entry, **about)
        if entry.kind == "dispatch.UnitSent" and entry.height > 200:
            for key in self._unsettled.keys() - before:
                del self._unsettled[key]
        return found

    _plant(Views, "take_in", forgetful)


def unknown_kind_dropped() -> None:
    """A fact of a newer version is not kept."""
    from najda.engine.operations_room import OperationsRoom

    receive = OperationsRoom._receive_one

    def strict(self: Any, signed: Any) -> str:
        kind = decode_meta(signed.parts[Part.META][SALT_BYTES:]).kind
        return receive(self, signed) if kind in self.desks.kinds else "unknown"

    _plant(OperationsRoom, "_receive_one", strict)


PLANTS: dict[str, Callable[[], None]] = {
    one.__name__: one
    for one in (
        answered_before_the_commit, disk_error_swallowed, own_facts_only, relay_drops_words,
        rows_by_arrival, rows_by_clock, page_by_own_clock, gap_not_asked_for,
        restored_keeps_its_key, fork_not_told, one_copy_more, stranger_counts,
        revoked_by_arrival, last_claim_only, last_wording_only, gap_closes_unseen, stale_rows,
        unknown_kind_dropped,
    )
}  # fmt: skip
