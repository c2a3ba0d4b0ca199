"""Pasted PyTorch opens as torch itself builds it: the same program is run by torch, here and nowhere else."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from explorer.graph.code import from_code, read_code
from explorer.networks.torch_graph.trace import trace
from tests.explorer.graph.code.programs import PROGRAMS, RIGHT
from tests.explorer.graph.oracles import parameters

REFUSED = {"torch_wrong_linear", "torch_wrong_channels", "torch_no_flatten", "torch_kernel_too_large",
           "torch_unequal_add"}


def built(name: str) -> nn.Module:
    """Return the module that torch makes of a program, without its training."""
    text = PROGRAMS[name].partition("\noptimizer = ")[0].replace("train_set = ", "# ").replace("loader = ", "# ")
    if "class CNN" in text:
        text += "\nmodel = CNN(10)"
    names: dict = {"nn": nn, "torch": torch, "__name__": "program"}
    exec(text, names)
    return names["model"].eval()


@pytest.mark.parametrize("name", [name for name in RIGHT if name.startswith("torch")])
@torch.no_grad()
def test_a_right_program_has_torchs_shape_and_parameters(name, capsys):
    code = read_code(PROGRAMS[name])
    report = code.report
    assert report.error is None
    module = built(name)
    output = module(torch.zeros(1, *code.input_shape))
    assert report.output_shape == tuple(output.shape[1:])
    assert report.params == parameters(module)


# torch.fx names layers by module paths and calls; what its own walk cannot read is left out
@pytest.mark.parametrize("name", ["torch_cifar_tutorial", "torch_inception",
                                  "torch_mobile_block", "torch_tiny_vgg", "torch_transfer"])
def test_layers_are_those_that_torch_traces(name):
    code = read_code(PROGRAMS[name])
    expected = trace(built(name), code.input_shape)
    assert [node.layer for node in code.graph] == [node.layer for node in expected]
    assert [_plain(node.name) for node in code.graph] == [_plain(node.name) for node in expected]


def _plain(name: str) -> str:
    stem = name.replace("iadd", "add").rstrip("_")
    return "_".join(part for part in stem.split("_") if not part.isdigit())


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_wrong_program_is_refused_by_torch_and_named_here(name):
    code = read_code(PROGRAMS[name])
    assert code.report.error is not None
    with pytest.raises(RuntimeError):
        built(name)(torch.zeros(1, *code.input_shape))


def test_the_graph_alone_is_asked_for_with_a_shape():
    graph = from_code("nn.Sequential(nn.Conv2d(3, 8, 3), nn.Flatten(), nn.Linear(1152, 2))", (3, 14, 14))
    assert [node.name for node in graph] == ["conv1", "flatten", "fc1"]
    assert all(node.takes is None for node in graph)
