"""Fields against the sizes of things, below the first screen of *Receptive fields*."""

from __future__ import annotations

from tests.pages.page import checked, opened_page, text_of

SSD, TAB = "torchvision/ssdlite320_mobilenet_v3_large", "Against sizes of things"
STACK = "stack/3x24x24/conv.o6.p1~relu~flatten~linear.o10"


def opened(network):
    at = opened_page("receptive_fields", network=network, weights="random")
    at.session_state["rf_more"] = TAB
    return checked(at.run())


def test_maps_of_a_detector_stand_beside_the_boxes_that_they_answer_for():
    at = opened(SSD)
    assert "every 16 px, so that two small things (64 px) rarely share one" in text_of(at)
    assert "Squeeze and excitation hands the mean" in text_of(at)
    rows = at.table[-1].value
    assert list(rows["Cells"]) == ["20 × 20", "10 × 10", "5 × 5", "3 × 3", "2 × 2", "1 × 1"]
    assert next(iter(rows["Boxes, px"])) == "64–85"
    level = next(button for button in at.button if button.key == "rf_anchor_level_2")
    level.click()
    assert checked(at.run()).session_state["rf_state"].now.layer == "steps.class_scores.2.1"


def test_other_networks_offer_one_that_has_boxes():
    at = opened(STACK)
    assert "Only networks that find boxes answer for things of certain sizes." in text_of(at)
    assert "SSDLite MobileNetV3" in [button.label for button in at.button]
