"""Tables of texts and numbers, whose cells show exactly what they hold: for a screen, a screen reader, and paper.

``st.dataframe`` is a canvas: on paper it is a picture of its first rows. It stands here alone, with its copy for paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.numbers import number
from pages.ui.errors import plain

MOST_ON_PAPER = 200
"""Rows of a table that is printed."""

Rows = Sequence[Mapping[str, Any]]


def table(rows: Rows, *, name: str) -> None:
    """Show ``rows`` as they are.

    Args:
        rows: of each, what its cells hold by the title of their column; None is an empty cell.
        name: what the table is called for those who do not see it.
    """
    texts = [{plain(title): plain(_text(value)) for title, value in row.items()} for row in rows]
    st.table(texts, border="horizontal", hide_index=True, alt=name)


def sorted_table(rows: Rows, *, name: str, key: str, **more: Any) -> None:
    """Show ``rows`` so that a click on a column's title sorts them; on paper they stand in their order.

    ``more`` goes to ``st.dataframe``.
    """
    st.dataframe(rows, hide_index=True, width="stretch", **more)
    with st.container(key=f"paper_{key}"):
        table(rows[:MOST_ON_PAPER], name=name)


def _text(value: Any) -> str:
    return "" if value is None else number(value) if isinstance(value, float) else str(value)
