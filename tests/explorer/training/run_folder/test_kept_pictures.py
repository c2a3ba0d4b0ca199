"""What a run leaves to be looked at."""

import numpy as np
import pytest
import torch

from explorer.training.data.dataset import Pictures
from explorer.training.run_folder.kept_pictures import MOST_EACH, MOST_SIDE, rows_to_keep, write_shown


@pytest.fixture
def measured():
    draw = np.random.default_rng(0)
    return draw.integers(3, size=400), draw.integers(3, size=400), draw.random(400).astype(np.float32)


def test_of_each_pair_of_class_and_answer_the_surest_are_kept(measured):
    labels, predicted, sure = measured
    rows = rows_to_keep(labels, predicted, sure)
    for label in range(3):
        for answer in range(3):
            pair = np.flatnonzero((labels == label) & (predicted == answer))
            surest = pair[np.argsort(-sure[pair])][:MOST_EACH]
            assert {row for row in rows if labels[row] == label and predicted[row] == answer} == set(surest)


def test_mistakes_come_before_right_answers(measured):
    labels, predicted, sure = measured
    right = (labels == predicted)[rows_to_keep(labels, predicted, sure)]
    assert (np.diff(right.astype(int)) >= 0).all()


@pytest.mark.parametrize(("side", "kept"), [(16, 16), (MOST_SIDE, MOST_SIDE), (100, MOST_SIDE)])
def test_the_file_holds_the_pictures_themselves(tmp_path, side, kept):
    images = torch.randint(256, (4, 3, side, side), dtype=torch.uint8)
    pictures = Pictures(images, torch.tensor([0, 1, 0, 1]))
    write_shown(tmp_path / "shown.npz", pictures, [0, 0, 0, 1], [0.9, 0.8, 0.7, 0.6])
    with np.load(tmp_path / "shown.npz") as found:
        assert found["rows"].tolist() == [1, 0, 2, 3]
        assert found["predicted"].tolist() == [0, 0, 0, 1]
        assert found["images"].shape == (4, kept, kept, 3)
        if side <= MOST_SIDE:
            assert np.array_equal(found["images"], images[[1, 0, 2, 3]].permute(0, 2, 3, 1).numpy())
