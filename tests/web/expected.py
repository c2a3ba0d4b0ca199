"""What the scripts' arithmetic is held to: inputs, and what numpy and scipy make of them.

Only the tables that say which cell reads which come from the app, as the scripts get them from there too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal
from torchvision import ops

from explorer import images, scenes
from explorer.convolution import Convolution, visual_cells
from tests.pages.ui import test_korean

NUMBERS = [0, 1, -1, 42, 999_999, 1_000_000, 123_456_789, 0.5, -0.25, 2 / 3, -2 / 3, 3.14159265, 99.996, 123_456.7,
           1e-3, 9.99e-4, -1.2345e-5, 6.02214076e23, 0.1 + 0.2, 1.7e-300]
DIGITS = [2, 3, 4, 6]
HALVES = {(0.125, 2): "0.13", (-0.125, 2): "−0.13", (2.5, 1): "3", (-2.5, 1): "−3"}  # away from 0
SHORTER = {0: ["0"], 1.3: ["1.3", "1"], 0.18: ["0.18", ".18", ".2"], -0.36: ["−0.36", "−.36", "−.4"],
           -0.068: ["−0.068", "−.068", "−.07"], 12.34: ["12.3", "12"], -99.96: ["−100"], 255: ["255"], 1234.5: ["1235",
           "1e3"], -1e6: ["−1.00e+6", "−1e6"], 123_456: ["123456", "1e5"], 2 / 3: ["0.667", ".667", ".67", ".7"],
           -1.2345e-5: ["−1.2e−5", "−1e−5"], 1e9: ["1.00e+9", "1e9"]}
"""A number in less and less room."""
SHARES = [0, 0.0004, 0.004, 0.049, 0.1234, 0.5, 0.9949, 1]
NUMPY_PADDING = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
SCIPY_PADDING = {"zeros": "constant", "reflect": "mirror", "replicate": "nearest", "circular": "wrap"}


SCENES = ["20242c.0.0~circle.300.200.375.0.ff8800~star.650.300.450.33.0072b2~cross.400.700.500.71.cc79a7",
          "dfe3e8.80.5~ring.900.100.700.0.009e73~triangle.300.700.520.200.d55e00~square.150.300.260.10.ffffff"]


def expected() -> dict[str, Any]:
    """Return all of it, ready for JSON."""
    random = np.random.default_rng(7)
    return {"numbers": [{"value": value, "digits": digits, "text": number(value, digits)}
                        for value in NUMBERS for digits in DIGITS],
            "halves": [{"value": value, "digits": digits, "text": text} for (value, digits), text in HALVES.items()],
            "shorter": [{"value": value, "texts": texts} for value, texts in SHORTER.items()],
            "percents": [{"share": share, "decimals": decimals, "text": percent(share, decimals)}
                         for share in SHARES for decimals in (0, 1)],
            "convolutions": [convolution(random, **case) for case in CONVOLUTIONS],
            "filters": [filtered(random, **case) for case in FILTERS],
            "poolings": [pooled(random, *case) for case in [(2, 2, 0), (3, 2, 1), (3, 1, 0), (2, 3, 0)]],
            "shifts": [shifted(random, *case) for case in SHIFTS],
            "fields": [field(layers) for layers in FIELDS],
            "boxes": boxes(random),
            "retina": retina(),
            "descents": [descended(random, *case) for case in DESCENTS],
            "scenes": [scene(random, text) for text in SCENES],
            "strokes": [drawn_on_pad(images.written(hand, digit, 0)) for hand in images.HANDS for digit in (3, 8)],
            "particles": [list(pair) for test in vars(test_korean).values() for mark in getattr(test, "pytestmark", ())
                          for pair in mark.args[1]]}


def drawn_on_pad(drawing: images.Drawing) -> dict[str, Any]:
    """Return a drawing and the text that stands for it in links."""
    return {"text": images.to_text(drawing), "pen": drawing.pen, "strokes": drawing.strokes}


def scene(random: np.random.Generator, text: str) -> dict[str, Any]:
    """Return what the server draws of a scene, over a plain ground and over a photo."""
    known, side = scenes.scene_from_text(text), 72
    photo = random.integers(0, 256, (side, side, 3)).astype(np.uint8)
    grains = scenes.noise_grains(known).round().astype(int).ravel().tolist() if known.noise else None
    return {"text": text, "side": side, "grains": grains, "ground": scenes.ground_pixels(known, 1).ravel().tolist(),
            "pixels": scenes.drawn(known, side).ravel().tolist(), "photo": photo.ravel().tolist(),
            "over": scenes.drawn(known, side, photo).ravel().tolist(),
            "owners": (scenes.masks(known, side)).astype(int).argmax(0).ravel().tolist(),
            "inside": scenes.masks(known, side).any(0).ravel().astype(int).tolist()}


def number(value: float, digits: int) -> str:
    """Return a number as a reader sees it, by numpy's own formatting."""
    size = abs(value)
    if size >= 1e6 or 0 < size < 1e-3:
        text = np.format_float_scientific(value, precision=digits - 2, unique=False, trim="k", exp_digits=1)
    elif value == int(value):
        text = np.format_float_positional(value, trim="-")
    else:
        text = np.format_float_positional(value, precision=digits, unique=False, fractional=False, trim="-")
    return text.replace(".e", "e").replace("-", "−")


