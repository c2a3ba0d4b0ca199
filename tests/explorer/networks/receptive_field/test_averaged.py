"""Mean effective fields, to compare a network's weights."""

import numpy as np
import pytest
import torch
from torch import nn

from explorer import images
from explorer.errors import NetworkError
from explorer.graph import from_text
from explorer.networks import Network, build, load
from explorer.networks.receptive_field import averaged
from explorer.networks.receptive_field.averaged import averaged_field
from explorer.networks.receptive_field.effective import effective_field

DEEP = "~".join(["conv.o4.p1.b0"] * 6)


def photos(count=3):
    return [np.random.default_rng(seed).integers(0, 256, (32, 32, 3), dtype=np.uint8) for seed in range(count)]


def made(fill=None, text=DEEP):
    graph = from_text(text)
    module = build(graph, (3, 32, 32), seed=2)
    with torch.no_grad():
        for part in module.modules():
            if fill is not None and isinstance(part, nn.Conv2d):
                part.weight.zero_()
                fill(part.weight)
    return Network("made", module, graph, (3, 32, 32), lambda pixels: np.float32(pixels).transpose(2, 0, 1) / 255)


@pytest.fixture(autouse=True)
def nothing_kept():
    averaged._results.clear()


def test_it_is_the_mean_of_the_single_fields_each_with_the_same_mass():
    network = load("bundled/vgg")
    mean = averaged_field(network, photos(), "features.5", (7, 8), channels=4)
    total, alive = 0, 0
    for photo in photos():
        for channel in (0, 10, 21, 31):
            gradient = effective_field(network, photo, "features.5", (7, 8), channel).gradient.astype(np.float64)
            total, alive = total + gradient / (gradient.sum() or 1), alive + gradient.any()
    np.testing.assert_allclose(mean.gradient, total / alive, rtol=1e-4, atol=1e-8)
    assert (mean.fields, mean.dead) == (alive, 12 - alive)
    assert mean.gradient.sum() == pytest.approx(1, rel=1e-5)


def test_weights_that_look_further_have_a_wider_field_by_every_measure():
    narrow = made(lambda weight: weight.fill_(0.05)[:, :, 1, 1].fill_(1))
    wide = made(lambda weight: weight.fill_(1))
    fields = [averaged_field(network, photos(), "conv6", channels=2) for network in (narrow, wide)]
    assert fields[0].theory == fields[1].theory == ((10, 22), (10, 22))
    assert fields[0].inner_share > fields[1].inner_share
    assert fields[0].radius95 < fields[1].radius95
    assert fields[0].side < fields[1].side


@pytest.mark.parametrize("depth", [4, 16])
def test_the_size_of_a_linear_field_grows_with_the_root_of_its_depth(depth):
    # Luo et al. (2016), section 2.2: a stack of n layers of k x k ones tends to a normal curve of variance
    # n (k^2 - 1) / 12. Its square falls to 4.55 % of its middle at sqrt(ln(1 / 0.0455)) standard deviations.
    sigma = np.sqrt(depth * (3 ** 2 - 1) / 12)
    expected = np.sqrt(np.pi) * sigma * np.sqrt(np.log(1 / 0.0455))
    network = made(lambda weight: weight.fill_(0.1), "~".join(["conv.o1.p1.b0"] * depth))
    assert averaged_field(network, photos(1), f"conv{depth}").side == pytest.approx(expected, rel=0.1)


def test_the_middle_is_the_default_and_channels_may_be_few():
    network = load("bundled/resnet20")
    mean = averaged_field(network, photos(1), "layer2")
    assert mean.theory == ((-2, 34), (-2, 34))
    assert mean.fields + mean.dead == averaged.CHANNELS
    row = averaged_field(network, photos(1), "fc", channels=100)
    assert (row.fields, row.dead) == (10, 0)


def test_dead_units_are_counted_and_left_out():
    network = made(lambda weight: weight.fill_(-1), "conv.o4.b0~relu")
    mean = averaged_field(network, photos(), "relu1")
    assert (mean.fields, mean.dead) == (0, 12)
    assert not mean.gradient.any()
    assert (mean.inner_share, mean.radius95, mean.side) == (None, None, None)


def test_random_and_trained_weights_of_the_bundled_network_compare():
    pictures = [images.sample(name).pixels for name in list(images.SAMPLES)[:4]]
    random, trained = (averaged_field(load("bundled/resnet20", weights=weights), pictures, "layer1")
                       for weights in (None, "DEFAULT"))
    assert random.theory == trained.theory
    # Measured over 64 test pictures of CIFAR-10 as well: 6.1 px before and 4.2 px after training.
    assert trained.radius95 < random.radius95


def test_a_photo_seen_before_costs_no_pass(monkeypatch):
    network = load("bundled/vgg")
    averaged_field(network, photos(2), "features.5")
    asked = []
    monkeypatch.setattr(averaged, "_computed", lambda *request: asked.append(request) or real(*request))
    averaged_field(network, photos(3), "features.5")
    assert len(asked) == 1


real = averaged._computed


def test_without_photos_there_is_nothing_to_average():
    with pytest.raises(NetworkError, match="no photo"):
        averaged_field(load("bundled/vgg"), [], "features.5")
    with pytest.raises(NetworkError, match="no unit in row 99"):
        averaged_field(load("bundled/vgg"), photos(1), "features.5", (99, 0))
