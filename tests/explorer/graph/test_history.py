"""Undo and redo, and layers that do not fit yet."""

import pytest

from explorer.errors import SpecError
from explorer.graph import Conv2d, Graph, History, ReLU, Stack, Unfinished, attempt, read_text, to_text
from explorer.graph import report as analyse
from explorer.graph.editing import DEPTH
from explorer.graph.layers.incomplete import given_to, kind_of


def stack(channels):
    return Stack(Graph.chain(Conv2d(out_channels=channels)), (3, 8, 8))


def test_undo_and_redo_give_the_same_stacks_back():
    history = History(stack(1)).then(stack(2)).then(stack(3))
    assert history.undo().now == stack(2)
    assert history.undo().undo().redo().redo() == history


def test_the_ends_of_a_history_are_quiet():
    history = History(stack(1))
    assert history.undo() == history == history.redo()


def test_a_change_that_changes_nothing_is_no_step():
    assert History(stack(1)).then(stack(1)).past == ()


def test_a_new_change_forgets_what_was_undone():
    assert History(stack(1)).then(stack(2)).undo().then(stack(3)).future == ()


def test_a_history_keeps_a_bounded_number_of_steps():
    history = History(stack(1))
    for channels in range(2, DEPTH + 50):
        history = history.then(stack(channels))
    assert len(history.past) == DEPTH
    assert history.past[-1] == stack(DEPTH + 48)


WRONG = {"out_channels": 4, "stride": 2, "padding": "same"}


def test_arguments_that_do_not_go_together_make_an_unfinished_layer():
    layer = attempt(Conv2d, WRONG)
    assert isinstance(layer, Unfinished)
    assert (kind_of(layer), given_to(layer)) == (Conv2d, WRONG)
    assert attempt(Conv2d, {**WRONG, "stride": 1}) == Conv2d(out_channels=4, padding="same")


def test_an_unfinished_layer_is_marked_and_the_rest_computed_up_to_it():
    graph = Graph.chain(Conv2d(out_channels=6), attempt(Conv2d, WRONG), ReLU())
    report = analyse(graph, (3, 8, 8), partial=True)
    assert [row.output_shape for row in report] == [(6, 6, 6), None, None]
    assert str(report.error).startswith("conv2: padding 'same' keeps the size")
    with pytest.raises(SpecError, match="conv2"):
        analyse(graph, (3, 8, 8))


def test_a_link_with_an_unfinished_layer_opens_as_the_nearest_stack():
    graph, problems = read_text(to_text(Graph.chain(attempt(Conv2d, WRONG))))
    assert len(graph) == 1
    assert "same" in str(problems[0])
