"""Layers of published networks for which ``torch.nn`` has no module of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explorer.graph.layers.base import Family, Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNorm2d(Layer):
    """Bring the channels of each place to mean 0 and variance 1, then scale and shift each channel.

    Source:
        Ba, Kiros & Hinton (2016), arXiv:1607.06450; over channels as in ConvNeXt, arXiv:2201.03545.
    """

    family: ClassVar[Family] = "normalisation"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "ln"

    eps: float = 1e-6

    def __post_init__(self) -> None:
        self._check_number("eps")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerScale(Layer):
    """Multiply each map by a learned number.

    Source:
        Touvron et al. (2021), Going deeper with image transformers, arXiv:2103.17239.
    """

    family: ClassVar[Family] = "normalisation"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiply(Layer):
    """Product of two or more inputs, value by value; an axis of one value serves all places of the other's.

    Source:
        Hu et al. (2017), Squeeze-and-excitation networks, arXiv:1709.01507.
    """

    family: ClassVar[Family] = "merge"
    stem: ClassVar[str] = "mul"
    several_inputs: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsample(Layer):
    """Keep one of every ``stride`` rows and columns, the first included, as ``maps[:, :, ::2, ::2]`` does."""

    family: ClassVar[Family] = "pooling"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "subsample"

    stride: int | tuple[int, ...] = 2

    def __post_init__(self) -> None:
        self._check("stride", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PadChannels(Layer):
    """Put maps of zeros before and after those that come in.

    Source:
        He et al. (2015), arXiv:1512.03385, section 4.2, shortcuts of option A.
    """

    family: ClassVar[Family] = "reshape"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "padchannels"

    before: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        for argument in ("before", "after"):
            self._check_whole(argument, least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalResponseNorm(Layer):
    """Divide each value by the strength of the ``size`` maps around it, at the same place; learns nothing.

    Source:
        Krizhevsky, Sutskever & Hinton (2012), ImageNet classification with deep CNNs, section 3.3.
    """

    family: ClassVar[Family] = "normalisation"
    stem: ClassVar[str] = "lrn"

    size: int = 5
    alpha: float = 1e-4
    beta: float = 0.75
    k: float = 1.0

    def __post_init__(self) -> None:
        self._check_whole("size", least=1)
        for argument in ("alpha", "beta", "k"):
            self._check_number(argument)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeChannels(Layer):
    """Hand on ``count`` channels from number ``start`` on, counted from 0, as ``maps[:, start:start + count]`` does.

    Source:
        Ma et al. (2018), ShuffleNet V2, arXiv:1807.11164, which splits its channels in halves.
    """

    family: ClassVar[Family] = "reshape"
    stem: ClassVar[str] = "take"

    start: int = 0
    count: int = 1

    def __post_init__(self) -> None:
        self._check_whole("start", least=0)
        self._check_whole("count", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelShuffle(Layer):
    """Deal the channels out anew, one of each group in turn, so that the next grouped convolution mixes groups.

    Source:
        Zhang et al. (2017), ShuffleNet, arXiv:1707.01083.
    """

    family: ClassVar[Family] = "reshape"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "shuffle"

    groups: int = 2

    def __post_init__(self) -> None:
        self._check_whole("groups", least=1)
