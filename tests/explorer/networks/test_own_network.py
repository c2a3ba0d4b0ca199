"""A reader's own ONNX file as a network of the catalogue: its scores, its pictures, its classes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer import files, networks
from explorer.errors import NetworkError
from explorer.files import to_onnx
from explorer.graph import from_text
from explorer.networks import build, own_network
from explorer.runtime import kept_files
from explorer.settings import Settings

PHOTO = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
TEXT, SHAPE = "conv.o8.s2.p1~bn~relu~gap~flatten~linear.o3", (3, 16, 16)
FLAT = "conv.o4~relu~flatten~linear.o3"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_files, "settings", lambda: Settings(data=str(tmp_path)))


def file_of(text=TEXT, shape=SHAPE):
    """Return the module of a stack and its file with weights."""
    module = build(from_text(text), shape, seed=1)
    return module, to_onnx(from_text(text), shape, {key: value.numpy() for key, value in module.state_dict().items()})


def test_it_scores_as_the_module_that_was_saved_and_trains_from_there():
    module, data = file_of()
    network = networks.load(networks.keep_network(data, "ann", "mine.onnx"))
    given = torch.from_numpy(network.preprocess(PHOTO))[None]
    torch.testing.assert_close(network.module(given), module(given), rtol=1e-4, atol=1e-4)
    assert network.trained
    assert networks.load(network.name, weights=None).trained is False
    assert networks.at_side(network, 32).report.params == network.report.params


def test_pictures_are_prepared_as_its_card_says():
    name = networks.keep_network(file_of()[1], "ann", "mine.onnx")
    white = np.full((16, 16, 3), 255, np.uint8)
    np.testing.assert_allclose(networks.load(name).preprocess(white)[:, 0, 0],
                               (1 - np.array([0.485, 0.456, 0.406])) / [0.229, 0.224, 0.225], rtol=1e-5)
    mean, std = networks.normalisation("signed", 3)
    signed = networks.with_card(name, "ann", replace(networks.card_of(name), mean=mean, std=std))
    assert networks.load(signed).preprocess(white).max() == 1
    assert networks.normalisation_of(networks.card_of(signed)) == "signed"


def test_names_and_size_follow_the_card_and_are_checked():
    name = networks.keep_network(file_of()[1], "ann", "mine.onnx")
    card = networks.card_of(name)
    named = networks.with_card(name, "ann", replace(card, categories=("a", "b", "c"), input_shape=(3, 24, 24)))
    assert {guess.name for guess in networks.load(named).predict(PHOTO)} == {"a", "b", "c"}
    assert networks.load(named).input_shape == (3, 24, 24)
    for wrong, said in ((replace(card, categories=("a", "b")), "2 names of classes were given"),
                        (replace(card, called="imagenet"), "3 classes apart"),
                        (replace(card, std=(0.0, 1.0, 1.0)), "deviations above 0"),
                        (replace(card, mean=(0.0,)), "one for each of the 3 channels")):
        with pytest.raises(NetworkError, match=said):
            networks.with_card(name, "ann", wrong)


def test_a_linear_layer_on_a_whole_map_keeps_its_size():
    name = networks.keep_network(file_of(FLAT)[1], "ann", "mine.onnx")
    assert not networks.card_of(name).any_size
    with pytest.raises(NetworkError, match="do not take inputs of 3 × 32 × 32"):
        networks.with_card(name, "ann", replace(networks.card_of(name), input_shape=(3, 32, 32)))


def test_weights_of_another_form_with_as_many_values_are_refused():
    found = files.read_trained(file_of()[1])
    turned = {**found.arrays, "conv1": {**found.arrays["conv1"], "weight": found.arrays["conv1"]["weight"].T}}
    with pytest.raises(NetworkError, match=r"conv1\.weight are 3 × 3 × 3 × 8, but the layer needs 8 × 3 × 3 × 3"):
        own_network.with_weights(replace(found, arrays=turned))


def test_what_reads_no_pictures_or_has_no_weights_joins_no_list():
    for data, said in ((file_of("linear.o3", (5,))[1], "a picture is C × H × W"),
                       (to_onnx(from_text(TEXT), SHAPE), "not what they have learned")):
        with pytest.raises(NetworkError, match=said):
            networks.keep_network(data, "ann", "mine.onnx")
    assert kept_files.kept_files("ann") == ()
