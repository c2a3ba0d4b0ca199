"""What a unit would like: the places in the sample photos, and in test pictures, that excite it most."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import networks
from pages.feature_maps.first_screen import Scene
from pages.ui.class_names import class_text
from pages.ui.errors import plain, told_to_reader
from pages.ui.pickers.network import opened
from pages.ui.pickers.weights import DEFAULT
from pages.ui.text import _

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


def place_tiles(places: Sequence[networks.TopPatch], told: Callable[[str], str] = _) -> None:
    """Show what a unit saw in some photos, with the value it answered; the row breaks where it is too long.

    ``told`` makes of a photo's name what readers call it.
    """
    captions = [f"{told(place.photo)} · {place.value:.3g}" for place in places]
    st.image([squared(place.pixels) for place in places], output_format="PNG", width=TILE, caption=captions,
             alt=captions)


def patches_view(scene: Scene) -> None:
    """Show what excites the unit of the open map."""
    looking = scene.looking
    with st.spinner(_("Looking through the sample photos"), show_time=True):
        found = networks.best_patches(scene.opened.network, looking.layer, looking.channel)
    st.caption(plain(marked(_("What the unit of map {map} sees where it answers most, in the sample photos").format(
        map=looking.channel + 1), scene)))
    if not found:
        st.caption(_("None of the sample photos excites it at all."))
    place_tiles(found)
    from_cifar = scene.opened.network.weights == "CIFAR10" and looking.weights == DEFAULT
    if from_cifar and networks.zip_path().is_file():  # whoever runs the server may have put it there; see README.md
        with told_to_reader():
            _test_pictures(scene)


def _test_pictures(scene: Scene) -> None:
    """Show the same for CIFAR-10's test pictures, looked through ahead at the side that the network learned from."""
    looking = scene.looking
    layer = networks.near_layer(scene.opened.report, looking.layer)
    if layer is None:
        st.caption(_("Test pictures were looked through for what follows this layer; open one of the next."))
    else:
        trained = opened(looking.network)
        found = networks.indexed_top_patches(trained.network, trained.report, layer, looking.channel,
                                             networks.zip_path())
        st.caption(_("The same in the 10,000 test pictures of CIFAR-10, {side} px, after {layer}").format(
            side=trained.network.input_shape[1], layer=layer))
        place_tiles(found, class_text)
