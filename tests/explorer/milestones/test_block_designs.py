"""Blocks as networks: torch runs each of them, and what comes out has the shape and the cost that we say."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from itertools import product
from math import prod

import pytest
import torch

from explorer.graph import PRESETS, analyse, from_text, to_text
from explorer.milestones import DESIGNS, BlockSize
from tests.explorer.graph.oracles import module_of

each = pytest.mark.parametrize("name", DESIGNS)
both = pytest.mark.parametrize("plain", [False, True], ids=["block", "plain"])


def small(name, **more):
    """Return small sizes, so that torch is quick."""
    return DESIGNS[name].nearest({"C": 16, "H": 9, "D": 24, "g": 4, "L": 3, "r": 4, "t": 2, "R": 8, "Q": 4} | more)


@each
@both
def test_torch_runs_it_and_gives_the_shape_that_is_said(name, plain):
    sizes = small(name)
    report = DESIGNS[name].report(sizes, plain=plain)
    with torch.no_grad():
        out = module_of(report.graph, report.input_shape).eval()(torch.zeros(1, *report.input_shape))
    assert tuple(out.shape[1:]) == report.output_shape


@each
@both
def test_the_side_of_the_maps_stays(name, plain):
    sizes = small(name)
    report = DESIGNS[name].report(sizes, plain=plain)
    assert report.input_shape == (sizes["C"], sizes["H"], sizes["H"])
    assert report.output_shape[1:] == report.input_shape[1:]


@pytest.mark.parametrize(("name", "maps"), [
    ("windows", lambda s: s["C"]), ("inception", lambda _: 64 + 128 + 32 + 32), ("residual", lambda s: s["C"]),
    ("bottleneck", lambda s: s["C"]), ("separable", lambda s: s["D"]), ("dense", lambda s: s["C"] + s["L"] * s["g"]),
    ("squeeze", lambda s: s["C"]), ("inverted", lambda s: s["C"])])
def test_it_hands_on_as_many_maps_as_its_paper_says(name, maps):
    for sizes in (DESIGNS[name].nearest({}), small(name)):
        assert DESIGNS[name].report(sizes).output_shape[0] == maps(sizes)


@each
@both
def test_multiply_adds_are_weights_times_places_where_maps_keep_their_side(name, plain):
    """At stride 1 each weight of a convolution is used once per place of its output."""
    report = DESIGNS[name].report(small(name), plain=plain)
    weights = {row.name: row.params - row.layer.bias * row.layer.out_channels
               for row in report if row.layer.family == "convolution"}
    expected = sum(count * prod(report[layer].output_shape[1:]) for layer, count in weights.items())
    assert report.macs == expected


@pytest.mark.parametrize(("name", "plain"), [
    (name, plain) for name in DESIGNS for plain in (False, True) if name != "squeeze" or plain])
def test_twice_the_side_costs_four_times_the_multiply_adds_and_no_parameters_more(name, plain):
    small_one, large = (DESIGNS[name].report(small(name, H=side), plain=plain) for side in (9, 18))
    assert large.params == small_one.params
    assert large.macs == 4 * small_one.macs


def test_a_gate_costs_the_same_on_maps_of_any_side():
    macs = {DESIGNS["squeeze"].report(small("squeeze", H=side)).macs for side in (9, 18, 112)}
    assert macs == {2 * 16 * 4}


@each
def test_sliders_from_end_to_end_draw_blocks_without_errors(name):
    design = DESIGNS[name]
    ends = [(size.least, size.most) for size in design.sizes]
    for values in product(*ends):
        sizes = dict(zip((size.letter for size in design.sizes), values, strict=True))
        assert design.nearest(sizes) == sizes
        for plain in (False, True):
            text = design.text(sizes, plain=plain)
            assert to_text(from_text(text)) == text
            assert analyse(text, design.input_shape(sizes)).error is None


@each
def test_everything_about_it_is_said(name):
    design = DESIGNS[name]
    assert design.title and design.plain and design.says.template and design.source
    assert "arXiv" in design.source
    letters = [size.letter for size in design.sizes]
    assert letters[0] == "C" and letters[-1] == "H" and len(set(letters)) == len(letters)
    assert all(size.least < size.usual <= size.most or size.least == size.usual for size in design.sizes)
    assert all((size.usual - size.least) % size.step == 0 for size in design.sizes)


@pytest.mark.parametrize(("asked", "nearest"), [(-3, 8), (0, 8), (11, 8), (13, 16), (64, 64), (1000, 64)])
def test_the_nearest_size_is_a_step_of_the_slider(asked, nearest):
    assert BlockSize("C", "", 16, 8, 64, 8).nearest(asked) == nearest


def test_a_design_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        DESIGNS["dense"].title = ""
    with pytest.raises(TypeError):
        DESIGNS["more"] = DESIGNS["dense"]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_small_windows_need_fewer_weights_the_more_there_are(count):
    """9 n of (2n + 1)^2: 18/25, 27/49, 36/81 (VGG, section 2.3)."""
    small_ones, large = (DESIGNS["windows"].report(small("windows", n=count), plain=plain) for plain in (False, True))
    assert small_ones.params * (2 * count + 1) ** 2 == large.params * 9 * count


def test_four_small_windows_are_the_preset_of_nine_by_nine():
    preset = PRESETS["nine_by_nine"]
    windows = DESIGNS["windows"].draw({"n": 4, "C": 16})
    convolutions = [node.layer.kernel_size for node in preset.graph if node.layer.family == "convolution"]
    assert convolutions == [node.layer.kernel_size for node in windows if node.layer.family == "convolution"]
