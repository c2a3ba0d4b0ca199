"""*A sheet*: several questions with room to write, in three versions, and their solutions; the browser prints it."""

from __future__ import annotations

import streamlit as st

from explorer.errors import N_
from explorer.exercises import LEVELS, MOST_ON_A_SHEET, MOST_SEED, VERSIONS, ChoiceAnswer, Exercise, sheet
from pages.exercises.one_question import kind_title
from pages.exercises.state import KINDS_FIELD, NAMES, state
from pages.ui import exhibits
from pages.ui.tab import Tab
from pages.ui.text import _, say

WRITING_SPACE = '<div style="height:{px}px;border-bottom:1px solid rgba(128,128,128,0.5)"></div>'
"""To write in, on paper."""
WRITING_PX = 90


def sheet_view() -> None:
    """Show what the sheet is made of, then the sheet, then its solutions."""
    _pickers()
    now = state.now
    if not now.kinds:
        st.info(_("A sheet needs at least one kind of exercise. Choose one."), icon=":material/checklist:")
        return
    made = sheet([NAMES[kind] for kind in now.kinds], count=now.number, seed=now.paper, level=now.difficulty,
                 version=now.version)
    st.markdown(_("**Exercises, version {version}** :gray[sheet {seed}, level {level}]").format(
        version=now.version, seed=now.paper, level=now.difficulty))
    for place, one in enumerate(made, 1):
        _asked(place, one)
    if now.solved:
        st.divider()
        st.markdown(_("**Solutions, version {version}**").format(version=now.version))
        for place, one in enumerate(made, 1):
            st.markdown(f"**{place}.** {one.answer}")
            exhibits.solution(one.asked.working)


def _pickers() -> None:
    st.multiselect(_("Kinds"), list(NAMES), format_func=kind_title, **state.bind("kinds", take=KINDS_FIELD.nearest))
    number, level, version, seed, solved = st.columns([0.2, 0.24, 0.2, 0.18, 0.18], gap="small",
                                                      vertical_alignment="bottom")
    number.slider(_("Exercises"), 1, MOST_ON_A_SHEET, **state.bind("number"))
    level.segmented_control(_("Level"), LEVELS, required=True, **state.bind("difficulty"))
    version.segmented_control(_("Version"), VERSIONS, required=True, help=_(
        "Other numbers, the same kinds and the same level: neighbours cannot copy."), **state.bind("version"))
    seed.number_input(_("Sheet"), 0, MOST_SEED, help=_("The same number makes the same sheet on every machine."),
                      **state.bind("paper"))
    solved.toggle(_("Solutions"), **state.bind("solved"))
    st.caption(_("Print it or save it as PDF with your browser (Ctrl+P): controls stay off the paper, and its link "
                 "stands on it."))


def _asked(place: int, one: Exercise) -> None:
    st.markdown(f"**{place}.** {say(one.question)}")
    exhibits.show(one.asked.shown)
    right = one.asked.right
    if isinstance(right, ChoiceAnswer):
        exhibits.show_options(right)
        st.markdown("\n".join(f"- {exhibits.option_text(right, at)}" for at in range(len(right.options))))
    st.html(WRITING_SPACE.format(px=WRITING_PX))


TAB = Tab("sheet", N_("A sheet"), N_("Choose what is asked, and print it: in three versions, with solutions."),
          sheet_view)
