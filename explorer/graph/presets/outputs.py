"""Networks whose output is no class: maps as large as the picture, a picture made of noise, a signal."""

from __future__ import annotations

from explorer.graph.graph import Graph
from explorer.graph.layers.codes import (
    Add,
    BatchNorm2d,
    Concat,
    Conv1d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    MaxPool2d,
    ReLU,
    Tanh,
)
from explorer.graph.presets.preset import Sketch

UNET = (64, 128, 256, 512, 1024)
GENERATOR = ((512, 4, 1, 0), (256, 4, 2, 1), (128, 4, 2, 1), (64, 4, 2, 1))
"""Channels, kernel, stride and padding of each transposed convolution but the last."""
TCN_LEVELS, TCN_WIDTH, TCN_KERNEL = 8, 25, 7


def unet() -> Graph:
    """Return U-Net with two classes per pixel, and with padding, so that nothing has to be cropped."""
    sketch = Sketch()
    kept = []
    for level, width in enumerate(UNET, 1):
        kept.append(_twice(sketch, f"down{level}", width))
        if level < len(UNET):
            sketch.add(f"down{level}.pool", MaxPool2d())
    for level in range(len(UNET) - 1, 0, -1):
        width = UNET[level - 1]
        up = sketch.add(f"up{level}.up", ConvTranspose2d(out_channels=width))
        sketch.add(f"up{level}.cat", Concat(), kept[level - 1], up)
        _twice(sketch, f"up{level}", width)
    sketch.add("classes", Conv2d(out_channels=2, kernel_size=1))
    return sketch.graph()


def dcgan_generator() -> Graph:
    """Return a generator that makes a picture of 64 px out of 100 random numbers."""
    sketch = Sketch()
    for place, (width, kernel, stride, padding) in enumerate(GENERATOR, 1):
        sketch.add(f"convt{place}", ConvTranspose2d(out_channels=width, kernel_size=kernel, stride=stride,
                                                    padding=padding, bias=False))
        sketch.add(f"bn{place}", BatchNorm2d())
        sketch.add(f"relu{place}", ReLU())
    sketch.add("convt5", ConvTranspose2d(out_channels=3, kernel_size=4, stride=2, padding=1, bias=False))
    sketch.add("tanh", Tanh())
    return sketch.graph()


def temporal() -> Graph:
    """Return a temporal convolutional network: causal windows, twice as far apart in each block."""
    sketch = Sketch()
    for level in range(TCN_LEVELS):
        name, start = f"block{level + 1}", sketch.last
        gap = 2 ** level
        for place in (1, 2):  # the padding stands before only, so that no value sees what comes after it
            sketch.add(f"{name}.conv{place}", Conv1d(out_channels=TCN_WIDTH, kernel_size=TCN_KERNEL, dilation=gap,
                                                     padding=((gap * (TCN_KERNEL - 1), 0),)))
            sketch.add(f"{name}.relu{place}", ReLU())
            sketch.add(f"{name}.drop{place}", Dropout(p=0.05))
        end = sketch.last
        if not level:
            start = sketch.add(f"{name}.skip", Conv1d(out_channels=TCN_WIDTH, kernel_size=1), start)
        sketch.add(f"{name}.add", Add(), end, start)
        sketch.add(f"{name}.relu", ReLU())
    return sketch.graph()


def _twice(sketch: Sketch, name: str, width: int) -> str:
    for place in (1, 2):
        sketch.add(f"{name}.conv{place}", Conv2d(out_channels=width, padding=1))
        sketch.add(f"{name}.relu{place}", ReLU())
    return sketch.last
