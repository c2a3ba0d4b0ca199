"""Links that were shared go on opening: what each word and letter of one means, one layer a line."""

from __future__ import annotations

import pytest

from explorer.graph import (
    CODES,
    ELU,
    GELU,
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    AdaptiveMaxPool2d,
    Add,
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    ChannelShuffle,
    Concat,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    Dropout,
    Dropout2d,
    Flatten,
    Graph,
    GroupNorm,
    Hardsigmoid,
    Hardswish,
    Identity,
    InstanceNorm1d,
    InstanceNorm2d,
    InstanceNorm3d,
    LayerNorm,
    LayerNorm2d,
    LayerScale,
    LeakyReLU,
    Linear,
    LocalResponseNorm,
    LPPool1d,
    LPPool2d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
    Multiply,
    PadChannels,
    PixelShuffle,
    PReLU,
    ReflectionPad2d,
    ReLU,
    ReLU6,
    ReplicationPad2d,
    Sigmoid,
    SiLU,
    Softmax,
    Subsample,
    Tanh,
    Unflatten,
    Unread,
    Upsample,
    ZeroPad2d,
    from_text,
    to_text,
)

# What links say of one layer, and the layer as torch's documentation writes it.
WORDS = [
    ("conv.o8", Conv2d(out_channels=8, kernel_size=3)),
    ("conv.o8.k5", Conv2d(out_channels=8, kernel_size=5)),
    ("conv.o8.k3x5", Conv2d(out_channels=8, kernel_size=(3, 5))),
    ("conv.o8.s2", Conv2d(out_channels=8, kernel_size=3, stride=2)),
    ("conv.o8.s2x1", Conv2d(out_channels=8, kernel_size=3, stride=(2, 1))),
    ("conv.o8.p1", Conv2d(out_channels=8, kernel_size=3, padding=1)),
    ("conv.o8.p0x2", Conv2d(out_channels=8, kernel_size=3, padding=(0, 2))),
    ("conv.o8.p1_2x0_0", Conv2d(out_channels=8, kernel_size=3, padding=((1, 2), (0, 0)))),
    ("conv.o8.psame", Conv2d(out_channels=8, kernel_size=3, padding="same")),
    ("conv.o8.pvalid", Conv2d(out_channels=8, kernel_size=3, padding="valid")),
    ("conv.o8.d2", Conv2d(out_channels=8, kernel_size=3, dilation=2)),
    ("conv.o8.d1x3", Conv2d(out_channels=8, kernel_size=3, dilation=(1, 3))),
    ("conv.o8.g4", Conv2d(out_channels=8, kernel_size=3, groups=4)),
    ("conv.o8.b0", Conv2d(out_channels=8, kernel_size=3, bias=False)),
    ("conv.o8.p1.mreflect", Conv2d(out_channels=8, kernel_size=3, padding=1, padding_mode="reflect")),
    ("conv.o8.p1.mcircular", Conv2d(out_channels=8, kernel_size=3, padding=1, padding_mode="circular")),
    ("conv.o8.k5x3.s2.p2x1.d1x2.g2.b0.mreplicate", Conv2d(
        out_channels=8, kernel_size=(5, 3), stride=2, padding=(2, 1), dilation=(1, 2), groups=2, bias=False,
        padding_mode="replicate")),
    ("conv1d.o4.k7.s2.p3", Conv1d(out_channels=4, kernel_size=7, stride=2, padding=3)),
    ("conv1d.o4.p2_0", Conv1d(out_channels=4, kernel_size=3, padding=((2, 0),))),
    ("conv3d.o4.k1x3x3", Conv3d(out_channels=4, kernel_size=(1, 3, 3))),
    ("convt.o8", ConvTranspose2d(out_channels=8, kernel_size=2, stride=2)),
    ("convt.o8.k4.p1", ConvTranspose2d(out_channels=8, kernel_size=4, stride=2, padding=1)),
    ("convt.o8.k3.p1.q1", ConvTranspose2d(out_channels=8, kernel_size=3, stride=2, padding=1, output_padding=1)),
    ("convt.o8.s1.b0", ConvTranspose2d(out_channels=8, kernel_size=2, stride=1, bias=False)),
    ("convt1d.o2.k4.s4", ConvTranspose1d(out_channels=2, kernel_size=4, stride=4)),
    ("convt3d.o2.g2", ConvTranspose3d(out_channels=2, kernel_size=2, stride=2, groups=2)),
    ("maxpool", MaxPool2d(kernel_size=2, stride=2)),
    ("maxpool.k3", MaxPool2d(kernel_size=3, stride=3)),
    ("maxpool.k3.s2", MaxPool2d(kernel_size=3, stride=2)),
    ("maxpool.k3.s2.p1.c1", MaxPool2d(kernel_size=3, stride=2, padding=1, ceil_mode=True)),
    ("maxpool.k3.s1.p1.d2", MaxPool2d(kernel_size=3, stride=1, padding=1, dilation=2)),
    ("maxpool1d.k4", MaxPool1d(kernel_size=4)), ("maxpool3d.k1x2x2", MaxPool3d(kernel_size=(1, 2, 2))),
    ("avgpool.k3.s1.p1.i0", AvgPool2d(kernel_size=3, stride=1, padding=1, count_include_pad=False)),
    ("avgpool1d", AvgPool1d(kernel_size=2)), ("avgpool3d.s1", AvgPool3d(kernel_size=2, stride=1)),
    ("lppool.l3.k3", LPPool2d(norm_type=3, kernel_size=3)), ("lppool", LPPool2d(norm_type=2, kernel_size=2)),
    ("lppool1d.l1.k4.s2.c1", LPPool1d(norm_type=1, kernel_size=4, stride=2, ceil_mode=True)),
    ("adaptive", AdaptiveAvgPool2d(output_size=1)), ("adaptive.o7", AdaptiveAvgPool2d(output_size=7)),
    ("adaptive.o3x5", AdaptiveAvgPool2d(output_size=(3, 5))), ("adaptive1d.o4", AdaptiveAvgPool1d(output_size=4)),
    ("adaptive3d.o1x2x3", AdaptiveAvgPool3d(output_size=(1, 2, 3))),
    ("adaptivemax.o2", AdaptiveMaxPool2d(output_size=2)),
    ("bn", BatchNorm2d()), ("bn.a0", BatchNorm2d(affine=False)), ("bn1d", BatchNorm1d()), ("bn3d", BatchNorm3d()),
    ("groupnorm", GroupNorm(num_groups=8)), ("groupnorm.g32.a0", GroupNorm(num_groups=32, affine=False)),
    ("instancenorm", InstanceNorm2d()), ("instancenorm.a1", InstanceNorm2d(affine=True)),
    ("instancenorm1d.a1", InstanceNorm1d(affine=True)), ("instancenorm3d", InstanceNorm3d()),
    ("norm", LayerNorm(axes=0)), ("norm.x1", LayerNorm(axes=1)),
    ("norm.x2.a0", LayerNorm(axes=2, elementwise_affine=False)),
    ("layernorm", LayerNorm2d(eps=1e-6)), ("layernorm.e1e-05", LayerNorm2d(eps=1e-5)), ("layerscale", LayerScale()),
    ("lrn", LocalResponseNorm(size=5)), ("lrn.w3.a0_001.b0_5.k2_0", LocalResponseNorm(
        size=3, alpha=0.001, beta=0.5, k=2.0)),
    ("relu", ReLU()), ("relu6", ReLU6()), ("gelu", GELU()), ("silu", SiLU()), ("tanh", Tanh()),
    ("sigmoid", Sigmoid()), ("softmax", Softmax()), ("hardswish", Hardswish()), ("hardsigmoid", Hardsigmoid()),
    ("leakyrelu", LeakyReLU(negative_slope=0.01)), ("leakyrelu.a0_2", LeakyReLU(negative_slope=0.2)),
    ("prelu", PReLU(num_parameters=1)), ("prelu.o6", PReLU(num_parameters=6)),
    ("elu", ELU(alpha=1.0)), ("elu.a0_5", ELU(alpha=0.5)),
    ("dropout", Dropout(p=0.5)), ("dropout.p0_2", Dropout(p=0.2)), ("dropout2d.p0_1", Dropout2d(p=0.1)),
    ("identity", Identity()), ("flatten", Flatten()), ("flatten.s2", Flatten(start_dim=2)),
    ("flatten.s-3.e-2", Flatten(start_dim=-3, end_dim=-2)),
    ("linear.o10", Linear(out_features=10)), ("linear.o10.b0", Linear(out_features=10, bias=False)),
    ("subsample", Subsample(stride=2)), ("subsample.s2x1", Subsample(stride=(2, 1))),
    ("padchannels.b8.a8", PadChannels(before=8, after=8)), ("shuffle.g3", ChannelShuffle(groups=3)),
    ("take.s8.o16", CODES["take"](start=8, count=16)),
    ("upsample", Upsample(scale_factor=2)), ("upsample.s3x1", Upsample(scale_factor=(3, 1))),
    ("upsample.w7x5", Upsample(size=(7, 5))),
    ("upsample.mbilinear.c1", Upsample(scale_factor=2, mode="bilinear", align_corners=True)),
    ("upsample.s4.mbicubic", Upsample(scale_factor=4, mode="bicubic")),
    ("pixelshuffle", PixelShuffle(upscale_factor=2)), ("pixelshuffle.s3", PixelShuffle(upscale_factor=3)),
    ("pad", ZeroPad2d(padding=1)), ("pad.p1_0x2_3", ZeroPad2d(padding=((1, 0), (2, 3)))),
    ("padreflect.p2", ReflectionPad2d(padding=2)), ("padreplicate.p1x3", ReplicationPad2d(padding=(1, 3))),
    ("unflatten.o8x4x4", Unflatten(unflattened_size=(8, 4, 4))),
    ("unread", Unread()), ("unread.o16x8x8", Unread(output_size=(16, 8, 8))),
    ("unread.o10", Unread(output_size=10)), ("unread.k1", Unread(keeps_shape=True)),
]

