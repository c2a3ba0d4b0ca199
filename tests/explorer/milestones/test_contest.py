"""ILSVRC's errors are those of the survey and of the papers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from explorer.milestones import CONTEST, TRAINED_PERSON

# The lecture notes' chart; Russakovsky et al. (2015), arXiv:1409.0575, tables 5 to 7; papers of the winners since.
ERRORS = {
    "NEC-UIUC": (2010, 28.2, None), "XRCE": (2011, 25.8, None), "AlexNet": (2012, 16.4, 8), "ZFNet": (2013, 11.7, 8),
    "VGG": (2014, 7.3, 19), "GoogLeNet": (2014, 6.7, 22), "ResNet": (2015, 3.57, 152),
    "Trimps-Soushen": (2016, 2.99, None), "SENet": (2017, 2.25, 154),
}


def test_years_errors_and_depths_are_those_of_the_lecture_notes():
    assert {winner.title: (winner.year, winner.error, winner.layers) for winner in CONTEST} == ERRORS
    assert TRAINED_PERSON == 5.1


def test_the_error_falls_from_entry_to_entry_and_resnet_is_the_first_below_a_person():
    errors = [winner.error for winner in CONTEST]
    assert errors == sorted(errors, reverse=True)
    assert next(winner for winner in CONTEST if winner.error < TRAINED_PERSON).title == "ResNet"


@pytest.mark.parametrize("winner", CONTEST, ids=lambda winner: winner.title)
def test_each_entry_says_what_was_new_and_where_that_stands(winner):
    assert winner.what.endswith(".") and winner.source


def test_the_largest_step_is_that_of_2012():
    steps = {after.title: before.error - after.error for before, after in pairwise(CONTEST)}
    assert max(steps, key=steps.__getitem__) == "AlexNet"
    assert steps["AlexNet"] == pytest.approx(9.4) and steps["XRCE"] == pytest.approx(2.4)  # as their texts say
