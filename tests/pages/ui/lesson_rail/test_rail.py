"""A lesson beside the pages: what its link opens, what stays from page to page, and what is said to an answer."""

from __future__ import annotations

import json

import pytest

from explorer import lessons
from explorer.lessons import shelf
from explorer.settings import Settings
from pages.ui.lesson_rail import lesson_progress, open_lesson
from tests.pages.page import checked, leave_for, link, opened_page

TEXT = """
title = "Mine"
says = "You can."
[[step]]
title = "One"
says = "Look $\\\\frac{1}{2}$."
do = "Point."
open = "pooling?kernel=3"
ask = "How many {cells}?"
answer = "4"
because = "As $2 + 2 = 4$."
slips = { "5" = "One too many {so}." }
[[step]]
title = "Two"
says = "Look again."
do = "Point again."
open = "pooling"
ask = "Which?"
options = ["this", "that"]
answer = "2"
because = "That is it."
[[step]]
title = "Three"
says = "Elsewhere."
do = "Read."
open = "exercises?kind=iou"
exercise = "output_side 7 1"
[[step]]
title = "Four"
says = "Nowhere."
do = "Look."
open = "nowhere?x=1"
ask = "Where?"
answer = "0"
because = "There is none."
"""


@pytest.fixture(autouse=True)
def own(monkeypatch, tmp_path):
    """Let there be one lesson of a teacher's own, *mine*."""
    (tmp_path / "mine.toml").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(shelf, "settings", lambda: Settings(lessons=str(tmp_path)))


def arrive(page="pooling", **params):
    """Open a page by a link."""
    return opened_page(page, **params)


def press(at, key):
    return checked(at.button(key=key).click().run())


def seen(at):
    """Return what the sidebar says."""
    return "\n".join(element.value for kind in (at.sidebar.markdown, at.sidebar.caption, at.sidebar.success,
                                                at.sidebar.error, at.sidebar.warning) for element in kind)


def cookie(at):
    return next(json.loads(part.proto.json)["value"] for part in at.sidebar
                if part.type == "bidi_component" and lesson_progress.KEY in part.proto.id)


def check(at, answer):
    if at.sidebar.text_input:
        at.sidebar.text_input[0].set_value(answer)
    else:
        at.sidebar.radio[0].set_value(answer)
    return checked(next(one for one in at.sidebar.button if one.label == "Check").click().run())


def test_without_a_lesson_nothing_is_drawn():
    at = arrive()
    assert {"lesson_leave", "lesson_next", "lesson_bar_next"}.isdisjoint(button.key for button in at.button)
    assert "lesson" not in link(at)


def test_a_link_opens_its_step_beside_the_state_that_it_holds():
    at = arrive(kernel=3, lesson="mine", step=2)
    assert (link(at)["kernel"], link(at)["lesson"], link(at)["step"]) == ("3", "mine", "2")
    assert "Lesson 9 · Mine" in seen(at) and "Step 2 of 4" in seen(at) and "Which?" in seen(at)
    assert [button.disabled for button in at.button if button.key in ("lesson_back", "lesson_bar_next")] == [False] * 2


def test_a_lesson_stays_from_page_to_page_and_is_left_by_one_press():
    at = arrive(lesson="mine", step=1)
    at.query_params.clear()
    at = checked(at.switch_page("exercises/page.py").run())
    assert (link(at)["lesson"], link(at)["step"]) == ("mine", "1")
    press(at, "lesson_leave")
    assert "lesson" not in link(at) and "lesson_next" not in {button.key for button in at.button}
    at = checked(at.switch_page("pooling/page.py").run())
    assert "lesson" not in link(at)


def test_one_press_opens_the_state_also_after_the_reader_has_wandered():
    at = arrive(kernel=2, stride=1, shift=1, lesson="mine", step=1)
    press(at, "lesson_open")
    assert link(at) == link(arrive(kernel=3, lesson="mine", step=1))
    press(at, "lesson_next")  # the same page as it opens for the first time
    assert link(at) == link(arrive(lesson="mine", step=2))
    press(at, "lesson_next")
    assert at.title[0].value == "Exercises" and link(at) == {"kind": "iou", "lesson": "mine", "step": "3"}
    press(at, "lesson_back")
    assert at.title[0].value == "Pooling" and link(at)["step"] == "2"


