"""One writer thread with group commit: many requests, one flush to disk.

Each request runs in a savepoint of its own. Only after COMMIT has returned are the waiting
callers answered, and only after that are the screens told. If COMMIT fails, nobody is told
"saved" and every cache goes back to what the disk holds.
"""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import apsw

from najda.refused import Refused

T = TypeVar("T")
MAX_BATCH = 256
#: When nothing was asked for so long, what could wait is done.
QUIET_SECONDS = 0.1
#: Those who were answered together ask again together: so long the next batch waits for them.
GATHER_SECONDS = 0.0003


class NotStored(Exception):
    """The disk did not take the write; nothing of it was acknowledged."""


class Closed(Exception):
    """The base is being shut down (or sealed) and takes no more writes."""


@dataclass(slots=True)
class _Job:
    work: Callable[[], Any]
    future: "Future[Any]"


class Writer:
    """Runs work inside transactions, one thread, in order of arrival."""

    def __init__(
        self,
        db: apsw.Connection,
        *,
        mark: Callable[[], Any],
        restore: Callable[[Any], None],
        before_commit: Callable[..., None],
        after_commit: Callable[[], None],
    ) -> None:
        """``mark``/``restore`` keep what memory remembers in step with savepoints.

        ``before_commit(quiet=…)`` runs in each transaction; with True in one of its own, when
        nothing was asked for a while: then what could wait is done.
        """
        self._db = db
        self._mark = mark
        self._restore = restore
        self._before_commit = before_commit
        self._after_commit = after_commit
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._open = True
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="najda-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        """Queue work; the future is done after the commit that holds it."""
        future: Future[T] = Future()
        with self._lock:
            if not self._open:
                raise Closed
            self._jobs.put(_Job(work, future))
        return future

    def close(self) -> None:
        """Finish what is queued and stop."""
        with self._lock:
            if not self._open:
                return
            self._open = False
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        batch: list[_Job] = []
        while True:
            job = self._next()
            if job is None:
                return
            if len(batch) > 1:  # the one before
                time.sleep(GATHER_SECONDS)
            batch = [job]
            last = self._gather(batch)
            self._commit(batch)
            if last:
                return

    def _next(self) -> _Job | None:
        with suppress(queue.Empty):
            return self._jobs.get(timeout=QUIET_SECONDS)
        self._commit([], quiet=True)
        return self._jobs.get()

    def _gather(self, batch: list[_Job]) -> bool:
        """Take what else is waiting into the batch; True where the end was among it."""
        while len(batch) < MAX_BATCH and not self._jobs.empty():
            more = self._jobs.get()
            if more is None:
                return True
            batch.append(more)
        return False

    def _commit(self, batch: list[_Job], *, quiet: bool = False) -> None:
        before = self._mark()
        outcomes: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            self._db.execute("BEGIN IMMEDIATE")
            outcomes.extend(
                (job, *self._run_one(job))
                for job in batch
                if job.future.set_running_or_notify_cancel()
            )
            self._before_commit(quiet=quiet)
            self._db.execute("COMMIT")
        except apsw.Error as problem:
            self._undo_all(before)
            for job in batch:
                if not job.future.done():
                    job.future.set_exception(NotStored(str(problem)))
            return
        for job, result, wrong in outcomes:
            if wrong is not None:
                job.future.set_exception(wrong)
            else:
                job.future.set_result(result)
        self._after_commit()

    def _run_one(self, job: _Job) -> tuple[Any, BaseException | None]:
        mark = self._mark()
        self._db.execute("SAVEPOINT one")
        try:
            result = job.work()
        except apsw.IOError:
            raise  # the disk is not to be trusted: the whole batch fails
        except (apsw.FullError, apsw.CorruptError, apsw.NotADBError):
            raise
        except Refused as refused:
            self._undo_one(mark)
            return None, refused
        except Exception as problem:  # noqa: BLE001 - handed to the caller, never swallowed
            self._undo_one(mark)
            return None, problem
        self._db.execute("RELEASE one")
        return result, None

    def _undo_one(self, mark: Any) -> None:
        self._db.execute("ROLLBACK TO one")
        self._db.execute("RELEASE one")
        self._restore(mark)

    def _undo_all(self, mark: Any) -> None:
        if not self._db.get_autocommit():
            self._db.execute("ROLLBACK")
        self._restore(mark)
