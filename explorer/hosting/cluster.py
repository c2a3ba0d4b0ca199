"""A PostgreSQL server of an instance's own, from installed packages, reached through a socket that only it opens."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import ExplorerError

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian's packages lie, a folder per version."""
USER, NAME = "explorer", "explorer"
"""Who owns the database, and what it is called."""
SYSTEM_USER = "postgres"
"""Whom Debian's package adds. PostgreSQL refuses to be run by root."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """PostgreSQL's files below ``folder``, and its programs in ``binaries``."""

    folder: Path
    binaries: Path

    @property
    def user(self) -> str | None:
        """Who has to run it; None: whoever runs this."""
        return SYSTEM_USER if os.getuid() == 0 else None

    @property
    def url(self) -> str:
        """Its address. Who may open the socket's folder may read the database, and that is its owner."""
        return f"postgresql://{USER}@/{NAME}?host={self.folder}"

    @property
    def command(self) -> list[str]:
        """What keeps it running in the foreground."""
        return [str(self.binaries / "postgres"), "-D", str(self.folder / "files"), "-k", str(self.folder),
                "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]

    def make(self) -> None:
        """Make the files where there are none, with an empty database.

        Raises:
            ExplorerError: PostgreSQL says why it cannot.
        """
        if (self.folder / "files" / "PG_VERSION").exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run(["initdb", "-D", "files", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C"])
        self._run(["postgres", "--single", "-D", "files", "postgres"], f"CREATE DATABASE {NAME}\n")

    def _run(self, command: Sequence[str], told: str = "") -> None:
        answer = subprocess.run([self.binaries / command[0], *command[1:]], input=told, text=True, capture_output=True,
                                check=False, cwd=self.folder, user=self.user, group=self.user,
                                extra_groups=[] if self.user else None)
        if answer.returncode:
            raise ExplorerError("PostgreSQL could not be set up in {folder}: {reason}", folder=str(self.folder),
                                reason=answer.stderr.strip())


def binaries(installed: Path = INSTALLED) -> Path:
    """Return the folder of the newest PostgreSQL's programs.

    Raises:
        ExplorerError: there is none.
    """
    found = sorted(installed.glob("[0-9]*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise ExplorerError("PostgreSQL is missing. Install it (Debian: apt-get install postgresql).")
    return found[-1].parent
