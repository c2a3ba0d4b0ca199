"""Slips of counting: what comes out when the bias is forgotten, FLOPs are counted, a layer is left out."""

from __future__ import annotations

import re

import pytest
import torch
from torch import nn

from tests.explorer.exercises.making import all_levels, asked, said, several, told

LAYER = re.compile(r"\d+")


def layer_of(made) -> nn.Conv2d:
    return eval(made.asked.shown[0].lines[0], {"nn": nn})


def shape_of(made) -> list[int]:
    return [int(side) for side in LAYER.findall(str(made.question.values["shape"]))]


@pytest.mark.parametrize("level", [1, 2])
def test_parameters_without_the_bias_are_named(level):
    for made in several("parameters", level):
        layer = layer_of(made)
        assert told(made) == layer.weight.numel() + layer.bias.numel()
        assert said(made, layer.weight.numel(), "You forgot the bias")


@pytest.mark.parametrize("level", [1, 2])
def test_parameters_of_a_filter_that_reads_one_channel_are_named(level):
    for made in several("parameters", level):
        layer = layer_of(made)
        assert said(made, layer.weight[:, 0].numel() + layer.bias.numel(), "A filter has a kernel for each channel")


def test_parameters_with_groups_forgotten_are_named():
    for made in several("parameters", 3):
        layer = layer_of(made)
        assert layer.groups > 1 and layer.bias is None
        assert said(made, layer.weight.numel() * layer.groups, "With groups")
        assert said(made, layer.weight.numel() + layer.out_channels, "It has no bias")


def test_parameters_counted_at_every_place_are_named():
    for made in all_levels("parameters"):
        layer, shape = layer_of(made), shape_of(made)
        places = layer(torch.zeros(1, *shape))[0, 0].numel()
        assert said(made, told(made) * places, "A kernel is shared")
        assert said(made, layer.weight.numel() * places, "Those are operations")


def test_operations_told_as_flops_are_named():
    for made in all_levels("operations"):
        assert said(made, 2 * told(made), "Those are FLOPs, here MACs are asked")


def test_operations_told_as_parameters_are_named():
    for made in all_levels("operations"):
        layer = layer_of(made)
        assert said(made, sum(one.numel() for one in layer.parameters()), "Those are parameters")
        assert said(made, layer.weight.numel(), "That is one place of the output")


def test_operations_of_one_channel_are_named():
    for made in all_levels("operations"):
        assert said(made, told(made) / shape_of(made)[0], "Each filter reads all channels")


def test_a_bottleneck_without_one_of_its_layers_is_named():
    for made in all_levels("bottleneck"):
        wide, narrow = asked(made)["wide"], asked(made)["narrow"]
        outer, inner = nn.Conv2d(wide, narrow, 1, bias=False), nn.Conv2d(narrow, narrow, 3, bias=False)
        assert told(made) == 2 * outer.weight.numel() + inner.weight.numel()
        assert said(made, inner.weight.numel(), "The two layers of 1 × 1 have weights")
        assert said(made, outer.weight.numel() + inner.weight.numel(), "There are two layers of 1 × 1")
        assert said(made, told(made) + 2 * narrow + wide, "Without biases")
        assert said(made, 2 * wide * wide * 9, "Those are two plain layers")


@pytest.mark.parametrize("level", [1, 2])
def test_one_part_of_a_separable_convolution_is_named(level):
    for made in several("separable", level):
        into, out, kernel = (asked(made)[name] for name in ("into", "out", "kernel"))
        depthwise = nn.Conv2d(into, into, kernel, groups=into, bias=False).weight.numel()
        pointwise = nn.Conv2d(into, out, 1, bias=False).weight.numel()
        assert told(made) == depthwise + pointwise
        assert said(made, depthwise, "The 1 × 1 convolution that mixes")
        assert said(made, pointwise, "The depthwise part has weights")
        assert said(made, nn.Conv2d(into, out, kernel, bias=False).weight.numel(), "That is the full convolution")


def test_how_many_times_fewer_a_separable_one_has_is_full_by_separable():
    for made in several("separable", 3):
        into, out, kernel = (asked(made)[name] for name in ("into", "out", "kernel"))
        full = into * out * kernel * kernel
        assert told(made) == pytest.approx(full / (into * kernel**2 + into * out), abs=0.051)
        assert said(made, kernel**2, "Nearly")


def test_the_lectures_pair_of_kernels_saves_what_the_lecture_says():
    """CURRICULUM 67: two 3 x 3 of 64 channels have 73,728 weights, one 5 x 5 has 102,400."""
    found = [made for seed in range(6) for made in several("small_kernels", 2) if asked(made)["channels"] == 64]
    assert {told(made) for made in found} == {102_400 - 73_728}


def test_sums_in_place_of_differences_are_named():
    for made in all_levels("small_kernels"):
        channels, layers, side = (asked(made)[name] for name in ("channels", "layers", "side"))
        assert side == 2 * layers + 1
        assert said(made, layers * 9 * channels**2, "That is what the small ones have")
        assert said(made, side**2 * channels**2, "That is what the large one has")
        assert said(made, side**2 - 9 * layers, "Each kernel stands once for every pair")


def test_a_linear_layer_on_a_photo_is_the_lectures():
    """CURRICULUM 4: 150 x 150 x 3 to 128 units are 8,640,128 parameters."""
    found = {told(made) for made in several("dense", 3) if "150" in str(made.question) and asked(made)["units"] == 128}
    assert found <= {8_640_128.0}


def test_a_linear_layer_without_biases_is_named():
    for made in all_levels("dense"):
        values, units = torch.tensor(shape_of(made)).prod().item(), int(asked(made)["units"])
        assert told(made) == units * values + units
        assert said(made, units * values, "You forgot the biases")
