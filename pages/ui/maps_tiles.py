"""Small pictures in the lower part of *Feature maps*, and the mark on what unusual weights made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages.ui.text import _

if TYPE_CHECKING:
    from explorer.networks.units.top_patches import Place
    from pages.feature_maps.first_screen import Scene

TILE = 104  # px


def marked(text: str, scene: Scene) -> str:
    """Return what stands at a picture, with the mark of unusual weights where they made it."""
    return f"{text} · {scene.mark}" if scene.mark else text


def squared(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return small pixels (H, W, 3) enlarged in the middle of a transparent square, (S, S, 4), with a rim."""
    shown = enlarged(pixels)
    height, width, _colours = shown.shape
    side = round(1.08 * max(height, width))
    square = np.zeros((side, side, 4), dtype=np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top:top + height, left:left + width, :3] = shown
    square[top:top + height, left:left + width, 3] = 255
    return square


def enlarged(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return small pixels (H, W, 3) as squares large enough to be seen."""
    zoom = max(1, 2 * TILE // max(pixels.shape[:2]))
    return pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)


def place_tiles(places: Sequence[Place]) -> None:
    """Show what a unit saw in some photos, with the value it answered; the row breaks where it is too long."""
    st.image([squared(place.pixels) for place in places], output_format="PNG", width=TILE,
             caption=[f"{_(place.photo)} · {place.value:.3g}" for place in places])
