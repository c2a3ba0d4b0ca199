"""Presets against torchvision's own modules: names, parameters, operations and what each layer is made of."""

from dataclasses import fields

import pytest
import torch
import torchvision
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from torchvision.models.feature_extraction import get_graph_node_names

from explorer.errors import Message
from explorer.graph import PRESETS, analyse, from_text, to_text
from explorer.graph.layers.convolution import ConvNd
from explorer.graph.layers.pooling import PoolNd
from tests.explorer.graph.oracles import module_of, parameters

WITH_MODULE_NAMES = ["resnet18", "resnet34", "resnet50", "googlenet"]
OF_TORCHVISION = [*WITH_MODULE_NAMES, "alexnet", "vgg11", "vgg16"]


def torchvision_model(name):
    kept = {"init_weights": False} if name.startswith(("googlenet", "vgg")) else {}
    kept |= {"aux_logits": False} if name == "googlenet" else {}
    return getattr(torchvision.models, name)(weights=None, **kept).eval()


@pytest.fixture(scope="module", params=OF_TORCHVISION)
def pair(request):
    preset = PRESETS[request.param]
    with torch.device("meta"):
        model = torchvision_model(request.param)
    return request.param, analyse(preset.graph, preset.input_shape), model


def test_parameters_and_operations_are_torchvisions(pair):
    _, report, model = pair
    with torch.device("meta"), FlopCounterMode(display=False) as counted:
        model(torch.zeros(1, *report.input_shape))
    assert report.params == parameters(model)
    assert 2 * report.macs == counted.get_total_flops()


def test_layers_stand_in_torchvisions_order_with_its_arguments(pair):
    _, report, model = pair
    modules = [module for module in model.modules() if isinstance(module, nn.Conv2d | nn.MaxPool2d | nn.Linear)]
    rows = [row for row in report if type(row.layer).__name__ in ("Conv2d", "MaxPool2d", "Linear")]
    assert len(rows) == len(modules)
    for row, module in zip(rows, modules, strict=True):
        if isinstance(row.layer, ConvNd | PoolNd):
            assert [spread(getattr(row.layer, entry.name)) for entry in fields(row.layer) if entry.name != "bias"] == [
                spread(getattr(module, entry.name)) for entry in fields(row.layer) if entry.name != "bias"], row.name
        assert row.params == parameters(module)


def of_torchvision():
    from torchvision.models import densenet, mobilenetv2
    from torchvision.models.segmentation.deeplabv3 import ASPP
    from torchvision.ops import SqueezeExcitation
    return {"mobilenetv2_block": mobilenetv2.InvertedResidual(24, 24, 1, 6), "aspp": ASPP(2048, [12, 24, 36]),
            "dense_block": densenet._DenseBlock(6, 64, 4, 32, 0), "se_block": SqueezeExcitation(256, 16)}


@pytest.mark.parametrize("name", ["mobilenetv2_block", "aspp", "dense_block", "se_block"])
def test_blocks_are_those_of_torchvision(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    with torch.device("meta"), FlopCounterMode(display=False) as counted:
        block = of_torchvision()[name].eval()
        found = block(torch.zeros(1, *preset.input_shape))
    assert (report.output_shape, report.params) == (tuple(found.shape[1:]), parameters(block))
    assert 2 * report.macs == counted.get_total_flops()


def spread(value):
    return (value, value) if type(value) is int else value


@pytest.mark.parametrize("name", WITH_MODULE_NAMES)
def test_names_are_those_of_torchvisions_modules(name):
    assert [node.name for node in PRESETS[name].graph] == get_graph_node_names(torchvision_model(name))[1][1:]


def test_sides_are_torchvisions(pair):
    name, report, model = pair
    shapes = {}
    for path, module in model.named_modules():
        module.register_forward_hook(lambda _, __, out, path=path: shapes.update({path: tuple(out.shape[1:])}))
    with torch.device("meta"):
        model(torch.zeros(1, *report.input_shape))
    if name in WITH_MODULE_NAMES:
        # A ReLU that a block uses twice leaves the shape of its last use.
        known = [row for row in report if row.name in shapes and "relu" not in row.name]
        assert [row.output_shape for row in known] == [shapes[row.name] for row in known]
    assert report.output_shape == shapes[""] == (1000,)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_computed_sent_as_a_link_and_run(name):
    preset = PRESETS[name]
    assert from_text(to_text(preset.graph)) == preset.graph
    report = analyse(preset.graph, preset.input_shape)
    with torch.device("meta"):
        module = module_of(preset.graph, preset.input_shape)
        assert tuple(module(torch.zeros(2, *preset.input_shape)).shape[1:]) == report.output_shape
    assert parameters(module) == report.params


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_says_where_it_comes_from_and_what_to_look_at(name):
    preset = PRESETS[name]
    assert preset.title == PRESETS.title(name)
    assert preset.source
    assert isinstance(preset.note, Message)
    assert str(preset.note).endswith(".")


# What the notes claim in numbers
def test_the_notes_numbers_hold():
    reports = {name: analyse(PRESETS[name].graph, PRESETS[name].input_shape) for name in PRESETS}
    sides = [row.output_shape[-1] for row in reports["lenet5"] if row.layer.family in ("convolution", "pooling")]
    assert sides == [28, 14, 10, 5]
    dense = sum(row.params for row in reports["alexnet"] if row.layer.family == "linear")
    assert (round(dense / 1e6, 1), round(reports["alexnet"].params / 1e6, 1)) == (58.6, 61.1)
    assert max(reports["lenet5"], key=lambda row: row.params).name == "fc1"
    assert round(reports["vgg16"]["fc6"].params / 1e6, 1) == 102.8
    assert reports["vgg11"]["pool5"].field.size == 150
    assert sum(row.layer.stride == 2 and row.layer.kernel_size == 1
               for row in reports["resnet18"] if isinstance(row.layer, ConvNd)) == 3
    assert reports["inception_block"].output_shape[0] == 256
    assert reports["xception_block"]["depthwise1"].params + reports["xception_block"]["pointwise1"].params == 536_536
    assert 9 * 728 * 728 == 4_769_856
    assert 9 < reports["alexnet"].params / reports["googlenet"].params < 10
    assert reports["mlp"]["fc1"].params == 8_640_128
    assert reports["fashion_cnn"]["pool3"].output_shape == (256, 3, 3)
    one, two = reports["alexnet_2012"], reports["alexnet_2012_groups"]
    assert (round(one["fc6"].params / 1e6, 1), round(one.params / 1e6, 1)) == (37.8, 62.4)
    assert [round((a - b) / 1e6, 1) for a, b in ((one.params, two.params), (one.macs, two.macs))] == [1.4, 410.8]
    pointwise = sum(row.macs for row in reports["mobilenet"] if ".pointwise" in row.name)
    assert round(100 * pointwise / reports["mobilenet"].macs) == 95
    assert reports["resnet152"].macs < reports["vgg16"].macs
    assert sum(row.output_shape == (1024, 14, 14) and row.name.endswith("add") for row in reports["resnet101"]) == 23
