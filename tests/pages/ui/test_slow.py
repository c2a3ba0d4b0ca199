"""What is said of computations that take long."""

import numpy as np
import pytest

from pages.ui.slow import cost_text, crisp


@pytest.mark.parametrize(("seconds", "told"), [(0.2, "under 1 s"), (1.4, "about 1 s"), (89, "about 89 s"),
                                               (150, "about 2 min")])
def test_the_cost_is_told_in_passes_and_time(seconds, told):
    assert cost_text(1234, seconds) == f"1,234 passes through the network, {told}"


def test_small_pictures_are_enlarged_by_whole_pixels():
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    large = crisp(pixels)
    assert large.shape == (340, 510, 3)
    np.testing.assert_array_equal(large[::170, ::170], pixels)
