"""One line of a ``forward`` a line: torch runs the same line, here and nowhere else, and gives the same shape."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from explorer.graph import Unread
from explorer.graph.code import read_code

PROGRAM = """\
import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(6, 8, 3, padding=1)
        self.same = nn.Conv2d(6, 6, 3, padding=1)

    def forward(self, x):
        {line}
        return x

model = Net()
"""
SHAPE = (6, 8, 10)

# On maps of 6 x 8 x 10: what becomes one step here, and of what kind.
ONE_STEP = [
    ("x = F.relu(x)", "ReLU"), ("x = torch.relu(x)", "ReLU"), ("x = x.relu()", "ReLU"), ("x = F.relu_(x)", "ReLU"),
    ("x = F.relu(input=x)", "ReLU"), ("x = F.relu(x, inplace=True)", "ReLU"), ("x = nn.ReLU()(x)", "ReLU"),
    ("x = nn.functional.relu(x)", "ReLU"), ("x = torch.nn.functional.relu(x)", "ReLU"), ("x = F.relu6(x)", "ReLU6"),
    ("x = F.leaky_relu(x, 0.2)", "LeakyReLU"), ("x = F.leaky_relu(x, negative_slope=0.2)", "LeakyReLU"),
    ("x = F.elu(x)", "ELU"), ("x = F.gelu(x)", "GELU"), ("x = F.silu(x)", "SiLU"), ("x = F.hardswish(x)", "Hardswish"),
    ("x = F.hardsigmoid(x)", "Hardsigmoid"), ("x = torch.sigmoid(x)", "Sigmoid"), ("x = x.sigmoid()", "Sigmoid"),
    ("x = F.sigmoid(x)", "Sigmoid"), ("x = torch.tanh(x)", "Tanh"), ("x = x.tanh()", "Tanh"),
    ("x = F.softmax(x, dim=1)", "Softmax"), ("x = torch.softmax(x, 1)", "Softmax"), ("x = x.softmax(dim=1)", "Softmax"),
    ("x = F.log_softmax(x, dim=1)", "Softmax"), ("x = F.selu(x)", "Identity"), ("x = F.mish(x)", "Identity"),
    ("x = F.dropout(x, 0.2)", "Dropout"), ("x = F.dropout(x, p=0.2, training=self.training)", "Dropout"),
    ("x = F.dropout2d(x, 0.1, self.training)", "Dropout2d"),
    ("x = F.max_pool2d(x, 2)", "MaxPool2d"), ("x = F.max_pool2d(x, (2, 2))", "MaxPool2d"),
    ("x = F.max_pool2d(x, kernel_size=3, stride=2, padding=1)", "MaxPool2d"),
    ("x = F.max_pool2d(x, 3, 2, 1)", "MaxPool2d"), ("x = F.max_pool2d(x, 3, 2, 1, 1, True)", "MaxPool2d"),
    ("x = torch.max_pool2d(x, 2)", "MaxPool2d"), ("x = F.max_pool2d(x, x.size(2))", "MaxPool2d"),
    ("x = F.avg_pool2d(x, 2)", "AvgPool2d"), ("x = F.avg_pool2d(x, x.size()[2:])", "AvgPool2d"),
    ("x = F.avg_pool2d(x, x.shape[2])", "AvgPool2d"), ("x = F.avg_pool2d(x, 3, 1, 1, False, False)", "AvgPool2d"),
    ("x = F.avg_pool2d(x, (x.shape[-2], x.shape[-1]))", "AvgPool2d"),
    ("x = F.adaptive_avg_pool2d(x, 1)", "AdaptiveAvgPool2d"), ("x = F.adaptive_avg_pool2d(x, (3, 4))",
                                                              "AdaptiveAvgPool2d"),
    ("x = F.adaptive_avg_pool2d(x, output_size=(2, 2))", "AdaptiveAvgPool2d"),
    ("x = F.adaptive_max_pool2d(x, 2)", "AdaptiveMaxPool2d"),
    ("x = x.mean([2, 3], keepdim=True)", "AdaptiveAvgPool2d"), ("x = x.mean((-2, -1), True)", "AdaptiveAvgPool2d"),
    ("x = torch.mean(x, dim=(2, 3), keepdim=True)", "AdaptiveAvgPool2d"),
    ("x = torch.flatten(x, 1)", "Flatten"), ("x = torch.flatten(x, start_dim=1)", "Flatten"),
    ("x = x.flatten(1)", "Flatten"), ("x = x.flatten(start_dim=1)", "Flatten"), ("x = x.flatten(2)", "Flatten"),
    ("x = x.flatten(1, 2)", "Flatten"), ("x = nn.Flatten()(x)", "Flatten"),
    ("x = x.view(x.size(0), -1)", "Flatten"), ("x = x.view(x.shape[0], -1)", "Flatten"),
    ("x = x.view(len(x), -1)", "Flatten"), ("x = x.view(-1, 6 * 8 * 10)", "Flatten"),
    ("x = x.view(x.size()[0], -1)", "Flatten"), ("x = x.view(-1, self.conv.in_channels * 80)", "Flatten"),
    ("x = x.reshape(x.size(0), -1)", "Flatten"), ("x = x.reshape((x.shape[0], -1))", "Flatten"),
    ("x = torch.reshape(x, (x.size(0), -1))", "Flatten"), ("x = x.reshape(-1, 480)", "Flatten"),
    ("x = x.view(x.size(0), x.size(1) * x.size(2) * x.size(3))", "Flatten"),
    ("x = x.view(x.size(0), x.size(1), -1)", "Flatten"), ("x = x.view(x.size(0), 6, -1)", "Flatten"),
    ("batch = x.size(0); x = x.view(batch, -1)", "Flatten"), ("b, c, h, w = x.shape; x = x.view(b, c, h * w)", None),
    ("b, c, h, w = x.size(); x = x.reshape(b, c * h * w)", "Flatten"), ("b, *_ = x.shape; x = x.view(b, -1)", None),
    ("x = x.contiguous().view(x.size(0), -1)", "Flatten"), ("x = x.view(x.size(0), -1).contiguous()", "Flatten"),
    ("x = F.interpolate(x, scale_factor=2)", "Upsample"), ("x = F.interpolate(x, size=(5, 6))", "Upsample"),
    ("x = F.interpolate(x, scale_factor=2, mode='nearest')", "Upsample"),
    ("x = F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=False)", "Upsample"),
    ("x = F.interpolate(x, (16, 20), mode='bilinear', align_corners=True)", "Upsample"),
    ("x = F.interpolate(x, size=x.shape[2:])", "Upsample"),
    ("x = F.interpolate(x, scale_factor=0.5)", "Unread"), ("x = F.interpolate(x, size=(4, 4), mode='area')", "Unread"),
    ("x = F.pad(x, (1, 1, 1, 1))", "ZeroPad2d"), ("x = F.pad(x, (0, 1, 2, 3))", "ZeroPad2d"),
    ("x = F.pad(x, [1, 2, 0, 0])", "ZeroPad2d"), ("x = F.pad(x, (2, 2, 2, 2), mode='reflect')", "ReflectionPad2d"),
    ("x = F.pad(x, (1, 0, 1, 0), 'replicate')", "ReplicationPad2d"),
    ("x = F.pad(x, (0, 0, 0, 0, 2, 2))", "PadChannels"), ("x = F.pad(x, (-1, -1, -1, -1))", "Unread"),
    ("x = F.pad(x, (1, 1))", "Unread"), ("x = F.pad(x, (1, 1, 1, 1), value=1.0)", "Unread"),
    ("x = x[:, :, ::2, ::2]", "Subsample"), ("x = x[:, :, ::3, ::1]", "Subsample"),
    ("x = self.conv(x)", "Conv2d"), ("x = self.conv.forward(x)", "Conv2d"), ("x = getattr(self, 'conv')(x)", "Conv2d"),
    ("x: torch.Tensor = self.conv(x)", "Conv2d"),
    ("x = self.conv(input=x)", None), ("(x := self.conv(x))", "Conv2d"), ("y = self.conv(x); x = y", "Conv2d"),
    ("x, y = self.conv(x), None", "Conv2d"), ("x = [self.conv(x)][0]", "Conv2d"), ("x = (self.conv(x),)[-1]", "Conv2d"),
    ("x = {'out': self.conv(x)}['out']", "Conv2d"), ("x = (lambda y: self.conv(y))(x)", "Conv2d"),
]
# Nothing happens to the shape, and no step is drawn.
NO_STEP = [
    "x = x.contiguous()", "x = x.float()", "x = x.detach()", "x = x.clone()", "x = x * 2", "x = 0.5 * x + 1",
    "x = x / 255", "x = x - 0.5", "x = x.to('cpu')", "x = x", "x = (x - 0.45) / 0.225", "assert x.dim() == 4",
    "print(x.shape)", "if x.dim() != 4: raise ValueError('maps')", "pass", "n = x.size(0)",
]
# Branches that meet.
BRANCHES = [
    ("x = x + self.same(x)", ["Conv2d", "Add"]), ("x = self.same(x) + x", ["Conv2d", "Add"]),
    ("x += self.same(x)", ["Conv2d", "Add"]), ("x = torch.add(x, self.same(x))", ["Conv2d", "Add"]),
    ("x = x.add(self.same(x))", ["Conv2d", "Add"]), ("x = x - self.same(x)", ["Conv2d", "Add"]),
    ("x = x * torch.sigmoid(self.same(x))", ["Conv2d", "Sigmoid", "Multiply"]),
    ("x = torch.mul(x, self.same(x))", ["Conv2d", "Multiply"]), ("x = x * self.same(x)", ["Conv2d", "Multiply"]),
    ("x = x * F.adaptive_avg_pool2d(x, 1)", ["AdaptiveAvgPool2d", "Multiply"]),
    ("x = torch.cat([x, self.conv(x)], 1)", ["Conv2d", "Concat"]),
    ("x = torch.cat((x, self.conv(x)), dim=1)", ["Conv2d", "Concat"]),
    ("x = torch.cat([x, self.conv(x), self.same(x)], dim=-3)", ["Conv2d", "Conv2d", "Concat"]),
    ("x = torch.concat([self.conv(x), x], dim=1)", ["Conv2d", "Concat"]),
    ("x = torch.cat([f(x) for f in (self.conv, self.same)], 1)", ["Conv2d", "Conv2d", "Concat"]),
    ("x = F.relu(x + self.same(F.relu(x)))", ["ReLU", "Conv2d", "Add", "ReLU"]),
    ("y = self.same(x); x = y + x; x = F.relu(x)", ["Conv2d", "Add", "ReLU"]),
    ("for _ in range(3): x = x + self.same(x)", ["Conv2d", "Add"] * 3),
]


def built(line):
    """Return the shape that torch gives for a line."""
    names = {"torch": torch, "nn": nn, "F": F, "__name__": "program"}
    exec(PROGRAM.format(line=line), names)
    with torch.no_grad():
        return tuple(names["model"].eval()(torch.zeros(2, *SHAPE)).shape[1:])


def opened(line):
    return read_code(PROGRAM.format(line=line), SHAPE)


def kinds(code):
    return [type(node.layer).__name__ for node in code.graph]


@pytest.mark.parametrize(("line", "kind"), ONE_STEP, ids=[line for line, _ in ONE_STEP])
def test_a_line_is_one_step_with_torchs_shape(line, kind):
    code = opened(line)
    assert code.report.output_shape == built(line)
    assert kind is None or kinds(code) == [kind]


@pytest.mark.parametrize("line", NO_STEP)
def test_a_line_that_changes_no_shape_draws_nothing(line):
    line = f"{line}\n        x = F.relu(x)"
    assert built(line) == SHAPE
    assert kinds(opened(line)) == ["ReLU"]


@pytest.mark.parametrize(("line", "expected"), BRANCHES, ids=[line for line, _ in BRANCHES])
def test_branches_meet_as_torch_brings_them_together(line, expected):
    code = opened(line)
    assert (kinds(code), code.report.output_shape) == (expected, built(line))


# What is not read is named with its line; what follows is drawn.
GREY = ["x = torch.fft.fft2(x)", "x = x @ x.transpose(2, 3)", "x = x[:, 0]", "x = x.permute(0, 2, 3, 1)",
        "x = torch.stack([x, x])", "x = torch.cat([x, x], dim=0)", "x = torch.cat([x, x], dim=2)", "x = unknown(x)",
        "x = self.missing(x)", "x = x.unfold(2, 2, 2)"]


@pytest.mark.parametrize("line", GREY)
def test_a_line_that_is_not_read_is_named(line):
    code = read_code(PROGRAM.format(line=f"{line}\n        x = F.relu(x)"), SHAPE)
    assert any(isinstance(node.layer, Unread) for node in code.graph)
    assert type(code.graph.nodes[-1].layer).__name__ == "ReLU"
    assert str(code.notes[0]).startswith("Line 12: ")
