"""Where the activation stands in a residual block: behind the addition, or before the convolutions."""

from __future__ import annotations

import streamlit as st

from explorer.graph import PRESETS, analyse, shape_to_text, to_text
from pages.ui.components.network_strip import strip
from pages.ui.components.stack_strip import stack_picture
from pages.ui.text import _, formula

ORDERS = ("resnet_basic_block", "resnet_preactivated_block")
"""Presets: that of 2015, and that of 2016."""


def order_view() -> None:
    """Show both orders as strips, with what they compute."""
    told = {
        "resnet_basic_block": (
            _("**Activation behind the addition** :gray[He et al. 2015]"), r"y = \mathrm{ReLU}(F(x) + x)",
            _("The last ReLU cuts off what is negative in the sum, so the skip is no pure identity through several "
              "blocks, and behind each of them the gradient passes a ReLU again.")),
        "resnet_preactivated_block": (
            _("**Activation first** :gray[He et al. 2016]"), r"x_L = x_l + \sum_{i=l}^{L-1} F(x_i)",
            _("Nothing stands behind the addition: what the first block is given reaches the last one as it is, plus "
              "what all of them add. He et al. trained 1,001 layers so, with 4.92 % errors on CIFAR-10 against "
              "7.61 % with the order of 2015.")),
    }
    for column, name in zip(st.columns(2, gap="medium"), ORDERS, strict=True):
        with column:
            _order(name, *told[name])
    st.info(_("**Look behind the addition:** in the first strip a ReLU stands as a thin sheet behind it, in the second "
              "nothing does. Both have the same convolutions and as many parameters: only the order differs, and with "
              "it whether a negative value can pass."), icon=":material/lightbulb:")


def _order(name: str, title: str, line: str, said: str) -> None:
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    st.markdown(title)
    strip(stack_picture(report, selected=None), key=f"la_order_{name}",
          note=_("{count:,} parameters").format(count=report.params))
    st.markdown(formula(line))
    st.markdown(said)
    st.page_link("build_stack/page.py", label=_("Open in Build a stack"), icon=":material/layers:", width="content",
                 query_params={"stack": to_text(preset.graph), "input": shape_to_text(preset.input_shape)})
