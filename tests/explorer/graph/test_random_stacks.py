"""Networks nobody thought of: text, source and counts must hold for all of them."""

import re

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from explorer.errors import SpecError
from explorer.graph import Convention, Graph, Identity, Node, analyse, from_text, read_text, to_pytorch, to_text
from explorer.graph.graph import NAME
from tests.examples import examples
from tests.explorer.graph.oracles import module_of, parameters
from tests.explorer.graph.strategies import networks

relaxed = settings(max_examples=examples(100), deadline=None,
                   suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@relaxed
@given(networks())
def test_a_network_comes_back_from_its_text(network):
    graph, _ = network
    assert from_text(to_text(graph)) == graph
    assert read_text(to_text(graph)) == (graph, [])


@relaxed
@given(networks())
def test_the_pytorch_source_runs_and_agrees_on_every_number(network):
    graph, shape = network
    report, module = analyse(graph, shape), module_of(graph, shape)
    with torch.no_grad(), FlopCounterMode(display=False) as counted:
        output = module(torch.zeros(1, *shape))
    assert tuple(output.shape[1:]) == report.output_shape
    assert parameters(module) == report.params
    assert counted.get_total_flops() == 2 * report.macs == report.operations(Convention(operation="FLOP"))


@relaxed
@given(networks())
def test_totals_are_the_sums_of_the_columns(network):
    report = analyse(*network)
    assert report.params == sum(row.params for row in report)
    assert report.macs == sum(row.macs for row in report)
    assert report.activation_bytes == sum(row.activation_bytes for row in report)
    for convention in (Convention(), Convention(operation="FLOP", bias=True)):
        assert report.operations(convention) == sum(convention.operations(row.counts) for row in report)


def test_no_layer_takes_a_name_that_the_module_needs():
    names = [name for name in dir(nn.Module()) if re.fullmatch(NAME, name)]
    graph = Graph(tuple(Node(name, Identity(), ("input",)) for name in names))
    module = module_of(graph, (2, 3))
    assert len(list(module.children())) == len(names)
    assert module(torch.zeros(1, 2, 3)).shape == (1, 2, 3)


def test_the_source_prints_its_output_shape_even_with_one_value_per_channel(capsys):
    graph = from_text("conv.o4~adaptive~bn~flatten~linear.o3")       # batch norm cannot train on one value
    exec(to_pytorch(graph, (1, 8, 8)), {"__name__": "__main__"})
    assert capsys.readouterr().out == "torch.Size([1, 3])\n"


@pytest.mark.parametrize("name", ["class", "2net", "torch", "print", "a b", ""])
def test_a_class_needs_a_name_that_python_takes(name):
    with pytest.raises(SpecError, match="cannot be the name of a class"):
        to_pytorch(Graph.chain(Identity()), (1, 2, 2), name=name)


@pytest.mark.parametrize("bias", [True, False])
def test_bias_additions_are_one_per_output_value(bias):
    report = analyse(from_text(f"conv.o6.k5.b{int(bias)}~flatten~linear.o10.b{int(bias)}"), (1, 32, 32))
    assert report.operations(Convention(bias=True)) - report.operations(Convention()) == bias * (6 * 28 * 28 + 10)
