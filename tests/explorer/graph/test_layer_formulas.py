"""What a layer is said to compute is what torch computes: formulas of indices are worked out for every value."""

from __future__ import annotations

import re
from itertools import product

import pytest
import torch
from torch import nn

from explorer.graph import CODES, Unread, analyse, from_text
from explorer.graph.layer_formulas import computes


def index(latex, **places):
    """Return the places that the subscript of x names, worked out."""
    inner = re.fullmatch(r"y_.* = x_\{(.*)\}", latex)[1]
    inner = re.sub(r"\\lfloor (.*?) / (.*?) \\rfloor", r"(\1 // \2)", inner)
    inner = inner.replace(r"\bmod", "%").replace(r"\cdot", "*")
    assert re.fullmatch(r"[cij\d %*+()/,]+", inner), inner
    return eval(f"({inner},)", {}, places)


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_a_pixel_shuffle_moves_what_its_formula_says(factor):
    maps = torch.randn(1, 2 * factor**2, 3, 4)
    line, = analyse(from_text(f"pixelshuffle.s{factor}"), maps.shape[1:]).rows[0].working["value"].lines
    found = nn.PixelShuffle(factor)(maps)[0]
    for c, i, j in product(*map(range, found.shape)):
        assert found[c, i, j] == maps[(0, *index(line, c=c, i=i, j=j))]


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_a_channel_shuffle_moves_what_its_formula_says(groups):
    maps = torch.randn(1, 6, 1, 1)
    line, = analyse(from_text(f"shuffle.g{groups}"), (6, 1, 1)).rows[0].working["value"].lines
    found = nn.ChannelShuffle(groups)(maps)[0, :, 0, 0]
    assert [maps[0, index(line, c=c)[0], 0, 0] for c in range(6)] == found.tolist()


@pytest.mark.parametrize(("text", "lines"), [
    ("groupnorm.g2", r"n = 4 \cdot 5 \cdot 6 = 120"), ("instancenorm", r"n = 5 \cdot 6 = 30"),
    ("norm", r"n = 8 \cdot 5 \cdot 6 = 240"), ("norm.x1", "n = 6 = 6"),
    ("lppool.l3", r"y = \left(\sum_k x_k^{3}\right)^{1/3}"), ("lppool.l1", r"y = \sum_k x_k"),
    ("softmax", r"y_c = \frac{e^{x_c}}{\sum_k e^{x_k}}"), ("dropout.p0_2", r"y = \frac{m}{1 - 0.2} \cdot x"),
    ("upsample.mbilinear", r"y_i = (1 - t)\, x_{\lfloor u \rfloor} + t\, x_{\lfloor u \rfloor + 1}, \quad t = u - "
                           r"\lfloor u \rfloor"),
])
def test_what_a_layer_computes_stands_in_its_working(text, lines):
    assert analyse(from_text(text), (8, 5, 6)).rows[0].working["value"].lines[-1] == lines


@pytest.mark.parametrize(("text", "shape", "lines"), [
    ("pixelshuffle", (16, 5, 6), (r"C = \frac{16}{2 \cdot 2} = 4", r"H = 5 \cdot 2 = 10", r"W = 6 \cdot 2 = 12")),
    ("pad.p1_2x0_3", (1, 5, 6), ("H = 1 + 5 + 2 = 8", "W = 0 + 6 + 3 = 9")),
    ("upsample.s3", (1, 5, 6), (r"o = i \cdot s", r"H = 5 \cdot 3 = 15", r"W = 6 \cdot 3 = 18")),
    ("upsample.w7", (1, 5, 6), (r"o = \texttt{size}", "H = 7", "W = 7")),
    ("unflatten.o2x3x4", (24,), (r"2 \times 3 \times 4",)),
    ("norm.x2", (8, 5, 6), (r"8 \times 5 \times 6",)),
])
def test_shapes_of_layers_that_resize_are_worked_out(text, shape, lines):
    assert analyse(from_text(text), shape).rows[0].working["shape"].lines == lines


@pytest.mark.parametrize(("text", "line"), [("groupnorm.g2", r"2 \cdot 8 = 16"), ("instancenorm", "0"),
                                            ("norm.x1", r"2 \cdot 6 = 12"), ("norm.a0", "0")])
def test_what_a_norm_learns_is_worked_out(text, line):
    assert analyse(from_text(text), (8, 5, 6)).rows[0].working["params"].lines == (line,)


def test_layers_that_learn_nothing_say_what_they_compute():
    silent = {code for code, kind in CODES.items() if kind is not Unread and kind.family in (
        "activation", "normalisation", "pooling") and code not in ("elu", "hardswish", "hardsigmoid", "identity",
        "layerscale", "subsample", "adaptivemax") and computes(kind(), (8, 5, 6)) is None}
    assert silent == set()
