"""Computations that take long: what is said of them, and who may stop them."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.runtime import tasks
from pages.ui.long_task import GROWS_S, cost_text, crisp, running

KEY = "shared by two readers"
PATIENCE_S = 20


def page() -> None:
    import streamlit as st

    from pages.ui.long_task import Slow, offer

    gate = st.session_state["gate"]

    def work(report):
        while not gate.wait(0.005):
            report(0.5)
        return "what came out"

    slow = Slow("shared by two readers", work, lambda: "about 1 s")
    if slow.result:
        st.text(slow.result)
    else:
        offer(slow, key="it", label="Start")


@pytest.fixture
def gate():
    event = Event()
    yield event
    event.set()


@pytest.fixture
def visit(gate, monkeypatch):
    """Return a function that opens the page for one more reader; tasks are those of this test."""
    own = tasks.Tasks(1)
    monkeypatch.setattr(tasks, "_tasks", lambda: own)

    def opened():
        at = AppTest.from_function(page)
        at.session_state["gate"] = gate
        return shown(at.run())
    return opened


def shown(at):
    assert not at.exception
    return at


def buttons(at):
    return [button.key for button in at.button]


def test_one_readers_cancel_leaves_the_computation_to_the_other(visit, gate):
    ada = shown(visit().button(key="it_start").click().run())
    bob = visit()
    assert (buttons(ada), buttons(bob)) == (["it_cancel"], ["it_cancel"])
    assert buttons(shown(ada.button(key="it_cancel").click().run())) == ["it_start"]
    assert buttons(shown(bob.run())) == ["it_cancel"]
    assert tasks.find(KEY).state == "running"
    gate.set()
    assert tasks.find(KEY).wait(PATIENCE_S)
    assert [shown(at.run()).text[0].value for at in (ada, bob)] == ["what came out"] * 2


def test_when_both_have_cancelled_it_stops_and_can_be_started_again(visit):
    ada = shown(visit().button(key="it_start").click().run())
    bob = visit()
    task = tasks.find(KEY)
    for at in (ada, bob):
        shown(at.button(key="it_cancel").click().run())
    assert task.wait(PATIENCE_S)
    assert task.state == "cancelled"
    shown(ada.button(key="it_start").click().run())
    assert tasks.find(KEY) is not task
    assert tasks.find(KEY).state == "running"


def test_who_cancelled_can_join_again_while_the_other_waits(visit):
    ada, bob = shown(visit().button(key="it_start").click().run()), visit()
    task = tasks.find(KEY)
    shown(ada.button(key="it_cancel").click().run())
    assert buttons(shown(ada.button(key="it_start").click().run())) == ["it_cancel"]
    shown(bob.button(key="it_cancel").click().run())
    assert tasks.find(KEY) is task
    assert task.state == "running"


@pytest.mark.parametrize(("seconds", "told"), [(0.2, "under 1 s"), (1.4, "about 1 s"), (89, "about 89 s"),
                                               (150, "about 2 min")])
def test_the_cost_is_told_in_passes_and_time(seconds, told):
    assert cost_text(1234, seconds) == f"Passes through the network: 1,234, {told}"


def test_small_pictures_are_enlarged_by_whole_pixels():
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    large = crisp(pixels)
    assert large.shape == (340, 510, 3)
    np.testing.assert_array_equal(large[::170, ::170], pixels)


def growing() -> None:
    import streamlit as st

    from pages.ui.long_task import running

    st.text(running(st.session_state["task"], key="it"))


@pytest.mark.parametrize("side", [8, 64])
def test_a_picture_that_grows_is_sent_with_the_page(side):
    task = tasks.Task()
    task.picture = np.random.default_rng(side).integers(0, 256, (side, side, 3), dtype=np.uint8)
    task.share = 0.25
    at = AppTest.from_function(growing)
    at.session_state["task"] = task
    html = next(element for element in shown(at.run()).main if element.type == "html").proto.body
    assert '<img src="data:image/jpeg;base64,' in html and 'alt="The picture so far"' in html
    assert "/media/" not in html
    assert buttons(at) == ["it_cancel"]


@pytest.mark.parametrize(("picture", "every_s"), [(None, 1.0), (np.zeros((4, 4, 3), np.uint8), GROWS_S)])
def test_what_can_be_looked_at_is_shown_more_often(picture, every_s, monkeypatch):
    task, asked = tasks.Task(), []
    task.picture = picture
    monkeypatch.setattr(st, "fragment", lambda _shown, run_every: asked.append(run_every) or (lambda *_a, **_k: None))
    assert running(task, key="it")
    assert asked == [every_s] and GROWS_S < 1


def test_what_is_over_is_not_shown_any_more():
    task = tasks.Task()
    task.run(lambda _report: "done")
    assert not running(task, key="it")
