"""Which controls a layer has, and what a new layer is like."""

from __future__ import annotations

from dataclasses import fields

import pytest

from explorer.graph import CODES, Graph, analyse, arguments
from pages.build_stack.layer_options import COUNTS, _all, fitting, options, palette, titles

SHAPES = {1: (12, 40), 2: (12, 20, 30), 3: (12, 6, 8, 10)}
SLIDING = ["conv", "convt", "maxpool", "avgpool", "adaptive", "gap", "bn"]


@pytest.mark.parametrize("code", CODES)
def test_every_control_belongs_to_an_argument_of_its_layer(code):
    kind = CODES[code]
    known = {entry.name for entry in fields(kind)}
    found = [option.argument for option in options(kind)]
    assert set(found) <= known
    assert len(found) == len(set(found))


@pytest.mark.parametrize("code", ["conv", "convt", "maxpool", "avgpool", "linear", "dropout", "bn", "adaptive"])
def test_what_matters_most_of_a_layer_can_be_set(code):
    kind = CODES[code]
    wanted = {"kernel_size", "stride", "padding", "out_channels", "out_features", "p", "affine", "groups", "dilation",
              "output_size", "ceil_mode"} & {entry.name for entry in fields(kind)}
    assert wanted <= {option.argument for option in options(kind)}


def test_every_control_says_what_it_does_and_has_a_range_that_holds_something():
    for option in _all():
        assert option.label
        assert option.help
        assert option.least < option.most
        assert (option.control == "choice") is bool(option.choices)


def test_every_kind_of_layer_has_a_name_in_the_list_and_the_usual_ones_come_first():
    assert set(titles()) == set(CODES) | {"gap"}
    assert list(titles())[:4] == ["conv", "maxpool", "avgpool", "gap"]
    assert len(set(titles().values())) == len(titles())


def test_the_list_to_add_from_names_each_kind_once_whatever_its_dimensions():
    assert set(palette()) < set(titles())
    assert {"upsample", "pixelshuffle", "groupnorm", "instancenorm", "norm", "lppool", "pad", "unflatten", "softmax",
            "dropout2d", "identity"} <= set(palette())
    assert not {code for code in palette() if code.endswith(("1d", "3d"))}


@pytest.mark.parametrize(("code", "shape"), [("groupnorm", (12, 8, 8)), ("pixelshuffle", (6, 8, 8)),
                                             ("unflatten", (98,)), ("norm", (98,)), ("lppool", (4, 40))])
def test_a_new_layer_of_other_kinds_fits_too(code, shape):
    assert analyse(Graph.chain(fitting(code, shape)), shape).output_shape


def test_of_two_ways_to_give_a_size_the_one_in_use_has_a_control():
    for given, wanted in (({"scale_factor": 3}, "scale_factor"), ({"size": (5, 7)}, "size")):
        layer = CODES["upsample"](**given)
        found = [option.argument for option in options(type(layer), arguments(layer))]
        assert found == [wanted, "mode", "align_corners"]


@pytest.mark.parametrize("dims", SHAPES)
@pytest.mark.parametrize("code", SLIDING)
def test_a_new_layer_has_as_many_axes_as_its_input_and_fits(code, dims):
    layer = fitting(code, SHAPES[dims])
    assert layer.dims == dims
    assert analyse(Graph.chain(layer), SHAPES[dims]).output_shape is not None


@pytest.mark.parametrize("code", [code for code in titles() if code != "gap" and not CODES[code].several_inputs])
def test_any_new_layer_can_be_made_for_a_picture(code):
    layer = fitting(code, (16, 32, 32))
    assert layer is not None


@pytest.mark.parametrize(("channels", "made"), [(1, 8), (8, 8), (64, 64), (512, 512), (2048, 512)])
def test_a_new_convolution_keeps_side_and_channels_within_reason(channels, made):
    report = analyse(Graph.chain(fitting("conv", (channels, 14, 14))), (channels, 14, 14))
    assert report.output_shape == (made, 14, 14)


def test_a_new_transposed_convolution_doubles_the_side_and_halves_the_channels():
    assert analyse(Graph.chain(fitting("convt", (16, 7, 7))), (16, 7, 7)).output_shape == (8, 14, 14)


def test_global_pooling_leaves_one_value_per_channel():
    for shape in SHAPES.values():
        assert analyse(Graph.chain(fitting("gap", shape)), shape).output_shape == (12, *[1] * (len(shape) - 1))


@pytest.mark.parametrize("shape", [None, (10,)])
def test_behind_rows_or_what_is_unknown_pictures_are_meant(shape):
    assert fitting("conv", shape).dims == 2
    assert fitting("bn", shape).dims == (1 if shape else 2)


def test_counts_to_choose_from_rise_and_hold_the_usual_widths():
    assert sorted(set(COUNTS)) == list(COUNTS)
    assert {1, 3, 10, 64, 84, 96, 120, 128, 256, 384, 512, 1000, 4096} <= set(COUNTS)
