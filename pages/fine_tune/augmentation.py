"""Step 4 of *Fine-tune*: random changes to the pictures, with a live look at what they do."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import training
from explorer.errors import ExplorerError
from explorer.images import Fit
from explorer.networks import entry
from pages.fine_tune.state import state
from pages.ui import lent
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.errors import told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.text import _

EACH = 5
"""Changed copies shown of each picture."""
TRIED: dict[str, Any] = {"rotate": 15, "crop": 0.1, "zoom": 0.1, "brightness": 0.2, "contrast": 0.2}
"""Shown while all is off: small changes that leave digits what they are."""
TRIED_COLOURS: dict[str, Any] = {"brightness": 0.3, "contrast": 0.3, "saturation": 0.4, "hue": 0.1}
"""The same for scenes, whose things stay where they are."""


def augment_step() -> None:
    """Ask how much pictures are changed, beside examples of the chosen data set."""
    plan = state.now
    left, right = st.columns([0.42, 0.58], gap="large")
    with left:
        st.markdown(_("Each time a picture is seen, it is changed a little at random, so that the network cannot learn "
                      "it by heart. Only change what leaves the class as it is: a mirrored digit is no digit."))
        shown = list(training.CONTROLS)
        if plan.task != "classify":
            shown = [one for one in shown if one.field in training.COLOUR_CHANGES]
            st.caption(_("Colours only: where pictures are moved, turned or mirrored, their boxes and masks would have "
                         "to move with them. Draw more scenes instead, which costs nothing here."))
        halves = st.columns(2, gap="medium")
        for place, control in enumerate(shown):
            with halves[place * 2 // (len(shown) + 1)]:
                _slider(control, getattr(plan.augmentation, control.field))
        st.button(_("All off"), icon=":material/close:", key="ft_aug_off", disabled=plan.augmentation.is_off,
                  on_click=state.change, kwargs={"augmentation": training.Augmentation()})
    with right, told_to_reader():
        lent.check_data(plan.data)
        _examples(plan)
        _code(plan)


def _slider(control: training.Control, value: float) -> None:
    kind = int if control.field == "rand_augment" else float
    low, high, step = kind(control.low), kind(control.high), kind(control.step)
    st.slider(_(control.title), low, high, step=step,
              **controlled(f"ft_aug_{control.field}", kind(value), partial(_take, control.field)))


def _examples(plan: training.Plan) -> None:
    draw = st.session_state.setdefault("ft_draw", 0)
    off, shown = plan.augmentation.is_off, plan.augmentation
    if off:
        shown = training.Augmentation(**(TRIED if plan.task == "classify" else TRIED_COLOURS))
        st.markdown(_("**All is off.** :gray[Small changes would look like this; first of each row: unchanged]"))
    else:
        st.markdown(_("**Pictures, and how they may be seen** :gray[first of each row: unchanged]"))
    images = _drawn(plan.data, plan.fit, repr((shown, plan.scenes)), draw, shown, plan.scenes)
    tiles(images, [Tile("")] * len(images), key="ft_examples", side=96, name=_("Examples of changed pictures"),
          columns=EACH + 1)
    with st.container(horizontal=True, gap="small"):
        st.button(_("Draw again"), icon=":material/refresh:", key="ft_again_draw", on_click=_draw_again)
        if off:
            st.button(_("Use these changes"), icon=":material/check:", key="ft_aug_try", on_click=state.change,
                      kwargs={"augmentation": shown})


def _code(plan: training.Plan) -> None:
    """Show the same as lines of torchvision, with the numbers by which pictures are normalised."""
    section = st.expander(_("As PyTorch code"), icon=":material/code:", key="ft_aug_code", on_change="rerun")
    if not section.open:
        return
    mean, std = _normalisation(plan)
    lines = training.transform_lines(plan.augmentation, side=plan.side, mean=mean, std=std)
    with section:
        st.code(lines, language="python", wrap_lines=True)
        if mean:
            st.markdown(_("The last step makes the numbers a network gets: of red, 0 becomes {black} and 1 becomes "
                          "{white}.").format(black=f"{-mean[0] / std[0]:.3f}", white=f"{(1 - mean[0]) / std[0]:.3f}"))
        else:
            st.markdown(_("The numbers of the last step, `v2.Normalize`, are measured on your pictures when training "
                          "begins."))
        st.caption(_("torchvision fills borders with black, this app mirrors them."))


def _normalisation(plan: training.Plan) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the mean and the deviation that the network's weights expect; nothing where they are measured."""
    try:
        weights = entry(plan.network).weight_set("DEFAULT" if plan.weights == "random" else plan.weights)
    except ExplorerError:  # a stack, or a network of a job or a file, which says it when it is opened
        return (), ()
    return weights.mean, weights.std


@st.cache_data(max_entries=32, show_spinner=False)
def _drawn(data: str, fit: Fit, fields: str, draw: int,  # noqa: ARG001
           _augmentation: training.Augmentation, _scenes: training.SceneSettings) -> NDArray[np.uint8]:
    return training.augmented_examples(data, _augmentation, draw, each=EACH, fit=fit, scenes=_scenes)


def _take(name: str, value: Any) -> None:
    state.change(augmentation=replace(state.now.augmentation, **{name: value}))


def _draw_again() -> None:
    st.session_state["ft_draw"] += 1
