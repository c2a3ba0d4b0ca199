"""Blocks with branches, and depthwise-separable convolutions. GoogLeNet has torchvision's module names."""

from __future__ import annotations

from explorer.graph.graph import Graph
from explorer.graph.layers.codes import (
    AdaptiveAvgPool2d,
    Add,
    BatchNorm2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
)
from explorer.graph.presets.preset import Sketch

# Widths of the 1 × 1 branch, of the 3 × 3 branch (before, after), of the third (before, after), behind the pooling.
Widths = tuple[int, int, int, int, int, int]
STAGES: dict[str, Widths] = {
    "3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64), "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64), "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128),
}


def inception_block(widths: Widths = STAGES["3a"]) -> Graph:
    """Return a block as in the paper, 3a at first: no batch norm, and 5 × 5 convolutions in the third branch."""
    sketch = Sketch()
    _inception_paper(sketch, "", widths)
    return sketch.graph()


def googlenet() -> Graph:
    """Return torchvision's GoogLeNet without the auxiliary heads: batch norm, and 3 × 3 instead of 5 × 5."""
    sketch = Sketch()
    _unit(sketch, "conv1", 64, 7, stride=2)
    sketch.add("maxpool1", MaxPool2d(kernel_size=3, stride=2, ceil_mode=True))
    _unit(sketch, "conv2", 64, 1)
    _unit(sketch, "conv3", 192, 3)
    sketch.add("maxpool2", MaxPool2d(kernel_size=3, stride=2, ceil_mode=True))
    for name, widths in STAGES.items():
        _inception(sketch, f"inception{name}", widths)
        if name == "3b":
            sketch.add("maxpool3", MaxPool2d(kernel_size=3, stride=2, ceil_mode=True))
        if name == "4e":
            sketch.add("maxpool4", MaxPool2d(kernel_size=2, stride=2, ceil_mode=True))
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=1))
    sketch.add("flatten", Flatten())
    sketch.add("dropout", Dropout(p=0.2))
    sketch.add("fc", Linear(out_features=1000))
    return sketch.graph()


def googlenet_paper() -> Graph:
    """Return GoogLeNet as in the paper: no batch norm, 5 × 5 convolutions in the third branch, no auxiliary heads."""
    sketch = Sketch()
    _plain(sketch, "conv1", 64, 7, stride=2)
    sketch.add("pool1", MaxPool2d(kernel_size=3, stride=2, ceil_mode=True))
    sketch.add("norm1", LocalResponseNorm(size=5))
    _plain(sketch, "conv2.reduce", 64, 1)
    _plain(sketch, "conv2", 192, 3)
    sketch.add("norm2", LocalResponseNorm(size=5))
    sketch.add("pool2", MaxPool2d(kernel_size=3, stride=2, ceil_mode=True))
    for name, widths in STAGES.items():
        _inception_paper(sketch, f"inception{name}.", widths)
        if name in ("3b", "4e"):
            sketch.add(f"pool{name[0]}", MaxPool2d(kernel_size=3, stride=2, ceil_mode=True))
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=1))
    sketch.add("flatten", Flatten())
    sketch.add("dropout", Dropout(p=0.4))
    sketch.add("fc", Linear(out_features=1000))
    return sketch.graph()


def xception_block() -> Graph:
    """Return a block of Xception's middle flow: three depthwise-separable convolutions and a skip."""
    sketch = Sketch()
    for place in (1, 2, 3):
        sketch.add(f"relu{place}", ReLU())
        sketch.add(f"depthwise{place}", Conv2d(out_channels=728, padding=1, groups=728, bias=False))
        sketch.add(f"pointwise{place}", Conv2d(out_channels=728, kernel_size=1, bias=False))
        sketch.add(f"bn{place}", BatchNorm2d())
    sketch.add("add", Add(), "bn3", "input")
    return sketch.graph()


def _inception_paper(sketch: Sketch, prefix: str, widths: Widths) -> None:
    start = sketch.last
    one, before3, after3, before5, after5, behind_pool = widths

    def conv(name: str, width: int, kernel_size: int, source: str) -> str:
        return _plain(sketch, f"{prefix}{name}", width, kernel_size, source=source)

    branches = [conv("conv1x1", one, 1, start),
                conv("conv3x3", after3, 3, conv("reduce3x3", before3, 1, start)),
                conv("conv5x5", after5, 5, conv("reduce5x5", before5, 1, start)),
                conv("project", behind_pool, 1, sketch.add(f"{prefix}pool", MaxPool2d(kernel_size=3, stride=1,
                                                                                      padding=1), start))]
    sketch.add(f"{prefix}cat", Concat(), *branches)


def _plain(sketch: Sketch, name: str, width: int, kernel_size: int, *, stride: int = 1, source: str = "") -> str:
    """Put down a convolution with ReLU."""
    layer = Conv2d(out_channels=width, kernel_size=kernel_size, stride=stride, padding=kernel_size // 2)
    sketch.add(name, layer, *((source,) if source else ()))
    return sketch.add(f"{name}.relu", ReLU())


def _inception(sketch: Sketch, name: str, widths: Widths) -> None:
    start = sketch.last
    one, before, after, third_before, third_after, behind_pool = widths
    first = _unit(sketch, f"{name}.branch1", one, 1)
    _unit(sketch, f"{name}.branch2.0", before, 1, source=start)
    second = _unit(sketch, f"{name}.branch2.1", after, 3)
    _unit(sketch, f"{name}.branch3.0", third_before, 1, source=start)
    third = _unit(sketch, f"{name}.branch3.1", third_after, 3)
    sketch.add(f"{name}.branch4.0", MaxPool2d(kernel_size=3, stride=1, padding=1, ceil_mode=True), start)
    fourth = _unit(sketch, f"{name}.branch4.1", behind_pool, 1)
    sketch.add(f"{name}.cat", Concat(), first, second, third, fourth)


def _unit(sketch: Sketch, name: str, width: int, kernel_size: int, *, stride: int = 1, source: str = "") -> str:
    """Put down a convolution with batch norm and ReLU."""
    layer = Conv2d(out_channels=width, kernel_size=kernel_size, stride=stride, padding=kernel_size // 2, bias=False)
    sketch.add(f"{name}.conv", layer, *((source,) if source else ()))
    sketch.add(f"{name}.bn", BatchNorm2d())
    return sketch.add(f"{name}.relu", ReLU())
