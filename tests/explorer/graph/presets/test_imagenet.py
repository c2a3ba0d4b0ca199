"""Whole networks since 2014 against torchvision's own modules and their papers' tables."""

from __future__ import annotations

import pytest
import torch
import torchvision
from torch.utils.flop_counter import FlopCounterMode

from explorer.graph import PRESETS, analyse, to_text
from explorer.networks import torchvision_graph
from tests.explorer.graph.oracles import parameters


def report(name):
    return analyse(PRESETS[name].graph, PRESETS[name].input_shape)


@pytest.mark.parametrize("name", ["mobilenet_v2", "convnext_tiny"])
def test_each_layer_is_torchvisions(name):
    graph, shape, _notes = torchvision_graph(name)
    assert (to_text(PRESETS[name].graph), PRESETS[name].input_shape) == (to_text(graph), shape)


@pytest.mark.parametrize("name", ["densenet121", "vgg13", "vgg19"])
def test_parameters_and_operations_are_torchvisions(name):
    with torch.device("meta"), FlopCounterMode(display=False) as counted:
        model = getattr(torchvision.models, name)(weights=None).eval()
        model(torch.zeros(1, 3, 224, 224))
    assert (report(name).params, 2 * report(name).macs) == (parameters(model), counted.get_total_flops())


# Szegedy et al. (2014), table 1, output size; Huang et al. (2016), table 1; their channels by figure and text
SHAPES = {
    "googlenet_paper": {
        "conv1": (64, 112, 112), "pool1": (64, 56, 56), "conv2": (192, 56, 56), "pool2": (192, 28, 28),
        "inception3a.cat": (256, 28, 28), "inception3b.cat": (480, 28, 28), "pool3": (480, 14, 14),
        "inception4a.cat": (512, 14, 14), "inception4d.cat": (528, 14, 14), "inception4e.cat": (832, 14, 14),
        "pool4": (832, 7, 7), "inception5a.cat": (832, 7, 7), "inception5b.cat": (1024, 7, 7)},
    "densenet121": {
        "conv0": (64, 112, 112), "pool0": (64, 56, 56), "denseblock1.layer6.cat": (256, 56, 56),
        "transition1.pool": (128, 28, 28), "denseblock2.layer12.cat": (512, 28, 28), "transition2.pool": (256, 14, 14),
        "denseblock3.layer24.cat": (1024, 14, 14), "transition3.pool": (512, 7, 7),
        "denseblock4.layer16.cat": (1024, 7, 7)},
}


@pytest.mark.parametrize("name", SHAPES)
def test_sides_and_channels_are_those_of_the_papers_tables(name):
    found = report(name)
    assert {layer: found[layer].output_shape for layer in SHAPES[name]} == SHAPES[name]


def test_googlenet_has_the_numbers_of_its_caffe_model():
    # github.com/BVLC/caffe, bvlc_googlenet without auxiliary heads: 6,998,552; 1.58 billion multiply-adds
    assert (report("googlenet_paper").params, round(report("googlenet_paper").macs / 1e9, 2)) == (6_998_552, 1.58)


# He et al. (2015), table 1, FLOPs, which are multiply-adds; fields of Araujo et al. (2019), Distill
@pytest.mark.parametrize(("name", "giga", "field"), [("resnet50_paper", 3.8, 483), ("resnet101_paper", 7.6, 1027),
                                                     ("resnet152_paper", 11.3, 1507)])
def test_resnets_as_in_the_paper_have_its_operations(name, giga, field):
    found = report(name)
    assert found.macs / 1e9 == pytest.approx(giga, abs=0.06)
    assert found["layer4.2.relu_2"].field.size == field
    assert found.params == report(name.removesuffix("_paper")).params


def test_growth_of_a_dense_block_does_not_depend_on_how_it_is_drawn():
    # the preset of one block gives each layer all maps by one concatenation, as torchvision does
    assert report("dense_block").macs == sum(
        row.macs for row in report("densenet121") if row.name.startswith("denseblock1."))


def test_the_notes_numbers_of_these_networks_hold():
    assert round(report("vgg16").macs / report("mobilenet_v2").macs) == 51  # "a fiftieth"
    more = report("vgg19").params - report("vgg16").params, report("vgg19").macs - report("vgg16").macs
    assert (round(more[0] / 1e6, 1), round(more[1] / 1e9, 1)) == (5.3, 4.2)
    assert report("vgg13")["pool5"].field.size == 156 and report("vgg11")["pool5"].field.size == 150
