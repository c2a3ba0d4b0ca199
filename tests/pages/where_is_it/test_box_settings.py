"""Boxes in links: upside down, outside, of no area, or none at all."""

from __future__ import annotations

import pytest

from pages.where_is_it.box_settings import HEIGHT, WIDTH, BoxField, BoxSettings

FIRST = BoxSettings().ours


@pytest.mark.parametrize(("text", "box", "said"), [
    ("0_0_2_2", (0, 0, 2, 2), None),
    ("1.5_0_2.25_2", (1.5, 0, 2.25, 2), None),
    ("3_3_3_3", (3, 3, 3, 3), None),
    ("9_8_1_2", (1, 2, 9, 8), "upside down"),
    ("-5_0_2_99", (0, 0, 2, HEIGHT), "reached out"),
    ("99_0_1000_2", (WIDTH, 0, WIDTH, 2), "reached out"),
    ("1_2_3", FIRST, "four numbers"),
    ("a_b_c_d", FIRST, "four numbers"),
    ("nan_0_1_1", FIRST, "four numbers"),
    ("", FIRST, "four numbers"),
])
def test_a_box_of_a_link_is_the_nearest_one_and_it_is_said(text, box, said):
    found, problem = BoxField().read("ours", text, FIRST)
    assert found == pytest.approx(box)
    assert (problem is None) if said is None else said in str(problem)
    again, quiet = BoxField().read("ours", BoxField().write(found), FIRST)
    assert again == found and quiet is None