MERGES = [("relu~add.f1x2", Add), ("relu~cat.f1x2", Concat), ("relu~mul.f1x2", Multiply)]

# What is written otherwise and means the same.
ALSO = [
    ("conv.o8.k3.s1.p0.d1.g1.b1.mzeros", "conv.o8"), ("conv.k5.o8", "conv.o8.k5"), ("conv.o8.k3x3", "conv.o8"),
    ("maxpool.k2.s2", "maxpool"), ("maxpool.k3.s3", "maxpool.k3"), ("gap", "adaptive"), ("gap1d", "adaptive1d"),
    ("gap3d", "adaptive3d"), ("flatten.s1.e-1", "flatten"), ("convt.o8.k2.s2", "convt.o8"),
    ("conv.o8.p1_1x1_1", "conv.o8.p1"), ("pad.p2_2x2_2", "pad.p2"), ("leakyrelu.a0_01", "leakyrelu"),
    ("relu.nrelu1", "relu"), ("relu.f1", "relu"), ("upsample.c1", "upsample"), ("conv.o8.s1x1", "conv.o8"),
]


@pytest.mark.parametrize(("text", "layer"), WORDS, ids=[text for text, _ in WORDS])
def test_a_word_of_a_link_is_the_layer_that_it_always_was(text, layer):
    assert from_text(text) == Graph.chain(layer)
    assert to_text(Graph.chain(layer)) == text


@pytest.mark.parametrize(("text", "kind"), MERGES)
def test_a_merge_counts_back_to_what_it_reads(text, kind):
    graph = from_text(text)
    assert type(graph.nodes[1].layer) is kind
    assert graph.nodes[1].inputs == ("relu1", "input")
    assert to_text(graph) == text


@pytest.mark.parametrize(("longer", "short"), ALSO)
def test_what_is_usual_may_be_said_and_is_not_written(longer, short):
    assert from_text(longer) == from_text(short)
    assert to_text(from_text(longer)) == short


def test_every_word_of_a_link_is_in_these_tables():
    said = {text.split(".")[0] for text, _ in WORDS} | {text.split("~")[1].split(".")[0] for text, _ in MERGES}
    assert said == set(CODES)
