"""Whole networks for ImageNet since 2016: DenseNet-121, MobileNetV2, EfficientNet-Lite0 and ConvNeXt-T.

MobileNetV2 and ConvNeXt have torchvision's module names. DenseNet has its own: there each layer is given all maps
before it by one concatenation, here each hands on what it got with its own maps behind: the same maps in the same
order, and a picture that can be read.
"""

from __future__ import annotations

from explorer.graph.graph import Graph
from explorer.graph.layers.codes import (
    GELU,
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Identity,
    LayerNorm2d,
    LayerScale,
    Linear,
    MaxPool2d,
    ReLU,
    ReLU6,
)
from explorer.graph.presets.preset import Sketch

GROWTH = 32
"""Maps that each layer of DenseNet-121 adds."""
DENSE_BLOCKS = (6, 12, 24, 16)
# Expansion, channels, repeats and stride of the first of them: table 2 of the paper.
MOBILENET_V2 = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
                (6, 320, 1, 1))
EFFICIENTNET_LITE0 = ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112),
                      (4, 5, 2, 6, 192), (1, 3, 1, 6, 320))
"""Of each stage the blocks, the window of their depthwise convolutions, the stride of the first, how many times wider
blocks are in the middle than at their ends, and the channels at their ends: table 1 of the paper, without gates."""
CONVNEXT_TINY = ((96, 3), (192, 3), (384, 9), (768, 3))
"""Channels and blocks of each stage."""


def densenet121() -> Graph:
    """Return DenseNet-121 at growth rate 32."""
    sketch = Sketch()
    sketch.add("conv0", Conv2d(out_channels=64, kernel_size=7, stride=2, padding=3, bias=False))
    _norm_relu(sketch, "norm0", "relu0")
    sketch.add("pool0", MaxPool2d(kernel_size=3, stride=2, padding=1))
    width = 64
    for block, depth in enumerate(DENSE_BLOCKS, 1):
        for place in range(1, depth + 1):
            _dense_layer(sketch, f"denseblock{block}.layer{place}.")
        width += GROWTH * depth
        if block < len(DENSE_BLOCKS):
            width //= 2
            _norm_relu(sketch, f"transition{block}.norm", f"transition{block}.relu")
            sketch.add(f"transition{block}.conv", Conv2d(out_channels=width, kernel_size=1, bias=False))
            sketch.add(f"transition{block}.pool", AvgPool2d())
    _norm_relu(sketch, "norm5", "relu5")
    _classified(sketch, "avgpool", "classifier")
    return sketch.graph()


def mobilenet_v2() -> Graph:
    """Return MobileNetV2 at full width."""
    sketch = Sketch()
    _bent(sketch, "features.0", Conv2d(out_channels=32, stride=2, padding=1, bias=False))
    place, before = 1, 32
    for expansion, width, repeats, first_stride in MOBILENET_V2:
        for repeat in range(repeats):
            stride = first_stride if not repeat else 1
            _inverted(sketch, f"features.{place}.", (before, expansion * before, width), stride)
            place, before = place + 1, width
    _bent(sketch, f"features.{place}", Conv2d(out_channels=1280, kernel_size=1, bias=False))
    _classified(sketch, "adaptive_avg_pool2d", "classifier.1", dropout="classifier.0")
    return sketch.graph()


def efficientnet_lite0() -> Graph:
    """Return EfficientNet-Lite0, padded as TensorFlow's 'same' pads pictures whose sides 32 divides."""
    sketch = Sketch()
    _lite_step(sketch, "stem", Conv2d(out_channels=32, stride=2, padding=_same(3, 2), bias=False))
    before = 32
    for stage, (blocks, window, stride, expansion, width) in enumerate(EFFICIENTNET_LITE0, 1):
        for block in range(blocks):
            middle = Conv2d(out_channels=before * expansion, kernel_size=window, stride=1 if block else stride,
                            padding=_same(window, 1 if block else stride), groups=before * expansion, bias=False)
            _lite_block(sketch, f"stage{stage}.{block}", (before, width), middle)
            before = width
    _lite_step(sketch, "head", Conv2d(out_channels=1280, kernel_size=1, bias=False))
    _classified(sketch, "avgpool", "fc", dropout="dropout")
    return sketch.graph()


def convnext_tiny() -> Graph:
    """Return ConvNeXt-T; its stochastic depth does nothing outside training."""
    sketch = Sketch()
    sketch.add("features.0.0", Conv2d(out_channels=96, kernel_size=4, stride=4))
    sketch.add("features.0.1.layer_norm", LayerNorm2d(eps=1e-6))
    for stage, (width, depth) in enumerate(CONVNEXT_TINY):
        if stage:
            sketch.add(f"features.{2 * stage}.0.layer_norm", LayerNorm2d(eps=1e-6))
            sketch.add(f"features.{2 * stage}.1", Conv2d(out_channels=width, kernel_size=2, stride=2))
        for place in range(depth):
            _convnext_block(sketch, f"features.{2 * stage + 1}.{place}.", width)
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=1))
    sketch.add("classifier.0.layer_norm", LayerNorm2d(eps=1e-6))
    sketch.add("classifier.1", Flatten())
    sketch.add("classifier.2", Linear(out_features=1000))
    return sketch.graph()


