"""*Topics*: what the lectures teach, each with the page that shows it and the step of a lesson that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from explorer import lessons
from explorer.errors import N_
from explorer.lessons import Topic
from pages.lessons.page_links import open_link, page_title, step_button
from pages.lessons.state import MOST_CHARS, state
from pages.ui.tab import Tab
from pages.ui.text import _

BESIDE = 2
"""Columns in which the topics of a part stand."""
STEP_PX = 74
"""Room for the number of a step, so that titles stand below each other."""


def topics_view() -> None:
    """Show the field to search in, then what was found, part by part."""
    st.text_input(_("Find"), max_chars=MOST_CHARS, placeholder=_("stride, VGG, dropout …"), icon=":material/search:",
                  width=360, **state.bind("find", take=lambda text: text[:MOST_CHARS]))
    found = matching(lessons.topics(), state.now.find)
    if not found:
        st.info(_("No topic has these words in it. Try fewer of them."), icon=":material/search_off:")
    for part, several in groupby(enumerate(found), lambda numbered: numbered[1].part):
        st.markdown(f"**{_(part)}**")
        _listed(list(several))


def matching(topics: Sequence[Topic], words: str) -> list[Topic]:
    """Return the topics that have all the words in them: in their title, their part or the title of their page."""
    asked = words.casefold().split()
    return [topic for topic in topics
            if all(word in f"{_(topic.title)} {_(topic.part)} {page_title(topic.link.page)}".casefold()
                   for word in asked)]


def _listed(topics: Sequence[tuple[int, Topic]]) -> None:
    """Show topics with their places in the index in columns, to be read down each of them."""
    length = -(-len(topics) // BESIDE)
    for place, column in enumerate(st.columns(BESIDE, gap="medium")):
        with column, st.container(gap=None):
            for number, topic in topics[place * length:(place + 1) * length]:
                _topic(number, topic)


def _topic(number: int, topic: Topic) -> None:
    """Show a button that opens the lesson's step, and the topic as a link to its page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"le_row_{number}"):
        plan = lessons.lesson(topic.lesson)
        if plan is not None and topic.step <= len(plan.steps):
            step_button(plan, topic.step, f":gray[{topic.lesson}.{topic.step}]", icon=":material/school:",
                        key=f"le_topic_{number}", width=STEP_PX)
        open_link(topic.link.page, _(topic.title), topic.link.values, width="stretch")


TAB = Tab("topics", N_("Topics"), N_("What the lectures teach, and the page that shows it; the small number is the "
                                     "step of a lesson that leads there."), topics_view)
