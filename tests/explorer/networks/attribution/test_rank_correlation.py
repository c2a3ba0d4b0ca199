import numpy as np
import pytest
from scipy.stats import spearmanr

from explorer.networks.attribution.request import rank_correlation

RNG = np.random.default_rng(0)
ONE, OTHER = RNG.normal(size=(2, 9, 11)).astype(np.float32)


@pytest.mark.parametrize("ties", [False, True])
def test_it_agrees_with_scipy(ties):
    one, other = (np.round(values) if ties else values for values in (ONE, OTHER))
    expected = spearmanr(np.abs(one).ravel(), np.abs(other).ravel()).statistic
    assert rank_correlation(one, other) == pytest.approx(expected)


def test_a_map_is_wholly_like_itself_on_any_scale_and_of_any_sign():
    assert rank_correlation(ONE, 3 * ONE) == pytest.approx(1)
    assert rank_correlation(ONE, -ONE) == pytest.approx(1)


def test_a_blank_map_is_like_nothing():
    assert rank_correlation(ONE, np.zeros_like(ONE)) is None
