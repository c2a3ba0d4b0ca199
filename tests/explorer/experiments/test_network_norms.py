"""ResNet-20 in training mode and with its batch norms off, against torch run by hand on a copy."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
import torch
from torch import nn

from explorer import networks
from explorer.experiments import network_norms as norms
from explorer.images import sample

CAT = networks.architectures.CATEGORIES.index("cat")
PHOTO = sample("chelsea")


@pytest.fixture(scope="module")
def small() -> np.ndarray:
    return norms.small(PHOTO)


def by_hand(pictures: np.ndarray, *, training: bool, module: nn.Module | None = None) -> np.ndarray:
    network = networks.load(norms.NETWORK)
    module = (module or deepcopy(network.module)).train(training)
    with torch.no_grad():
        batch = torch.stack([torch.from_numpy(network.preprocess(pixels)) for pixels in pictures])
        return module(batch).softmax(dim=1)[0].numpy()


def test_evaluation_is_what_the_network_says_everywhere_else(small):
    found = norms.evaluated(small)
    np.testing.assert_allclose(found, by_hand(small[None], training=False), atol=1e-5)
    guess = networks.load(norms.NETWORK).predict(PHOTO, top=1)[0]
    assert (guess.name, guess.place) == ("cat", found.argmax()) and found[CAT] == pytest.approx(guess.share, abs=1e-3)


@pytest.mark.parametrize("kind", ["photos", "digits", "copies", "grey"])
def test_forgetting_eval_is_torchs_training_mode(small, kind):
    mates = norms.mate_pictures(kind, PHOTO, 5, seed=1)
    expected = by_hand(np.concatenate([small[None], mates]), training=True)
    np.testing.assert_allclose(norms.in_training(small, mates), expected, atol=1e-5)


def test_the_same_picture_gets_other_answers_among_others(small):
    answers = [norms.in_training(small, norms.mate_pictures("photos", PHOTO, 3, seed)) for seed in range(6)]
    shares = [answer[CAT] for answer in answers]
    assert max(shares) - min(shares) > 0.1 and max(shares) < norms.evaluated(small)[CAT]


def test_nobody_leaves_the_shared_network_in_training_mode(small):
    network = networks.load(norms.NETWORK)
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    norms.in_training(small, norms.mate_pictures("photos", PHOTO, 3, seed=9))
    norms.after_passes(small, [norms.mate_pictures("grey", PHOTO, 4, seed=9)])
    norms.walk(small, "off")
    assert not any(module.training for module in network.module.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.module.state_dict().items())


def test_copies_of_one_picture_are_a_batch_of_one(small):
    alone = norms.in_training(small, norms.mate_pictures("copies", PHOTO, 0, seed=0))
    np.testing.assert_allclose(norms.in_training(small, norms.mate_pictures("copies", PHOTO, 7, seed=0)), alone,
                               atol=1e-5)


def test_passes_in_training_mode_spoil_evaluation_too(small):
    batches = [norms.mate_pictures("digits", PHOTO, 8, seed) for seed in range(3)]
    found = norms.after_passes(small, batches)
    assert found.shape == (4, 10)
    np.testing.assert_allclose(found[0], norms.evaluated(small), atol=1e-6)
    network = networks.load(norms.NETWORK)
    module = deepcopy(network.module).train()
    with torch.no_grad():
        for pictures in batches:
            module(torch.stack([torch.from_numpy(network.preprocess(pixels)) for pixels in pictures]))
    np.testing.assert_allclose(found[-1], by_hand(small[None], training=False, module=module), atol=1e-5)


def test_a_walk_hands_on_what_the_layers_hand_on(small):
    found = norms.walk(small, "on")
    assert len(found.layers) == 19 and found.layers[0] == "bn1" and found.layers[-1] == "layer3.2.bn2"
    network = networks.load(norms.NETWORK)
    for name, output in zip(found.layers, found.outputs, strict=True):
        np.testing.assert_allclose(output, network.maps(PHOTO, name), atol=1e-4)
    np.testing.assert_allclose(found.shares, norms.evaluated(small), atol=1e-6)


def test_without_batch_norm_convolutions_stand_alone(small):
    found, first = norms.walk(small, "off"), networks.load(norms.NETWORK).maps(PHOTO, "conv1")
    np.testing.assert_allclose(found.outputs[0], first, atol=1e-5)
    assert found.shares[CAT] < 0.5 and found.shares.sum() == pytest.approx(1, abs=1e-5)


def test_gamma_and_beta_alone_scale_and_shift(small):
    found, plain = norms.walk(small, "affine"), norms.walk(small, "off")
    layer = networks.load(norms.NETWORK).module.get_submodule("bn1")
    expected = plain.outputs[0] * layer.weight.numpy()[:, None, None] + layer.bias.numpy()[:, None, None]
    np.testing.assert_allclose(found.outputs[0], expected, atol=1e-5)
    assert min(found.spreads) < 0.01 * min(norms.walk(small, "on").spreads)


@pytest.mark.parametrize("kind", ["photos", "digits", "copies", "grey"])
def test_mates_are_pictures_and_the_same_for_the_same_seed(kind):
    found = norms.mate_pictures(kind, PHOTO, 31, seed=4)
    assert found.shape == (31, 32, 32, 3) and found.dtype == np.uint8
    np.testing.assert_array_equal(found, norms.mate_pictures(kind, PHOTO, 31, seed=4))
    np.testing.assert_array_equal(found[:7], norms.mate_pictures(kind, PHOTO, 7, seed=4))
    assert (kind == "copies") == np.array_equal(found, norms.mate_pictures(kind, PHOTO, 31, seed=5))


def test_mates_are_never_the_photo_itself():
    found = norms.mate_pictures("photos", PHOTO, 11, seed=0)
    assert len(np.unique(found.reshape(11, -1), axis=0)) == 11
