"""Advice that is followed: it is not given again, the network can be computed, and torch counts what is promised."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from torch import nn

from explorer.graph import (
    INPUT,
    PRESETS,
    Graph,
    Node,
    ReLU,
    advice,
    analyse,
    from_text,
    remedies,
    remedy,
    to_text,
)
from explorer.graph.advice.checks import CHECKS
from explorer.settings import settings as limits
from tests.examples import examples
from tests.explorer.graph.oracles import measured, parameters
from tests.explorer.graph.strategies import networks

PICTURE = (3, 16, 16)
# What a network is given as, what its advice can be followed by, and what becomes of it.
FOLLOWED = [
    ("conv.o4~linear.o5", "flatten_before", "conv.o4~flatten~linear.o5"),
    ("conv.o4~relu~dropout.p1_0", "halve_dropout", "conv.o4~relu~dropout"),
    ("gap~conv.o4.p1", "shrink_kernel", "adaptive~conv.o4.k1"),
    ("conv.o4.p1~gap~conv.o4.p1", "remove_pool_before", "conv.o4.p1~conv.o4.p1"),
    ("conv.o4.k2.s3", "shorten_stride", "conv.o4.k2.s2"),
    ("maxpool.k1x2.s2x3", "shorten_stride", "maxpool.k1x2"),
    ("conv.o4.p1~conv.o4.p1", "bend_between", "conv.o4.p1~relu~conv.o4.p1"),
    ("convt.o4.k3.s2.p1.q1", "even_stamps", "convt.o4.k4.p1"),
    ("convt.o4.k1.s3", "even_stamps", "convt.o4.k3.s3.p1"),
    ("convt.o4.k5.s2", "even_stamps", "convt.o4.k6.p1.q1"),
    ("conv.o4~relu~flatten~linear.o8~relu~dropout~linear.o2", "replace_by_pool",
     "conv.o4~relu~adaptive~flatten~linear.o2.nfc2"),
    ("conv.o4~relu~flatten~linear.o8~relu~linear.o2", "pool_globally",
     "conv.o4~relu~adaptive~flatten~linear.o8~relu~linear.o2"),
    ("conv.o4~relu~adaptive.o3~flatten~linear.o90", "pool_globally", "conv.o4~relu~adaptive~flatten~linear.o90"),
    ("conv1d.o4~relu~flatten~linear.o9", "pool_globally", "conv1d.o4~relu~adaptive1d~flatten~linear.o9"),
    ("flatten~linear.o4~relu", "remove_layer", "flatten~linear.o4"),
    ("flatten~linear.o4~softmax", "remove_layer", "flatten~linear.o4"),
    ("relu~maxpool~relu", "remove_layer", "relu~maxpool"),
    ("conv.o3.p1.g3~relu", "mix_channels", "conv.o3.p1.g3~conv.o3.k1~relu"),
    ("maxpool.k3", "round_up", "maxpool.k3.c1"),
    ("conv.o4.s2", "pad_to_edge", "conv.o4.s2.p1"),
    ("conv.o4.p1~bn", "leave_bias_out", "conv.o4.p1.b0~bn"),
    ("conv.o4.k4.psame", "odd_kernel", "conv.o4.psame"),
    ("conv.o4.k2x3.psame", "odd_kernel", "conv.o4.psame"),
    ("conv.o4.k5.d2", "keep_size", "conv.o4.k5.p4.d2"),
    ("conv.o4.k1x3", "keep_size", "conv.o4.k1x3.p0x1"),
]


def report_of(text, shape=PICTURE):
    return analyse(from_text(text), (3, 64) if "1d" in text else shape)


def offered(report):
    """Return all remedies for a network, by the name of what they do."""
    return {one.id.partition(":")[0]: (piece, one) for piece in advice(report) for one in remedies(report, piece)}


@pytest.mark.parametrize(("text", "fix", "then"), FOLLOWED)
def test_advice_that_is_followed_makes_the_network_that_was_meant(text, fix, then):
    report = report_of(text)
    piece, one = offered(report)[fix]
    assert to_text(one.graph) == then
    assert one.layer in one.graph
    assert one.after == analyse(one.graph, report.input_shape)
    assert piece.message.template not in {other.message.template for other in advice(one.after)
                                          if other.node == piece.node}


def test_there_is_an_example_of_everything_that_can_be_done():
    doing = {fix.__name__ for _check, _families, fixes in CHECKS for fix in fixes}
    assert doing == {fix for _text, fix, _then in FOLLOWED} | {"remove_dead_end"}


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(networks())
def test_no_remedy_brings_an_error_or_leaves_its_own_advice_standing(network):
    graph, shape = network
    report = analyse(graph, shape)
    for piece in advice(report):
        for one in remedies(report, piece):
            after = analyse(one.graph, shape)
            assert (piece.node, piece.message.template) not in {(other.node, other.message.template)
                                                                for other in advice(after)}
            assert one.layer == INPUT or one.layer in one.graph
            assert remedy(report, one.id) == one


LENET_WITH_POOL = [nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
                   nn.AdaptiveAvgPool2d(1), nn.Flatten()]


@pytest.mark.parametrize(("fix", "head", "title"), [
    ("pool_globally", [nn.Linear(16, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)],
     "Put a global average pool before flatten"),
    ("replace_by_pool", [nn.Linear(16, 84), nn.Tanh(), nn.Linear(84, 10)],
     "Replace flatten and fc1 by global average pooling"),
])
def test_lenet_with_global_average_pooling_has_torchs_counts(fix, head, title):
    preset = PRESETS["lenet5"]
    report = analyse(preset.graph, preset.input_shape)
    _piece, one = offered(report)[fix]
    module = nn.Sequential(*LENET_WITH_POOL, *head)
    assert (one.after.output_shape, one.after.params) == measured(module, (1, 32, 32))
    assert str(one.title) == title
    fully_connected = [layer for layer in module if isinstance(layer, nn.Linear)]
    convolutions = 6 * 28 * 28 * 25 + 16 * 10 * 10 * 25 * 6
    assert one.after.macs == convolutions + sum(layer.weight.numel() for layer in fully_connected)
    assert report.macs - one.after.macs == report.params - one.after.params - 120 * ("replace" in fix)


def test_vggs_pooling_of_7_by_7_becomes_a_global_one():
    """The first linear layer of torchvision's VGG-16 reads 512 values then: 4096 x 513 parameters."""
    preset = PRESETS["vgg16"]
    report = analyse(preset.graph, preset.input_shape)
    change = offered(report)["pool_globally"][1].change
    assert (str(change.label), change.before, change.after) == (
        "Parameters of fc6", 4096 * (512 * 49 + 1), parameters(nn.Linear(512, 4096)))


