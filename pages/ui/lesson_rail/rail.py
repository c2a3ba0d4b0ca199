"""The rail: the open step in the sidebar, where it takes nothing from the page, and a slim bar where no sidebar is.

While a lesson is open, the table of contents stands behind one button. On a phone, in projector mode and where the
sidebar is closed, the bar shows the step and opens the rail (``pages/web/components/lesson_keeper``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from explorer.exercises import ChoiceAnswer, Marking, letter
from explorer.lessons import lesson, lessons
from pages.ui import exhibits
from pages.ui.errors import plain
from pages.ui.lesson_rail import lesson_progress, open_lesson
from pages.ui.lesson_rail.open_lesson import OpenStep
from pages.ui.state import address
from pages.ui.text import _, say

LONGEST_ANSWER = 100
_TOLD = "lesson_told"
MOST_TOLD = 400
"""Answers that a session remembers."""


def is_open() -> bool:
    """Settle and return whether a lesson is open; called in each whole run before the table of contents is made."""
    open_lesson.settle()
    return open_lesson.now() is not None


def show(page: str, pages: Mapping[str, StreamlitPage]) -> None:
    """Show the step that is open in the sidebar, and the bar above the page; nothing where no lesson is open.

    Args:
        page: name of the page that is open.
        pages: all of them, by their names.
    """
    going = open_lesson.follow(page)
    if going is not None and going in pages:
        st.switch_page(pages[going])
    if name := open_lesson.unknown():
        st.warning(_("There is no lesson {name} here. The page is shown without it.").format(name=plain(name)),
                   icon=":material/link_off:")
    found = open_lesson.now()
    if found is None:
        return
    with st.sidebar.container(key="lesson_rail", gap="small"):
        _rail(found, pages)
    _bar(found)


@st.fragment
def _rail(found: OpenStep, pages: Mapping[str, StreamlitPage]) -> None:
    """Show the step; with an answer only this runs again, and the page stays as it is."""
    if open_lesson.is_elsewhere(found):
        st.rerun()
    marks = _head(found, pages.values())
    _step(found, missing=found.step.link.page not in pages)
    _question(found)
    marks.html(lesson_progress.marks(found.plan, found.number))
    lesson_progress.keep_in_browser(f"{found.plan.name}/{found.number}")


def _head(found: OpenStep, pages: Iterable[StreamlitPage]) -> DeltaGenerator:
    """Show where one is, and return the room for marks of what was answered."""
    with st.container(key="lesson_head", horizontal=True, gap="xsmall", vertical_alignment="center"):
        # Another key on each page: the list closes once a page was chosen.
        with st.popover(_("Pages"), icon=":material/menu:", key=f"lesson_pages_{address.page()}"):
            for page in pages:
                st.page_link(page)
        st.button(_("Leave the lesson"), icon=":material/close:", key="lesson_leave", on_click=open_lesson.leave,
                  help=_("Leave the lesson; this page stays as it is."))
    st.caption(_("Lesson {number} · {title}").format(number=found.plan.number, title=_(found.plan.title)))
    with st.container(key="lesson_steps", horizontal=True, gap="xsmall", vertical_alignment="center"):
        _turns(found, "lesson")
    return st.empty()


def _turns(found: OpenStep, key: str) -> None:
    """Show back, where one is, and next."""
    name, number = found.plan.name, found.number
    st.button(_("Back"), icon=":material/chevron_left:", key=f"{key}_back", disabled=found.is_first,
              help=_("The step before"), on_click=open_lesson.go, args=(name, number - 1))
    st.markdown(_("Step {number} of {count}").format(number=number, count=len(found.plan.steps)), width="content")
    st.button(_("Next"), icon=":material/chevron_right:", key=f"{key}_next", disabled=found.is_last,
              help=_("The next step; its state of the page opens at once"), on_click=open_lesson.go,
              args=(name, number + 1))


def _step(found: OpenStep, *, missing: bool) -> None:
    step = found.step
    st.markdown(f"**{_(step.title)}**")
    st.markdown(_(step.says))
    st.markdown(f":material/touch_app: {_(step.do)}")
    if missing:
        st.warning(_("This step opens the page {page}, which there is not.").format(page=plain(step.link.page)))
        return
    st.button(_("Open this state"), icon=":material/my_location:", key="lesson_open", width="stretch",
              help=_("Show the page as this step begins, also after you have looked around."),
              on_click=open_lesson.go, args=(found.plan.name, found.number))


def _question(found: OpenStep) -> None:
    """Show the question, mark the answer, and say why."""
    step, place = found.step, (found.plan.name, found.number)
    told: dict[tuple[str, int], str] = st.session_state.setdefault(_TOLD, {})
    st.markdown(f"**{say(step.question)}**")
    exhibits.show(step.shown)
    _answer(found, told)
    if place not in told:
        return
    mark = step.mark(told[place])
    if mark.read:
        lesson_progress.note(*place, answered=True)
    _marked(found, mark)


def _answer(found: OpenStep, told: dict[tuple[str, int], str]) -> None:
    right, place = found.step.answer, (found.plan.name, found.number)
    with st.form(f"lesson_form_{found.plan.name}_{found.number}", border=False):
        if isinstance(right, ChoiceAnswer):
            exhibits.show_options(right)
            at = st.radio(_("Your answer"), range(len(right.options)), index=None, label_visibility="collapsed",
                          format_func=lambda at: exhibits.option_text(right, at))
            text = "" if at is None else letter(at)
        else:
            text = st.text_input(_("Your answer"), max_chars=LONGEST_ANSWER, label_visibility="collapsed",
                                 placeholder=_("Your answer"))
        if st.form_submit_button(_("Check"), icon=":material/check:", width="stretch") and text.strip():
            told[place] = text
            for oldest in list(told)[:-MOST_TOLD]:
                del told[oldest]


def _marked(found: OpenStep, mark: Marking) -> None:
    if not mark.read:
        st.warning(say(mark.says), icon=":material/edit:")
        return
    if mark.correct:
        st.success(say(mark.says), icon=":material/check_circle:")
    else:
        st.error(say(mark.says), icon=":material/cancel:")
    if mark.working:
        exhibits.solution(mark.working)
    if found.step.because:
        st.markdown(_(found.step.because))
    _go_on(found)


def _go_on(found: OpenStep) -> None:
    """Show what comes next, where a reader has just read why."""
    if not found.is_last:
        following = found.plan.steps[found.number]
        _leads(_("Next: {title}").format(title=_(following.title)), found.plan.name, found.number + 1)
        return
    st.markdown(_("That was the last step of this lesson."))
    known = [plan.name for plan in lessons()]
    place = known.index(found.plan.name) + 1 if found.plan.name in known else len(known)
    if following_plan := lesson(known[place]) if place < len(known) else None:
        _leads(_("Lesson {number} · {title}").format(number=following_plan.number, title=_(following_plan.title)),
               following_plan.name, 1)


def _leads(label: str, name: str, number: int) -> None:
    if st.button(label, icon=":material/arrow_forward:", type="primary", key="lesson_go_on", width="stretch"):
        open_lesson.go(name, number)
        st.rerun()


def _bar(found: OpenStep) -> None:
    """Show the step in one row, for where the sidebar is closed or away (``pages/web/frame/lesson.css``)."""
    with st.container(key="lesson_bar", horizontal=True, gap="xsmall", vertical_alignment="center"):
        _turns(found, "lesson_bar")
        st.button(_(found.step.title), icon=":material/menu_book:", key="lesson_read")
