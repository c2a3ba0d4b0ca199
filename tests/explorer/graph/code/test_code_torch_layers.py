"""One layer of torch a line, spelled as people spell it: torch builds the same text, here and nowhere else."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from explorer.graph import Unread
from explorer.graph.code import read_code
from tests.explorer.graph.oracles import measured

MAPS, ROW, SIGNAL, VOLUME = (6, 9, 8), (24,), (6, 12), (2, 5, 6, 7)

ON_MAPS = [
    "nn.Conv2d(6, 8, 3)",
    "nn.Conv2d(6, 8, (3, 5))",
    "nn.Conv2d(6, 8, [3, 5])",
    "nn.Conv2d(6, 8, 3, 2)",
    "nn.Conv2d(6, 8, 3, 2, 1)",
    "nn.Conv2d(6, 8, 3, 1, 2, 2)",
    "nn.Conv2d(6, 8, 3, 1, 1, 1, 2)",
    "nn.Conv2d(6, 8, 3, 1, 1, 1, 2, False)",
    "nn.Conv2d(6, 8, 3, 1, 1, 1, 1, True, 'reflect')",
    "nn.Conv2d(in_channels=6, out_channels=8, kernel_size=3)",
    "nn.Conv2d(6, out_channels=8, kernel_size=(1, 3), padding=(0, 1))",
    "nn.Conv2d(6, 8, kernel_size=3, stride=(2, 1), dilation=(1, 2))",
    "nn.Conv2d(6, 8, kernel_size=3, padding='same')",
    "nn.Conv2d(6, 8, kernel_size=4, padding='same', dilation=2)",
    "nn.Conv2d(6, 8, kernel_size=3, padding='valid', bias=False)",
    "nn.Conv2d(6, 6, 3, groups=6)",
    "nn.Conv2d(6, 12, 3, groups=3, padding_mode='circular', padding=1)",
    "nn.LazyConv2d(8, 3)",
    "nn.LazyConv2d(out_channels=8, kernel_size=5, stride=2, padding=2)",
    "nn.ConvTranspose2d(6, 4, 2)",
    "nn.ConvTranspose2d(6, 4, 2, 2)",
    "nn.ConvTranspose2d(6, 4, 4, 2, 1)",
    "nn.ConvTranspose2d(6, 4, 3, 2, 1, 1)",
    "nn.ConvTranspose2d(6, 4, 3, 2, 1, 1, 2)",
    "nn.ConvTranspose2d(6, 4, 3, 2, 1, 1, 2, False, 2)",
    "nn.ConvTranspose2d(6, 4, kernel_size=3, stride=2, padding=1, output_padding=1, bias=False)",
    "nn.ConvTranspose2d(6, 4, 3, dilation=2)",
    "nn.LazyConvTranspose2d(4, 2, 2)",
    "nn.MaxPool2d(2)",
    "nn.MaxPool2d((2, 3))",
    "nn.MaxPool2d(3, 2)",
    "nn.MaxPool2d(3, 2, 1)",
    "nn.MaxPool2d(3, 2, 1, 2)",
    "nn.MaxPool2d(3, 2, 0, 1, False, True)",
    "nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)",
    "nn.MaxPool2d(3, stride=1, padding=1)",
    "nn.AvgPool2d(2)",
    "nn.AvgPool2d(3, 2, 1)",
    "nn.AvgPool2d(3, 2, 1, True)",
    "nn.AvgPool2d(3, 2, 1, True, False)",
    "nn.AvgPool2d(3, count_include_pad=False)",
    "nn.LPPool2d(2, 3)",
    "nn.LPPool2d(2, 3, stride=2)",
    "nn.LPPool2d(2, 3, 2, True)",
    "nn.AdaptiveAvgPool2d(1)",
    "nn.AdaptiveAvgPool2d((1, 1))",
    "nn.AdaptiveAvgPool2d((7, 3))",
    "nn.AdaptiveAvgPool2d(output_size=(4, 4))",
    "nn.AdaptiveMaxPool2d(2)",
    "nn.AdaptiveMaxPool2d((3, 2))",
    "nn.BatchNorm2d(6)",
    "nn.BatchNorm2d(num_features=6)",
    "nn.BatchNorm2d(6, eps=1e-3, momentum=0.01)",
    "nn.BatchNorm2d(6, 1e-5, 0.1, False)",
    "nn.BatchNorm2d(6, affine=False)",
    "nn.LazyBatchNorm2d()",
    "nn.GroupNorm(2, 6)",
    "nn.GroupNorm(num_groups=3, num_channels=6)",
    "nn.GroupNorm(1, 6, affine=False)",
    "nn.InstanceNorm2d(6)",
    "nn.InstanceNorm2d(6, affine=True)",
    "nn.InstanceNorm2d(6, 1e-5, 0.1, True)",
    "nn.LayerNorm([6, 9, 8])",
    "nn.LayerNorm((9, 8))",
    "nn.LayerNorm(8)",
    "nn.LayerNorm([6, 9, 8], elementwise_affine=False)",
    "nn.LocalResponseNorm(5)",
    "nn.LocalResponseNorm(size=5, alpha=1e-4, beta=0.75, k=2)",
    "nn.Upsample(scale_factor=2)",
    "nn.Upsample(scale_factor=(2, 3))",
    "nn.Upsample(size=(20, 30))",
    "nn.Upsample(None, 2, 'bilinear', True)",
    "nn.Upsample(scale_factor=2, mode='bicubic', align_corners=False)",
    "nn.UpsamplingNearest2d(scale_factor=2)",
    "nn.UpsamplingBilinear2d(scale_factor=2)",
    "nn.UpsamplingBilinear2d(size=(7, 7))",
    "nn.ZeroPad2d(1)",
    "nn.ZeroPad2d((1, 2, 3, 0))",
    "nn.ZeroPad2d([0, 1, 0, 1])",
    "nn.ReflectionPad2d(3)",
    "nn.ReflectionPad2d((1, 0, 2, 0))",
    "nn.ReplicationPad2d(2)",
    "nn.ReplicationPad2d((4, 0, 0, 1))",
    "nn.ChannelShuffle(3)",
    "nn.Dropout2d(0.2)",
    "nn.Dropout2d()",
    "nn.Dropout(p=0.3, inplace=True)",
    "nn.Softmax(dim=1)",
    "nn.ReLU()",
    "nn.ReLU(True)",
    "nn.ReLU(inplace=True)",
    "nn.ReLU6(inplace=True)",
    "nn.LeakyReLU(0.2, inplace=True)",
    "nn.LeakyReLU(negative_slope=0.1)",
    "nn.PReLU()",
    "nn.PReLU(6)",
    "nn.PReLU(num_parameters=6, init=0.1)",
    "nn.ELU(0.5)",
    "nn.GELU()",
    "nn.GELU(approximate='tanh')",
    "nn.SiLU(inplace=True)",
    "nn.Hardswish()",
    "nn.Hardsigmoid()",
    "nn.Sigmoid()",
    "nn.Tanh()",
    "nn.Mish()",
    "nn.SELU()",
    "nn.Softplus()",
    "nn.Hardtanh(0, 6)",
    "nn.LogSoftmax(dim=1)",
    "nn.Identity()",
    "nn.Identity(54, unused=True)",
    "nn.Flatten()",
    "nn.Flatten(1)",
    "nn.Flatten(2)",
    "nn.Flatten(1, 2)",
    "nn.Flatten(start_dim=-2)",
    "nn.Flatten(start_dim=2, end_dim=3)",
    "nn.Linear(8, 5)",
]
ON_ROWS = [
    "nn.Linear(24, 10)",
    "nn.Linear(24, 10, False)",
    "nn.Linear(in_features=24, out_features=10, bias=False)",
    "nn.Linear(2 * 3 * 4, 2 ** 4)",
    "nn.Linear(int(24), 100 // 7)",
    "nn.LazyLinear(7)",
    "nn.LazyLinear(out_features=7, bias=False)",
    "nn.BatchNorm1d(24)",
    "nn.LazyBatchNorm1d(affine=False)",
    "nn.LayerNorm(24)",
    "nn.LayerNorm((24,), 1e-6)",
    "nn.GroupNorm(4, 24)",
    "nn.Dropout(0.5)",
    "nn.Softmax(-1)",
    "nn.Unflatten(1, (6, 2, 2))",
    "nn.Unflatten(dim=1, unflattened_size=(24, 1, 1))",
]
ON_SIGNALS = [
    "nn.Conv1d(6, 8, 3)",
    "nn.Conv1d(6, 8, 3, 2, 1)",
    "nn.Conv1d(6, 8, kernel_size=5, dilation=2, padding=4)",
    "nn.Conv1d(6, 6, 3, padding='same', groups=6)",
    "nn.LazyConv1d(8, 3)",
    "nn.ConvTranspose1d(6, 3, 4, 2, 1)",
    "nn.MaxPool1d(3)",
    "nn.MaxPool1d(3, 2, ceil_mode=True)",
    "nn.AvgPool1d(4)",
    "nn.LPPool1d(2, 3, 2)",
    "nn.AdaptiveAvgPool1d(1)",
    "nn.AdaptiveAvgPool1d(5)",
    "nn.BatchNorm1d(6)",
    "nn.InstanceNorm1d(6, affine=True)",
    "nn.LayerNorm(12)",
    "nn.Linear(12, 3)",
]
ON_VOLUMES = [
    "nn.Conv3d(2, 4, 3)",
    "nn.Conv3d(2, 4, (1, 3, 3), padding=(0, 1, 1))",
    "nn.ConvTranspose3d(2, 4, 2, 2)",
    "nn.MaxPool3d(2)",
    "nn.MaxPool3d((1, 2, 2), stride=(1, 2, 2))",
    "nn.AvgPool3d(2, 1)",
    "nn.AdaptiveAvgPool3d(1)",
    "nn.AdaptiveAvgPool3d((1, 2, 3))",
    "nn.BatchNorm3d(2)",
    "nn.InstanceNorm3d(2)",
    "nn.Flatten(2)",
]
LINES = [(text, shape) for lines, shape in ((ON_MAPS, MAPS), (ON_ROWS, ROW), (ON_SIGNALS, SIGNAL),
                                            (ON_VOLUMES, VOLUME)) for text in lines]

# What is not read is named and stands as a grey layer. Kinds that keep their shape are known to.
NOT_READ = [
    ("nn.RMSNorm(8)", MAPS), ("nn.Fold((9, 8), 3)", None), ("nn.Unfold(3)", None),
    ("nn.FractionalMaxPool2d(2, output_size=3)", None), ("nn.PixelUnshuffle(2)", None),
    ("nn.Bilinear(6, 6, 3)", None), ("nn.MaxUnpool2d(2)", None), ("nn.CircularPad2d(1)", None),
    ("nn.AdaptiveMaxPool1d(2)", None), ("nn.Softmax(dim=2)", None), ("nn.Conv2d(6, channels, 3)", None),
    ("nn.GroupNorm(groups, 6)", None), ("nn.Upsample()", None), ("nn.AdaptiveAvgPool2d((None, 4))", None),
]


def opened(text, shape):
    code = read_code(f"import torch.nn as nn\nmodel = nn.Sequential({text})", shape)
    assert len(code.graph) == 1
    return code


@pytest.mark.parametrize(("text", "shape"), LINES, ids=[text for text, _ in LINES])
def test_a_layer_is_read_as_torch_builds_it(text, shape):
    code = opened(text, shape)
    report = code.report
    module = eval(text, {"nn": nn}).eval()
    assert (report.output_shape, report.params) == measured(module, shape)
    assert (report.error, code.notes) == (None, ())


@pytest.mark.parametrize(("text", "output"), NOT_READ, ids=[text for text, _ in NOT_READ])
def test_what_is_not_read_is_grey_and_named(text, output):
    code = opened(text, MAPS)
    assert isinstance(code.graph.nodes[0].layer, Unread)
    assert code.report.output_shape == output
    if output is None:
        assert str(code.notes[0]).startswith("Line 2: ")


# What is given as the number of what arrives and does not: torch refuses it, and the number that fits is named.
UNFIT = [
    ("nn.Conv2d(3, 8, 3)", MAPS, "is written for 3 channels, but 6 arrive. Write 6."),
    ("nn.ConvTranspose2d(16, 8, 2, 2)", MAPS, "is written for 16 channels, but 6 arrive. Write 6."),
    ("nn.BatchNorm2d(64)", MAPS, "is written for 64 channels, but 6 arrive. Write 6."),
    ("nn.GroupNorm(2, 32)", MAPS, "is written for 32 channels, but 6 arrive. Write 6."),
    ("nn.Linear(432, 10)", MAPS, "which are all of 6 × 9 × 8, but they are not in one row"),
    ("nn.Linear(25, 10)", ROW, "is written for 25 values, but 24 arrive. Write 24."),
    ("nn.BatchNorm1d(12)", ROW, "is written for 12 channels, but 24 arrive. Write 24."),
    ("nn.Conv1d(12, 8, 3)", SIGNAL, "is written for 12 channels, but 6 arrive. Write 6."),
    ("nn.Conv3d(1, 8, 3)", VOLUME, "is written for 1 channels, but 2 arrive. Write 2."),
]


@pytest.mark.parametrize(("text", "shape", "said"), UNFIT, ids=[text for text, *_ in UNFIT])
def test_a_number_that_does_not_fit_is_refused_by_torch_and_mended_here(text, shape, said):
    with pytest.raises((RuntimeError, ValueError)):
        eval(text, {"nn": nn})(torch.zeros(2, *shape))
    assert said in str(opened(text, shape).report.error)
