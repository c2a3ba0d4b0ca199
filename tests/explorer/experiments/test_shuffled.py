"""Learning digits as they are and shuffled: the command in short against what it wrote."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from explorer.experiments import shuffled
from explorer.experiments.digit_learning import digits, learned
from explorer.experiments.shuffled import main, permuted, study, train
from explorer.experiments.two_networks import SHIPPED, SIDE, permutation

NEAR = 0.03
"""Other processors round otherwise, which a few digits of 538 may feel."""


def test_the_command_in_short_begins_as_the_shipped_file_does(tmp_path):
    main(tmp_path, seeds=(0,), pictures={200: 2})
    short, shipped = (json.loads((folder / "shuffled.json").read_text(encoding="utf-8"))
                      for folder in (tmp_path, SHIPPED))
    assert short.keys() == shipped.keys()
    for name, curves in short["curves"]["200"].items():
        np.testing.assert_allclose(curves[0], shipped["curves"]["200"][name][0][:2], atol=NEAR)


def test_an_mlp_whose_weights_are_shuffled_alike_cannot_tell_the_difference():
    learn, _tested = digits()
    plain = next(learned("mlp", learn.first(64), seed=1, epochs=1))
    weights = plain.get_submodule("fc1").weight
    turned = weights[:, torch.from_numpy(permutation())]
    there = permuted(learn).images.flatten(1) @ turned.T
    here = learn.images.flatten(1) @ weights.T
    torch.testing.assert_close(here, there)


def test_shuffled_digits_have_their_pixels_where_the_page_shows_them():
    learn, _tested = digits()
    ones = permuted(learn).images[:2, 0].flatten(1)
    torch.testing.assert_close(ones, learn.images[:2, 0].flatten(1)[:, torch.from_numpy(permutation())])
    assert permuted(learn).images.shape == (1259, 1, SIDE, SIDE)


def test_digits_are_normalised_and_in_one_part_only():
    learn, tested = digits()
    values = torch.cat([learn.images, tested.images])
    assert (len(learn.labels), len(tested.labels)) == (1259, 538)
    assert values.mean().item() == pytest.approx(0, abs=0.01)
    assert values.std().item() == pytest.approx(1, abs=0.01)
    assert torch.bincount(learn.first(200).labels).min() >= 10


def test_a_live_run_yields_each_epoch_with_all_four_networks():
    found = list(train(seed=0, pictures=200, epochs=2))
    assert [epoch for epoch, _values in found] == [1, 2]
    assert all(list(values) == ["mlp", "cnn", "mlp_shuffled", "cnn_shuffled"] for _epoch, values in found)
    assert study((0,), {200: 1})["200"]["cnn"][0][0] == round(found[0][1]["cnn"], 4)
    assert shuffled.COMMAND.endswith(shuffled.__name__)
