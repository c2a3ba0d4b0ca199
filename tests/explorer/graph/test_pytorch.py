"""The exported source says what it computes, and computes it."""

from __future__ import annotations

import re

import pytest
import torch
from torch import nn
from torch.nn import functional

from explorer.errors import ShapeError
from explorer.graph import (
    PRESETS,
    Graph,
    LayerNorm2d,
    LayerScale,
    Node,
    PadChannels,
    ReLU,
    Subsample,
    analyse,
    from_text as read,
)
from explorer.graph.pytorch import TAKEN, attribute_names, module_source, to_pytorch
from tests.explorer.graph.oracles import module_of, parameters

SMALL = ["lenet5", "tinyvgg", "fashion_cnn", "resnet20", "resnet_basic_block", "resnet_bottleneck", "inception_block",
         "xception_block", "googlenet", "resnet18"]
VALUES = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))


def forward_lines(source):
    """Return the statements of ``forward`` and the shapes written behind them."""
    found = re.findall(r"^        (\w+ = .*?) +# (.*)$", source, re.M)
    return [statement for statement, _ in found], [shape for _, shape in found]


def alone(layer, shape=(3, 4, 4)):
    return module_of(Graph.chain(layer), shape)


@pytest.mark.parametrize("name", SMALL)
def test_every_preset_runs_and_has_the_parameters_it_states(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    module = module_of(preset.graph, preset.input_shape)
    with torch.no_grad():
        assert tuple(module(torch.zeros(1, *preset.input_shape)).shape[1:]) == report.output_shape
    assert parameters(module) == report.params
    assert f"Parameters: {report.params:,}." in to_pytorch(preset.graph, preset.input_shape)


@pytest.mark.parametrize("name", SMALL)
def test_the_shape_behind_each_step_is_the_one_that_comes_out_of_it(name):
    preset = PRESETS[name]
    source = to_pytorch(preset.graph, preset.input_shape)
    statements, shapes = forward_lines(source)
    variables = {"x": torch.zeros(1, *preset.input_shape), "self": module_of(preset.graph, preset.input_shape),
                 "torch": torch}
    with torch.no_grad():
        for statement, shape in zip(statements, shapes, strict=True):
            exec(statement, variables)
            value = variables[statement.partition(" = ")[0]]
            assert " × ".join(map(str, value.shape[1:])) == shape, statement
    assert len(statements) == len(preset.graph)


def test_a_chain_is_written_with_one_variable():
    statements, _ = forward_lines(to_pytorch(PRESETS["lenet5"].graph, (1, 32, 32)))
    assert {statement.partition(" = ")[0] for statement in statements} == {"x"}


def test_where_a_branch_starts_the_value_is_called_by_its_layer():
    statements, _ = forward_lines(to_pytorch(PRESETS["resnet_basic_block"].graph, (64, 56, 56)))
    assert statements == ["conv1 = self.conv1(x)", "bn1 = self.bn1(conv1)", "relu = self.relu(bn1)",
                          "conv2 = self.conv2(relu)", "bn2 = self.bn2(conv2)", "x = bn2 + x", "x = self.relu_1(x)"]


def test_the_input_is_kept_as_long_as_a_later_layer_reads_it():
    for text in ("relu~add.f1x2", "relu~sigmoid~add.f1x3", "relu~add.f1x2~add.f1x3"):
        module = module_of(read(text), (3, 4, 4))
        first = VALUES.relu()
        expected = {"relu~add.f1x2": first + VALUES, "relu~sigmoid~add.f1x3": first.sigmoid() + VALUES,
                    "relu~add.f1x2~add.f1x3": first + VALUES + VALUES}
        assert torch.allclose(module(VALUES), expected[text])


@pytest.mark.parametrize(("text", "shape", "line"), [
    ("conv.o6.k5", (1, 32, 32), "nn.Conv2d(1, 6, kernel_size=5)"),
    ("conv.o6.k3x5.s2.p1.b0", (3, 9, 9), "nn.Conv2d(3, 6, kernel_size=(3, 5), stride=2, padding=1, bias=False)"),
    ("conv.o6.g3.psame", (3, 9, 9), "nn.Conv2d(3, 6, kernel_size=3, padding='same', groups=3)"),
    ("conv.o6.k4.p1_2x1_2", (3, 9, 9), "nn.Sequential(nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(3, 6, kernel_size=4))"),
    ("convt.o4", (3, 5, 5), "nn.ConvTranspose2d(3, 4, kernel_size=2, stride=2)"),
    ("maxpool", (3, 8, 8), "nn.MaxPool2d(2)"),
    ("maxpool.k3.s2.p1", (3, 8, 8), "nn.MaxPool2d(3, stride=2, padding=1)"),
    ("avgpool.k3.s1.c1", (3, 8, 8), "nn.AvgPool2d(3, stride=1, ceil_mode=True)"),
    ("adaptive.o2x3", (3, 8, 8), "nn.AdaptiveAvgPool2d((2, 3))"),
    ("bn", (3, 8, 8), "nn.BatchNorm2d(3)"), ("bn.a0", (3, 8, 8), "nn.BatchNorm2d(3, affine=False)"),
    ("linear.o10", (7,), "nn.Linear(7, 10)"), ("linear.o10.b0", (7,), "nn.Linear(7, 10, bias=False)"),
    ("dropout", (7,), "nn.Dropout()"), ("dropout.p0_2", (7,), "nn.Dropout(p=0.2)"),
    ("leakyrelu.a0_2", (7,), "nn.LeakyReLU(negative_slope=0.2)"), ("softmax", (7,), "nn.Softmax(dim=1)"),
    ("flatten", (3, 2, 2), "nn.Flatten()"), ("flatten.s2", (3, 2, 2), "nn.Flatten(start_dim=2)"),
])
def test_layers_are_written_as_people_write_them(text, shape, line):
    layer = read(text).nodes[0].layer
    assert module_source(layer, shape) == line
    assert f"= {line}\n" in to_pytorch(read(text), shape)


def test_layer_norm_over_channels_is_torchs_on_channels_last():
    expected = functional.layer_norm(VALUES.movedim(1, -1), (3,), eps=1e-6).movedim(-1, 1)
    assert torch.allclose(alone(LayerNorm2d(eps=1e-6))(VALUES), expected, atol=1e-6)


def test_a_layer_scale_multiplies_each_channel_by_its_own_number():
    module = alone(LayerScale())
    weight = next(module.parameters())
    assert torch.equal(module(VALUES), VALUES)  # begins with ones
    with torch.no_grad():
        weight.copy_(torch.tensor([1.0, 2.0, 3.0]).view(3, 1, 1))
    assert torch.equal(module(VALUES)[:, 2], 3 * VALUES[:, 2])


def test_a_subsample_keeps_every_second_place():
    assert torch.equal(alone(Subsample(stride=2))(VALUES), VALUES[:, :, ::2, ::2])


def test_padded_channels_are_zeros_before_and_after():
    found = alone(PadChannels(before=1, after=2))(VALUES)
    assert torch.equal(found[:, 1:4], VALUES)
    assert found[:, [0, 4, 5]].abs().sum() == 0


def test_addition_product_and_concatenation_are_torchs():
    nodes = [Node("a", ReLU(), ("input",)), Node("b", read("sigmoid").nodes[0].layer, ("input",))]
    for code, expected in [("add", lambda a, b: a + b), ("mul", lambda a, b: a * b),
                           ("cat", lambda a, b: torch.cat([a, b], dim=1))]:
        merge = read(f"relu~sigmoid.f2~{code}.f1x2").nodes[-1].layer
        module = module_of(Graph((*nodes, Node("m", merge, ("a", "b")))), (3, 4, 4))
        assert torch.equal(module(VALUES), expected(VALUES.relu(), VALUES.sigmoid()))


def test_names_of_modules_become_names_of_python_each_once():
    graph = Graph(tuple(Node(name, ReLU(), ("input",)) for name in ("layer1.0.conv1", "layer1_0_conv1", "x", "train",
                                                                    "lambda", "_private", "b.1")))
    found = attribute_names(graph)
    assert found["layer1.0.conv1"] == "layer1_0_conv1"
    assert found["layer1_0_conv1"] == "layer1_0_conv1_"
    assert found["lambda"] == "layer_lambda"
    assert len(set(found.values())) == len(graph)
    assert not set(found.values()) & TAKEN
    assert all(name.isidentifier() for name in found.values())


def test_every_attribute_of_a_module_counts_as_taken():
    public = {name for name in dir(nn.Module()) if not name.startswith("_")}
    assert public <= TAKEN


def test_an_own_name_of_the_class_is_used_throughout():
    source = to_pytorch(read("relu"), (3, 4, 4), name="MyNet")
    assert "class MyNet(nn.Module):" in source
    assert "model = MyNet().eval()" in source


def test_what_the_source_says_of_itself_can_be_said_in_another_language():
    source = to_pytorch(read("conv.o2.k3"), (3, 4, 4), say=lambda said: "가중치 {params}개".format(**said.values))
    namespace = {"__name__": "source"}
    exec(source, namespace)
    assert namespace["Net"].__doc__ == f"가중치 {parameters(namespace['Net']())}개"
    assert not re.search("[가-힣]", source.replace(namespace["Net"].__doc__, ""))


def test_what_cannot_be_computed_cannot_be_written():
    with pytest.raises(ShapeError, match="conv1"):
        to_pytorch(read("conv.o4.k9"), (3, 4, 4))


def test_an_empty_network_hands_its_input_on():
    namespace = {"__name__": "source"}
    exec(to_pytorch(Graph(), (3, 4, 4)), namespace)
    assert torch.equal(namespace["Net"]()(VALUES), VALUES)
