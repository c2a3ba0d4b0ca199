"""The lines that freeze: run in torch, and in as much of Keras as they touch, they freeze what training freezes."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from explorer import networks
from explorer.training import DataSet, Pictures, Plan
from explorer.training.freezing_code import freezing_prefixes, frozen_layers, keras_freezing, torch_freezing
from explorer.training.network.freezing import phases, split, usually_frozen
from explorer.training.network.start import start_from

HOWS = ["head", "last_blocks", "all", "two_phases"]
NAMES = ["bundled/resnet20", "bundled/vgg"]
PLAN = Plan(network="bundled/resnet20", data="digits", side=32, epochs=9)


@pytest.fixture(scope="module")
def begun():
    """Return networks about to be trained on three classes."""
    few = Pictures(torch.zeros(3, 3, 32, 32, dtype=torch.uint8), torch.arange(3))
    data = DataSet(train=few, val=few, test=few, categories=("a", "b", "c"))
    return {name: start_from(networks.load(name), data, seed=0) for name in NAMES}


def frozen_of(one, plan):
    usual = plan.frozen or usually_frozen(plan, one.report, one.stages, one.head)
    return frozen_layers(one.stages, usual, one.head)


def trained(one, plan):
    """Return the names of the weights that training moves in the last phase."""
    split(one, phases(plan, one.report, one.stages, one.head)[-1].frozen)
    return {name for name, value in one.module.named_parameters() if value.requires_grad}


def run_in_torch(one, plan):
    model = deepcopy(one.module).requires_grad_(requires_grad=True)  # as models come
    scope = {"model": model, "nn": nn, "torch": torch}
    exec(torch_freezing(plan, one.report, frozen_of(one, plan), one.head), scope)
    return model, scope["optimizer"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", HOWS)
def test_the_lines_for_torch_freeze_what_training_freezes(how, name, begun):
    one, plan = begun[name], replace(PLAN, how=how)
    model, optimizer = run_in_torch(one, plan)
    assert {weight for weight, value in model.named_parameters() if value.requires_grad} == trained(one, plan)
    asked = sum(value.numel() for value in model.parameters() if value.requires_grad)
    assert sum(value.numel() for group in optimizer.param_groups for value in group["params"]) == asked


def test_any_blocks_frozen_by_hand_are_named_in_as_few_words_as_do(begun):
    one = begun["bundled/resnet20"]
    for block in one.stages:
        plan = replace(PLAN, how="last_blocks", frozen=(block.name,))
        model, _optimizer = run_in_torch(one, plan)
        assert {name for name, value in model.named_parameters() if value.requires_grad} == trained(one, plan)


def test_batch_norms_of_frozen_layers_stay_as_in_use_and_all_others_learn(begun):
    model, _optimizer = run_in_torch(begun["bundled/resnet20"], replace(PLAN, how="last_blocks"))
    norms = {name: module for name, module in model.named_modules() if isinstance(module, nn.BatchNorm2d)}
    still = {name for name, module in norms.items() if not module.weight.requires_grad}
    assert still and {name for name, module in norms.items() if not module.training} == still


@pytest.mark.parametrize("optimiser", ["sgd", "adam", "adamw"])
def test_the_optimiser_is_that_of_the_plan_with_its_numbers(optimiser, begun):
    plan = replace(PLAN, how="two_phases", optimiser=optimiser, learning_rate=0.2, second_rate=0.01)
    _model, found = run_in_torch(begun["bundled/resnet20"], plan)
    assert type(found).__name__.lower() == optimiser
    assert found.param_groups[0]["lr"] == 0.01
    assert found.param_groups[0]["weight_decay"] == plan.weight_decay
    if optimiser == "sgd":
        assert (found.param_groups[0]["momentum"], found.param_groups[0]["nesterov"]) == (0.9, True)


class FakeKeras:
    """Notes what is compiled and fitted, as Keras would: what learns counts from the moment of the compilation."""

    def __init__(self, names):
        self.layers = [SimpleNamespace(name=name, trainable=True) for name in names]
        self.done = []

    def compile(self, optimizer, loss, metrics):
        assert loss and metrics
        self.learns = {layer.name for layer in self.layers if layer.trainable}
        self.rate = optimizer["rate"]

    def fit(self, train, *, validation_data, epochs, initial_epoch=0):
        assert (train, validation_data) == ("train", "val")
        self.done.append((epochs - initial_epoch, self.rate, self.learns))


def run_in_keras(one, plan):
    def optimiser(rate, **_more):
        return {"rate": rate}
    keras = SimpleNamespace(optimizers=SimpleNamespace(SGD=optimiser, Adam=optimiser, AdamW=optimiser), losses=
                            SimpleNamespace(SparseCategoricalCrossentropy=lambda from_logits: from_logits))
    model = FakeKeras([row.name for row in one.report])
    exec(keras_freezing(plan, one.report, frozen_of(one, plan), one.head),
         {"model": model, "keras": keras, "train": "train", "val": "val"})
    return model


@pytest.mark.parametrize("how", HOWS)
def test_the_lines_for_keras_train_the_same_layers_as_long_and_as_fast(how, begun):
    one, plan = begun["bundled/resnet20"], replace(PLAN, how=how, second_rate=0.0005)
    model = run_in_keras(one, plan)
    expected = phases(plan, one.report, one.stages, one.head)
    assert [(epochs, rate) for epochs, rate, _learns in model.done] == [
        (phase.end - phase.first, phase.learning_rate) for phase in expected]
    weighty = {row.name for row in one.report if row.params}
    for (_epochs, _rate, learns), phase in zip(model.done, expected, strict=True):
        assert learns & weighty == weighty - phase.frozen


@pytest.mark.parametrize(("frozen", "prefixes"), [
    ((), ()), (("conv1", "bn1"), ("conv1", "bn1")), (("layer1.0.conv1",), ("layer1.0.conv1",))])
def test_layers_are_named_by_the_shortest_start_that_fits(frozen, prefixes, begun):
    assert freezing_prefixes(begun["bundled/resnet20"].report, frozen) == prefixes


def test_a_whole_group_is_named_by_its_start_alone(begun):
    report = begun["bundled/resnet20"].report
    group = [row.name for row in report if row.name.startswith("layer2.")]
    assert freezing_prefixes(report, group) == ("layer2.",)
    rest = [name for name in group if name != "layer2.0.conv1"]
    assert freezing_prefixes(report, rest)[0].startswith("layer2.0.")
