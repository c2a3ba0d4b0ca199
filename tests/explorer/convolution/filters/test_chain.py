from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage

from explorer.convolution.filters.chain import MOST_SIDE, NAMES, Step, custom, display_of, filtered
from explorer.convolution.filters.kernels import FILTERS
from explorer.errors import ShapeError, SpecError

TORCH = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}


def photo(*shape):
    return np.random.default_rng(2).integers(0, 256, shape or (17, 23, 3)).astype(np.uint8)


def with_torch(values, kernel, stride, dilation, padding):
    x = torch.tensor(np.asarray(values)).double().permute(2, 0, 1)[:, None]
    if padding != "none":
        around = [dilation * (side - 1) // 2 for side in kernel.shape[::-1] for _ in range(2)]
        x = F.pad(x, around, mode=TORCH[padding])
    weight = torch.tensor(kernel)[None, None]
    return F.conv2d(x, weight, stride=stride, dilation=dilation)[:, 0].permute(1, 2, 0).numpy()


@pytest.mark.parametrize(("stride", "dilation", "padding"), list(product((1, 2, 3), (1, 2), (*TORCH, "none"))))
def test_a_step_agrees_with_torch(stride, dilation, padding):
    step = Step(name="emboss", stride=stride, dilation=dilation, padding=padding)
    (stage,) = filtered([step], photo())
    expected = with_torch(photo(), FILTERS["emboss"].kernel, stride, dilation, padding)
    assert stage.values.dtype == np.float32
    np.testing.assert_allclose(stage.values, expected, rtol=1e-4, atol=1e-2)


def test_each_step_takes_what_the_one_before_it_gave():
    steps = [Step(name="gaussian", padding="zeros"), Step(name="outline", stride=2), custom([[1, 2], [0, -1]])]
    values = photo()
    for step, stage in zip(steps, filtered(steps, photo()), strict=True):
        values = with_torch(values, step.kernels[0], step.stride, step.dilation, step.padding)
        np.testing.assert_allclose(stage.values, values, rtol=1e-3, atol=0.1)


def test_nothing_is_clipped_in_between():
    there_and_back = [custom([[-1]]), custom([[-1]])]
    *_, last = filtered(there_and_back, photo())
    np.testing.assert_array_equal(last.values, photo())


@pytest.mark.parametrize("pair", ["sobel", "prewitt"])
def test_a_gradient_agrees_with_scipy(pair):
    image = photo(12, 14, 3)
    across, down = (np.stack([getattr(ndimage, pair)(channel, axis=axis, mode="mirror")
                              for channel in np.moveaxis(image.astype(float), 2, 0)], axis=2) for axis in (1, 0))
    size = np.hypot(across, down)
    (magnitude,) = filtered([Step(name="magnitude", pair=pair)], image)
    np.testing.assert_allclose(magnitude.values, size, rtol=1e-4)
    (direction,) = filtered([Step(name="direction", pair=pair)], image)
    best = size.argmax(axis=2)[:, :, None]
    expected = np.arctan2(*(np.take_along_axis(part, best, axis=2) for part in (down, across)))
    turned = np.angle(np.exp(1j * (direction.values - expected)))
    np.testing.assert_allclose(turned[direction.strength > 0.01], 0, atol=1e-3)
    np.testing.assert_allclose(direction.strength, size.max(axis=2) / size.max(), rtol=1e-4)


def test_the_direction_of_a_flat_picture_is_weak_everywhere():
    (stage,) = filtered([Step(name="direction")], np.full((6, 6, 1), 80, np.uint8))
    assert np.abs(stage.values).max() == stage.strength.max() == 0


@pytest.mark.parametrize(("names", "expected"), [
    (["gaussian"], "clip"), (["sharpen"], "clip"), (["emboss"], "clip"), (["sobel_x"], "signed"), (["gabor"], "signed"),
    (["sobel_x", "gaussian"], "signed"), (["vertical_line_7"], "rescale"), (["magnitude"], "rescale"),
    (["magnitude", "gaussian"], "rescale"), (["gaussian", "direction"], "direction"), ([], "clip")])
def test_how_a_result_is_best_shown_follows_from_the_sums(names, expected):
    assert display_of([Step(name=name) for name in names]) == expected


def test_a_kernel_that_cancels_out_but_for_rounding_counts_as_such():
    assert display_of([custom([[1 / 3, 1 / 3, 1 / 3, -1]])]) == "signed"


@pytest.mark.parametrize("options", [
    {"name": "roberts"}, {"stride": 0}, {"stride": 99}, {"dilation": 0}, {"padding": "mirror"}, {"name": "custom"},
    {"name": "gabor", "wavelength": 1}, {"name": "gabor", "wavelength": float("nan")}, {"name": "gabor", "side": 4},
    {"name": "gabor", "angle": 181}, {"side": MOST_SIDE + 1}, {"name": "custom", "rows": ((1.0, float("inf")),)},
    {"name": "custom", "rows": ((1.0,) * (MOST_SIDE + 1),)}, {"pair": "roberts"}])
def test_a_step_that_cannot_be_taken_is_refused(options):
    with pytest.raises(SpecError):
        Step(**options)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"custom"}))
def test_every_filter_can_be_applied_in_colour_and_in_grey(name):
    for depth in (1, 3):
        (stage,) = filtered([Step(name=name)], photo(16, 15, depth))
        assert stage.values.shape == (16, 15, 1 if name == "direction" else depth)


def test_the_steps_before_one_that_does_not_fit_are_still_given():
    found = filtered([Step(name="identity", stride=4), Step(name="box", side=9, padding="none")], photo())
    assert next(found).values.shape == (5, 6, 3)
    with pytest.raises(ShapeError, match="does not fit"):
        next(found)
