"""All that an admin sees at a glance, and whether anything of it is not as it should be."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.errors import Message, message
from explorer.jobs import Job, jobs_folder
from explorer.monitoring.faults import Fault
from explorer.monitoring.processes import ProcessStatus, read_status
from explorer.monitoring.status_book import StatusBook
from explorer.runtime import size_text

LITTLE_FREE = 2**30
"""With less room than this on the disk an admin should know, bytes."""
LONG_S = 30 * 60.0
"""A job that waits longer than this is worth a word, s."""
SILENT_S = 45.0
"""A process that was not heard for so long has probably ended, or hangs, s."""


@dataclass(frozen=True, slots=True)
class ServerLook:
    """How the server is."""

    processes: Sequence[ProcessStatus]
    """Those of the app first, the oldest first."""
    jobs: Sequence[Job]
    faults: Sequence[Fault]
    switches: Mapping[str, tuple[str, float]]
    """State of each switch that was ever moved, and when, s since 1970."""
    disk_free: int
    disk_total: int
    database: str
    """Name and version."""
    moment: float
    """s since 1970."""

    @property
    def readers(self) -> int:
        """Return how many readers are connected now."""
        return sum(one.readers for one in self.processes)

    @property
    def workers(self) -> int:
        """Return how many workers are alive."""
        return sum(one.kind == "worker" and one.age_s < SILENT_S for one in self.processes)

    @property
    def running(self) -> int:
        """Return how many jobs run."""
        return sum(job.state == "running" for job in self.jobs)

    @property
    def waiting(self) -> int:
        """Return how many jobs wait."""
        return sum(job.state == "queued" for job in self.jobs)

    @property
    def longest_wait_s(self) -> float:
        """Return for how long the job has waited that was submitted first of those that wait, s; 0: none waits."""
        return max((self.moment - job.created for job in self.jobs if job.state == "queued"), default=0.0)

    @property
    def errors(self) -> int:
        """Return how many errors there were in the last hour."""
        return sum(fault.count for fault in self.faults)


def look(jobs: Sequence[Job], book: StatusBook) -> ServerLook:
    """Return how the server is, over all its processes.

    Args:
        jobs: of all readers.

    Raises:
        JobError: the database does not answer.
    """
    found = [read_status(age_s, told) for age_s, told in book.processes()]
    folder = jobs_folder().parent
    disk = shutil.disk_usage(folder if folder.is_dir() else folder.anchor)
    return ServerLook(sorted(found, key=lambda one: (one.kind, one.started)), jobs, book.faults(),
                      book.switches(), disk.free, disk.total, book.version(), time.time())


def troubles(found: ServerLook) -> list[Message]:
    """Return a sentence about each thing that is not as it should be, the worst first."""
    silent = [one for one in found.processes if one.age_s >= SILENT_S]
    versions = {one.version for one in found.processes}
    checks = [
        (not found.workers, message("No worker is alive: jobs wait until one is started.")),
        (found.disk_free < LITTLE_FREE, message("The disk has only {free} left. Remove jobs or data sets, or make it "
                                                "larger.", free=size_text(found.disk_free))),
        (bool(silent), message("Processes that were not heard for {seconds:.0f} s or more, and have probably "
                               "ended: {count}.", count=len(silent), seconds=SILENT_S)),
        (found.errors > 0, message("Errors in the last hour: {count:,}. They stand below with their traces.",
                                   count=found.errors)),
        (found.longest_wait_s > LONG_S, message("A job has waited for {minutes:.0f} min. Another worker would help.",
                                                minutes=found.longest_wait_s / 60)),
        (len(versions) > 1, message("The processes run {count} versions of the app; start them all again.",
                                    count=len(versions)))]
    return [said for holds, said in checks if holds]
