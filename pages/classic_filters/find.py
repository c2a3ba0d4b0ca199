"""*Find*: a patch of the photo is the kernel, and every other patch gets the same treatment."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from explorer.arrays import Array, Pixels
from explorer.convolution.filters import Match, PatchBox, matches, resemblance
from explorer.errors import N_
from explorer.figures import DIVERGING, packed_photo
from explorer.images import Picture
from pages.classic_filters.apply import pixels_of
from pages.classic_filters.state import WHOLE, Shares, read_box, state
from pages.ui import previews
from pages.ui.components import component
from pages.ui.grey_photo import GreyPhoto
from pages.ui.pickers.photo import photo
from pages.ui.tab import Tab
from pages.ui.text import _

KEY = "cf_find"
SIDE = 384
"""Longer side at which a photo is searched, px."""
ASKED_SIDE = 192
"""The same while the box is dragged."""
ZERO = 127
"""Level of 0 among those that are sent while the box is dragged, 0 to 254."""
LEAST = 4
"""Fewest rows and columns of a patch, px."""
SHOWN = 4
"""Best places that are marked."""

_mount = component.register("patch_search")


def take_box() -> None:
    """Take over the box that the reader drew to cause this run, if any."""
    told = st.session_state.get(KEY)
    box = read_box(told.get("selected")) if isinstance(told, dict) else None
    if box:
        state.change(box=box)


@dataclass(frozen=True)
class Search:
    """A patch of a photo, and what resembles it.

    Attributes:
        photo: (H, W, 3).
        box: the patch, px.
        values: how much each place resembles it.
        small: the photo that is searched while the box is dragged.
    """

    photo: Pixels
    box: PatchBox
    values: Array
    small: GreyPhoto

    @property
    def flat(self) -> bool:
        """Say whether all pixels of the patch are alike, so that nothing can resemble it."""
        return not self.values.any()

    @property
    def found(self) -> tuple[Match, ...]:
        """Return the best places."""
        return () if self.flat else matches(self.values, self.box, SHOWN)


def find_tab() -> None:
    """Show the photo with the box, and what resembles it."""
    take_box()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="cf_find_toolbar"):
        picture = photo("cf_photo")
    with st.container(key="cf_find_sides"):
        picture_side, control_side = st.columns([0.73, 0.27], gap="medium")
    found = search(picture)
    with picture_side:
        find_view(found)
    with control_side:
        find_controls(found)


def search(picture: Picture) -> Search:
    """Return what resembles the box that is set."""
    grey = pixels_of(picture, colour=False, side=SIDE)[:, :, 0].astype(float)
    box = placed(state.now.box, grey.shape)
    values = resemblance(grey, box)
    return Search(pixels_of(picture, colour=True, side=SIDE), box, values, GreyPhoto.of(picture, ASKED_SIDE))


def find_view(found: Search) -> None:
    """Show the photo with the box, and how much every place resembles what is in it."""
    _mount(key=KEY, data=packed_search(found, state.now.box), on_selected_change=component.noted)


def placed(shares: Shares, sides: tuple[int, ...]) -> PatchBox:
    """Return the box in px of a picture with these sides."""
    row, column, rows, columns = shares
    tall, wide = (max(LEAST, round(share * side / WHOLE)) for share, side in
                  zip((rows, columns), sides, strict=False))
    tall, wide = min(tall, sides[0]), min(wide, sides[1])
    return PatchBox(min(round(row * sides[0] / WHOLE), sides[0] - tall), min(round(column * sides[1] / WHOLE),
                                                                     sides[1] - wide), tall, wide)


def packed_search(search: Search, shares: Shares) -> bytes:
    """Return what is shown as ``unpackPhoto`` of ``pages/web/kit/photo_and_map.js`` reads it."""
    box = search.box
    header = {"high": 1.0, "signed": True, "shares": "_".join(map(str, shares)),
              "box": [box.row, box.column, box.rows, box.columns],
              "matches": [[one.row, one.column, one.value] for one in search.found], "flat": search.flat,
              "asks": {"name": NAME, "photo": search.small.sent()}, "words": _words()}
    return packed_photo(search.photo, search.values.astype(np.float32), DIVERGING, header)


def _preview(asked: object) -> dict[str, Any] | None:
    """Return what resembles a box that is being dragged, on the small photo."""
    if not isinstance(asked, dict):
        return None
    shares = read_box(asked.get("box"))
    try:
        grey = GreyPhoto.read(asked.get("photo"), ASKED_SIDE).values
    except ValueError:
        return None
    if shares is None:
        return None
    box = placed(shares, grey.shape)
    values = resemblance(grey, box)
    levels = np.rint(ZERO * (1 + values)).astype(np.uint8)
    found = matches(values, box, SHOWN) if values.any() else ()
    return {"sides": list(grey.shape), "map": list(values.shape), "box": [box.row, box.column, box.rows, box.columns],
            "levels": base64.b64encode(levels.tobytes()).decode(), "flat": not found,
            "matches": [[one.row, one.column, one.value] for one in found]}


NAME = "patch_search"
previews.offer(NAME, _preview)


def find_text(found: tuple[Match, ...]) -> str:
    """Return what the best places are."""
    rows = [_("{place}. row {row}, column {column}: **{value:.2f}**").format(
        place=at + 1, row=one.row + 1, column=one.column + 1, value=one.value) for at, one in enumerate(found)]
    return "  \n".join(rows)


def find_controls(found: Search) -> None:
    """Say what is computed, and which places resemble the box most."""
    st.markdown(_("**The kernel: {rows} × {columns} pixels of the photo**").format(
        rows=found.box.rows, columns=found.box.columns))
    st.caption(_("Its mean is taken away, and so is that of each patch it is laid on; divided by both spreads, the sum "
                 "of products goes from −1 to 1."))
    st.markdown(r"$r = \frac{\sum (x - \bar x)(w - \bar w)}{\sqrt{\sum (x - \bar x)^2 \sum (w - \bar w)^2}}$")
    if found.flat:
        st.warning(flat_text(), icon=":material/crop_free:")
        return
    st.markdown(find_text(found.found))
    st.caption(_("The box itself is always first, with 1. A convolution gives every patch the same treatment: what is "
                 "found here would be found anywhere else."))


def flat_text() -> str:
    """Return why nothing is found for a flat patch."""
    return _("All pixels in the box are alike: its kernel is 0 everywhere, and nothing can resemble it. Draw the box "
             "where something is to be seen.")


def _words() -> dict[str, str]:
    return {
        "photo": _("Drag the box, or draw another"), "map": _("How much each place resembles it"),
        "cell": _("Row {row}, column {column}: {value}"), "low": "−1", "high": "1",
        "name": _("Photo with a box that is the kernel"),
        "flat": flat_text(),
        "keys": _("Arrow keys move the box, with Shift they change its size."),
        "hint": _("Point at the map to see the value, and the patch that it belongs to. Crosses mark the best places."),
    }


TAB = Tab("find", N_("One wants what it needs"),
          N_("Draw a box around an eye, a window, a face: the patch becomes the kernel. Where else does it answer?"),
          find_tab)