def percent(share: float, decimals: int) -> str:
    """Return a share as a reader sees it."""
    least = 10.0**-decimals
    rounded = np.format_float_positional(100 * share, precision=decimals, unique=False, trim="k").removesuffix(".")
    return f"< {np.format_float_positional(least, trim='-')} %" if 0 < 100 * share < least / 2 else f"{rounded} %"


def boxes(random: np.random.Generator) -> list[dict[str, Any]]:
    """Return pairs of boxes, and what torchvision says of them."""
    corners = np.sort(random.integers(0, 12, (60, 2, 2, 2)), axis=2)
    corners[:, :, 1] += 1  # without area torchvision says NaN
    pairs = torch.tensor(corners.reshape(-1, 2, 4), dtype=torch.float64)
    return [{"one": one.tolist(), "other": other.tolist(), "iou": float(ops.box_iou(one[None], other[None])),
             "giou": float(ops.generalized_box_iou(one[None], other[None]))} for one, other in pairs]


BARS = [(0, {"angle": 0}), (0, {"angle": 90}), (0, {"angle": 20, "offset": 3, "width": 5}),
        (45, {"angle": 45, "offset": -2}), (45, {"angle": 130, "width": 8, "dark": True})]


def retina() -> dict[str, Any]:
    """Return bars of light, and what scipy's correlation of their light with both kernels is in the middle."""
    found = []
    for likes, bar in BARS:
        drawn, cells = visual_cells.LightBar(**bar), visual_cells.CellPair(likes)  # type: ignore[arg-type]
        light = drawn.drawn()
        sums = [float(signal.correlate2d(light, kernel, mode="same")[32, 32]) for kernel in (cells.even, cells.odd)]
        found.append({"bar": {"turn": drawn.angle, "off": drawn.offset, "thick": drawn.width, "dark": drawn.dark},
                      "likes": likes, "total": float(light.sum()), "row": light[32].tolist(), "even": sums[0],
                      "odd": sums[1], "answers": cells.answers(drawn)})
    weights = {likes: {"even": visual_cells.CellPair(likes).even.ravel().tolist(),
                       "odd": visual_cells.CellPair(likes).odd.ravel().tolist()} for likes in {one for one, _ in BARS}}
    return {"eye": {"retina": visual_cells.RETINA, "field": visual_cells.FIELD, "length": visual_cells.LENGTH},
            "weights": weights, "bars": found}


DESCENTS = [((5, 6), (3, 3), False), ((6, 8), (1, 2), True), ((4, 4), (2, 3), False)]


def descended(random: np.random.Generator, sides: tuple[int, int], shape: tuple[int, int],
              summed: bool) -> dict[str, Any]:
    """Return what a kernel gives, and loss and slopes where it is changed, by autograd."""
    picture, target, weights = (random.normal(size=size) for size in (sides, shape, shape))
    wanted = torch.tensor(signal.correlate2d(picture, target, mode="valid"))
    inputs = torch.tensor(picture)[None, None]

    def loss(kernel: torch.Tensor) -> torch.Tensor:
        errors = (torch.nn.functional.conv2d(inputs, kernel.reshape(1, 1, *shape))[0, 0] - wanted) ** 2
        return errors.sum() if summed else errors.mean()

    kernel = torch.tensor(weights.ravel(), requires_grad=True)
    slope, = torch.autograd.grad(loss(kernel), kernel)
    moved = weights.ravel().copy()
    moved[[0, 1]] += (0.5, -0.25)
    return {"sides": sides, "shape": shape, "summed": summed, "picture": picture.ravel().tolist(),
            "target": target.ravel().tolist(), "weights": weights.ravel().tolist(),
            "wanted": wanted.ravel().tolist(),
            "output": signal.correlate2d(picture, weights, mode="valid").ravel().tolist(),
            "curvature": torch.autograd.functional.hessian(loss, kernel.detach()).ravel().tolist(),
            "loss": float(loss(kernel.detach())), "slope": slope.tolist(),
            "moved": float(loss(torch.tensor(moved)))}


