"""Layers as Keras is told them, a line each; Keras' documentation says what each argument does and what is usual."""

from __future__ import annotations

import pytest

from explorer.errors import SpecError
from explorer.graph import analyse, from_text, to_keras
from explorer.graph.code import read_code

MAPS, ROW, SIGNAL, VOLUME = (4, 10, 12), (24,), (3, 20), (2, 6, 6, 8)

LRN = "Lambda(lambda x: tf.nn.local_response_normalization(x, depth_radius=2, bias=1.0, alpha=2e-05, beta=0.75))"

LINES = [
    ("conv.o8", MAPS, ["Conv2D(8, 3)"]),
    ("conv.o8.k5", MAPS, ["Conv2D(8, 5)"]),
    ("conv.o8.k3x5", MAPS, ["Conv2D(8, (3, 5))"]),
    ("conv.o8.p1", MAPS, ["Conv2D(8, 3, padding='same')"]),
    ("conv.o8.psame", MAPS, ["Conv2D(8, 3, padding='same')"]),
    ("conv.o8.pvalid", MAPS, ["Conv2D(8, 3)"]),
    ("conv.o8.k5.p2", MAPS, ["Conv2D(8, 5, padding='same')"]),
    ("conv.o8.k5.p1", MAPS, ["ZeroPadding2D(1)", "Conv2D(8, 5)"]),
    ("conv.o8.s2", MAPS, ["Conv2D(8, 3, strides=2)"]),
    ("conv.o8.s2x1", MAPS, ["Conv2D(8, 3, strides=(2, 1))"]),
    # torch pads an even side on both ends, Keras' 'same' at the end only
    ("conv.o8.s2.p1", MAPS, ["ZeroPadding2D(1)", "Conv2D(8, 3, strides=2)"]),
    ("conv.o8.s2.p1", (4, 11, 13), ["Conv2D(8, 3, strides=2, padding='same')"]),
    ("conv.o8.s2.p0_1x0_1", MAPS, ["Conv2D(8, 3, strides=2, padding='same')"]),
    ("conv.o8.p1_0x0_2", MAPS, ["ZeroPadding2D(((1, 0), (0, 2)))", "Conv2D(8, 3)"]),
    ("conv.o8.d2", MAPS, ["Conv2D(8, 3, dilation_rate=2)"]),
    ("conv.o8.p2.d2", MAPS, ["Conv2D(8, 3, padding='same', dilation_rate=2)"]),
    ("conv.o8.b0", MAPS, ["Conv2D(8, 3, use_bias=False)"]),
    ("conv.o8.g2", MAPS, ["Conv2D(8, 3, groups=2)"]),
    ("conv.o4.p1.g4", MAPS, ["DepthwiseConv2D(3, padding='same')"]),
    ("conv.o8.p1.g4.b0", MAPS, ["DepthwiseConv2D(3, padding='same', use_bias=False, depth_multiplier=2)"]),
    ("convt.o8", MAPS, ["Conv2DTranspose(8, 2, strides=2)"]),
    ("convt.o8.k4.p1", MAPS, ["Conv2DTranspose(8, 4, strides=2, padding='same')"]),
    ("convt.o8.k3.s1", MAPS, ["Conv2DTranspose(8, 3)"]),
    ("convt.o8.k3.p1.q1", MAPS, ["Conv2DTranspose(8, 3, strides=2, padding='same')"]),
    ("convt.o8.k3.p1", MAPS, ["Conv2DTranspose(8, 3, strides=2)", "Cropping2D(((1, 1), (1, 1)))"]),
    ("maxpool", MAPS, ["MaxPooling2D(2)"]),
    ("maxpool.k3", MAPS, ["MaxPooling2D(3)"]),
    ("maxpool.k3.s2", MAPS, ["MaxPooling2D(3, strides=2)"]),
    ("maxpool.k3.s1.p1", MAPS, ["MaxPooling2D(3, strides=1, padding='same')"]),
    ("maxpool.k2x3", MAPS, ["MaxPooling2D((2, 3))"]),
    ("maxpool.c1", (4, 11, 13), ["MaxPooling2D(2, padding='same')"]),
    ("avgpool", MAPS, ["AveragePooling2D(2)"]),
    ("avgpool.k3.s1.p1.i0", MAPS, ["AveragePooling2D(3, strides=1, padding='same')"]),
    ("avgpool.k3.s1.p1", MAPS, ["ZeroPadding2D(1)", "AveragePooling2D(3, strides=1)"]),
    ("adaptive", MAPS, ["GlobalAveragePooling2D(keepdims=True)"]),
    ("adaptive~flatten", MAPS, ["GlobalAveragePooling2D()"]),
    ("adaptivemax~flatten", MAPS, ["GlobalMaxPooling2D()"]),
    ("adaptive.o5x4", MAPS, ["AveragePooling2D((2, 3))"]),
    ("bn", MAPS, ["BatchNormalization(epsilon=1e-05)"]),
    ("bn.a0", MAPS, ["BatchNormalization(epsilon=1e-05, center=False, scale=False)"]),
    ("groupnorm.g2", MAPS, ["GroupNormalization(2, epsilon=1e-05)"]),
    ("flatten", MAPS, ["Flatten()"]),
    ("flatten.s2", MAPS, ["Reshape((120, 4))"]),
    ("pad.p1_0x2_3", MAPS, ["ZeroPadding2D(((1, 0), (2, 3)))"]),
    ("pad.p2", MAPS, ["ZeroPadding2D(2)"]),
    ("upsample", MAPS, ["UpSampling2D(2, interpolation='nearest')"]),
    ("upsample.w7x30.mbilinear", MAPS, ["Resizing(7, 30, interpolation='bilinear')"]),
    ("upsample.s3x1.mbilinear", MAPS, ["UpSampling2D((3, 1), interpolation='bilinear')"]),
    ("dropout.p0_2", MAPS, ["Dropout(0.2)"]),
    ("dropout2d.p0_1", MAPS, ["SpatialDropout2D(0.1)"]),
    ("leakyrelu.a0_2", MAPS, ["LeakyReLU(negative_slope=0.2)"]),
    ("elu.a0_5", MAPS, ["ELU(alpha=0.5)"]),
    ("lrn", MAPS, [LRN]),
    ("prelu", MAPS, ["PReLU(shared_axes=[1, 2, 3])"]),
    ("prelu.o4", MAPS, ["PReLU(shared_axes=[1, 2])"]),
    ("prelu.o24", ROW, ["PReLU()"]),
    ("linear.o10", ROW, ["Dense(10)"]),
    ("linear.o10.b0", ROW, ["Dense(10, use_bias=False)"]),
    ("norm", ROW, ["LayerNormalization(epsilon=1e-05)"]),
    ("unflatten.o2x3x4", ROW, ["Reshape((3, 4, 2))"]),
    ("conv1d.o8", SIGNAL, ["Conv1D(8, 3)"]),
    ("conv1d.o8.p2_0", SIGNAL, ["Conv1D(8, 3, padding='causal')"]),
    ("conv1d.o8.p8_0.d4", SIGNAL, ["Conv1D(8, 3, padding='causal', dilation_rate=4)"]),
    ("conv1d.o8.p0_1", SIGNAL, ["ZeroPadding1D((0, 1))", "Conv1D(8, 3)"]),
    ("maxpool1d.k4", SIGNAL, ["MaxPooling1D(4)"]),
    ("gap1d~flatten", SIGNAL, ["GlobalAveragePooling1D()"]),
    ("conv3d.o4.k1x3x3.p0x1x1", VOLUME, ["Conv3D(4, (1, 3, 3), padding='same')"]),
    ("maxpool3d", VOLUME, ["MaxPooling3D(2)"]),
    ("convt3d.o4", VOLUME, ["Conv3DTranspose(4, 2, strides=2)"]),
]

