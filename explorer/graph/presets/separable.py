"""Networks and blocks that do with few weights: depthwise convolutions, gates, dense blocks, dilated branches."""

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
    MaxPool2d,
    Multiply,
    ReLU,
    ReLU6,
    Sigmoid,
    Upsample,
)
from explorer.graph.presets.preset import Sketch

MOBILENET = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1))
"""Channels and stride of each depthwise-separable convolution of MobileNetV1."""


def xception() -> Graph:
    """Return Xception: a convolution per map, then one of 1 x 1 over the maps, 34 times."""
    sketch = Sketch()
    for place, (width, stride) in enumerate([(32, 2), (64, 1)], 1):
        sketch.add(f"block1.conv{place}", Conv2d(out_channels=width, stride=stride, bias=False))
        sketch.add(f"block1.bn{place}", BatchNorm2d())
        sketch.add(f"block1.relu{place}", ReLU())
    before = 64
    for block, width in enumerate((128, 256, 728), 2):
        _shrinking(sketch, f"block{block}", before, (width, width), bends_first=block > 2)
        before = width
    for block in range(5, 13):
        start = sketch.last
        for place in (1, 2, 3):
            sketch.add(f"block{block}.relu{place}", ReLU())
            _separable(sketch, f"block{block}.sepconv{place}", 728, 728)
        sketch.add(f"block{block}.add", Add(), sketch.last, start)
    _shrinking(sketch, "block13", 728, (728, 1024), bends_first=True)
    for place, (before, width) in enumerate([(1024, 1536), (1536, 2048)], 1):
        _separable(sketch, f"block14.sepconv{place}", before, width)
        sketch.add(f"block14.relu{place}", ReLU())
    return _classified(sketch)


def mobilenet() -> Graph:
    """Return MobileNetV1 at full width."""
    sketch = Sketch()
    _bent(sketch, "conv1", Conv2d(out_channels=32, stride=2, padding=1, bias=False))
    before = 32
    for place, (width, stride) in enumerate(MOBILENET, 2):
        _bent(sketch, f"conv{place}.depthwise", Conv2d(out_channels=before, stride=stride, padding=1, groups=before,
                                                       bias=False))
        _bent(sketch, f"conv{place}.pointwise", Conv2d(out_channels=width, kernel_size=1, bias=False))
        before = width
    return _classified(sketch)


def inverted_residual(channels: int = 24, expansion: int = 6, *, middle: str = "depthwise") -> Graph:
    """Return a block of MobileNetV2: 24 channels become 144, are filtered one by one, and become 24 again.

    ``middle``: name of the middle convolution; another than ``depthwise`` reads all channels.
    """
    sketch = Sketch()
    wide = expansion * channels
    groups = wide if middle == "depthwise" else 1
    for name, layer in (("expand", Conv2d(out_channels=wide, kernel_size=1, bias=False)),
                        (middle, Conv2d(out_channels=wide, padding=1, groups=groups, bias=False))):
        sketch.add(f"{name}.conv", layer)
        sketch.add(f"{name}.bn", BatchNorm2d())
        sketch.add(f"{name}.relu", ReLU6())
    sketch.add("project.conv", Conv2d(out_channels=channels, kernel_size=1, bias=False))
    sketch.add("project.bn", BatchNorm2d())
    sketch.add("add", Add(), "project.bn", "input")
    return sketch.graph()


def dense_block(growth: int = 32, layers: int = 6) -> Graph:
    """Return the first block of DenseNet-121: six layers, each of which reads all maps before it."""
    sketch = Sketch()
    sources = ["input"]
    for place in range(1, layers + 1):
        name = f"denselayer{place}"
        if len(sources) > 1:
            sketch.add(f"{name}.cat", Concat(), *sources)
        sketch.add(f"{name}.norm1", BatchNorm2d())
        sketch.add(f"{name}.relu1", ReLU())
        sketch.add(f"{name}.conv1", Conv2d(out_channels=4 * growth, kernel_size=1, bias=False))
        sketch.add(f"{name}.norm2", BatchNorm2d())
        sketch.add(f"{name}.relu2", ReLU())
        sources.append(sketch.add(f"{name}.conv2", Conv2d(out_channels=growth, padding=1, bias=False)))
    sketch.add("cat", Concat(), *sources)
    return sketch.graph()


