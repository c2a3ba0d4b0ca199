"""A reader's own run on *Shuffled*: its dots over the shipped curves, and what the charts say to those who see none."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest

from explorer.experiments import Experiment, LivePoint, LiveRun, live, two_networks
from explorer.experiments.live import LiveRuns
from tests.pages.page import checked, leave_for, opened_page, text_of, widget

RUNS = ("cnn", "cnn_shuffled", "mlp", "mlp_shuffled")
POINTS = tuple(LivePoint(epoch, {run: 0.5 + epoch / 10 + place / 100 for place, run in enumerate(RUNS)})
               for epoch in (1, 2, 3))


def experiment(count):
    return Experiment("explorer.experiments.shuffled.train", steps=two_networks.PICTURES[count], seconds=1,
                      settings={"seed": 100, "pictures": count})


@pytest.fixture
def runs(monkeypatch):
    """Return the runs of this test: one of 200 digits is over, and none computes."""
    own = LiveRuns()
    run = LiveRun(experiment(200))
    run.begin()
    for point in POINTS:
        run.take({"step": point.step, "values": point.values})
    run.run(lambda _report: None)
    own._runs[run.experiment.key] = run
    monkeypatch.setattr(live, "_runs", lambda: own)
    return own


def charts(at):
    """Return the Plotly figures of the page and what is said of each."""
    found = [element.proto for element in at.main if element.type == "plotly_chart"]
    return [(json.loads(one.spec), one.alt) for one in found] if found else []


def dots(at):
    return [trace for trace in charts(at)[0][0]["data"] if trace.get("mode") == "markers"]


def values(trace, name):
    """Return numbers of a trace; Plotly writes long ones as bytes."""
    found = trace[name]
    return np.frombuffer(base64.b64decode(found["bdata"]), found["dtype"]) if "bdata" in found else found


def started(at):
    """Let this reader have started the run of 200 digits."""
    at.session_state["px_shuffled_live"] = experiment(200).key
    return checked(at.run())


def test_own_dots_lie_over_the_shipped_curves_one_line_each(runs):
    at = started(opened_page("pixels", view="shuffled", learned=200))
    assert len(dots(at)) == len(RUNS)
    for run, trace in zip(RUNS, dots(at), strict=True):
        assert list(values(trace, "x")) == [1, 2, 3]
        assert values(trace, "y") == pytest.approx([100 * point.values[run] for point in POINTS])
    assert "Trained here in 0 s" in text_of(at)
    assert [button.key for button in at.button if button.key.startswith("px_shuffled")] == ["px_shuffled_again"]


def test_with_another_number_of_digits_they_are_gone_and_come_back(runs):
    at = started(opened_page("pixels", view="shuffled", learned=200))
    checked(widget(at, "segmented_control", "px_learned").set_value(1259).run())
    assert dots(at) == []
    checked(widget(at, "segmented_control", "px_learned").set_value(200).run())
    assert len(dots(at)) == len(RUNS)


def test_another_reader_sees_the_shipped_curves_alone(runs):
    at = opened_page("pixels", view="shuffled", learned=200)
    assert dots(at) == []
    assert at.button(key="px_shuffled_train").label == "Train it here"


def test_the_run_is_still_there_when_the_reader_comes_back_from_another_page(runs):
    at = started(opened_page("pixels", view="shuffled", learned=200))
    leave_for(at, "home")
    leave_for(at, "pixels", view="shuffled", learned=200)
    assert len(dots(at)) == len(RUNS)


def test_the_charts_say_their_ends_in_words():
    (_figure, said), = charts(opened_page("pixels", view="shuffled"))
    assert "CNN, shuffled: 95.2 %" in said
    assert "MLP, shuffled: 98.2 %" in said
    (_map, shifts), (_curves, moved) = charts(opened_page("pixels", view="shift", layer="circular", stride=3))
    assert shifts == "Largest difference for 169 shifts; for 25 of them it is 0"
    assert "MLP: 96 % at 0 px, 12 % at 8 px" in moved


def test_the_curves_of_the_chart_are_the_means_of_the_shipped_file():
    figure, _said = charts(opened_page("pixels", view="shuffled"))[0]
    lines = [trace for trace in figure["data"] if trace.get("mode") == "lines"]
    study = two_networks.shuffle_study()[1259]
    for run, line in zip(RUNS, lines, strict=True):
        assert values(line, "y") == pytest.approx(100 * np.mean(study.curves[run], axis=0))
        assert line["line"]["dash"] == ("dash" if run.endswith("shuffled") else "solid")
