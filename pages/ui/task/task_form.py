"""The form in which a task is set: its sentence, controls that are locked or hidden, its start, and a question."""

from __future__ import annotations

import streamlit as st

from explorer.errors import ExplorerError
from explorer.homework import SetTask, write_task
from pages.ui.errors import show
from pages.ui.state import address
from pages.ui.task import task_draft
from pages.ui.task.task_draft import TaskDraft
from pages.ui.text import _

LONGEST_SAYS, LONGEST_ASKED = 600, 300


def task_form() -> str:
    """Show the form; return the task as it stands in a link, empty while there is none."""
    now = task_draft.draft()
    says = st.text_area(
        _("What is to be done"), now.says, key="task_form_says", height=80, max_chars=LONGEST_SAYS,
        placeholder=_("For example: Make the output as wide as the input. Only the padding may change."))
    pointing = _controls(now)
    from_now = st.radio(
        _("It begins"), [True, False], index=int(not now.from_now), key="task_form_start", horizontal=True,
        format_func={True: _("as the page is now"), False: _("as the page opens by itself")}.__getitem__)
    asks = st.text_input(_("Question, if you like"), now.asks, key="task_form_asks", max_chars=LONGEST_ASKED)
    answer, options = _answer(now) if asks.strip() else (now.answer, now.options)
    task_draft.note(says=says, from_now=bool(from_now), asks=asks, answer=answer, options=options)
    if pointing:  # only now: what was written last may come with the same press
        task_draft.begin_pointing()
        st.rerun()
    return _written(task_draft.draft())


def _controls(now: TaskDraft) -> bool:
    """Say what is locked and hidden; return whether it is to be pointed at now."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pointing = st.button(
            _("Point at controls"), icon=":material/ads_click:", key="task_form_point",
            help=_("Locked ones are seen and cannot be changed, hidden ones are not seen. The server refuses both, "
                   "whatever a browser sends."))
        st.markdown(_("{locked} locked, {hidden} hidden").format(locked=len(now.locked), hidden=len(now.hidden)),
                    width="content")
        if now.locked or now.hidden:
            st.button(_("Free all"), icon=":material/lock_open:", key="task_form_free", on_click=task_draft.note,
                      kwargs={"locked": (), "hidden": ()})
    return pointing


def _answer(now: TaskDraft) -> tuple[str, str]:
    """Ask for the answer that is expected, and for options."""
    left, right = st.columns(2)
    with left:
        answer = st.text_input(_("Expected answer"), now.answer, key="task_form_answer", max_chars=200, help=_(
            "A number, a shape such as 6 x 28 x 28, or a word. With options: one of them, or its number."))
    with right:
        options = st.text_area(_("Options, one a line (none: it is written)"), now.options, key="task_form_options",
                               height=80, max_chars=900)
    return answer, options


def _written(now: TaskDraft) -> str:
    """Return the task as it stands in a link; where it cannot, say why."""
    if now.is_empty:
        return ""
    try:
        task: SetTask = now.task(address.of_page())
        return write_task(task)
    except ExplorerError as error:
        show(error.message)
        return ""
