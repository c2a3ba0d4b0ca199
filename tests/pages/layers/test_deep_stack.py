"""*Deep stack*: what is set is computed, and the sentences say what the numbers say."""

from __future__ import annotations

import pytest

from explorer.experiments import DEEP_EXAMPLES, DeepPlan, LivePoint, deep_report, live
from pages.layers import deep_stack
from pages.layers.deep_stack import sentences, title_of
from tests.pages.page import checked, link, opened_page, text_of, widget


def said(**plan):
    made = DeepPlan(**plan)
    return "\n".join(map(str, sentences(made, deep_report(made))))


@pytest.mark.parametrize(("example", "back", "forth"), [
    ("sigmoid", "The gradient vanishes", "pictures become alike"),
    ("relu", "The gradient stays", "pictures stay apart"),
    ("small", "The gradient vanishes", "pictures become alike"), ("large", "The gradient explodes", "outputs explode"),
    ("norm", "The gradient stays", "pictures stay apart"), ("skips", "The gradient stays", "pictures stay apart"),
    ("sum", "The gradient explodes", "outputs explode"), ("resnet", "The gradient stays", "pictures stay apart")])
def test_each_example_says_what_its_title_says(example, back, forth):
    plan = DEEP_EXAMPLES[example].plan
    told = sentences(plan, deep_report(plan))
    assert back in told[0] and forth in told[1]


def test_ten_sigmoids_name_the_limit_that_their_slope_sets():
    assert r"$0.25^{10} = 9.5 \cdot 10^{-7}$" in said(depth=11)
    assert r"$0.25^{1} = 0.25$" in said(depth=2)
    assert "slope of at most" not in said(function="relu", start="he") + said(norm=True) + said(skips=True)


def test_flat_activations_are_named_where_there_are_many():
    assert "are flat" in said(function="tanh", start="large")
    assert "are flat" not in said(function="tanh") + said(function="relu", start="he")  # of a ReLU half are, always


def test_a_run_is_called_by_what_makes_it():
    plan = DeepPlan(depth=40, function="relu", start="he", norm=True, skips=True)
    assert title_of(plan, 0.1) == "40 × 64 ReLU, He, batch norm, skips, rate 0.1"


def test_an_example_sets_all_of_a_stack_and_the_link_says_it():
    at = opened_page("layers", view="deep_stack")
    widget(at, "selectbox", "la_deep_example").set_value("tanh_skips").run()
    assert link(checked(at)) == {"view": "deep_stack", "deep_depth": "40", "deep_function": "tanh",
                                 "deep_skips": "1", "deep_rate": "0.01"}
    assert "A skip hands the gradient on" in text_of(at)
    widget(at, "toggle", "la_deep_skips").set_value(False).run()
    assert widget(checked(at), "selectbox", "la_deep_example").value is None
    assert "A skip hands" not in text_of(at)


def test_a_link_beyond_the_limits_is_told_and_computed_within_them():
    at = opened_page("layers", view="deep_stack", deep_depth="4000", deep_width="99999", deep_rate="0.05")
    assert "deep_depth is 4000, but goes from 2 to 40" in text_of(at)
    assert widget(at, "slider", "la_deep_depth").value == 40 and widget(at, "slider", "la_deep_width").value == 128
    assert widget(at, "select_slider", "la_deep_rate").value == 0.05


def test_losses_of_runs_stay_beside_one_another(monkeypatch):
    shown = []
    monkeypatch.setattr(deep_stack, "plot", lambda figure, **more: shown.append((figure, more["alt"])))
    monkeypatch.setattr(deep_stack.st, "session_state", {})
    for number in range(deep_stack.MOST_RUNS + 2):
        deep_stack._losses(f"run {number}", [LivePoint(0, {"loss": 2.3}), LivePoint(1, {"loss": 2.0 - number / 10})])
    figure, alt = shown[-1]
    assert [line.name for line in figure.data] == ["run 6", "run 5", "run 4", "run 3", "run 2"]
    assert "run 6: from 2.3 to 1.4." in alt
    deep_stack._losses("new", [])
    assert len(shown[-1][0].data) == deep_stack.MOST_RUNS


def test_the_button_asks_for_the_stack_that_is_set(monkeypatch):
    asked = []
    monkeypatch.setattr(live, "start", lambda experiment, _reader: asked.append(experiment))
    at = opened_page("layers", view="deep_stack", deep_depth="4", deep_start="he", deep_rate="0.1")
    next(button for button in at.button if button.key == "la_deep_train").click().run()
    assert asked[0].settings == {"depth": 4, "width": 64, "function": "sigmoid", "start": "he", "norm": False,
                                 "skips": False, "rate": 0.1, "seed": 0}
    assert asked[0].name == "explorer.experiments.deep_stack.train"
