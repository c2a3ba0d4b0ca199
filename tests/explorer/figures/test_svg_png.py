"""The strip as a PNG: twice the size of its SVG, each part where the SVG has it, in the same colours."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from explorer.figures import StripNode, strip, strip_svg, svg_png

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" font-size="11">'


def pixels(svg, background="#ffffff"):
    return np.asarray(Image.open(io.BytesIO(svg_png(svg, background=background))).convert("RGBA"))


@pytest.mark.parametrize("path", ["M10 5H30V15H10Z", "M10 5h20v10h-20z", "M10 5L30 5L30 15L10 15z",
                                  "M10 5l20 0l0 10l-20 0z"])
def test_a_path_lies_where_its_numbers_say(path):
    found = pixels(f'{HEAD}<path d="{path}" fill="#2457c5"/></svg>')
    assert found.shape == (40, 80, 4)
    inside = (found[..., :3] == (0x24, 0x57, 0xc5)).all(axis=2)
    rows, columns = inside.nonzero()
    assert (abs(rows.min() - 10), abs(rows.max() - 29)) <= (1, 1)
    assert (abs(columns.min() - 20), abs(columns.max() - 59)) <= (1, 1)


def test_half_covered_colours_mix_and_a_line_is_no_area():
    half = pixels(f'{HEAD}<rect x="0" y="0" width="40" height="20" fill="#000000" fill-opacity="0.5"/></svg>')
    assert abs(int(half[20, 40, 0]) - 127) <= 2
    line = pixels(f'{HEAD}<path d="M0 10C10 0 30 20 40 10" fill="none" stroke="#000000" stroke-width="1"/></svg>')
    assert 0 < (line[..., 0] < 128).sum() < 400
    assert line[20, 40, 0] < 200  # the curve's middle


def test_the_strip_of_a_network_has_its_colours_and_letters():
    nodes = [StripNode("input", "input", (3, 32, 32), "input", ()),
             StripNode("conv1", "convolution", (8, 32, 32), "conv 5 × 5", ("input",))]
    picture = strip(nodes, selected=None)
    found = pixels(strip_svg(picture, title="", background=True), None)
    assert found.shape[:2] == (2 * picture["height"], 2 * picture["width"])
    assert (found[..., :3] == (0x24, 0x57, 0xc5)).all(axis=2).sum() > 1000
    node = picture["nodes"][1]
    text = found[round(2 * node["textY"]) - 16:round(2 * node["textY"]), :, :3].min(axis=2)
    assert (text < 100).sum() > 50