# What Keras has no layer for.
CANNOT = [
    ("conv.o8.p1.mreflect", MAPS), ("conv.o8.p1.mcircular", MAPS), ("conv.o8.s2.d2", MAPS), ("convt.o8.g2", MAPS),
    ("maxpool.k3.s1.p1.d2", MAPS), ("lppool", MAPS), ("adaptive.o3", MAPS), ("linear.o10", MAPS), ("norm", MAPS),
    ("instancenorm", MAPS), ("lrn.w4", MAPS), ("pixelshuffle", MAPS), ("padreflect.p1", MAPS),
    ("padreplicate.p1", MAPS), ("shuffle.g2", MAPS), ("upsample.mbilinear.c1", MAPS), ("unread.k1", MAPS),
    ("avgpool.k3.s2.p1.i0", MAPS),
]


def said(text, shape):
    """Return the lines of the layers, without the shapes behind them."""
    source = to_keras(from_text(text), shape)
    lines = [line.partition("#")[0].strip().rstrip(",") for line in source.splitlines()]
    return [line.removeprefix("layers.") for line in lines if line.startswith("layers.")]


@pytest.mark.parametrize(("text", "shape", "lines"), LINES, ids=[f"{text} {shape}" for text, shape, _ in LINES])
def test_a_layer_is_told_as_keras_takes_it(text, shape, lines):
    assert said(text, shape) == lines


@pytest.mark.parametrize(("text", "shape"), sorted({(text, shape) for text, shape, _ in LINES}))
def test_what_is_told_is_read_back_with_the_same_shape_and_numbers(text, shape):
    before = analyse(from_text(text), shape)
    after = read_code(to_keras(from_text(text), shape)).report
    assert (after.input_shape, after.output_shape, after.params) == (shape, before.output_shape, before.params)


@pytest.mark.parametrize(("text", "shape"), CANNOT)
def test_what_keras_cannot_do_is_refused_by_name(text, shape):
    with pytest.raises(SpecError, match="Keras has no layer that does what"):
        to_keras(from_text(text), shape)
