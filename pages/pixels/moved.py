"""A digit, moved to the right under trained networks that have only ever seen digits at the left edge."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer import figures
from explorer.experiments import moved_digit, two_networks
from explorer.figures import Kind
from pages.pixels.state import MOVED, state
from pages.ui.components.chart import plot
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.text import _

LOOKS: dict[str, tuple[Kind, bool]] = {"cnn": ("convolution", False), "mlp": ("linear", False),
                                       "mlp_moved": ("linear", True)}
DIGIT_PX = 200


def moved_digit_view() -> None:
    """Show a digit where the reader moves it, what three networks take it for, and how often they are right there."""
    st.header(_("The same digit, elsewhere"), anchor=False)
    st.caption(_("CNN and MLP learned digits at the left edge only. Move one to the right: which of them still knows "
                 "it?"))
    left, middle, right = st.columns([0.2, 0.28, 0.52], gap="medium")
    now = state.now
    with left:
        st.selectbox(_("Digit"), range(moved_digit.CLASSES), **state.bind("digit"))
        st.slider(_("Moved to the right, px"), MOVED.least, MOVED.most, **state.bind("moved", take=MOVED.nearest))
    pixels = moved_digit.picture(now.digit, now.moved)
    with left:
        tiles(np.repeat(pixels[None, ..., None], 3, axis=-1), [Tile("16 × 16 px")], key="px_moved_digit",
              side=DIGIT_PX, name=_("The digit {digit}, {moved} px from the left edge").format(
                  digit=now.digit, moved=now.moved))
    with middle:
        for name in LOOKS:
            _answer(name, moved_digit.answers(name, pixels))
    with right:
        _chart()


def _names() -> dict[str, str]:
    return {"cnn": _("CNN"), "mlp": _("MLP"), "mlp_moved": _("MLP that learned digits in all these places")}


def _answer(name: str, shares: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    best = int(shares.argmax())
    sign = ":green[:material/check:]" if best == state.now.digit else ":red[:material/close:]"
    with st.container(border=True):
        st.markdown(_("**{network}**  \n{sign} says **{digit}**, {share:.0f} % sure").format(
            network=_names()[name], sign=sign, digit=best, share=100 * float(shares[best])))
        count = two_networks.parameters("cnn" if name == "cnn" else "mlp", two_networks.CANVAS)
        st.caption(_("{count} parameters").format(count=f"{count:,}"))


def _chart() -> None:
    study = two_networks.shift_study()
    names = _names()
    shifts = range(two_networks.FARTHEST + 1)
    lines = [figures.StudyLine(names[name], kind, shifts, study.accuracy[name], dashed=dashed)
             for name, (kind, dashed) in LOOKS.items()]
    figure = figures.study_chart(lines, axes=(_("Moved to the right, px"), _("Digits named rightly")),
                                 here=state.now.moved)
    means = {name: 100 * np.mean(study.accuracy[name], axis=0) for name in LOOKS}
    told = "; ".join(_("{name}: {first:.0f} % at 0 px, {last:.0f} % at {far} px").format(
        name=names[name], first=mean[0], last=mean[-1], far=two_networks.FARTHEST) for name, mean in means.items())
    plot(figure, key="px_moved_chart", alt=_("Accuracy against the shift. {told}").format(told=told))
    st.caption(_("Lines: mean of {seeds} seeds on {tested} unseen digits; bands: one standard deviation. The CNN has a "
                 "max pooling with stride 2, so it is better at even shifts than at odd ones, as above. The second MLP "
                 "had to be shown every place.").format(seeds=len(two_networks.SEEDS), tested=study.tested))
