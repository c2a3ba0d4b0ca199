"""The row of a live run: its button, how far it is, what came of it, and who may see that."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from explorer.experiments import Experiment, live

HERE = "tests.explorer.experiments.samples"
PATIENCE_S = 30


def page() -> None:
    import streamlit as st

    from explorer.experiments import Experiment
    from pages.ui.live_run import live_run

    asked = Experiment(f"tests.explorer.experiments.samples.{st.session_state['function']}", steps=2, seconds=7,
                       settings=st.session_state["settings"])
    live_run(asked, lambda points: st.text(" ".join(str(point.values.get("square")) for point in points) or "nothing"),
             key="it")


@pytest.fixture
def visit(monkeypatch):
    """Return a function that opens the page for one more reader; runs are those of this test."""
    own = live.LiveRuns()
    monkeypatch.setattr(live, "_runs", lambda: own)

    def opened(function="count", **settings):
        at = AppTest.from_function(page)
        at.session_state["function"], at.session_state["settings"] = function, settings
        return shown(at.run())
    yield opened
    for run in list(own._runs.values()):
        for reader in list(run._looked):
            run.cancel(reader)
        assert run.wait(PATIENCE_S)
    own.dismiss()


def shown(at):
    assert not at.exception
    return at


def press(at, key):
    return shown(at.button(key=key).click().run())


def run_of(at, **more):
    settings = at.session_state["settings"] | more
    return live.find(Experiment(f"{HERE}.{at.session_state['function']}", steps=2, seconds=7, settings=settings))


def texts(at):
    return [element.value for element in (*at.text, *at.caption)]


def test_what_it_trains_is_shown_and_can_be_trained_again_with_the_next_seed(visit):
    at = visit(steps=2, seed=5)
    assert texts(at) == ["nothing", "About 7 s on this server, beside everything else; you can stop it"]
    press(at, "it_train")
    assert run_of(at).wait(PATIENCE_S)
    assert texts(shown(at.run())) == ["1 4", "Trained here in 0 s"]
    press(at, "it_again")
    assert run_of(at, seed=6).wait(PATIENCE_S)


def test_while_it_goes_on_it_says_how_far_it_is_and_can_be_cancelled(visit):
    at = press(visit(steps=500, pause=0.02), "it_train")
    assert [button.key for button in at.button] == ["it_cancel"]
    run = run_of(at)
    while not run.points:
        time.sleep(0.01)
    assert shown(at.run()).text[0].value.startswith("1")
    assert [button.key for button in press(at, "it_cancel").button] == ["it_train"]
    assert run.wait(PATIENCE_S)
    assert run.state == "cancelled"
    assert at.text[0].value == "nothing"


def test_another_reader_sees_nothing_of_it_until_they_ask_and_then_the_same_run(visit):
    ada = press(visit(steps=2), "it_train")
    assert run_of(ada).wait(PATIENCE_S)
    bob = visit(steps=2)
    assert bob.text[0].value == "nothing"
    assert press(bob, "it_train").text[0].value == "1 4"
    assert bob.button(key="it_again").disabled


def test_who_waits_is_told_how_many_are_before(visit):
    press(visit(steps=500, pause=0.02, seed=1), "it_train")
    at = press(visit(steps=500, pause=0.02, seed=2), "it_train")
    assert run_of(at).ahead == 1


def test_why_it_failed_is_told_and_other_settings_start_afresh(visit):
    at = press(visit("refuse"), "it_train")
    assert run_of(at).wait(PATIENCE_S)
    assert "7 are too many" in shown(at.run()).error[0].value.replace("\\", "")
    at.session_state["settings"] = {"steps": 1}
    assert not shown(at.run()).error
