"""Dropout: a small network under a mask, the mean of many masks, and learning with and without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from explorer import figures
from explorer.arrays import Array
from explorer.errors import N_
from explorer.experiments import dropout
from explorer.numbers import number
from pages.layers.dropout_learning import learning_part
from pages.layers.norm_state import DROPOUT_PARTS
from pages.layers.state import state
from pages.ui.components.chart import plot
from pages.ui.tab import Tab
from pages.ui.text import _, formula, say

CLOUD = 200
"""Masks in the cloud of answers."""


def dropout_view() -> None:
    """Show the part that is chosen, and the sentence on what to look for in it."""
    titles = {"units": _("Drop units"), "mean": _("Many masks"), "learning": _("Learn with it")}
    st.segmented_control(_("What to look at"), list(DROPOUT_PARTS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("dropout"))
    st.markdown({
        "units": _("Draw new masks: other units are left out each time, and those that stay are enlarged for them."),
        "mean": _("Four times the masks, half the distance to evaluation, until a gap is left. Switch the ReLUs off, "
                  "and it goes."),
        "learning": _("Watch the dotted lines, the examples, go up to 100 %, and what the solid ones, new digits, do "
                      "meanwhile."),
    }[state.now.dropout])
    PARTS[state.now.dropout]()


def units_part() -> None:
    """Show a small network with its dropped units, and the answers under many masks."""
    now = state.now
    network = dropout.unit_network(relu=now.relu)
    masks = tuple(mask[0] for mask in dropout.draw_masks(now.p, 1, now.draw))
    values = network.values(now.p, masks)
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _p_slider()
            _new_masks()
        stays = (np.ones(len(values[0])), *masks, np.ones(len(values[-1])))
        plot(figures.unit_network(values, network.weights, stays, names=_layer_names(),
                                  words=(_("stays"), _("left out"))), key="la_units", alt=_spoken(masks, values))
        _one_unit(network, masks, values)
    with right:
        _cloud(network, values)


def _p_slider() -> None:
    st.slider(_("p, the share of units left out"), 0.0, dropout.HIGHEST, step=0.1, width=300, **state.bind("p"))


def _new_masks() -> None:
    st.button(_("New masks"), icon=":material/casino:", key="la_masks", on_click=state.make,
              args=(lambda now: now.next_draw(),), type="primary")


def _relu_switch() -> None:
    st.toggle(_("ReLU"), **state.bind("relu"), help=_("Whether what comes out of the hidden layers is cut off at 0."))


def _layer_names() -> tuple[str, str, str, str]:
    return _("Input"), _("Hidden layer 1"), _("Hidden layer 2"), _("Output")


def _spoken(masks: dropout.Masks, values: tuple[Array, ...]) -> str:
    gone = [int((mask == 0).sum()) for mask in masks]
    return _("{first} of {units} units of the first hidden layer are left out, {second} of {others} of the second. The "
             "outputs are {one} and {two}.").format(
                 first=gone[0], units=len(masks[0]), second=gone[1], others=len(masks[1]),
                 one=number(float(values[-1][0]), 3), two=number(float(values[-1][1]), 3))


def _one_unit(network: dropout.UnitNetwork, masks: dropout.Masks, values: tuple[Array, ...]) -> None:
    """Show the working of the largest unit of the first hidden layer that stays, or of the largest of all."""
    plain = network.values()[1]
    place = int(np.argmax(np.where(masks[0] > 0, plain, -1)))
    working = dropout.why_divided(round(float(plain[place]), 3), state.now.p)
    st.markdown(_("**Unit {place} of hidden layer 1**, before dropout {before}, behind it {after}").format(
        place=place + 1, before=number(float(plain[place]), 3), after=number(float(values[1][place]), 3)))
    st.markdown("  \n".join(formula(line) for line in working.lines))
    st.caption(say(working.says))
    st.code(f"drop = torch.nn.Dropout(p={state.now.p:g})\ndrop.train()(x)  # x * mask / (1 - p)\n"
            "drop.eval()(x)   # x", language="python")


def _cloud(network: dropout.UnitNetwork, values: tuple[Array, ...]) -> None:
    _relu_switch()
    answers = np.concatenate([network.answers(state.now.p, CLOUD, state.now.draw)[1:], values[-1][None]])
    mean, evaluated = answers.mean(axis=0), network.evaluated
    said = {"mean": _pair(mean), "evaluated": _pair(evaluated), "count": CLOUD}
    plot(figures.answers_cloud(answers, evaluated=evaluated, axes=(_("Output 1"), _("Output 2")), names=(
        _("one mask"), _("this mask"), _("mean of all"), _("evaluation"))), key="la_cloud",
        alt=_("Answers under {count} masks: their mean is {mean}, evaluation says {evaluated}.").format(**said))
    st.markdown(_("**{count} masks, {count} networks** :gray[mean of their answers {mean}; evaluation "
                  "{evaluated}]").format(**said))
    st.caption(_("Each mask is another network with the same weights: {count} units can be left out in {many} ways. "
                 "Training trains them all a little; evaluation, with all units, stands for their mean, at the cost of "
                 "one.").format(count=sum(dropout.UNITS[1:-1]), many=f"{2**sum(dropout.UNITS[1:-1]):,}"))


def _pair(values: Array) -> str:
    return ", ".join(number(float(value), 3) for value in values)


def mean_part() -> None:
    """Show how the mean of many masks approaches the answer in evaluation."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    now = state.now
    with left:
        _p_slider()
        _relu_switch()
        _new_masks()
    network = dropout.unit_network(relu=now.relu)
    if now.p == 0:
        with right:
            st.info(_("At p = 0 nothing is left out, so every answer is the evaluation's. Choose a larger p."),
                    icon=":material/lightbulb:")
        return
    found = dropout.convergence(network, now.p, seed=now.draw)
    numbers = {"one": number(float(found.typical[0]), 2), "most": f"{found.counts[-1]:,}",
               "last": number(float(found.typical[-1]), 2), "gap": number(found.gap, 2),
               "noise": number(2 * found.noise, 2)}
    with right:
        plot(figures.mask_convergence(
            found.counts, found.typical, found.one, found.expected,
            names=(_("typical, of many tries"), _("one try"), "1/√n"),
            axes=(_("Number of masks n (log scale)"), _("Distance of their mean from evaluation (log scale)"))),
            key="la_masks_mean", alt=_("One mask lies {one} from evaluation, the mean of {most} masks {last}.").format(
                **numbers))
    with left:
        st.markdown(_("One mask lies **{one}** from evaluation, the mean of {most} masks **{last}**.").format(
            **numbers))
        st.markdown(_gap_told().format(**numbers))


def _gap_told() -> str:
    if state.now.relu:
        return _("With ReLUs a gap of **{gap}** stays (± {noise}): the mean of ReLUs is not the ReLU of the mean, so "
                 "evaluation only comes near the mean of all networks. It costs one pass instead of thousands.")
    return _("Without ReLUs there are only sums: the mean over all masks is the evaluation exactly. What is left "
             "({gap}) is no more than chance leaves ({noise}).")


PARTS: Mapping[str, Callable[[], None]] = {"units": units_part, "mean": mean_part, "learning": learning_part}
TAB = Tab("dropout", N_("Dropout"),
          N_("In training every unit is left out with probability p; in evaluation all are there."), dropout_view)
