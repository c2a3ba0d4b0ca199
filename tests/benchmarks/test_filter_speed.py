"""A 3 x 3 filter over a photo of 12 megapixels, against SciPy and torch, interleaved in one run, on one thread each."""

from __future__ import annotations

import time

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage

from explorer.convolution import FILTERS, correlate

SHAPE = (3000, 4000)
ROUNDS = 7


@pytest.fixture
def one_thread():
    """numpy's additions and SciPy's filters run on one thread, so torch does too."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.benchmark
@pytest.mark.parametrize("name", ["sobel_x", "outline", "sharpen", "gaussian", "emboss"])
def test_a_filter_over_twelve_megapixels_is_as_fast_as_the_faster_of_scipy_and_torch(name, one_thread, capsys):
    photo = np.random.default_rng(0).integers(0, 256, SHAPE).astype(np.float32)
    kernel = FILTERS[name].kernel
    x, weight = torch.from_numpy(photo)[None, None], torch.tensor(kernel, dtype=torch.float32)[None, None]
    contestants = {
        "ours": lambda: correlate(photo, kernel),
        "scipy": lambda: ndimage.correlate(photo, kernel, mode="mirror"),
        "torch": lambda: F.conv2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), weight),
    }
    with torch.inference_mode():
        best = {who: min(timed(work) for _ in range(ROUNDS)) for who, work in contestants.items()}
    with capsys.disabled():
        print(f"\n{name}: " + ", ".join(f"{who} {1e3 * seconds:.0f} ms" for who, seconds in best.items()))
    assert best["ours"] <= min(best["scipy"], best["torch"])


def timed(work):
    started = time.perf_counter()
    kept = work()
    seconds = time.perf_counter() - started
    del kept
    return seconds
