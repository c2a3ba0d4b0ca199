"""Scenes to learn from: the question, how they are drawn, and a look at some with what is true of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures, scenes, training
from pages.fine_tune.state import choose, state
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.errors import told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.task_words import tasks
from pages.ui.text import _, say

SCENES = "scenes"
"""The data sets of scenes under one name."""
LOOK = 9
"""Scenes that are shown."""
COUNTS = (200, 500, 1000, 2000, 4000, 8000, 12_000, 20_000)
PERCENT = 100


def is_scenes(data: str) -> bool:
    """Say whether a data set is made of scenes."""
    return training.scene_task(data) is not None


def scenes_step() -> None:
    """Ask what is to be learned of scenes and how they are drawn, beside some of them."""
    plan = state.now
    st.segmented_control(_("Question"), list(tasks()), format_func=lambda task: tasks()[task][0],
                         label_visibility="collapsed", required=True,
                         **controlled("ft_task", str(plan.task), _ask))
    st.caption(tasks()[plan.task][1] + " " + _("Look for what each thing is told by: a box, or the colour of its "
                                               "pixels. All of it is known, as this app draws the scenes."))
    left, right = st.columns([0.4, 0.6], gap="large")
    with left:
        _settings(plan)
    with right, told_to_reader():
        _look(plan)


def _ask(task: str) -> None:
    choose(data=f"{training.SCENES}{task}")


def _settings(plan: training.Plan) -> None:
    now = plan.scenes
    st.select_slider(_("Scenes"), sorted({*COUNTS, now.pictures}), format_func=lambda count: f"{count:,}",
                     help=_("70 % to learn from, 15 % to choose the best epoch by, 15 % to measure on once. Drawing "
                            "takes a few milliseconds for each."),
                     **controlled("ft_scenes_pictures", now.pictures, partial(_set, "pictures")))
    if plan.task != "locate":
        st.slider(_("Things in a scene"), 0, training.BOUNDS["most"][1],
                  **controlled("ft_scenes_count", (now.least, now.most), _set_count))
    st.multiselect(_("Kinds"), list(scenes.KINDS), format_func=lambda kind: _(scenes.KIND_NAMES[kind]),
                   placeholder=_("Choose one or more"), **controlled("ft_scenes_kinds", list(now.kinds), _set_kinds))
    low, high = (round(PERCENT * bound) for bound in training.BOUNDS["smallest"])
    sizes = round(PERCENT * now.smallest), round(PERCENT * now.largest)
    st.slider(_("Size, % of the side"), low, high, **controlled("ft_scenes_sizes", sizes, _set_sizes))
    if plan.task != "locate":
        _percent("overlap", _("Overlap, up to %"), now.overlap, 5, _("How far the circles around two things may reach "
                                                                     "into each other; what lies above hides what lies "
                                                                     "below."))
    _percent("noise", _("Noise, up to % of the range"), now.noise, 1, _("Standard deviation of what is added to each "
                                                                        "value; each scene has its own."))
    st.radio(_("Ground"), list(_grounds()), format_func=_grounds().__getitem__, horizontal=True,
             **controlled("ft_scenes_grounds", now.grounds, partial(_set, "grounds")))


def _grounds() -> dict[str, str]:
    return {"both": _("plain and photos"), "plain": _("plain"), "photos": _("photos")}


def _percent(name: str, title: str, value: float, step: int, says: str) -> None:
    high = round(PERCENT * training.BOUNDS[name][1])
    st.slider(title, 0, high, step=step, help=says,
              **controlled(f"ft_scenes_{name}", round(PERCENT * value), lambda chosen: _set(name, chosen / PERCENT)))


def _set(name: str, value: Any) -> None:
    state.change(scenes=replace(state.now.scenes, **{name: value}))


def _set_count(chosen: tuple[int, int]) -> None:
    least, most = chosen
    state.change(scenes=replace(state.now.scenes, least=least, most=max(1, most)))


def _set_sizes(chosen: tuple[int, int]) -> None:
    smallest, largest = chosen
    state.change(scenes=replace(state.now.scenes, smallest=smallest / PERCENT, largest=largest / PERCENT))


def _set_kinds(chosen: list[str]) -> None:
    if chosen:  # without any there would be nothing to find; the last one stays
        state.change(scenes=replace(state.now.scenes, kinds=tuple(chosen)))


def _look(plan: training.Plan) -> None:
    """Show some scenes with what is true of them."""
    settings = training.settings_for(plan.task, plan.scenes)
    images, about = _drawn(repr(asdict(settings)), plan.task, plan.side, settings)
    st.markdown(_("**Some of the scenes, and what is true of them** :gray[drawn at {side} × {side} px]").format(
        side=plan.side))
    tiles(images, [Tile(", ".join(_(scenes.KIND_NAMES[kind]) for kind in kinds)) for kinds in about], key="ft_scenes",
          side=150, name=_("Scenes"))
    entry = training.set_entry(plan.data)
    st.caption(f"{say(entry.source)} {say(entry.licence)}")


@st.cache_data(max_entries=64, show_spinner=False)
def _drawn(fields: str, task: str, side: int,  # noqa: ARG001
           _settings: training.SceneSettings) -> tuple[NDArray[np.uint8], list[tuple[str, ...]]]:
    """Return some scenes with boxes or pixels in the colours of their kinds, and which kinds are in them."""
    found = training.scene_pictures(_settings, side, LOOK)
    assert found.truth is not None
    pixels, colours = found.images.permute(0, 2, 3, 1).numpy(), list(scenes.KIND_COLOURS.values())
    show: Callable[[int], NDArray[np.uint8]] = partial(
        _pixels if task == "segment" else _boxes, pixels=pixels, truth=found.truth, colours=colours)
    kinds = [tuple(dict.fromkeys(scenes.KINDS[int(kind)] for kind in found.truth.of(row)[1])) for row in range(LOOK)]
    return np.stack([show(row) for row in range(LOOK)]), kinds


def _pixels(row: int, *, pixels: NDArray[np.uint8], truth: training.SceneTruth,
            colours: list[str]) -> NDArray[np.uint8]:
    return figures.scene_with_classes(pixels[row], truth.maps[row].numpy(), colours)


def _boxes(row: int, *, pixels: NDArray[np.uint8], truth: training.SceneTruth,
           colours: list[str]) -> NDArray[np.uint8]:
    boxes, kinds = (part.numpy() for part in truth.of(row))
    said = np.concatenate([boxes, np.ones((len(boxes), 1)), kinds[:, None]], axis=1)
    return figures.scene_with_boxes(pixels[row], boxes[:0], said, colours)
