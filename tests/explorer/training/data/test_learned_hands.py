"""Hands to learn from: all ten digits, on the pad, and unlike those that are kept to measure with."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.images import HANDS as KEPT_HANDS, PAD, digit_input, raster, told_of, written
from explorer.training.data.learned_hands import FORMS, HANDS


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_has_three_forms_of_height_one(digit):
    assert len(set(FORMS[digit])) == 3
    for form in FORMS[digit]:
        points = np.array([point for stroke in form for piece in stroke for point in piece])
        assert (points[:, 1].min(), points[:, 1].max()) == pytest.approx((0, 1), abs=0.09)


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
def test_what_is_written_is_a_digit_on_the_pad(hand):
    for digit in range(10):
        drawing = written(hand, digit, 5)
        places = np.array([place for stroke in drawing.strokes for place in stroke])
        assert 0 <= places.min() <= places.max() < PAD
        assert told_of(drawing) is None


def test_every_form_is_written_by_some_hand():
    used = {form for hand in HANDS for form in hand.forms}
    assert used == {form for forms in FORMS.values() for form in forms}


@pytest.mark.parametrize("digit", range(10))
def test_no_picture_to_learn_from_is_one_to_measure_with(digit):
    learned, kept = ([digit_input(raster(written(hand, digit, seed)))[0] for hand in hands for seed in range(2)]
                     for hands in (HANDS, KEPT_HANDS))
    nearest = min(np.abs(one - other).mean() for one in learned for other in kept)
    assert nearest > 0.01  # of all pixels' range: another pen, another way
