"""What a teacher does with a room: the next step of a question, everybody here, people, results to keep, the end."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explorer import classroom
from explorer.classroom import AskedQuestion, TeacherView
from explorer.errors import Message
from pages.classroom import next_question
from pages.classroom.doing import do, show_refusal
from pages.classroom.people import people
from pages.ui import attending
from pages.ui.components.taking import copy_button, download
from pages.ui.share.share_dialog import link_to, server
from pages.ui.text import _, say

_SECRETS = "cl_secrets"


def head(view: TeacherView) -> None:
    """Show the code, large, and how many are there; and what could not be done."""
    with st.container(key="cl_head", horizontal=True, vertical_alignment="bottom", gap="large"):
        st.title(_("Room {code}").format(code=view.code), anchor=False, width="content")
        st.markdown(told_of(view), width="content")
    show_refusal()


def told_of(view: TeacherView) -> str:
    """Return how many are there, and how many have answered."""
    students = len(view.members)
    if view.asked is None:
        return _("**{students}** students").format(students=students)
    return _("**{students}** students · answers **{answers} / {students}**").format(
        students=students, answers=view.asked.answers)


def steps(teacher: classroom.Teacher, view: TeacherView, asked: AskedQuestion) -> None:
    """Show what can be done with the question; the usual next step is the primary button, always in the same place."""
    with st.container(horizontal=True, gap="small", key="cl_steps"):
        if asked.stage == "asked":
            _button(_("Stop"), "stop", ":material/stop_circle:", teacher.stop, primary=True)
            _button(_("Stop and show"), "stop_show", ":material/bar_chart:", teacher.show)
        elif asked.stage == "stopped":
            _button(_("Show the answer"), "show", ":material/visibility:", teacher.show, primary=True)
        else:
            st.button(_("Next question"), key="cl_next", type="primary", icon=":material/arrow_forward:",
                      on_click=next_question.another, args=(view,))
        if asked.stage != "asked":
            _button(_("Ask again"), "again", ":material/replay:", teacher.ask_again)
            _to_the_page(teacher, asked)


def _to_the_page(teacher: classroom.Teacher, asked: AskedQuestion) -> None:
    """Offer to open the page on which the answer of an exercise can be seen, for all at once."""
    made = asked.question.exercise
    link = made.asked.link if made and asked.stage == "shown" else None
    if link:
        where = link_to("", link.page, link.values)
        _button(_("Everybody to the page"), "to_page", ":material/co_present:", lambda: teacher.move(where))


def of_the_room(teacher: classroom.Teacher, view: TeacherView) -> None:
    """Show what concerns the room itself."""
    with st.container(horizontal=True, gap="xsmall", horizontal_alignment="center", key="cl_room"):
        people(teacher, view)
        download(_("CSV"), lambda: teacher.answers_csv(_said), f"room_{view.code}.csv", "text/csv", key="cl_csv",
                 icon=":material/download:")
        with st.popover(_("Link to save"), icon=":material/key:", key="cl_key", on_change="rerun") as opened:
            if opened.open:
                _key(view.code)
        with st.popover(_("End the room"), icon=":material/logout:", key="cl_end", on_change="rerun") as opened:
            if opened.open:
                st.markdown(_("All answers are deleted, and everybody leaves. Take the CSV first, if you need it."))
                st.button(_("End it now"), key="cl_end_now", type="primary", on_click=_end, args=(teacher,))


def keep_secret(code: str, secret: str) -> None:
    """Keep the word of a room's link for this visit: it is told once, and stands in no address."""
    st.session_state.setdefault(_SECRETS, {})[code] = secret


def _key(code: str) -> None:
    secret = st.session_state.get(_SECRETS, {}).get(code)
    if secret is None:
        st.markdown(_("The link was shown where the room was opened. This browser leads the room without it."))
        return
    link = link_to(server().root, "classroom", {attending.PARAMETER: code, "teacher": secret})
    st.markdown(_("Whoever opens this link leads the room, on any machine. Keep it to yourself, off the wall."))
    st.code(link, language=None, wrap_lines=True)
    copy_button(link, key="cl_key_copy", label=_("Copy the link"))


def _button(label: str, name: str, icon: str, act: Callable[[], object], *, primary: bool = False) -> None:
    st.button(label, key=f"cl_{name}", icon=icon, type="primary" if primary else "secondary", on_click=do,
              args=(act,))


def _end(teacher: classroom.Teacher) -> None:
    do(teacher.end)


def _said(text: str | Message) -> str:
    return say(text) if isinstance(text, Message) else _(text)
