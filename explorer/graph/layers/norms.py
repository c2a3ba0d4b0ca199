"""Norms that measure mean and variance in the picture itself, over all of its places; batch norm is in ``basic``.

Through mean and variance every value depends on all places that are measured together, in training and afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explorer.graph.layers.base import Family, Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNorm(Layer):
    """Bring each of ``num_groups`` groups of channels to mean 0 and variance 1, then scale and shift each channel.

    Source:
        Wu & He (2018), Group normalization, arXiv:1803.08494.
    """

    family: ClassVar[Family] = "normalisation"
    stem: ClassVar[str] = "gn"

    num_groups: int = 8
    affine: bool = True

    def __post_init__(self) -> None:
        self._check_whole("num_groups", least=1)
        self._check_switches()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceNorm(Layer):
    """Bring each map to mean 0 and variance 1; learns a scale and a shift per channel where ``affine``.

    Source:
        Ulyanov, Vedaldi & Lempitsky (2016), Instance normalization, arXiv:1607.08022.
    """

    family: ClassVar[Family] = "normalisation"
    stem: ClassVar[str] = "in"

    affine: bool = False

    def __post_init__(self) -> None:
        self._check_switches()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceNorm1d(InstanceNorm):
    """Instance norm of signals ``(C, L)``."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceNorm2d(InstanceNorm):
    """Instance norm of pictures ``(C, H, W)``."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceNorm3d(InstanceNorm):
    """Instance norm of volumes ``(C, D, H, W)``."""

    dims: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNorm(Layer):
    """Bring the last ``axes`` axes together to mean 0 and variance 1, then scale and shift each of their values.

    ``axes`` 0: all of a picture. torch is told their sides as ``normalized_shape``; here they follow from the input.

    Source:
        Ba, Kiros & Hinton (2016), Layer normalization, arXiv:1607.06450.
    """

    family: ClassVar[Family] = "normalisation"
    stem: ClassVar[str] = "ln"

    axes: int = 0
    elementwise_affine: bool = True

    def __post_init__(self) -> None:
        self._check_whole("axes", least=0)
        self._check_switches()

    def over(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the sides of ``shape`` that are measured together."""
        return shape[-self.axes:] if self.axes else shape


def mixed_axes(layer: Layer, shape: tuple[int, ...]) -> tuple[bool, ...] | None:
    """Return which spatial axes of ``shape`` a norm measures as a whole; None for layers that measure none."""
    if isinstance(layer, GroupNorm | InstanceNorm):
        return (True,) * (len(shape) - 1)
    if isinstance(layer, LayerNorm):
        rest = len(shape) - len(layer.over(shape))
        return tuple(place >= rest for place in range(1, len(shape)))
    return None
