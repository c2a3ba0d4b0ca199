"""One object, found by a network with two heads: its box against the true one, its loss, and its last maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from explorer import figures, networks, scenes
from explorer.arrays import Pixels
from explorer.detection import BOX_LOSSES, BOX_WEIGHT, BoxLoss, Located, LocatedLoss, best_fit, located
from explorer.experiments import localisation
from explorer.figures import LIGHT
from explorer.numbers import number
from explorer.scenes import KIND_NAMES, KINDS, Scene
from pages.ui.components import scene_canvas
from pages.ui.components.chart import plot
from pages.ui.components.class_scores import scores_view
from pages.ui.components.map_sheet import map_sheet
from pages.ui.components.scene_canvas import Answer
from pages.ui.errors import told_to_reader
from pages.ui.text import _, formula, share_text
from pages.where_is_it import scene
from pages.where_is_it.box_learning import learning_view
from pages.where_is_it.box_settings import WEIGHTS
from pages.where_is_it.state import state

SIDE = scene_canvas.SIDE
PREDICTED, TRUE = LIGHT.kinds["convolution"].fill, LIGHT.kinds["linear"].fill
SHEET = "wi_last_maps"


@dataclass(frozen=True, slots=True)
class Found:
    """What the network says of a scene, and what that loses.

    Attributes:
        answer: of the network.
        things: how many can be seen.
        loss: against the thing that it fits best; None: there is none.
    """

    answer: Located
    things: int
    loss: LocatedLoss | None


def found_in(shown: Scene, pixels: Pixels, *, weight: float, by: BoxLoss) -> Found:
    """Return what the network says of a scene and of its pixels (64, 64, 3)."""
    network = networks.load(localisation.NETWORK)
    answer = located(network.maps(pixels, network.graph.output), SIDE)
    truth = scenes.truth(shown, SIDE)
    boxes = [(float(x1), float(y1), float(x2), float(y2)) for x1, y1, x2, y2 in truth.boxes]
    if not boxes:
        return Found(answer, 0, None)
    at = best_fit(answer.box, boxes)
    return Found(answer, len(boxes), LocatedLoss(answer, int(truth.labels[at]), boxes[at], weight, by))


def look(shown: Scene, pixels: Pixels, more: Mapping[str, Any]) -> Answer:
    """Say what the network answers, while a shape is dragged; what ``more`` says wrongly is as at the start."""
    weight, by = more.get("weight"), more.get("by")
    if not isinstance(weight, int | float) or not WEIGHTS[0] <= weight <= WEIGHTS[1]:
        weight = BOX_WEIGHT
    found = found_in(shown, pixels, weight=float(weight), by=by if by in BOX_LOSSES else "giou")
    answer, loss = found.answer, found.loss
    says = _("{kind}, {share}").format(kind=_(KIND_NAMES[KINDS[answer.kind]]),
                                       share=share_text(float(answer.shares[answer.kind])))
    predicted = scene_canvas.boxes([answer.box], [says], PREDICTED, side=SIDE)
    if loss is None:
        return Answer([predicted], [(_("The network says"), says)], [_nothing()])
    true = scene_canvas.boxes([loss.box], [""], TRUE, side=SIDE, line="dashed")
    facts = [(_("The network says"), says), (_("IoU"), number(loss.pair.iou, 3)),
             (_("GIoU"), number(loss.pair.giou, 3)), (_("Loss"), number(loss.total, 3))]
    return Answer([true, predicted], facts, [_several(found.things)] if found.things > 1 else [])


LOOK = scene_canvas.offer("wi_locate", look)


def _nothing() -> str:
    return _("There is nothing to find, and the network names a box all the same: it has no output that says nothing "
             "is there. Detectors have one, the objectness of the tab Grid.")


def _several(count: int) -> str:
    return _("{count} shapes, but the network has one box. It is held against the one that it fits best; to find all, "
             "a network needs more outputs, as in the tab Grid.").format(count=count)


def localise_view() -> None:
    """Show a scene with the predicted and the true box, the loss of both heads, and the last maps."""
    left, right = st.columns([0.52, 0.48], gap="medium")
    with told_to_reader():
        with left:
            scene.scene_view(LOOK, more={"weight": state.now.box_weight, "by": state.now.box_loss}, side=460,
                             name="lone", count=(0, 3), hint=_("Blue: the network's box. Dashed green: the true one. "
                                                               "Drag the shape, turn it, or change its size."))
        pixels = scene.pixels(name="lone")
        found = found_in(state.now.lone, pixels, weight=state.now.box_weight, by=state.now.box_loss)
        with right:
            _scores(found)
            _loss(found)
        _maps(pixels)
    learning_view()


def _scores(found: Found) -> None:
    order = sorted(range(len(KINDS)), key=lambda kind: -found.answer.scores[kind])
    scores_view([(_(KIND_NAMES[KINDS[kind]]), float(found.answer.shares[kind]), None) for kind in order],
                title=_("First head: what is it?"), note="", key="wi_kinds")
    st.markdown(_("**Second head: where is it?** :gray[four numbers, px]") + "\n\n"
                + _set(found.answer.lines()))


def _loss(found: Found) -> None:
    """Show the loss' two parts with their working, and how much the box counts."""
    loss = found.loss
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.slider(_("Weight λ of the box"), *WEIGHTS, step=0.5, width=170, **state.bind("box_weight"))
        st.segmented_control(_("The box loses"), list(BOX_LOSSES), required=True,
                             format_func=lambda by: _(BOX_LOSSES[by]), **state.bind("box_loss"))
    if loss is None:
        st.info(_nothing(), icon=":material/lightbulb:")
        return
    plot(figures.loss_parts((loss.of_class, loss.weight * loss.of_box), (_("class"), _("box"))), key="wi_parts",
         alt=_("Loss of the class {one}, of the box {other}").format(one=number(loss.of_class, 3),
                                                                     other=number(loss.weight * loss.of_box, 3)))
    lines = loss.lines()
    st.markdown(_set(lines["total"]))
    for title, part in ((_("Cross-entropy of the class, with its working"), "class"),
                        (_("Loss of the box, with its working"), "box")):
        with st.expander(title, key=f"wi_work_{part}"):
            st.markdown(_set(lines[part]))
    st.caption(_("Both losses flow back into the same maps. With λ = 0 nobody would teach the box; with a large λ the "
                 "class is learned late. This network was trained with λ = {weight:g} and 1 − GIoU.").format(
                     weight=BOX_WEIGHT))


def _maps(pixels: Pixels) -> None:
    network = networks.load(localisation.NETWORK)
    layer = localisation.last_maps(network.report)
    st.markdown(_("**The last maps, which both heads read**"))
    maps = network.maps(pixels, layer)
    map_sheet(figures.sheet(maps), key=SHEET, note=layer)
    st.caption(_("{count} maps of {side} × {side} become one row of {values} numbers. A place in the picture is a "
                 "place in the row, so a linear layer can tell *where* as well as *what*; after global pooling the "
                 "place would be lost.").format(count=len(maps), side=maps.shape[1], values=maps.size))


def _set(lines: Sequence[str]) -> str:
    return "\n\n".join(map(formula, lines))
