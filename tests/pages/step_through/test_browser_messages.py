"""What a browser tells *Step through a convolution*: taken where it is right, and never believed where it is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.stepwise import EXAMPLES
from pages.step_through.own_numbers import _with_grid
from pages.step_through.state import WalkCodec, reported, walk_of
from pages.step_through.stepper import MODES, _crops, _data, _formula, _is_photo
from tests.pages.links import brought_back

CODEC = WalkCodec()
START = walk_of(EXAMPLES["notes_valid"])
TRANSPOSED = next(walk_of(example) for example in EXAMPLES.values() if example.setup.transposed)
VOLUME = next(walk_of(example) for example in EXAMPLES.values() if example.dims == 3)


def told(walk, **changes):
    """Return the walk after a browser that agrees with it said ``changes`` besides."""
    conv = walk.conv
    report = {"version": walk.version, "revision": walk.revision, "mode": walk.view, "at": walk.at,
              "input": conv.input.ravel().tolist(), "weight": conv.weight.ravel().tolist(),
              "bias": None if conv.bias is None else conv.bias.tolist()}
    return reported(walk, report | changes)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_browser_that_agrees_changes_nothing(name):
    walk = walk_of(EXAMPLES[name])
    after = told(walk)
    assert after.setup is walk.setup
    assert (after.at, after.view, after.refused) == (walk.at, walk.view, None)


# What is no message of our script: each leaves the walk as it was, number by number.
NO_MESSAGES = [
    {"version": 1}, {"version": "0"}, {"version": 0.5}, {"version": []}, {"input": []}, {"input": "1,2,3"},
    {"input": [None] * 25}, {"input": [True] * 25}, {"input": [[1] * 5] * 5}, {"input": [1] * 24}, {"input": [1] * 26},
    {"input": [float("nan")] * 25}, {"input": [float("-inf")] * 25}, {"weight": [1] * 8}, {"weight": [{}] * 9},
    {"weight": ["1"] * 9}, {"weight": 9}, {"weight": {"length": 9}}, {"input": [1e400] * 25}]


@pytest.mark.parametrize("changes", NO_MESSAGES)
def test_a_message_that_cannot_be_right_is_dropped_whole(changes):
    assert told(START, **({"revision": 5, "at": 3} | changes)) is START


@pytest.mark.parametrize("revision", [None, "7", 7.0, True, -1, 0, [7], {"is": 7}])
def test_numbers_without_a_newer_revision_are_not_taken(revision):
    after = told(START, revision=revision, weight=[5.0] * 9)
    assert after.setup is START.setup
    assert after.revision == START.revision


@pytest.mark.parametrize("value", [1e9, -1e9, 0, 0.1, -0.0, 2 ** 29, 1e-300])
def test_numbers_that_a_cell_takes_are_taken_exactly(value):
    after = told(START, revision=1, input=[value] * 25)
    assert set(after.setup.input.ravel().tolist()) == {value}
    assert after.refused is None


@pytest.mark.parametrize("value", [1.1e9, -1e300, 10 ** 30])
def test_numbers_too_large_for_a_cell_are_kept_and_the_picture_stays(value):
    after = told(START, revision=1, input=[value] * 25)
    assert after.refused is not None
    assert after.conv is START.conv


# Walk, where a browser says that it stands, in which view, and where the reader is then.
PLACES = [
    (START, 0, "gather", 0, "gather"), (START, 8, "gather", 8, "gather"), (START, 9, "gather", 8, "gather"),
    (START, 10 ** 30, "gather", 8, "gather"), (START, -1, "gather", START.at, "gather"),
    (START, "3", "gather", START.at, "gather"), (START, 3.0, "gather", START.at, "gather"),
    (START, True, "gather", START.at, "gather"), (START, None, "gather", START.at, "gather"),
    (START, 2, "scatter", 2, "gather"), (START, 2, "nothing", 2, "gather"), (START, 2, None, 2, "gather"),
    (START, 2, "<b>", 2, "gather"), (TRANSPOSED, 0, "scatter", 0, "scatter"),
    (TRANSPOSED, 0, "overlaps", 0, "overlaps"),
    (TRANSPOSED, 10 ** 6, "scatter", TRANSPOSED.conv.input.size - 1, "scatter"),
    (TRANSPOSED, 10 ** 6, "gather", TRANSPOSED.conv.output.size - 1, "gather"),
    (VOLUME, 10 ** 6, "gather", VOLUME.conv.output.size - 1, "gather")]


@pytest.mark.parametrize(("walk", "at", "mode", "stands", "view"), PLACES)
def test_a_reader_stands_at_a_step_that_there_is(walk, at, mode, stands, view):
    after = told(walk, at=at, mode=mode)
    assert (after.at, after.view) == (stands, view)


def test_an_edit_of_a_setup_that_does_not_fit_is_dropped_but_counted():
    wide = START.with_setup(replace(START.setup, weight=np.ones((1, 1, 7, 7))))
    assert wide.refused
    after = told(wide, revision=4, weight=[2.0] * 9)
    assert after.setup is wide.setup
    assert after.revision == 4


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_the_browser_draws_is_what_torch_computes(name):
    conv = EXAMPLES[name].setup.convolution()
    data = _data(conv)
    kind = getattr(F, f"conv{'_transpose' if conv.transposed else ''}{conv.dims}d")
    given = {"stride": conv.strides, "dilation": conv.dilations, "groups": conv.groups}
    x, weight = torch.from_numpy(np.array(conv.input))[None], torch.from_numpy(np.array(conv.weight))
    if conv.transposed:
        given |= {"padding": conv.paddings, "output_padding": conv.output_paddings}
    elif conv.padding_mode == "zeros":
        given |= {"padding": conv.paddings}
    else:
        x = F.pad(x, [side for side in reversed(conv.paddings) for _ in (0, 1)], mode=conv.padding_mode)
    bias = None if conv.bias is None else torch.from_numpy(np.array(conv.bias))
    wanted = kind(x, weight, bias, **given)[0]
    assert data["outputShape"] == tuple(wanted.shape)
    np.testing.assert_allclose(data["output"], wanted.ravel(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_formula_that_is_shown_gives_the_sides_that_are_drawn(name):  # Dumoulin & Visin (2016), relations 14, 15
    conv = EXAMPLES[name].setup.convolution()
    for row in _formula(conv):
        i, p, d, k, s, e, o = (row[letter] for letter in "ipdkseo")
        assert o == ((i - 1) * s - 2 * p + d * (k - 1) + e + 1 if conv.transposed else (
            i + 2 * p - d * (k - 1) - 1) // s + 1)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_padding_crops_leaves_the_output(name):
    conv = EXAMPLES[name].setup.convolution()
    for (before, after), row, side in zip(_crops(conv), _formula(conv), conv.output_shape[1:], strict=True):
        whole = (row["i"] - 1) * row["s"] + row["d"] * (row["k"] - 1) + 1
        assert (before, after) == (0, 0) or before + side + after == max(whole, before + side)


@pytest.mark.parametrize(("values", "photo"), [
    (np.arange(25.0), True), (np.arange(25.0) / 2, False), (np.arange(25.0) - 1, False), (np.arange(25.0) * 11, False),
    (np.ones(25), False), (np.full(25, 255.0), True), (np.zeros(25), False)])
def test_pixels_are_told_from_other_numbers(values, photo):
    conv = replace(START.setup, input=values.reshape(1, 5, 5)).convolution()
    assert _is_photo(conv) is photo


@pytest.mark.parametrize(("into", "grid"), [("kernel", [[1, 2], [3, 4]]), ("input", [[1, 2, 3]] * 4)])
@pytest.mark.parametrize("walk", [START, VOLUME, TRANSPOSED], ids=["plane", "volume", "transposed"])
def test_a_pasted_grid_stands_in_every_channel(walk, into, grid):
    setup = _with_grid(walk.setup, np.array(grid, float), into)
    values, before = (setup.weight, walk.setup.weight) if into == "kernel" else (setup.input, walk.setup.input)
    assert values.shape[:before.ndim - min(setup.dims, 2)] == before.shape[:before.ndim - min(setup.dims, 2)]
    for part in values.reshape(-1, *np.shape(grid)):
        assert part.tolist() == np.array(grid, float).tolist()


@pytest.mark.parametrize("view", MODES)
def test_a_view_stands_in_the_link_of_a_transposed_convolution_only(view):
    assert brought_back(CODEC, replace(TRANSPOSED, view=view, at=0), START).view == view
    assert "view" not in CODEC.write(replace(START, view=view))
