"""A question that is answered by pointing: at a photo, at a number of a grid, or at a cell of an empty one."""

from __future__ import annotations

import streamlit as st

from explorer.classroom import ClassQuestion
from explorer.errors import GridError
from explorer.images import Picture
from pages.classroom.grounds import (
    GRID,
    KINDS,
    NUMBERS,
    OWN,
    PHOTO,
    cells_of,
    ground_of,
    lend,
    numbers_text,
    on_photo,
    picture_name,
    read_grid,
)
from pages.classroom.results import form_of
from pages.ui.components import point_at
from pages.ui.components.point_at import Pointing
from pages.ui.errors import show
from pages.ui.pickers.photo import photo
from pages.ui.text import _

FIRST_GRID = "0 0 1 0 0\n0 1 1 1 0\n1 1 9 1 1\n0 1 1 1 0\n0 0 1 0 0"
MOST_SIDE = 16
PHOTO_REACH = 2
"""Cells beside the right one that still count on a photo: nobody points as exactly."""
_RIGHT, _PHOTO, COMPONENT = "cl_point_right", "cl_point_own", "cl_point"


def fields(says: str) -> ClassQuestion:
    """Show what is pointed at and let the teacher point at the right place; return the question."""
    kind = st.segmented_control(_("They point at"), list(KINDS), default=PHOTO, key="cl_point_kind", required=True,
                                format_func=lambda one: _(KINDS[one]))
    if kind == PHOTO:
        return _right_place(*_on_photo(says))
    left, right = st.columns([0.36, 0.64], gap="medium")
    with left:
        asked = _grid(says, kind)
    if asked is None:
        return ClassQuestion(form="point", says=says)
    with right:
        return _right_place(asked, ground_of(asked))


def lend_photo(code: str, asked: ClassQuestion) -> None:
    """Open the photo that a question points at to a room, where it is one of the teacher's own.

    Raises:
        RoomError, LimitError: it cannot be.
    """
    chosen: Picture | None = st.session_state.get(_PHOTO)
    if chosen is not None and asked.picture == f"{OWN}/{chosen.key}":
        lend(code, chosen)


def _on_photo(says: str) -> tuple[ClassQuestion, Pointing]:
    """Return the question about a photo without its right answer, and what is pointed at."""
    chosen = photo("cl_photo")
    st.session_state[_PHOTO] = chosen
    height, width = chosen.pixels.shape[:2]
    rows, columns = cells_of(height, width)
    asked = ClassQuestion(form="point", says=says, picture=picture_name(chosen), rows=rows, columns=columns,
                          reach=PHOTO_REACH)
    return asked, on_photo(asked, chosen)


def _grid(says: str, kind: str) -> ClassQuestion | None:
    """Return the question without its right answer; None while nothing can be pointed at."""
    if kind == NUMBERS:
        text = st.text_area(_("Numbers, one row a line"), value=FIRST_GRID, height=150, key="cl_point_numbers")
        try:
            grid = read_grid(text)
        except GridError as error:
            show(error.message)
            return None
        rows, columns = grid.shape
        return ClassQuestion(form="point", says=says, picture=f"{NUMBERS}/{numbers_text(grid)}", rows=rows,
                             columns=columns)
    rows = int(st.number_input(_("Rows"), 1, MOST_SIDE, 8, key="cl_point_rows"))
    columns = int(st.number_input(_("Columns"), 1, MOST_SIDE, 8, key="cl_point_columns"))
    return ClassQuestion(form="point", says=says, picture=GRID, rows=rows, columns=columns)


def _right_place(asked: ClassQuestion, ground: Pointing) -> ClassQuestion:
    """Let the teacher point at the right place, or at none."""
    found: dict[str, str] = st.session_state.setdefault(_RIGHT, {})
    if cell := point_at.pointed(COMPONENT, ground):
        found.clear()
        found[asked.picture] = point_at.text_of(cell)
    chosen = point_at.cell_of(found.get(asked.picture, ""), ground)
    if chosen is None:
        found.clear()
    with st.container(key=f"cl_choice_{form_of(ground)}"):
        point_at.point_at(ground, chosen=chosen, key=COMPONENT, about=f"{asked.picture} {asked.rows} {asked.columns}")
    if chosen is None:
        st.caption(_("Point at the right place, if you want it marked."))
        return asked
    st.button(_("No place is right"), key="cl_point_none", icon=":material/backspace:", on_click=found.clear)
    return ClassQuestion(form="point", says=asked.says, picture=asked.picture, rows=asked.rows, columns=asked.columns,
                         reach=asked.reach, right=point_at.text_of(chosen))
