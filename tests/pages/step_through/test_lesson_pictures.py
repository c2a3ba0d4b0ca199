"""What the lessons' pictures and formulas are made of, without the page; and a picture too small for a layer."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explorer.convolution.lessons import BOUNDS, LAYER_KERNELS, PAIRS, Lesson, Sentence, chain, cross, opening
from pages.step_through import flip, layers, strides, words
from pages.ui.components.linked_grids import Grid, _panel, laid_out
from tests.pages.page import component, opened_page, text_of


def test_a_picture_with_no_room_for_a_layer_is_shown_alone():
    at = opened_page("step_through", tab="layers", l_side=3, l_kernel=5)
    data = component(at, "ss_layers")
    assert [panel["rows"] for panel in data["panels"]] == [3] and data["links"] == []
    assert "there is no room for another kernel of 5 × 5" in text_of(at)


@pytest.mark.parametrize("kernel", LAYER_KERNELS)
@pytest.mark.parametrize("side", range(BOUNDS["side"][0], BOUNDS["side"][1] + 1))
def test_every_picture_and_kernel_that_can_be_set_gives_grids_and_a_formula(side, kernel):
    lesson = Lesson(tab="layers", side=side, kernel=kernel, layers=BOUNDS["layers"][1])
    convs = chain(cross(side), kernel=kernel, layers=lesson.fitting_layers)
    grids = layers._grids(cross(side), convs)
    sides = [side - at * (kernel - 1) for at in range(lesson.fitting_layers + 1)]
    assert [grid.values.shape for grid in grids] == [(one, one) for one in sides]
    assert "$" + r" \to ".join(map(str, sides)) + "$" in layers._formula(kernel, side, convs)
    assert len(convs) == BOUNDS["layers"][1] or sides[-1] < kernel


@pytest.mark.parametrize(("side", "kernel", "padding", "stride"), [
    (7, 3, 0, 1), (7, 3, 0, 2), (7, 3, 1, 2), (13, 7, 3, 4), (5, 2, 0, 3)])
def test_the_formula_of_strides_gives_torch_s_side(side, kernel, padding, stride):
    conv = Lesson(side=side, kernel=kernel, padding=padding).convolution(stride=stride)
    out = F.conv2d(torch.zeros(1, 1, side, side), torch.zeros(1, 1, kernel, kernel), stride=stride, padding=padding)
    said = strides._formula(side, stride, conv)
    assert said.endswith(f"= {out.shape[-1]}$") and f"Stride {stride}:" in said
    assert (f"2 \\cdot {padding}" in said) is (padding > 0)


def test_stride_2_keeps_every_second_row_and_column_of_stride_1():
    one, two = (Lesson(side=9).convolution(stride=stride).output[0] for stride in (1, 2))
    np.testing.assert_array_equal(one[::2, ::2], two)


@pytest.mark.parametrize("stride", [2, 3, 4])
def test_cells_that_are_hatched_have_no_gradient_in_torch(stride):
    conv = Lesson(side=8, kernel=2).convolution(stride=stride)
    grid, _output = strides._pair(conv, stride, 1)
    picture = torch.zeros(1, 1, 8, 8, requires_grad=True)
    F.conv2d(picture, torch.ones(1, 1, 2, 2), stride=stride).sum().backward()
    assert grid.unread == np.flatnonzero(picture.grad.numpy() == 0).tolist()
    assert grid.group == 1 and not grid.runs


def test_cells_of_the_padding_are_those_that_numpy_adds():
    conv = Lesson(side=5, padding=2).convolution(stride=1)
    grid = laid_out(conv, title="", brief="")
    np.testing.assert_array_equal(grid.values, np.pad(conv.input[0], 2))
    assert grid.pads == np.flatnonzero(np.pad(np.zeros((5, 5)), 2, constant_values=1)).tolist()


@pytest.mark.parametrize(("values", "span"), [([[1, 2]], [0, 2]), ([[-3, -1]], [-3, 0]), ([[0, 0]], [0, 0]),
                                              ([[-1, 4]], [-1, 4])])
def test_the_range_of_a_grid_holds_0(values, span):
    panel = _panel(Grid(title="a", brief="b", values=np.array(values, float), rows="r", columns=("c", "d")))
    assert panel["range"] == span and (panel["rows"], panel["columns"]) == (1, 2)
    assert json.loads(json.dumps(panel))["values"] == values[0]
    assert (panel["rowNames"], panel["columnNames"]) == (["r"], ["c", "d"])


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("turned", [True, False])
def test_what_slides_is_sent_whole_and_its_products_make_its_totals(name, turned):
    pair = PAIRS[name]
    data = flip.sliding_data(Lesson(f=pair.f, g=pair.g, flip=turned))
    wanted = np.convolve(pair.f, pair.g) if turned else np.correlate(pair.f, pair.g, "full")
    assert data["totals"] == pytest.approx(wanted)
    assert [sum(products) for products in data["products"]] == pytest.approx(data["totals"])
    assert data["shifts"] == list(range(1 - len(pair.g), len(pair.f)))
    assert data["g"] == list(pair.g[::-1] if turned else pair.g)
    assert json.loads(json.dumps(data))["words"]["g"] == ("g, flipped" if turned else "g")


@pytest.mark.parametrize(("turned", "said", "other"), [(True, "np.convolve", "star"),
                                                       (False, "np.correlate", "[t - n]")])
def test_the_formula_names_numpy_s_function(turned, said, other):
    text = flip._explained(Lesson(flip=turned))
    assert said in text and other not in text


@pytest.mark.parametrize("count", [4, 7, 12])
def test_a_sentence_of_any_length_leaves_six_features(count):
    sentence = Sentence(tuple(f"word{at}" for at in range(count)))
    grids, links = words.pictured(sentence)
    assert grids[-1].values.shape == (1, 6)
    assert list(grids[-1].columns) == ["2A", "2B", "3A", "3B", "4A", "4B"]
    assert [grid.values.shape[0] for grid in grids if grid.columns == ("A", "B")] == [count - width + 1
                                                                                    for width in (2, 3, 4)]
    assert f"${count} - 2 + 1 = {count - 1}$" in words._explained(sentence)
    for link in links:
        assert len(link.cells) == grids[link.source].values.size
        assert all(0 <= cell < grids[link.reads].values.size for cells in link.cells for cell in cells)


def test_every_lesson_opens_with_the_numbers_of_its_figure():
    assert opening("reads").side == 5 and opening("layers").side == 9
    assert opening("strides").stride == 2 and opening("flip").clock == 2
    assert math.prod(opening("layers").convolution(stride=1).output_shape) == 49
