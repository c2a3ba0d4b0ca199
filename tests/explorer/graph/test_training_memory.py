"""Memory for training against torch: bytes of what autograd keeps, of gradients and of optimisers' states."""

from __future__ import annotations

import pytest
import torch

from explorer.errors import SpecError
from explorer.graph import INPUT, PRESETS, analyse, from_text, training_memory
from explorer.networks import build

STACKS = {
    "chain": ("conv.o8.p1~bn~relu~maxpool~conv.o8.p1~relu6~avgpool~dropout~flatten~linear.o10~tanh~linear.o3~softmax",
              (3, 16, 16)),
    "skip": ("conv.o4.p1~relu~conv.o4.p1~bn~add.f1x3~relu~gap~flatten~linear.o3", (3, 8, 8)),
    "gate": ("conv.o4.p1~gap~conv.o4.k1~sigmoid~mul.f1x4~cat.f1x5~adaptive.o3~adaptivemax.o2~flatten", (3, 8, 8)),
    "norms": ("conv.o8.p1~groupnorm.g4~silu~instancenorm.a1~gelu~layernorm~elu~norm~hardswish~dropout2d~pixelshuffle"
              "~upsample.mbilinear~padreflect~instancenorm~conv.o2~hardsigmoid", (3, 8, 8)),
    "nothing to learn at first": ("maxpool~relu~pad~conv.o4~leakyrelu~convt.o4~layerscale~subsample~flatten~linear.o4"
                                  "~unflatten.o4x1x1~identity~padreplicate", (3, 16, 16)),
    "powers": ("conv.o8~lrn~lppool~lrn.w3", (3, 8, 8)),
    "signal": ("conv1d.o4.k5.d2~bn1d~relu~maxpool1d~flatten~linear.o2", (2, 40)),
}


def kept_by_torch(module, pictures):
    """Return the bytes that autograd keeps for the way back, parameters and buffers left out, and the output."""
    own = {tensor.untyped_storage().data_ptr() for tensor in (*module.parameters(), *module.buffers())}
    kept = {}

    def note(tensor):
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = (storage.nbytes(), tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        output = module(pictures)
    return sum(size for size, _ in kept.values()), output


@pytest.mark.parametrize("name", STACKS)
def test_as_many_bytes_are_kept_for_the_way_back_as_torch_keeps(name):
    text, shape = STACKS[name]
    graph = from_text(text)
    module = build(graph, shape).train().requires_grad_(requires_grad=True)
    for batch in (2, 3):
        found = training_memory(analyse(graph, shape), batch=batch)
        assert found.total.activations == kept_by_torch(module, torch.randn(batch, *shape))[0]


@pytest.mark.parametrize("name", ["lenet5", "resnet_basic_block", "nin", "se_block", "mobilenetv2_block"])
def test_presets_keep_what_torch_keeps(name):
    preset = PRESETS[name]
    shape = (*preset.input_shape[:1], *(min(side, 32) for side in preset.input_shape[1:]))
    module = build(preset.graph, shape).train().requires_grad_(requires_grad=True)
    found = training_memory(analyse(preset.graph, shape), batch=2)
    assert found.total.activations == kept_by_torch(module, torch.randn(2, *shape))[0]


OPTIMISERS = {"sgd": lambda weights: torch.optim.SGD(weights, 0.1),
              "momentum": lambda weights: torch.optim.SGD(weights, 0.1, momentum=0.9), "adam": torch.optim.Adam}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_gradients_and_states_of_optimisers_are_as_large_as_torchs(name):
    text, shape = STACKS["chain"]
    module = build(from_text(text), shape).train().requires_grad_(requires_grad=True)
    optimiser = OPTIMISERS[name](module.parameters())
    kept_by_torch(module, torch.randn(2, *shape))[1].sum().backward()
    optimiser.step()
    total = training_memory(analyse(from_text(text), shape), batch=2, optimiser=name).total
    assert total.parameters == sum(weights.nbytes for weights in module.parameters())
    assert total.gradients == sum(weights.grad.nbytes for weights in module.parameters())
    states = [value for state in optimiser.state.values() for key, value in state.items()
              if key != "step" and value is not None]
    assert total.optimiser == sum(state.nbytes for state in states)


def test_the_rows_add_up_and_a_relu_between_two_convolutions_keeps_one_map():
    report = analyse(from_text("conv.o4.p1~relu~conv.o4.p1~relu"), (3, 8, 8))
    found = training_memory(report, batch=10)
    assert {name: memory.activations for name, memory in found.rows.items()} == {
        INPUT: 10 * 3 * 64 * 4, "conv1": 0, "relu1": 10 * 4 * 64 * 4, "conv2": 0, "relu2": 10 * 4 * 64 * 4}
    assert found.total.total == sum(memory.total for memory in found.rows.values())
    assert [training_memory(report, batch=batch).total.parameters for batch in (1, 100)] == [report.params * 4] * 2


def test_the_working_names_each_part():
    found = training_memory(analyse("conv.o4.p1.b0~relu", (1, 8, 8)), batch=2, optimiser="adam")
    assert found.working.lines == (
        r"P = 4 \cdot 36 = 144", "G = P = 144", r"O = 2 \cdot P = 288", r"A = 2{,}560",
        r"P + G + O + A = 3{,}136\ \text{B}")
    assert "2 for each parameter" in str(found.working.says)


def test_vgg16_takes_more_for_its_maps_than_for_its_weights_from_a_batch_of_a_few_dozen_on():
    report = analyse(PRESETS["vgg16"].graph, (3, 224, 224))
    small, large = (training_memory(report, batch=batch, optimiser="sgd").total for batch in (1, 32))
    assert small.activations < small.parameters < large.activations
    assert small.parameters == 4 * 138_357_544


def test_what_cannot_be_computed_takes_nothing_and_no_batch_is_refused():
    report = analyse(from_text("conv.o4.k9~relu"), (1, 4, 4), partial=True)
    assert training_memory(report).total.total == 0
    with pytest.raises(SpecError, match="at least 1 picture"):
        training_memory(report, batch=0)
