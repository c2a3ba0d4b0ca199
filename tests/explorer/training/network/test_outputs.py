"""A network for a task puts out what the task reads; a classifier gets a second head for a box."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from explorer.errors import NetworkError
from explorer.graph import analyse, from_text
from explorer.networks import load
from explorer.training.network.outputs import last_with_weights, with_outputs
from explorer.training.network.start import start_from
from explorer.training.tasks.known_tasks import KNOWN
from tests.explorer.training.pixel_task import PixelTask

MAPS = from_text("conv.o8.p1~relu~conv.o7.k1")


class RowTask(PixelTask):
    name = "locate"

    def output_shape(self, classes, side):  # noqa: ARG002
        return (classes + 4,)


@pytest.fixture(autouse=True)
def _tasks(monkeypatch):
    monkeypatch.setitem(KNOWN, "segment", PixelTask())
    monkeypatch.setitem(KNOWN, "locate", RowTask())


def test_maps_that_fit_stay_and_the_last_layer_with_weights_is_the_head():
    assert with_outputs(MAPS, (3, 16, 16), 6, "segment") == (MAPS, "conv2")


def test_maps_that_do_not_fit_are_refused_with_both_shapes():
    with pytest.raises(NetworkError, match="7 × 16 × 16 values; for this task it must be 4 × 16 × 16"):
        with_outputs(MAPS, (3, 16, 16), 3, "segment")


@pytest.mark.parametrize("text", ["conv.o8~relu~flatten~linear.o10", "conv.o8~relu",
                                  "conv.o8~gap~flatten~linear.o5~softmax"])
def test_a_classifier_gets_a_head_for_the_box_beside_its_own(text):
    graph, head = with_outputs(from_text(text), (3, 16, 16), 6, "locate")
    report = analyse(graph, (3, 16, 16))
    assert report[graph.output].output_shape == (10,)
    first, second = (one for one in graph if type(one.layer).__name__ == "Linear" and one.layer.out_features in (6, 4))
    assert first.inputs == second.inputs and second.name == head


def test_a_box_is_four_numbers_from_0_to_1_behind_the_scores(stripes):
    network = load("stack/3x16x16/conv.o8~relu~flatten~linear.o10", seed=0, weights=None)
    names = tuple("abcdef")
    begun = start_from(network, replace(stripes, task="locate", categories=names), seed=0)
    found = begun.module.eval()(100 * torch.randn(5, 3, 16, 16))
    assert found.shape == (5, 10) and begun.task == "locate"
    assert found[:, 6:].min() >= 0 and found[:, 6:].max() <= 1 and found[:, :6].abs().max() > 1


def test_a_trained_network_of_the_task_keeps_all_its_weights(stripes):
    network = load("stack/3x16x16/conv.o8.p1~relu~conv.o7.k1", seed=5, weights=None)
    begun = start_from(network, replace(stripes, task="segment", categories=tuple("abcdef")), seed=0)
    pictures = torch.randn(2, 3, 16, 16)
    assert torch.equal(begun.module.eval()(pictures), network.module.eval()(pictures))


def test_a_network_without_weights_has_nothing_to_learn():
    with pytest.raises(NetworkError, match="nothing to learn"):
        last_with_weights(MAPS, set())
