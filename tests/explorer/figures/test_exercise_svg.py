"""Drawings of exercises are SVG that a parser takes, with boxes and curves where they belong."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from explorer.figures import named_boxes_svg, two_curves_svg
from explorer.figures.exercise_svg import INK, STROKES

SVG = "{http://www.w3.org/2000/svg}"
BOXES = ((0, 0, 20, 10), (10, 5, 40, 20))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_boxes_keep_their_proportions_and_names():
    drawn = ElementTree.fromstring(named_boxes_svg(BOXES, ["A", "B 0.90"], title="two <boxes>"))
    rects = [[float(rect.get(name)) for name in ("x", "y", "width", "height")] for rect in drawn.iter(f"{SVG}rect")]
    scale = rects[0][2] / 20
    assert rects == [pytest.approx([side * scale for side in box], abs=0.2)
                     for box in ((0, 0, 20, 10), (10, 5, 30, 15))]
    assert [text.text for text in drawn.iter(f"{SVG}text")] == ["x (px)", "y", "A", "B 0.90"]
    assert drawn.find(f"{SVG}title").text == "two <boxes>"


def test_curves_go_from_left_to_right_between_none_and_all():
    curves = {"own": (0.0, 0.5, 1.0), "others": (0.2, 0.2, 0.2)}
    drawn = ElementTree.fromstring(two_curves_svg(curves, title="accuracy"))
    paths = [path.get("d") for path in drawn.iter(f"{SVG}path")]
    assert paths[1] == "M0.0 150.0 L150.0 75.0 L300.0 0.0"
    assert paths[3] == "M0.0 120.0 L150.0 120.0 L300.0 120.0"
    assert [path.get("stroke-dasharray") for path in drawn.iter(f"{SVG}path")][1:] == [None, None, "6 4", "6 4"]


def test_names_are_never_read_as_markup():
    drawn = ElementTree.fromstring(two_curves_svg({"<b>": (0.0, 1.0)}, title="a & b"))
    assert {"<b>", "a & b"} <= {text.text for text in drawn.iter(f"{SVG}text")}


@pytest.mark.parametrize("ink", [INK, *STROKES])
def test_inks_are_read_on_white_and_on_the_dark_ground(ink):
    assert contrast(ink, "#ffffff") > 3.4 and contrast(ink, "#0e1117") > 3.4
