"""What is asked of an attribution, what it answers, and how alike two answers are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats
from explorer.errors import Message, NetworkError
from explorer.graph import shape_text
from explorer.networks.attribution.methods import METHODS, Method, Option, chosen, options_for
from explorer.networks.inference.answers import answer_count
from explorer.networks.inference.feature_maps import Image, layer_at, ready
from explorer.networks.network import Network, report_of
from explorer.networks.preprocessing import check_picture_shape

_numbers = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which class is to be explained, and how."""

    method: str
    """A name in ``METHODS``."""
    target: int
    """Place of the class among the network's answers: its outputs, or yes (0) and no (1) of a single sigmoid."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Values of the method's options; what is missing has its default."""
    layer: str | None = None
    """Whose maps Grad-CAM reads; None: :func:`default_cam_layer`."""
    shuffled: int = 0
    """So many of the last layers with weights have them shuffled, on a copy: the sanity check."""
    seed: int = 0
    """Of all that is random."""
    share: bool = False
    """Explain what a softmax or a sigmoid at the end makes of the score, rather than the score."""

    @property
    def key(self) -> Hashable:
        """Return what stands for this request: equal requests have equal keys."""
        return (self.method, self.target, tuple(sorted(self.options.items())), self.layer, self.shuffled, self.seed,
                self.share)


@dataclass(frozen=True, slots=True)
class Completeness:
    """What integrated gradients promise: all values together are the difference of two scores."""

    total: float
    """Sum of the map."""
    score: float
    """Of the class for the photo."""
    baseline_score: float
    """Of the class for the photo without information."""

    @property
    def gap(self) -> float:
        """By how much the sum misses the difference; 0 with endless steps."""
        return self.total - (self.score - self.baseline_score)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Attribution:
    """How much each pixel of the network's input speaks for a class."""

    values: Floats
    """(H, W) of the input, read-only; from 0, or around 0 where the method is signed."""
    cells: Floats | None = None
    """(h, w): Grad-CAM's map as large as the layer's, before it was enlarged."""
    completeness: Completeness | None = None
    """Of integrated gradients."""
    note: Message | None = None
    """What to know about this result, such as why it is blank."""
    effect: float | None = None
    """By how much a single place of the map moves the score at most, as the map has it; None: not told."""
    floor: float = 0.0
    """Below this effect the map is rounding: see :func:`explorer.networks.attribution.rounding.floor_of`."""
    rounding: Message | None = None
    """Why the map is no more than rounding, where it is."""
    layer: str | None = None
    """Whose maps were read."""
    seconds: float = 0.0
    """How long it took, s, waiting included."""
    where: Message | None = None
    """Where it was computed."""

    number: int = field(default_factory=lambda: next(_numbers))
    """Tells this attribution from all others of this process."""

    @property
    def least(self) -> float:
        """Return where a colour scale of the map ends at least: where a value would be more than rounding."""
        if self.rounding is None or not self.effect:
            return 0.0
        return float(np.abs(self.values).max(initial=0)) * self.floor / self.effect


def check(network: Network, request: Request) -> dict[str, Any]:
    """Return the value of each option, given or default.

    Raises:
        NetworkError: there is no such method, option, class or layer, or the network is no classifier of pictures.
    """
    check_picture_shape(network.input_shape)
    if request.method not in METHODS:
        raise NetworkError("There is no method {method!r}. Choose one of: {known}.", method=request.method[:40],
                           known=", ".join(METHODS))
    outputs = report_of(network).output_shape or ()
    if len(outputs) != 1 or network.task != "classify":
        raise NetworkError("{network} puts out {shape}, not one score for each class, so there is no class to explain. "
                           "Choose a classifier, or add a flatten and a linear layer.", network=network.name,
                           shape=shape_text(outputs))
    answers = answer_count(network)
    if not 0 <= request.target < answers:
        raise NetworkError("{network} has the classes 0 to {last}, counted from 0; there is no class {target}.",
                           network=network.name, last=answers - 1, target=request.target)
    method = METHODS[request.method]
    return chosen(method.title, options_of(network, method), request.options)


def options_of(network: Network, method: Method) -> tuple[Option, ...]:
    """Return the options of ``method`` with bounds and defaults that fit the pictures that ``network`` reads."""
    return options_for(method, min(network.input_shape[1:], default=1))


def prepared(network: Network, image: Image) -> Floats:
    """Return ``image`` as the network reads it: a picture of any size through ``preprocess``, an input as it is.

    Raises:
        NetworkError: neither a picture, [height, width, 3] uint8, nor a float32 input of the network's shape.
    """
    layer_at(network, image, network.graph.output)
    return ready(network, image)


def rank_correlation(one: Floats, other: Floats) -> float | None:
    """Return Spearman's rank correlation of two maps of one shape, -1 to 1; None where one has the same value all over.

    The sizes are compared, without signs: which pixels a map picks out, not what it says of them.

    Source:
        Spearman (1904), doi:10.2307/1412159; used so by Adebayo et al. (2018), arXiv:1810.03292.
    """
    first, second = (_ranks(np.abs(values).ravel()) for values in (one, other))
    first, second = first - first.mean(), second - second.mean()
    # Sums, not products of vectors: those would start a team of BLAS threads for each thread of a page.
    spread = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return float((first * second).sum()) / spread if spread > 0 else None


def _ranks(values: Floats) -> NDArray[np.float64]:
    """Return the rank of each value, from 0; equal ones share the mean of theirs."""
    _known, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    means: NDArray[np.float64] = np.cumsum(counts) - (counts + 1) / 2
    return means[place]
