"""Pictures of the data that a job was trained on, for pages that open its network on a photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer import networks, training
from explorer.errors import JobError, Message, message
from explorer.images import Picture, picture_of
from explorer.runtime import read_arrays, run_files
from explorer.scenes import drawn, random_scene
from pages.ui import lent
from pages.ui.class_names import class_text
from pages.ui.pickers.network import JOB
from pages.ui.pickers.weights import entry_of
from pages.ui.text import _, say

MOST_RIGHT, MOST_WRONG = 10, 4


def job_photos(network: str) -> Mapping[str, Picture]:
    """Return test pictures of the job ``network`` (``job/<id>``) by name: one per class, and the surest mistakes.

    Of networks that learned from scenes they are scenes. Empty for all other networks, and for jobs that this reader
    does not have. They are called in English, as links call them; `job_photo_titles` are for readers.
    """
    task = _scene_task(network)
    return scene_photos(task) if task else {name: one.picture for name, one in _tested(network).items()}


def job_photo_titles(network: str) -> dict[str, str]:
    """Return what readers call the pictures of `job_photos`, by name."""
    if task := _scene_task(network):
        return {name: _("Scene {number}").format(number=name.removeprefix(SCENE)) for name in scene_photos(task)}
    return {name: one.title() for name, one in _tested(network).items()}


SCENE = "scene"
SEEDS = range(700_001, 700_007)
"""Of scenes that are shown; networks learn from others."""
SCENE_SIDE = 256
"""Of their pictures, px: large enough to look at."""


def _scene_task(network: str) -> networks.NetworkTask | None:
    """Return what a network of this app answers that learned from scenes; None: it learned from other pictures."""
    entry = entry_of(network)
    return entry.task if entry and entry.kind == "bundled" and entry.task != "classify" else None


@lru_cache(maxsize=4)
def scene_photos(task: networks.NetworkTask) -> Mapping[str, Picture]:
    """Return a few scenes as pictures, by name: with one thing for a network that looks for one."""
    count = (1, 1) if task == "locate" else (2, 6)
    return MappingProxyType({f"{SCENE}{number}": picture_of(
        drawn(random_scene(seed, count=count), SCENE_SIDE), f"Scene {number}")
        for number, seed in enumerate(SEEDS, start=1)})


def _tested(network: str) -> Mapping[str, _Tested]:
    if not network.startswith(JOB):
        return {}
    try:
        folder = lent.job_folder(network.removeprefix(JOB))
    except JobError:
        return {}
    file = folder / run_files.SHOWN
    return _pictures(folder, file.stat().st_mtime_ns) if file.is_file() else {}


@dataclass(frozen=True, slots=True, eq=False)
class _Tested:
    """A test picture, the set it is from, its class, what the network took it for, and its row in the set."""

    picture: Picture
    data: str
    truth: str
    answer: str
    row: int

    def title(self) -> str:
        """Return what readers call it."""
        known = self.data in training.SETS
        truth, answer = (class_text(name) if known else name for name in (self.truth, self.answer))
        return say(_name(truth, answer, self.row))


def _name(truth: str, answer: str, row: int) -> Message:
    if not truth:
        return message("test scene {row}", row=row)
    if truth == answer:
        return message("{truth} · test picture {row}", truth=truth, row=row)
    return message("{truth}, taken for {answer} · test picture {row}", truth=truth, answer=answer, row=row)


def _scenes(images: NDArray[np.uint8], rows: list[int], data: str) -> dict[str, _Tested]:
    """Return scenes by name: those that were answered worst come first."""
    return {f"data{row}": _Tested(picture_of(np.ascontiguousarray(image), str(_name("", "", row))), data, "", "", row)
            for image, row in list(zip(images, rows, strict=True))[:MOST_RIGHT + MOST_WRONG]}


@lru_cache(maxsize=32)
def _pictures(folder: Path, _changed: int) -> Mapping[str, _Tested]:
    shown = read_arrays(folder / run_files.SHOWN)
    categories = run_files.read_record(folder / run_files.RESULT).get("categories", ())
    data = str(run_files.read_record(folder / run_files.PLAN).get("data", ""))
    if shown is None or not categories:
        return {}
    if "labels" not in shown:
        return MappingProxyType(_scenes(shown["images"], shown["rows"].tolist(), data))
    labels, answers, rows = shown["labels"], shown["predicted"], shown["rows"]
    right, wrong = labels == answers, labels != answers
    firsts = np.flatnonzero(right)[np.unique(labels[right], return_index=True)[1]]
    surest = np.flatnonzero(wrong)[np.argsort(-shown["confidence"][wrong], kind="stable")]
    found = {}
    for place in [*firsts[:MOST_RIGHT].tolist(), *surest[:MOST_WRONG].tolist()]:
        truth, answer, row = categories[labels[place]], categories[answers[place]], int(rows[place])
        picture = picture_of(np.ascontiguousarray(shown["images"][place]), str(_name(truth, answer, row)))
        found[f"data{row}"] = _Tested(picture, data, truth, answer, row)
    return MappingProxyType(found)
