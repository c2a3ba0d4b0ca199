"""Keras code is read back to the same shapes and counts, and pads as the graph does."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from torch.nn.functional import local_response_norm

from explorer.errors import SpecError
from explorer.graph import PRESETS, Graph, Unread, analyse, from_text, read_code, to_keras
from explorer.graph.layers.special import LocalResponseNorm
from tests.explorer.graph.code.programs import PROGRAMS, RIGHT

LRN = Graph.chain(LocalResponseNorm(size=3, alpha=0.5, beta=0.6, k=1.5))


def same(graph, shape):
    """Check that Keras code of a network is read as one with its counts, and return the code."""
    source = to_keras(graph, shape)
    code, report = read_code(source), analyse(graph, shape)
    assert (code.input_shape, code.says_input, code.report.error) == (shape, True, None)
    assert (code.report.output_shape, code.report.params, code.report.macs) == (
        report.output_shape, report.params, report.macs)
    return source


@pytest.mark.parametrize("name", ["lenet5", "mlp", "tinyvgg", "fashion_cnn", "alexnet", "vgg16", "resnet_basic_block",
                                  "resnet18", "resnet34", "resnet50", "inception_block", "googlenet",
                                  "xception_block", "alexnet_2012", "alexnet_2012_groups", "zfnet", "aspp"])
def test_presets_are_read_back_with_their_counts(name):
    preset = PRESETS[name]
    source = same(preset.graph, preset.input_shape)
    graph = read_code(source).graph
    assert not any(isinstance(node.layer, Unread) for node in graph)


@pytest.mark.parametrize("name", [name for name in RIGHT if name.startswith("keras")])
def test_keras_programs_come_back(name):
    code = read_code(PROGRAMS[name])
    same(code.graph, code.input_shape)


def test_a_chain_is_a_sequential_with_shapes_channels_last():
    source = to_keras(PRESETS["lenet5"].graph, (1, 32, 32))
    assert "keras.Input((32, 32, 1))," in source
    assert "layers.Conv2D(6, 5),         # 28 × 28 × 6" in source


def test_padding_is_same_where_it_is_and_a_layer_where_not():
    source = to_keras(PRESETS["resnet18"].graph, (3, 224, 224))
    assert "layers.ZeroPadding2D(3)(inputs)" in source  # torch's 3 and 3 are not Keras' 2 and 3
    assert "layers.Conv2D(64, 3, padding='same', use_bias=False)" in source
    assert "layers.GlobalAveragePooling2D()" in source
    assert "layers.Flatten" not in source
    assert "9,600 more, which are not trained" in source  # 4,800 channels pass through batch norms


@pytest.mark.parametrize(("text", "shape", "written"), [
    ("conv.o8.s2.p0_1x0_1", (3, 8, 8), "Conv2D(8, 3, strides=2, padding='same')"),
    ("conv.o8.s2.p1", (3, 8, 8), "ZeroPadding2D(1)"),
    ("conv.o3.g3.b0", (3, 8, 8), "DepthwiseConv2D(3, use_bias=False)"),
    ("convt.o4.k4.p1", (3, 8, 8), "Conv2DTranspose(4, 4, strides=2, padding='same')"),
    ("convt.o4.k5.p1", (3, 8, 8), "Cropping2D(((1, 1), (1, 1)))"), ("maxpool.k3.s2.c1", (3, 8, 8), "padding='same'"),
    ("avgpool.k3.s2.p1", (3, 9, 9), "ZeroPadding2D(1)"), ("adaptive.o4", (3, 8, 8), "AveragePooling2D(2)"),
    ("conv1d.o4.k3.p2_0", (2, 9), "padding='causal'"), ("conv1d.o4.k3.p0_1", (2, 9), "ZeroPadding1D((0, 1))"),
    ("dropout2d~leakyrelu~elu~relu6", (3, 8, 8), "max_value=6"),
    ("groupnorm~layernorm~upsample~pad", (8, 4, 4), "UpSampling2D(2, interpolation='nearest')"),
])
def test_layers_come_back(text, shape, written):
    assert written in same(from_text(text), shape)


@pytest.mark.parametrize(("text", "shape"), [("shuffle.g2", (4, 8, 8)), ("conv.o4.p1.mreflect", (4, 8, 8)),
                                             ("linear.o3", (4, 8, 8)), ("unread.o3x8x8", (3, 8, 8)),
                                             ("maxpool.d2", (4, 8, 8)), ("adaptive.o3", (4, 8, 8))])
def test_what_keras_has_not_is_named(text, shape):
    with pytest.raises(SpecError, match="1: Keras has no layer that does what"):
        to_keras(from_text(text), shape)


def test_response_norm_is_what_tensorflow_computes():
    """tf.nn.local_response_normalization: x / (bias + alpha * sum(x ** 2 of 2 radius + 1 maps)) ** beta."""
    source = to_keras(LRN, (6, 2, 2))
    said = {name: float(value) for name, value in re.findall(r"(depth_radius|bias|alpha|beta)=([\d.e-]+)", source)}
    maps = np.random.default_rng(0).normal(size=(6, 2, 2))
    radius = int(said["depth_radius"])
    sums = [(maps[max(at - radius, 0):at + radius + 1] ** 2).sum(0) for at in range(6)]
    by_tensorflow = maps / (said["bias"] + said["alpha"] * np.stack(sums)) ** said["beta"]
    by_torch = local_response_norm(torch.from_numpy(maps)[None], 3, alpha=0.5, beta=0.6, k=1.5)[0]
    assert by_tensorflow == pytest.approx(by_torch.numpy(), rel=1e-12)
    assert next(iter(read_code(source).graph)).layer == LRN["lrn1"].layer


@pytest.mark.parametrize(("arguments", "read"), [
    ("x, 2", LocalResponseNorm(size=5, alpha=5.0, beta=0.5, k=1.0)),
    ("x, alpha=0.25, depth_radius=1", LocalResponseNorm(size=3, alpha=0.75, beta=0.5, k=1.0)),
    ("x", LocalResponseNorm(size=11, alpha=11.0, beta=0.5, k=1.0)),
    ("x, depth_radius='two'", Unread()), ("x, depth_radius=-1", Unread()), ("x, 10**9", Unread()),
])
def test_response_norm_is_read_with_what_tensorflow_takes_for_left_out(arguments, read):
    code = read_code("import keras\nimport tensorflow as tf\nfrom keras import layers\nmodel = keras.Sequential([\n"
                     f"keras.Input((9, 9, 12)),\nlayers.Lambda(lambda x: tf.nn.lrn({arguments})),\n"
                     "layers.Conv2D(3, 3)])")
    assert type(next(iter(code.graph)).layer) is type(read)
    assert isinstance(read, Unread) or next(iter(code.graph)).layer == read
