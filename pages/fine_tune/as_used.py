"""How the pictures of a data set are used: which weigh more, what becomes of long ones, and of those there twice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer import training
from explorer.errors import Message
from pages.fine_tune.state import state
from pages.ui.errors import plain
from pages.ui.state.widget import controlled
from pages.ui.text import _, say
from pages.ui.training_words import fits

NARROW = 0.5
"""Where the square in the middle shows less than this of some picture, borders may be better."""
SQUARE = 0.995
"""Pictures of which the square shows as much are square."""


def balance(categories: Sequence[str], sizes: Sequence[int]) -> None:
    """Say how large the largest class is; where classes differ much in size, offer to weight them.

    Args:
        categories: names of the classes.
        sizes: how many pictures of each are learned from.
    """
    largest = training.largest(categories, sizes)
    said = {"category": plain(largest.category), "share": 100 * largest.share, "count": max(sizes), "least": min(sizes)}
    if not training.is_uneven(sizes):
        st.caption(_("The largest class, {category}, is {share:.1f} % of those to learn from: always saying "
                     "{category} would be right that often.").format(**said))
        return
    st.info(_("The largest class, {category}, has {count:,} pictures to learn from, the smallest {least:,}. Always "
              "saying {category} would be right for {share:.1f} %, with nothing learned.").format(**said),
            icon=":material/balance:")
    st.toggle(_("Rare classes count more"), help=_("In the loss, all classes together weigh the same, and the best "
                                                   "epoch is chosen by balanced accuracy."),
              **state.bind("class_weights"))


def squares(shown: tuple[float, float]) -> None:
    """Say how much of a picture the square in its middle shows, and offer borders instead.

    Args:
        shown: on average and at least, 0 to 1.
    """
    mean, least = shown
    if mean > SQUARE:
        return
    st.radio(_("Pictures that are not square"), list(fits()), format_func=fits().__getitem__, horizontal=True,
             **state.bind("fit"))
    if state.now.fit == "borders":
        st.caption(_("Each picture is seen whole, so the square shows {share:.0f} % borders on average.").format(
            share=100 - 100 * mean))
    elif least < NARROW:
        st.warning(_("The square in the middle shows {mean:.0f} % of a picture on average, of the longest one "
                     "{least:.0f} %. If what matters may lie outside, take all of it, between borders.").format(
                         mean=100 * mean, least=100 * least), icon=":material/crop:")
    else:
        st.caption(_("The square in the middle shows {mean:.0f} % of a picture on average, at least {least:.0f} "
                     "%.").format(mean=100 * mean, least=100 * least))


def doubles(told: Sequence[Message], count: int) -> None:
    """Say what is done with pictures that are there more than once, and offer to use them all the same.

    Args:
        told: about them.
        count: files that are left out for that, or would be.
    """
    for note in told:
        st.info(plain(say(note)), icon=":material/content_copy:")
    if count:
        st.toggle(_("Leave out pictures that are there more than once"),
                  **controlled("ft_twins", state.now.twins == "left_out", _left_out))


def _left_out(wanted: bool) -> None:
    state.change(twins="left_out" if wanted else "kept")
