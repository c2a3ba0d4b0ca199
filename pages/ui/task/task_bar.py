"""What stands above a page that was opened with a task: the sentence, the question, and what is locked."""

from __future__ import annotations

from zlib import crc32

import streamlit as st

from explorer.exercises import ChoiceAnswer, Verdict, letter
from explorer.homework import SetTask
from pages.ui.errors import plain, show
from pages.ui.task import current_task, task_draft
from pages.ui.task.task_controls import lock_controls, point_at_controls
from pages.ui.text import _, say

_GIVEN = "task_given"


def show_task() -> None:
    """Show the task; nothing where there is none. Whoever sets one points at controls meanwhile."""
    if task_draft.is_pointing():
        now = task_draft.draft()
        point_at_controls(now.locked, now.hidden)
        return
    if found := current_task.problem():
        show(found)
    task = current_task.now()
    if task is None:
        return
    with st.container(key="task_bar", gap="xsmall"):
        if current_task.is_here():
            _task(task)
        else:
            _elsewhere()
    lock_controls(task)


def _task(task: SetTask) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="task_says"):
        st.markdown(_lines(task.says) or _("A task"), width="stretch")
        st.button(_("Start again"), icon=":material/restart_alt:", key="task_restart", on_click=current_task.begin,
                  type="tertiary", help=_("Sets the page back to where this task begins."))
    if task.asks:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="task_asks"):
            _question(task)


def _elsewhere() -> None:
    """Say that the task is on another page, with the way back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="task_elsewhere"):
        st.markdown(_("Your task waits on another page."), width="stretch")
        if st.button(_("Back to the task"), icon=":material/assignment_return:", key="task_back"):
            st.switch_page(_file(current_task.now()))
        st.button(_("Leave the task"), icon=":material/close:", key="task_leave", on_click=current_task.leave)


def _file(task: SetTask | None) -> str:
    return f"{task.page or 'home'}/page.py" if task else ""


def _question(task: SetTask) -> None:
    """Ask, and mark what is answered."""
    st.markdown(f"**{_lines(task.asks)}**", width="content")
    if given := _given(task):
        _say(task.mark(given))


def _given(task: SetTask) -> str:
    """Return what the student answers; empty: nothing yet."""
    right = task.right
    if isinstance(right, ChoiceAnswer):
        words = {letter(at): f"{letter(at)} · {plain(str(one.says))}" for at, one in enumerate(right.options)}
        chosen = st.pills(_("Your answer"), list(words), format_func=words.__getitem__, key=_key(task),
                          label_visibility="collapsed")
        return str(chosen or "")
    return str(st.text_input(_("Your answer"), key=_key(task), width=260, placeholder=_("Your answer"),
                             label_visibility="collapsed") or "").strip()


def _key(task: SetTask) -> str:
    """Return a key of its own for each question, so that no other's answer stands in it."""
    return f"{_GIVEN}_{crc32(repr((task.asks, task.answer, task.options)).encode()):x}"


def _say(verdict: Verdict) -> None:
    right = ":material/check_circle:" if verdict.correct else ":material/cancel:"
    icon = right if verdict.read else ":material/help:"
    st.markdown(f"{icon} {plain(say(verdict.says))}", width="stretch")


def _lines(text: str) -> str:
    """Return plain text as markdown, line by line."""
    return "  \n".join(plain(line) for line in text.splitlines())
