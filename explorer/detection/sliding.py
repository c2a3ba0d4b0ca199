"""A window slid over a picture: how many places it has, where they are, and what it costs to ask at each."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import LimitError, SpecError
from explorer.graph import Graph, Shape, analyse, convolved, latex_number

SLIDERS = ("shapes", "resnet20", "vgg")
"""Classifiers that are slid: of scenes, and two of photos (CIFAR-10)."""
PICTURE = 256
"""Pictures are looked at with their longer side so long, px."""
WINDOW_SIDES = (32, 48, 64, 80, 96, 128, 160, 192, 256)
"""Sides of a window, px of such a picture."""
WINDOW_STRIDES = (1, 2, 4, 8, 16, 32)
"""px of what the network is given."""
QUICK_PASSES = 700
"""Up to so many windows are looked at without being asked for."""
MOST_PASSES = 4096
"""Most windows of one picture that this server looks at."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A square window on a picture; all lengths in px of the picture that the network is given.

    Raises:
        SpecError: the window is larger than the picture, or a length is below 1.
    """

    height: int
    width: int
    window: int
    stride: int

    def __post_init__(self) -> None:
        if min(self.height, self.width, self.window, self.stride) < 1:
            raise SpecError("A window, its stride and the picture's sides are at least 1 px.")
        if self.window > min(self.height, self.width):
            raise SpecError("A window of {window} px does not fit into a picture of {width} × {height} px. Use a "
                            "smaller window, or a larger picture.", window=self.window, width=self.width,
                            height=self.height)

    @property
    def rows(self) -> int:
        """Places of the window from top to bottom."""
        return (self.height - self.window) // self.stride + 1

    @property
    def columns(self) -> int:
        """Places of the window from left to right."""
        return (self.width - self.window) // self.stride + 1

    @property
    def passes(self) -> int:
        """Places of the window: so often the network is run."""
        return self.rows * self.columns

    @property
    def overlap(self) -> float:
        """Share of a window that its right neighbour sees, too."""
        return max(0, self.window - self.stride) / self.window

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """Return left edge and upper edge of the window at a place, px."""
        return column * self.stride, row * self.stride

    def nearest(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of the place whose window has its middle nearest to a point, px."""
        row, column = ((point - self.window / 2) / self.stride for point in (y, x))
        return _within(round(row), self.rows), _within(round(column), self.columns)

    def check_limit(self) -> None:
        """Check that this server looks at so many windows.

        Raises:
            LimitError: they are more than `MOST_PASSES`.
        """
        if self.passes > MOST_PASSES:
            raise LimitError("{passes:,} windows are more than this server looks at for one picture, {limit:,}. Use a "
                             "larger stride, or a larger window.", passes=self.passes, limit=MOST_PASSES)

    @property
    def working(self) -> tuple[str, ...]:
        """Lines of LaTeX: places down, places across, and passes with their product."""
        lines = [_places(name, side, self.window, self.stride, count)
                 for name, side, count in (("H", self.height, self.rows), ("W", self.width, self.columns))]
        return (*lines, rf"{self.rows} \cdot {self.columns} = {latex_number(self.passes)}")


@dataclass(frozen=True, slots=True)
class SlideCost:
    """Multiply-accumulates for all scores of a picture, by windows and in one pass."""

    passes: int
    each: int
    """For one window."""
    once: int
    """For the whole picture, with linear layers as convolutions."""

    @property
    def windows(self) -> int:
        """For all windows, one after the other."""
        return self.passes * self.each

    @property
    def times(self) -> float:
        """How many times as much all windows take."""
        return self.windows / self.once


def slide_cost(graph: Graph, input_shape: Shape, slide: Slide) -> SlideCost:
    """Return what both ways to the scores of a picture cost.

    Args:
        graph: a classifier with linear layers.
        input_shape: ``(C, H, W)`` that it is made for; its side is the window.
        slide: of a stride that is the network's own, so that both give as many scores.
    """
    whole = analyse(convolved(graph, input_shape), (input_shape[0], slide.height, slide.width))
    return SlideCost(slide.passes, analyse(graph, input_shape).macs, whole.macs)


def network_stride(graph: Graph, input_shape: Shape) -> int:
    """Return how far apart two neighbours of the last maps look at the picture, px: the stride of the one pass."""
    field = analyse(convolved(graph, input_shape), input_shape).rows[-1].field
    if field is None:
        raise SpecError("The last layer of this network sees no window of the picture.")
    return int(field.jump)


def scaled_sides(width: int, height: int, longest: int, least: int) -> tuple[int, int]:
    """Return width and height of a picture scaled to a longer side, px, neither below ``least``."""
    scale = longest / max(width, height)
    return max(least, round(width * scale)), max(least, round(height * scale))


def _places(letter: str, side: int, window: int, stride: int, count: int) -> str:
    return (rf"\left\lfloor \frac{{{letter} - F}}{{S}} \right\rfloor + 1 = "
            rf"\left\lfloor \frac{{{side} - {window}}}{{{stride}}} \right\rfloor + 1 = {count}")


def _within(place: int, count: int) -> int:
    return min(max(place, 0), count - 1)
