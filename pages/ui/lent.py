"""What others let this reader look at: things lent to the class that they are in. The one place that knows.

Pages that open a job, a network, a ZIP or a photo by its name ask here. A reader's own opens without a question; of
anything else it is asked whether it is lent to a room that this reader is in. Nothing here lets anybody change or
delete what is lent.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from explorer import classroom, jobs, training
from explorer.errors import DataError, JobError, NetworkError
from explorer.images import Picture, open_image
from explorer.jobs import Job
from explorer.runtime import kept_files
from pages.ui import attending
from pages.ui.reader import reader

JOB, NETWORK, DATA, PHOTO = "job", "network", "data", "photo"
"""Kinds of things that are lent: a training, an ONNX file with all its cards, a ZIP, a photo."""


def things(kind: str) -> dict[str, str]:
    """Map the names of what is lent to this reader's rooms to its titles; nothing is asked outside of a room."""
    return {one.name: one.title for one in _open_things() if one.kind == kind} if attending.attended() else {}


def lender(kind: str, name: str) -> str:
    """Return who lends a thing to this reader, as `explorer.jobs.owner_of` says it; empty: nobody."""
    found = thing(kind, name)
    return found.owner if found else ""


def thing(kind: str, name: str) -> classroom.LentThing | None:
    """Return a thing that is lent to this reader; None: it is not."""
    known = classroom.rooms()
    return known.shared.lender(reader(), kind, name) if known.store.exists() else None


def job_folder(job: str) -> Path:
    """Return the folder of a job of this reader's, or of one that is lent.

    Raises:
        JobError: it is neither.
    """
    try:
        return jobs.own_folder(reader(), job)
    except JobError:
        if not (owner := lender(JOB, job)):
            raise
        return jobs.own_folder(reader(), job, lent_by=owner)


def lent_job(job: str) -> Job | None:
    """Return a job that is lent to this reader; None: it is not, or not there any more."""
    owner = lender(JOB, job)
    return next(iter(jobs.connected().owned_by([owner], [job])), None) if owner else None


def known_job(job: str) -> Job:
    """Return a job of this reader's, or one that is lent.

    Raises:
        JobError: it is neither.
    """
    try:
        return jobs.connected().get(reader(), job)
    except JobError:
        if not (found := lent_job(job)):
            raise
        return found


def check_network(name: str) -> None:
    """Check that this reader may open a network by its name.

    Raises:
        JobError, NetworkError: it is somebody else's and not lent, or nobody's any more.
    """
    if name.startswith(f"{JOB}/"):
        job_folder(name.removeprefix(f"{JOB}/"))
        return
    try:
        kept_files.check_network_owner(reader(), name)
    except NetworkError:
        if not (owner := lender(NETWORK, file_name(name))):
            raise
        kept_files.check_network_owner(reader(), name, lent_by=owner)


def check_data(name: str) -> None:
    """Check that this reader may open a data set by its name.

    Raises:
        DataError: it is somebody else's ZIP and not lent, or nobody's any more.
    """
    try:
        training.check_owner(reader(), name)
    except DataError:
        if not (owner := lender(DATA, name)):
            raise
        training.check_owner(reader(), name, lent_by=owner)


def network_lender(name: str) -> str:
    """Return who lends this reader the network to start a training from; empty: it is their own, or everybody's."""
    try:
        if name.startswith(f"{JOB}/"):
            jobs.own_folder(reader(), name.removeprefix(f"{JOB}/"))
        else:
            kept_files.check_network_owner(reader(), name)
    except JobError:
        return lender(JOB, name.removeprefix(f"{JOB}/"))
    except NetworkError:
        return lender(NETWORK, file_name(name))
    return ""


def file_name(network: str) -> str:
    """Return what names the file of an own network, with whichever card it is opened."""
    return network.partition("-")[0]


def photo(name: str) -> Picture | None:
    """Return a photo that is lent to this reader; None: it is not."""
    found = thing(PHOTO, name)
    data = classroom.rooms().shared.picture(reader(), name) if found else None
    return _decoded(data, found.title) if found and data else None


@lru_cache(maxsize=16)
def _decoded(data: bytes, title: str) -> Picture:
    return open_image(data, title)


def _open_things() -> tuple[classroom.LentThing, ...]:
    known = classroom.rooms()
    return known.shared.open_to(reader()) if known.store.exists() else ()
