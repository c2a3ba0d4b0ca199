"""A question as a class reads it: large, with what stands beside it and the answers to choose from."""

from __future__ import annotations

import streamlit as st

from explorer.classroom import ClassQuestion
from explorer.exercises import ChoiceAnswer
from pages.ui import exhibits
from pages.ui.errors import plain
from pages.ui.text import say


def asked_text(asked: ClassQuestion) -> str:
    """Return what is asked as markdown: an exercise's as it is, a teacher's own words as plain text."""
    made = asked.exercise
    return say(made.question) if made else plain(asked.says).replace("\n", "  \n")


def question_card(asked: ClassQuestion, *, key: str, options: bool = True) -> None:
    """Show a question.

    Args:
        asked: the question.
        key: of its words, whose letters are large (``pages/web/frame/wall.css``).
        options: whether the answers to choose from follow.
    """
    with st.container(key=f"{key}_asked", gap="xsmall"):
        st.markdown(asked_text(asked))
    made = asked.exercise
    if made:
        exhibits.show(made.asked.shown)
    right = asked.answers
    if options and isinstance(right, ChoiceAnswer):
        exhibits.show_options(right)
        st.markdown("\n".join(f"- {option_line(asked, right, at)}" for at in range(len(right.options))))


def is_drawn(asked: ClassQuestion) -> bool:
    """Say whether the answers to choose from are drawn, so that their letters alone stand beside bars."""
    right = asked.answers
    return isinstance(right, ChoiceAnswer) and any(option.shown is not None for option in right.options)


def drawn_options(asked: ClassQuestion) -> None:
    """Show what the letters of a choice stand for, where it is drawn."""
    if isinstance(asked.answers, ChoiceAnswer):
        exhibits.show_options(asked.answers)


def option_line(asked: ClassQuestion, right: ChoiceAnswer, at: int) -> str:
    """Return an answer to choose from: of an exercise as it prints it, a teacher's own as plain text."""
    if asked.exercise:
        return exhibits.option_text(right, at)
    return f"**{'ABCDEFGH'[at]}** {plain(asked.options[at])}"
