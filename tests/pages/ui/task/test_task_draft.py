"""A task while it is set: its words, its controls by pointing, its start, and the link that comes of it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from explorer.errors import TaskError
from explorer.homework import SetTask, read_task
from pages.ui.task import task_controls
from pages.ui.task.task_controls import styles
from pages.ui.task.task_draft import TaskDraft
from tests.pages.page import checked, component
from tests.pages.ui.task.test_current_task import script


def form():
    import streamlit as st

    from pages.ui.state import address
    from pages.ui.task import task_draft
    from pages.ui.task.task_bar import show_task
    from pages.ui.task.task_form import task_form

    address.arrive("pixels")
    address.mirror({"side": "4"})
    st.session_state["again"] = task_draft.ended_pointing()
    show_task()
    st.session_state["text"] = task_form()


@pytest.fixture
def at():
    """The form on a page whose side is 4."""
    return checked(AppTest.from_function(form).run())


def task_of(at):
    return read_task(checked(at).session_state["text"])


def say(at, **words):
    """Write into the form."""
    for name, text in words.items():
        fields = at.text_input if name in {"asks", "answer"} else at.text_area
        at = checked(fields(key=f"task_form_{name}").set_value(text).run())
    return at


def test_what_is_not_begun_is_no_task(at):
    assert at.session_state["text"] == ""


def test_words_are_a_task_that_begins_with_what_is_shown(at):
    assert task_of(say(at, says="Look at it.")) == SetTask(page="pixels", says="Look at it.", start={"side": "4"})


def test_a_task_may_begin_as_the_page_does(at):
    assert task_of(say(at, says="Look.").radio(key="task_form_start").set_value(False).run()).start == {}


def test_a_question_needs_its_answer(at):
    at = say(at, asks="How wide?")
    assert at.session_state["text"] == ""
    assert "Write the answer that you expect" in at.error[0].value
    assert task_of(say(at, answer="4 px")).mark("4").correct
    assert task_of(say(at, options="2\n4 px\n\n8")).options == ("2", "4 px", "8")


def test_controls_are_pointed_at_and_the_form_comes_back_as_it_was(at):
    at = checked(say(at, says="Look.").button(key="task_form_point").click().run())
    assert component(at, task_controls.POINTER)["pointing"] is True
    at.session_state[task_controls.POINTER] = {"selected": "px_side,px_plain;px_gone"}
    found = task_of(at.run())
    assert (found.says, found.locked, found.hidden) == ("Look.", ("px_side", "px_plain"), ("px_gone",))
    assert at.session_state["again"] is True
    at.session_state[task_controls.POINTER] = {}
    at = checked(at.button(key="task_form_free").click().run())
    assert at.session_state["again"] is False
    assert task_of(at).refused == set()


def test_what_was_written_last_is_kept_where_it_comes_with_the_press_that_begins_to_point(at):
    at = say(at, says="Look.")
    at.text_input(key="task_form_asks").set_value("How wide?")
    at = checked(at.button(key="task_form_point").click().run())
    assert at.session_state["task_draft"].asks == "How wide?"


def test_the_dialog_has_the_task_beside_the_link():
    at = AppTest.from_function(script)
    at.query_params["side"] = "4"
    at.session_state["task_draft"] = TaskDraft(page="pixels", says="Look.")
    at = checked(checked(at.run()).button(key="frame_share").click().run())
    page, task = [dict(parse_qsl(urlsplit(one.value).query)) for one in at.code]
    assert page == {"side": "4"}
    assert read_task(task["task"]).start == page


def test_another_page_keeps_the_words_and_has_other_controls():
    at = AppTest.from_function(form)
    at.session_state["task_draft"] = TaskDraft(page="jobs", says="Look.", locked=("jo_list",))
    found = task_of(at.run())
    assert (found.page, found.says, found.locked) == ("pixels", "Look.", ())


def test_whoever_sets_a_task_is_not_locked_by_another_one():
    from tests.pages.ui.task.test_current_task import TEXT
    at = AppTest.from_function(script)
    at.query_params["task"] = TEXT
    at.session_state["task_pointing"] = "pixels"
    assert not checked(at.run()).session_state["marked"]
    at.session_state["page"] = "jobs"  # the page is left: nothing is pointed at any more
    assert checked(at.run()).session_state["marked"]
    assert "task_pointing" not in at.session_state


@pytest.mark.parametrize(("told", "found"), [
    (";", ((), ())), ("a;b", (("a",), ("b",))), ("a,b,a,;", (("a", "b"), ())), (f"{'x' * 61},a;", (("a",), ())),
    (",".join(f"a{at}" for at in range(99)) + ";", (tuple(f"a{at}" for at in range(80)), ()))])
def test_what_was_pointed_at_is_names(monkeypatch, told, found):
    monkeypatch.setattr(task_controls.st, "session_state", {task_controls.POINTER: {"selected": told}})
    assert task_controls.pointed() == found


@pytest.mark.parametrize("told", [None, {}, {"selected": 4}, {"selected": "a"}, {"selected": "<b>;"},
                                  {"selected": "a;b;c"}, {"selected": "x" * 9000 + ";"}, "a;b"])
def test_what_no_browser_of_ours_would_say_is_nothing(monkeypatch, told):
    monkeypatch.setattr(task_controls.st, "session_state", {task_controls.POINTER: told})
    assert task_controls.pointed() is None


def test_styles_hide_and_lock_what_the_task_names():
    told = styles(SetTask(page="", locked=("px_side",), hidden=("px_more", "px_tabs")))
    assert told.count("display: none") == 1
    hides, locks, *_ = told.split("}")
    assert ".st-key-px_more" in hides
    assert ".st-key-px_side" in locks
    assert "> [role=tablist]" in hides
    assert styles(SetTask(page="")) == ""


def test_a_draft_is_empty_until_something_is_said_locked_or_asked():
    assert TaskDraft(page="", says="  ", answer="4", options="a").is_empty
    assert not TaskDraft(page="", asks="Why?").is_empty
    assert not TaskDraft(page="", hidden=("a",)).is_empty
    with pytest.raises(TaskError):
        TaskDraft(page="", asks="Why?").task({})
