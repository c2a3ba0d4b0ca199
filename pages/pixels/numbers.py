"""*Numbers*: a photo, zoomed down to its single pixels, and the numbers that a network gets."""

from __future__ import annotations

import numpy as np
import streamlit as st
from PIL import Image

from explorer.images import to_size
from pages.pixels.state import SIDES, state
from pages.ui.pickers.photo import photo
from pages.ui.text import _

SHOWN = 560
CORNER = 8


def numbers_view() -> None:
    """Show the photo at the chosen size and the values of the pixels in its middle."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="px_toolbar"):
        picture = photo("px_photo")
        st.segmented_control(_("Size"), SIDES, format_func=lambda side: f"{side} × {side}", required=True,
                             **state.bind("side"))
    side = state.now.side
    pixels = to_size(picture, side, side)
    left, right = st.columns([0.5, 0.5], gap="medium")
    left.image(np.asarray(Image.fromarray(pixels).resize((SHOWN, SHOWN), Image.Resampling.NEAREST)),
               output_format="PNG")
    first = (side - CORNER) // 2
    with right:
        for channel, name in enumerate((_("Red"), _("Green"), _("Blue"))):
            st.markdown(f"**{name}**")
            rows = pixels[first:first + CORNER, first:first + CORNER, channel]
            st.code("\n".join(" ".join(f"{value:3d}" for value in row) for row in rows.tolist()), language=None)
