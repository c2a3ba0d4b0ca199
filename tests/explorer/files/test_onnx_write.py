"""What is saved as ONNX passes ONNX's checker, computes what torch computes, and is read back to the same network."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch
from onnx.reference import ReferenceEvaluator

from explorer.errors import NetworkError
from explorer.files import read_onnx, to_onnx
from explorer.graph import PRESETS, Graph, ReLU, analyse, from_text
from explorer.networks import build

STACKS = {
    "kinds": ("conv.o6.p1~bn~relu6~maxpool.k3.s2.p1.c1~conv.o8.g2.p1_0x0_1~silu~avgpool.i0.p1~lrn~convt.o4~elu"
              "~leakyrelu~dropout~adaptive.o2~flatten~linear.o5~tanh~softmax", (4, 12, 12)),
    "gelu": ("conv.o6~gelu~hardswish~hardsigmoid~gap~flatten~linear.o3.b0~sigmoid", (3, 8, 8)),
    "merges": ("conv.o4.p1~relu~conv.o4.p1~add.f1x2~cat.f1x4~mul.f1x1~adaptivemax", (3, 8, 8)),
    "forms": ("conv.o8.p1~instancenorm.a1~pixelshuffle~upsample~upsample.mbilinear~upsample.w7.mbilinear.c1~norm.x3"
              "~lppool~flatten~linear.o12~unflatten.o3x2x2~norm.x1", (3, 4, 5)),
    "pads": ("pad.p1_2x0_1~conv.o2~padreflect.p1x2~padreplicate~upsample.mbicubic", (3, 8, 8)),
    "around": ("conv.o4.k3.p1.mreflect~conv.o4.k5.p2.mcircular~conv.o4.p1.mreplicate", (3, 8, 8)),
    "norms": ("conv.o8~bn.a0~groupnorm.g4~groupnorm.g2.a0~layernorm~instancenorm.a0~norm.x1.a0", (3, 8, 8)),
    "dealt": ("conv.o8~shuffle.g4~padchannels.b2.a2~subsample~subsample.s1x2~linear.o5.b0~flatten.s2", (3, 9, 9)),
    "signal": ("conv1d.o4.k5.s2~relu~maxpool1d~bn1d~flatten~linear.o2", (2, 40)),
    "volume": ("conv3d.o4.p1~avgpool3d~bn3d~adaptive3d~flatten", (1, 4, 6, 6)),
}


@pytest.mark.parametrize("name", STACKS)
def test_onnx_computes_what_torch_computes(name):
    text, shape = STACKS[name]
    graph = from_text(text)
    module = build(graph, shape)
    for norm in module.modules():
        if isinstance(norm, torch.nn.modules.batchnorm._BatchNorm):
            norm.running_var.fill_(0.5)
            norm.running_mean.fill_(0.2)
    weights = {key.replace("conv2.1.", "conv2."): value.numpy() for key, value in module.state_dict().items()}
    data = to_onnx(graph, shape, weights)
    onnx.checker.check_model(onnx.load_model_from_string(data), full_check=True)
    pictures = np.random.default_rng(0).standard_normal((2, *shape)).astype(np.float32)
    found = ReferenceEvaluator(onnx.load_model_from_string(data)).run(None, {"input": pictures})[0]
    np.testing.assert_allclose(found, module(torch.from_numpy(pictures)).numpy(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "resnet18", "googlenet"])
def test_a_preset_is_written_small_and_read_back(name):
    preset = PRESETS[name]
    data = to_onnx(preset.graph, preset.input_shape)
    assert len(data) < 100_000
    network = read_onnx(data)
    before, after = (analyse(graph, preset.input_shape) for graph in (preset.graph, network.graph))
    drops = {row.name for row in before if type(row.layer).__name__ == "Dropout"}
    assert (after.params, after.macs, network.input_shape) == (before.params, before.macs, preset.input_shape)
    assert list(network.graph.places) == [name for name in preset.graph.places if name not in drops]


def test_layers_that_change_the_form_are_read_back():
    text, shape = STACKS["forms"]
    assert read_onnx(to_onnx(from_text(text), shape)).graph == from_text(text)


def test_what_onnx_has_no_operator_for_is_named():
    for text, said in (("conv.o4~linear.o4", "A linear layer with bias on maps"), ("lrn.w4", "Use an odd size"),
                       ("adaptive.o3", "windows of different sizes")):
        with pytest.raises(NetworkError, match=said):
            to_onnx(from_text(text), (3, 8, 8))
    with pytest.raises(NetworkError, match="no layers yet"):
        to_onnx(Graph(), (3, 8, 8))


def test_missing_weights_are_named():
    assert to_onnx(Graph.chain(ReLU()), (3,), {})
    with pytest.raises(NetworkError, match=r"conv1\.weight"):
        to_onnx(from_text("conv.o4"), (3, 8, 8), {})
