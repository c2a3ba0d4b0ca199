"""The data sets that are always there."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from explorer.errors import DataError, LimitError
from explorer.training import SETS, is_here, open_set
from explorer.training.data import digits, synthetic
from explorer.training.data.dataset import class_counts


@pytest.fixture(scope="module")
def drawn():
    return synthetic.pictures(32)


def test_digits_are_those_of_scikit_learn():
    theirs = load_digits()
    ours = digits.pictures(8)
    assert torch.equal(ours.images[:, 0], ours.images[:, 2])
    assert np.array_equal(ours.images[:, 1].numpy(), np.round(theirs.images * (255 / 16)))
    assert np.array_equal(ours.labels.numpy(), theirs.target)


def test_digits_are_opened_without_scikit_learn_and_torchvision():
    code = ("import sys; from explorer.training.data.opening import open_set; open_set('digits', 32, seed=0); "
            "print(sorted({'sklearn', 'scipy', 'torchvision'} & set(sys.modules)))")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["digits", "shapes"])
def test_a_set_is_as_the_catalogue_says(name, drawn, monkeypatch):
    monkeypatch.setattr(synthetic, "pictures", lambda _side: drawn)  # drawing takes its time
    data, entry = open_set(name, 32, seed=0), SETS[name]
    assert len(data.train) + len(data.val) + len(data.test) == entry.pictures
    assert len(data.categories) == entry.classes
    assert (data.side, data.title, data.licence) == (32, entry.title, entry.licence)
    assert is_here(name)
    assert data.train.images.shape[1:] == (3, 32, 32)
    for part in class_counts(data).values():
        assert max(part) - min(part) <= 0.1 * sum(part)


def test_the_same_name_side_and_seed_give_the_same_tensors():
    first, again, other = (open_set("digits", 16, seed=seed) for seed in (3, 3, 4))
    assert torch.equal(first.test.images, again.test.images)
    assert not torch.equal(first.test.images, other.test.images)


def test_parts_of_a_set_share_no_picture():
    data = open_set("digits", 8, seed=0)
    seen = [{image.numpy().tobytes() for image in part.images} for part in (data.train, data.val, data.test)]
    unique = {image.numpy().tobytes() for image in digits.pictures(8).images}
    assert len(seen[0]) + len(seen[1]) + len(seen[2]) == len(unique) == 1797


def test_shapes_do_not_depend_on_what_was_drawn_before(drawn, monkeypatch):
    np.random.seed(1)
    torch.manual_seed(1)
    monkeypatch.setattr(synthetic, "COUNT", 200)
    again = synthetic.pictures(32)
    assert torch.equal(drawn.images[:200], again.images)
    assert torch.equal(drawn.labels[:200], again.labels)


@pytest.mark.parametrize("category", synthetic.CORNERS)
def test_outlines_lie_in_the_picture_and_have_their_shape(category):
    draw = np.random.default_rng(0)
    for _ in range(50):
        cover = synthetic.outline(category, draw)
        assert 0.02 < cover.mean() < 0.6
        assert cover.max() == 1


@pytest.mark.parametrize("category", synthetic.TEXTURES)
def test_textures_are_of_two_colours_in_fair_shares(category):
    draw = np.random.default_rng(0)
    for _ in range(20):
        texture = synthetic.TEXTURES[category](draw)
        assert texture.shape == (64, 64)
        assert 0 <= texture.min() < 0.1
        assert 0.9 < texture.max() <= 1
        assert 0.1 < texture.mean() < 0.65


def test_shapes_are_not_told_apart_by_single_pixels_or_colours(drawn):
    flat = drawn.images.flatten(1).float().numpy() / 255
    labels = drawn.labels.numpy()
    mean = np.concatenate([drawn.images.float().mean((2, 3)), drawn.images.float().std((2, 3))], axis=1) / 255
    for features in (flat[:, ::16], mean):
        linear = LogisticRegression(max_iter=300, tol=0.01).fit(features[:1600], labels[:1600])
        assert linear.score(features[1600:], labels[1600:]) < 0.4


def test_what_does_not_exist_is_refused():
    with pytest.raises(DataError, match=r"no data set 'imagenet'\. Choose one of: pieces, digits"):
        open_set("imagenet", 32, seed=0)
    with pytest.raises(DataError):
        is_here("imagenet")


@pytest.mark.parametrize("side", [0, 7, 513])
def test_sides_out_of_range_are_refused(side):
    with pytest.raises(LimitError, match="8 to 512"):
        open_set("digits", side, seed=0)


def test_a_set_that_would_not_fit_is_refused_before_it_is_made(configure):
    configure(set_bytes=10**6)
    with pytest.raises(LimitError, match="at most 13 px"):
        open_set("digits", 16, seed=0)