def test_a_page_that_there_is_not_is_told_of_and_the_reader_stays():
    at = arrive(lesson="mine", step=4)
    assert "opens the page nowhere, which there is not" in seen(at)
    assert "lesson_open" not in {button.key for button in at.button}
    at = press(arrive("exercises", lesson="mine", step=3), "lesson_next")
    assert at.title[0].value == "Exercises" and link(at)["step"] == "4"


def test_an_answer_is_marked_at_once_and_remembered():
    at = arrive(lesson="mine", step=1)
    assert "As $2" not in seen(at) and "How many {cells}?" in seen(at)
    check(at, "many")
    assert "is not a number" in seen(at) and "As $2" not in seen(at)
    check(at, "5")
    assert "One too many {so}. Right is 4." in seen(at) and "As $2 + 2 = 4$." in seen(at)
    assert cookie(at) == "mine.1.1"
    check(at, "4")
    assert "Right: 4." in seen(at)
    press(at, "lesson_go_on")
    check(at, 1)
    assert "Right: B." in seen(at) and cookie(at) == "mine.3.2"
    press(at, "lesson_back")
    assert "Right: 4." in seen(at)


def test_an_exercise_is_asked_with_its_working_and_the_last_step_says_so():
    at = arrive(lesson="mine", step=3)
    step = lessons.lesson("mine").steps[2]
    check(at, step.answer.text)
    assert f"Right: {step.answer.text}." in seen(at) and "**Working**" in seen(at)
    at = check(arrive(lesson="mine", step=4), "0")
    assert "That was the last step" in seen(at)


@pytest.mark.parametrize(("params", "step"), [({"lesson": "mine"}, "1"), ({"lesson": "mine", "step": "99"}, "4"),
                                              ({"lesson": "mine", "step": "-1"}, "1"),
                                              ({"lesson": "mine", "step": "x" * 9999}, "1"),
                                              ({"lesson": "mine", "step": "٣"}, "1")])
def test_a_step_that_there_is_not_opens_the_nearest(params, step):
    assert open_lesson.step_of(params["lesson"], params.get("step")).number == int(step)


@pytest.mark.parametrize("name", ["99", "<b>x</b>", "../mine", "m" * 5000])
def test_a_lesson_that_there_is_not_is_told_of_and_the_page_is_shown(name):
    at = arrive(lesson=name, step=1)
    assert "There is no lesson" in at.warning[0].value and "<b>" not in at.warning[0].value
    assert len(at.warning[0].value) < 200
    assert at.title[0].value == "Pooling" and "lesson" not in link(at)


def test_an_address_that_was_replaced_meanwhile_does_not_turn_back():
    at = arrive(lesson="mine", step=1)
    press(at, "lesson_bar_next")
    press(at, "lesson_next")
    press(at, "lesson_back")
    at.query_params["step"] = "1"  # told late, for a page that has said it before
    at.run()
    assert link(at)["step"] == "2"
    at.query_params.update({"lesson": "1", "step": "1"})  # Back, to what was open before all this
    at = checked(at.run())
    assert link(at)["lesson"] == "1"


def test_the_address_of_the_page_before_does_not_turn_a_step_back_until_the_new_one_was_told():
    at = arrive(lesson="mine", step=2)
    press(at, "lesson_next")
    assert at.title[0].value == "Exercises"
    at.query_params.update({"lesson": "mine", "step": "2"})  # told late, from the page before
    assert link(checked(at.run()))["step"] == "3"
    at.query_params["step"] = "3"
    checked(at.run())
    at.query_params["step"] = "2"  # Back
    assert link(checked(at.run()))["step"] == "2"


def test_what_was_done_before_is_read_from_the_cookie(monkeypatch):
    monkeypatch.setattr(type(lesson_progress.st.context), "cookies", {lesson_progress.COOKIE: "mine.3.2~2.1.1"})
    at = arrive(lesson="mine", step=3)
    assert 'aria-label="2 of 4 questions answered"' in next(
        part.value for part in at.sidebar.get("html") if "lesson-marks" in part.value)
    check(at, lessons.lesson("mine").steps[2].answer.text)
    assert cookie(at) == "mine.7.3~2.1.1"


def test_a_link_to_a_step_opens_its_page_as_it_begins_though_other_things_were_set_there():
    at = arrive(kernel=3)
    leave_for(at, "home")
    leave_for(at, "pooling", lesson="mine", step=2)
    assert link(at) == link(arrive(lesson="mine", step=2))
    leave_for(at, "home")
    leave_for(at, "pooling")  # no link to another step: all is as it was left
    assert link(at)["step"] == "2"
