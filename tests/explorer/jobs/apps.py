"""A process that stands for the app: it keeps a worker beside itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.explorer.jobs.conftest import ROOT, STAND_IN, Site, running, until

CODE = """
import sys
from threading import Event
from explorer.jobs import app_worker
app_worker.WORKER = (*app_worker.WORKER, "--lease", "3", "--child", sys.argv[1])
app_worker.FIRST_S = 0
with app_worker.worker_beside():
    Event().wait()
"""


class App:
    """An app whose jobs are run by the command ``child``."""

    def __init__(self, site: Site, child: str = STAND_IN) -> None:
        self.site, self.child = site, child
        self.start()

    def start(self) -> None:
        environment = os.environ | {"EXPLORER_DATA": str(self.site.folder), "EXPLORER_DATABASE_URL": self.site.url}
        self.process = subprocess.Popen([sys.executable, "-c", CODE, self.child], cwd=ROOT, env=environment)

    def kept_up(self) -> bool:
        """Start it again where it was killed."""
        if self.process.poll() is not None:
            self.start()
        return True

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Kill it, and wait until its worker has gone too."""
        workers = below(self.process.pid)
        self.kill()
        until(lambda: not any(map(running, workers)), 20, lambda: "the worker outlived the app")

    def worker(self) -> int:
        """Return the number of the worker's process, once there is one."""
        return until(lambda: next(iter(below(self.process.pid)), None), 20)


def parent(process: int) -> int:
    """Return the process that started ``process``; 0 where that one is gone."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def below(process: int) -> list[int]:
    """Return the processes that ``process`` started and that live."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [number for number in numbers if parent(number) == process and running(number)]
