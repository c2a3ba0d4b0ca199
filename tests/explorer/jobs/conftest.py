"""Workers, readers' jobs and databases of a test's own."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from explorer.jobs.client import Jobs
from explorer.jobs.records import Job
from explorer.runtime.run_files import curve_rows

ROOT = Path(__file__).parents[3]
STAND_IN = shlex.join([sys.executable, "-m", "tests.explorer.jobs.stand_in"])
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Site:
    """A data folder, a database, the jobs in it and workers for them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.address = url.replace("postgresql:", "postgresql+psycopg:") or f"sqlite:///{folder / 'jobs.sqlite'}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._jobs: Jobs | None = None

    @property
    def jobs(self) -> Jobs:
        if self._jobs is None:
            self._jobs = Jobs(self.address, self.folder / "jobs")
        return self._jobs

    def worker(self, child: str = STAND_IN, **limits: object) -> subprocess.Popen[bytes]:
        """Start a worker; ``limits`` are settings."""
        environment = os.environ | {"EXPLORER_DATA": str(self.folder), "EXPLORER_DATABASE_URL": self.url,
                                    "PYTHONPATH": str(ROOT)}
        environment |= {f"EXPLORER_{name.upper()}": str(value) for name, value in limits.items()}
        command = [sys.executable, "-m", "explorer.jobs.worker", "--lease", "3", "--child", child]
        self.workers.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return self.workers[-1]

    def submit(self, reader: str = "ada", epochs: int = 3, seconds: float = 0.05, measured_s: float | None = None,
               **plan: Any) -> Job:
        """Queue a pretended training; ``measured_s``: how long its epochs are said to take."""
        return self.jobs.submit(reader, {"title": "Test", "epochs": epochs, "seconds": seconds, **plan},
                                epochs=epochs, images=100, seconds=measured_s)

    def wait(self, job: Job, *states: str, patience_s: float = 60) -> Job:
        """Return the job when it is in one of ``states``."""
        return until(lambda: found if (found := self.jobs.get(job.reader, job.id)).state in states else None,
                     patience_s, lambda: f"{self.jobs.get(job.reader, job.id)} is not {states}")

    def child(self, job: Job) -> int:
        """Return the number of the process that pretends to train, when it has begun."""
        return until(lambda: next((int(file.suffix[1:]) for file in self.alive(job) if running(int(file.suffix[1:]))),
                                  None), 30, lambda: "no child")

    def alive(self, job: Job) -> list[Path]:
        return list((self.folder / "jobs" / job.id).glob("alive.*"))

    def until_epoch(self, job: Job, epoch: int) -> None:
        """Wait until so many epochs are done."""
        until(lambda: len(self.epochs_done(job)) >= epoch, 30)

    def epochs_done(self, job: Job) -> list[dict[str, float]]:
        """Return the finished epochs; needs no database."""
        return curve_rows(self.folder / "jobs" / job.id)

    def gone(self, process: int) -> None:
        """Wait until a process is gone."""
        until(lambda: not running(process), 10, lambda: f"{process} lives")

    def overlapped(self, job: Job) -> bool:
        """Say whether two processes ever trained for the same job at once."""
        return (self.folder / "jobs" / job.id / "overlap").exists()

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGCONT)  # A test that failed may have left it frozen.
                worker.send_signal(signal.SIGTERM)
        for worker in self.workers:
            worker.wait(timeout=20)
        if self._jobs:
            self._jobs.close()


def until(probe: Callable[[], Any], patience_s: float, why: Callable[[], str] = lambda: "") -> Any:
    """Return what ``probe`` returns once it is true."""
    deadline = time.monotonic() + patience_s
    while not (found := probe()):
        if time.monotonic() > deadline:
            pytest.fail(f"Not within {patience_s} s. {why()}")
        time.sleep(0.05)
    return found


def running(process: int) -> bool:
    """Say whether a process lives; one that only waits for its parent to look does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Postgres:
    """A PostgreSQL server of the tests' own, reached through a socket in ``folder``. It refuses to be run by root."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries = folder, binaries
        self.running = False
        self.url = f"postgresql://test@/{{name}}?host={folder}"
        self.user: list[str | Path] = []
        if os.getuid() == 0:
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=test", "--no-sync")

    def start(self) -> None:
        self._run("pg_ctl", "start", "--silent", "-w", "-l", self.folder / "log",
                  "-o", f"-k {self.folder} -c listen_addresses= -c fsync=off")
        self.running = True

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--silent", "-w", "-m", "immediate")
        self.running = False

    def _run(self, command: str, *arguments: str | Path) -> None:
        subprocess.run([*self.user, self.binaries / command, "-D", self.folder / "data", *arguments], check=True,
                       stdout=subprocess.DEVNULL, cwd=self.folder)


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Run a server; without one, skip, or fail where CI promises that nothing is left out."""
    if not POSTGRES:
        reason = "PostgreSQL is missing: install it (Debian: apt-get install postgresql)."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    # Not below the tests' own folder: the address of a socket has little room, and other users may not look there.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = Postgres(Path(folder), POSTGRES[-1])
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Yield a running PostgreSQL server."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def site(request, tmp_path) -> Iterator[Site]:
    """Yield a site with each kind of database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").url.format(name=f"t{time.time_ns()}")
    yield from _closed(Site(tmp_path, url))


@pytest.fixture
def sqlite_site(tmp_path) -> Iterator[Site]:
    """Yield a site for what does not depend on the database."""
    yield from _closed(Site(tmp_path, ""))


def _closed(site: Site) -> Iterator[Site]:
    yield site
    site.close()
