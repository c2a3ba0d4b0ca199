"""The loss around trained networks, with and without skips, on two random directions."""

from __future__ import annotations

import streamlit as st

from explorer import figures
from explorer.experiments import REACH_AROUND, skip_studies
from explorer.numbers import number
from pages.layers.state import DEPTHS_SHOWN, state
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.text import _, share_text

LOW = 0.5
"""Nats: below it most digits are read right."""


def surface_view() -> None:
    """Show the loss around a plain and a residual network side by side, with one scale."""
    depth = state.now.layers
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.segmented_control(_("Depth"), DEPTHS_SHOWN, required=True, **state.bind("layers"),
                             format_func=lambda count: _("{count} layers").format(count=count))
        st.segmented_control(_("Seen"), [False, True], required=True, **state.bind("hills"),
                             format_func=lambda hills: _("as hills") if hills else _("from above"))
    study = skip_studies()
    panels = {name: figures.LossPanel(title, study[f"{name}{depth}"].surface) for name, title in
              (("plain", _("Without skips")), ("residual", _("With skips")))}
    draw = figures.loss_hills if state.now.hills else figures.loss_contours
    for column, (name, panel) in zip(st.columns(2, gap="small"), panels.items(), strict=True):
        with column:
            st.markdown(f"**{panel.title}**")
            plot(draw(panel, among=list(panels.values()), reach=REACH_AROUND, unit=_("cross-entropy")),
                 key=f"la_surface_{name}_{state.now.hills}", alt=_(
                     "{name}: the loss is {middle} nats in the middle and up to {most} around it").format(
                         name=panel.title, middle=number(study[f"{name}{depth}"].middle, 3),
                         most=number(float(panel.losses.max()), 3)))
    left, right = st.columns(2, gap="medium")
    with left:
        table([{_("Network"): _("{count} layers, with skips").format(count=one) if name == "residual" else
                _("{count} layers, without").format(count=one),
                _("loss"): number(study[f"{name}{one}"].middle, 2),
                _("test right"): share_text(study[f"{name}{one}"].accuracy),
                _("around it below {loss}").format(loss=LOW): share_text(study[f"{name}{one}"].below(LOW))}
               for one in DEPTHS_SHOWN for name in ("plain", "residual")], name=_("The four networks"))
    with right:
        _told(depth)


def _told(depth: int) -> None:
    study = skip_studies()
    ends = {name: share_text(study[f"{name}{depth}"].accuracy) for name in ("plain", "residual")}
    said = (_("**Look at the shape, not at the height:** with 20 layers and batch norm both networks lie in one smooth "
              "bowl, and both learned ({plain} and {residual} of the test are right). Now look at 56 layers.")
            if depth == DEPTHS_SHOWN[0] else
            _("**Look for the bowl:** with skips there is still one around the network, and training found its way "
              "({residual} of the test are right). Without skips the network has stopped where the loss is high, in a "
              "landscape that no longer leads down to 0 ({plain}).")).format(**ends)
    st.info(said, icon=":material/lightbulb:")
    st.caption(_("Each point moves all weights along two random directions, in which every filter is as long as that "
                 "of the network; batch norms and biases stay (Li et al. 2018, arXiv:1712.09913). Trained for this "
                 "app on 1,259 digits of 8 × 8 px, 15 epochs, all alike; the scale is logarithmic."))
