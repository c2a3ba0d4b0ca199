"""One job, in a process of its own: ``python -m explorer.jobs.child JOB``, started and watched by a worker.

It ends with the worker that started it, and no second process for the same job gets past the lock. How it ended is
told by its exit code, and by ``error.json`` where words are needed.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from threading import Thread

from explorer import training
from explorer.errors import ExplorerError, message_to_json
from explorer.jobs.folders import NOTE
from explorer.jobs.paths import held, jobs_folder
from explorer.runtime import run_files, settle_logs

DONE, BROKEN, REFUSED, NO_SPACE, NO_MEMORY, GONE, HELD = 0, 1, 10, 11, 12, 13, 14
NICE = 10
"""How far trainings stand back behind pages, as ``nice`` counts."""
LOCK_S = 30.0
LOG = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None, train: Callable[[Path], None] | None = None) -> int:
    """Train the job named on the command line; return the exit code. ``train`` is given the job's folder."""
    folder = jobs_folder() / (sys.argv[1:] if arguments is None else arguments)[0]
    end_with_parent()
    os.nice(NICE)
    if not folder.is_dir():
        return GONE
    with held(folder / run_files.LOCK, LOCK_S) as free:
        return _ending(folder, train or train_plan) if free else HELD


def end_with_parent() -> None:
    """End this process when the other end of its standard input is closed, which the system sees to."""
    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os._exit(BROKEN)

    Thread(target=wait, name="parent", daemon=True).start()


def train_plan(folder: Path) -> None:
    """Train what ``plan.json`` says, or go on with it."""
    plan = training.plan_from_json(run_files.read_record(folder / run_files.PLAN))
    training.train(plan, folder, report=_ignore, between_batches=_ignore)


def _ending(folder: Path, train: Callable[[Path], None]) -> int:
    """Run ``train`` and turn the way it ends into an exit code."""
    _clear(folder)
    if not (folder / run_files.PLAN).exists():
        return GONE
    try:
        train(folder)
    except Exception as error:
        code = _judged(error, folder)
        if code == BROKEN:
            LOG.exception("Job %s broke down", folder.name)
        return code
    return DONE


def _clear(folder: Path) -> None:
    """Remove the last complaint, and what a process that was killed left half written. The job is this process's own;
    only its supervisor writes beside it, and what that has under way is let be."""
    (folder / run_files.ERROR).unlink(missing_ok=True)
    for left in folder.glob(".*"):
        if not left.name.startswith((f".{run_files.STARTS}", f".{NOTE}")):
            left.unlink(missing_ok=True)


def _judged(error: Exception, folder: Path) -> int:
    """Return the exit code for ``error``, and write its words into the folder where they say more."""
    if _is_about(error, run_files.FULL, "No space left"):
        return NO_SPACE  # No words: where would they be written?
    if isinstance(error, ExplorerError):
        run_files.write_json(folder / run_files.ERROR, message_to_json(error.message))
        return REFUSED
    if isinstance(error, MemoryError) or _is_about(error, {errno.ENOMEM}, "t allocate memory", "ut of memory"):
        return NO_MEMORY
    return BROKEN


def _is_about(error: BaseException, numbers: Collection[int], *words: str) -> bool:
    """Say whether one of the system's errors ``numbers`` is behind ``error``; other languages' libraries only tell in
    words."""
    return any((isinstance(one, OSError) and one.errno in numbers) or any(word in str(one) for word in words)
               for one in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _ignore(*_: object) -> None:
    """Do nothing: the training writes what there is to know into its folder."""


if __name__ == "__main__":
    settle_logs("job", logging.BASIC_FORMAT)
    sys.exit(main())
