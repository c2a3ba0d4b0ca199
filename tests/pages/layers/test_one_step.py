"""*Layers*, tab *One training step*."""

from __future__ import annotations

import pytest

from explorer.experiments import training_step
from pages.layers.one_step import step_data
from pages.layers.state import LayersSetup, state
from pages.layers.step_state import MOST_MOMENTS, STEP_EXAMPLES
from tests.pages.page import checked, component, link, opened_page, pick, text_of, widget


def test_the_step_is_gone_through_changed_and_taken():
    at = opened_page("layers", view="one_step", step_at="3")
    shown = component(at, "la_step")
    assert shown["step"] == 3 and shown["cells"]["z11"] == pytest.approx(0.6)
    assert "The same rule for every number" in text_of(at)

    pick(at, "la_step", "t.19")
    assert link(at)["step_at"] == "19"
    checked(at.button(key="la_step_next").click().run())
    assert link(at) == {"view": "one_step", "step_taken": "1"}
    assert component(at, "la_step")["cells"]["k21"] == pytest.approx(shown["cells"]["nk21"])

    pick(at, "la_step", "x11")
    assert link(at)["step_picture"] == "1_2_0_2_2_2_0_2_0" and "step_taken" not in link(at)
    pick(at, "la_step", "x99")
    assert component(at, "la_step")["cells"]["x11"] == 0.5

    widget(at, "selectbox", "la_step_example").set_value("off").run()
    assert "Every ReLU is off" in text_of(checked(at))
    widget(at, "selectbox", "la_step_example").set_value("long").run()
    assert "**The step was too long:**" in text_of(checked(at))
    assert {metric.label: metric.value for metric in at.metric}["Loss before the step"] == "0.442"


@pytest.mark.parametrize(("sent", "used"), [
    ({"step_at": "99"}, {"step_at": MOST_MOMENTS}), ({"step_rate": "0"}, {"step_rate": 0.01}),
    ({"step_rate": "1e9"}, {"step_rate": 2.0}), ({"step_picture": "1_2"}, {"step_picture": LayersSetup().step_picture}),
    ({"step_target": "x"}, {"step_target": 1.0}), ({"step_seed": "-5"}, {"step_seed": 0}),
    ({"step_taken": "1000"}, {"step_taken": 30})])
def test_what_a_link_asks_for_stays_within_bounds(sent, used):
    found, problems = state._codec.read(sent, LayersSetup())
    assert {name: getattr(found, name) for name in used} == used
    assert len(problems) == 1


def test_cells_of_a_picture_stay_halves():
    found, _problems = state._codec.read({"step_picture": "9_-9_0_1_2_0_1_2_0"}, LayersSetup())
    assert found.step_picture == (2, 0, 0, 1, 2, 0, 1, 2, 0)


@pytest.mark.parametrize("example", STEP_EXAMPLES.values(), ids=STEP_EXAMPLES)
def test_the_component_is_told_trees_of_formulas(example):
    picture = tuple(level / 2 for level in example.picture)
    step = training_step.TrainingStep(training_step.tiny_net(example.seed), picture, example.target, example.rate)
    data = step_data(step, 99)
    assert data["step"] == len(data["moments"]) - 1 == 19
    assert all(line[0] == "math" for one in data["moments"] for line in one["lines"])
    assert {one["phase"] for one in data["moments"]} <= set(data["words"])
