"""A question of the teacher's own: a number, a shape, a choice, words, or a place that is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from explorer.classroom import FORMS, ClassQuestion, QuestionForm
from explorer.errors import N_
from explorer.exercises import letter
from pages.classroom import point_question
from pages.ui.text import _

Ask = Callable[[ClassQuestion], None]
TITLES: Mapping[QuestionForm, str] = {
    "number": N_("a number"), "shape": N_("a shape"), "choice": N_("a choice"), "text": N_("words"),
    "point": N_("a place in a picture")}
RIGHT: Mapping[QuestionForm, str] = {
    "number": N_("Right answer, if you want it marked"), "shape": N_("Right answer, such as 6 × 28 × 28"),
    "text": N_("Right answer; several that count, with | between them")}
LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS, LONGEST_ANSWER = 600, 120, 8, 200
_KEPT = "cl_own"
"""What was written, so that it is there again when the next question is chosen."""


def form(ask: Ask) -> None:
    """Show the fields of a question; ``ask`` puts it before the class."""
    forms: list[QuestionForm] = [one for one in FORMS if one in TITLES]
    written: dict[str, str] = st.session_state.setdefault(_KEPT, {})
    says = st.text_area(_("Your question"), value=written.get("says", ""), max_chars=LONGEST_QUESTION, height=90,
                        key="cl_own_says", placeholder=_("What will the output look like, and why?"))
    last = next((one for one in forms if one == written.get("form")), forms[0])
    kind = st.segmented_control(_("The answer is"), forms, default=last, key="cl_own_form", required=True,
                                format_func=lambda one: _(TITLES[one])) or last
    written |= {"says": says, "form": kind}
    if kind == "choice":
        asked = _choice(says, written)
    elif kind == "point":
        asked = point_question.fields(says)
    else:
        right = st.text_input(_(RIGHT[kind]), value=written.get(kind, ""), max_chars=LONGEST_ANSWER,
                              key=f"cl_own_right_{kind}")
        written[kind] = right
        asked = ClassQuestion(form=kind, says=says, right=right)
    # Not by a callback: it would ask what stood here before the last words were written.
    if st.button(_("Ask the class"), key="cl_ask", type="primary", icon=":material/campaign:"):
        ask(asked)
        st.rerun()


def options_of(text: str) -> tuple[str, ...]:
    """Return the options that were written, one a line; empty lines are none."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _choice(says: str, written: dict[str, str]) -> ClassQuestion:
    text = st.text_area(_("What one can choose, one a line"), value=written.get("options", ""), height=120,
                        max_chars=MOST_OPTIONS * (LONGEST_OPTION + 1), key="cl_own_options")
    written["options"] = text
    options = options_of(text)
    names = ["", *(letter(at) for at in range(min(len(options), MOST_OPTIONS)))]
    right = st.segmented_control(_("Right is"), names, key=f"cl_own_choice_{len(names)}", default="", required=True,
                                 format_func=lambda name: name or _("not said"))
    return ClassQuestion(form="choice", says=says, options=options, right=right or "")
