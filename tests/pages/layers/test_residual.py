"""*Layers*, tabs *Residual* and *Global pooling and 1 x 1*."""

from __future__ import annotations

import pytest

from pages.layers.state import ENDINGS, SKIP_PARTS, LayersSetup, state
from tests.pages.page import checked, link, opened_page, text_of, widget


@pytest.fixture(scope="module")
def residual():
    return opened_page("layers", view="residual", scale="0")


def test_at_0_a_block_hands_its_input_on_unchanged(residual):
    said = text_of(residual)
    assert "Largest difference between the block's output and x: **0**" in said
    assert "Largest value that is left without the skip: **0**" in said
    widget(residual, "slider", "la_scale").set_value(1.0).run()
    assert "output and x: **0**" not in text_of(checked(residual))
    assert link(residual) == {"view": "residual"}


@pytest.mark.parametrize(("part", "said"), [
    ("gradient", "Behind the first block: **2.51** with skips, **0.0199** without."),
    ("without", "“cat” stays the answer 8 of 9 times"),
    ("depth", "6 epochs of 25,000 pictures"), ("order", "1,001 layers"), ("around", "Look at the shape")])
def test_every_part_shows_what_it_is_about(residual, part, said):
    widget(residual, "button_group", "la_skips").set_value(part).run()
    assert said in text_of(checked(residual))
    assert part in SKIP_PARTS


def test_the_loss_around_56_layers_is_another_lesson(residual):
    widget(residual, "button_group", "la_skips").set_value("around").run()
    widget(residual, "button_group", "la_layers").set_value(56).run()
    assert "Look for the bowl" in text_of(checked(residual))
    assert link(residual)["layers"] == "56"


def test_a_network_ends_by_a_flatten_or_a_global_pooling():
    at = opened_page("layers", view="global_pooling", end_side="224")
    said = text_of(at)
    assert "Linear layer: 501,770 parameters" in said and "Linear layer: 650 parameters" in said
    assert "sees 22 × 22 px, a score **238 × 238 px**: all of the 224 × 224 px" in said
    widget(at, "button_group", "la_ending").set_value("pointwise").run()
    said = text_of(checked(at))
    assert "16 parameters each" in said and "Row 8, column 8: 3 values in, 4 out" in said
    widget(at, "button_group", "la_reads").set_value("maps").run()
    assert "132 parameters each" in text_of(checked(at))  # (32 + 1) · 4
    assert link(at)["ending"] == ENDINGS[1]


@pytest.mark.parametrize(("sent", "used"), [
    ({"row": "99"}, {"row": 15}), ({"scale": "-1"}, {"scale": 0}),
    ({"out": "layer1.0_nowhere"}, {"out": ("layer1.0",)}), ({"layers": "21"}, {"layers": 20}),
    ({"end_maps": "9999"}, {"end_maps": 512}), ({"outputs": "0"}, {"outputs": 1})])
def test_what_a_link_asks_for_stays_within_bounds(sent, used):
    found, problems = state._codec.read(sent, LayersSetup())
    assert {name: getattr(found, name) for name in used} == used
    assert len(problems) == 1
