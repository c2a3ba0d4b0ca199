"""How layers read an axis: sizes that come out, and what part of the input one unit reads.

A layer reads each of its axes through one of five windows. Each window knows three things: how many units come out,
how a receptive field grows through it, and which input positions a run of outputs reads. Positions and lengths are
in px of the layer's input, counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, gcd
from typing import Literal, Protocol

from explorer.errors import ShapeError
from explorer.graph.fields import Field

PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
ResizeMode = Literal["nearest", "bilinear", "bicubic"]
Span = tuple[int, int]
Places = frozenset[int]


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
    return fitted(TransposedWindow(kernel_size, stride, padding, dilation, output_padding), size)


def fitted(reader: Window | TransposedWindow, size: int) -> int:
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

    def reads(self, places: Places, size: int) -> Places:
        """Return the inputs that the outputs at ``places`` read; none if they read only padding."""


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
        span = size + self.before + self.after - self.reach - 1
        if not self.ceil_mode:
            return span // self.stride + 1
        steps = -(-span // self.stride) + 1
        return steps - 1 if (steps - 1) * self.stride >= size + self.before else steps

    def unread(self, size: int) -> int:
        """Return how many columns at the end no window reaches, padding not counted."""
        return max(0, size + self.before - (self.output_size(size) - 1) * self.stride - self.reach - 1)

    def through(self, field: Field, size: int) -> Field:  # noqa: ARG002
        """Return the field behind the window (Araujo et al. 2019, equations 2 and 3)."""
        reach = self.reach
        if reach == self.before == 0 and self.stride == 1:
            return field
        return field.wider(reach, reach / 2 - self.before, self.stride)

    def reads(self, places: Places, size: int) -> Places:
        """Return the inputs under the windows, with padding folded back to the pixels it repeats."""
        cells = range(-self.before, self.reach - self.before + 1, self.dilation)
        return _folded({place * self.stride + cell for place in places for cell in cells}, size, self.padding_mode)


@dataclass(frozen=True, slots=True)
class TransposedWindow:
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

    def through(self, field: Field, size: int) -> Field:
        """Return the field: an output sees the inputs whose stamps touch it, ``1 / stride`` px apart."""
        return entering(self, field, size).wider(Fraction(self.reach, self.stride),
                                                 (self.padding - self.reach / 2) / self.stride,
                                                 Fraction(1, self.stride))

    def reads(self, places: Places, size: int) -> Places:
        """Return the inputs whose stamps touch the outputs; none in a hole between stamps."""
        by_axis = (divmod(place + self.padding - cell, self.stride)
                for place in places for cell in range(0, self.reach + 1, self.dilation))
        return frozenset(source for source, rest in by_axis if not rest and 0 <= source < size)


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

    def longest(self, size: int) -> Fraction:
        """Return the length of a part and the most that rounding its two bounds outwards may add, px of the input."""
        steps = self.parts // gcd(size, self.parts)
        return Fraction(size, self.parts) + 2 * Fraction(steps - 1, steps)

    def through(self, field: Field, size: int) -> Field:
        """Return the field of the widest part; uneven parts are not aligned."""
        jump, centre = Fraction(size, self.parts), self.bounds(0, size)[1] / 2
        if size % self.parts == 0:
            return field.wider(size // self.parts - 1, centre, jump)
        return replace(entering(self, field, size).wider(self.longest(size) - 1, centre, jump), aligned=False)

    def reads(self, places: Places, size: int) -> Places:
        """Return the inputs of the parts."""
        spans = (self.bounds(part, size) for part in places)
        return frozenset(place for low, high in spans for place in range(low, high + 1))


@dataclass(frozen=True, slots=True)
class WholeInput:
    """Every output reads the whole axis: linear layers. ``out`` is the side of the output."""

    out: int = 1

    def output_size(self, size: int) -> int:  # noqa: ARG002
        """Return the number of outputs."""
        return self.out

    def through(self, field: Field, size: int) -> Field:
        """Return the one field that all outputs share: the hull of all inputs' fields."""
        return field.wider(size - 1, (size - 1) / 2, 0)

    def reads(self, places: Places, size: int) -> Places:  # noqa: ARG002
        """Return the whole axis."""
        return frozenset(range(size))


@dataclass(frozen=True, slots=True)
class Resize:
    """Up-sampling to a side of ``out`` px: each output is a mean of the inputs nearest to where it lies.

    Output o lies at ``o * step + start`` px of the input and reads one input (nearest), or those less than 1 px
    (bilinear) or 2 px (bicubic) away.

    Source:
        ``torch.nn.functional.interpolate``; with ``align_corners`` the first and last pixels lie on each other.
    """

    out: int
    mode: ResizeMode = "nearest"
    align_corners: bool = False

    def output_size(self, size: int) -> int:  # noqa: ARG002
        """Return the side that was asked for."""
        return self.out

    def step(self, size: int) -> Fraction:
        """Return how far outputs lie from one another, px of the input."""
        if self.align_corners:
            return Fraction(size - 1, self.out - 1) if self.out > 1 else Fraction(0)
        return Fraction(size, self.out)

    def start(self, size: int) -> Fraction:
        """Return where the first output lies: the centre of what all that stand in one input read."""
        step = self.step(size)
        if self.mode == "nearest":
            return -Fraction(step.denominator - 1, 2 * step.denominator)
        return Fraction(0) if self.align_corners else (step - 1) / 2

    def reach(self, size: int) -> Fraction:
        """Return how far apart the first and last input lie that outputs read around their places, px."""
        step = self.step(size)
        if self.mode == "nearest":
            return Fraction(step.denominator - 1, step.denominator)
        grain = Fraction(1, step.denominator * (1 if self.start(size) * step.denominator % 1 == 0 else 2))
        return 2 * ((1 if self.mode == "bilinear" else 2) - grain) if grain < 1 else Fraction(0)

    def through(self, field: Field, size: int) -> Field:
        """Return the field that holds those of all outputs; a single one sees whole steps of it."""
        found = entering(self, field, size).wider(self.reach(size), self.start(size), self.step(size))
        even = 1 in (self.step(size).numerator, self.step(size).denominator)
        return found if even else replace(found, aligned=False)

    def reads(self, places: Places, size: int) -> Places:
        """Return the inputs that the outputs are means of; beyond the edge stands the last one."""
        step, start = self.step(size), self.start(size)
        found: set[int] = set()
        for place in places:
            if self.mode == "nearest":
                found.add(floor(place * step))
                continue
            at = place * step + start
            if self.mode == "bilinear":
                at = max(at, Fraction(0))
            low, near = floor(at), 1 if self.mode == "bilinear" else 2
            found.update(range(low - near + 1, low + near + 1) if at != low else (low,))
        return _folded(found, size, "replicate")


def entering(reader: Reader, field: Field, size: int) -> Field:
    """Return the field of the inputs of ``reader``, in whole steps if it divides them."""
    if isinstance(reader, TransposedWindow):
        divides = reader.stride > 1
    elif isinstance(reader, Resize):
        divides = reader.step(size).denominator > 1
    else:
        divides = isinstance(reader, Share) and size % reader.parts > 0
    return field.divided() if divides else field


def _folded(places: set[int], size: int, mode: PaddingMode) -> Places:
    """Return the pixels that ``places`` stand for, some of which may lie in the padding."""
    if mode == "replicate":
        return frozenset(min(max(place, 0), size - 1) for place in places)
    if mode == "reflect":
        return frozenset(size - 1 - abs(size - 1 - abs(place)) for place in places)
    if mode == "circular":
        return frozenset(place % size for place in places)
    return frozenset(place for place in places if 0 <= place < size)
