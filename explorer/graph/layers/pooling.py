"""Pooling with a window and adaptive pooling, in one to three dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explorer.errors import N_
from explorer.graph.layers.base import Family, Layer, Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNd(Layer):
    """What pooling with a window shares; ``stride`` is the kernel size where it is not given."""

    family: ClassVar[Family] = "pooling"
    stem: ClassVar[str] = "pool"

    kernel_size: Sizes = 2
    stride: Sizes | None = None
    padding: Sizes = 0
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        self._check_switches()
        if self.stride is None:
            self._set("stride", self.kernel_size)
        for argument, least in (("kernel_size", 1), ("stride", 1), ("padding", 0)):
            self._check(argument, least=least)
        for padding, kernel in zip(self.per_axis("padding"), self.per_axis("kernel_size"), strict=True):
            if padding > kernel // 2:
                raise self._refuse(N_("{layer}: padding {padding} is more than half the window of {kernel}. "
                                      "Use padding {most} or less, or a larger window."),
                                   padding=padding, kernel=kernel, most=kernel // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPool(PoolNd):
    """Keep the largest value of each window; padding counts as minus infinity."""

    dilation: Sizes = 1

    def __post_init__(self) -> None:
        PoolNd.__post_init__(self)
        self._check("dilation", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPool1d(MaxPool):
    """Max pooling along one axis."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPool2d(MaxPool):
    """Max pooling over pictures."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPool3d(MaxPool):
    """Max pooling over volumes."""

    dims: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AvgPool(PoolNd):
    """Replace each window by its mean; ``count_include_pad``: zeros of the padding count as values."""

    count_include_pad: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AvgPool1d(AvgPool):
    """Average pooling along one axis."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AvgPool2d(AvgPool):
    """Average pooling over pictures."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AvgPool3d(AvgPool):
    """Average pooling over volumes."""

    dims: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LPPool(Layer):
    """Replace each window by the p-norm of its values, ``norm_type`` being p: 1 adds them, a large p picks the largest.

    ``stride`` is the kernel size where it is not given. torch has neither padding nor dilation here.
    """

    family: ClassVar[Family] = "pooling"
    stem: ClassVar[str] = "pool"

    norm_type: int = 2
    kernel_size: Sizes = 2
    stride: Sizes | None = None
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        self._check_switches()
        power: object = self.norm_type
        if isinstance(power, float) and power.is_integer():  # as torch has it
            self._set("norm_type", int(power))
        self._check_whole("norm_type", least=1)
        if self.stride is None:
            self._set("stride", self.kernel_size)
        for argument in ("kernel_size", "stride"):
            self._check(argument, least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LPPool1d(LPPool):
    """Power-average pooling along one axis."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LPPool2d(LPPool):
    """Power-average pooling over pictures."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptivePool(Layer):
    """What adaptive pooling shares: the output's side is given, the windows follow. 1 is global pooling."""

    family: ClassVar[Family] = "pooling"
    stem: ClassVar[str] = "pool"

    output_size: Sizes = 1

    def __post_init__(self) -> None:
        self._check("output_size", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptiveAvgPool1d(AdaptivePool):
    """Adaptive average pooling along one axis."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptiveAvgPool2d(AdaptivePool):
    """Adaptive average pooling over pictures; with output size 1: global average pooling."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptiveAvgPool3d(AdaptivePool):
    """Adaptive average pooling over volumes."""

    dims: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptiveMaxPool2d(AdaptivePool):
    """Adaptive max pooling over pictures."""

    dims: ClassVar[int] = 2
