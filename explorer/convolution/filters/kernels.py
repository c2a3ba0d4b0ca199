"""The classic kernels, what they show, and what is done with them: gradients and chains.

All are meant for cross-correlation, as torch applies them: a kernel is laid over the picture as it is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from explorer.arrays import Array, Floats
from explorer.convolution.filters.correlate import correlate, separable
from explorer.errors import N_, SpecError

Rows = tuple[tuple[float, ...], ...]

IMAGE_KERNELS = "Powell, Image Kernels, setosa.io/ev/image-kernels"
DIGITAL_IMAGES = "Gonzalez & Woods, Digital Image Processing, chapters 3 and 10"
NOTES = "The lecture notes; Géron, Hands-On Machine Learning, chapter 14"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A kernel with a name. ``title`` and ``shows`` are English and for readers."""

    name: str
    title: str
    rows: Rows
    shows: str
    source: str

    @property
    def kernel(self) -> Array:
        """(rows, columns) the weights."""
        return np.array(self.rows, dtype=np.float64)


def _of(name: str, title: str, rows: Iterable[Iterable[float]], shows: str, source: str, divisor: float = 1) -> Filter:
    divided = tuple(tuple(value / divisor for value in row) for row in rows)
    return Filter(name=name, title=title, rows=divided, shows=shows, source=source)


