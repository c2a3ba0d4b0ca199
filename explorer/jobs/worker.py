"""The process that runs jobs: ``python -m explorer.jobs.worker``. As many as there are machines or GPUs.

DBOS hands each queued job to one worker. What a worker was doing when it died is taken up by itself when it returns,
or by another one that sees its lease run out.
"""

from __future__ import annotations

import argparse
import logging
import os
import shlex
import signal
import socket
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO, Any

from dbos import DBOS, error as dbos_error
from sqlalchemy.exc import SQLAlchemyError

from explorer.errors import ExplorerError
from explorer.jobs import database as leases
from explorer.jobs.bell import LISTEN_S, Bell
from explorer.jobs.database import APP, AWAY, QUEUE, VERSION, WORKFLOW
from explorer.jobs.forecast import Forecast
from explorer.jobs.paths import data_folder, database_url, jobs_folder, take
from explorer.jobs.ready import close_all, ready
from explorer.jobs.recovery import prepare
from explorer.jobs.schema import check_form
from explorer.jobs.supervisor import CHILD, Supervision
from explorer.jobs.turns import next_reader
from explorer.monitoring import heartbeat
from explorer.runtime import TEXT, adopt, settle_logs
from explorer.settings import settings

LEASE_S = 20.0
"""How long a worker is silent before another one takes its jobs over, s."""
BEAT_S, WATCH_S, QUEUE_S = 2.0, 0.4, 0.4
IDLE_S = 5.0
"""How long a job may be this worker's without being supervised, s."""
FAREWELL_S = 5.0
FOLDER_S = 30.0
ASKED_FOR = (dbos_error.DBOSAwaitedWorkflowCancelledError, dbos_error.DBOSNonExistentWorkflowError)
LOG = logging.getLogger(__name__)


def is_news(record: logging.LogRecord) -> bool:
    """Say whether DBOS reports a fault. That a workflow was cancelled or deleted is what a reader asked for, and that
    the database is away the worker says itself."""
    return not (record.exc_info and isinstance(record.exc_info[1], (*ASKED_FOR, *AWAY)))


