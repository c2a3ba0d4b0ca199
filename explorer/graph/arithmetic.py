"""How layers read an axis: sizes that come out, and what part of the input one unit reads.

A layer reads each of its axes through one of four windows. Each window knows three things: how many units come out,
how a receptive field grows through it, and which input positions a run of outputs reads. Positions and lengths are
in px of the layer's input, counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal, Protocol

from explorer.errors import ShapeError
from explorer.graph.fields import Field

PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
Span = tuple[int, int]


def output_size(size: int, *, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1,
                ceil_mode: bool = False) -> int:
    """Return how many times a window fits into an axis, which is the side of the layer's output.

    Args:
        size: side of the input, px.
        kernel_size, stride, padding, dilation: as in ``torch.nn.Conv2d``, px; ``padding`` on each side.
        ceil_mode: as in ``torch.nn.MaxPool2d``: round up, unless the last window would start in the right padding.

    Returns:
        Side of the output, px; at least 1.

    Raises:
        ShapeError: the dilated window is wider than the padded input.

    Source:
        Dumoulin & Visin (2016), arXiv:1603.07285, relationships 6 and 15; docs of ``torch.nn.MaxPool2d``.
    """
    return fitted(Window(kernel_size, stride, padding, padding, dilation, ceil_mode), size)


def transposed_output_size(size: int, *, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1,
                           output_padding: int = 0) -> int:
    """Return the side of a transposed convolution's output, px.

    Raises:
        ShapeError: the padding takes away all that the stamps write.

    Source:
        Dumoulin & Visin (2016), arXiv:1603.07285, relationship 14; docs of ``torch.nn.ConvTranspose2d``.
    """
    return fitted(Stamp(kernel_size, stride, padding, dilation, output_padding), size)


def fitted(reader: Window | Stamp, size: int) -> int:
    """Return the side of the output of ``reader`` for an input of ``size`` px, or say why there is none.

    Raises:
        ShapeError: nothing comes out.
    """
    result = reader.output_size(size)
    if result >= 1:
        return result
    if isinstance(reader, Window):
        raise ShapeError(
            "{layer}: a window of {window} px does not fit into an input of {padded} px (padding included). "
            "Use a smaller kernel or dilation, or more padding.",
            layer="Layer", window=reader.reach + 1, padded=size + reader.before + reader.after)
    raise ShapeError(
        "{layer}: the stamps cover {width} px and the padding takes {padding} px off each side, so nothing is left. "
        "Use less padding or a larger kernel.",
        layer="Layer", width=(size - 1) * reader.stride + reader.reach + 1, padding=reader.padding)


class Reader(Protocol):
    """A layer's way of reading one axis."""

    def output_size(self, size: int) -> int:
        """Return the side of the output for an input of ``size`` px."""

    def through(self, field: Field, size: int) -> Field:
        """Return the field of the outputs, given the field of the inputs."""

    def reads(self, first: int, last: int, size: int) -> Span | None:
        """Return the first and last input that outputs ``first`` to ``last`` read; None if that is only padding."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window that slides: convolution and pooling."""

    kernel_size: int
    stride: int = 1
    before: int = 0
    after: int = 0
    dilation: int = 1
    ceil_mode: bool = False
    padding_mode: PaddingMode = "zeros"

    @property
    def reach(self) -> int:
        """Distance from the first to the last cell of the window, px."""
        return self.dilation * (self.kernel_size - 1)

    def output_size(self, size: int) -> int:
        """Return how often the window fits."""
        room = size + self.before + self.after - self.reach - 1
        if not self.ceil_mode:
            return room // self.stride + 1
        steps = -(-room // self.stride) + 1
        return steps - 1 if (steps - 1) * self.stride >= size + self.before else steps

    def unread(self, size: int) -> int:
        """Return how many columns at the end no window reaches, padding not counted."""
        return max(0, size + self.before - (self.output_size(size) - 1) * self.stride - self.reach - 1)

    def through(self, field: Field, size: int) -> Field:  # noqa: ARG002
        """Return the field behind the window (Araujo et al. 2019, equations 2 and 3)."""
        return field.wider(self.reach, self.reach / 2 - self.before, self.stride)

    def reads(self, first: int, last: int, size: int) -> Span | None:
        """Return the inputs under the windows, with padding folded back to the pixels it repeats."""
        low = first * self.stride - self.before
        return _folded(low, last * self.stride - self.before + self.reach, size, self.padding_mode)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A transposed convolution: each input stamps the kernel on the output, ``stride`` px apart."""

    kernel_size: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    output_padding: int = 0

    @property
    def reach(self) -> int:
        """Distance from the first to the last cell of a stamp, px of the output."""
        return self.dilation * (self.kernel_size - 1)

    def output_size(self, size: int) -> int:
        """Return the width of all stamps together, less the padding."""
        return (size - 1) * self.stride - 2 * self.padding + self.reach + self.output_padding + 1

    def through(self, field: Field, size: int) -> Field:  # noqa: ARG002
        """Return the field: an output sees the inputs whose stamps touch it, ``1 / stride`` px apart."""
        return field.wider(Fraction(self.reach, self.stride), (self.padding - self.reach / 2) / self.stride,
                           Fraction(1, self.stride))

    def reads(self, first: int, last: int, size: int) -> Span | None:
        """Return the inputs whose stamps lie between the two outputs, holes of a dilated stamp included."""
        low = max(0, ceil(Fraction(first + self.padding - self.reach, self.stride)))
        high = min(size - 1, (last + self.padding) // self.stride)
        return (low, high) if low <= high else None


@dataclass(frozen=True, slots=True)
class Share:
    """Adaptive pooling: ``parts`` windows share the axis, as even as whole pixels allow."""

    parts: int

    def output_size(self, size: int) -> int:  # noqa: ARG002
        """Return the number of parts, whatever comes in."""
        return self.parts

    def bounds(self, part: int, size: int) -> Span:
        """Return the first and last input of a part (docs of ``torch.nn.AdaptiveAvgPool2d``)."""
        return part * size // self.parts, -(-(part + 1) * size // self.parts) - 1

    def through(self, field: Field, size: int) -> Field:
        """Return the field of the widest part; uneven parts are not aligned."""
        spans = [self.bounds(part, size) for part in range(self.parts)]
        first = spans[0][1] / 2
        grown = field.wider(max(high - low for low, high in spans), first, Fraction(size, self.parts))
        even = size % self.parts == 0
        return grown if even else Field(grown.extent, grown.jump, grown.start, aligned=False)

    def reads(self, first: int, last: int, size: int) -> Span | None:
        """Return the inputs of the parts."""
        return self.bounds(first, size)[0], self.bounds(last, size)[1]


@dataclass(frozen=True, slots=True)
class Whole:
    """Every output reads the whole axis: linear layers. ``out`` is the side of the output."""

    out: int = 1

    def output_size(self, size: int) -> int:  # noqa: ARG002
        """Return the number of outputs."""
        return self.out

    def through(self, field: Field, size: int) -> Field:
        """Return the one field that all outputs share: the hull of all inputs' fields."""
        return field.wider(size - 1, (size - 1) / 2, 0)

    def reads(self, first: int, last: int, size: int) -> Span | None:  # noqa: ARG002
        """Return the whole axis."""
        return 0, size - 1


def _folded(low: int, high: int, size: int, mode: PaddingMode) -> Span | None:
    """Return the hull of the pixels that positions ``low`` to ``high`` stand for, padding included."""
    inside = [place for place in (max(low, 0), min(high, size - 1)) if low < size and high >= 0]
    left = [low, min(high, -1)] if low < 0 else []
    right = [max(low, size), high] if high >= size else []
    if mode == "replicate":
        inside += [0 for _ in left] + [size - 1 for _ in right]
    elif mode == "reflect":
        inside += [-place for place in left] + [2 * (size - 1) - place for place in right]
    elif mode == "circular":
        inside += [place + size for place in left] + [place - size for place in right]
    return (min(inside), max(inside)) if inside else None
