"""The strip as an SVG file: well-formed, with real text, and safe whatever layers are called."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from explorer.figures import StripNode, strip, strip_svg

NODES = [StripNode("input", "input", (3, 32, 32), "input", ()),
         StripNode("conv1", "convolution", (8, 32, 32), "conv <3 & 3>", ("input",)),
         StripNode("relu1", "activation", (8, 32, 32), "relu", ("conv1",)),
         StripNode("fc1", "linear", None, "linear", ("relu1",), wrong=True)]
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_well_formed_and_its_text_is_text(dark):
    tree = ElementTree.fromstring(strip_svg(strip(NODES, selected=None), title="A & B", dark=dark, background=True))
    assert [text.text for text in tree.iter(f"{SPACE}text")] == [
        "input", "3 × 32 × 32", "conv <3 & 3>", "8 × 32 × 32", "linear", "–"]
    assert len(list(tree.iter(f"{SPACE}g"))) == len(NODES)
    assert tree.find(f"{SPACE}title").text == "A & B"


def test_nothing_lies_outside_the_picture():
    picture = strip(NODES, selected=None)
    tree = ElementTree.fromstring(strip_svg(picture, title=""))
    for rect in tree.iter(f"{SPACE}rect"):
        assert 0 <= float(rect.get("x")) < float(rect.get("x")) + float(rect.get("width")) < picture["width"]
        assert 0 <= float(rect.get("y")) < float(rect.get("y")) + float(rect.get("height")) < picture["height"]
