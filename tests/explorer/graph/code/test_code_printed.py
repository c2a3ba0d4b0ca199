"""What print(model), torchinfo, torchsummary and Keras print opens as far as it says what there is."""

from __future__ import annotations

from time import process_time

import pytest
import torch
import torchvision
from torch import nn

from explorer.errors import SpecError
from explorer.graph import PRESETS, Unread, read_code, repaired_text
from explorer.networks import torchvision_graph
from tests.explorer.graph.code.programs import PROGRAMS
from tests.explorer.graph.oracles import parameters


def said(code):
    return " ".join(map(str, code.notes))


@pytest.mark.parametrize(("name", "kind"), [("resnet18", "resnet18"), ("resnet50", "resnet50"),
                                            ("mobilenet_v2", "mobilenet_v2")])
def test_a_printed_network_of_torchvision_is_recognised_with_another_head_too(name, kind):
    with torch.device("meta"):
        module = getattr(torchvision.models, name)(num_classes=5)
    code = read_code(f"print(model)\n{module}", known=torchvision_graph)
    assert f"This is {kind} of torchvision" in said(code)
    assert (code.report.params, code.report.error) == (parameters(module), None)
    assert code.report.output_shape == (5,)
    assert code.input_shape == (3, 224, 224)


def test_a_printed_chain_is_torchs():
    module = nn.Sequential(nn.Conv2d(1, 8, 3, padding="same"), nn.BatchNorm2d(8), nn.LeakyReLU(0.2), nn.AvgPool2d(3, 2),
                           nn.Conv2d(8, 8, (3, 1), groups=8, bias=False), nn.Flatten(), nn.Dropout(0.2),
                           nn.Linear(8 * 11 * 13, 10))
    code = read_code(str(module), known=torchvision_graph)
    assert (code.report.error, code.input_shape, code.notes) == (None, (1, 28, 28), ())
    assert code.report.params == parameters(module)
    assert code.report.output_shape == tuple(module(torch.zeros(1, 1, 28, 28)).shape[1:])


def test_order_is_said_to_be_that_of_the_text_and_a_flatten_is_put_in():
    code = read_code(PROGRAMS["printed_net"])
    assert [node.name for node in code.graph] == ["conv1", "pool", "conv2", "flatten", "fc1"]
    assert "modules as they were made" in said(code)
    assert "a flatten was put before fc1" in said(code)
    assert code.report.error is None


def test_a_residual_block_is_put_together_and_what_is_unknown_is_grey():
    code = read_code(PROGRAMS["printed_blocks"])
    graph = code.graph
    assert graph["block.add"].inputs == ("block.bn2", "block.downsample.0")
    assert "residual block" in said(code)
    assert isinstance(graph["odd"].layer, Unread)
    assert code.places["block.conv2"].line == 10
    assert len([node for node in graph if node.name.startswith("heads")]) == 2
    fits = read_code(PROGRAMS["printed_blocks"].replace("  (odd): FancyAttention(dim=32)\n", ""))
    assert "32 arrive. Write 32." in str(fits.report["fc"].error)
    assert "in_features=32," in repaired_text(fits, "fc")


# text, input, output, parameters that stand in the table
TABLES = [("keras_table", (1, 28, 28), (10,), 34_826), ("keras_graph_table", (3, 32, 32), (10,), 94_154 - 128)]


@pytest.mark.parametrize(("name", "shape", "output", "params"), TABLES)
def test_tables_of_keras_open_with_their_counts(name, shape, output, params):
    code = read_code(PROGRAMS[name])
    assert (code.input_shape, code.report.output_shape, code.report.error) == (shape, output, None)
    assert code.report.params == params
    assert not any(isinstance(node.layer, Unread) for node in code.graph)
    assert "not windows and strides" in said(code)


def test_a_table_that_says_what_reads_what_keeps_its_branches():
    graph = read_code(PROGRAMS["keras_graph_table"]).graph
    assert graph["add"].inputs == ("conv2d_11", "bn")
    assert graph["conv2d_10"].inputs == ("max_pooling2d_2",)
    assert graph["max_pooling2d_2"].layer.kernel_size == 3


def test_other_tables_open_what_holds():
    summary = read_code(PROGRAMS["torchsummary"])
    assert [row.name for row in summary.report] == ["conv1", "conv2", "drop1", "unread1", "fc1"]
    assert "Line 7: no usual Linear has these shapes" in said(summary)
    assert "which layer reads which" in said(summary)
    info = read_code(PROGRAMS["torchinfo"])
    assert (info.report.output_shape, info.report.params) == ((10,), 896 + 64 + 18_432 + 650)
    assert info.graph["conv2"].layer.bias is False


def test_a_table_of_a_known_network_is_recognised_by_its_counts():
    rows = "\n".join(f"│    └─Conv2d: 3-{place}    [1, 64, 56, 56]    1" for place in range(20))
    text = f"ResNet  [1, 1000]  --\n├─Linear: 1-1  [1, 1000]  1\n{rows}\nTotal params: 11,689,512\n"
    code = read_code(text)
    assert code.graph == PRESETS["resnet18"].graph
    assert "This is resnet18 of torchvision" in said(code)


@pytest.mark.parametrize("text", [
    "Net(\n  (a): Net2(\n" + "    (0-99): 100 x Block(\n" * 30 + ")\n" * 30, "Net(\n  (a): ReLU(\n" * 50,
    "a" * 50_000 + " (Conv2D) (None, 3)", "\n" * 50_000 + "a (Conv2D) (None, 3)\n" * 3,
    "Conv2d-1 [-1, 8, 8, 8] 99999999999\nConv2d-2 [-1, 8, 8, 8] 1\n", "x (Dense) (None, 10) 5\n" * 700])
def test_hostile_output_gets_an_answer_soon(text):
    started = process_time()
    try:
        assert len(read_code(text).graph)
    except SpecError as error:
        assert str(error)
    assert process_time() - started < 5
