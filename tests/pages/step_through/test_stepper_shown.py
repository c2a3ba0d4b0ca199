"""What the stepper gives the browser, against the sums it is about."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.convolution import Convolution
from explorer.convolution.stepwise import EXAMPLES
from pages.step_through.stepper import _crops, _data, _formula, _is_photo

CONVOLUTIONS = {name: example.setup.convolution() for name, example in EXAMPLES.items()}
each = pytest.mark.parametrize("name", EXAMPLES)


@each
def test_all_numbers_of_the_convolution_are_sent_in_their_shapes(name):
    conv, data = CONVOLUTIONS[name], _data(CONVOLUTIONS[name])
    for key, values in (("input", conv.input), ("weight", conv.weight), ("output", conv.output)):
        np.testing.assert_array_equal(np.array(data[key]).reshape(data[f"{key}Shape"]), values)
    assert data["bias"] == (None if conv.bias is None else conv.bias.tolist())


@each
def test_the_browser_can_add_up_each_output_cell_from_what_it_is_sent(name):
    conv, data = CONVOLUTIONS[name], _data(CONVOLUTIONS[name])
    for cell in list(np.ndindex(conv.output_shape))[::7]:
        total = 0.0 if conv.bias is None else conv.bias[cell[0]]
        for term in conv.terms(cell).terms:
            reads = [data["axes"][at]["lane"][place] for at, place in enumerate(term.place[1:])]
            inside = min(reads) >= 0
            assert inside is (term.source is not None)
            total += term.weight * (conv.input[(term.place[0], *reads)] if inside else 0)
        assert total == pytest.approx(conv.output[cell])


@each
def test_the_formula_of_each_axis_gives_the_side_that_is_shown(name):
    conv = CONVOLUTIONS[name]
    for axis in _formula(conv):
        reach = axis["d"] * (axis["k"] - 1)
        if conv.transposed:  # docs of torch.nn.ConvTranspose2d
            side = (axis["i"] - 1) * axis["s"] - 2 * axis["p"] + reach + axis["e"] + 1
        else:  # docs of torch.nn.Conv2d
            side = (axis["i"] + 2 * axis["p"] - reach - 1) // axis["s"] + 1
        assert side == axis["o"]


@each
def test_what_is_cut_off_and_what_is_left_make_the_whole_area_of_the_stamps(name):
    conv = CONVOLUTIONS[name]
    for (before, after), axis in zip(_crops(conv), _formula(conv), strict=True):
        whole = (axis["i"] - 1) * axis["s"] + axis["d"] * (axis["k"] - 1) + 1
        if conv.transposed:
            assert before == axis["p"]
            assert before + axis["o"] + after == max(whole, before + axis["o"])
        else:
            assert (before, after) == (0, 0)


@pytest.mark.parametrize(("values", "photo"), [
    ([[0, 128], [255, 7]], True), ([[0, 1], [1, 0]], False), ([[0, 300], [1, 2]], False), ([[-1, 200], [3, 4]], False),
    ([[0.5, 200], [3, 4]], False)])
def test_whole_numbers_up_to_255_are_taken_for_pixels(values, photo):
    conv = Convolution(input=np.array([values], float), weight=np.ones((1, 1, 1, 1)))
    assert _is_photo(conv) is photo


def test_signals_are_never_taken_for_photos():
    assert not _is_photo(Convolution(input=np.array([[0.0, 200.0, 30.0]]), weight=np.ones((1, 1, 1))))
