"""*Grid*, non-maximum suppression: from many boxes of one thing to one, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from explorer.arrays import Pixels
from explorer.detection import (
    BOX_EXAMPLES,
    METHODS,
    SIGMAS,
    BoxPair,
    Suppressed,
    Suppression,
    factor_line,
    suppress,
)
from explorer.errors import N_
from pages.ui.errors import told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.text import _, formula
from pages.where_is_it import scene
from pages.where_is_it.cell_answers import confidence_slider
from pages.where_is_it.grid_outputs import SHOWN_SIDE, SIDE, found_boxes, kind_colours, kind_names
from pages.where_is_it.grid_settings import SCENE
from pages.where_is_it.state import WhereSetup, state
from pages.where_is_it.suppression_turns import shown_step, steps_of, suppression_turns

KEY = "wi_turns"
MOST_BOXES = 40
"""Of a scene's boxes, the surest are taken."""
LESSONS = {
    "three": N_("Two boxes of one thing and a third far away. At 0.5 the second falls (IoU 0.681); at 0.7 all three "
                "stay."),
    "order": N_("P covers Q and Q covers R, each with an IoU of 0.6. Q falls to P, so Q can no longer suppress R: who "
                "is gone counts no more."),
    "crowd": N_("P and Q are two different things that stand close, R is a second box of P. Hard suppression loses Q; "
                "soft suppression only lowers its score."),
    "classes": N_("P and R are of one class, Q is of another and lies over P. Class by class Q stays; without, it "
                  "falls."),
}
"""What each example shows."""
COLOURS = ("#56b4e9", "#e69f00")
"""Of the classes of examples."""


@dataclass(frozen=True, slots=True)
class NamedBoxes:
    """Boxes to be suppressed, as they are shown: names, colours, and the picture that they lie on, if any."""

    plan: Suppression
    names: tuple[str, ...]
    colours: tuple[str, ...]
    pixels: Pixels | None
    side: float


def nms_view() -> None:
    """Show the boxes, what becomes of them step by step, and the working of the comparison that is made."""
    step = shown_step(KEY)
    if step is not None:
        state.change(nms_step=step)
    _controls()
    with told_to_reader():
        _turns(boxes_of(state.now))


def _turns(shown: NamedBoxes) -> None:
    done = suppress(shown.plan)
    steps = steps_of(done.turns)
    at = min(state.now.nms_step, len(steps) - 1)
    if not shown.plan.boxes:
        nothing = _("No box has a score of at least {least}. Lower the least score, or put a thing into the scene.")
        st.info(nothing.format(least=f"{state.now.sure:.2f}"), icon=":material/search_off:")
        return
    suppression_turns(shown.pixels, shown.plan, done, names=shown.names, colours=shown.colours, side=shown.side,
                      step=at, key=KEY)
    if state.now.nms_from != SCENE:
        st.caption(_(LESSONS[state.now.nms_from]))
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        working(shown, done, steps[at])
    with right, st.container(border=True, height="stretch"):
        _result(shown, done)


def boxes_of(setup: WhereSetup) -> NamedBoxes:
    """Return the boxes that are to be suppressed: the scene's, or those of an example."""
    how = Suppression(boxes=(), scores=(), threshold=setup.nms_iou, class_wise=setup.nms_apart,
                      method=setup.nms_method, sigma=setup.nms_sigma)
    if setup.nms_from != SCENE:
        example = BOX_EXAMPLES[setup.nms_from]
        plan = replace(how, boxes=example.boxes, scores=example.scores, classes=example.classes)
        return NamedBoxes(plan, tuple("PQR"[:len(example.boxes)]), tuple(COLOURS[kind] for kind
                                                                              in example.classes), None, example.side)
    found = found_boxes(scene.pixels(), setup.sure)
    boxes = tuple((x1, y1, x2, y2) for x1, y1, x2, y2 in found.boxes[:MOST_BOXES].tolist())
    kinds = tuple(found.kinds[:MOST_BOXES].tolist())
    titles, colours, counts = kind_names(), kind_colours(), dict.fromkeys(kinds, 0)
    names: list[str] = []
    for kind in kinds:
        counts[kind] += 1
        names.append(f"{titles[kind]} {counts[kind]}")
    plan = replace(how, boxes=boxes, scores=tuple(found.scores[:MOST_BOXES].tolist()), classes=kinds)
    return NamedBoxes(plan, tuple(names), tuple(colours[kind] for kind in kinds),
                      scene.pixels(SHOWN_SIDE), SIDE)


