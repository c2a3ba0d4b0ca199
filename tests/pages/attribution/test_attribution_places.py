"""*Why this class?* at a place of a network that says where things are."""

from __future__ import annotations

import pytest

from pages.attribution.state import Question, QuestionCodec, read_spot
from tests.pages.attribution.why_page import asking, at_page, rows
from tests.pages.page import checked, link, text_of, widget

CODEC = QuestionCodec()


@pytest.mark.parametrize(("text", "spot"), [
    ("0_3_4_1", (0, 3, 4, 1)), ("", ()), ("1_2_3", ()), ("1_2_3_4_5", ()), ("a_b_c_d", ()), ("-1_0_0_0", ()),
    ("0_0_0_999999", ()), ("٠_0_0_0", ()), ("0_99999_0_0", (0, 99999, 0, 0))])
def test_a_link_names_a_place_or_none(text, spot):
    assert read_spot(text) == spot
    read, problems = CODEC.read({"network": "bundled/detect", "at": text}, Question("bundled/detect"))
    assert (read.spot, problems) == (spot, ())
    assert CODEC.write(read).get("at") == ("_".join(map(str, spot)) if spot else None)


def test_another_network_begins_at_its_own_surest_place():
    asked = Question("bundled/detect", spot=(0, 1, 1, 0))
    assert CODEC.changed(asked, {"network": "bundled/segment"}).spot == ()
    assert CODEC.changed(asked, {"layer": "x"}).spot == (0, 1, 1, 0)


def test_a_cell_of_the_grid_is_explained_and_another_can_be_asked_for():
    at = at_page("bundled/detect", methods="grad_cam", at="0_2_3_1")
    assert "**Which place** :gray[of 8 × 8]" in text_of(at)
    assert {row["name"] for row in rows(at)["rows"]} <= {"circle", "square", "triangle", "star", "ring", "cross"}
    at = checked(widget(at, "number_input", "why_row").set_value(8).run())
    assert asking(at).spot == (0, 7, 3, 1)
    assert link(at)["at"] == "0_7_3_1"


def test_a_place_that_the_network_does_not_have_is_the_surest_one():
    at = at_page("bundled/segment", methods="saliency", at="3_99_0_0")
    assert "**Which place** :gray[of 64 × 64]" in text_of(at)
    assert not at.error
