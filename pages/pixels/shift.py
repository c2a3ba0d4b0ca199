"""*Shift*: shift, then layer, against layer, then shift; and what trained networks say to a digit elsewhere."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures
from explorer.convolution import equivariance
from explorer.convolution.pooling import digit
from explorer.figures import DIVERGING, SEQUENTIAL, lookup
from explorer.images import to_size
from pages.pixels.moved import moved_digit_view
from pages.pixels.state import SHIFT, state
from pages.ui.components.chart import plot
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.pickers.photo import photo
from pages.ui.text import _

DIGIT_SIDE = 28
TILE_PX = 190
LEVELS = 255
BRIGHTEST = 255


def shift_view() -> None:
    """Show both ways round for the chosen layer, and below what sharing is worth to a trained network."""
    picture = _toolbar()
    now = state.now
    found = equivariance.compare(picture, now.layer, (now.down, now.right), now.stride)
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        _pictures(found, now.layer)
    with right:
        _outcome(picture, found)
    st.divider()
    moved_digit_view()


def _toolbar() -> NDArray[np.int64]:
    """Show the controls, and return the picture (36, 36), 0 to 255."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="px_shift_toolbar"):
        st.selectbox(_("Layer"), equivariance.LAYERS, format_func=lambda layer: _titles()[layer], width=280,
                     **state.bind("layer"))
        st.segmented_control(_("Stride"), equivariance.STRIDES, required=True,
                             disabled=state.now.layer not in equivariance.STRIDED, **state.bind("stride"))
        for name, label in (("right", _("Shift to the right, px")), ("down", _("Shift down, px"))):
            st.slider(label, -SHIFT.most, SHIFT.most, width=220, **state.bind(name, take=SHIFT.nearest))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="px_shift_image"):
        subjects = {"photo": _("Photo"), "digit": _("Drawn digit")}
        st.segmented_control(_("Image"), list(subjects), format_func=lambda one: subjects[one], required=True,
                             **state.bind("subject"))
        if state.now.subject == "digit":
            return np.asarray(digit(DIGIT_SIDE, (equivariance.SIDE - DIGIT_SIDE) // 2), np.int64)
        shown = to_size(photo("px_shift_photo"), equivariance.SIDE, equivariance.SIDE)
    return np.asarray(np.rint(shown.mean(axis=2)), np.int64)


def _titles() -> dict[str, str]:
    return {"circular": _("Convolution, circular padding"), "zeros": _("Convolution, padding of zeros"),
            "max": _("Max pooling 3 × 3"), "average": _("Average pooling 3 × 3"),
            "global": _("Global average pooling"), "linear": _("Flatten and linear layer")}


def _pictures(found: equivariance.BothOrders, layer: str) -> None:
    """Show both ways round, one per row, and their difference."""
    signed = layer in ("circular", "zeros", "linear")
    high = int(np.abs(found.output).max()) or 1
    drawn = partial(_coloured, low=-high if signed else 0, high=high, scale=DIVERGING if signed else SEQUENTIAL)
    grey = partial(_coloured, low=0, high=BRIGHTEST, scale=None)
    off = int(found.difference.max())
    images = np.stack([
        grey(found.picture), drawn(found.output), drawn(found.layer_first),
        grey(found.shifted), drawn(found.shift_first), _coloured(found.difference, 0, off or 1, SEQUENTIAL)])
    size = "{} × {}".format(*found.output.shape)
    about = [Tile(_("The image x")), Tile(_("layer(x)"), size), Tile(_("shift(layer(x))"), size),
             Tile(_("shift(x)")), Tile(_("layer(shift(x))"), size),
             Tile(_("difference"), _("0 everywhere") if not off else _("0 dark, {high:,} bright").format(high=off))]
    tiles(images, about, key="px_shift_pictures", side=TILE_PX, columns=3,
          name=_("Above: the layer first, then the shift; below: the shift first, then the layer; last: what "
                 "differs"))


def _coloured(values: NDArray[np.int64], low: int, high: int, scale: figures.Scale | None) -> NDArray[np.uint8]:
    """Return values as a picture (36, 36, 3); a smaller map is enlarged by whole cells."""
    zoom = equivariance.SIDE // len(values)
    levels = np.rint((values.clip(low, high) - low) * ((LEVELS - 1) / (high - low))).astype(int)
    table = lookup(scale, LEVELS) if scale else np.arange(LEVELS, dtype=np.uint8)[:, None].repeat(3, axis=1)
    return np.asarray(table[levels].repeat(zoom, axis=0).repeat(zoom, axis=1))


def _outcome(picture: NDArray[np.int64], found: equivariance.BothOrders) -> None:
    now = state.now
    with st.container(border=True):
        if found.differing:
            st.markdown(_("**Largest difference: {value:,}, {share:.0f} % of the range**  \n:gray[{differing:,} of "
                          "{cells:,} cells differ]").format(
                              value=int(found.difference.max()), share=100 * found.share, differing=found.differing,
                              cells=found.difference.size))
        else:
            st.markdown(_("**Largest difference: 0, exactly**  \n:gray[all {cells:,} cells are equal]").format(
                cells=found.difference.size))
    st.markdown(_("**Every shift at once** :gray[largest difference, % of the range; the ring is yours]"))
    shares = equivariance.all_shifts(picture, now.layer, now.stride)
    zeros = int((shares == 0).sum())
    plot(figures.shift_map(shares, here=(now.down, now.right), value=_("difference"),
                           axes=(_("Shift to the right, px"), _("Shift down, px"))), key="px_shift_map",
         alt=_("Largest difference for {count} shifts; for {zeros} of them it is 0").format(
             count=shares.size, zeros=zeros))
    st.info(_explanation(), icon=":material/lightbulb:")


def _explanation() -> str:
    layer, stride = state.now.layer, state.now.stride
    if layer == "linear":
        return _("**A linear layer has a weight of its own for every pair of places.** What it learned of a stroke at "
                 "one place says nothing about the same stroke at another: both ways round agree for no shift at all.")
    if layer == "global":
        return _("**One number per map says nothing of where.** The mean of all cells is the same wherever they are: "
                 "not only does it commute with a shift, it does not notice it (invariance).")
    if layer == "zeros":
        return _("**At the border the zeros show.** Inside, both ways round are exactly equal; where a window reaches "
                 "into the padding, or where the image came in again on the other side, they are not.")
    if stride == 1:
        return _("**The same weights everywhere: the layer commutes with every shift**, exactly (equivariance). That "
                 "is what sharing weights means, and why a feature is found wherever it is.")
    return _("**With stride {stride}, only shifts by multiples of {stride} px come through exactly**: along each side "
             "1 of {stride}, so 1 of {squared} of all. In between, the windows cut the image differently.").format(
                 stride=stride, squared=stride**2)
