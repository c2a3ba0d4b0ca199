from importlib import import_module
from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage

from explorer.convolution import correlate
from explorer.errors import ShapeError, SpecError

SCIPY = {"zeros": "constant", "reflect": "mirror", "replicate": "nearest", "circular": "wrap"}
KERNELS = {
    "sobel": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "one row": [[1, 2, -3]], "one column": [[1], [0], [2]], "zero": np.zeros((3, 3)), "one cell": [[-2]],
    "wide": np.random.default_rng(0).normal(size=(5, 7)), "blur": np.outer([1, 4, 6, 4, 1], [1, 2, 1]) / 64,
    "negative": [[-1, -1], [-1, -1]],
}


def photo(*shape):
    return np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)


@pytest.mark.parametrize(("name", "mode"), list(product(sorted(set(KERNELS) - {"negative"}), SCIPY)))
def test_photos_agree_with_scipy_in_every_padding_mode(name, mode):
    image, kernel = photo(20, 31), np.array(KERNELS[name], dtype=float)
    expected = ndimage.correlate(image.astype(float), kernel, mode=SCIPY[mode])
    np.testing.assert_allclose(correlate(image, kernel, padding_mode=mode), expected, rtol=1e-5, atol=1e-3)


@pytest.mark.parametrize(("name", "stride", "dilation", "padding"),
                         list(product(KERNELS, (1, 2, 3, (2, 1)), (1, 2), (0, 1, (2, 3)))))
def test_photos_agree_with_torch_for_stride_dilation_and_padding(name, stride, dilation, padding):
    image, kernel = photo(24, 25, 3), np.array(KERNELS[name], dtype=np.float32)
    x = torch.tensor(image).float().permute(2, 0, 1)[:, None]
    expected = F.conv2d(x, torch.tensor(kernel)[None, None], stride=stride, dilation=dilation, padding=padding)
    result = correlate(image, kernel, stride=stride, dilation=dilation, padding=padding, padding_mode="zeros")
    np.testing.assert_allclose(result, expected[:, 0].permute(1, 2, 0), rtol=1e-4, atol=1e-2)


def test_strips_meet_without_a_seam(monkeypatch):
    image, kernel = photo(50, 40, 3), KERNELS["wide"]
    whole = correlate(image, kernel, stride=(3, 1))
    monkeypatch.setattr(import_module("explorer.convolution.filters.correlate"), "STRIP_VALUES", 1)
    np.testing.assert_array_equal(correlate(image, kernel, stride=(3, 1)), whole)


def test_an_even_kernel_grows_by_no_pixel():
    assert correlate(photo(8, 9), np.ones((2, 2))).shape == (7, 8)


def test_the_result_is_float32_and_the_photo_untouched():
    image = photo(5, 5)
    before = image.copy()
    assert correlate(image, KERNELS["sobel"]).dtype == np.float32
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize(("image", "kernel", "options", "error"), [
    (photo(5), [[1]], {}, ShapeError), (photo(5, 5), [1, 2], {}, ShapeError),
    (photo(2, 2), np.ones((7, 7)), {"padding_mode": "reflect"}, ShapeError),
    (photo(5, 5), np.ones((7, 7)), {"padding": 0}, ShapeError), (photo(5, 5), [[1]], {"stride": 0}, SpecError),
])
def test_what_cannot_be_filtered_is_refused(image, kernel, options, error):
    with pytest.raises(error):
        correlate(image, kernel, **options)