def _controls() -> None:
    titles = {SCENE: _("The scene"), "three": _("Three boxes"), "order": _("Order matters"),
              "crowd": _("Close together"), "classes": _("Two classes")}
    methods = dict(zip(METHODS, (_("Hard"), _("Soft, linear"), _("Soft, Gaussian")), strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(_("Whose boxes"), list(titles), format_func=lambda one: titles[one], required=True,
                             **controlled("wi_nms_from", state.now.nms_from,
                                          lambda chosen: state.change(nms_from=chosen, nms_step=0)))
        st.segmented_control(_("What covered boxes lose"), list(METHODS), format_func=lambda one: methods[one],
                             required=True, help=_("Hard: they fall. Soft (Bodla et al. 2017): their scores shrink, by "
                                                   "1 − IoU or by a Gaussian of the IoU."), **state.bind("nms_method"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        with st.container(width=240):
            if state.now.nms_method == "gaussian":
                st.slider(_("Width σ of the Gaussian"), *SIGMAS, step=0.05, **state.bind(
                    "nms_sigma", take=lambda value: min(max(value, SIGMAS[0]), SIGMAS[1])))
            else:
                st.slider(_("Threshold (IoU)"), 0.0, 1.0, step=0.05, **state.bind(
                    "nms_iou", take=lambda value: min(max(value, 0.0), 1.0)))
        if state.now.nms_from == SCENE:
            with st.container(width=240):
                confidence_slider()
        st.toggle(_("Class by class"), help=_("Only boxes of one class are held against each other, as "
                                              "`torchvision.ops.batched_nms` does."), **state.bind("nms_apart"))


def working(shown: NamedBoxes, done: Suppressed, step: tuple[int, int]) -> None:
    """Show the working of the comparison at a step; before and between comparisons, how it goes."""
    turn, at = step
    if at < 0 or turn >= len(done.turns):
        st.markdown(_("**How it goes**\n\n1. Sort the boxes by score.\n2. Keep the first, and take it in hand.\n3. "
                      "Compute its IoU with each box that is left.\n4. What covers it too much falls, or loses "
                      "score.\n5. Go on with what is left, until nothing is."))
        st.caption(_("Go on to a comparison, and its working stands here."))
        return
    hand, one = done.turns[turn].hand, done.turns[turn].rest[at]
    pair = BoxPair(shown.plan.boxes[hand], shown.plan.boxes[one.place])
    lines = pair.lines()
    st.markdown(_("**A = {hand}, B = {box}**").format(hand=shown.names[hand], box=shown.names[one.place]))
    st.markdown("\n\n".join(map(formula, (*lines["intersection"], *lines["union"], *lines["iou"],
                                          factor_line(shown.plan, one)))))


def _result(shown: NamedBoxes, done: Suppressed) -> None:
    """Say which boxes are kept in the end, and how torchvision says the same."""
    names = ", ".join(f"{shown.names[place]} ({score:.3f})"
                      for place, score in zip(done.kept, done.scores, strict=True))
    st.markdown(_("**In the end {kept} of {all} are kept**").format(kept=len(done.kept), all=len(shown.plan.boxes)))
    st.markdown(names)
    compared = sum(one.verdict != "apart" for turn in done.turns for one in turn.rest)
    st.caption(_("{count} comparisons. Nothing is learned here: it is a rule, applied after the network.").format(
        count=compared))
    if shown.plan.method == "hard":
        call = (f"ops.batched_nms(boxes, scores, classes, {shown.plan.threshold:g})" if shown.plan.class_wise else
                f"ops.nms(boxes, scores, {shown.plan.threshold:g})")
        st.code(f"from torchvision import ops\n\n{call}", language="python")
