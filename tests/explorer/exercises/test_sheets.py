"""A sheet is the same anywhere; its versions differ in numbers only."""

from __future__ import annotations

import pytest

from explorer.errors import SpecError
from explorer.exercises import KINDS, VERSIONS, sheet

ASKED = ("output_side", "parameters", "iou")


def test_the_same_seed_and_version_give_the_same_sheet():
    assert sheet(ASKED, count=7, seed=5) == sheet(ASKED, count=7, seed=5)
    assert [one.answer for one in sheet(ASKED, count=3, seed=5)] == ANSWERS


def test_kinds_come_in_turn_and_no_question_twice():
    made = sheet(("parameters",), count=20, seed=1)
    assert len({(str(one.question), one.asked.shown) for one in made}) == 20
    assert [one.kind for one in sheet(ASKED, count=5, seed=1)] == [*ASKED, *ASKED[:2]]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_versions_ask_the_same_with_other_numbers(level):
    papers = [sheet(tuple(KINDS), count=20, seed=3, level=level, version=version) for version in VERSIONS]
    assert len({tuple((one.kind, one.level) for one in paper) for paper in papers}) == 1
    assert all(sum(one.asked == other.asked for one, other in zip(papers[0], paper, strict=True)) < 5
               for paper in papers[1:])


@pytest.mark.parametrize("wrong", [{"kinds": ()}, {"count": 0}, {"count": 21}, {"version": "D"}, {"seed": -1},
                                   {"level": 4}, {"kinds": ("nothing",)}])
def test_what_cannot_be_on_a_sheet_is_said(wrong):
    given = {"kinds": ASKED, "count": 3, "seed": 1, "level": 1, "version": "A"} | wrong
    if wrong == {"seed": -1}:
        assert sheet(**given)  # any whole number makes a sheet; the page keeps it within its bounds
        return
    with pytest.raises(SpecError):
        sheet(**given)


ANSWERS = ["2", "456", "0.60"]
