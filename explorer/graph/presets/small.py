"""Networks small enough to count by hand."""

from __future__ import annotations

from explorer.graph.graph import Graph
from explorer.graph.layers.base import Layer
from explorer.graph.layers.codes import AvgPool2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Tanh
from explorer.graph.presets.preset import Sketch


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
