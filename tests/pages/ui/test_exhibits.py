"""What stands beside a question is drawn from its own numbers."""

from __future__ import annotations

from html.parser import HTMLParser

import numpy as np
import pytest
from scipy import ndimage

from explorer import images
from explorer.convolution import FILTERS
from explorer.errors import message
from explorer.exercises import AnswerOption, ChoiceAnswer, FilteredPhoto, LayerMap, Numbers
from pages.ui.exhibits import MAP_PX, SEEN_PX, filtered, grid_html, layer_map, option_text


class Cells(HTMLParser):
    """Gather the rows of a table, and its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.title = ""
        self._tag = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self._tag = tag
        if tag == "tr":
            self.rows.append([])

    def handle_data(self, data):
        if self._tag == "td":
            self.rows[-1].append(data)
        elif self._tag == "figcaption":
            self.title = data


@pytest.mark.parametrize(("grid", "written"), [
    (((1.0, -2.0), (0.5, 10.0)), [["1", "−2"], ["0.5", "10"]]),
    (((1 / 9,) * 3,) * 3, [["0.111"] * 3] * 3),
    (((3.0,),), [["3"]]),
    ((tuple(map(float, range(8))),), [[str(value) for value in range(8)]]),
])
def test_a_grid_stands_row_by_row(grid, written):
    cells = Cells(grid_html(Numbers(message("Input"), grid)))
    assert cells.rows == written and cells.title == "Input"


def test_a_title_is_never_read_as_markup():
    assert "<b>" not in grid_html(Numbers(message("{x}", x="<b>"), ((1.0,),)))


@pytest.mark.parametrize("name", ["gaussian_5", "sharpen"])
def test_a_blurred_or_sharpened_photo_is_scipys(name):
    grey = images.to_size(images.sample("coffee"), SEEN_PX, SEEN_PX).mean(axis=2)
    right = ndimage.correlate(grey, FILTERS[name].kernel, mode="mirror")
    shown = filtered(FilteredPhoto("coffee", name)).astype(float)
    assert shown.shape == (SEEN_PX, SEEN_PX)
    assert np.abs(shown - np.clip(np.rint(right), 0, 255)).max() <= 1


@pytest.mark.parametrize("name", ["sobel_x", "laplacian_8", "outline", "vertical_line_7"])
def test_edges_are_drawn_with_their_sign_where_a_kernel_adds_up_to_nothing(name):
    shown = filtered(FilteredPhoto("chelsea", name))
    signed = abs(FILTERS[name].kernel.sum()) < 0.5
    assert shown.ndim == (3 if signed else 2)


def test_a_map_is_drawn_in_whole_pixels():
    drawn = layer_map(LayerMap("bundled/resnet20", "chelsea", "layer3", 3))
    each = drawn.shape[0] // 8
    assert drawn.shape[2] == 3 and each * 8 == drawn.shape[0] and abs(drawn.shape[0] - MAP_PX) < 8
    assert (drawn[:each, :each] == drawn[0, 0]).all()


@pytest.mark.parametrize(("says", "shown", "written"), [
    ("3 × 3", None, "**B** 3 × 3"), ("nn.ReLU()", None, "**B** `nn.ReLU()`"),
    ("never said", Numbers(message("Input"), ((1.0,),)), "**B** ")])
def test_an_answer_to_choose_from_has_its_letter_and_its_words_where_nothing_is_drawn(says, shown, written):
    first = AnswerOption(message("first"))
    assert option_text(ChoiceAnswer((first, AnswerOption(message("{x}", x=says), shown)), right=0), 1) == written
