"""Every pixel: one question at a time, from the class of each pixel to how small maps become large again."""

from __future__ import annotations

import streamlit as st

from explorer.errors import N_
from pages.ui.tab import Tab
from pages.ui.text import _
from pages.where_is_it.enlarging import enlarging_view
from pages.where_is_it.pixel_classes import classes_view
from pages.where_is_it.pixel_settings import PIXEL_PARTS
from pages.where_is_it.skip_worth import skips_view
from pages.where_is_it.state import state
from pages.where_is_it.unet_strip import unet_view


def every_pixel_view() -> None:
    """Ask what is looked at, and show it."""
    titles = dict(zip(PIXEL_PARTS, (_("Class of each pixel"), _("Down and up"), _("What skips are worth"),
                                    _("Make it larger")), strict=True))
    shows = dict(zip(PIXEL_PARTS, (classes_view, unet_view, skips_view, enlarging_view), strict=True))
    st.segmented_control(_("Every pixel"), list(PIXEL_PARTS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("pixels"))
    shows[state.now.pixels]()


TAB = Tab("pixels", N_("Every pixel"),
          N_("Drag a shape: each pixel gets a class, and mistakes sit at borders. Which share of the pixels is right "
             "if nothing is found at all?"), every_pixel_view)
