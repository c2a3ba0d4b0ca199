"""LeNet-5 broken and judged at once, by digits that it did not learn from."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

import explorer as ex
from explorer.experiments import BREAKS, BROKEN, COUNTED, Harm, breaks_of, broken_studies, held_digit, held_digits
from explorer.experiments.broken_live import still_named
from explorer.experiments.broken_network import broken_input, broken_module
from explorer.networks import BUNDLED
from explorer.training.shipping.lenet import digit_set


@pytest.fixture(scope="module")
def lenet():
    return ex.load("bundled/lenet5")


def test_the_held_digits_are_those_that_its_card_counts_and_none_that_it_learned():
    inputs, labels = held_digits()
    stored = digit_set().test
    assert torch.equal(torch.from_numpy(inputs.copy()), stored.images[:, :1] / 255)
    assert labels.tolist() == stored.labels.tolist()
    assert inputs.shape == (268, 1, 32, 32) and not inputs.flags.writeable


def test_whole_it_reads_what_its_card_says():
    card = json.loads((BUNDLED / "lenet5.json").read_text())
    found = still_named("lenet5", Harm())
    assert found.accuracy == pytest.approx(card["test_accuracy"]["as stored"], abs=5e-4)
    assert sum(found.said) == card["test_digits"]["as stored"]


@pytest.mark.parametrize("digit", range(10))
def test_of_each_digit_there_is_one_to_look_at(lenet, digit):
    values = held_digit(digit)
    assert values.shape == lenet.input_shape and 0 <= values.min() < values.max() <= 1
    assert lenet.predict(values, top=1)[0].place == digit


def test_it_has_no_skips_no_norms_and_no_block_that_hands_its_input_on(lenet):
    assert set(BREAKS) - set(breaks_of(lenet)) == {"block", "skips", "norms"}


@pytest.mark.parametrize(("kind", "least", "most"), [
    ("bits8", 0.98, 1.0), ("pruned50", 0.9, 1.0), ("average", 0.3, 1.0), ("pixels", 0.0, 0.5), ("sigmoid", 0.0, 0.6)])
def test_what_is_left_of_it_lies_where_one_would_think(kind, least, most):
    assert least <= still_named("lenet5", Harm(kind)).accuracy <= most


@pytest.mark.parametrize("kind", ["bits2", "squares"])
def test_counts_are_those_of_the_broken_network_itself(lenet, kind):
    inputs, labels = held_digits()
    with torch.inference_mode():
        said = broken_module(lenet, Harm(kind))(torch.from_numpy(broken_input(inputs, Harm(kind)).copy())).argmax(1)
    found = still_named("lenet5", Harm(kind))
    assert found.right == int((said.numpy() == labels).sum())
    assert found.said == tuple(np.bincount(said.numpy(), minlength=10).tolist())


@pytest.mark.parametrize("name", COUNTED)
def test_of_others_what_ships_is_looked_up(name):
    assert still_named(name, Harm()) is broken_studies()[name].whole
    assert still_named(name, Harm("nowhere")) is None
    assert BROKEN[:len(COUNTED)] == COUNTED
