"""Charts of broken networks hold the numbers they are given."""

from __future__ import annotations

import pytest

from explorer.figures import SharedBar, accuracy_bars, gradients_by_layer, losses_by_step, without_each_block


def test_a_bet_is_an_outline_and_chance_a_line():
    figure = accuracy_bars([SharedBar("as it is", 0.88, "input"), SharedBar("your bet", 0.5, "pooling", is_bet=True),
                            SharedBar("broken", 0.8, "convolution")], chance=0.1, guessing="guessing")
    assert [bar.x[0] for bar in figure.data] == [0.88, 0.5, 0.8]
    assert [bar.marker.color == "rgba(0,0,0,0)" for bar in figure.data] == [False, True, False]
    assert [note.text for note in figure.layout.annotations] == ["<b>88.0%</b>", "<b>50.0%</b>", "<b>80.0%</b>",
                                                                 "guessing"]
    assert figure.layout.shapes[0].x0 == 0.1 and list(figure.layout.xaxis.range) == [0, 1]


def test_each_block_has_a_bar_and_the_chosen_one_an_outline():
    figure = without_each_block(["a", "b"], [0.4, 0.8], whole=0.9, kind="linear", chosen="b")
    assert list(figure.data[0].y) == [0.4, 0.8] and list(figure.data[0].text) == ["40", "80"]
    assert list(figure.data[0].marker.line.width) == [0, 4]
    assert figure.layout.shapes[0].y0 == 0.9


@pytest.mark.parametrize(("values", "span"), [
    ({"a": 5.0, "b": 0.02}, (-2, 1)), ({"a": 1e-30, "b": 5.0}, (-9, 1)), ({"a": 0.0, "b": 0.0}, (0, 1))])
def test_gradients_stand_on_powers_of_ten_and_where_none_comes_there_is_no_bar(values, span):
    figure = gradients_by_layer({"whole": values}, ("input",), unit="gradient")
    assert tuple(figure.layout.yaxis.range) == span
    assert list(figure.data[0].y) == [value or None for value in values.values()]


def test_the_loss_of_each_step_has_a_point_and_the_shown_one_a_ring():
    figure = losses_by_step([3.0, 1.0, 0.5], 1, axes=("step", "loss"))
    assert list(figure.data[0].x) == [1, 2, 3] and list(figure.data[0].y) == [3.0, 1.0, 0.5]
    assert (figure.data[1].x[0], figure.data[1].y[0]) == (2, 1.0)
    assert figure.layout.yaxis.type == "log"
