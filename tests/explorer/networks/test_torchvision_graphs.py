"""Every classifier of torchvision against its metadata: parameters, and GMACs where nothing of it is grey."""

from __future__ import annotations

import pytest
import torch
from torchvision import models

from explorer.graph import TakeChannels, Unread, analyse
from explorer.networks import torchvision_graph
from explorer.networks.torch_graph.outline import _Scored
from explorer.networks.torchvision_graphs import _untrained

FEW = ("shufflenet_v2_x0_5", "mnasnet0_5", "resnext50_32x4d", "maxvit_t", "swin_t", "vit_b_16", "resnet152")
"""One of each kind that no other test reads; --thorough reads all."""
HUGE = {name for name in models.list_models(module=models)
        if name.startswith("regnet") and name.endswith(("128gf", "32gf"))}
"""Cannot be built without memory for their weights: up to 2.6 GB, more than this server gives."""
HEADS = {"inception_v3": 3_326_696}
POSITIONS = {"ViT_H_14_Weights.IMAGENET1K_SWAG_E2E_V1", "ViT_B_16_Weights.IMAGENET1K_SWAG_E2E_V1",
             "ViT_L_16_Weights.IMAGENET1K_SWAG_E2E_V1"}
"""Weights for larger pictures, with more learned positions than the network as it is built."""


def numbers(name):
    graph, shape, notes = torchvision_graph(name)
    return analyse(graph, shape), shape, sum(note.values["params"] for note in notes)


def agrees(name):
    """Say whether parameters, grey ones counted, and GMACs are those of all weights for pictures of this size."""
    report, shape, grey = numbers(name)
    for weights in models.get_model_weights(name):
        if str(weights) in POSITIONS or weights.transforms().crop_size != [shape[1]]:
            continue
        if report.params + grey + HEADS.get(name, 0) != weights.meta["num_params"]:
            return False
        if not grey and round(report.macs / 1e9, 3) != weights.meta["_ops"]:
            return False
    return report.output_shape == (1000,)


@pytest.mark.parametrize("name", FEW)
def test_a_classifier_has_the_parameters_and_operations_that_torchvision_says(name):
    assert agrees(name)


def test_all_classifiers_have_them(request):
    if not request.config.getoption("--thorough"):
        pytest.skip("reads 75 networks: with --thorough")
    assert [name for name in models.list_models(module=models) if name not in HUGE and not agrees(name)] == []


def test_channels_are_split_and_shuffled():
    graph, _, _ = torchvision_graph("shufflenet_v2_x0_5")
    layers = [node.layer for node in graph]
    assert [layer for layer in layers if isinstance(layer, TakeChannels)][:2] == [
        TakeChannels(start=0, count=24), TakeChannels(start=24, count=24)]
    assert sum(type(layer).__name__ == "ChannelShuffle" for layer in layers) == 16


def test_attention_is_grey_and_said_to_be_outside():
    graph, shape, notes = torchvision_graph("vit_b_16")
    report = analyse(graph, shape)
    patches = report["conv_proj"]
    assert (patches.output_shape, patches.params) == ((768, 14, 14), 16 * 16 * 3 * 768 + 768)
    assert (patches.layer.kernel_size, patches.layer.stride) == (16, 16)
    assert isinstance(report["encoder"].layer, Unread)
    assert "attention, which is no layer here" in str(notes[0])
    swin = analyse(*torchvision_graph("swin_t")[:2])
    assert [row.output_shape for row in swin if isinstance(row.layer, Unread)] == [
        *[(96, 56, 56)] * 2, *[(192, 28, 28)] * 3, *[(384, 14, 14)] * 7, *[(768, 7, 7)] * 3]


# Parameters and GMACs of the metadata, at 520 px; heads that help in training are left out: 2,365,205 parameters
@pytest.mark.parametrize(("name", "helping"), [("lraspp_mobilenet_v3_large", 0), ("fcn_resnet50", 2_365_205)])
def test_segmentation_is_read_whole(name, helping):
    report, shape, left = numbers(name)
    meta = models.get_model_weights(name).DEFAULT.meta
    assert (report.output_shape, shape, left) == ((21, 520, 520), (3, 520, 520), 0)
    assert report.params + helping == meta["num_params"]
    assert helping or round(report.macs / 1e9, 3) == meta["_ops"]


@pytest.mark.parametrize("name", ["fasterrcnn_mobilenet_v3_large_320_fpn", "retinanet_resnet50_fpn", "ssd300_vgg16"])
def test_detectors_open_as_far_as_they_are_convolutions(name):
    graph, shape, notes = torchvision_graph(name)
    report = analyse(graph, shape)
    module = _untrained(name, "detection")
    pictures = torch.zeros(1, *shape, device="meta")
    expected = module.backbone.features(pictures) if name.startswith("ssd") else _Scored(module).eval()(pictures)
    assert report.output_shape == tuple(expected.shape[1:])
    assert 0 < report.params < notes[0].values["params"] == sum(weights.numel() for weights in module.parameters())
    assert "left out" in str(notes[0])


def test_what_torchvision_does_not_have_is_none():
    assert torchvision_graph("no_such_network") is None
    assert torchvision_graph("raft_small") is None
    assert [torchvision_graph(name) for name in HUGE] == [None] * 3
