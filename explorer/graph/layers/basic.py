"""Layers that do not slide: normalisation, activations, dropout, linear, and those that reshape or merge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explorer.errors import N_
from explorer.graph.layers.base import Family, Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm(Layer):
    """Bring each channel to mean 0 and variance 1, then scale and shift it by two learned numbers (``affine``)."""

    family: ClassVar[Family] = "normalisation"
    stem: ClassVar[str] = "bn"

    affine: bool = True

    def __post_init__(self) -> None:
        self._check_switches()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm1d(BatchNorm):
    """Batch norm of vectors ``(C,)`` or signals ``(C, L)``."""

    dims: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm2d(BatchNorm):
    """Batch norm of pictures ``(C, H, W)``."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm3d(BatchNorm):
    """Batch norm of volumes ``(C, D, H, W)``."""

    dims: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Layer):
    """Hand on what comes in."""

    stem: ClassVar[str] = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReLU(Layer):
    """Replace negative values by 0."""

    stem: ClassVar[str] = "relu"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReLU6(Layer):
    """ReLU that stops at 6."""

    stem: ClassVar[str] = "relu"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakyReLU(Layer):
    """ReLU that lets a share ``negative_slope`` of negative values through."""

    stem: ClassVar[str] = "relu"

    negative_slope: float = 0.01

    def __post_init__(self) -> None:
        self._check_number("negative_slope")


@dataclass(frozen=True, slots=True, kw_only=True)
class PReLU(Layer):
    """ReLU that lets a learned share of negative values through: one for all channels, or one for each.

    Source:
        He et al. (2015), Delving deep into rectifiers, arXiv:1502.01852.
    """

    stem: ClassVar[str] = "relu"

    num_parameters: int = 1

    def __post_init__(self) -> None:
        self._check_whole("num_parameters", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ELU(Layer):
    """ReLU with a smooth floor at ``-alpha``."""

    stem: ClassVar[str] = "elu"

    alpha: float = 1.0

    def __post_init__(self) -> None:
        self._check_number("alpha")


@dataclass(frozen=True, slots=True, kw_only=True)
class GELU(Layer):
    """Value times the normal distribution's share below it."""

    stem: ClassVar[str] = "gelu"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiLU(Layer):
    """Value times its sigmoid, also called swish."""

    stem: ClassVar[str] = "silu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardswish(Layer):
    """Swish made of straight lines."""

    stem: ClassVar[str] = "hswish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardsigmoid(Layer):
    """Sigmoid made of straight lines."""

    stem: ClassVar[str] = "hsigmoid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sigmoid(Layer):
    """Squeeze values into 0 to 1."""

    stem: ClassVar[str] = "sigmoid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tanh(Layer):
    """Squeeze values into -1 to 1."""

    stem: ClassVar[str] = "tanh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Softmax(Layer):
    """Turn scores into shares that sum to 1, over the channels."""

    stem: ClassVar[str] = "softmax"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout(Layer):
    """Set values to 0 with probability ``p`` while training; does nothing afterwards."""

    stem: ClassVar[str] = "drop"

    p: float = 0.5

    def __post_init__(self) -> None:
        self._check_number("p")
        if not 0 <= self.p <= 1:
            raise self._refuse(N_("{layer}: p is {p}. A probability lies between 0 and 1."), p=self.p)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout2d(Dropout):
    """Dropout of whole maps."""

    dims: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten(Layer):
    """Write all values in one row, channel after channel. Axis 0 is the batch, so 1 is the channels."""

    family: ClassVar[Family] = "reshape"
    stem: ClassVar[str] = "flatten"

    start_dim: int = 1
    end_dim: int = -1

    def __post_init__(self) -> None:
        for argument in ("start_dim", "end_dim"):
            self._check_whole(argument)
        if self.start_dim == 0:
            raise self._refuse(N_("{layer}: start_dim 0 would mix the pictures of a batch. Use 1 or more."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear(Layer):
    """Each output is a weighted sum of all inputs. On maps that are not flattened it acts on the last axis only."""

    family: ClassVar[Family] = "linear"
    stem: ClassVar[str] = "fc"

    out_features: int
    bias: bool = True

    def __post_init__(self) -> None:
        self._check_whole("out_features", least=1)
        self._check_switches()


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Layer):
    """Sum of two or more inputs of one shape: where a skip connection comes back."""

    family: ClassVar[Family] = "merge"
    stem: ClassVar[str] = "add"
    several_inputs: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Concat(Layer):
    """Channels of two or more inputs behind each other (``torch.cat`` along axis 1)."""

    family: ClassVar[Family] = "merge"
    stem: ClassVar[str] = "cat"
    several_inputs: ClassVar[bool] = True
