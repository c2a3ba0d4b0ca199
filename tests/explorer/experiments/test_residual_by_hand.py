"""Scaled, cut and left out blocks against networks that were written for it: modules in Python, no graph."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

import explorer as ex
from explorer.experiments import (
    RESNET_BLOCKS,
    VGG_LAYERS,
    BlockMaps,
    block_gradients,
    block_maps,
    removable_parts,
    scaled_answers,
)
from explorer.experiments.residual import Blend
from explorer.networks import architectures


class ScaledBlock(nn.Module):
    """A block of the ResNet whose branch is scaled, with or without its skip."""

    def __init__(self, block, scale, *, skips=True):
        super().__init__()
        self.block, self.scale, self.skips = block, scale, skips

    def forward(self, maps):
        total = self.scale * self.block.residual(maps)
        if self.skips:
            total = total + (maps if self.block.downsample is None else self.block.downsample(maps))
        return functional.relu(total)


def twin_of(network, scales, *, skips=True):
    """Return the network as its authors write it, some blocks scaled."""
    module = architectures.resnet(20).eval()
    module.load_state_dict(network.module.state_dict())
    for name, scale in scales.items():
        stage, place = name.split(".")
        module.get_submodule(stage)[int(place)] = ScaledBlock(module.get_submodule(name), scale, skips=skips)
    return module


def said(module, values):
    """Return the probabilities of a module."""
    with torch.inference_mode():
        return functional.softmax(module(torch.tensor(values)[None])[0].double(), 0).numpy()


@pytest.fixture(scope="module")
def resnet():
    return ex.load("bundled/resnet20")


@pytest.fixture(scope="module")
def values(resnet):
    return resnet.preprocess(ex.sample("rocket").pixels)


@pytest.mark.parametrize("scale", [0, 0.35, 1, 2])
@pytest.mark.parametrize("block", RESNET_BLOCKS)
def test_a_scaled_block_is_the_one_written_by_hand(resnet, values, block, scale):
    found = scaled_answers(resnet, values, {block: scale})
    assert found == pytest.approx(said(twin_of(resnet, {block: scale}), values), abs=1e-5)
    assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize("out", [("layer1.0", "layer3.2"), ("layer2.0", "layer2.1", "layer2.2"), RESNET_BLOCKS])
def test_several_blocks_can_be_left_out_at_once(resnet, values, out):
    scales = dict.fromkeys(out, 0.0)
    assert scaled_answers(resnet, values, scales) == pytest.approx(said(twin_of(resnet, scales), values), abs=1e-5)


@pytest.mark.parametrize("layer", VGG_LAYERS)
def test_a_layer_of_the_vgg_is_left_out_with_its_norm_and_its_relu(layer):
    vgg = ex.load("bundled/vgg")
    values = vgg.preprocess(ex.sample("chelsea").pixels)
    module = architectures.vgg().eval()
    module.load_state_dict(vgg.module.state_dict())
    first = int(layer.split(".")[1])
    for place in (first, first + 1, first + 2):
        module.features[place] = nn.Identity()
    assert scaled_answers(vgg, values, {layer: 0}) == pytest.approx(said(module, values), abs=1e-5)


@pytest.mark.parametrize("skips", [True, False])
@pytest.mark.parametrize("scale", [0.5, 1.5])
def test_gradients_are_those_of_the_network_written_by_hand(resnet, values, scale, skips):
    module, ends = twin_of(resnet, dict.fromkeys(RESNET_BLOCKS, scale), skips=skips), []
    for stage in (module.layer1, module.layer2, module.layer3):
        for block in stage:
            block.register_forward_hook(lambda _module, _given, output: ends.append(output))
    place = int(scaled_answers(resnet, values, {}).argmax())
    score = module(torch.tensor(values)[None].requires_grad_())[0, place]
    wanted = [float(slope.norm()) for slope in torch.autograd.grad(score, ends)]
    assert block_gradients(resnet, values, scale, skips=skips) == pytest.approx(wanted, rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("block", RESNET_BLOCKS)
def test_what_arrives_at_an_addition_are_the_branch_and_the_skip(resnet, values, block):
    module = twin_of(resnet, {})
    inputs = []
    inner = module.get_submodule(block)
    inner.register_forward_pre_hook(lambda _module, given: inputs.append(given[0]))
    with torch.inference_mode():
        module(torch.tensor(values)[None])
        branch = inner.residual(inputs[0])[0].numpy()
        skip = (inputs[0] if inner.downsample is None else inner.downsample(inputs[0]))[0].numpy()
    maps = block_maps(resnet, values, block)
    assert maps.branch == pytest.approx(branch, abs=1e-4)
    assert maps.skip == pytest.approx(skip, abs=1e-4)


@pytest.mark.parametrize(("scale", "skip", "wanted"), [
    (1.0, True, [0.0, 3.0]), (0.5, True, [0.0, 2.5]), (0.0, True, [1.0, 2.0]), (2.0, False, [0.0, 2.0]),
    (0.0, False, [0.0, 0.0])])
def test_a_block_of_two_values(scale, skip, wanted):
    maps = BlockMaps(np.array([[[1.0, 2.0]]], dtype=np.float32), np.array([[[-2.0, 1.0]]], dtype=np.float32))
    assert maps.output(scale, skip=skip).ravel().tolist() == wanted
    if skip:
        assert maps.change(scale) == max(abs(wanted[0] - 1), abs(wanted[1] - 2))


@pytest.mark.parametrize(("scale", "skip", "wanted"), [(1.0, True, 5.0), (0.0, True, 3.0), (0.5, False, 1.0)])
def test_a_blend_adds_or_leaves_out(scale, skip, wanted):
    assert float(Blend(scale, skip=skip)(torch.tensor(2.0), torch.tensor(3.0))) == wanted


def test_a_network_without_blocks_and_equal_shapes_has_nothing_to_leave_out():
    assert removable_parts(ex.load("stack/3x8x8/conv.o4~relu~conv.o8~relu~gap~flatten~linear.o2")) == ()


def test_a_stack_of_the_readers_own_is_taken_apart_too():
    own = ex.load("stack/3x8x8/conv.o4.p1~relu~conv.o4.p1~relu~gap~flatten~linear.o2")
    assert removable_parts(own) == ("conv2",)
    values = np.random.default_rng(0).normal(size=(3, 8, 8)).astype(np.float32)
    with torch.inference_mode():
        maps = functional.relu(own.module.conv1(torch.tensor(values)[None]))
        wanted = functional.softmax(own.module.fc1(maps.mean((2, 3)))[0].double(), 0).numpy()
    assert scaled_answers(own, values, {"conv2": 0}) == pytest.approx(wanted, abs=1e-5)
