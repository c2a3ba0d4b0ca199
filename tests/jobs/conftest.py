"""Workers, readers' jobs and databases of a test's own."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from explorer.jobs.client import Jobs
from explorer.jobs.records import Job

ROOT = Path(__file__).parents[2]
STAND_IN = shlex.join([sys.executable, str(Path(__file__).with_name("stand_in.py"))])
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Site:
    """A data folder, a database, the jobs in it and workers for them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.address = url or f"sqlite:///{folder / 'jobs.sqlite'}"
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

    def submit(self, reader: str = "ada", epochs: int = 3, seconds: float = 0.05, **plan: Any) -> Job:
        """Queue a pretended training."""
        return self.jobs.submit(reader, {"title": "Test", "epochs": epochs, "seconds": seconds, **plan},
                                epochs=epochs, images=100)

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

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
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


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Run a server of the tests' own; yield the address of its databases. It refuses to be run by root."""
    if not POSTGRES:
        reason = "PostgreSQL is missing: install it (Debian: apt-get install postgresql)."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    binaries, data = POSTGRES[-1], folder / "data"
    if as_user:
        subprocess.run(["chown", "postgres", str(folder)], check=True)
    subprocess.run([*as_user, binaries / "initdb", "-D", data, "-A", "trust", "-U", "test", "--no-sync"],
                   check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*as_user, binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
                               "-c", "fsync=off"], stderr=(folder.parent / "postgres.log").open("w"))
    try:
        until((folder / ".s.PGSQL.5432").exists, 30, (folder.parent / "postgres.log").read_text)
        yield f"postgresql://test@/{{name}}?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the address of a running PostgreSQL server, with ``{name}`` for a database."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "server").mkdir()
        with postgres_server(Path(folder) / "server") as url:
            yield url


@pytest.fixture(params=["sqlite", "postgres"])
def site(request, tmp_path) -> Iterator[Site]:
    """Yield a site with each kind of database."""
    url = ""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").format(name=f"t{time.time_ns()}")
        request.getfixturevalue("postgres")
    made = Site(tmp_path, url.replace("postgresql://", "postgresql+psycopg://"))
    yield made
    made.close()
