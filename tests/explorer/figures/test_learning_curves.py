"""Learning curves are tested on their data."""

import pytest

from explorer.figures.learning_curves import COLOURS, Curve, Words, learning_curves, run_colours
from explorer.figures.plot import in_dark

POINTS = [{"number": 1, "train_loss": 2.0, "train_accuracy": 0.25, "val_loss": 1.8, "val_accuracy": 0.375,
           "learning_rate": 0.1},
          {"number": 2, "train_loss": 1.0, "train_accuracy": 0.5, "val_loss": 1.25, "val_accuracy": 0.625,
           "learning_rate": 0.05}]


def test_one_run_shows_training_and_validation_and_rings_the_kept_epoch():
    figure = learning_curves([Curve("digits", POINTS, best=2)], "loss", epochs=10, words=Words())
    train, validation, kept = figure.data
    assert (train.name, list(train.x), list(train.y)) == ("training", [1, 2], [2.0, 1.0])
    assert (validation.name, list(validation.y)) == ("validation", [1.8, 1.25])
    assert (list(kept.x), list(kept.y), kept.marker.symbol) == ([2], [1.25], "circle-open")


def test_accuracies_are_percentages():
    figure = learning_curves([Curve("digits", POINTS)], "accuracy", epochs=2, words=Words())
    assert list(figure.data[1].y) == [37.5, 62.5]
    assert "%" in figure.data[1].hovertemplate
    assert figure.layout.yaxis.ticksuffix == " %"


def test_runs_over_each_other_differ_in_colour_and_name_their_run():
    figure = learning_curves([Curve("a", POINTS), Curve("b", POINTS[:1])], "loss", epochs=2, words=Words())
    assert figure.layout.showlegend is False  # the page names them, whole
    assert [line.name for line in figure.data] == ["a · training", "a · validation", "b · training", "b · validation"]
    assert [line.line.color for line in figure.data] == [COLOURS[0], COLOURS[0], COLOURS[1], COLOURS[1]]


@pytest.mark.parametrize("points", [[], POINTS[:1], POINTS])
def test_the_axis_holds_all_epochs_from_the_start(points):
    figure = learning_curves([Curve("digits", points, best=1)], "loss", epochs=10, words=Words())
    assert list(figure.layout.xaxis.range) == [0.5, 10.5]


@pytest.mark.parametrize("quantity", ["loss", "accuracy", "learning_rate"])
def test_the_border_of_two_phases_stands_between_their_epochs(quantity):
    runs = [Curve("a", POINTS, border=3), Curve("b", POINTS)]
    for shown in (runs[:1], runs, runs[1:]):
        figure = learning_curves(shown, quantity, epochs=9, words=Words(border="all"))
        borders = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
        assert borders == [(3.5, 3.5)] * (runs[0] in shown)
        assert [note.text for note in figure.layout.annotations] == ["all"] * (runs[0] in shown)


def test_the_learning_rate_is_one_line():
    figure = learning_curves([Curve("digits", POINTS, best=2)], "learning_rate", epochs=2, words=Words())
    assert [list(line.y) for line in figure.data] == [[0.1, 0.05]]


def test_before_the_first_epoch_no_axis_shows_what_cannot_be():
    for quantity in ("loss", "accuracy", "learning_rate"):
        low, high = learning_curves([Curve("digits", [])], quantity, epochs=2, words=Words()).layout.yaxis.range
        assert 0 == low < high <= 100


def test_charts_that_are_compared_share_their_axis():
    figure = learning_curves([Curve("digits", POINTS)], "accuracy", epochs=2, words=Words(), span=(20, 80))
    assert tuple(figure.layout.yaxis.range) == (20, 80)


def test_accuracy_is_held_against_the_same_answer_every_time_where_classes_differ_in_size():
    points = [point | {"val_balanced": value} for point, value in zip(POINTS, (0.5, 0.75), strict=True)]
    run = Curve("flowers", points, always=0.895, uneven=True)
    figure = learning_curves([run], "accuracy", epochs=4, words=Words(always="always saying a"))
    lines = {line.name: list(line.y) for line in figure.data}
    assert lines["always saying a"] == pytest.approx([89.5, 89.5])
    assert lines["balanced accuracy"] == [50, 75]
    assert 90 < figure.layout.yaxis.range[1] <= 100
    assert len(learning_curves([run], "loss", epochs=4, words=Words()).data) == 2
    older = Curve("flowers", POINTS, always=0.895, uneven=True)
    assert len(learning_curves([older], "accuracy", epochs=4, words=Words()).data) == 3  # not known, not drawn


@pytest.mark.parametrize("values", [(0.25, 0.625), (0.9, 1.0), (1.0, 1.0), (0.0, 0.0), (0.0, 1.0), (0.998, 0.999)])
def test_no_axis_of_accuracies_goes_past_what_they_can_be(values):
    points = [point | {"train_accuracy": value, "val_accuracy": value}
              for point, value in zip(POINTS, values, strict=True)]
    low, high = learning_curves([Curve("digits", points)], "accuracy", epochs=2, words=Words()).layout.yaxis.range
    assert 0 <= low <= 100 * min(values) <= 100 * max(values) <= high <= 100
    assert high - low >= 1


def test_colours_of_runs_are_those_that_the_dark_theme_draws():
    figure = in_dark(learning_curves([Curve(name, POINTS) for name in "abcdef"], "loss", epochs=2, words=Words()))
    assert tuple(line.line.color for line in figure.data[::2]) == run_colours(dark=True)
    assert run_colours() == COLOURS
