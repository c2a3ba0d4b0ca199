"""Parts of the tab *One training step* without the page around them: links, clicks, and what it says of a step."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies

from explorer.experiments import training_step
from explorer.experiments.training_step import MOST_TAKEN, TrainingStep, steps_from, tiny_net
from pages.layers import one_step
from pages.layers.state import LayersSetup, state
from pages.layers.step_state import CROSS, EDGE, MOST_MOMENTS, STEP_EXAMPLES, STEP_FIELDS

FIRST = LayersSetup()
STEP = TrainingStep(tiny_net(25), tuple(level / 2 for level in CROSS), 1.0, 0.2)


def reader(monkeypatch, **fields):
    """Let the tab find these settings, and keep what it changes."""
    changed = {}
    now = SimpleNamespace(**{name: getattr(FIRST, name) for name in STEP_FIELDS} | fields)
    monkeypatch.setattr(one_step, "state", SimpleNamespace(now=now, change=changed.update))
    return changed


@pytest.mark.parametrize(("told", "changed"), [
    ({"selected": "t.0"}, {"step_at": 0}), ({"selected": "t.19"}, {"step_at": 19}),
    ({"selected": "t.999"}, {"step_at": MOST_MOMENTS}), ({"selected": "t.1000"}, {}), ({"selected": "t.-1"}, {}),
    ({"selected": "x11"}, {"step_picture": (1, 2, 0, 2, 2, 2, 0, 2, 0), "step_taken": 0}),
    ({"selected": "x12"}, {"step_picture": (0, 0, 0, 2, 2, 2, 0, 2, 0), "step_taken": 0}),
    ({"selected": "x33"}, {"step_picture": (0, 2, 0, 2, 2, 2, 0, 2, 1), "step_taken": 0}),
    ({"selected": "x44"}, {}), ({"selected": "x01"}, {}), ({"selected": "x111"}, {}), ({"selected": 11}, {}),
    ({"selected": None}, {}), ({}, {}), (None, {}), ("x11", {}), ({"selected": ["x11"]}, {})])
def test_a_browser_says_a_moment_or_a_cell_and_nothing_else_counts(monkeypatch, told, changed):
    found = reader(monkeypatch)
    one_step._take(told)
    assert found == changed


@pytest.mark.parametrize(("name", "bounds", "sent", "kept"), [
    ("step_rate", training_step.STEP_RATES, 99.0, 2.0), ("step_rate", training_step.STEP_RATES, 0.0, 0.01),
    ("step_target", training_step.TARGETS, -9.0, -2.0), ("step_target", training_step.TARGETS, 0.5, 0.5)])
def test_what_a_slider_sends_stays_within_its_bounds(monkeypatch, name, bounds, sent, kept):
    found = reader(monkeypatch)
    one_step._slide(name, bounds, sent)
    assert found == {name: kept}


@pytest.mark.parametrize(("seed", "after"), [(25, 26), (training_step.MOST_SEED, 0)])
def test_other_weights_go_round(monkeypatch, seed, after):
    found = reader(monkeypatch, step_seed=seed, step_taken=4)
    one_step._other_weights()
    assert found == {"step_seed": after, "step_taken": 0}


@pytest.mark.parametrize(("taken", "after"), [(0, 1), (29, 30), (30, 30)])
def test_steps_are_taken_up_to_the_last(monkeypatch, taken, after):
    found = reader(monkeypatch, step_taken=taken)
    one_step._go_on()
    assert found == {"step_taken": after, "step_at": 0}


@pytest.mark.parametrize("name", STEP_EXAMPLES)
def test_an_example_sets_all_that_it_is_about(monkeypatch, name):
    found, one = reader(monkeypatch, step_taken=3), STEP_EXAMPLES[name]
    one_step._opened(name)
    assert found == {"step_picture": one.picture, "step_seed": one.seed, "step_target": one.target,
                     "step_rate": one.rate, "step_taken": 0}


@pytest.mark.parametrize("name", [None, "nowhere"])
def test_an_example_that_is_none_changes_nothing(monkeypatch, name):
    found = reader(monkeypatch)
    one_step._opened(name)
    assert found == {}


@pytest.mark.parametrize("taken", [0, 1, 7, MOST_TAKEN])
def test_the_step_that_is_shown_begins_where_the_one_before_ended(monkeypatch, taken):
    reader(monkeypatch, step_taken=taken)
    assert one_step.first_step() == STEP
    assert one_step.step_now() == list(steps_from(STEP, taken))[-1]


@pytest.mark.parametrize(("step", "said"), [
    (STEP, "The same rule for every number"), (replace(STEP, rate=1.5), "The step was too long"),
    (TrainingStep(tiny_net(15), tuple(level / 2 for level in EDGE), 1.0, 0.2), "Every ReLU is off")])
def test_the_lesson_is_that_of_the_step(step, said):
    assert said in one_step._lesson(step)


def test_the_page_opens_with_the_first_example():
    one = next(iter(STEP_EXAMPLES.values()))
    assert (one.picture, one.seed, one.target, one.rate) == (FIRST.step_picture, FIRST.step_seed, FIRST.step_target,
                                                             FIRST.step_rate)


@given(strategies.tuples(*[strategies.integers(0, 2)] * 9), strategies.integers(0, 99), strategies.integers(0, 30))
def test_what_is_set_comes_back_from_its_link(picture, seed, taken):
    value = replace(FIRST, view="one_step", step_picture=picture, step_seed=seed, step_taken=taken)
    found, problems = state._codec.read(state._codec.write(value), FIRST)
    assert found == value and not problems


@pytest.mark.parametrize("at", [0, 5, 19, 40])
def test_the_component_stands_at_a_moment_that_there_is(at):
    data = one_step.step_data(STEP, at)
    assert data["step"] == min(at, 19)
    assert {name for one in data["moments"] for name in (*one["reads"], *one["writes"])} <= set(data["cells"])
    assert all(isinstance(value, float) for value in data["cells"].values())
