"""Digits in other places: the command in short, and the page's arithmetic against torch's."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from explorer.experiments import moved_digit, shifted, two_networks
from explorer.experiments.digit_learning import LabelledDigits, accuracy, digits
from explorer.experiments.shifted import RUNS, by_shift, main, placed, samples
from explorer.experiments.two_networks import CANVAS, FARTHEST, MEAN, SHIPPED, SPREAD, network
from explorer.networks import build


@pytest.fixture(scope="module")
def modules():
    """Return the shipped networks as torch runs them."""
    found = {}
    for name, kind in RUNS.items():
        found[name] = build(network(kind, CANVAS), (1, CANVAS, CANVAS))
        found[name].load_state_dict({key: torch.from_numpy(value) for key, value in
                                     moved_digit.shipped().weights[name].items()})
    return found


def test_the_command_in_short_writes_the_same_kinds_of_things(tmp_path, monkeypatch):
    few = digits()[0].first(32), digits()[1].first(20)
    monkeypatch.setattr(shifted, "digits", lambda: few)
    monkeypatch.setattr(shifted, "samples", lambda: moved_digit.shipped().samples)
    main(tmp_path, seeds=(0,), epochs=1)
    short, shipped = (json.loads((folder / "shifted.json").read_text(encoding="utf-8"))
                      for folder in (tmp_path, SHIPPED))
    assert short.keys() == shipped.keys()
    assert short["accuracy"].keys() == shipped["accuracy"].keys()
    with np.load(tmp_path / "shifted.npz") as one, np.load(SHIPPED / "shifted.npz") as other:
        assert {key: one[key].shape for key in one.files} == {key: other[key].shape for key in other.files}


@pytest.mark.parametrize("name", RUNS)
def test_the_shipped_weights_give_the_shipped_accuracies(modules, name):
    expected = two_networks.shift_study().accuracy[name][0]
    tested = digits()[1]
    for right in (0, 3):
        moved = LabelledDigits(placed(tested.images, right), tested.labels)
        assert accuracy(modules[name], moved) == pytest.approx(expected[right], abs=0.01)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("right", [0, 1, 4, FARTHEST])
def test_the_page_answers_as_torch_does(modules, name, right):
    for digit in (0, 3, 8):
        pixels = moved_digit.picture(digit, right)
        values = (torch.from_numpy(pixels)[None, None].float() / 255 - MEAN) / SPREAD
        expected = modules[name](values).softmax(1)[0].numpy()
        np.testing.assert_allclose(moved_digit.answers(name, pixels), expected, atol=2e-5)


def test_the_samples_are_digits_to_measure_on_one_of_each_class():
    np.testing.assert_array_equal(moved_digit.shipped().samples, samples())
    assert moved_digit.shipped().samples.shape == (moved_digit.CLASSES, 8, 8)


def test_torch_puts_a_digit_where_the_page_does():
    tested = digits()[1]
    for right in (0, 5, FARTHEST):
        grey = (placed(tested.images[:3], right)[:, 0] * SPREAD + MEAN) * 255
        here = two_networks.moved((tested.images[:3, 0].numpy() * SPREAD + MEAN) * 255, right)
        np.testing.assert_allclose(grey.numpy(), here, atol=0.01)


def test_digits_learned_anywhere_are_all_within_the_picture_and_spread_over_it():
    images = digits()[0].images[:400]
    found = shifted.anywhere(images, torch.Generator().manual_seed(0))
    lit = (found[:, 0].amax(1) > shifted.BLACK + 0.01).float().argmax(1)
    assert {int(start) for start in lit} >= set(range(1, FARTHEST))
    torch.testing.assert_close(found.sum((1, 2, 3)), placed(images, 0).sum((1, 2, 3)), atol=1e-2, rtol=0)


def test_accuracy_is_told_for_every_shift(modules, monkeypatch):
    few = digits()[0].first(8), digits()[1].first(25)
    monkeypatch.setattr(shifted, "digits", lambda: few)
    found = by_shift(modules["cnn"])
    assert len(found) == FARTHEST + 1
    assert all(round(25 * share) == pytest.approx(25 * share) for share in found)


@pytest.mark.parametrize("name", RUNS)
def test_answers_are_probabilities(name):
    for right in range(FARTHEST + 1):
        shares = moved_digit.answers(name, moved_digit.picture(7, right))
        assert shares.shape == (moved_digit.CLASSES,)
        assert shares.min() >= 0
        assert shares.sum() == pytest.approx(1, abs=1e-5)


def test_a_cnn_says_nearly_the_same_to_all_even_shifts_and_an_mlp_does_not():
    def spread(name):
        answers = [moved_digit.answers(name, moved_digit.picture(3, right)) for right in (2, 4, 6)]
        return float(np.ptp(answers, axis=0).max())

    assert spread("cnn") < 0.01 < 0.1 < spread("mlp")


def test_a_picture_that_is_black_but_for_the_digit_has_its_brightness():
    for digit in range(moved_digit.CLASSES):
        for right in (0, FARTHEST):
            pixels = moved_digit.picture(digit, right)
            assert pixels.shape == (CANVAS, CANVAS)
            assert pixels.sum() == moved_digit.shipped().samples[digit].sum()