CONVOLUTIONS: list[dict[str, Any]] = [
    {"shape": (1, 6), "weight": (1, 1, 3), "padding": 1},
    {"shape": (2, 7, 6), "weight": (3, 2, 3, 3), "stride": 2, "padding": 1, "bias": True},
    {"shape": (4, 6, 6), "weight": (4, 2, 3, 2), "groups": 2, "dilation": 2, "padding": 1, "padding_mode": "reflect"},
    {"shape": (1, 4, 5, 4), "weight": (2, 1, 2, 3, 2), "padding": 1, "padding_mode": "circular"},
    {"shape": (1, 5, 5), "weight": (1, 1, 3, 3), "padding": 1, "padding_mode": "replicate"},
    {"shape": (2, 4, 3), "weight": (2, 3, 3, 3), "stride": 2, "padding": 1, "output_padding": 1, "transposed": True},
    {"shape": (4, 3, 4), "weight": (4, 1, 3, 2), "groups": 2, "dilation": 2, "bias": True, "transposed": True},
]


def convolution(random: np.random.Generator, *, shape: tuple[int, ...], weight: tuple[int, ...], bias: bool = False,
                groups: int = 1, transposed: bool = False, **window: Any) -> dict[str, Any]:
    """Return a convolution as the stepper gets it, with the output that scipy computes."""
    inputs, weights = (random.integers(-9, 10, sides) / 4 for sides in (shape, weight))
    outputs = weight[1] * groups if transposed else weight[0]
    offsets = random.integers(-9, 10, outputs) / 4 if bias else None
    conv = Convolution(input=inputs, weight=weights, bias=offsets, groups=groups, transposed=transposed, **window)
    found = _scipy(inputs, weights, groups, transposed, **window)
    found += 0 if offsets is None else offsets.reshape(-1, *[1] * (found.ndim - 1))
    ones = _scipy(np.ones(shape), np.ones(weight), groups, transposed, **window | {"padding_mode": "zeros"})
    axes = [{"lane": axis.lane, "places": axis.places, "taps": axis.taps} for axis in conv.axes]
    return listed({
        "data": {"dims": len(shape) - 1, "transposed": transposed, "groups": groups, "axes": axes,
                 "inputShape": shape, "weightShape": weight, "outputShape": found.shape, "input": inputs.ravel(),
                 "weight": weights.ravel(), "bias": offsets, "output": np.zeros(found.size)},
        "output": found.ravel(), "overlaps": ones.ravel() / (shape[0] / groups),
        "zeros": window.get("padding_mode", "zeros") == "zeros"})


def _scipy(inputs: np.ndarray, weights: np.ndarray, groups: int, transposed: bool, *, stride: int = 1, padding: int = 0,
           dilation: int = 1, output_padding: int = 0, padding_mode: str = "zeros") -> np.ndarray:
    """Return a convolution's output by scipy.signal, group by group."""
    spatial = range(1, inputs.ndim)
    kernels = _spread(weights, dilation, start=2)
    if not transposed:
        padded = np.pad(inputs, [(0, 0), *[(padding, padding) for _ in spatial]], mode=NUMPY_PADDING[padding_mode])
        steps = tuple(slice(None, None, stride) for _ in spatial)
        return np.concatenate([np.stack([signal.correlate(part, kernel, mode="valid")[0][steps] for kernel in own])
                               for part, own in zip(np.split(padded, groups), np.split(kernels, groups), strict=True)])
    stretched = np.pad(_spread(inputs, stride, start=1), [(0, 0), *[(0, output_padding) for _ in spatial]])
    crop = tuple(slice(padding, -padding or None) for _ in spatial)
    return np.concatenate([np.stack([sum(signal.convolve(part[channel], own[channel, out], mode="full")
                                         for channel in range(len(part)))[crop] for out in range(weights.shape[1])])
                           for part, own in zip(np.split(stretched, groups), np.split(kernels, groups), strict=True)])


def _spread(values: np.ndarray, step: int, *, start: int) -> np.ndarray:
    """Return ``values`` with zeros between them along the axes from ``start`` on."""
    sides = [*values.shape[:start], *((side - 1) * step + 1 for side in values.shape[start:])]
    wide = np.zeros(sides)
    wide[tuple([slice(None)] * start + [slice(None, None, step)] * (values.ndim - start))] = values
    return wide


SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8
FILTERS: list[dict[str, Any]] = [
    *({"padding": padding} for padding in ("zeros", "reflect", "replicate", "circular")),
    {"padding": "reflect", "dilation": 2}, {"padding": "zeros", "stride": 2}, {"padding": "zeros", "twice": True},
    {"padding": "replicate", "name": "magnitude"}, {"padding": "replicate", "name": "direction"},
]


def filtered(random: np.random.Generator, *, padding: str, stride: int = 1, dilation: int = 1, name: str = "",
             twice: bool = False) -> dict[str, Any]:
    """Return a photo, the filters on it, and what scipy.ndimage makes of them."""
    photo = random.integers(0, 256, (6, 7, 3))
    kernels = [SOBEL, SOBEL.T] if name else [random.integers(-4, 5, (3, 3)) / 8]
    found, steps = photo.astype(float), []
    for _ in range(1 + twice):
        both = [ndimage.correlate(found, _spread(kernel, dilation, start=0)[:, :, None], mode=SCIPY_PADDING[padding])
                [::stride, ::stride] for kernel in kernels]
        found = _combined(name, both)
        steps.append({"name": name, "size": found.shape, "stride": stride, "dilation": dilation, "padding": padding,
                      "kernels": kernels})
    return listed({"photo": {"size": photo.shape, "pixels": photo.ravel()}, "steps": steps, "output": found.ravel()})


def _combined(name: str, both: list[np.ndarray]) -> np.ndarray:
    if name == "magnitude":
        return np.hypot(*both)
    if name == "direction":
        strongest = np.hypot(*both).argmax(axis=2)[:, :, None]
        across, down = (np.take_along_axis(one, strongest, axis=2) for one in both)
        return np.arctan2(down, across)
    return both[0]


def pooled(random: np.random.Generator, kernel: int, stride: int, padding: int) -> dict[str, Any]:
    """Return a grid, where windows stop on it, and what numpy makes of them."""
    grid = random.integers(-20, 20, (7, 6)) / 4
    around = ((padding, padding), (padding, padding))
    lanes = [[-1] * padding + list(range(side)) + [-1] * padding for side in grid.shape]
    starts = [list(range(0, len(lane) - kernel + 1, stride)) for lane in lanes]

    def windows(filling: float) -> np.ndarray:
        padded = np.pad(grid, around, constant_values=filling)
        return sliding_window_view(padded, (kernel, kernel))[::stride, ::stride]

    return listed({"grid": grid, "geometry": {"lanes": lanes, "starts": starts, "kernel": kernel},
                   "divisor": kernel**2, "max": windows(-np.inf).max(axis=(2, 3)).ravel(),
                   "average": windows(0).mean(axis=(2, 3)).ravel()})


SHIFTS = [(2, 2, (0, 0)), (3, 2, (1, -2)), (2, 1, (-3, 3)), (4, 3, (2, 2))]


def shifted(random: np.random.Generator, kernel: int, stride: int, shift: tuple[int, int]) -> dict[str, Any]:
    """Return an image with a margin, moved by ``shift``, and its three maps."""
    margin, side = 3, 9
    source, weights = random.integers(0, 256, (side + 2 * margin,) * 2), random.integers(-2, 3, (kernel, kernel))
    top, left = margin - shift[0], margin - shift[1]
    windows = sliding_window_view(source[top:top + side, left:left + side], (kernel, kernel))[::stride, ::stride]
    return listed({"image": {"source": source.ravel(), "side": len(source), "margin": margin, "kernel": kernel,
                             "stride": stride, "weights": weights}, "shift": shift, "out": len(windows),
                   "maps": {"max": windows.max(axis=(2, 3)).ravel(), "average": windows.sum(axis=(2, 3)).ravel(),
                            "convolution": (windows * weights).sum(axis=(2, 3)).ravel()}})


FIELDS = [[(3, 1, 1)], [(5, 2, 2), (3, 2, 1)], [(7, 2, 3), (3, 2, 1), (3, 1, 1), (3, 2, 1)], [(2, 2, 0)] * 3]


def field(layers: list[tuple[int, int, int]]) -> dict[str, Any]:
    """Return a field's three numbers, and which pixels units see: found by following each unit through the layers."""
    first = last = np.arange(5)
    for kernel, stride, padding in reversed(layers):
        first, last = first * stride - padding, last * stride - padding + kernel - 1
    return listed({"field": [(first[0] + last[0]) / 2, first[1] - first[0], last[0] - first[0] + 1],
                   "edges": np.stack([first, last + 1], axis=1), "centres": (first + last) / 2})


def listed(value: Any) -> Any:
    """Return ``value`` with lists for arrays and tuples."""
    if isinstance(value, dict):
        return {key: listed(one) for key, one in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [listed(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value
