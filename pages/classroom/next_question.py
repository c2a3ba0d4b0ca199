"""What is asked next: an exercise of a kind and level, or one of the teacher's own; and what was asked before."""

from __future__ import annotations

from random import SystemRandom

import streamlit as st

from explorer import classroom
from explorer.classroom import ClassQuestion, TeacherView
from explorer.errors import N_
from explorer.exercises import KINDS, LEVELS, MOST_SEED
from pages.classroom import own_question, point_question
from pages.classroom.doing import done
from pages.classroom.question_card import question_card
from pages.classroom.state import NAMES, SOURCES, state
from pages.ui.errors import plain
from pages.ui.state.page_state import show_problems
from pages.ui.text import _

TITLES = dict(zip(SOURCES, (N_("An exercise"), N_("A question of my own")), strict=True))
DRAW = SystemRandom()
"""The next exercise's seed only has to be another one; it then stands in the link."""
CHOOSING = "cl_choosing"
SHORT = 90
"""Characters of a question in a list."""


def choose(teacher: classroom.Teacher, view: TeacherView) -> None:
    """Show what can be asked; while a question stands before the class, a way back to it, too."""
    show_problems(state.problems, _("Not everything could be taken as it stood. What could be is shown:"),
                  icon=":material/rule:")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.segmented_control(_("Next question"), SOURCES, format_func=lambda source: _(TITLES[source]), required=True,
                             **state.bind("source"))
        if view.asked:
            st.button(_("Back to question {number}").format(number=view.asked.number), key="cl_back",
                      icon=":material/arrow_back:", on_click=open_choice, kwargs={"is_open": False})
    if state.now.source == "own":
        own_question.form(lambda asked: ask(teacher, asked))
    else:
        _exercise(teacher)
    _before(teacher, view)


def is_open() -> bool:
    """Say whether the teacher chooses, while a question still stands before the class."""
    return bool(st.session_state.get(CHOOSING))


def open_choice(*, is_open: bool) -> None:
    """Choose the next question, or look at the one that stands before the class."""
    st.session_state[CHOOSING] = is_open


def another(view: TeacherView) -> None:
    """Choose the next question; an exercise that was asked before makes room for another of its kind."""
    open_choice(is_open=True)
    if exercise_asked() in [one.question for one in view.questions]:
        _another()


def ask(teacher: classroom.Teacher, asked: ClassQuestion) -> None:
    """Put a question before the class."""
    def act() -> None:
        point_question.lend_photo(teacher.code, asked)
        teacher.ask(asked)
    if done(act):
        open_choice(is_open=False)


def exercise_asked() -> ClassQuestion:
    """Return the exercise that is chosen, as a question."""
    now = state.now
    return ClassQuestion(form="exercise", kind=NAMES[now.kind], seed=now.seed, level=now.level)


def kind_title(name: str) -> str:
    """Return the title of a kind of a link, with its lesson in front."""
    kind = KINDS[NAMES[name]]
    return f"{kind.lesson} · {_(kind.title)}"


def title_of(asked: ClassQuestion) -> str:
    """Return how a question is called in a list, as markdown: an exercise by its kind, others by how they begin."""
    if asked.exercise:
        return _(KINDS[asked.kind].title)
    return plain(asked.says if len(asked.says) <= SHORT else f"{asked.says[:SHORT].rstrip()}…")


def _exercise(teacher: classroom.Teacher) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(_("Kind"), list(NAMES), format_func=kind_title, label_visibility="collapsed", width=290,
                     **state.bind("kind"))
        st.segmented_control(_("Level"), LEVELS, format_func=lambda level: _("Level {level}").format(level=level),
                             label_visibility="collapsed", required=True, width="content", **state.bind("level"))
        st.button(_("Another one"), icon=":material/casino:", key="cl_another", on_click=_another)
    asked = exercise_asked()
    with st.container(border=True):
        question_card(asked, key="cl_next")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Ask the class"), key="cl_ask", type="primary", icon=":material/campaign:",
                  on_click=lambda: ask(teacher, exercise_asked()))
        with st.popover(_("Its answer"), icon=":material/key:", key="cl_answer", on_change="rerun") as opened:
            if opened.open and asked.exercise:
                st.markdown(plain(asked.exercise.answer))


def _another() -> None:
    state.change(seed=DRAW.randrange(MOST_SEED))


def _before(teacher: classroom.Teacher, view: TeacherView) -> None:
    """List what was asked, the newest first; each can be brought before the class again as it was left."""
    if not view.questions:
        return
    section = st.expander(_("Asked before ({count})").format(count=len(view.questions)), key="cl_before",
                          icon=":material/history:", on_change="rerun")
    if not section.open:
        return
    with section:
        for one in reversed(view.questions):
            told = _("{number}. {title} :gray[{answers} answers]").format(
                number=one.number, title=title_of(one.question), answers=one.answers)
            left, right = st.columns([0.8, 0.2], vertical_alignment="center")
            left.markdown(told)
            right.button(_("Open"), key=f"cl_open_{one.number}", on_click=_bring_back, args=(teacher, one.number))


def _bring_back(teacher: classroom.Teacher, number: int) -> None:
    if done(lambda: teacher.bring_back(number)):
        open_choice(is_open=False)
