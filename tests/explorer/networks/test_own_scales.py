"""Pictures of readers' own networks: usual scales against published ones and torchvision's, and any size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.transforms import v2

from explorer.files import to_onnx
from explorer.graph import from_text
from explorer.networks import build, own_card
from explorer.networks.own_card import NORMALISATIONS, OwnCard, normalisation, normalisation_of
from explorer.networks.own_network import prepared
from explorer.runtime import kept_files
from explorer.settings import Settings

RGB = OwnCard(input_shape=(3, 8, 8), classes=3, mean=(0.5,) * 3, std=(0.5,) * 3)
PIXELS = np.random.default_rng(5).integers(0, 256, (8, 8, 3), dtype=np.uint8)


def scaled(name, channels=3, pixels=PIXELS):
    mean, std = normalisation(name, channels)
    card = replace(RGB, input_shape=(channels, 8, 8), mean=mean, std=std)
    return prepared(pixels, card, card.input_shape)


# Scale, what black and what white become in the first channel. ImageNet's: torchvision's documentation of its models;
# CIFAR-10's: the deviations usual in PyTorch code (0.2470, 0.2435, 0.2616); the others are what they are called.
ENDS = [("plain", 0, 1), ("signed", -1, 1), ("bytes", 0, 255), ("imagenet", -0.485 / 0.229, 0.515 / 0.229),
        ("cifar10", -0.4914 / 0.2470, 0.5086 / 0.2470)]


@pytest.mark.parametrize(("name", "black", "white"), ENDS)
def test_black_and_white_become_the_ends_of_the_scale(name, black, white):
    found = [scaled(name, pixels=np.full((8, 8, 3), level, np.uint8))[0].ravel() for level in (0, 255)]
    np.testing.assert_allclose(found[0], black, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found[1], white, rtol=1e-5)


def test_every_usual_scale_has_its_ends_in_the_table():
    assert {name for name, _, _ in ENDS} == set(NORMALISATIONS)


@pytest.mark.parametrize("name", NORMALISATIONS)
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 6])
def test_a_scale_is_known_by_its_numbers(name, channels):
    mean, std = normalisation(name, channels)
    assert len(mean) == len(std) == channels
    assert normalisation_of(replace(RGB, input_shape=(channels, 8, 8), mean=mean, std=std)) == name


def test_other_numbers_are_no_usual_scale():
    assert normalisation_of(replace(RGB, mean=(0.1, 0.2, 0.3))) == ""


def test_values_are_those_of_torchvisions_transforms():
    mean, std = normalisation("imagenet", 3)
    steps = v2.Compose([v2.PILToTensor(), v2.ToDtype(torch.float32, scale=True), v2.Normalize(mean, std)])
    np.testing.assert_allclose(scaled("imagenet"), steps(Image.fromarray(PIXELS)).numpy(), rtol=1e-5, atol=1e-6)


def test_one_channel_is_luminance_and_more_than_three_go_round():
    grey = np.asarray(Image.fromarray(PIXELS).convert("L")) / 255
    np.testing.assert_allclose(scaled("plain", 1)[0], grey, atol=0.6 / 255)  # Pillow rounds to whole greys
    five = scaled("plain", 5)
    np.testing.assert_array_equal(five[3:], five[:2])
    np.testing.assert_allclose(five[:3], PIXELS.transpose(2, 0, 1) / 255, rtol=1e-6)


@pytest.mark.parametrize("size", [(8, 8), (16, 16), (20, 10), (9, 40), (1, 1)])
def test_pictures_of_any_size_become_the_inputs(size):
    found = prepared(np.full((*size, 3), 200, np.uint8), RGB, RGB.input_shape)
    assert (found.shape, found.dtype) == ((3, 8, 8), np.float32)
    np.testing.assert_allclose(found, (200 / 255 - 0.5) / 0.5, atol=0.01)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Return the name of a network with three classes that ann keeps."""
    monkeypatch.setattr(kept_files, "settings", lambda: Settings(data=str(tmp_path)))
    graph = from_text("conv.o4~gap~flatten~linear.o3")
    module = build(graph, (3, 16, 16))
    weights = {key: value.numpy() for key, value in module.state_dict().items()}
    return own_card.keep_network(to_onnx(graph, (3, 16, 16), weights), "ann", "mine.onnx")


@pytest.mark.parametrize("change", [
    {"mean": (0.0,) * 3, "std": (1.0,) * 3}, {"mean": (123.0, -5, 1e4)}, {"std": (1e-4, 1, 1)},
    {"categories": ("cat", "개", "<i>dog</i>")}, {"input_shape": (3, 8, 1024)}, {"input_shape": (3, 32, 32)}])
def test_what_a_card_may_say_is_kept_word_for_word(kept, change):
    wanted = replace(own_card.card_of(kept), **change)
    assert own_card.card_of(own_card.with_card(kept, "ann", wanted)) == wanted
