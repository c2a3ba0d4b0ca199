"""AlexNet and VGG: one long chain of convolutions, then three linear layers. Layers are named as in the papers."""

from __future__ import annotations

from explorer.graph.graph import Graph
from explorer.graph.layers.base import Layer
from explorer.graph.layers.codes import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Tanh,
)
from explorer.graph.presets.preset import Sketch


def alexnet() -> Graph:
    """Return torchvision's AlexNet: the one-tower network of arXiv:1404.5997."""
    sketch = Sketch()
    for place, (channels, kernel, stride) in enumerate([(64, 11, 4), (192, 5, 1), (384, 3, 1), (256, 3, 1),
                                                        (256, 3, 1)], 1):
        sketch.add(f"conv{place}", Conv2d(out_channels=channels, kernel_size=kernel, stride=stride, padding=2
                                          if kernel > 3 else 1))
        sketch.add(f"relu{place}", ReLU())
        if place in (1, 2, 5):
            sketch.add(f"pool{place}", MaxPool2d(kernel_size=3, stride=2))
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=6))
    sketch.add("flatten", Flatten())
    for place in (6, 7):
        sketch.add(f"drop{place}", Dropout())
        sketch.add(f"fc{place}", Linear(out_features=4096))
        sketch.add(f"relu{place}", ReLU())
    sketch.add("fc8", Linear(out_features=1000))
    return sketch.graph()


def vgg11() -> Graph:
    """Return configuration A."""
    return _vgg((1, 1, 2, 2, 2))


def vgg13() -> Graph:
    """Return configuration B."""
    return _vgg((2, 2, 2, 2, 2))


def vgg16() -> Graph:
    """Return configuration D."""
    return _vgg((2, 2, 3, 3, 3))


def vgg19() -> Graph:
    """Return configuration E."""
    return _vgg((2, 2, 4, 4, 4))


def _vgg(depths: tuple[int, ...]) -> Graph:
    """Return the network with ``depths[i]`` convolutions before pooling ``i + 1``."""
    sketch = Sketch()
    for stage, (depth, channels) in enumerate(zip(depths, (64, 128, 256, 512, 512), strict=True), 1):
        for place in range(1, depth + 1):
            sketch.add(f"conv{stage}_{place}", Conv2d(out_channels=channels, padding=1))
            sketch.add(f"relu{stage}_{place}", ReLU())
        sketch.add(f"pool{stage}", MaxPool2d())
    sketch.add("avgpool", AdaptiveAvgPool2d(output_size=7))
    sketch.classify()
    return sketch.graph()


def lenet5() -> Graph:
    """Return LeNet-5 with every map of the second stage reading all six maps of the first, and a linear output."""
    return Graph.chain(
        Conv2d(out_channels=6, kernel_size=5), Tanh(), AvgPool2d(),
        Conv2d(out_channels=16, kernel_size=5), Tanh(), AvgPool2d(),
        Flatten(), Linear(out_features=120), Tanh(), Linear(out_features=84), Tanh(), Linear(out_features=10))


def mlp() -> Graph:
    """Return a network without convolutions: one hidden layer that reads every pixel."""
    return Graph.chain(Flatten(), Linear(out_features=128), ReLU(), Linear(out_features=6))


def tinyvgg() -> Graph:
    """Return CNN Explainer's network, with its names."""
    sketch = Sketch()
    for block in (1, 2):
        for place in (1, 2):
            sketch.add(f"conv_{block}_{place}", Conv2d(out_channels=10))
            sketch.add(f"relu_{block}_{place}", ReLU())
        sketch.add(f"max_pool_{block}", MaxPool2d())
    sketch.add("flatten", Flatten())
    sketch.add("output", Linear(out_features=10))
    return sketch.graph()


def fashion_cnn() -> Graph:
    """Return the lecture notes' network for Fashion-MNIST; scores, without the softmax."""
    layers: list[Layer] = [Conv2d(out_channels=64, kernel_size=7, padding="same"), ReLU(), MaxPool2d()]
    for channels in (128, 256):
        layers += [Conv2d(out_channels=channels, padding="same"), ReLU()] * 2
        layers += [MaxPool2d()]
    layers += [Flatten()]
    for features in (128, 64):
        layers += [Linear(out_features=features), ReLU(), Dropout()]
    return Graph.chain(*layers, Linear(out_features=10))
