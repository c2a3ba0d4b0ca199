import numpy as np
import pytest
import torch

from explorer.networks.inference.predictions import guesses, softmax


@pytest.mark.parametrize("scale", [1, 1000])
def test_softmax_is_that_of_torch(scale):
    scores = np.random.default_rng(0).normal(size=50).astype(np.float32) * scale
    expected = torch.tensor(scores, dtype=torch.float64).softmax(0).numpy()
    np.testing.assert_allclose(softmax(scores), expected, atol=1e-12)


def test_the_likeliest_classes_come_first():
    found = guesses(np.array([0.1, 0.5, 0.1, 0.3]), ("a", "b", "c", "d"), count=3)
    assert [(guess.place, guess.name, guess.share) for guess in found] == [(1, "b", 0.5), (3, "d", 0.3), (0, "a", 0.1)]


def test_a_network_of_two_classes_has_two_guesses():
    assert len(guesses(np.array([0.1, 0.9]), ("no", "yes"))) == 2
