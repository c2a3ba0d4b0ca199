"""Shapes that torch refuses are refused here, a line each, with the numbers and something to try."""

from __future__ import annotations

import pytest
from torch import nn

from explorer.errors import ShapeError, SpecError
from explorer.graph import (
    AvgPool2d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    Flatten,
    GroupNorm,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    PixelShuffle,
    Unflatten,
    Upsample,
    ZeroPad2d,
    analyse,
    from_text,
)
from tests.explorer.graph.oracles import measured

# network of one layer, input, torch's module, what is said
SHAPES = [
    ("conv.o8.k9", (3, 5, 5), nn.Conv2d(3, 8, 9), "a window of 9 px does not fit into an input of 5 px"),
    ("conv.o8.k3.d4", (3, 8, 8), nn.Conv2d(3, 8, 3, dilation=4), "does not fit into an input of 8 px"),
    ("conv.o8.k7.p1", (3, 4, 9), nn.Conv2d(3, 8, 7, padding=1), "does not fit into an input of 6 px"),
    ("conv.o8.g2", (3, 8, 8), None, "2 groups do not divide 3 input channels"),
    ("conv.o8.p9.mreflect", (3, 8, 8), nn.Conv2d(3, 8, 3, padding=9, padding_mode="reflect"), "Use padding 7 or less"),
    ("conv.o8.p9.mcircular", (3, 8, 8), nn.Conv2d(3, 8, 3, padding=9, padding_mode="circular"), "padding 8 or less"),
    ("conv1d.o8.k5", (3, 4), nn.Conv1d(3, 8, 5), "a window of 5 px does not fit into an input of 4 px"),
    ("conv3d.o8", (3, 2, 8, 8), nn.Conv3d(3, 8, 3), "a window of 3 px does not fit into an input of 2 px"),
    ("maxpool.k5", (3, 4, 4), nn.MaxPool2d(5), "a window of 5 px does not fit into an input of 4 px"),
    ("maxpool", (3, 1, 8), nn.MaxPool2d(2), "a window of 2 px does not fit into an input of 1 px"),
    ("maxpool.k3.d3", (3, 6, 6), nn.MaxPool2d(3, dilation=3), "does not fit into an input of 6 px"),
    ("avgpool.k3", (3, 2, 2), nn.AvgPool2d(3), "a window of 3 px does not fit into an input of 2 px"),
    ("avgpool3d.k4.p2", (3, 3, 8, 8), nn.AvgPool3d(4, padding=2), "torch refuses that for volumes even with padding"),
    ("lppool.k4", (3, 3, 3), nn.LPPool2d(2, 4), "a window of 4 px does not fit into an input of 3 px"),
    ("pixelshuffle", (6, 4, 4), nn.PixelShuffle(2), "6 channels are no multiple of 2 × 2"),
    ("pixelshuffle.s3", (3, 4, 4), nn.PixelShuffle(3), "Use 9 channels"),
    ("shuffle.g4", (6, 4, 4), nn.ChannelShuffle(4), "4 groups do not divide 6 channels"),
    ("groupnorm.g4", (6, 4, 4), None, "4 groups do not divide 6 channels"),
    ("instancenorm", (6, 1, 1), nn.InstanceNorm2d(6), "a map of one value has no variance"),
    ("padreflect.p4", (3, 4, 9), nn.ReflectionPad2d(4), "needs more pixels than the input's 4"),
    ("unflatten.o2x3x4", (25,), nn.Unflatten(1, (2, 3, 4)), "24 values, but 25 arrive"),
    ("upsample.mbilinear", (3, 8), nn.Upsample(scale_factor=2, mode="bilinear"), "needs maps of C × H × W"),
    ("flatten.s3.e2", (3, 4, 5), nn.Flatten(3, 2), "cannot join axes 3 to 2"),
    ("flatten.s4", (3, 4, 5), nn.Flatten(4), "whose axes are 1 to 3"),
    ("conv.o8", (12,), nn.Conv2d(12, 8, 3), "receives a row of length 12. Put it before the flatten"),
    ("conv1d.o8", (3, 8, 8), nn.Conv1d(3, 8, 3), "Use the 2D kind of this layer"),
    ("maxpool", (8,), nn.MaxPool2d(2), "receives a row of length 8"),
    ("adaptive", (8,), None, "receives a row of length 8"),
    ("bn", (8,), nn.BatchNorm2d(8), "receives a row of length 8"),
    ("bn", (8, 4), nn.BatchNorm2d(8), "Use the 1D kind of this layer"),
    ("bn1d", (8, 4, 4), nn.BatchNorm1d(8), "Use the 2D kind of this layer"),
    ("convt.o8", (3, 8), nn.ConvTranspose2d(3, 8, 2), "Use the 1D kind of this layer"),
    ("convt.o8.k1.p4.s1", (3, 4, 4), nn.ConvTranspose2d(3, 8, 1, padding=4), "conv"),
]

