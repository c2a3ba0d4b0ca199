"""Class of each pixel: over the scene, as areas, borders or shares, and how well it is said, with the working."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import detection
from explorer.arrays import Pixels
from explorer.detection import PixelQuality
from explorer.figures import CLASS_COLOURS, LIGHT, SEQUENTIAL, class_table, lookup
from explorer.scenes import Scene, class_map, truth as truth_of
from pages.ui.components import scene_canvas
from pages.ui.components.confusion import clicked_cell, confusion, pixel_words
from pages.ui.components.table import table
from pages.ui.errors import told_to_reader
from pages.ui.text import _, formula
from pages.where_is_it.pixel_scene import (
    SIDE,
    class_names,
    legend,
    percent,
    pictured,
    scores_of,
    segmenter,
    segmenter_picker,
)
from pages.where_is_it.pixel_settings import CLASSES, LOOKS
from pages.where_is_it.scene import scene_view
from pages.where_is_it.state import state

MATRIX = "wi_confused"
COLOURS = CLASS_COLOURS[:len(CLASSES)]


def look(scene: Scene, pixels: Pixels, more: Mapping[str, Any]) -> scene_canvas.Answer:
    """Return what a network says of the pixels of a scene, and how good that is; ``more``: whatever a browser sends."""
    truth = class_map(scene, SIDE)
    scores = scores_of(segmenter(more.get("segmenter")), pixels)
    said = detection.said_classes(scores)
    judged = detection.pixel_quality(truth, said, len(CLASSES))
    always = judged.if_always(0)
    return scene_canvas.Answer(
        overlays=_things(scene) if more.get("look") == "things" else _overlays(truth, said, scores, more),
        lines=_lines(scene) if more.get("look") == "things" else (),
        facts=((_("Mean IoU"), percent(judged.mean_iou)), (_("Right pixels"), percent(judged.accuracy)),
               (_("always ground"), percent(always.accuracy))))


LOOK = scene_canvas.offer("wi_pixels", look)


def _overlays(truth: Pixels, said: Pixels, scores: NDArray[np.float32],
              more: Mapping[str, Any]) -> list[scene_canvas.Overlay]:
    chosen, opacity = more.get("look"), _share(more.get("opacity"))
    clear = ["", *COLOURS[1:]]
    if chosen == "share":
        kind = more.get("kind")
        place = CLASSES.index(kind) if kind in CLASSES else 0
        shown = scene_canvas.heat(detection.class_shares(scores)[place], lookup(SEQUENTIAL).tobytes(), opacity=opacity)
    elif chosen == "borders":
        shown = scene_canvas.classes(np.where(detection.borders(said), said, 0), clear, opacity=1.0)
    elif chosen == "wrong":
        shown = scene_canvas.classes(said != truth, ["", LIGHT.wrong], opacity=opacity)
    else:
        shown = scene_canvas.classes(truth if chosen == "truth" else said, clear, opacity=opacity)
    cell = more.get("confused")
    if type(cell) is not int or not 0 <= cell < len(CLASSES)**2:
        return [shown]
    marked = (truth == cell // len(CLASSES)) & (said == cell % len(CLASSES))
    return [shown, scene_canvas.classes(marked, ["", LIGHT.wrong], opacity=1.0)]


def _things(scene: Scene) -> list[scene_canvas.Overlay]:
    """Return each thing in a colour of its own, with its number and its class: instances, as the scene has them."""
    known = truth_of(scene, SIDE)
    numbered = np.zeros((SIDE, SIDE), dtype=np.uint8)
    for place, mask in enumerate(known.masks, 1):
        numbered[mask] = place
    colours = ["#{:02x}{:02x}{:02x}".format(*colour) for colour in class_table(1 + len(known.masks))[1:].tolist()]
    names = class_names()
    labels = [f"{place} {names[1 + label]}" for place, label in enumerate(known.labels.tolist(), 1)]
    return [scene_canvas.classes(numbered, ["", *colours], opacity=0.7),
            scene_canvas.boxes(known.boxes, labels, colours, side=SIDE, width=1.5)]


def _lines(scene: Scene) -> list[str]:
    """Return what a map of classes cannot tell of the things of a scene."""
    labels = truth_of(scene, SIDE).labels
    return [_("Semantic segmentation says which class each pixel is of: here {classes} without the ground. Instance "
              "segmentation also says which thing: here {things}. Lay two stars side by side: one class, two "
              "things.").format(classes=len(set(labels.tolist())), things=len(labels))]


def classes_view() -> None:
    """Show the scene with its classes, and beside it how well each is said."""
    _take()
    now = state.now
    left, right = st.columns([0.59, 0.41], gap="medium")
    with told_to_reader():
        with left:
            scene_view(LOOK, more={"segmenter": now.segmenter, "look": now.pixel_look, "kind": now.pixel_kind,
                                   "opacity": now.opacity / 100, "confused": now.confused})
            legend()
        pixels, truth = pictured()
        said = detection.said_classes(scores_of(segmenter(now.segmenter), pixels))
        judged = detection.pixel_quality(truth, said, len(CLASSES))
        with right:
            _controls()
            _each_class(judged)
        _mistakes(judged)


def _take() -> None:
    """Take over which cell of the matrix was clicked."""
    cell = clicked_cell(len(CLASSES), key=MATRIX)
    if cell is not None:
        place = cell[0] * len(CLASSES) + cell[1]
        state.change(confused=-1 if place == state.now.confused else place)


def _controls() -> None:
    names = {"classes": _("areas"), "borders": _("borders"), "share": _("how likely"), "wrong": _("mistakes"),
             "truth": _("truth"), "things": _("each thing (truth)")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="wi_pixel_row"):
        st.selectbox(_("Over the picture"), LOOKS, format_func=names.__getitem__, width=170, **state.bind("pixel_look"))
        segmenter_picker()
        named = dict(zip(CLASSES, class_names(), strict=True))
        st.selectbox(_("Class"), CLASSES, format_func=named.__getitem__, width=130, help=_(
            "Whose likelihood is shown, and whose IoU is worked out."), **state.bind("pixel_kind"))
        st.slider(_("Opacity, %"), 0, 100, step=5, width=150, **state.bind(
            "opacity", take=lambda value: min(max(value, 0), 100)))


def _each_class(judged: PixelQuality) -> None:
    """Show the counts and the IoU of each class, and the working of the chosen one."""
    names, place = class_names(), CLASSES.index(state.now.pixel_kind)
    rows = [{_("Class"): name, _("found"): int(judged.intersection[at]), _("missed"): int(judged.missed[at]),
             _("made up"): int(judged.invented[at]), _("union"): int(judged.union[at]),
             _("IoU, %"): percent(float(judged.iou[at])).removesuffix(" %")} for at, name in enumerate(names)]
    st.markdown(_("**Each class, px** :gray[of {side} × {side}]").format(side=SIDE))
    table(rows, name=_("Pixels and IoU of each class"))
    with st.container(border=True):
        st.markdown(_("**IoU of {name}** :gray[found / (found + missed + made up)]").format(name=names[place]))
        st.markdown(formula(judged.working(place)))
        st.markdown(_("**Mean IoU** :gray[of the classes that are there or were said]"))
        st.markdown(formula(judged.mean_working()))


def _mistakes(judged: PixelQuality) -> None:
    """Show which class was taken for which, and why the share of right pixels says little."""
    names, always = class_names(), judged.if_always(0)
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        cell = state.now.confused
        confusion(judged.confusion, names, divmod(cell, len(CLASSES)) if cell >= 0 else None, key=MATRIX,
                  words=pixel_words())
    with right:
        with st.container(border=True):
            st.markdown(_("**Right pixels** :gray[pixel accuracy]"))
            right_ones, total = int(judged.intersection.sum()), int(judged.confusion.sum())
            st.markdown(formula(rf"\frac{{{right_ones}}}{{{total}}} = {judged.accuracy:.4f}"))
            ground = int(always.intersection.sum())
            st.markdown(_("**Always saying ground**"))
            st.markdown(formula(rf"\frac{{{ground}}}{{{total}}} = {always.accuracy:.4f}"))
            st.markdown(_("Its mean IoU: **{share}**").format(share=percent(always.mean_iou)))
        st.info(_("**Pixel accuracy flatters:** most pixels are ground. Who never finds a single shape is still right "
                  "for {share} of the pixels here. Make the shapes smaller and look again: the accuracy of saying "
                  "nothing grows. The mean IoU counts every class the same, however small it is.").format(
                      share=percent(always.accuracy)), icon=":material/lightbulb:")


def _share(value: object) -> float:
    """Return an opacity that a browser sent, 0 to 1."""
    return float(min(max(value, 0.0), 1.0)) if isinstance(value, int | float) and value == value else 0.6
