"""*One at a time*: a question, an answer, and at once whether it is right, why, and where it can be seen."""

from __future__ import annotations

from random import SystemRandom
from typing import Any

import streamlit as st

from explorer.errors import N_
from explorer.exercises import KINDS, LEVELS, MOST_SEED, ChoiceAnswer, Exercise, Marking, exercise, letter
from pages.exercises.state import NAMES, state
from pages.ui import exhibits
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _, say

_ANSWERED = "ex_answered"
DRAW = SystemRandom()
"""The next question's seed only has to be another one; it then stands in the link."""


def one_question_view() -> None:
    """Show what is asked for on top, then the question, then what was made of the answer."""
    _pickers()
    made = now()
    left, right = st.columns([0.58, 0.42], gap="large")
    with left:
        st.markdown(f"**{say(made.question)}**")
        exhibits.show(made.asked.shown)
        _answer(made)
    with right:
        _marked(made)


def now() -> Exercise:
    """Return the question that is open."""
    return exercise(NAMES[state.now.kind], seed=state.now.seed, level=state.now.level)


def _pickers() -> None:
    kind, level, another = st.columns([0.5, 0.28, 0.22], gap="small", vertical_alignment="bottom")
    with kind:
        st.selectbox(_("Kind"), list(NAMES), format_func=kind_title, label_visibility="collapsed",
                     **controlled("ex_kind", state.now.kind, lambda value: _open(kind=value)))
    with level:
        st.segmented_control(_("Level"), LEVELS, format_func=lambda level: _("Level {level}").format(level=level),
                             label_visibility="collapsed", required=True,
                             **controlled("ex_level", state.now.level, lambda value: _open(level=value)))
    with another:
        st.button(_("Another one"), icon=":material/casino:", key="ex_another", width="stretch", on_click=_another)


def kind_title(name: str) -> str:
    """Return the title of a kind of a link, with its lesson in front."""
    kind = KINDS[NAMES[name]]
    return f"{kind.lesson} · {_(kind.title)}"


def _open(**fields: Any) -> None:
    state.change(**fields)


def _another() -> None:
    state.change(seed=DRAW.randrange(MOST_SEED))


def _answer(made: Exercise) -> None:
    right = made.asked.right
    with st.form(f"ex_form_{made.kind}_{made.seed}_{made.level}", border=False):
        if isinstance(right, ChoiceAnswer):
            exhibits.show_options(right)
            told = st.radio(_("Your answer"), range(len(right.options)), index=None,
                            format_func=lambda at: exhibits.option_text(right, at))
            text = "" if told is None else letter(told)
        else:
            text = st.text_input(_("Your answer"), max_chars=100)
        if st.form_submit_button(_("Check"), type="primary", icon=":material/check:"):
            st.session_state[_ANSWERED] = (made.kind, made.seed, made.level, text)


def _marked(made: Exercise) -> None:
    """Show what was made of the answer to this question; before there is one, what to do."""
    kind, seed, level, text = st.session_state.get(_ANSWERED, ("", 0, 0, ""))
    if (kind, seed, level) != (made.kind, made.seed, made.level):
        st.caption(_("Work it out first, on paper if you like. Then write your answer: spaces, commas and fractions "
                     "are all understood."))
        return
    mark = made.mark(text)
    if not mark.read:
        st.warning(say(mark.says), icon=":material/edit:")
        return
    _verdict(mark)
    exhibits.solution(made.asked.working)
    if made.asked.link is not None:
        st.page_link(f"{made.asked.link.page}/page.py", label=_("Show me on the page"), width="content",
                     icon=":material/arrow_forward:", query_params=made.asked.link.values)


def _verdict(mark: Marking) -> None:
    if mark.correct:
        st.success(say(mark.says), icon=":material/check_circle:")
    else:
        st.error(say(mark.says), icon=":material/cancel:")


TAB = Tab("one", N_("One at a time"), N_("Predict, then check: a wrong answer that has a name is told by it."),
          one_question_view)
