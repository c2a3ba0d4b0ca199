"""*Cells*: a bar of light on a retina, and two cells of the visual cortex that answer to it."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures
from explorer.convolution import visual_cells
from pages.pixels.state import state
from pages.ui.components.chart import plot
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.text import _

TILE_PX = 250
GREY, LEVELS = 128, 255


def cells_view() -> None:
    """Show the controls, what the cat sees and the cell weighs it with, both meters, and both curves."""
    left, middle, right = st.columns([0.2, 0.46, 0.34], gap="medium")
    with left:
        _controls()
    now = state.now
    bar = visual_cells.LightBar(angle=now.turn, offset=now.off, width=now.thick, dark=now.dark)
    cells = visual_cells.CellPair(now.likes)
    with middle:
        _pictures(bar, cells)
        _meters(cells.answers(bar))
    with right:
        _curves(bar, cells)
    st.caption(_("In 1959 David Hubel and Torsten Wiesel moved bars of light before a cat and listened to single cells "
                 "of its visual cortex. Each fired for one small place and one direction. A convolution's kernel is "
                 "such a simple cell, copied to every place; pooling makes of neighbours what the complex cell is."))


def _controls() -> None:
    st.slider(_("Turn the bar (°)"), 0, visual_cells.ANGLES[-1], step=5, **state.bind("turn"))
    st.slider(_("Move the bar (px)"), -visual_cells.FARTHEST, visual_cells.FARTHEST, **state.bind("off"))
    st.slider(_("Width of the bar (px)"), 1, visual_cells.WIDEST, **state.bind("thick"))
    st.toggle(_("Dark bar on light"), **state.bind("dark"))
    st.slider(_("Direction that the cells like (°)"), 0, 165, step=15, **state.bind("likes"))


def _pictures(bar: visual_cells.LightBar, cells: visual_cells.CellPair) -> None:
    side = visual_cells.RETINA
    images = np.stack([retina_picture(bar), weighed(cells, side), weighed(cells, side, bar)])
    tiles(images, [Tile(_("What the cat sees"), _("ring: the cells' field")), Tile(_("Weights of the simple cell")),
                   Tile(_("Light × weight"), _("their sum decides"))],
          key="px_cells", side=TILE_PX, columns=3, name=_("What the cat sees, the cell's weights, and their product"))


def retina_picture(bar: visual_cells.LightBar) -> NDArray[np.uint8]:
    """Return the retina (64, 64, 3) with a ring around the cells' field."""
    grey = np.repeat((LEVELS * bar.drawn())[..., None], 3, axis=2)
    y, x = np.mgrid[:visual_cells.RETINA, :visual_cells.RETINA] - visual_cells.RETINA // 2
    ring = np.abs(np.hypot(x, y) - visual_cells.FIELD / 2) < 0.6
    grey[ring] = figures.lookup(figures.SEQUENTIAL)[GREY]
    return np.rint(grey).astype(np.uint8)


def weighed(cells: visual_cells.CellPair, side: int, bar: visual_cells.LightBar | None = None) -> NDArray[np.uint8]:
    """Return the weights in their field (side, side, 3), times the light of a bar where one is given."""
    found = np.zeros((side, side))
    first = side // 2 - visual_cells.FIELD // 2
    field = slice(first, first + visual_cells.FIELD)
    found[field, field] = cells.even
    high = float(np.abs(found).max())
    if bar is not None:
        found *= bar.drawn()
    table = figures.lookup(figures.DIVERGING)
    return np.asarray(table[np.rint((found / high + 1) / 2 * (len(table) - 1)).astype(int)])


def _meters(answers: tuple[float, float]) -> None:
    for title, told, value in ((_("Simple cell"), _("fires for its direction at its place"), answers[0]),
                               (_("Complex cell"), _("fires for its direction anywhere in the field"), answers[1])):
        st.progress(min(1.0, value), text=_("**{cell}** ({told}): {share} %").format(
            cell=title, told=told, share=f"{100 * value:.0f}"))


def _curves(bar: visual_cells.LightBar, cells: visual_cells.CellPair) -> None:
    names = (_("simple cell"), _("complex cell"))
    offsets = tuple(range(-visual_cells.FARTHEST, visual_cells.FARTHEST + 1))
    chart = partial(figures.tuning_curves, names=names)
    for key, title, figure, values, at in (
            ("px_turned", _("**Turned** :gray[answer in % of the strongest]"),
             chart(visual_cells.ANGLES, visual_cells.turned(cells, bar), at=bar.angle,
                   title=_("Direction of the bar (°)")),
             visual_cells.turned(cells, bar), [f"{angle}°" for angle in visual_cells.ANGLES]),
            ("px_moved", _("**Moved** :gray[answer in % of the strongest]"),
             chart(offsets, visual_cells.moved(cells, bar), at=bar.offset, title=_("Place of the bar (px)")),
             visual_cells.moved(cells, bar), [f"{offset} px" for offset in offsets])):
        st.markdown(title)
        plot(figure, key=key, alt=" ".join(
            _("The {cell} fires most at {place}, {share} %.").format(
                cell=name, place=at[int(row.argmax())], share=f"{100 * row.max():.0f}")
            for name, row in zip(names, values, strict=True)))
