"""What mends a layer that cannot be computed: torch refuses the network before, and runs it afterwards."""

from __future__ import annotations

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from torch import nn

from explorer.errors import SpecError
from explorer.graph import Graph, Node, analyse, error_remedies, from_text, remedy, to_text
from explorer.graph.advice.mending import MENDING
from tests.examples import examples
from tests.explorer.graph.oracles import measured, module_of
from tests.explorer.graph.strategies import networks

MENDED = [
    ("conv.o4~maxpool~maxpool.k2~conv.o4.k5", (3, 12, 12), {
        "remove_pool_before": "conv.o4~maxpool~conv.o4.k5", "pad_to_fit": "conv.o4~maxpool~maxpool~conv.o4.k5.p2",
        "fit_kernel": "conv.o4~maxpool~maxpool~conv.o4.k2"}),
    ("conv.o4.k3~maxpool.k4", (3, 5, 9), {
        "remove_pool": "conv.o4", "fit_kernel": "conv.o4~maxpool.k3x4.s4"}),
    ("conv.o6.g2", (3, 8, 8), {"fit_groups": "conv.o6"}),
    ("conv.o8.p1.s2~add.f1x2", (3, 9, 9), {"project_branch": "conv.o8.s2.p1~conv.o8.k1.s2.b0.f2~add.f2x1"}),
    ("conv.o8.p1~conv.o8.p1~add.f1x3", (3, 9, 9), {
        "project_branch": "conv.o8.p1~conv.o8.p1~conv.o8.k1.b0.f3~add.f2x1"}),
    ("conv1d.o4.k9", (2, 5), {"pad_to_fit": "conv1d.o4.k9.p2", "fit_kernel": "conv1d.o4.k5"}),
]


def offered(report):
    return {one.id.partition(":")[0]: one for one in error_remedies(report)}


@pytest.mark.parametrize(("text", "shape", "expected"), MENDED)
def test_a_layer_that_cannot_be_computed_is_mended_as_its_error_says(text, shape, expected):
    report = analyse(from_text(text), shape, partial=True)
    assert report.error
    found = offered(report)
    assert {name: to_text(one.graph) for name, one in found.items()} == expected
    for one in found.values():
        assert remedy(report, one.id) == one
        assert measured(module_of(one.graph, shape), shape) == (one.after.output_shape, one.after.params)


def test_everything_that_mends_has_an_example():
    assert {fix.__name__ for fix in MENDING} == {name for *_, expected in MENDED for name in expected}


def test_torch_refuses_what_is_mended_here():
    """The first of the examples and a residual addition, written for torch by hand."""
    wrong = nn.Sequential(nn.Conv2d(3, 4, 3), nn.MaxPool2d(2), nn.MaxPool2d(2), nn.Conv2d(4, 4, 5))
    with pytest.raises(RuntimeError):
        wrong(torch.zeros(1, 3, 12, 12))
    maps = torch.zeros(1, 3, 9, 9)
    with pytest.raises(RuntimeError):
        nn.Conv2d(3, 8, 3, stride=2, padding=1)(maps) + maps
    shortcut = nn.Conv2d(3, 8, 1, stride=2, bias=False)(maps)
    assert (nn.Conv2d(3, 8, 3, stride=2, padding=1)(maps) + shortcut).shape == (1, 8, 5, 5)


@pytest.mark.parametrize(("text", "shape"), [
    ("conv.o4~relu", (3, 8, 8)),                         # nothing is wrong
    ("conv.o4.k9~conv1d.o4", (3, 4, 4)),                 # more is wrong than the first
    ("flatten~conv.o4", (3, 8, 8)), ("", (3, 8, 8)),     # nothing that is known would help
])
def test_where_nothing_would_help_nothing_is_offered(text, shape):
    assert error_remedies(analyse(from_text(text), shape, partial=True)) == ()


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), networks())
def test_whatever_is_offered_can_be_computed(one, other):
    nodes = [*one[0], *(Node(f"z{place}", node.layer, tuple(
        f"z{other[0].places[source]}" if source in other[0] else one[0].output for source in node.inputs))
        for place, node in enumerate(other[0]))]
    try:
        report = analyse(Graph(tuple(nodes)), one[1], partial=True)
    except SpecError:
        return
    for found in error_remedies(report):
        assert analyse(found.graph, one[1]).error is None
