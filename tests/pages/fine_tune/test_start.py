"""What stands beside *Start*."""

from __future__ import annotations

import pytest

from pages.fine_tune.start import steps


@pytest.mark.parametrize(("batches", "expected"), [
    ((32, 31), "2 steps an epoch of 31 or 32 pictures: all 63 to learn from, none left out"),
    ((32, 32), "2 steps an epoch of 32 pictures: all 64 to learn from, none left out"),
    ((5,), "1 step an epoch, of all 5 pictures to learn from"),
])
def test_the_steps_of_an_epoch_are_said_with_how_many_pictures_each_takes(batches, expected):
    assert steps(batches) == expected
