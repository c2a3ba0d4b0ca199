from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.stepwise.examples import EXAMPLES, accelerometer
from explorer.convolution.stepwise.torch_code import torch_lines

# Dumoulin & Visin (2016), arXiv:1603.07285: the worked case of each relationship, side of the output.
SIDES = {"guide1": 2, "guide2": 6, "guide3": 5, "guide4": 7, "guide5": 2, "guide6": 3, "guide6_odd": 3, "guide7": 3,
         "guide8": 4, "guide9": 5, "guide10": 5, "guide11": 5, "guide12": 5, "guide13": 5, "guide14": 6, "guide15": 3}
# The same guide, figure 1.2 and 1.5.
STRIDED = [[6, 17, 3], [8, 17, 13], [6, 4, 4]]
AVERAGES = [[1.7, 1.7, 1.7], [1.0, 1.2, 1.8], [1.1, 0.8, 1.3]]
# Lecture notes, zero padding 1; two rows as torch gives them.
NOTES_SAME = [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1], [1, 2, 4, 3, 3], [1, 2, 3, 4, 1], [0, 2, 2, 1, 1]]

# Dive into Deep Learning, figures 7.2.1, 7.3.2, 7.3.3 and 7.4.1; CS231n's five values at three strides.
COURSES = {"book_correlation": [[19, 25], [37, 43]],
           "book_padding": [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]],
           "book_stride": [[0, 8], [6, 8]], "book_channels": [[56, 72], [104, 120]],
           "ends1": [-2, 2, 1, 2, 1], "ends2": [-2, 1, 1], "ends3": [-2, 2]}
# Rohrer (2016): the first row of the falling stroke's map.
CROSS_ROW = [0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_scene_opens_at_a_step_it_has(name):
    scene = EXAMPLES[name]
    conv = scene.setup.convolution()
    steps = conv.input.size if scene.view == "scatter" else conv.output.size
    assert 0 <= scene.start < steps and conv.dims == scene.dims and scene.title and scene.about


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_lines_of_torch_compute_the_same(name):
    conv = EXAMPLES[name].setup.convolution()
    names = {"torch": torch, "F": F}
    exec(torch_lines(conv), names)
    np.testing.assert_allclose(names["y"].numpy(), conv.output, atol=1e-12)


def test_there_are_three_lines_after_the_imports():
    source = torch_lines(EXAMPLES["rgb_two"].setup.convolution())
    assert [line[:4] for line in source.splitlines()[3:]] == ["x = ", "w = ", "y = "]


@pytest.mark.parametrize(("name", "side"), SIDES.items())
def test_the_guides_figures_have_the_sizes_it_prints(name, side):
    assert EXAMPLES[name].setup.convolution().output_shape == (1, side, side)


def test_published_numbers_come_out():
    assert EXAMPLES["guide6"].setup.convolution().output[0].tolist() == STRIDED
    assert EXAMPLES["guide7"].setup.convolution().output[0].round(1).tolist() == AVERAGES
    assert EXAMPLES["notes_same"].setup.convolution().output[0].tolist() == NOTES_SAME


@pytest.mark.parametrize(("name", "output"), COURSES.items())
def test_figures_of_courses_come_out_as_they_are_printed(name, output):
    assert EXAMPLES[name].setup.convolution().output[0].tolist() == output


def test_the_cross_is_told_as_it_is_printed():
    setup = EXAMPLES["cross"].setup
    assert setup.convolution().output[0, 0].round(2).tolist() == CROSS_ROW
    assert replace(setup, padding=1).convolution().output[0, 0, 0].round(4) == 0.2222


def test_the_checkerboard_holds_its_own_overlaps():
    conv = EXAMPLES["checkerboard"].setup.convolution()
    assert conv.output[0].tolist() == conv.overlaps.tolist()


def test_a_moving_square_leaves_only_its_motion():
    output = EXAMPLES["clip"].setup.convolution().output
    assert output.sum() == 0 and np.abs(output).sum() == 3 * 2 * 2


def test_the_signal_is_the_same_each_time():
    assert accelerometer().tolist() == accelerometer().tolist() and accelerometer().shape == (24,)


# The lecture's rows of numbers: zero padding of 0, 1 and 2 around 4 × 4, and three sheets of 7 × 7.
@pytest.mark.parametrize(("padding", "side"), [(0, 2), (1, 4), (2, 6)])
def test_each_rim_of_zeros_adds_two_cells_a_side(padding, side):
    setup = replace(EXAMPLES["padded"].setup, padding=padding)
    assert setup.input[0, 0].tolist() == [35, 19, 25, 6]
    assert setup.convolution().output_shape == (1, side, side)


def test_sheets_of_numbers_are_a_photo_s():
    sheets = EXAMPLES["numbers"].setup.input
    assert sheets.shape == (3, 7, 7) and sheets[0, 0, :3].tolist() == [165, 187, 209]
    assert sheets.min() >= 0 and sheets.max() <= 255 and np.array_equal(sheets, sheets.round())
