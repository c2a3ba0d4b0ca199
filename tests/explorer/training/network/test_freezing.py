from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from explorer import networks
from explorer.errors import DataError
from explorer.training import Plan
from explorer.training.network.freezing import phase_at, phases, split, usually_frozen
from explorer.training.network.start import start_from

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, epochs=9, learning_rate=0.1)
STACK = "stack/3x16x16/conv.o8.k3~bn~relu~dropout.p0_5~conv.o8.k3~bn~relu~maxpool~flatten~dropout.p0_5~linear.o4"


@pytest.fixture
def begun(stripes):
    """Return a small network with batch norm and dropout in several places."""
    return start_from(networks.load(STACK), stripes, seed=0)


@pytest.fixture
def resnet(stripes):
    """Return the bundled ResNet-20 with a new head."""
    return start_from(networks.load("bundled/resnet20"), stripes, seed=0)


def found(plan, begun):
    return phases(plan, begun.report, begun.stages, begun.head)


def learning(plan, begun):
    """Return the stages in which something learns, phase by phase."""
    parts = [split(begun, phase.frozen).learning for phase in found(plan, begun)]
    return [[stage.label for stage in begun.stages if set(stage.layers) & set(part)] for part in parts]


@pytest.mark.parametrize(("how", "weights", "labels"), [
    ("head", "DEFAULT", [["fc"]]),
    ("last_blocks", "DEFAULT", [["layer3", "fc"]]),
    ("all", "DEFAULT", [["conv1", "layer1", "layer2", "layer3", "fc"]]),
    ("scratch", "random", [["conv1", "layer1", "layer2", "layer3", "fc"]]),
    ("two_phases", "DEFAULT", [["fc"], ["conv1", "layer1", "layer2", "layer3", "fc"]]),
])
def test_each_way_lets_its_blocks_learn(how, weights, labels, resnet):
    assert learning(replace(PLAN, how=how, weights=weights), resnet) == labels


def test_two_phases_share_the_epochs_and_the_second_takes_a_tenth_of_the_steps(resnet):
    first, second = found(replace(PLAN, how="two_phases"), resnet)
    assert (first.first, first.end, second.first, second.end) == (0, 3, 3, 9)
    assert (first.learning_rate, second.learning_rate) == (0.1, pytest.approx(0.01))
    assert [phase_at((first, second), epoch) for epoch in (0, 2, 3, 8)] == [first, first, second, second]


def test_blocks_that_were_clicked_are_frozen_instead_of_the_usual_ones(resnet):
    names = tuple(stage.name for stage in resnet.stages if stage.label in ("layer1", "layer3"))
    assert learning(replace(PLAN, how="all", frozen=names), resnet) == [["conv1", "layer2", "fc"]]


def test_what_is_usually_frozen_can_be_clicked_back_together(resnet):
    plan = replace(PLAN, how="last_blocks")
    clicked = replace(plan, frozen=usually_frozen(plan, resnet.report, resnet.stages, resnet.head))
    assert learning(clicked, resnet) == learning(plan, resnet)


def test_a_block_that_is_not_there_is_named(resnet):
    with pytest.raises(DataError, match="conv7 is no block"):
        found(replace(PLAN, frozen=("conv7",)), resnet)


def test_the_head_learns_whatever_is_frozen(resnet):
    assert learning(replace(PLAN, frozen=tuple(stage.name for stage in resnet.stages)), resnet) == [["fc"]]


@pytest.mark.parametrize("name", ["bundled/resnet20", "bundled/vgg", "torchvision/squeezenet1_1",
                                  "torchvision/mobilenet_v3_small", STACK])
@pytest.mark.parametrize("how", ["head", "last_blocks", "all"])
def test_stem_and_tail_together_are_the_network(name, how, stripes):
    begun = start_from(networks.load(name, weights=None), stripes, seed=0)
    parts = split(begun, found(replace(PLAN, how=how), begun)[0].frozen)
    begun.module.eval()
    pictures = torch.rand(2, *begun.input_shape, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        between = pictures if parts.stem is None else parts.stem(pictures)
        assert torch.equal(parts.tail(between), begun.module(pictures))
    assert (parts.stem is None) == (how == "all")


def test_only_what_learns_has_gradients(begun):
    parts = split(begun, found(replace(PLAN, how="head"), begun)[0].frozen)
    assert [name for name, value in begun.module.named_parameters() if value.requires_grad] == [
        f"{begun.head}.weight", f"{begun.head}.bias"]
    assert parts.learning == (begun.head,)


def test_frozen_layers_stay_in_eval_mode_and_dropout_before_the_head_works(begun):
    parts = split(begun, found(replace(PLAN, how="head"), begun)[0].frozen)
    parts.set_to_learn()
    training = [name for name, part in parts.tail.named_modules() if part.training and name in begun.graph]
    assert training == ["drop2", begun.head]
    assert not any(part.training for part in parts.stem.modules())


def test_a_frozen_layer_behind_one_that_learns_rests_too(begun):
    (stage,) = (stage for stage in begun.stages if "conv2" in stage.layers)
    parts = split(begun, found(replace(PLAN, how="all", frozen=(stage.name,)), begun)[0].frozen)
    parts.set_to_learn()
    assert parts.stem is None
    assert parts.tail.get_submodule("bn1").training
    assert not parts.tail.get_submodule("bn2").training
    before = parts.tail.get_submodule("bn2").running_mean.clone()
    parts.tail(torch.rand(4, 3, 16, 16))
    assert torch.equal(parts.tail.get_submodule("bn2").running_mean, before)


def test_a_pass_leaves_the_frozen_statistics_of_batch_norm_alone(resnet):
    parts = split(resnet, found(replace(PLAN, how="last_blocks"), resnet)[0].frozen)
    parts.set_to_learn()
    norms = {name: part for name, part in resnet.module.named_modules() if hasattr(part, "running_mean")}
    before = {name: part.running_mean.clone() for name, part in norms.items()}
    parts.tail(parts.stem(torch.rand(4, 3, 32, 32)))
    moved = {name.partition(".")[0] for name, part in norms.items() if not torch.equal(part.running_mean, before[name])}
    assert moved == {"layer3"}