class Worker:
    """Takes jobs from the queue and supervises them."""

    def __init__(self, name: str, lease_s: float, child: Sequence[str]) -> None:
        self.name, self.child = name, child
        self.leases = leases.Leases(leases.engine(database_url()), name, lease_s)
        self.bell = Bell(self.leases.database)
        self.stopping = Event()
        self._running: dict[str, Supervision] = {}
        self._lock = Lock()
        self._beaten = 0.0
        self._idle: dict[str, float] = {}
        self._complaint = ""
        self._file = leases.file_of(database_url())
        self._opened: tuple[int, int] | None = None
        self.begins_anew = False
        """Whether this process is to begin anew with another database, as `main` does."""

    def launch(self) -> None:
        """Connect, take up what this worker was doing before, and listen to the queue."""
        running = DBOS(config={"name": APP, "system_database_url": database_url(), "application_version": VERSION,
                     "executor_id": self.name, "log_level": "ERROR"})
        logging.getLogger("dbos").addFilter(is_news)
        adopt(logging.getLogger("dbos"))
        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)(self._workflow())
        self._enter()
        if self.stopping.is_set():
            return
        DBOS.launch()
        self._keep_order(running)
        self.bell.teach([*running.background_thread_stop_events, running._background_jobs_stop_event])
        limits = settings()
        DBOS.register_queue(QUEUE, worker_concurrency=limits.jobs_per_worker,
                            global_concurrency=max(limits.jobs_running, limits.jobs_per_worker),
                            partition_concurrency=min(limits.jobs_running_per_reader, limits.jobs_running),
                            polling_interval_sec=QUEUE_S, on_conflict="always_update")

    def _keep_order(self, running: DBOS) -> None:
        """Let jobs start as `explorer.jobs.turns` orders them: DBOS draws lots among readers, and nobody could be told
        how long they wait."""
        each = min(settings().jobs_running_per_reader, settings().jobs_running)
        waiting_readers, forecast = running._sys_db.get_queue_partitions, Forecast(jobs_folder())

        def first(queue: str) -> list[str]:
            found = waiting_readers(queue)
            if len(found) < 2:
                return found
            jobs = DBOS.list_workflows(name=WORKFLOW, status=["ENQUEUED", "PENDING"], load_input=False,
                                       load_output=False)
            waiting = forecast.in_turn([one for one in jobs if one.status == "ENQUEUED"])
            chosen = next_reader([one.authenticated_user or "" for one in waiting],
                                 Counter(one.authenticated_user or "" for one in jobs if one.status == "PENDING"), each)
            return [reader for reader in found if reader == chosen]

        setattr(running._sys_db, "get_queue_partitions", first)  # noqa: B010, its type names its argument

    def _enter(self) -> None:
        """Make the tables where they are missing, and take the lease; wait for a database that is away."""
        while not self.stopping.is_set():
            try:
                prepare(database_url(), jobs_folder())
                self.leases.beat()
            except (OSError, SQLAlchemyError, sqlite3.Error, ExplorerError) as error:
                self._tell(error)
                self.stopping.wait(BEAT_S)
            else:
                self._opened = leases.identity(self._file)
                return

    def _tell(self, error: Exception | None) -> None:
        """Say in the log that the database is away and why, or that it is back; each once."""
        complaint = str(error or "").partition("\n")[0]
        if complaint != self._complaint:
            self._complaint = complaint
            LOG.warning("The database is away: %s", complaint) if error else LOG.warning("The database is back")

    def watch(self) -> None:
        """Look after the lease and the jobs until the process ends; a database that is away is waited for."""
        while not self.stopping.wait(LISTEN_S if self.bell.sleeps else WATCH_S):
            if leases.identity(self._file) != self._opened:
                self._begin_anew("is another file")
                continue
            try:
                if self.bell.sleeps and self.bell.listen():
                    self._beaten = 0.0
                self._end_lost()
                if time.monotonic() - self._beaten > self.leases.pace(BEAT_S, quiet=self.bell.sleeps):
                    self._beaten = time.monotonic()
                    self.leases.beat()
                    self._take_over()
                    self._tell(None)
            except Exception as error:  # Whatever it was, the jobs must be looked after.
                if leases.is_damage(error):
                    self._begin_anew("is damaged")
                elif isinstance(error, AWAY):
                    self._tell(error)
                else:
                    LOG.exception("The jobs could not be looked after; tried again soon")
                self.stopping.wait(BEAT_S)

    def _begin_anew(self, why: str) -> None:
        """End, and let `main` begin anew: nothing that DBOS holds open can be given another file."""
        LOG.warning("The database of the jobs %s; this worker begins anew", why)
        self.begins_anew = True
        self.stopping.set()

    def close(self) -> None:
        """End the children and give the jobs back; they go on at the next start, or with another worker."""
        with self._lock:
            for supervision in self._running.values():
                supervision.end()
        deadline = time.monotonic() + FAREWELL_S
        while self._running and time.monotonic() < deadline:
            time.sleep(0.05)
        if self.begins_anew:
            return
        try:
            self.leases.leave()
        except AWAY as error:
            self._tell(error)

    def _workflow(self) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def train(_plan: dict[str, Any]) -> dict[str, Any]:
            return self._supervise(str(DBOS.workflow_id))

        return train

    def _supervise(self, job: str) -> dict[str, Any]:
        """Return how the job ended. DBOS drops the answer where the job was stopped or taken over meanwhile."""
        supervision = Supervision(jobs_folder() / job, self.child)
        with self._lock:
            if earlier := self._running.get(job):
                earlier.end()
            self._running[job] = supervision
            if self.stopping.is_set():
                supervision.end()
        try:
            answer = supervision.run()
        finally:
            with self._lock:
                if self._running.get(job) is supervision:
                    del self._running[job]
        if self.stopping.is_set() and supervision.unwanted:
            Event().wait()  # An answer now would be taken for the job's end; the process ends in a moment.
        return answer

    def _end_lost(self) -> None:
        """End the children of jobs that were stopped, deleted or taken over by another worker."""
        with self._lock:
            running = dict(self._running)
        if not running:
            return
        found = DBOS.list_workflows(workflow_ids=list(running), load_input=False, load_output=False)
        mine = {one.workflow_id for one in found if one.status == "PENDING" and one.executor_id == self.name}
        for job in running.keys() - mine:
            running[job].end()

    def _take_over(self) -> None:
        """Queue the jobs of dead workers again, each once, whoever else does the same; sleep if there are no jobs."""
        found = DBOS.list_workflows(name=WORKFLOW, status=["ENQUEUED", "PENDING"], load_input=False, load_output=False)
        pending = [one for one in found if one.status == "PENDING"]
        for name in self.leases.dead({one.executor_id for one in pending if one.executor_id}):
            LOG.warning("Worker %s is gone; its jobs are queued again", name)
            DBOS._recover_pending_workflows([name])
            self.leases.bury(name)
        self._take_up({one.workflow_id for one in pending if one.executor_id == self.name})
        if not found and not self._running:
            self.bell.rest()

    def _take_up(self, mine: set[str]) -> None:
        """Queue jobs again that this worker should run and does not: the database was away when their end was told."""
        now = time.monotonic()
        self._idle = {job: self._idle.get(job, now) for job in mine - self._running.keys()}
        for job, since in self._idle.items():
            if now - since > IDLE_S:
                LOG.warning("Job %s is queued again", job)
                DBOS.resume_workflow(job, queue_name=QUEUE)


