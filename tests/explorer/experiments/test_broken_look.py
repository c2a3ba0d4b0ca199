"""What a broken network makes of a photo: answer, maps and gradients, held to autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import explorer as ex
from explorer.errors import NetworkError
from explorer.experiments import Harm, breakable_parts, breaks_of, broken_look, map_places
from explorer.networks import architectures

CAT = 3


@pytest.fixture(scope="module")
def resnet():
    return ex.load("bundled/resnet20")


@pytest.fixture(scope="module")
def values(resnet):
    return resnet.preprocess(ex.sample("chelsea").pixels)


def test_whole_it_says_and_shows_what_the_network_does(resnet, values):
    look = broken_look(resnet, values, Harm(), "layer2.1.relu_1")
    assert look.shares[CAT] == pytest.approx(resnet.predict(values, top=1)[0].share, abs=1e-4)
    assert look.maps == pytest.approx(np.asarray(resnet.maps(values, "layer2.1")), abs=1e-4)


@pytest.mark.parametrize("harm", ["whole", "skips"])
def test_gradients_are_those_of_autograd(resnet, values, harm):
    twin = (architectures.resnet(20) if harm == "whole" else architectures.plain(20)).eval()
    twin.load_state_dict(resnet.module.state_dict())
    twin(torch.tensor(values)[None])[0, CAT].backward()
    wanted = {name: float(layer.weight.grad.norm()) for name, layer in twin.named_modules()
              if isinstance(layer, torch.nn.Conv2d | torch.nn.Linear)}
    found = broken_look(resnet, values, Harm(harm), "fc").gradients
    assert list(found) == list(wanted) and len(found) == 20
    assert list(found.values()) == pytest.approx(list(wanted.values()), rel=2e-3)


def test_what_is_left_out_gets_no_gradient(resnet, values):
    found = broken_look(resnet, values, Harm("block", "layer2.1"), "fc").gradients
    assert [name for name, length in found.items() if not length] == ["layer2.1.conv1", "layer2.1.conv2"]
    vgg = ex.load("bundled/vgg")
    found = broken_look(vgg, vgg.preprocess(ex.sample("chelsea").pixels), Harm("block", "features.7"), "avgpool")
    assert [name for name, length in found.gradients.items() if not length] == ["features.7"]


def test_behind_sigmoids_next_to_nothing_comes_back_to_the_first_layer(resnet, values):
    whole, broken = (broken_look(resnet, values, Harm(kind), "relu").gradients for kind in ("whole", "sigmoid"))
    assert broken["conv1"] < 1e-4 * whole["conv1"]


def test_a_shuffled_photo_is_another_to_the_network(resnet, values):
    assert broken_look(resnet, values, Harm("pixels"), "relu").shares.argmax() != CAT


def test_a_layer_that_is_none_is_named(resnet, values):
    with pytest.raises(NetworkError, match="nowhere"):
        broken_look(resnet, values, Harm(), "nowhere")


def test_the_shared_network_stays_without_gradients(resnet, values):
    broken_look(resnet, values, Harm("bits2"), "relu")
    assert not any(weights.requires_grad for weights in resnet.module.parameters())


@pytest.mark.parametrize("name", ["resnet20", "vgg", "lenet5"])
def test_of_any_network_every_break_can_be_looked_at_behind_every_place(name):
    network = ex.load(f"bundled/{name}")
    given = np.random.default_rng(1).random(network.input_shape, dtype=np.float32)
    for kind in breaks_of(network):
        part = breakable_parts(network)[-1] if kind == "block" else ""
        look = broken_look(network, given, Harm(kind, part), list(map_places(network).values())[-1])
        assert look.shares.shape == (10,) and look.shares.sum() == pytest.approx(1)
        assert np.isfinite(look.maps).all() and look.maps.ndim == 3
        assert all(length >= 0 for length in look.gradients.values()) and look.nbytes > look.maps.nbytes


def test_the_class_whose_gradients_are_looked_at_can_be_chosen(resnet, values):
    dog, cat = (broken_look(resnet, values, Harm(), "fc", place).gradients["fc"] for place in (5, CAT))
    assert dog == pytest.approx(cat)  # the slope of any score by its own weights is the pooled features
    assert broken_look(resnet, values, Harm(), "fc", CAT) is broken_look(resnet, values, Harm(), "fc")
