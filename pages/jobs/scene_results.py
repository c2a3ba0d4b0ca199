"""A job that learned where things are: its parts of the loss, its measures, and scenes with truth and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures, scenes, training
from explorer.errors import message_from_json
from explorer.jobs import Job
from explorer.runtime import read_arrays, run_files
from pages.ui.class_names import class_word
from pages.ui.components.chart import curve_words, line_ends, plot
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.components.table import sorted_table
from pages.ui.errors import plain
from pages.ui.task_words import measure_meanings, measure_names, named, part_names
from pages.ui.text import _, say
from pages.ui.training_words import duration

NUMBER_WIDTH = 164
"""Of a number with what is said of it, px."""
SIDE = 150
"""Of a scene on the page, px."""
PAIR_SIDE = 300
"""Of a pair of truth and answer, px."""
SURE = 0.5
"""Boxes with a lower score are not drawn."""


def about_of(job: Job, folder: Path) -> dict[str, Any]:
    """Return what a job's folder says of its network; before it says anything, what follows from the job's plan."""
    task = training.scene_task(str(job.plan.get("data", "")))
    return ({"watched": training.WATCHED[task]} if task else {}) | run_files.read_record(folder / run_files.NETWORK)


def watched_as_accuracy(curve: Sequence[Mapping[str, float]], about: Mapping[str, Any]) -> list[Mapping[str, float]]:
    """Return the points of a curve with the watched measure where a chart looks for the accuracy."""
    watched = about.get("watched")
    if not watched:
        return list(curve)
    return [{**point, "val_accuracy": point[watched]} for point in curve if watched in point]


def watched_name(about: Mapping[str, Any]) -> str:
    """Return what the watched measure of a run is called; "" where it is accuracy."""
    watched = str(about.get("watched", ""))
    return measure_names().get(watched, watched)


def part_charts(curve: Sequence[Mapping[str, float]], about: Mapping[str, Any], epochs: int, *, key: str) -> None:
    """Show the parts of the loss, and all measures, side by side; nothing for classes of whole pictures."""
    if not about.get("parts"):
        return
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(_("**Parts of the loss** :gray[as they are added up; dotted: training]"))
        figure = figures.part_curves(curve, named(part_names(), about["parts"]), epochs=epochs, words=curve_words())
        plot(figure, key=f"{key}_parts", alt=_("Parts of the loss after each epoch.") + " " + line_ends(figure))
    with right:
        st.markdown(_("**Measures** :gray[of the validation scenes, %]"))
        figure = figures.measure_curves(curve, named(measure_names(), about["measures"]), epochs=epochs,
                                        words=curve_words())
        plot(figure, key=f"{key}_measures", alt=_("Measures after each epoch, %.") + " " + line_ends(figure))


def scene_numbers(found: Mapping[str, Any]) -> None:
    """Show how well a network says where things are, in numbers."""
    counted = _("{count:,} test scenes") if found["measured_on"] == "test" else _("{count:,} validation scenes")
    told = [(measure_names().get(name, name), f"{100 * value:.1f} %", measure_meanings().get(name))
            for name, value in found["measures"].items()]
    by = measure_names().get(found["watched"], found["watched"])
    with st.container(horizontal=True, gap="small", key="jo_numbers"):
        for name, value, meaning in told:
            _number(name, value, counted.format(count=found["measured"]), meaning)
        _number(_("Best epoch"), str(found["best_epoch"]),
                _("of {epochs}, by {measure} of the validation scenes").format(epochs=found["epochs"], measure=by))
        _number(_("Time"), duration(found["seconds"]), say(message_from_json(found["device"])))


def _number(name: str, value: str, more: str, meaning: str | None = None) -> None:
    with st.container(width=NUMBER_WIDTH, gap="small"):
        st.metric(name, value, help=meaning)
        st.caption(more)


def scene_results(folder: Path, found: Mapping[str, Any]) -> None:
    """Show test scenes with truth and answers, and each class' measure."""
    for note in found["notes"]:
        st.info(plain(say(message_from_json(note))), icon=":material/lightbulb:")
    shown = read_arrays(folder / run_files.SHOWN)
    if shown is not None:
        st.markdown(_("**Test scenes, the worst answered first** :gray[then others, better and better]"))
        st.caption(_quality()[found["task"]])
        _legend(found["task"])
        notes = [_("{share:.0f} %").format(share=100 * float(one)) for one in shown["quality"]]
        tiles(scene_pictures(shown["images"], shown, shown["answers"]), [Tile(note) for note in notes], key="jo_scenes",
              side=_side(shown["answers"]), name=_("Test scenes with truth and answers"))
    name = measure_names().get(found["watched"], found["watched"])
    things = _("Pixels") if found["task"] == "segment" else _("Things")
    rows = [{_("Class"): class_word(row["name"]), things: row["things"],
             _("Its measure, %"): None if row["value"] is None else round(100 * row["value"], 1)}
            for row in found["classes"]]
    with st.expander(_("Every class: {measure}").format(measure=name), icon=":material/table_rows:"):
        sorted_table(rows, name=_("Measure of each class"), key="jo_classes")


