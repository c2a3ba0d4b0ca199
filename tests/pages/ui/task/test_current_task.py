"""A task that a reader came with: taken once, begun as it says, kept on every page, its controls locked."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer.homework import SetTask, write_task
from tests.pages.page import checked, leave_for, link, opened_page, text_of, widget

TASK = SetTask(page="pixels", says="Make it small.\n<b>Only</b> the side.", start={"side": "5"},
                  locked=("px_plain",), hidden=("px_gone",), asks="How many numbers are 5 x 5 x 3?", answer="75")
TEXT = write_task(TASK)


def script():
    from dataclasses import dataclass

    import streamlit as st

    from pages.ui.share.share_dialog import share_button
    from pages.ui.state import address, locks
    from pages.ui.state.fields import FieldsCodec, Whole
    from pages.ui.state.page_state import PageState
    from pages.ui.task import current_task, task_bar

    @dataclass(frozen=True)
    class Picture:
        side: int = 1

    locks.refuse_browsers()
    state = PageState("px", FieldsCodec(Picture(), {"side": Whole(1, 9)}))
    address.arrive(st.session_state.get("page", "pixels"))
    current_task.settle()
    share_button()
    task_bar.show_task()
    state.open(Picture)
    st.slider("side", 1, 9, **state.bind("side"))
    st.checkbox("plain", key="px_plain")
    st.session_state["side"] = state.now.side
    st.session_state["marked"] = st.session_state.get("task_locked")
    state.write()


@pytest.fixture
def came():
    def opened(**params):
        at = AppTest.from_function(script)
        at.query_params.update(params)
        return checked(at.run())

    return opened


def side(at):
    return checked(at).session_state["side"]


def answer(at, text):
    [field] = at.text_input
    return text_of(checked(field.set_value(text).run()))


def test_without_one_nothing_is_there(came):
    at = came()
    assert not at.session_state["marked"]
    assert "task" not in link(at)
    assert not [one for one in at.button if one.key.startswith("task_")]


def test_a_page_begins_as_the_task_says_and_the_link_says_so(came):
    at = came(task=TEXT)
    assert side(at) == 5
    assert link(at) == {"side": "5", "task": f"~{TEXT}"}
    assert at.session_state["marked"] == {"px_plain", "px_gone"}


def test_a_reload_shows_what_the_student_made(came):
    assert side(came(task=f"~{TEXT}")) == 1  # all as the page begins: nothing stands in the link
    assert side(came(task=f"~{TEXT}", side="7")) == 7
    assert side(came(task=TEXT, side="7")) == 7


def test_the_page_begins_again_at_a_press(came):
    at = came(task=TEXT)
    at = checked(widget(at, "slider", "px_side").set_value(8).run())
    assert side(at) == 8
    assert side(at.button(key="task_restart").click().run()) == 5


def test_a_start_of_nothing_is_the_pages_own(came):
    at = came(task=write_task(SetTask(page="pixels", says="Look.")))
    at = checked(widget(at, "slider", "px_side").set_value(8).run())
    assert side(at.button(key="task_restart").click().run()) == 1


def test_its_words_are_text_and_its_lines_are_lines(came):
    told = came(task=TEXT).markdown[0].value
    assert "<b>" not in told
    assert told.replace("\\", "") == "Make it small.  \n<b>Only</b> the side."


@pytest.mark.parametrize(("given", "said"), [
    ("75", "Right: 75."), ("25", "Not quite. Right is 75."), ("many", "'many' is not a number.")])
def test_an_answer_is_marked_at_once(came, given, said):
    assert said in answer(came(task=TEXT), given)


def test_one_of_several_is_chosen(came):
    task = SetTask(page="pixels", asks="Which?", options=("max", "mean"), answer="mean")
    at = came(task=write_task(task))
    [choice] = at.button_group
    assert choice.options == ["A · max", "B · mean"]
    assert "Right: B." in text_of(checked(choice.set_value("B").run()))


def test_what_is_locked_is_refused(came):
    at = came(task=TEXT)
    at = checked(at.checkbox(key="px_plain").check().run())
    assert at.session_state["px_plain"] is False


def test_it_stays_on_other_pages_with_a_way_back_and_can_be_left_there(came):
    at = came(task=TEXT)
    at.session_state["page"] = "jobs"
    at.query_params.clear()
    at = checked(at.run())
    assert link(at)["task"] == f"~{TEXT}"
    assert "waits on another page" in text_of(at)
    at = checked(at.button(key="task_leave").click().run())
    assert ("task" in link(at), at.session_state["marked"]) == (False, frozenset())


@pytest.mark.parametrize("text", ["hello", TEXT[:-9], "~", "%00", "x" * 50_000])
def test_a_link_that_broke_locks_nothing_and_says_so(came, text):
    at = came(task=text)
    assert not at.session_state["marked"]
    assert bool(at.error) is (text != "~")
    assert "task" not in link(at)


def test_another_link_in_the_same_tab_is_another_task(came):
    at = came(task=TEXT)
    at.query_params["task"] = write_task(SetTask(page="pixels", says="Another.", start={"side": "3"}))
    at = checked(at.run())
    assert (side(at), "Another." in text_of(at), at.session_state["marked"]) == (3, True, frozenset())


def test_on_a_real_page_the_kind_that_a_task_locks_cannot_be_changed_by_any_message():
    task = SetTask(page="exercises", says="Do it.", start={"kind": "iou", "level": "2"}, locked=("ex_kind",))
    at = leave_for(opened_page("pixels"), "exercises", task=write_task(task))
    assert link(at)["kind"] == "iou"
    at = checked(widget(at, "selectbox", "ex_kind").set_value("softmax").run())
    assert link(at)["kind"] == "iou"
    at = checked(at.button(key="ex_another").click().run())
    assert link(at)["kind"] == "iou"
    assert int(link(at)["seed"]) != 1
