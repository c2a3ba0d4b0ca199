"""Names of the classes of a reader's own network or weights, asked for once the file has told how many there are."""

from __future__ import annotations

import streamlit as st

from pages.ui.text import _

LONGEST = 40
"""Characters of one name."""
LONGEST_TOGETHER = 40_000
"""Characters of all names: 1,000 of 40."""


def class_names_area(classes: int, *, key: str, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Ask for the names of that many classes, one a line; say how many there are; return them."""
    label = _("Names of its {count:,} classes, one a line").format(count=classes)
    text = st.text_area(label, "\n".join(first), key=key, height=110, max_chars=LONGEST_TOGETHER,
                        placeholder=_("daisy\nrose\ntulip"), help=_("In the order of training"))
    names = written_names(text)
    if names and len(names) != classes:
        st.caption(_(":orange[{given} of {count} names]").format(given=len(names), count=classes))
    return names


def written_names(text: str) -> tuple[str, ...]:
    """Return the names that were written, one a line."""
    return tuple(line.strip()[:LONGEST] for line in text.splitlines() if line.strip())
