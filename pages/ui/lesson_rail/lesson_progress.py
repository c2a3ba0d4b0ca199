"""What a reader has answered so far: kept in a cookie, never required, and checked when it is read.

``2.1f.5~3.3.2``: in lesson 2, answered last, steps 1 to 5 (bits of 1f), open at step 5; in lesson 3 steps 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape

import streamlit as st

from explorer.lessons import LessonPlan, lessons
from pages.ui.components import component
from pages.ui.text import _

COOKIE = "explorer_lessons"
KEY = "lesson_keeper"
MOST_LESSONS, LONGEST = 40, 1500
"""Lessons that are remembered, and characters of the cookie that are read."""
_KEPT = "lesson_progress"
_ONE = re.compile(r"([a-z0-9][a-z0-9_-]{0,39})\.([0-9a-f]{1,10})\.([0-9]{1,2})")

_mount = component.register("lesson_keeper")


@dataclass(frozen=True, slots=True)
class StepsDone:
    """Of one lesson: bits of the steps that were answered, the first lowest, and the step that was open last."""

    answered: int = 0
    at: int = 1

    def has(self, step: int) -> bool:
        """Say whether a step, from 1, was answered."""
        return bool(self.answered >> (step - 1) & 1)


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """Of all lessons, by their names in links; the one that was open last comes first."""

    lessons: dict[str, StepsDone] = field(default_factory=dict)

    def of(self, name: str) -> StepsDone:
        """Return what was done of a lesson."""
        return self.lessons.get(name, StepsDone())

    def count(self, plan: LessonPlan) -> int:
        """Return how many of its steps were answered."""
        return sum(self.of(plan.name).has(step) for step in range(1, len(plan.steps) + 1))

    def is_done(self, plan: LessonPlan) -> bool:
        """Say whether all of its steps were answered."""
        return self.count(plan) == len(plan.steps)

    def step_to_go_on(self, plan: LessonPlan) -> int:
        """Return the step at which to go on: the one that was open last, or the first behind it without an answer."""
        done, steps = self.of(plan.name), len(plan.steps)
        at = min(done.at, steps)
        return next((step for step in (*range(at, steps + 1), *range(1, at)) if not done.has(step)), at)

    def with_step(self, name: str, step: int, *, answered: bool = False) -> LessonProgress:
        """Return this with a step that was opened, or answered, just now."""
        done = self.of(name)
        bits = done.answered | (1 << (step - 1) if answered else 0)
        newest = {name: replace(done, answered=bits, at=step)}
        others = {other: known for other, known in self.lessons.items() if other != name}
        return LessonProgress(dict(list((newest | others).items())[:MOST_LESSONS]))

    def write(self) -> str:
        """Return what the cookie says."""
        said = ""
        for name, done in self.lessons.items():
            longer = f"{said}~{name}.{done.answered:x}.{done.at}".removeprefix("~")
            if len(longer) > LONGEST:
                break
            said = longer
        return said


def read(cookie: str) -> LessonProgress:
    """Return what a cookie says, whatever it holds; what cannot be read was not done."""
    found: dict[str, StepsDone] = {}
    for part in cookie[:LONGEST].split("~")[:MOST_LESSONS]:
        if (said := _ONE.fullmatch(part)) and said[1] not in found:
            found[said[1]] = StepsDone(int(said[2], 16), max(int(said[3]), 1))
    return LessonProgress(found)


def progress() -> LessonProgress:
    """Return what this reader has done: in this session, and before as the cookie tells it."""
    state = st.session_state
    if _KEPT not in state:
        state[_KEPT] = read(st.context.cookies.get(COOKIE, ""))
    found: LessonProgress = state[_KEPT]
    return found


def note(name: str, step: int, *, answered: bool = False) -> None:
    """Remember that a step was opened, or answered."""
    st.session_state[_KEPT] = progress().with_step(name, step, answered=answered)


def forget() -> None:
    """Forget all that was done; the cookie says so once a page has run."""
    st.session_state[_KEPT] = LessonProgress()


def keep_in_browser(step: str = "") -> None:
    """Let the browser keep what was done; with another ``step`` it also goes back to the rail's top."""
    _mount(key=KEY, on_selected_change=component.noted,
           data={"cookie": COOKIE, "value": progress().write(), "step": step})


def marks(plan: LessonPlan, here: int = 0) -> str:
    """Return a mark for each step as HTML: filled where it was answered, framed where the reader is."""
    done, steps = progress(), range(1, len(plan.steps) + 1)
    drawn = "".join(f'<i class="{"done" if done.of(plan.name).has(step) else "open"}{" here" if step == here else ""}">'
                    "</i>" for step in steps)
    says = escape(_("{count} of {all} questions answered").format(count=done.count(plan), all=len(steps)))
    return f'<div class="lesson-marks" role="img" aria-label="{says}" title="{says}">{drawn}</div>'


def going_on(plans: Iterable[LessonPlan] | None = None) -> tuple[LessonPlan, int, bool] | None:
    """Return lesson and step with which to go on, and whether anything was done before; None where all is done.

    That is the lesson that was open last, as long as a step of it is left, or the first one with a step left.
    """
    known = tuple(lessons() if plans is None else plans)
    done = progress()
    by_name = {plan.name: plan for plan in known}
    begun = [by_name[name] for name in done.lessons if name in by_name]
    left = [plan for plan in (*begun, *known) if not done.is_done(plan)]
    return (left[0], done.step_to_go_on(left[0]), bool(begun)) if left else None
