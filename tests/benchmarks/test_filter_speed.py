"""A 3 x 3 filter over a photo of 12 megapixels, against OpenCV, SciPy and torch, in one run, on one thread each."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage

from explorer.convolution import FILTERS, correlate
from tests.benchmarks.timing import in_turn

ROUNDS = 7
CASES = pytest.mark.parametrize("name", ["sobel_x", *(pytest.param(name, marks=pytest.mark.full)
                                                       for name in ("outline", "sharpen", "gaussian", "emboss"))])
CHANNELS = pytest.mark.parametrize("channels", [1, 3], ids=["grey", "colour"])


@pytest.fixture
def one_thread():
    """numpy's additions and SciPy's filters run on one thread, so torch does too."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@CASES
@CHANNELS
@pytest.mark.parametrize("kind", [np.float32, np.uint8], ids=["float32", "uint8"])
def test_a_filter_over_twelve_megapixels_against_opencv(name, channels, kind, bench):
    cv2 = pytest.importorskip("cv2")  # 150 MB for one call: measured with where it is there, not asked for
    side = bench.size((3000, 4000), (60, 80))
    photo = np.random.default_rng(0).integers(0, 256, (*side, channels)).astype(kind)
    image, kernel = photo if channels > 1 else photo[..., 0], FILTERS[name].kernel
    weights, threads = kernel.astype(np.float32), cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        (ours, other), (found, expected) = in_turn(
            lambda: correlate(image, kernel),
            lambda: cv2.filter2D(image, cv2.CV_32F, weights, borderType=cv2.BORDER_REFLECT_101),
            rounds=bench.rounds(ROUNDS))
    finally:
        cv2.setNumThreads(threads)
    np.testing.assert_array_equal(found, expected)
    bench.tells(f"{name}, {channels} channels, {np.dtype(kind)}: ours {1e3 * ours:.0f} ms, OpenCV "
                f"{1e3 * other:.0f} ms, ratio {ours / other:.2f} (target 1)")


@CASES
@CHANNELS
def test_a_filter_over_twelve_megapixels_is_as_fast_as_the_faster_of_scipy_and_torch(name, channels, one_thread, bench):
    side = bench.size((3000, 4000), (60, 80))
    photo = np.random.default_rng(0).integers(0, 256, (*side, channels)).astype(np.float32)
    image = photo if channels > 1 else photo[..., 0]
    kernel = FILTERS[name].kernel
    planes = torch.from_numpy(photo).permute(2, 0, 1)[:, None].contiguous()
    weight = torch.tensor(kernel, dtype=torch.float32)[None, None]
    with torch.inference_mode():
        (ours, scipy, other), (found, expected, _) = in_turn(
            lambda: correlate(image, kernel),
            lambda: [ndimage.correlate(photo[..., at], kernel, mode="mirror") for at in range(channels)],
            lambda: F.conv2d(F.pad(planes, (1, 1, 1, 1), mode="reflect"), weight), rounds=bench.rounds(ROUNDS))
    np.testing.assert_allclose(found.reshape(photo.shape), np.stack(expected, axis=-1), rtol=1e-4, atol=1e-3)
    bench.tells(f"{name}, {channels} channels: ours {1e3 * ours:.0f} ms, scipy {1e3 * scipy:.0f} ms, "
                f"torch {1e3 * other:.0f} ms, ratio to the faster {ours / min(scipy, other):.2f} (target 1)")
