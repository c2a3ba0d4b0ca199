"""Where the jobs' files and database are. The folder is shared by all machines, and so is the database."""

from __future__ import annotations

import os
from pathlib import Path

from explorer.settings import settings

ROOT = Path(__file__).parents[2]
"""The app's own folder; worker and children are started in it."""
PATIENT = {"OMP_WAIT_POLICY": "PASSIVE"}
"""Environment of every process that computes with torch, read when torch is loaded: threads that wait let others have
the processor. Otherwise, on a busy machine, they wait for one another in circles, and all crawl."""


def data_folder() -> Path:
    """Return the folder for all that is written, and make it."""
    folder = Path(settings().data).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def jobs_folder() -> Path:
    """Return the folder that holds one folder per job."""
    return data_folder() / "jobs"


def database_url() -> str:
    """Return the address of the database, as SQLAlchemy reads it."""
    url = settings().database_url
    if not url:
        return f"sqlite:///{data_folder() / 'jobs.sqlite'}"
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg{mark}{rest}" if scheme in {"postgres", "postgresql"} else url


def environment() -> dict[str, str]:
    """Return this process's environment for one that is started in ``ROOT``: the same data folder, wherever this is."""
    return PATIENT | os.environ | {"EXPLORER_DATA": str(data_folder())}
