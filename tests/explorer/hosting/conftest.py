"""An instance of a test's own: nginx, PostgreSQL, processes of the app and workers, as ``up`` starts them."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from explorer.hosting.layout import ROOT, Site
from explorer.hosting.run import await_ready
from tests.explorer.jobs.conftest import POSTGRES

BASE = "cnn"


def nginx_program() -> str:
    """Return nginx; without it, skip, or fail where CI promises that nothing is left out."""
    if found := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        return found
    return missing("nginx is missing: install it (Debian: apt-get install nginx-light).")


def missing(reason: str) -> str:
    return pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@dataclass(frozen=True)
class Hosted:
    """A running instance."""

    site: Site
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.site.port}{self.site.path}"

    def own(self, number: int) -> str:
        """Return the address of one process, past nginx."""
        return f"http://{self.site.process(number)}{self.site.path}"

    def command(self, *words: str) -> str:
        """Give a command as an administrator does; return what it prints."""
        return subprocess.run([sys.executable, "-m", "explorer.hosting", *words, "--folder", str(self.folder)],
                              cwd=ROOT, check=True, capture_output=True, text=True).stdout


@contextmanager
def instance(processes: int, workers: int, base: str = BASE) -> Iterator[Hosted]:
    """Run an instance below the path ``base`` until the block ends."""
    nginx_program()
    if not POSTGRES:
        missing("PostgreSQL is missing: install it (Debian: apt-get install postgresql).")
    # Not below the tests' own folder: PostgreSQL's user may not look there, and sockets have short names.
    with tempfile.TemporaryDirectory(prefix="up-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        found = Hosted(Site(port=free_row(processes + 2), base=base, processes=processes, workers=workers), folder)
        with (folder / "up.log").open("w") as log:
            up = subprocess.Popen([sys.executable, "-m", "explorer.hosting", "up", "--folder", name, "--base", base,
                                   "--port", str(found.site.port), "--processes", str(processes), "--workers",
                                   str(workers)], cwd=ROOT, stdout=log, stderr=log)
        try:
            for number in found.site.numbers:
                await_ready(f"{found.own(number)}/readyz", f"app{number}")
            yield found
        finally:
            up.terminate()
            up.wait(60)


def free_row(count: int) -> int:
    """Return the first of so many free ports in a row, below those that connections take by themselves."""
    while True:
        first = random.randrange(20_000, 32_000)
        with ExitStack() as stack, suppress(OSError):
            for port in range(first, first + count):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
