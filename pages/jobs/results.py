"""What a finished job learned: its numbers, its confusion matrix with the pictures behind each cell, its mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from explorer import training
from explorer.errors import message_from_json
from explorer.jobs import Job
from explorer.runtime import read_arrays, run_files
from pages.jobs.scene_results import scene_numbers, scene_results
from pages.jobs.state import state
from pages.ui.components.confusion import clicked_cell, confusion
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.components.table import sorted_table, table
from pages.ui.errors import plain
from pages.ui.text import _, say
from pages.ui.training_words import class_names, duration
from pages.ui.words import help_of

MATRIX = "jo_matrix"
NUMBER_WIDTH = 168
"""Of a number with what is said of it, px."""
MOST_TILES = 24


def _read(folder: Path) -> dict[str, Any]:
    """Return the results in ``folder``, classes called as the reader calls them; empty if there are none."""
    found = run_files.read_record(folder / run_files.RESULT)
    if not found:
        return {}
    names = class_names(str(run_files.read_record(folder / run_files.PLAN).get("data", "")), found["categories"])
    known = dict(zip(found["categories"], names, strict=True))
    return found | {"categories": names, "classes": [
        dict(row) | {"name": known.get(row["name"], row["name"])} for row in found["classes"]]}


def results(folder: Path) -> None:
    """Show the results in ``folder``, if the job there is done."""
    found = _read(folder)
    if not found:
        return
    if "task" in found:
        scene_results(folder, found)
        return
    for note in found["notes"]:
        st.info(plain(say(message_from_json(note))), icon=":material/lightbulb:")
    left, right = st.columns([0.52, 0.48], gap="large")
    with left:
        _matrix(found)
    with right:
        _pictures(found, read_arrays(folder / run_files.SHOWN))
    with st.expander(_("Every class, and how sure the answers are"), icon=":material/table_rows:"):
        _classes(found)


def numbers(folder: Path) -> None:
    """Show how well the network in ``folder`` does, in five numbers, and what they are to be held against."""
    found = _read(folder)
    if not found:
        return
    if "task" in found:
        scene_numbers(found)
        return
    always = training.always(found["classes"])
    counted = {"test": _("{count:,} test pictures; always saying {category}: {share:.1f} %"),
               "val": _("{count:,} validation pictures; always saying {category}: {share:.1f} %")}
    told = (
        (_("Accuracy"), f"{100 * found['accuracy']:.1f} %", counted[found["measured_on"]].format(
            count=found["measured"], category=plain(always.category), share=100 * always.share)),
        (_("Balanced accuracy"), f"{100 * training.balanced(found['classes']):.1f} %",
         _("every class counts the same; by chance {share:.1f} %").format(share=100 / _seen(found["classes"]))),
        (_("Best epoch"), str(found["best_epoch"]), _chosen_by(folder).format(epochs=found["epochs"])),
        (_("Calibration error"), f"{100 * found['calibration']['error']:.1f} %",
         _("mean gap between how sure the answers are and how many are right")),
        (_("Time"), duration(found["seconds"]), say(message_from_json(found["device"]))),
    )
    meant = {_("Balanced accuracy"): help_of("Balanced accuracy"), _("Calibration error"): help_of("Calibration error")}
    with st.container(horizontal=True, gap="small", key="jo_numbers"):  # as many in a row as are shown whole
        for name, value, more in told:
            with st.container(width=NUMBER_WIDTH, gap="small"):
                st.metric(name, value, help=meant.get(name))
                st.caption(more)
    if found["accuracy"] <= always.share and _seen(found["classes"]) > 1:
        st.warning(_("No better than always saying {category}, which is right for {share:.1f} % of these pictures: the "
                     "accuracy alone says nothing here. Let rare classes count more, or add pictures of them.").format(
                         category=plain(always.category), share=100 * always.share), icon=":material/balance:")


def _seen(classes: Sequence[Mapping[str, Any]]) -> int:
    """Return how many classes there were pictures of."""
    return sum(row["pictures"] > 0 for row in classes)


def _chosen_by(folder: Path) -> str:
    """Return by what the best epoch was chosen."""
    if run_files.read_record(folder / run_files.PLAN).get("class_weights"):
        return _("of {epochs}, by balanced validation accuracy")
    return _("of {epochs}, by validation accuracy")


def _matrix(found: Mapping[str, Any]) -> None:
    categories = found["categories"]
    cell = clicked_cell(len(categories), key=MATRIX)
    if cell is not None:
        state.change(cell=cell)
    confusion(np.array(found["confusion"], dtype=np.int64), categories, state.now.cell, key=MATRIX)


def _pictures(found: Mapping[str, Any], shown: Mapping[str, Any] | None) -> None:
    """Show the pictures of the chosen cell, or the surest mistakes."""
    categories, cell = found["categories"], state.now.cell
    if cell is not None and max(cell) >= len(categories):
        cell = None
    if cell is None:
        st.markdown(_("**The surest mistakes** :gray[answer and how sure; click a cell for its pictures]"))
    else:
        st.markdown(_("**{truth}, taken for {answer}**").format(truth=plain(categories[cell[0]]),
                                                                answer=plain(categories[cell[1]])))
        st.button(_("Back to the surest mistakes"), key="jo_back", icon=":material/arrow_back:", type="tertiary",
                  on_click=state.change, kwargs={"cell": None})
    rows = _rows(shown, cell) if shown is not None else np.empty(0, dtype=np.int64)
    if shown is None or not len(rows):
        st.caption(_("There is none.") if shown is not None else _("The pictures of this job were not kept."))
        return
    about = [_tile(categories, *(shown[name][row] for name in ("labels", "predicted", "confidence"))) for row in rows]
    tiles(shown["images"][rows], about, key="jo_pictures", side=86, name=_("Pictures of the cell"))


def _rows(shown: Mapping[str, Any], cell: tuple[int, int] | None) -> Any:
    """Return which pictures are shown, the surest answers first."""
    wanted = shown["labels"] != shown["predicted"]
    if cell is not None:
        wanted = (shown["labels"] == cell[0]) & (shown["predicted"] == cell[1])
    rows = np.flatnonzero(wanted)
    return rows[np.argsort(-shown["confidence"][rows], kind="stable")][:MOST_TILES]


def _tile(categories: Sequence[str], label: int, answer: int, sure: float) -> Tile:
    note = _("{share:.0f} %").format(share=100 * sure)
    if label == answer:
        return Tile(categories[answer], note)
    return Tile(categories[answer], _("{note} · is {truth}").format(truth=categories[label], note=note), wrong=True)


def _classes(found: Mapping[str, Any]) -> None:
    left, right = st.columns(2, gap="large")
    rows = [{_("Class"): row["name"], _("Pictures"): row["pictures"],
             _("Precision, %"): None if row["precision"] is None else round(100 * row["precision"], 1),
             _("Recall, %"): None if row["recall"] is None else round(100 * row["recall"], 1)}
            for row in found["classes"]]
    with left:
        st.markdown(_("**Precision** :gray[of the answers, how many are right] · **recall** :gray[of the pictures, how "
                      "many are found]"))
        sorted_table(rows, name=_("Precision and recall of each class"), key="jo_classes")
    bins = [{_("Sure, %"): f"{100 * one['low']:.0f} - {100 * one['high']:.0f}", _("Pictures"): one["pictures"],
             _("Right, %"): round(100 * one["accuracy"], 1)} for one in found["calibration"]["bins"] if one["pictures"]]
    with right:
        st.markdown(_("**Calibration** :gray[of answers that are so sure, how many are right]"))
        table(bins, name=_("Calibration"))


def measured(job: Job, folder: Path) -> float | None:
    """Return the accuracy of a job that is done, or the measure of its task by which it was watched, 0 to 1."""
    if job.state != "done":
        return None
    found = run_files.read_record(folder / run_files.RESULT)
    reached: float | None = found.get("measures", {}).get(found.get("watched"), found.get("accuracy"))
    return reached
