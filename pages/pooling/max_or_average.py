"""Why the maximum is used more than the average: one picture for each, with numbers."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from explorer.convolution.pooling import LEVEL, LINE, QUIET, SPREAD, PoolingPlan, contrast, noise, noisy_grey, thin_line
from pages.pooling.grid import pooling_heat
from pages.ui.text import _

WINDOWS = (2, 3, 4)


def choice_view() -> None:
    """Show the part of the page that compares maximum and average."""
    kernel: int = st.segmented_control(_("Window"), list(WINDOWS), default=WINDOWS[0], key="po_choice_window",
                                       format_func=lambda side: f"{side} × {side}", required=True)
    if kernel not in WINDOWS:
        kernel = WINDOWS[0]
    plan = PoolingPlan(kernel=kernel, stride=kernel)
    left, right = st.columns(2, gap="medium")
    with left:
        _line(plan)
    with right:
        _noise(plan)
    st.info(_("**Why networks mostly use the maximum:** after a ReLU, a map says where a feature was found: a few "
              "strong responses on a background of zeros, like the line on the left. The maximum hands them on "
              "undiminished; the average divides them by all the cells that found nothing. Where every cell measures "
              "the same thing, as on the right, the average is better, and the end of a network uses it: global "
              "average pooling."), icon=":material/lightbulb:")


def _line(plan: PoolingPlan) -> None:
    st.markdown(_("**A thin bright line: the maximum keeps it**"))
    pooling_heat(replace(plan, grid=thin_line()), high=LINE, key="po_line")
    found = contrast(plan.kernel)
    st.markdown(_("Line minus background: **{before:.2f}** in the input, **{max:.2f}** in the maximum, "
                  "**{average:.2f}** in the average.").format(
                      before=found.before, max=found.max, average=found.average))
    st.caption(_("The line is {line:g}, the background {quiet:g}: a contrast of {contrast:g}. A window holds {cells} "
                 "cells, {side} of them on the line, so the average keeps {side}/{cells} of it.").format(
        line=LINE, quiet=QUIET, contrast=LINE - QUIET, cells=plan.kernel**2, side=plan.kernel))


def _noise(plan: PoolingPlan) -> None:
    st.markdown(_("**A flat grey with noise: the average finds the true value**"))
    pooling_heat(replace(plan, grid=noisy_grey()), high=LINE, key="po_noise")
    found = noise(plan.kernel)
    values = {name: f"{mean:.2f} ± {spread:.2f}" for name, (mean, spread) in
              (("before", found.before), ("max", found.max), ("average", found.average))}
    st.markdown(_("Mean ± standard deviation: **{before}** in the input, **{max}** in the maximum, "
                  "**{average}** in the average.").format(**values))
    st.caption(_("The true value is {level:g} everywhere, and the noise has a standard deviation of about {spread:g}. "
                 "The average of {cells} cells divides that by about {side}; the maximum picks the luckiest cell and "
                 "lands too high.").format(level=LEVEL, spread=SPREAD, cells=plan.kernel**2, side=plan.kernel))
