"""Blocks that repeat are written once; the source runs and has the shapes and counts of the graph."""

from __future__ import annotations

import pytest
import torch

from explorer.errors import SpecError
from explorer.graph import PRESETS, analyse, from_text, to_pytorch, to_short_pytorch
from tests.explorer.graph.oracles import parameters

FOLDED = ("resnet18", "resnet34", "resnet50", "resnet20", "googlenet")


def built(graph, shape):
    namespace: dict = {"__name__": "source"}
    source = to_short_pytorch(graph, shape)
    exec(source, namespace)
    return (namespace["model"] if "model" in namespace else namespace["Net"]()).eval(), source


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_runs_with_the_shape_and_the_parameters_of_its_graph(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    with torch.device("meta"):  # shapes alone
        model, source = built(preset.graph, preset.input_shape)
        output = model(torch.zeros(1, *preset.input_shape))
    assert tuple(output.shape[1:]) == report.output_shape
    assert parameters(model) == report.params
    assert "nn.Sequential(" in source or name not in FOLDED


@pytest.mark.parametrize(("name", "classes"), [("resnet34", 2), ("resnet50", 3), ("googlenet", 1)])
def test_blocks_are_classes_with_the_numbers_that_differ(name, classes):
    preset = PRESETS[name]
    source = to_short_pytorch(preset.graph, preset.input_shape)
    assert source.count("(nn.Module):") == classes
    assert 3 * len(source) < len(to_pytorch(preset.graph, preset.input_shape))
    assert max(map(len, source.splitlines())) <= 140


def test_equal_blocks_are_a_loop_and_parameters_have_names():
    source = to_short_pytorch(PRESETS["resnet34"].graph, (3, 224, 224))
    assert "class Residual(nn.Module):\n    def __init__(self, channels: int) -> None:" in source
    assert "*[Residual(256) for _ in range(5)]," in source
    assert "Residual2(64, 128)," in source
    assert "def __init__(self, in_channels: int, out_channels: int)" in source


@torch.no_grad()
def test_a_block_computes_what_the_plain_class_computes():
    preset = PRESETS["resnet20"]
    short, _ = built(preset.graph, preset.input_shape)
    namespace: dict = {"__name__": "source"}
    exec(to_pytorch(preset.graph, preset.input_shape), namespace)
    plain = namespace["Net"]().eval()
    plain.load_state_dict(dict(zip(plain.state_dict(), short.state_dict().values(), strict=True)))
    photo = torch.randn(1, *preset.input_shape, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(short(photo), plain(photo), atol=1e-5)


def test_a_chain_and_a_single_block_stay_as_they_are():
    assert "for _ in" not in to_short_pytorch(PRESETS["lenet5"].graph, (1, 32, 32))
    assert "class Net(nn.Module):" in to_short_pytorch(PRESETS["inception_block"].graph, (192, 28, 28))
    with pytest.raises(SpecError, match="not read here"):
        to_short_pytorch(from_text("unread.o3x8x8~relu"), (3, 8, 8))