def squeeze_excitation(channels: int = 256, ratio: int = 16) -> Graph:
    """Return a gate of 256 maps through 16 values: each map is multiplied by what all of the picture says of it."""
    sketch = Sketch()
    sketch.add("squeeze", AdaptiveAvgPool2d(output_size=1))
    sketch.add("fc1", Conv2d(out_channels=max(1, channels // ratio), kernel_size=1))
    sketch.add("relu", ReLU())
    sketch.add("fc2", Conv2d(out_channels=channels, kernel_size=1))
    sketch.add("gate", Sigmoid())
    sketch.add("excite", Multiply(), "input", "gate")
    return sketch.graph()


def pyramid_pooling() -> Graph:
    """Return DeepLabV3's pyramid of dilated convolutions (ASPP) on 2,048 maps, with its branch for all of a picture."""
    sketch = Sketch()
    branches = [_bent(sketch, "conv1x1", Conv2d(out_channels=256, kernel_size=1, bias=False), "input")]
    branches += [_bent(sketch, f"rate{rate}", Conv2d(out_channels=256, padding=rate, dilation=rate, bias=False),
                       "input") for rate in (12, 24, 36)]
    sketch.add("pool.avgpool", AdaptiveAvgPool2d(output_size=1), "input")
    _bent(sketch, "pool", Conv2d(out_channels=256, kernel_size=1, bias=False))
    branches.append(sketch.add("pool.up", Upsample(size=28, mode="bilinear")))
    sketch.add("cat", Concat(), *branches)
    _bent(sketch, "project", Conv2d(out_channels=256, kernel_size=1, bias=False))
    sketch.add("dropout", Dropout())
    return sketch.graph()


def _bent(sketch: Sketch, name: str, layer: Conv2d, *source: str) -> str:
    """Put down a convolution with batch norm and ReLU."""
    sketch.add(f"{name}.conv", layer, *source)
    sketch.add(f"{name}.bn", BatchNorm2d())
    return sketch.add(f"{name}.relu", ReLU())


def _separable(sketch: Sketch, name: str, before: int, width: int) -> None:
    sketch.add(f"{name}.depthwise", Conv2d(out_channels=before, padding=1, groups=before, bias=False))
    sketch.add(f"{name}.pointwise", Conv2d(out_channels=width, kernel_size=1, bias=False))
    sketch.add(f"{name}.bn", BatchNorm2d())


def _shrinking(sketch: Sketch, name: str, before: int, widths: tuple[int, int], *, bends_first: bool) -> None:
    """Put down two separable convolutions and a pooling beside a 1 x 1 convolution with stride 2."""
    start = sketch.last
    for place, (inner, width) in enumerate(zip((before, widths[0]), widths, strict=True), 1):
        if place > 1 or bends_first:
            sketch.add(f"{name}.relu{place}", ReLU())
        _separable(sketch, f"{name}.sepconv{place}", inner, width)
    end = sketch.add(f"{name}.pool", MaxPool2d(kernel_size=3, stride=2, padding=1))
    sketch.add(f"{name}.skip.conv", Conv2d(out_channels=widths[1], kernel_size=1, stride=2, bias=False), start)
    skip = sketch.add(f"{name}.skip.bn", BatchNorm2d())
    sketch.add(f"{name}.add", Add(), end, skip)


def _classified(sketch: Sketch) -> Graph:
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=1))
    sketch.add("flatten", Flatten())
    sketch.add("fc", Linear(out_features=1000))
    return sketch.graph()