def _are_maps(answers: NDArray[Any]) -> bool:
    """Say whether answers are classes of pixels; otherwise they are boxes."""
    return answers.dtype == np.uint8


def _side(answers: NDArray[Any]) -> int:
    return PAIR_SIDE if _are_maps(answers) else SIDE


def _quality() -> dict[str, str]:
    """Return what the share below a scene says, by the task."""
    return {"locate": _("Below each: the IoU of its box, 0 % where the class is wrong."),
            "detect": _("Below each: F1, right boxes (IoU 0.5 or more, score 0.5 or more) counted twice over all boxes "
                        "that were said or are true."),
            "segment": _("Below each: how many of its pixels have the right class.")}


def _legend(task: str) -> None:
    """Say which colour is which kind, and which line is the truth."""
    spots = " ".join(f'<span style="white-space:nowrap"><i style="display:inline-block;width:12px;height:12px;'
                     f'background:{colour};border-radius:2px"></i> {_(scenes.KIND_NAMES[kind])}</span>'
                     for kind, colour in scenes.KIND_COLOURS.items())
    told = _("Left half: the truth, right half: the answer.") if task == "segment" else _(
        "Thin and white: the true box; thick: what the network said, in the colour of its kind.")
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:2px 14px;font-size:0.875rem">{spots}<span>{told}</span>'
            '</div>')


def sample_scenes(found: Mapping[str, Any], epoch: int) -> None:
    """Show some validation scenes with what the network answered after an ``epoch``, from 1."""
    answers = found["answers"][epoch - 1]
    images = found["images"].transpose(0, 2, 3, 1)
    _legend("segment" if _are_maps(answers) else "detect")
    tiles(scene_pictures(images, found, answers), [Tile("")] * len(images), key="jo_samples", side=_side(answers),
          name=_("Validation scenes with truth and answers"))


def scene_pictures(images: NDArray[np.uint8], truth: Mapping[str, Any],
                   answers: NDArray[Any]) -> NDArray[np.uint8]:
    """Return scenes (N, H, W, 3), enlarged, with what is true and what was said.

    Args:
        images: (N, H, W, 3).
        truth: ``true_boxes``, ``true_kinds`` and ``true_maps`` of the same scenes.
        answers: maps of classes (N, H, W), uint8; or boxes (N, T, 6), of which those with a score of 0.5 are drawn.
    """
    colours = list(scenes.KIND_COLOURS.values())
    if _are_maps(answers):
        return np.stack([
            np.concatenate([figures.scene_with_classes(image, classes, colours) for classes in both], axis=1)
            for image, *both in zip(images, truth["true_maps"], answers, strict=True)])
    return np.stack([
        figures.scene_with_boxes(image, boxes[kinds >= 0], said[said[:, 4] >= (SURE if len(said) > 1 else 0)], colours)
        for image, boxes, kinds, said in zip(images, truth["true_boxes"], truth["true_kinds"], answers, strict=True)])
