"""Convolutions to start from: the lecture notes' example, the figures of a guide, and what else a course shows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from explorer.arrays import Array
from explorer.convolution.stepwise.course_examples import COURSE, COURSE_SIGNALS
from explorer.convolution.stepwise.example import Example, plane
from explorer.convolution.stepwise.setup import Setup
from explorer.errors import N_, Message, message

GUIDE_SOURCE = "Dumoulin & Visin (2016), A guide to convolution arithmetic for deep learning, arXiv:1603.07285"
NOTES = ((1, 1, 1, 0, 0), (0, 1, 1, 1, 0), (0, 0, 1, 1, 1), (0, 0, 1, 1, 0), (0, 1, 1, 0, 0))
NOTES_KERNEL = ((1, 0, 1), (0, 1, 0), (1, 0, 1))
GUIDE = ((3, 3, 2, 1, 0), (0, 0, 1, 3, 1), (3, 1, 2, 2, 3), (2, 0, 0, 2, 2), (2, 0, 0, 0, 1))
GUIDE_KERNEL = ((0, 1, 2), (2, 2, 0), (0, 1, 2))
SIGNAL_SIDE = 24
"""Samples of the signal: so many cells stand side by side on a projector, with numbers that can be read."""


def _guide(side: int, kernel: int, **options: object) -> Callable[[], Setup]:
    """A figure of the guide at its own sizes, with numbers in the style of its numerical example."""
    def make() -> Setup:
        rows = np.resize(np.array(GUIDE), (side, side)) if side != 5 else np.array(GUIDE)
        weights = np.resize(np.array(GUIDE_KERNEL), (kernel, kernel)) if kernel != 3 else np.array(GUIDE_KERNEL)
        return plane(rows, weights, **options)()
    return make


def _figure(number: int, title: str, about: str, make: Callable[[], Setup], **more: object) -> Example:
    return Example(name=f"guide{number}", title=title, about=about, dims=2, make=make,
                 source=_of_guide(number), **more)  # type: ignore[arg-type]


def _of_guide(number: int) -> Message:
    return message("{guide}, relationship {number}", guide=GUIDE_SOURCE, number=number)


def _rgb() -> Array:
    """A red, a green and a blue stroke that cross, 3 × 5 × 5."""
    colours = np.zeros((3, 5, 5))
    colours[0, :, 1] = 2
    colours[1, 2, :] = 2
    colours[2] = 2 * np.eye(5)
    return colours


_EDGE = np.array(((-1, 0, 1),) * 3)
_BLUR = np.array(((0, 1, 0), (1, 1, 1), (0, 1, 0)))


def _two_filters() -> Setup:
    weight = np.array([[_EDGE, np.zeros((3, 3)), -_EDGE], [_BLUR, _BLUR, _BLUR]])
    return Setup(input=_rgb(), weight=weight, bias=np.array([0.0, 1.0]), padding=1)


def _one_filter() -> Setup:
    return Setup(input=_rgb(), weight=np.array([[_EDGE, _EDGE.T, _BLUR]]))


def _depthwise() -> Setup:
    return Setup(input=_rgb(), weight=np.array([[_EDGE], [_EDGE.T], [_BLUR]]), groups=3)


def _pointwise() -> Setup:
    return Setup(input=_rgb(), weight=np.array([[1, 1, 1], [1, 0, -1]])[:, :, None, None])


def accelerometer(samples: int = SIGNAL_SIDE) -> Array:
    """Return the made-up reading of a shaken sensor, (samples,), m/s²: a slow swing, one knock and noise."""
    time = np.arange(samples)
    noise = np.random.default_rng(7).normal(scale=0.35, size=samples)
    knock = 2.4 * np.exp(-((time - 0.65 * samples) ** 2) / 4)
    return np.round(1.6 * np.sin(2 * np.pi * time / samples) + knock + noise, 1)


def _signal(kernel: ArrayLike) -> Callable[[], Setup]:
    def make() -> Setup:
        weights = np.array([[kernel]], float)
        return Setup(input=accelerometer()[None], weight=weights, padding=weights.shape[-1] // 2,
                     padding_mode="replicate")
    return make


def _volume() -> Setup:
    values = np.zeros((1, 4, 4, 4))
    values[0, 1:3, 1:3, 1:3] = 1
    return Setup(input=values, weight=np.ones((1, 1, 2, 2, 2)))


def _clip() -> Setup:
    frames = np.zeros((1, 4, 4, 6))
    for at in range(4):
        frames[0, at, 1:3, at:at + 2] = 1
    return Setup(input=frames, weight=np.array([-1.0, 1.0]).reshape(1, 1, 2, 1, 1))


_ALL = (
    Example(name="notes_same", title=N_("Lecture example, same"), dims=2, start=7,
          about=N_("The kernel slides over the input. At each stop, nine products are summed into one output cell. "
                   "Rows 3 and 5 are misprinted on the lecture's slide; these are right."),
          make=plane(NOTES, NOTES_KERNEL, padding=1),
          source=message("the lecture notes' 5 × 5 example, zero padding 1")),
    Example(name="notes_valid", title=N_("Lecture example, valid"), dims=2, start=4,
          about=N_("Without padding the kernel stops at the border, and the output is smaller than the input. Where "
                   "slides call its height filter_height, the map's is meant; and over a picture a kernel moves not "
                   "only to the right, as over a signal, but down, too."),
          make=plane(NOTES, NOTES_KERNEL), source=message("the lecture notes' 5 × 5 example, no padding")),
    *COURSE,
    Example(name="rgb", title=N_("RGB, one filter"), dims=2, start=4, make=_one_filter,
          about=N_("Three channels in, one map out: a filter has a slice per channel, and all products go into one "
                   "sum.")),
    Example(name="rgb_two", title=N_("RGB, two filters"), dims=2, start=12, make=_two_filters,
          about=N_("Two filters make two maps. Each has a slice per channel (one of them all zeros) and a bias of its "
                   "own.")),
    Example(name="depthwise", title=N_("Depthwise (groups = channels)"), dims=2, start=4, make=_depthwise,
          about=N_("Each channel has a filter of its own, and nothing is summed across channels.")),
    Example(name="pointwise", title=N_("Pointwise (1 × 1)"), dims=2, start=12, make=_pointwise,
          about=N_("A 1 × 1 kernel looks at one pixel and mixes its channels: the size stays, only the number of "
                   "channels changes.")),
    Example(name="checkerboard", title=N_("Transposed, checkerboard"), dims=2, view="scatter", start=4,
          make=plane(np.ones((3, 3)), np.ones((3, 3)), stride=2, transposed=True),
          about=N_("Kernel 3 at stride 2: stamps overlap on every second row and column, so a flat input comes out as "
                   "a checkerboard. Each output cell holds its number of overlaps."),
          source=Message("Odena, Dumoulin & Olah (2016), Deconvolution and checkerboard artifacts, Distill")),
    _figure(1, N_("Guide 1: no padding, stride 1"), N_("The output is smaller by the kernel size minus 1."),
            _guide(4, 3), start=1),
    _figure(2, N_("Guide 2: any padding"), N_("A 4 × 4 kernel and padding 2: the output is larger than the input."),
            _guide(5, 4, padding=2), start=14),
    _figure(3, N_("Guide 3: half padding"), N_("Padding of half the kernel keeps the size: 'same'."),
            _guide(5, 3, padding=1), start=7),
    _figure(4, N_("Guide 4: full padding"), N_("Every overlap counts, even a single cell: the output grows."),
            _guide(5, 3, padding=2), start=16),
    _figure(5, N_("Guide 5: stride 2, no padding"), N_("The kernel moves two cells at a time, so the output halves."),
            _guide(5, 3, stride=2), start=2),
    _figure(6, N_("Guide 6: stride 2, padding 1"), N_("The guide's numerical example."),
            _guide(5, 3, stride=2, padding=1), start=4),
    Example(name="guide6_odd", title=N_("Guide 6: stride 2, a column left over"), dims=2, start=4,
          make=_guide(6, 3, stride=2, padding=1), source=_of_guide(6),
          about=N_("A 6 × 6 input gives an output of 3 × 3, as a 5 × 5 one does: the last row and column of the "
                   "padding are never reached.")),
    Example(name="skipped", title=N_("Stride 2, a column never read"), dims=2, start=2, make=_guide(6, 3, stride=2),
          about=N_("A 6 × 6 input without padding: the stride steps over the last row and column, and they count for "
                   "nothing.")),
    _figure(7, N_("Guide 7: average pooling as a convolution"), N_("A mean of nine cells is a kernel of ninths."),
            plane(GUIDE, np.full((3, 3), 1 / 9)), start=4),
    _figure(8, N_("Guide 8: guide 1 transposed"), N_("Goes back from 2 × 2 to 4 × 4."),
            _guide(2, 3, transposed=True), start=5),
    _figure(9, N_("Guide 9: guide 2 transposed"), N_("Goes back from 6 × 6 to 5 × 5."),
            _guide(6, 4, padding=2, transposed=True), start=7),
    _figure(10, N_("Guide 10: guide 3 transposed"), N_("Half padding keeps the size both ways."),
            _guide(5, 3, padding=1, transposed=True), start=7),
    _figure(11, N_("Guide 11: guide 4 transposed"), N_("Goes back from 7 × 7 to 5 × 5."),
            _guide(7, 3, padding=2, transposed=True), start=7),
    _figure(12, N_("Guide 12: guide 5 transposed"),
            N_("Zeros between the cells bring back the size before the stride: 2 × 2 to 5 × 5."),
            _guide(2, 3, stride=2, transposed=True), view="scatter", start=2),
    _figure(13, N_("Guide 13: guide 6 transposed"), N_("3 × 3 to 5 × 5; the padding cuts a rim off."),
            _guide(3, 3, stride=2, padding=1, transposed=True), start=7),
    _figure(14, N_("Guide 14: with output padding"),
            N_("3 × 3 to 6 × 6: output padding adds the row and column that the stride had left over."),
            _guide(3, 3, stride=2, padding=1, output_padding=1, transposed=True), start=9),
    _figure(15, N_("Guide 15: dilated"), N_("Dilation 2 spreads a 3 × 3 kernel over 5 × 5 cells."),
            _guide(7, 3, dilation=2), start=4),
    Example(name="signal", title=N_("Smooth a signal"), dims=1, start=15, make=_signal(np.full(5, 0.2)),
          about=N_("A made-up accelerometer reading and the mean of five neighbours: noise goes, and so does most of "
                   "the knock, from 1.3 to 0.34.")),
    Example(name="signal_change", title=N_("Find a change in a signal"), dims=1, start=17, make=_signal((-0.5, 0, 0.5)),
          about=N_("The same reading, and half the difference of its neighbours: steep places stand out, most of all "
                   "the fall behind the knock, −1.05 at position 18.")),
    *COURSE_SIGNALS,
    Example(name="volume", title=N_("A small volume"), dims=3, start=13, make=_volume,
          about=N_("A cube inside a volume of 4 × 4 × 4, and a kernel that reaches over two slices.")),
    Example(name="clip", title=N_("A short clip"), dims=3, start=8, make=_clip,
          about=N_("Four frames of a moving square. The kernel is the next frame minus this one: only motion "
                   "remains.")),
)
EXAMPLES: dict[str, Example] = {scene.name: scene for scene in _ALL}
"""Every scene by its name; the first is what the page opens with."""
