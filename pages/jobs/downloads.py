"""What to do with what a job has learned: open it on other pages, see its filters, take its files along."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import training
from explorer.errors import N_, Message
from explorer.jobs import Job
from explorer.runtime import read_arrays, run_files
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.components.table import table
from pages.ui.components.taking import download
from pages.ui.errors import told_to_reader
from pages.ui.text import _, language, translated
from pages.ui.training_words import settings_of, title

PAGES = (("feature_maps/page.py", N_("Feature maps"), ":material/apps:"),
         ("receptive_fields/page.py", N_("Receptive fields"), ":material/center_focus_strong:"),
         ("attribution/page.py", N_("Why this class?"), ":material/help_center:"))
MOST_FILTERS = 32


def open_in(job: Job) -> None:
    """Show in the current row a link to each page that can open what the job has learned."""
    for page, name, icon in PAGES:
        st.page_link(page, label=_(name), icon=icon, query_params={"network": f"job/{job.id}"}, width="content")


def filters(folder: Path) -> None:
    """Show the first layer's filters before and after, the same ones above each other."""
    found = read_arrays(folder / run_files.FILTERS)
    if found is None:
        return
    before, after = found["before"][:MOST_FILTERS], found["after"][:MOST_FILTERS]
    if np.array_equal(before, after):
        st.markdown(_("**Filters of the first layer** :gray[frozen: they stayed as they were; each scaled to its own "
                      "range]"))
        tiles(_drawn(before), [Tile(str(number)) for number in range(1, len(before) + 1)], key="jo_before", side=46,
              name=_("Filters"))
        return
    st.markdown(_("**Filters of the first layer, before and after** :gray[each scaled to its own range; below: "
                  "length of the change as a share of the filter's length (norm)]"))
    moved = np.linalg.norm((after - before).reshape(len(after), -1), axis=1)
    moved = moved / np.maximum(np.linalg.norm(before.reshape(len(before), -1), axis=1), 1e-12)
    tiles(_drawn(before), [Tile(str(number)) for number in range(1, len(before) + 1)], key="jo_before", side=46,
          name=_("Before"))
    tiles(_drawn(after), [Tile(f"{100 * share:.0f} %") for share in moved], key="jo_after", side=46, name=_("After"))


def files(job: Job, folder: Path, curve: list[dict[str, float]]) -> None:
    """Offer the weights, the code that loads them, and the curves."""
    stem = re.sub(r"\W+", "_", title(job)).strip("_") or "network"
    with st.container(horizontal=True, gap="small"):
        download(_("Weights"), (folder / run_files.BEST).read_bytes, f"{stem}.safetensors",
                 "application/octet-stream", icon=":material/download:", key="jo_weights",
                 help=_("All numbers that were learned, as a .safetensors file, which holds numbers only and no code"))
        download(_("PyTorch code"), partial(_code, folder, f"{stem}.safetensors", language()), f"{stem}.py",
                 "text/x-python", icon=":material/code:", key="jo_code",
                 help=_("Builds the network and loads the weights, which lie beside it"))
        download(_("Curves (CSV)"), _table(curve), f"{stem}.csv", "text/csv", icon=":material/show_chart:",
                 key="jo_csv")
    with st.expander(_("All settings"), icon=":material/tune:"):
        table([{_("Setting"): name, _("Value"): value} for name, value in settings_of(job.plan).items()],
              name=_("All settings"))


def _table(curve: Sequence[Mapping[str, float]]) -> str:
    return run_files.csv_text(curve[0] if curve else (), (row.values() for row in curve))


def after(job: Job, folder: Path) -> None:
    """Show all that can be done with a job that is done, whose files lie in ``folder``."""
    with told_to_reader():
        filters(folder)
        files(job, folder, run_files.curve_rows(folder))


def _code(folder: Path, weights: str, language_code: str) -> str:
    """Return the code that loads ``weights``; made when it is asked for, on a thread that knows no reader."""
    def say(said: Message) -> str:
        return translated(said.template, language_code).format(**said.values)

    return training.source_code(folder, weights, say)


def _drawn(kernels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return kernels (N, 3, rows, columns) as pictures, each from its smallest value to its largest."""
    low = kernels.min((1, 2, 3), keepdims=True)
    span = np.maximum(kernels.max((1, 2, 3), keepdims=True) - low, 1e-12)
    levels = np.rint(255 * (kernels - low) / span).astype(np.uint8)
    shown: NDArray[np.uint8] = np.ascontiguousarray(np.broadcast_to(levels.transpose(0, 2, 3, 1), (
        len(levels), *levels.shape[2:], 3)))
    return shown
