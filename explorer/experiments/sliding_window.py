"""A classifier slid over a picture, at every size of window: what each window says, and what one pass says of all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from PIL import Image

from explorer import networks
from explorer.arrays import Array, Floats, Pixels
from explorer.detection import PICTURE, Slide, SlideCost, network_stride, scaled_sides, slide_cost
from explorer.experiments.shape_classifier import shape_classifier

PER_MAC_S = 6e-11
"""About so long a multiplication takes on two cores, s."""


@dataclass(frozen=True, eq=False)
class Sliding:
    """A picture scaled so that a window of it becomes the input of a network, and where the window can stand.

    A pyramid of pictures is made so: it is the picture that is scaled, once, not each of its windows.
    """

    network: networks.Network
    slide: Slide
    """In px of ``pixels``."""
    pixels: Pixels
    """The scaled picture, (H, W, 3)."""
    sides: tuple[int, int]
    """Width and height of the picture before, px."""
    window: int
    """Side of the window there, px."""

    @cached_property
    def values(self) -> Floats:
        """Return the scaled picture as the network reads it, (3, H, W)."""
        return networks.normalised(self.network, self.pixels)

    @cached_property
    def digest(self) -> str:
        """Return what tells its numbers from all others."""
        return sha256(self.values.data).hexdigest()

    @property
    def own_stride(self) -> int:
        """Return how far apart the windows of one pass are, px of ``pixels``."""
        return network_stride(self.network.graph, self.network.input_shape)

    @property
    def seconds(self) -> float:
        """Estimate how long all windows take, s."""
        return self.slide.passes * self.network.report.macs * PER_MAC_S

    def cost(self) -> SlideCost:
        """Return what both ways cost at the stride of the one pass."""
        slide = Slide(self.slide.height, self.slide.width, self.slide.window, self.own_stride)
        return slide_cost(self.network.graph, self.network.input_shape, slide)


def sliding(name: str, picture: Pixels, window: int, stride: int | None = None) -> Sliding:
    """Return a picture ready to be slid over.

    Args:
        name: one of ``SLIDERS``.
        picture: (height, width, 3); it is looked at with its longer side at `PICTURE` px.
        window: side of the window there, px.
        stride: px of what the network is given; None: that of the one pass.

    Raises:
        SpecError: the window is larger than the picture.
        LimitError: there are too many windows.
    """
    network = slider(name)
    own = network.input_shape[1]
    width, height = scaled_sides(picture.shape[1], picture.shape[0], PICTURE, 1)
    step = network_stride(network.graph, network.input_shape)
    Slide(height, width, window, 1)  # says in the reader's px where it does not fit
    # A window and whole strides: padded layers with a stride round up, and would see a place that no window has.
    sides = tuple(own + step * round((side * own / window - own) / step) for side in (width, height))
    image = Image.fromarray(picture).resize((sides[0], sides[1]), Image.Resampling.BICUBIC)
    slide = Slide(sides[1], sides[0], own, stride or step)
    slide.check_limit()
    return Sliding(network, slide, np.asarray(image), (width, height), window)


def slider(name: str) -> networks.Network:
    """Return one of ``SLIDERS``."""
    return shape_classifier() if name == "shapes" else networks.load(f"bundled/{name}")


def class_shares(scores: Floats) -> Floats:
    """Return scores (K, rows, columns) as probabilities of the classes at each place."""
    raised = np.exp(scores - scores.max(axis=0))
    shares: Floats = (raised / raised.sum(axis=0)).astype(np.float32)
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class TwoWays:
    """The scores of windows and of one pass, and how far they lie apart."""

    windows: networks.ScoreMap
    once: networks.ScoreMap

    @property
    def apart(self) -> Array:
        """Return the largest difference of any class's score at each place, (rows, columns)."""
        found: Array = np.abs(self.windows.values.astype(np.float64) - self.once.values).max(axis=0)
        return found

    @property
    def largest(self) -> float:
        """Return the largest difference of all."""
        return float(self.apart.max())

    @property
    def same_answers(self) -> int:
        """Count the places where both find the same class likeliest."""
        return int((self.windows.values.argmax(axis=0) == self.once.values.argmax(axis=0)).sum())

    @property
    def times(self) -> float:
        """Return how many times as long the windows took."""
        return self.windows.seconds / self.once.seconds
