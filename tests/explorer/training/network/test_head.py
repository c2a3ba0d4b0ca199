from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import nn

from explorer import networks
from explorer.errors import NetworkError
from explorer.graph import analyse, from_text
from explorer.networks.catalogue import catalogue
from explorer.networks.pretrained import COMPUTES_WIDTHS, untrained
from explorer.networks.torch_graph.trace import trace
from explorer.training.network.head import with_head
from explorer.training.network.start import start_from

NAMED = [entry for entry in catalogue()
         if entry.kind != "stack" and entry.task == "classify" and entry.name.partition("/")[2] not in COMPUTES_WIDTHS]
# Where torchvision's own fine-tuning tutorial replaces the last layer.
# https://docs.pytorch.org/tutorials/beginner/finetuning_torchvision_models_tutorial.html
TUTORIAL = {"resnet18": "fc", "alexnet": "classifier.6", "vgg11_bn": "classifier.6", "squeezenet1_0": "classifier.1",
            "densenet121": "classifier", "inception_v3": "fc"}


@pytest.mark.parametrize("entry", NAMED, ids=lambda entry: entry.name)
def test_every_classifier_of_the_catalogue_gets_a_head_in_place_of_its_own(entry):
    graph = trace(untrained(entry.name.partition("/")[2], "meta").eval(), entry.input_shape)
    changed, head = with_head(graph, entry.input_shape, 7)
    before, after = analyse(graph, entry.input_shape), analyse(changed, entry.input_shape)
    assert after.output_shape == (7,)
    assert [row.name for row in after] == [row.name for row in before]
    assert [row.name for row in after if row.layer != before[row.name].layer] == [head]
    assert TUTORIAL.get(entry.name.partition("/")[2], head) == head


@pytest.mark.parametrize(("text", "shape", "kinds"), [
    ("conv.o4~relu~flatten~linear.o10", (3, 8, 8), ["Conv2d", "ReLU", "Flatten", "Linear"]),
    ("conv.o4~flatten~linear.o10~softmax", (3, 8, 8), ["Conv2d", "Flatten", "Linear"]),
    ("conv.o4~relu", (3, 8, 8), ["Conv2d", "ReLU", "AdaptiveAvgPool2d", "Flatten", "Linear"]),
    ("conv.o4.k8", (3, 8, 8), ["Conv2d", "Flatten", "Linear"]),
    ("conv.o4~conv.o9.k1~adaptive.o1", (3, 8, 8), ["Conv2d", "Conv2d", "AdaptiveAvgPool2d", "Flatten"]),
    ("conv.o4~conv.o9.k3~adaptive.o1", (3, 8, 8), ["Conv2d", "Conv2d", "AdaptiveAvgPool2d", "Flatten", "Linear"]),
    ("flatten~linear.o5~bn1d", (3, 8, 8), ["Flatten", "Linear", "BatchNorm1d", "Linear"]),
    ("flatten", (1, 8, 8), ["Flatten", "Linear"]),
    ("linear.o5", (1, 8, 8), ["Linear", "AdaptiveAvgPool2d", "Flatten", "Linear"]),
    ("conv.o4~relu~add.f1x2~flatten", (4, 8, 8), ["Conv2d", "ReLU", "Add", "Flatten", "Linear"]),
])
def test_a_stack_gets_a_head_where_it_has_none(text, shape, kinds):
    changed, head = with_head(from_text(text), shape, 3)
    assert analyse(changed, shape).output_shape == (3,)
    assert [type(node.layer).__name__ for node in changed] == kinds
    assert head in changed


def test_what_puts_out_a_volume_is_refused():
    with pytest.raises(NetworkError, match="4 axes"):
        with_head(from_text("conv3d.o4"), (1, 8, 8, 8), 3)


def test_all_but_the_head_is_copied_and_the_shared_network_stays_as_it_was(stripes):
    network = networks.load("bundled/resnet20")
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    begun = start_from(network, stripes, seed=3)
    for name, value in begun.module.state_dict().items():
        assert name.startswith("fc.") or torch.equal(value, before[name]), name
    with torch.no_grad():
        for value in begun.module.parameters():
            value.add_(1)
    assert all(torch.equal(value, before[name]) for name, value in network.module.state_dict().items())
    assert not any(value.requires_grad for value in network.module.parameters())


def test_a_head_is_drawn_from_the_seed_as_torch_draws_it(stripes):
    begun = start_from(networks.load("bundled/resnet20"), stripes, seed=3)
    torch.manual_seed(3)
    assert torch.equal(begun.module.get_submodule("fc").weight, nn.Linear(64, 2).weight)


def test_a_trained_head_for_the_same_classes_is_kept(stripes):
    network = networks.load("bundled/resnet20")
    begun = start_from(network, replace(stripes, categories=network.categories), seed=3)
    assert torch.equal(begun.module.get_submodule("fc").weight, network.module.get_submodule("fc").weight)


def test_pictures_are_normalised_as_the_network_was_trained(stripes):
    known = networks.entry("torchvision/resnet18").weights[0]
    inputs = start_from(networks.load("torchvision/resnet18", weights=None), stripes, seed=0).inputs
    assert inputs.mean == pytest.approx(known.mean, abs=1e-5)
    assert inputs.std == pytest.approx(known.std, abs=1e-5)


@pytest.mark.parametrize("channels", [1, 3, 5])
def test_a_stack_gets_pictures_of_mean_0_and_deviation_1_in_each_channel(stripes, channels):
    begun = start_from(networks.load(f"stack/{channels}x16x16/flatten~linear.o2"), stripes, seed=0)
    values = begun.inputs.normalised(stripes.train.images / 255).transpose(0, 1).flatten(1)
    assert len(values) == channels
    assert values.mean(1).tolist() == pytest.approx([0] * channels, abs=1e-3)
    assert values.std(1).tolist() == pytest.approx([1] * channels, abs=1e-3)
