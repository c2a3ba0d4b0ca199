"""A job while it runs, and how it went: progress, learning curves, and pictures with their changing answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures, training
from explorer.errors import message_from_json
from explorer.jobs import Job
from explorer.runtime import read_arrays, run_files
from pages.jobs.scene_results import about_of, part_charts, sample_scenes, watched_as_accuracy, watched_name
from pages.ui import lent
from pages.ui.components.chart import charts, rate_chart
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.errors import plain, show, told_to_reader
from pages.ui.text import _, say
from pages.ui.training_words import ACTIVE, class_names, duration, waiting_text


def live(job: Job) -> None:
    """Show how far a job is."""
    with told_to_reader():
        folder = lent.job_folder(job.id)
        progress, curve = run_files.read_record(folder / run_files.PROGRESS), run_files.curve_rows(folder)
        _bar(job, progress)
        for warning in progress.get("warnings", ()):
            st.warning(plain(say(message_from_json(warning))), icon=":material/warning:")
        about = about_of(job, folder)
        best, constant = _best(curve, balanced=bool(job.plan.get("class_weights")),
                               watched=about.get("watched", "")), _constant(job, folder)
        run = figures.Curve(_("this job"), watched_as_accuracy(curve, about), best, constant and constant.share,
                            uneven=constant is not None, border=border_of(job))
        charts([run], _epochs(job), key="jo", always=constant.category if constant else "",
               measure=watched_name(about))
        part_charts(curve, about, _epochs(job), key="jo")
        _samples(job, folder, best)
        rate_chart([run], _epochs(job), key="jo")


def _bar(job: Job, progress: Mapping[str, Any]) -> None:
    if job.state == "failed" and job.reason:
        show(job.reason)
    if job.state == "queued":
        st.progress(0.0, text=waiting_text(job))
    elif job.state in ("running", "stopped"):
        text = _told(progress) if job.state == "running" else _("Stopped; it can go on from its last finished epoch.")
        st.progress(min(1.0, max(0.0, float(progress.get("share") or 0))), text=text)


def _told(progress: Mapping[str, Any]) -> str:
    """Return where a run is, in one line."""
    if note := progress.get("note"):
        return plain(say(message_from_json(note)))
    if not progress.get("epoch"):
        return _("PyTorch is started.")
    parts = [_("Epoch {epoch} of {epochs}").format(**progress)]
    if progress.get("seconds_left") is not None:
        left = progress["seconds_left"]
        parts.append(_("about {span} left").format(span=duration(left)) if left >= 1 else _("a moment left"))
    if progress.get("loss") is not None:
        parts.append(_("loss {loss:.3f}").format(loss=progress["loss"]))
    if progress.get("learning_rate") is not None:
        parts.append(_("learning rate {rate:.2g}").format(rate=progress["learning_rate"]))
    return " · ".join(parts)


def _constant(job: Job, folder: Path) -> training.Largest | None:
    """Return the class whose name, always given, is right most often, and how often; None where classes are alike."""
    about = run_files.read_record(folder / run_files.NETWORK)
    if about.get("task"):  # things are found, not classes of whole pictures
        return None
    counts = about.get("pictures", {})  # not written by older runs
    watched = next((counts[part] for part in ("val", "test") if sum(counts.get(part, ()))), None)
    if watched is None or not training.is_uneven(watched):
        return None
    return training.largest(class_names(_data(job), about["categories"]), watched)


def _samples(job: Job, folder: Path, best: int | None) -> None:
    """Show some validation pictures with what the network made of them after the last epoch, or after any."""
    found = read_arrays(folder / run_files.SAMPLES)
    about = run_files.read_record(folder / run_files.NETWORK)
    answers = None if found is None else found["answers" if about.get("task") else "probabilities"]
    if found is None or best is None or answers is None or not len(answers):
        return
    last = len(answers)
    st.markdown(_("**Validation pictures, and the network's answers** :gray[after each epoch]"))
    number = last
    if last > 1 and job.state not in ACTIVE:
        number = st.select_slider(_("After epoch"), range(1, last + 1), value=min(best, last),
                                  key=f"jo_after_{job.id}")
    else:
        st.caption(_("After epoch {epoch}").format(epoch=number))
    if about.get("task"):
        sample_scenes(found, number)
        return
    images = found["images"].transpose(0, 2, 3, 1)
    categories = class_names(_data(job), about.get("categories", ()))
    tiles(images, _answers(found["labels"], found["probabilities"][number - 1], categories),
          key="jo_samples", side=76, name=_("Validation pictures"))


def _answers(labels: NDArray[np.int64], probabilities: NDArray[np.float32], categories: Sequence[str]) -> list[Tile]:
    given = probabilities.argmax(1)
    return [Tile(title=_name(categories, int(answer)), wrong=bool(answer != label),
                 note=_note(100 * row[answer], None if answer == label else _name(categories, int(label))))
            for label, answer, row in zip(labels, given, probabilities, strict=True)]


def _note(percent: float, truth: str | None) -> str:
    """Return how sure an answer is, and the true class where it is another."""
    sure = _("{share:.0f} %").format(share=percent)
    return sure if truth is None else _("{note} · is {truth}").format(note=sure, truth=truth)


def _name(categories: Sequence[str], number: int) -> str:
    return categories[number] if number < len(categories) else str(number)


def _data(job: Job) -> str:
    return str(job.plan.get("data", ""))


def _epochs(job: Job) -> int:
    return int(job.plan.get("epochs", 1))


def border_of(job: Job) -> int:
    """Return how many epochs of a job's first phase there are; 0: it has one phase."""
    return training.head_epochs(str(job.plan.get("how", "")), _epochs(job))


def _best(curve: Sequence[Mapping[str, float]], *, balanced: bool = False, watched: str = "") -> int | None:
    """Return the number of the epoch that is kept, as ``explorer.training.run_folder.files.best_of`` chooses it."""
    if not curve:
        return None
    chosen_by = watched or "val_accuracy"
    if balanced and all(isfinite(point.get("val_balanced", nan)) for point in curve):
        chosen_by = "val_balanced"
    best = max(curve, key=lambda point: (point[chosen_by], -point["val_loss"], -point["number"]))
    return int(best["number"])
