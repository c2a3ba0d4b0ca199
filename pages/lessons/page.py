"""Lessons: what each teaches, step by step; an index of topics, and questions that a class discusses."""

import streamlit as st

from pages.lessons import class_discussions, lesson_view, topic_index
from pages.lessons.state import LessonsSetup, state
from pages.ui.tab import show_tabs
from pages.ui.text import _

ALL = (lesson_view.TAB, topic_index.TAB, class_discussions.TAB)
"""The tabs, in the order of `pages.lessons.state.VIEWS`."""

st.title(_("Lessons"))
state.open(LessonsSetup)
show_tabs(ALL, state, key="le_tabs")  # no fragment: a step that is opened here leads to another page