def test_what_nothing_reads_goes_with_all_that_it_alone_needs():
    report = analyse(from_text("conv.o4.p1~relu~conv.o4.p1~relu.f3"), PICTURE)
    _piece, one = offered(report)["remove_dead_end"]
    assert to_text(one.graph) == "conv.o4.p1~relu.nrelu2" or len(one.graph) == 2
    branch = Graph((Node("a", ReLU(), (INPUT,)), Node("b", ReLU(), ("a",)), Node("c", ReLU(), (INPUT,))))
    _piece, one = offered(analyse(branch, PICTURE))["remove_dead_end"]
    assert [node.name for node in one.graph] == ["c"]
    assert str(one.title) == "Remove b and what only it needs (2 layers)"


def test_a_number_that_the_advice_is_about_is_said_before_and_after():
    change = offered(report_of("conv.o4.s2"))["pad_to_edge"][1].change
    assert (str(change.label), change.before, change.after) == ("Output of conv1", (4, 7, 7), (4, 8, 8))
    change = offered(report_of("conv.o4.p1~linear.o5"))["flatten_before"][1].change
    assert (change.before, change.after) == (16, 4 * 16 * 16)


@pytest.mark.parametrize(("text", "fix"), [
    ("conv.o4~linear.o5~linear.o5.f1~add.f1x2~maxpool", "flatten_before"),  # maps are needed behind it
    ("conv.o4~relu~flatten~linear.o90", "replace_by_pool"),                 # no layer would give the scores
    ("maxpool.k16~gap~conv.o4.p1", "remove_pool_before"),                   # maps of 1 pixel come in all the same
    ("convt.o2.k3.s2~convt.o2.k9~conv.o2.k99", "even_stamps"),              # the network has an error elsewhere
])
def test_nothing_is_offered_that_would_not_work(text, fix):
    report = analyse(from_text(text), PICTURE, partial=True)
    assert fix not in offered(report)


def test_a_stack_that_is_full_gets_no_layer_more(monkeypatch):
    report = report_of("conv.o4.p1~conv.o4.p1")
    assert "bend_between" in offered(report)
    monkeypatch.setenv("EXPLORER_LAYERS", "2")
    limits.cache_clear()
    try:
        assert "bend_between" not in offered(report)
    finally:
        monkeypatch.undo()
        limits.cache_clear()


def test_an_id_of_another_network_finds_nothing():
    report = report_of("conv.o4.p1~conv.o4.p1")
    for name in ("bend_between:conv1", "bend_between:gone", "remove_layer:conv2", "", "__init__:conv2"):
        assert remedy(report, name) is None
    assert remedy(report, "bend_between:conv2") is not None
