"""How a network learns where things are: boxes epoch by epoch, and what the weight of the box does to both heads."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from explorer import figures, scenes
from explorer.detection import BoxPair, Located
from explorer.experiments import localisation
from explorer.figures import LIGHT
from explorer.numbers import number
from explorer.scenes import KIND_NAMES, KINDS, Scene
from pages.ui.components.chart import plot
from pages.ui.text import _, share_text
from pages.where_is_it.state import state

TIMES = 4
"""How often a picture is enlarged."""
WIDE = 148
"""px of a picture with what is said of it."""
COLOURS = (LIGHT.kinds["convolution"].fill, LIGHT.kinds["linear"].fill)


def learning_view() -> None:
    """Show six scenes with the box of the chosen epoch, and the measures of three runs."""
    st.markdown(_("**Training: the box finds its thing**"))
    runs = localisation.localisation_runs()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.slider(_("Epochs learned"), 0, localisation.EPOCHS, width=300, **state.bind("epoch"))
        st.segmented_control(_("Weight λ of the box in training"), list(runs), required=True,
                             **state.bind("run_weight"))
    run = runs[state.now.run_weight]
    _pictures(run, state.now.epoch)
    left, right = st.columns(2, gap="medium")
    titles = {"accuracy": _("**Class** :gray[share named rightly]"), "iou": _("**Box** :gray[mean IoU]")}
    for column, name in ((left, "accuracy"), (right, "iou")):
        with column:
            st.markdown(titles[name])
            lines = {f"λ = {weight}": one.curves[name] for weight, one in runs.items()}
            plot(figures.epoch_curves(lines, epoch=state.now.epoch, axes=(_("Epoch"), _("0 to 1"))),
                 key=f"wi_curve_{name}", alt=", ".join(
                     f"{title}: {number(values[state.now.epoch], 3)}" for title, values in lines.items()))
    _lesson(runs)


def _pictures(run: localisation.LocalisationRun, epoch: int) -> None:
    """Show each scene with its true box, that of the network, and how well they fit."""
    with st.container(horizontal=True, gap="small"):
        for scene, answer in zip(localisation.shown_scenes(), run.answers(epoch), strict=True):
            with st.container(width=WIDE):
                _picture(scene, answer)


def _picture(scene: Scene, answer: Located) -> None:
    known = scenes.truth(scene, localisation.SIDE)
    x1, y1, x2, y2 = (float(value) for value in known.boxes[0])
    true = x1, y1, x2, y2
    iou = number(BoxPair(answer.box, true).iou, 2)
    picture = figures.boxed(scenes.drawn(scene, localisation.SIDE), TIMES, solid=[answer.box], dashed=[true],
                            colours=COLOURS)
    kinds = [_(KIND_NAMES[KINDS[kind]]) for kind in (int(known.labels[0]), answer.kind)]
    told = _("True: {true}. The network says {kind}, IoU {iou}.").format(true=kinds[0], kind=kinds[1], iou=iou)
    st.image(picture, output_format="PNG", width="stretch", alt=told)
    is_right = kinds[0] == kinds[1]
    sign = f":{'green' if is_right else 'red'}[{'✓' if is_right else '✗'} {kinds[1]}]"
    measured = _("IoU {iou}").format(iou=iou)
    st.markdown(f"{sign} {share_text(float(answer.shares[answer.kind]))}  \n{measured}")


def _lesson(runs: Mapping[int, localisation.LocalisationRun]) -> None:
    least, *_rest, most = runs
    st.info(_("**The weight shares out the learning.** With λ = {least} nobody teaches the second head: the mean IoU "
              "ends at {lost}. With λ = {most} the box gets {boxed}, but the class comes later: {late} are named "
              "rightly after {half} epochs, and {end} in the end.").format(
                  least=least, most=most, lost=number(runs[least].curves["iou"][-1], 2),
                  boxed=number(runs[most].curves["iou"][-1], 2), half=localisation.EPOCHS // 2,
                  late=share_text(runs[most].curves["accuracy"][localisation.EPOCHS // 2]),
                  end=share_text(runs[most].curves["accuracy"][-1])), icon=":material/lightbulb:")
    st.caption(_("Three trainings from the same first weights, on {scenes} scenes, measured on {measured} others. The "
                 "convolutions are those of the network above and stay; only the layers behind the last maps learn "
                 "anew.").format(scenes=localisation.LEARNED, measured=localisation.MEASURED))
