"""Exercises: questions made from a seed, marked at once with their working, and sheets of them to print."""

import streamlit as st

from pages.exercises import one_question, printed_sheet
from pages.exercises.state import ExerciseSetup, state
from pages.ui.tab import show_tabs
from pages.ui.text import _

ALL = (one_question.TAB, printed_sheet.TAB)
"""The tabs, in the order of `pages.exercises.state.VIEWS`."""


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    show_tabs(ALL, state, key="ex_tabs")


st.title(_("Exercises"))
state.open(ExerciseSetup)
page()
