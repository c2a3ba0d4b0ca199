"""A chain as ``nn.Sequential``: the source runs, has the counts that it states, and is short."""

from __future__ import annotations

import pytest
import torch

from explorer.errors import SpecError
from explorer.graph import PRESETS, analyse, from_text, is_chain, to_sequential
from tests.explorer.graph.oracles import parameters

REPEATED = "conv.o16.p1~bn~relu~" * 5 + "maxpool~flatten~linear.o10"
CHAINS = [*(name for name in ("lenet5", "tinyvgg", "fashion_cnn") if is_chain(PRESETS[name].graph))]


def model(graph, shape):
    namespace: dict = {"__name__": "source"}
    exec(to_sequential(graph, shape), namespace)
    return namespace["model"].eval()


@pytest.mark.parametrize(("text", "shape"), [(REPEATED, (16, 8, 8)), ("conv.o4.p1_0x0_1~lrn~relu", (3, 8, 8)),
                                             ("relu~" * 9 + "gap~flatten~softmax", (3, 8, 8))])
@torch.no_grad()
def test_the_source_runs_and_has_the_parameters_of_the_report(text, shape):
    report = analyse(text, shape)
    made = model(report.graph, shape)
    assert tuple(made(torch.zeros(1, *shape)).shape[1:]) == report.output_shape
    assert parameters(made) == report.params


@pytest.mark.parametrize("name", CHAINS)
@torch.no_grad()
def test_presets_without_branches_run(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    made = model(preset.graph, preset.input_shape)
    assert tuple(made(torch.zeros(1, *preset.input_shape)).shape[1:]) == report.output_shape
    assert parameters(made) == report.params


def test_what_repeats_is_written_once():
    source = to_sequential(from_text(REPEATED), (16, 8, 8))
    assert source.count("nn.BatchNorm2d(16)") == 1
    assert "*[layer for _ in range(5) for layer in (" in source


def test_two_alike_in_a_row_are_no_loop():
    assert "range" not in to_sequential(PRESETS["lenet5"].graph, (1, 32, 32))


def test_branches_are_no_sequential():
    with pytest.raises(SpecError, match="has branches"):
        to_sequential(PRESETS["resnet18"].graph, (3, 224, 224))


def test_the_shape_behind_a_line_is_that_of_its_layer():
    source = to_sequential(PRESETS["lenet5"].graph, (1, 32, 32))
    report = analyse(PRESETS["lenet5"].graph, (1, 32, 32))
    shapes = [line.rpartition("# ")[2] for line in source.splitlines() if line.startswith("    nn.")]
    assert shapes == [" × ".join(map(str, row.output_shape)) for row in report]


def test_a_loop_says_the_shape_that_leaves_it():
    source = to_sequential(from_text("conv.o3.p1.s2~relu~" * 4 + "flatten"), (3, 32, 32))
    assert ")],  # 3 × 2 × 2" in source


def test_a_grey_step_cannot_be_written():
    with pytest.raises(SpecError):
        to_sequential(from_text("unread.o3x8x8~relu"), (3, 8, 8))