def own_name(folder: Path) -> tuple[str, IO[bytes]]:
    """Return a name that this process alone has while it holds the file, and that it gets again after a restart."""
    for number in count():
        name = f"{socket.gethostname()}-{number}"
        if file := _taken(folder / f"{name}.lock"):
            return name, file
    raise AssertionError


def _taken(path: Path) -> IO[bytes] | None:
    """Return what `take` returns; wait for a folder that cannot be written to."""
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return take(path)
        except OSError as error:
            LOG.warning("No job can be run: %s cannot be written (%s). Tried again in %.0f s", path, error.strerror,
                        FOLDER_S)
            time.sleep(FOLDER_S)


def stop_with_parent(stopping: Event) -> None:
    """Set ``stopping`` when the other end of standard input is closed."""
    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        stopping.set()

    Thread(target=wait, name="parent", daemon=True).start()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run jobs until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m explorer.jobs.worker", description="Run jobs until told to stop.")
    parser.add_argument("--beside-app", action="store_true", help="end when standard input is closed")
    parser.add_argument("--lease", type=float, default=LEASE_S, help="silence after which a worker counts as dead, s")
    parser.add_argument("--child", default=shlex.join(CHILD), help="command that runs one job, whose name is added")
    options = parser.parse_args(arguments)
    if not options.beside_app:  # The app has looked already.
        ready(check_form)
    settle_logs("worker")
    Thread(target=close_all, args=(data_folder(),), name="close", daemon=True).start()
    name, _lock = own_name(data_folder() / "workers")
    worker = Worker(name, options.lease, shlex.split(options.child))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stopping.set())
    if options.beside_app:
        stop_with_parent(worker.stopping)
    with heartbeat("worker"):
        worker.launch()
        Thread(target=worker.watch, name="watch", daemon=True).start()
        worker.stopping.wait()
        worker.close()
    if worker.begins_anew:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # The children end: their pipes are closed.
    os._exit(0)  # Jobs' threads wait for nothing that will come.


if __name__ == "__main__":
    logging.basicConfig(format=TEXT)
    main()