# A layer that can never be: kind, arguments, what is said. torch's own constructor, where it refuses at once.
LAYERS = [
    (Conv2d, {"out_channels": 0}, "out_channels is 0. The smallest that makes sense is 1"),
    (Conv2d, {"out_channels": 2.5}, "out_channels is 2.5. Give a whole number"),
    (Conv2d, {"out_channels": True}, "out_channels is True"),
    (Conv2d, {"out_channels": 4, "kernel_size": 0}, "kernel_size is 0"),
    (Conv2d, {"out_channels": 4, "kernel_size": (3, 3, 3)}, "kernel_size has 3 values for 2 axes"),
    (Conv2d, {"out_channels": 4, "kernel_size": "3"}, "kernel_size is '3'"),
    (Conv2d, {"out_channels": 4, "stride": 0}, "stride is 0"),
    (Conv2d, {"out_channels": 4, "stride": (1, -2)}, "stride is -2"),
    (Conv2d, {"out_channels": 4, "padding": -1}, "padding is -1"),
    (Conv2d, {"out_channels": 4, "padding": "full"}, "Give a number, 'same' or 'valid'"),
    (Conv2d, {"out_channels": 4, "padding": ((1, 2),)}, "one pair"),
    (Conv2d, {"out_channels": 4, "padding": "same", "stride": 2}, "keeps the size, which stride 2 cannot"),
    (Conv2d, {"out_channels": 4, "dilation": 0}, "dilation is 0"),
    (Conv2d, {"out_channels": 4, "groups": 3}, "3 groups do not divide 4 output channels"),
    (Conv2d, {"out_channels": 4, "bias": 1}, "bias is 1. Give True or False"),
    (Conv2d, {"out_channels": 4, "padding_mode": "mirror"}, "padding_mode is 'mirror'. Choose one of zeros, reflect"),
    (ConvTranspose2d, {"out_channels": 4, "output_padding": 2}, "output_padding is 2. It must be smaller"),
    (ConvTranspose2d, {"out_channels": 4, "groups": 8}, "8 groups do not divide 4 output channels"),
    (MaxPool2d, {"kernel_size": 3, "padding": 2}, "padding 2 is more than half the window of 3. Use padding 1 or less"),
    (MaxPool2d, {"kernel_size": (3, 2), "padding": (1, 2)}, "padding 2 is more than half the window of 2"),
    (MaxPool2d, {"dilation": 0}, "dilation is 0"),
    (AvgPool2d, {"count_include_pad": None}, "count_include_pad is None"),
    (LPPool2d, {"norm_type": 0}, "norm_type is 0"),
    (LPPool2d, {"norm_type": 1.5}, "norm_type is 1.5"),
    (Linear, {"out_features": -3}, "out_features is -3"),
    (Linear, {"out_features": (3, 4)}, "out_features is (3, 4)"),
    (Dropout, {"p": 1.5}, "A probability lies between 0 and 1"),
    (Dropout, {"p": -0.1}, "A probability lies between 0 and 1"),
    (Dropout, {"p": float("nan")}, "p is nan"),
    (LeakyReLU, {"negative_slope": "steep"}, "negative_slope is 'steep'. Give a number"),
    (LeakyReLU, {"negative_slope": float("inf")}, "negative_slope is inf"),
    (Flatten, {"start_dim": 0}, "start_dim"),
    (Flatten, {"start_dim": "1"}, "start_dim is '1'. Give a whole number"),
    (GroupNorm, {"num_groups": 0}, "num_groups is 0"),
    (PixelShuffle, {"upscale_factor": 0}, "upscale_factor is 0"),
    (PixelShuffle, {"upscale_factor": (2, 2)}, "upscale_factor is (2, 2)"),
    (Upsample, {"scale_factor": 0}, "scale_factor is 0"),
    (Upsample, {"scale_factor": 1.5}, "scale_factor is 1.5"),
    (Upsample, {"size": (0, 4)}, "size is 0"),
    (Upsample, {"mode": "area"}, "mode is 'area'. Choose one of nearest, bilinear, bicubic"),
    (ZeroPad2d, {"padding": ((1, -2), (0, 0))}, "not one pair"),
    (ZeroPad2d, {"padding": (1, 2, 3)}, "padding has 3 values for 2 axes"),
    (Unflatten, {"unflattened_size": (4,)}, "Give 2 to 4 whole numbers"),
    (Unflatten, {"unflattened_size": (4, 0)}, "Give 2 to 4 whole numbers"),
    (Unflatten, {"unflattened_size": (1, 2, 3, 4, 5)}, "Give 2 to 4 whole numbers"),
]


@pytest.mark.parametrize(("text", "shape", "module", "said"), SHAPES,
                         ids=[f"{text} {shape}" for text, shape, *_ in SHAPES])
def test_what_torch_refuses_is_refused_with_what_to_try(text, shape, module, said):
    if module is not None:
        with pytest.raises((RuntimeError, ValueError, IndexError)):
            measured(module, shape)
    with pytest.raises(ShapeError) as refused:
        analyse(from_text(text), shape)
    assert said in str(refused.value)
    partial = analyse(from_text(text), shape, partial=True)
    assert (partial.rows[0].output_shape, str(partial.error)) == (None, str(refused.value))


@pytest.mark.parametrize(("kind", "arguments", "said"), LAYERS,
                         ids=[f"{kind.__name__} {arguments}" for kind, arguments, _ in LAYERS])
def test_a_layer_that_can_never_be_is_refused_at_once(kind, arguments, said):
    with pytest.raises(SpecError) as refused:
        kind(**arguments)
    assert said in str(refused.value)
    assert kind.__name__ in str(refused.value)
