"""Residual networks, with torchvision's module names and, in bottlenecks, its stride in the 3 × 3 convolution."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.codes import AdaptiveAvgPool2d, Add, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from explorer.graph.presets.preset import Sketch

Block = Callable[[Sketch, str, int, int, bool], None]


def basic_block(channels: int = 64) -> Graph:
    """Return one block of ResNet-18 on its own."""
    sketch = Sketch()
    _basic(sketch, "", channels, 1, False)
    return sketch.graph()


def preactivated_block() -> Graph:
    """Return the same block with batch norm and ReLU before each convolution, and nothing behind the addition."""
    sketch = Sketch()
    for place, relu in ((1, "relu"), (2, "relu_1")):
        sketch.add(f"bn{place}", BatchNorm2d())
        sketch.add(relu, ReLU())
        sketch.add(f"conv{place}", Conv2d(out_channels=64, kernel_size=3, padding=1, bias=False))
    sketch.add("add", Add(), "conv2", INPUT)
    return sketch.graph()


def bottleneck(width: int = 64) -> Graph:
    """Return one block of ResNet-50 on its own: ``width`` channels between its ends of four times as many."""
    sketch = Sketch()
    _bottleneck(sketch, "", width, 1, False)
    return sketch.graph()


def resnet18() -> Graph:
    """Return ResNet-18."""
    return _imagenet(_basic, (2, 2, 2, 2), widening=1)


def resnet34() -> Graph:
    """Return ResNet-34."""
    return _imagenet(_basic, (3, 4, 6, 3), widening=1)


def resnet50() -> Graph:
    """Return ResNet-50, "v1.5"."""
    return _imagenet(_bottleneck, (3, 4, 6, 3), widening=4)


def resnet101() -> Graph:
    """Return ResNet-101, "v1.5"."""
    return _imagenet(_bottleneck, (3, 4, 23, 3), widening=4)


def resnet152() -> Graph:
    """Return ResNet-152, "v1.5"."""
    return _imagenet(_bottleneck, (3, 8, 36, 3), widening=4)


def resnet50_paper() -> Graph:
    """Return ResNet-50 as in the paper: the first 1 x 1 convolution of a block has the stride."""
    return _imagenet(partial(_bottleneck, early_stride=True), (3, 4, 6, 3), widening=4)


def resnet101_paper() -> Graph:
    """Return ResNet-101 as in the paper."""
    return _imagenet(partial(_bottleneck, early_stride=True), (3, 4, 23, 3), widening=4)


def resnet152_paper() -> Graph:
    """Return ResNet-152 as in the paper."""
    return _imagenet(partial(_bottleneck, early_stride=True), (3, 8, 36, 3), widening=4)


def resnet34_notes() -> Graph:
    """Return ResNet-34 for 10 classes."""
    return _imagenet(_basic, (3, 4, 6, 3), widening=1, classes=10)


def resnet20() -> Graph:
    """Return the paper's network for CIFAR-10, with projections (option B) where a stage begins."""
    sketch = Sketch()
    _conv(sketch, "conv1", "bn1", 16, 3)
    sketch.add("relu", ReLU())
    _stages(sketch, _basic, (3, 3, 3), 16, projects_first=False)
    _head(sketch, 10)
    return sketch.graph()


def _imagenet(block: Block, depths: tuple[int, ...], *, widening: int, classes: int = 1000) -> Graph:
    sketch = Sketch()
    _conv(sketch, "conv1", "bn1", 64, 7, stride=2)
    sketch.add("relu", ReLU())
    sketch.add("maxpool", MaxPool2d(kernel_size=3, stride=2, padding=1))
    _stages(sketch, block, depths, 64, projects_first=widening > 1)
    _head(sketch, classes)
    return sketch.graph()


def _stages(sketch: Sketch, block: Block, depths: tuple[int, ...], width: int, *, projects_first: bool) -> None:
    """Put down the stages; each halves the side and doubles the width, but for the first."""
    for stage, depth in enumerate(depths):
        for place in range(depth):
            stride = 2 if stage and not place else 1
            projects = not place and (stage > 0 or projects_first)
            block(sketch, f"layer{stage + 1}.{place}.", width * 2**stage, stride, projects)


def _basic(sketch: Sketch, prefix: str, width: int, stride: int, projects: bool) -> None:
    start = sketch.last
    _conv(sketch, f"{prefix}conv1", f"{prefix}bn1", width, 3, stride=stride)
    sketch.add(f"{prefix}relu", ReLU())
    end = _conv(sketch, f"{prefix}conv2", f"{prefix}bn2", width, 3)
    _skip(sketch, prefix, start, end, width, stride, projects)
    sketch.add(f"{prefix}relu_1", ReLU())


def _bottleneck(sketch: Sketch, prefix: str, width: int, stride: int, projects: bool, *,
                early_stride: bool = False) -> None:
    start = sketch.last
    first, second = (stride, 1) if early_stride else (1, stride)
    _conv(sketch, f"{prefix}conv1", f"{prefix}bn1", width, 1, stride=first)
    sketch.add(f"{prefix}relu", ReLU())
    _conv(sketch, f"{prefix}conv2", f"{prefix}bn2", width, 3, stride=second)
    sketch.add(f"{prefix}relu_1", ReLU())
    end = _conv(sketch, f"{prefix}conv3", f"{prefix}bn3", 4 * width, 1)
    _skip(sketch, prefix, start, end, 4 * width, stride, projects)
    sketch.add(f"{prefix}relu_2", ReLU())


def _skip(sketch: Sketch, prefix: str, start: str, end: str, width: int, stride: int, projects: bool) -> None:
    """Put down what adds the block's input to its result, through a 1 × 1 convolution where shapes differ."""
    if projects:
        names = f"{prefix}downsample.0", f"{prefix}downsample.1"
        start = _conv(sketch, *names, width, 1, stride=stride, source=start)
    sketch.add(f"{prefix}add", Add(), end, start)


def _conv(sketch: Sketch, conv: str, norm: str, width: int, kernel_size: int, *, stride: int = 1,
          source: str = "") -> str:
    layer = Conv2d(out_channels=width, kernel_size=kernel_size, stride=stride, padding=kernel_size // 2, bias=False)
    sketch.add(conv, layer, *((source,) if source else ()))
    return sketch.add(norm, BatchNorm2d())


def _head(sketch: Sketch, classes: int) -> None:
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=1))
    sketch.add("flatten", Flatten())
    sketch.add("fc", Linear(out_features=classes))
