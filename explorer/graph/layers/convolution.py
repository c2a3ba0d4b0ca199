"""Convolutions and transposed convolutions in one to three dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar, Literal

from explorer.errors import N_
from explorer.graph.arithmetic import PaddingMode
from explorer.graph.layers.base import Family, Layer, Sizes

Padding = int | tuple[int, ...] | tuple[tuple[int, int], ...] | Literal["same", "valid"]
PADDING_MODES: tuple[PaddingMode, ...] = ("zeros", "reflect", "replicate", "circular")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvNd(Layer):
    """What all convolutions share. Deep learning's convolution is cross-correlation: the kernel is not flipped."""

    family: ClassVar[Family] = "convolution"
    stem: ClassVar[str] = "conv"

    out_channels: int
    kernel_size: Sizes = 3
    stride: Sizes = 1
    padding: Padding = 0
    dilation: Sizes = 1
    groups: int = 1
    bias: bool = True
    padding_mode: PaddingMode = "zeros"

    def __post_init__(self) -> None:
        for argument in ("kernel_size", "stride", "dilation"):
            self._check(argument, least=1)
        _check_channels(self)
        self._check_switches()
        self._check_padding()
        if self.padding_mode not in PADDING_MODES:
            raise self._refuse(N_("{layer}: padding_mode is {value!r}. Choose one of {choices}."),
                               value=self.padding_mode, choices=", ".join(PADDING_MODES))

    def _check_padding(self) -> None:
        if self.padding == "same" and any(step != 1 for step in self.per_axis("stride")):
            raise self._refuse(N_("{layer}: padding 'same' keeps the size, which stride {stride} cannot. "
                                  "Use stride 1, or give the padding as a number."), stride=self.stride)
        if isinstance(self.padding, str):
            if self.padding not in ("same", "valid"):
                raise self._refuse(N_("{layer}: padding is {value!r}. Give a number, 'same' or 'valid'."),
                                   value=self.padding)
        elif isinstance(self.padding, tuple) and any(isinstance(part, tuple) for part in self.padding):
            self._check_pairs(self.padding)
        else:
            self._check("padding", least=0)

    def _check_pairs(self, pairs: tuple[object, ...]) -> None:
        flat = [side for pair in pairs for side in (pair if isinstance(pair, tuple) and len(pair) == 2 else (None,))]
        if len(pairs) != self.dims or any(type(side) is not int or side < 0 for side in flat):
            raise self._refuse(N_("{layer}: padding {value} is not one pair (before, after) of whole numbers for each "
                                  "of {dims} axes."), value=pairs, dims=self.dims)
        if all(before == after for before, after in zip(flat[::2], flat[1::2], strict=True)):
            self._set("padding", tuple(flat[::2]))
            self._check("padding", least=0)

    def pads(self) -> tuple[tuple[int, int], ...]:
        """Return the padding before and after each axis; of an odd total for 'same' the extra one goes after."""
        if self.padding == "valid":
            return ((0, 0),) * self.dims
        if self.padding == "same":
            totals = [step * (size - 1) for step, size in zip(self.per_axis("dilation"), self.per_axis("kernel_size"),
                                                              strict=True)]
            return tuple((total // 2, total - total // 2) for total in totals)
        parts = self.padding if isinstance(self.padding, tuple) else (self.padding,) * self.dims
        return tuple(part if isinstance(part, tuple) else (int(part), int(part)) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv1d(ConvNd):
    """Convolution along one axis: ``(C, L)``, signals."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv2d(ConvNd):
    """Convolution over pictures: ``(C, H, W)``."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv3d(ConvNd):
    """Convolution over volumes or clips: ``(C, D, H, W)``."""

    dims: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvTransposeNd(Layer):
    """What all transposed convolutions share: each input stamps the kernel on a larger output."""

    family: ClassVar[Family] = "convolution"
    stem: ClassVar[str] = "convt"

    out_channels: int
    kernel_size: Sizes = 2
    stride: Sizes = 2
    padding: Sizes = 0
    output_padding: Sizes = 0
    dilation: Sizes = 1
    groups: int = 1
    bias: bool = True

    def __post_init__(self) -> None:
        for argument in ("kernel_size", "stride", "dilation"):
            self._check(argument, least=1)
        for argument in ("padding", "output_padding"):
            self._check(argument, least=0)
        _check_channels(self)
        self._check_switches()
        columns = (self.per_axis(name) for name in ("output_padding", "stride", "dilation"))
        for extra, stride, dilation in zip(*columns, strict=True):
            if extra >= max(stride, dilation):
                raise self._refuse(N_("{layer}: output_padding is {extra}. It must be smaller than the stride "
                                      "({stride}) or the dilation ({dilation})."), extra=extra, stride=stride,
                                   dilation=dilation)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvTranspose1d(ConvTransposeNd):
    """Transposed convolution along one axis."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvTranspose2d(ConvTransposeNd):
    """Transposed convolution over pictures."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvTranspose3d(ConvTransposeNd):
    """Transposed convolution over volumes."""

    dims: ClassVar[int] = 3


def kernel_cells(layer: ConvNd | ConvTransposeNd) -> int:
    """Return the number of cells of one kernel slice."""
    return prod(layer.per_axis("kernel_size"))


def _check_channels(layer: ConvNd | ConvTransposeNd) -> None:
    for argument in ("out_channels", "groups"):
        layer._check_whole(argument, least=1)
    if layer.out_channels % layer.groups:
        raise layer._refuse(N_("{layer}: {groups} groups do not divide {channels} output channels. "
                               "Use {groups} x n channels, or a number of groups that divides {channels}."),
                            groups=layer.groups, channels=layer.out_channels)
