"""Classifiers of 2012 and 2013, and what came before them: layers as their papers describe them."""

from __future__ import annotations

from explorer.graph.graph import Graph
from explorer.graph.layers.codes import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
)
from explorer.graph.presets.preset import Sketch

# Channels, kernel, stride and padding of each convolution; whether pooling follows; padding of that pooling.
Stage = tuple[int, int, int, int, bool, int]
ALEXNET: tuple[Stage, ...] = ((96, 11, 4, 0, True, 0), (256, 5, 1, 2, True, 0), (384, 3, 1, 1, False, 0),
                              (384, 3, 1, 1, False, 0), (256, 3, 1, 1, True, 0))
ZFNET: tuple[Stage, ...] = ((96, 7, 2, 1, True, 1), (256, 5, 2, 0, True, 1), (384, 3, 1, 1, False, 0),
                            (384, 3, 1, 1, False, 0), (256, 3, 1, 1, True, 0))


def linear_classifier() -> Graph:
    """Return one linear layer on all pixels of a CIFAR-10 picture: ten templates, no convolution."""
    return Graph.chain(Flatten(), Linear(out_features=10))


def four_small() -> Graph:
    """Return four 3 x 3 convolutions, which see the 9 px of one 9 x 9 convolution; no bias, as in the comparison."""
    return Graph.chain(*[layer for _ in range(4) for layer in (Conv2d(out_channels=16, bias=False), ReLU())])


def alexnet_2012() -> Graph:
    """Return AlexNet as one tower on 227 px: each map reads all maps of the layer before."""
    return _pooled(ALEXNET, grouped=())


def alexnet_2012_groups() -> Graph:
    """Return AlexNet as it was trained, on two graphics cards: convolutions 2, 4 and 5 read half of the maps."""
    return _pooled(ALEXNET, grouped=(2, 4, 5))


def zfnet() -> Graph:
    """Return ZFNet: AlexNet with a first window of 7 px and a stride of 2."""
    return _pooled(ZFNET, grouped=())


def network_in_network() -> Graph:
    """Return NiN for CIFAR-10: behind each convolution two of 1 x 1, and no linear layer at all."""
    sketch = Sketch()
    place = 0
    for block, (widths, kernel) in enumerate([((192, 160, 96), 5), ((192, 192, 192), 5), ((192, 192, 10), 3)], 1):
        for size, width in zip((kernel, 1, 1), widths, strict=True):
            place += 1
            sketch.add(f"conv{place}", Conv2d(out_channels=width, kernel_size=size, padding=size // 2))
            sketch.add(f"relu{place}", ReLU())
        if block < 3:
            pool = MaxPool2d(kernel_size=3, stride=2, padding=1) if block == 1 else AvgPool2d(kernel_size=3, stride=2,
                                                                                              padding=1)
            sketch.add(f"pool{block}", pool)
            sketch.add(f"drop{block}", Dropout())
    sketch.add("pool3", AdaptiveAvgPool2d(output_size=1))
    sketch.add("flatten", Flatten())
    return sketch.graph()


def _pooled(stages: tuple[Stage, ...], *, grouped: tuple[int, ...]) -> Graph:
    """Return five convolutions and three linear layers; response norms behind the first two."""
    sketch = Sketch()
    for place, (channels, kernel, stride, padding, pools, pool_padding) in enumerate(stages, 1):
        sketch.add(f"conv{place}", Conv2d(out_channels=channels, kernel_size=kernel, stride=stride, padding=padding,
                                          groups=2 if place in grouped else 1))
        sketch.add(f"relu{place}", ReLU())
        if place < 3:  # the paper's factor is that of a sum, torch's that of a mean of 5
            sketch.add(f"norm{place}", LocalResponseNorm(size=5, alpha=5e-4, beta=0.75, k=2.0))
        if pools:
            sketch.add(f"pool{place}", MaxPool2d(kernel_size=3, stride=2, padding=pool_padding))
    sketch.classify()
    return sketch.graph()