def _dense_layer(sketch: Sketch, prefix: str) -> None:
    """Put down a layer that reads all maps of its block and adds its own behind them."""
    start = sketch.last
    _norm_relu(sketch, f"{prefix}norm1", f"{prefix}relu1")
    sketch.add(f"{prefix}conv1", Conv2d(out_channels=4 * GROWTH, kernel_size=1, bias=False))
    _norm_relu(sketch, f"{prefix}norm2", f"{prefix}relu2")
    end = sketch.add(f"{prefix}conv2", Conv2d(out_channels=GROWTH, padding=1, bias=False))
    sketch.add(f"{prefix}cat", Concat(), start, end)


def _inverted(sketch: Sketch, prefix: str, widths: tuple[int, int, int], stride: int) -> None:
    """Put down a block that is wide in the middle: expand, filter map by map, project; a skip where shapes agree."""
    start = sketch.last
    before, inner, width = widths
    parts = [("0", Conv2d(out_channels=inner, kernel_size=1, bias=False))] if inner > before else []
    parts.append((str(len(parts)), Conv2d(out_channels=inner, stride=stride, padding=1, groups=inner, bias=False)))
    for name, layer in parts:
        _bent(sketch, f"{prefix}conv.{name}", layer)
    sketch.add(f"{prefix}conv.{len(parts)}", Conv2d(out_channels=width, kernel_size=1, bias=False))
    end = sketch.add(f"{prefix}conv.{len(parts) + 1}", BatchNorm2d())
    if stride == 1 and before == width:
        sketch.add(f"{prefix}add", Add(), start, end)


def _same(window: int, stride: int) -> int | tuple[tuple[int, int], ...]:
    """Return TensorFlow's padding 'same' of an even side; of an odd number of pixels, one more comes after."""
    total = window - stride
    return total // 2 if total % 2 == 0 else ((total // 2, total - total // 2),) * 2


def _lite_block(sketch: Sketch, name: str, widths: tuple[int, int], middle: Conv2d) -> None:
    """Put down MobileNetV2's block with names that say what its steps do."""
    start, (before, width) = sketch.last, widths
    if middle.out_channels > before:
        _lite_step(sketch, f"{name}.expand", Conv2d(out_channels=middle.out_channels, kernel_size=1, bias=False))
    _lite_step(sketch, f"{name}.depthwise", middle)
    sketch.add(f"{name}.project.conv", Conv2d(out_channels=width, kernel_size=1, bias=False))
    end = sketch.add(f"{name}.project.bn", BatchNorm2d())
    if middle.stride == 1 and before == width:
        sketch.add(f"{name}.add", Add(), start, end)


def _lite_step(sketch: Sketch, name: str, layer: Conv2d) -> None:
    for part, step in (("conv", layer), ("bn", BatchNorm2d()), ("relu6", ReLU6())):
        sketch.add(f"{name}.{part}", step)


def _convnext_block(sketch: Sketch, prefix: str, width: int) -> None:
    start = sketch.last
    sketch.add(f"{prefix}block.0", Conv2d(out_channels=width, kernel_size=7, padding=3, groups=width))
    sketch.add(f"{prefix}block.2", LayerNorm2d(eps=1e-6))
    sketch.add(f"{prefix}block.3", Conv2d(out_channels=4 * width, kernel_size=1))
    sketch.add(f"{prefix}block.4", GELU())
    sketch.add(f"{prefix}block.5", Conv2d(out_channels=width, kernel_size=1))
    sketch.add(f"{prefix}mul", LayerScale())
    end = sketch.add(f"{prefix}stochastic_depth", Identity())
    sketch.add(f"{prefix}add", Add(), end, start)


def _bent(sketch: Sketch, prefix: str, layer: Conv2d) -> None:
    for place, part in enumerate((layer, BatchNorm2d(), ReLU6())):
        sketch.add(f"{prefix}.{place}", part)


def _norm_relu(sketch: Sketch, norm: str, relu: str) -> None:
    sketch.add(norm, BatchNorm2d())
    sketch.add(relu, ReLU())


def _classified(sketch: Sketch, pool: str, classifier: str, *, dropout: str = "") -> None:
    sketch.add(pool, AdaptiveAvgPool2d(output_size=1))
    sketch.add("flatten", Flatten())
    if dropout:
        sketch.add(dropout, Dropout(p=0.2))
    sketch.add(classifier, Linear(out_features=1000))
