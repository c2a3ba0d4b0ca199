"""What a teacher wants to know of a step: what it says and asks, the answer, and wrong answers that have a name."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import streamlit as st

from explorer.exercises import ChoiceAnswer, Slip, letter
from explorer.lessons import LessonStep
from pages.ui import exhibits
from pages.ui.text import _, say


def explained(step: LessonStep, told: Callable[[str], str]) -> None:
    """Show a step with its question and its answer, so that it can be read on paper.

    Args:
        step: of a lesson.
        told: makes of its texts what is shown.
    """
    st.markdown(f"{told(step.says)}  \n:material/touch_app: {told(step.do)}")
    st.markdown(f"**{say(step.question)}**")
    exhibits.show(step.shown)
    right = step.answer
    if isinstance(right, ChoiceAnswer):
        exhibits.show_options(right)
        st.markdown("\n".join(f"- {exhibits.option_text(right, at)}" for at in range(len(right.options))))
    because = f"  \n{told(step.because)}" if step.because else ""
    st.markdown(_("Answer: **{answer}**").format(answer=right.text) + because)
    if step.exercise is not None:
        exhibits.solution(step.exercise.asked.working)
    elif right.slips:
        st.markdown("\n".join(f"- {slip_text(slip)}: {say(slip.says)}" for slip in right.slips))


def slip_text(slip: Slip) -> str:
    """Return a wrong answer as it is printed: a letter, a shape or a number."""
    if isinstance(slip.value, tuple):
        return " × ".join(map(str, slip.value))
    if isinstance(slip.value, Fraction):
        return f"{float(slip.value):,.10g}".replace("-", "−")
    return letter(int(str(slip.value)))
