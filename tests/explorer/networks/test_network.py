"""What is known of a network's layers is found out once, and forgotten with the network."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
import torch

from explorer.errors import NetworkError
from explorer.graph import Flatten, Graph, Linear
from explorer.networks import Network, at_side, build, load, network
from explorer.networks.attribution import Request, cam_layers, passes
from explorer.networks.attribution.request import check
from explorer.networks.inference.batch_sizing import BatchSizing
from explorer.networks.network import report_of

STACK = "stack/3x24x24/conv.o8.k3.p1~relu~maxpool~flatten~linear.o10"


def small():
    graph, shape = Graph.chain(Flatten(), Linear(out_features=3)), (1, 4, 4)
    return Network("small", build(graph, shape), graph, shape, lambda pixels: pixels)


def test_it_says_what_torch_computes():
    known = load(STACK)
    report = report_of(known)
    with torch.no_grad():
        assert report.output_shape == tuple(known.module(torch.zeros(1, 3, 24, 24)).shape[1:])
    assert report.params == sum(weights.numel() for weights in known.module.parameters())


def test_asking_again_analyses_nothing(monkeypatch):
    known = load(STACK)
    first = report_of(known)
    monkeypatch.setattr(network, "analyse", lambda *_: pytest.fail("analysed again"))
    assert report_of(known) is first


def test_all_that_an_attribution_asks_of_a_network_takes_one_analysis(monkeypatch):
    known, analysed = small(), []
    one = report_of(small())
    monkeypatch.setattr(network, "analyse", lambda *asked: analysed.append(asked) or one)
    for _ in range(3):
        check(known, Request(method="saliency", target=2))
        cam_layers(known)
        passes(known, Request(method="saliency", target=2))
        BatchSizing(known, gradients=True)
    assert analysed == [(known.graph, (1, 4, 4))]


def test_the_same_network_for_larger_pictures_has_a_report_of_its_own():
    large = at_side(load("bundled/resnet20"), 64)
    with torch.no_grad():
        assert report_of(large)["conv1"].output_shape == (16, 64, 64)
    assert report_of(load("bundled/resnet20"))["conv1"].output_shape == (16, 32, 32)


def test_it_goes_with_its_network():
    gc.collect()
    known = small()
    kept, gone = len(network._reports), weakref.ref(known)
    report_of(known)
    assert len(network._reports) == kept + 1
    del known
    gc.collect()
    assert gone() is None
    assert len(network._reports) == kept


def test_a_network_with_weights_for_each_place_of_its_input_has_one_size():
    known = replace(load(STACK), prepare_at=lambda _side: None)  # as networks have that readers trained
    with pytest.raises(NetworkError, match="reads inputs of 3 × 24 × 24 only"):
        at_side(known, 48)
    assert at_side(known, 24) is known
