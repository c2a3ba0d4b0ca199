"""The output's size with its formula, and what computes the same, beside the grid."""

from __future__ import annotations

import streamlit as st

from explorer.convolution.pooling.plan import size_lines
from explorer.convolution.pooling.plan import Plan
from explorer.errors import SpecError
from pages.ui.text import _


def size_card(plan: Plan) -> None:
    """Show how often the window fits along both sides."""
    with st.container(border=True):
        try:
            st.markdown(_fitting(plan))
        except SpecError:
            st.markdown(_("**No output**  \n:gray[Window, stride and padding do not go together with this grid; beside "
                          "it stands why, and what to try.]"))


def torch_lines(plan: Plan) -> str:
    """Return the lines that compute the same with torch."""
    more = (f", padding={plan.padding}" if plan.padding else "") + (", ceil_mode=True" if plan.ceil else "")
    count = "" if plan.count or not plan.padding else ", count_include_pad=False"
    return (f"F.max_pool2d(x, {plan.kernel}, {plan.stride}{more})\n"
            f"F.avg_pool2d(x, {plan.kernel}, {plan.stride}{more}{count})")


def _fitting(plan: Plan) -> str:
    height, width = plan.pooling("max").output_shape[1:]
    formulas = "\n\n".join(rf"$\small\displaystyle {line}$" for line in size_lines(plan))
    said = _("How often the window fits into the padded input. i: input, p: padding, k: window, s: stride.")
    dropped = _("A last window that would start in the padding is dropped (− 1).") if "- 1 =" in formulas else ""
    title = _("**Output size: {size}**").format(size=f"{height} × {width}")
    return f"{title}  \n:gray[{said} {dropped}]\n\n{formulas}"
