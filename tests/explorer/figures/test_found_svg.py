"""Boxes and names over a photo: well-formed SVG, read by an XML parser; the photo inside, by Pillow."""

from base64 import b64decode
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from explorer.figures import NamedPlace, Outlined, class_table, found_svg, middle_of

PHOTO = np.random.default_rng(0).integers(0, 256, (60, 90, 3), dtype=np.uint8)
NAME = "{http://www.w3.org/2000/svg}"


def read(*boxes, names=()):
    return ElementTree.fromstring(found_svg(PHOTO, boxes, names, title="a <photo> & more"))


def test_it_has_the_photos_size_and_holds_the_photo():
    root = read()
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("90", "60", "0 0 90 60")
    assert root.find(f"{NAME}title").text == "a <photo> & more"
    kind, _comma, data = root.find(f"{NAME}image").get("href").partition(",")
    image = Image.open(BytesIO(b64decode(data)))
    assert (kind, image.size, image.format) == ("data:image/jpeg;base64", (90, 60), "JPEG")


def test_a_box_stands_where_it_is_in_the_colour_of_its_class():
    root = read(Outlined((10, 20, 30, 55), "cat", 17))
    rim, box = root.iter(f"{NAME}rect")
    for one in (rim, box):
        assert [float(one.get(side)) for side in ("x", "y", "width", "height")] == [10, 20, 20, 35]
    assert box.get("stroke") == "#{:02x}{:02x}{:02x}".format(*class_table()[17])
    assert float(rim.get("stroke-width")) > float(box.get("stroke-width"))


def test_the_surest_box_is_drawn_last_and_so_lies_on_top():
    texts = [one.text for one in read(Outlined((1, 20, 9, 30), "first", 1), Outlined((1, 20, 9, 30), "second", 1)).iter(
        f"{NAME}text")]
    assert texts == ["second", "first"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "&amp;", "고양이 0.97", '"quoted"', "]]>"])
def test_names_are_text_whatever_they_hold(text):
    root = read(Outlined((1, 20, 9, 30), text, 2), names=[NamedPlace(5, 5, text)])
    assert [one.text for one in root.iter(f"{NAME}text")] == [text, text]
    assert {one.tag.removeprefix(NAME) for one in root.iter()} == {"svg", "title", "image", "g", "rect", "text"}


@pytest.mark.parametrize("box", [(0, 0, 90, 60), (80, 1, 90, 9), (0, 50, 5, 60), (70, 30, 90, 60)])
def test_names_begin_within_the_picture(box):
    (text,) = read(Outlined(box, "a", 1)).iter(f"{NAME}text")
    assert 0 <= float(text.get("x")) <= 90
    assert 0 <= float(text.get("y")) <= 60
    assert text.get("anchor", text.get("text-anchor")) == ("end" if box[0] > 67 else "start")


def test_the_middle_of_a_mask_is_the_centre_of_mass_where_that_is_inside():
    mask = np.zeros((40, 50), bool)
    mask[5:26, 10:31] = True
    row, column = ndimage.center_of_mass(mask)
    assert middle_of(mask) == (column + 0.5, row + 0.5)


def test_the_middle_of_a_ring_lies_on_the_ring():
    rows, columns = np.ogrid[:41, :41]
    ring = np.abs(np.hypot(rows - 20, columns - 20) - 15) < 2
    x, y = middle_of(ring)
    assert ring[int(y), int(x)]
    with pytest.raises(ValueError, match="empty"):
        middle_of(np.zeros((3, 3), bool))
