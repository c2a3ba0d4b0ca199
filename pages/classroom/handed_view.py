"""What students handed in, on the teacher's wall: thumbnails, each opened with a click; stacks ranked by a goal."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from explorer import classroom
from explorer.classroom import Goal, HandedStack, RankedStack
from explorer.errors import N_
from pages.classroom.board_view import trainings
from pages.classroom.doing import do
from pages.classroom.handed_things import HandedThing, read, report_of, stacks_of
from pages.classroom.handed_thumbnails import thumbnail
from pages.ui.classroom_bar import moves
from pages.ui.components.table import table
from pages.ui.errors import plain, told_to_reader
from pages.ui.reader import reader
from pages.ui.text import _

COLUMNS = 4
MOST_SHOWN = 40
"""Thumbnails at once; what was handed in before them is behind *Earlier ones*."""
GOALS: dict[Goal, str] = {"accuracy": N_("Fewest parameters that know digits"), "field": N_("Fewest that see far")}
PARAMETERS = ("room", "lang", "teacher", "present")
"""Parameters that each reader has alone."""


def handed_in(teacher: classroom.Teacher) -> None:
    """Show all that was handed in."""
    with told_to_reader():
        things = [read(one) for one in classroom.rooms().shared.handed(teacher.code, reader())]
        if not things:
            st.info(_("Nothing was handed in yet. Students press *Hand in* in the line above any page: their stack, "
                      "their filter, their training then stands here."), icon=":material/inbox:")
            return
        stacks = stacks_of(things, trainings(teacher.code))
        if stacks:
            _ranks(teacher, stacks, {thing.handed.number: thing for thing in things})
        _wall(teacher, things)


def _ranks(teacher: classroom.Teacher, stacks: Sequence[HandedStack], things: dict[int, HandedThing]) -> None:
    with st.container(border=True, key="cl_ranks"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            goal: Goal = st.segmented_control(_("Rank stacks by"), list(GOALS), format_func=lambda goal: _(GOALS[goal]),
                                              default="accuracy", required=True, key="cl_goal")
            least = _least(goal)
        found = classroom.ranked(stacks, goal, least)
        table([line(one, goal) for one in found], name=_("Stacks by rank"))
        if found[0].place and (best := things.get(found[0].stack.number)):
            _everybody(teacher, best, key="cl_best", label=_("Everybody to the best"))


def _least(goal: Goal) -> float:
    """Ask what is to be reached: a share, or px."""
    if goal == "accuracy":
        percent = st.number_input(_("Digits right, at least (%)"), 10.0, 100.0, 100 * classroom.DIGITS_REACHED, 0.5,
                                  format="%.1f", key="cl_least_share", width=190)
        return round(percent / 100, 6)
    return int(st.number_input(_("Field, at least (px)"), 1, 2000, classroom.FIELD_REACHED, key="cl_least_field",
                               width=190))


def line(one: RankedStack, goal: Goal) -> dict[str, str]:
    """Return a stack's line in the table."""
    stack = one.stack
    share = "" if stack.accuracy is None else f"{100 * stack.accuracy:.1f}"
    says = share or (_("being trained") if stack.waits else _("not trained yet"))
    measured = {_("Digits right, %"): says} if goal == "accuracy" else {_("Field, px"): f"{stack.field:,}"}
    return {_("Place"): str(one.place or "–"), _("Student"): stack.nickname,
            _("Parameters"): _("does not fit") if stack.params is None else f"{stack.params:,}", **measured}


def _wall(teacher: classroom.Teacher, things: Sequence[HandedThing]) -> None:
    newest = list(reversed(things))
    for first in range(0, min(len(newest), MOST_SHOWN), COLUMNS):
        for column, thing in zip(st.columns(COLUMNS, gap="small"), newest[first:first + COLUMNS], strict=False):
            with column, st.container(border=True, key=f"cl_handed_{thing.handed.number}"):
                _card(teacher, thing)
    if len(newest) > MOST_SHOWN:
        with st.expander(_("Earlier ones ({count})").format(count=len(newest) - MOST_SHOWN), key="cl_earlier"):
            for thing in newest[MOST_SHOWN:]:
                _link(thing, f"{plain(thing.handed.nickname)} · {plain(thing.handed.title)}")


def _card(teacher: classroom.Teacher, thing: HandedThing) -> None:
    thumbnail(thing)
    st.markdown(f"**{plain(thing.handed.nickname)}** · {plain(thing.handed.title)}  \n:small[{facts(thing)}]")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _link(thing, _("Open"))
        _everybody(teacher, thing, key=f"cl_show_{thing.handed.number}", label=_("Show to all"))


def facts(thing: HandedThing) -> str:
    """Return the numbers of a stack; of others nothing."""
    report = report_of(thing.stack) if thing.stack else None
    if report is None:
        return ""
    if report.error:
        return _("a layer does not fit")
    return _("{params:,} parameters · field {field} px").format(params=report.params, field=classroom.field_of(report))


def _link(thing: HandedThing, label: str) -> None:
    """Offer to open a hand-in, where its page is one of this app's."""
    if moves.is_page(thing.page):
        st.page_link(f"{thing.page}/page.py", label=label, icon=":material/open_in_new:", query_params=own_link(thing),
                     width="content")


def own_link(thing: HandedThing) -> dict[str, str]:
    """Return the parameters of a hand-in without those that each reader has alone."""
    return {name: value for name, value in thing.link.items() if name not in PARAMETERS}


def _everybody(teacher: classroom.Teacher, thing: HandedThing, *, key: str, label: str) -> None:
    where = f"{thing.page}?{urlencode(own_link(thing))}"
    st.button(label, key=key, icon=":material/groups:", type="tertiary", on_click=do, args=(
        lambda: teacher.move(where),), help=_("All students of the room see it, set as it was handed in."))
