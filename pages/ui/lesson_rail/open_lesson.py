"""Which lesson is open, and at which of its steps.

Both are parameters of the frame (``?lesson=2&step=5``), so they stay from page to page and go with each link. What a
link says counts when a reader comes with it; from then on the session is the truth and the address its mirror.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer.lessons import LessonPlan, LessonStep, lesson
from pages.ui.lesson_rail import lesson_progress
from pages.ui.state import address

LESSON, STEP = "lesson", "step"
LONGEST_NAME = 40
_PLACE, _ASKED, _SAID, _UNKNOWN, _GOING, _WENT, _PAGE, _CAME = (
    f"lesson_{name}" for name in ("place", "asked", "said", "unknown", "going", "went", "page", "came"))


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step of a lesson that is open; ``number`` from 1."""

    plan: LessonPlan
    number: int

    @property
    def step(self) -> LessonStep:
        """The step itself."""
        return self.plan.steps[self.number - 1]

    @property
    def is_first(self) -> bool:
        """Say whether there is no step before it."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Say whether there is no step behind it."""
        return self.number == len(self.plan.steps)

    @property
    def link(self) -> dict[str, str]:
        """What the address says of it on every page."""
        return {LESSON: self.plan.name, STEP: str(self.number)}


def settle() -> None:
    """Settle which step is open; called in each whole run before anything of it is shown.

    A browser may still tell an address that this session has replaced meanwhile, as after two quick clicks on *next*,
    or just after the reader was taken to another page. So what was said before counts as little as what was asked
    already, until the browser tells what is open now.
    """
    state = st.session_state
    asked = (address.asked(LESSON), address.asked(STEP))
    state[_CAME] = False
    if asked != state.get(_ASKED) and asked not in state.get(_SAID, ()) and asked[0] is not None:
        found = step_of(*asked)
        state[_UNKNOWN] = asked[0][:LONGEST_NAME] if found is None else None
        state[_PLACE] = (found.plan.name, found.number) if found else None
        state[_CAME] = found is not None
    state[_ASKED], here = asked, now()
    if here and asked == tuple(here.link.values()):
        state[_SAID] = []
    _keep()


def now() -> OpenStep | None:
    """Return the step that is open, or None where no lesson is."""
    name, number = st.session_state.get(_PLACE) or ("", 0)
    return step_of(name, str(number)) if name else None


def came_with_link() -> bool:
    """Say whether the reader came to this step by a link just now; it opens its page as the step begins."""
    return bool(st.session_state.get(_CAME))


def unknown() -> str | None:
    """Return the name of a lesson that a link asks for and that is none here."""
    found: str | None = st.session_state.get(_UNKNOWN)
    return found


def step_of(name: str | None, number: str | None) -> OpenStep | None:
    """Return the step that a link means, the nearest that there is; None where there is no such lesson."""
    plan = lesson(name) if name and len(name) <= LONGEST_NAME else None
    if plan is None:
        return None
    wanted = int(number) if number and number.isascii() and number.isdigit() and len(number) < 6 else 1
    return OpenStep(plan, min(max(wanted, 1), len(plan.steps)))


def go(name: str, number: int) -> None:
    """Open a step and, in the run that follows, its state of a page; what was set there gives way."""
    found = step_of(name, str(number))
    if found is None:
        return
    state = st.session_state
    state[_PLACE], state[_UNKNOWN] = (found.plan.name, found.number), None
    state[_GOING] = found.step.link.page
    address.bring(found.step.link.page, found.step.link.values)
    lesson_progress.note(found.plan.name, found.number)
    _keep()


def leave() -> None:
    """Close the lesson; the page stays as it is."""
    st.session_state[_PLACE] = st.session_state[_UNKNOWN] = None
    _keep()


def is_elsewhere(found: OpenStep) -> bool:
    """Say whether another step is open by now, or the reader is still to be taken to a page."""
    return now() != found or _GOING in st.session_state


def follow(page: str) -> str | None:
    """Return the page that the reader is still to be taken to from ``page``; called in each whole run."""
    state = st.session_state
    if page != state.get(_PAGE):
        was_taken = state.pop(_WENT, None) == page
        state[_PAGE], state[_SAID] = page, state.get(_SAID, []) if was_taken else []
        _keep()
    going: str | None = state.pop(_GOING, None)
    if going is None or going == page:
        return None
    state[_WENT] = going
    return going


def _keep() -> None:
    found = now()
    link = found.link if found else {}
    for name in (LESSON, STEP):
        address.keep(name, link.get(name))
    if found:
        said = st.session_state.setdefault(_SAID, [])
        if tuple(link.values()) not in said:
            said.append(tuple(link.values()))
