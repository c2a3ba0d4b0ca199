"""Pictures of the data that a job was trained on, for pages that open its network on a photo."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from explorer import jobs
from explorer.errors import JobError
from explorer.images import Picture, picture_of
from explorer.runtime import read_arrays, run_files
from pages.ui.pickers.network import JOB
from pages.ui.pickers.photo import NONE
from pages.ui.reader import reader
from pages.ui.text import _

MOST_RIGHT, MOST_WRONG = 10, 4


def job_photos(network: str) -> Mapping[str, Picture]:
    """Return test pictures of the job ``network`` (``job/<id>``) by name: one per class, and the surest mistakes.

    Empty for all other networks, and for jobs that this reader does not have.
    """
    if not network.startswith(JOB):
        return NONE
    try:
        folder = jobs.own_folder(reader(), network.removeprefix(JOB))
    except JobError:
        return NONE
    file = folder / run_files.SHOWN
    return _pictures(folder, file.stat().st_mtime_ns) if file.is_file() else NONE


@lru_cache(maxsize=32)
def _pictures(folder: Path, _changed: int) -> Mapping[str, Picture]:
    shown = read_arrays(folder / run_files.SHOWN)
    categories = run_files.read_record(folder / run_files.RESULT).get("categories", ())
    if shown is None or not categories:
        return NONE
    labels, answers, rows = shown["labels"], shown["predicted"], shown["rows"]
    right, wrong = labels == answers, labels != answers
    firsts = np.flatnonzero(right)[np.unique(labels[right], return_index=True)[1]]
    surest = np.flatnonzero(wrong)[np.argsort(-shown["confidence"][wrong], kind="stable")]
    found = {}
    for place in [*firsts[:MOST_RIGHT].tolist(), *surest[:MOST_WRONG].tolist()]:
        truth, answer = categories[labels[place]], categories[answers[place]]
        template = _("{truth} · test picture {row}") if truth == answer else _(
            "{truth}, taken for {answer} · test picture {row}")
        name = template.format(truth=truth, answer=answer, row=rows[place])
        found[f"data{rows[place]}"] = picture_of(np.ascontiguousarray(shown["images"][place]), name)
    return MappingProxyType(found)