def _line(vertical: bool, side: int = 7) -> Rows:
    line = np.zeros((side, side))
    line[:, side // 2] = 1
    return tuple(tuple(row) for row in (line if vertical else line.T).tolist())


_ALL = (
    _of("identity", N_("Identity"), ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
        N_("The picture as it is: each pixel keeps its own value."), IMAGE_KERNELS),
    _of("box", N_("Box blur"), ((1, 1, 1),) * 3,
        N_("The mean of nine pixels: noise and detail are smoothed away."), IMAGE_KERNELS, 9),
    _of("gaussian", N_("Gaussian blur"), ((1, 2, 1), (2, 4, 2), (1, 2, 1)),
        N_("A mean in which near pixels count more: smoother than the box."), DIGITAL_IMAGES, 16),
    _of("gaussian_5", N_("Gaussian blur 5 × 5"), np.outer((1, 4, 6, 4, 1), (1, 4, 6, 4, 1)).tolist(),
        N_("A Gaussian blur with a wider reach."), DIGITAL_IMAGES, 256),
    _of("sharpen", N_("Sharpen"), ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        N_("The picture plus what sets each pixel apart from its neighbours."), IMAGE_KERNELS),
    _of("outline", N_("Outline"), ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
        N_("Edges in every direction; flat patches give 0."), IMAGE_KERNELS),
    _of("emboss", N_("Emboss"), ((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
        N_("Light that falls in from the top left: slopes look raised."), IMAGE_KERNELS),
    _of("sobel_x", N_("Sobel x"), ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        N_("Change from left to right: vertical edges, smoothed along the edge."), "Sobel & Feldman (1968)"),
    _of("sobel_y", N_("Sobel y"), ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
        N_("Change from top to bottom: horizontal edges."), "Sobel & Feldman (1968)"),
    _of("prewitt_x", N_("Prewitt x"), ((-1, 0, 1),) * 3,
        N_("Change from left to right, all three rows counting the same."), "Prewitt (1970)"),
    _of("prewitt_y", N_("Prewitt y"), ((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
        N_("Change from top to bottom, all three columns counting the same."), "Prewitt (1970)"),
    _of("scharr_x", N_("Scharr x"), ((-3, 0, 3), (-10, 0, 10), (-3, 0, 3)),
        N_("Change from left to right, weighted so that slanted edges measure truer."), "Scharr (2000)"),
    _of("scharr_y", N_("Scharr y"), ((-3, -10, -3), (0, 0, 0), (3, 10, 3)),
        N_("Change from top to bottom, weighted so that slanted edges measure truer."), "Scharr (2000)"),
    _of("laplacian_4", N_("Laplacian, 4 neighbours"), ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        N_("How much a pixel differs from its four neighbours: edges change sign in the middle."), DIGITAL_IMAGES),
    _of("laplacian_8", N_("Laplacian, 8 neighbours"), ((1, 1, 1), (1, -8, 1), (1, 1, 1)),
        N_("How much a pixel differs from all its eight neighbours."), DIGITAL_IMAGES),
    _of("vertical_line", N_("Vertical line"), ((-1, 2, -1),) * 3,
        N_("Bright vertical lines one pixel wide."), DIGITAL_IMAGES),
    _of("horizontal_line", N_("Horizontal line"), ((-1, -1, -1), (2, 2, 2), (-1, -1, -1)),
        N_("Bright horizontal lines one pixel wide."), DIGITAL_IMAGES),
    _of("vertical_line_7", N_("Vertical line 7 × 7"), _line(vertical=True),
        N_("Adds up seven pixels from top to bottom: vertical structures stay, horizontal ones blur."), NOTES),
    _of("horizontal_line_7", N_("Horizontal line 7 × 7"), _line(vertical=False),
        N_("Adds up seven pixels from left to right: horizontal structures stay, vertical ones blur."), NOTES),
)
FILTERS: dict[str, Filter] = {entry.name: entry for entry in _ALL}
"""Every classic kernel by its name."""


def gabor(angle: float = 0.0, wavelength: float = 6.0, *, side: int = 11, spread: float = 0.5) -> Filter:
    """Return a Gabor kernel, a wave under a Gaussian hill, with the sum taken out so that flat patches give 0.

    Args:
        angle: direction in which the wave runs, degrees; 0 answers to vertical stripes.
        wavelength: from crest to crest, pixels, at least 2.
        side: rows and columns, pixels; odd, so that there is a centre.
        spread: standard deviation of the hill, as a share of the wavelength.

    Raises:
        SpecError: a wave too short to be seen on pixels, or a side without a centre.
    Source:
        Daugman (1985), J. Opt. Soc. Am. A 2, 1160.
    """
    if not wavelength >= 2 or not spread > 0:
        raise SpecError("A wave of {wavelength} px with a spread of {spread} cannot be drawn on pixels. "
                        "Use a wavelength of at least 2 px and a spread above 0.", wavelength=wavelength, spread=spread)
    if side < 3 or side % 2 == 0:
        raise SpecError("A Gabor kernel of {side} px has no centre. Use an odd side of at least 3.", side=side)
    turn = np.deg2rad(angle)
    y, x = np.mgrid[:side, :side] - side // 2
    along = x * np.cos(turn) + y * np.sin(turn)
    hill = np.exp(-(x**2 + y**2) / (2 * (spread * wavelength) ** 2))
    wave = hill * np.cos(2 * np.pi * along / wavelength)
    wave -= hill * wave.sum() / hill.sum()
    return _of("gabor", N_("Gabor"), (wave / np.abs(wave).sum()).tolist(),
               N_("Stripes of one width and direction, as cells of the visual cortex answer to."), "Daugman (1985)")


@dataclass(frozen=True, slots=True)
class Properties:
    """What can be read off a kernel.

    Attributes:
        total: sum of the weights: 1 keeps a constant picture, 0 turns every flat patch to 0.
        left_right, top_bottom: 1 where the kernel is its own mirror image, -1 its negative, 0 neither.
        factors: column and row of a separable kernel, or None.
    """

    total: float
    left_right: int
    top_bottom: int
    factors: tuple[Array, Array] | None


def properties(kernel: ArrayLike) -> Properties:
    """Return sum, symmetry and factors of ``kernel`` (rows, columns)."""
    values = np.asarray(kernel, dtype=np.float64)
    total = float(values.sum())
    whole = abs(total) <= 1e-9 * np.abs(values).sum()
    return Properties(0.0 if whole else total, _mirror(values, np.fliplr(values)), _mirror(values, np.flipud(values)),
                      separable(values))


def _mirror(values: Array, mirrored: Array) -> int:
    if np.allclose(values, mirrored):
        return 1
    return -1 if np.allclose(values, -mirrored) else 0


def gradient(image: ArrayLike, kind: str = "sobel", *, padding_mode: str = "reflect") -> tuple[Floats, Floats]:
    """Return ``(magnitude, direction)`` of the change at each pixel, per channel, in the shape of ``image``.

    Args:
        image: (H, W) or (H, W, C).
        kind: ``sobel``, ``prewitt`` or ``scharr``.
        padding_mode: as in ``correlate``.

    Returns:
        The magnitude in the values of the kernel, and where the picture gets brighter, radians from -pi to pi:
        0 to the right, pi / 2 downwards.

    Raises:
        SpecError: there is no such pair of kernels.
    """
    if f"{kind}_x" not in FILTERS:
        raise SpecError("There is no gradient {kind!r}. Use sobel, prewitt or scharr.", kind=kind)
    across = correlate(image, FILTERS[f"{kind}_x"].kernel, padding_mode=padding_mode)
    down = correlate(image, FILTERS[f"{kind}_y"].kernel, padding_mode=padding_mode)
    return np.hypot(across, down), np.arctan2(down + 0, across + 0)  # + 0: where nothing changes, -0 would point left


def chain(image: ArrayLike, kernels: Iterable[ArrayLike], *, padding_mode: str = "reflect") -> Floats:
    """Return ``image`` after all ``kernels`` in turn, nothing clipped in between."""
    result = np.asarray(image, dtype=np.float32)
    for kernel in kernels:
        result = correlate(result, kernel, padding_mode=padding_mode)
    return result
