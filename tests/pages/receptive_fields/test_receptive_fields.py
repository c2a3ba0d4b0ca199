"""*Receptive fields* under AppTest: what the reader does, and what the page makes of it."""

from __future__ import annotations

import json
import re
from math import prod

import numpy as np
import pytest

from explorer.graph import analyse, from_text, reads
from explorer.graph.field_lessons import COMPARISONS
from explorer.images import sample
from explorer.jobs.records import Job
from explorer.networks import catalogue, load, weights
from explorer.networks.catalogue import PACKAGE_NETWORK
from explorer.networks.inference.network_input import network_input
from explorer.networks.receptive_field.effective import effective_field
from explorer.networks.receptive_field.uniform_weights import unit_gradient
from pages.receptive_fields import weights_compared
from pages.ui.pickers.weights import RANDOM
from tests.pages.page import checked, header, headers, opened_page, param, pick, text_of, widget

TEXT = "conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"
STACK = f"stack/3x24x24/{TEXT}"
REPORT = analyse(from_text(TEXT), (3, 24, 24))


@pytest.fixture
def opened():
    """Return a function that opens the page with a link's parameters."""
    def at_page(network=STACK, **link):
        return opened_page("receptive_fields", network=network, **link)
    return at_page


def blocks(at):
    """Return the headers of the pictures: map, theory, gradient."""
    found = headers(at)
    return {"map" if "box" not in one else "gradient" if one["map"][0] else "theory": one for one in found}


def table(at):
    """Return the rows of the table of layers."""
    texts = [element.proto.json for element in at.main if element.type == "bidi_component"]
    return next(found["rows"] for found in map(json.loads, filter(None, texts)) if "rows" in found)


def titles(at):
    """Return what stands above the pictures, in the page's order."""
    return [header(element.proto.bytes)["title"] for element in at.main
            if element.type == "bidi_component" and element.proto.bytes]


def looking(at):
    return at.session_state["rf_state"].now


def test_behind_a_branch_a_unit_sees_all_of_the_photo_and_its_convolutions_a_frame_in_it(opened):
    text = "conv.o4.p1~adaptive.o1~conv.o4.k1~mul.f1x3~conv.o4.s2.p1"
    at = opened(f"stack/3x24x24/{text}", layer="conv3", unit="4x0")
    shown = blocks(at)
    assert (shown["theory"]["box"], shown["theory"]["margin"]) == ([0, 0, 24, 24], [0, 0, 0, 0])
    assert shown["theory"]["windows"]["box"] == shown["gradient"]["box"] == [6, -2, 11, 3]
    (rows, _), (columns, _) = pixels_reached(text, (4, 0))
    assert rows == columns == 24, "the gradient is on all of the photo"
    assert "Every unit sees the whole photo here" in text_of(at)


def pixels_reached(text, unit):
    """Return per axis how many pixels the gradient of a unit spans, all weights equal, and the first of them."""
    found = unit_gradient(analyse(from_text(text), (3, 24, 24)), "conv3", unit).nonzero()
    return tuple((places.max() - places.min() + 1, places.min()) for places in found)


def test_without_a_link_a_trained_network_opens_at_a_layer_that_sees_a_third_of_the_photo():
    at = opened_page("receptive_fields")
    assert looking(at).network == PACKAGE_NETWORK
    assert blocks(at).keys() == {"map", "theory", "gradient"}
    assert param(at, "unit") == "7x7"
    top, _, bottom, _ = blocks(at)["theory"]["box"]
    # Tan & Le (2019), table 1: 3x3 s2, 3x3, twice 3x3, twice 5x5, thrice 3x3; windows of stride 2 begin stages 2, 3, 4.
    windows = [(3, 2), (3, 1), (3, 2), (3, 1), (5, 2), (5, 1), (3, 2), (3, 1), (3, 1)]
    assert bottom - top == 1 + sum((kernel - 1) * prod(stride for _, stride in windows[:place])
                                   for place, (kernel, _) in enumerate(windows)) == 147
    assert bottom - top > 224 / 3


def test_the_middle_unit_of_a_layer_is_shown_first(opened):
    at = opened(layer="relu2")
    assert param(at, "unit") == "6x6"
    (top, bottom), (left, right) = reads(REPORT, "relu2", (6, 6))["input"]
    assert blocks(at)["theory"]["box"] == [top, left, bottom + 1, right + 1]


def test_a_clicked_cell_is_the_unit_whose_field_is_drawn(opened):
    at = pick(opened(layer="conv1"), "rf_map", 5 * 24 + 7)
    assert param(at, "unit") == "5x7"
    assert blocks(at)["map"]["cell"] == [5, 7]
    assert blocks(at)["theory"]["box"] == [4, 6, 7, 9]


@pytest.mark.parametrize("component", ["rf_theory", "rf_gradient"])
def test_a_click_on_a_photo_chooses_a_unit_too(opened, component):
    assert param(pick(opened(layer="conv1"), component, 30), "unit") == "1x6"


@pytest.mark.parametrize("value", [24 * 24, -1, "5", None, [1]])
def test_what_is_no_cell_changes_nothing(opened, value):
    assert param(pick(opened(layer="conv1"), "rf_map", value), "unit") == "12x12"


def test_a_field_at_the_border_reaches_into_the_padding_and_the_drawing_has_room_for_it(opened):
    theory = blocks(opened(layer="relu2", unit="0x11"))["theory"]
    assert theory["box"][0] < 0
    assert theory["box"][3] > 24
    top, left, bottom, right = theory["margin"]
    assert (-top, 24 + right) == (theory["box"][0], theory["box"][3])
    assert min(left, bottom) > 0


def test_the_numbers_of_the_gradient_are_those_of_the_library(opened):
    at = opened(layer="relu2", unit="3x4", rf_photo="Cup of coffee")
    network = load(STACK)
    found = effective_field(network, network_input(network, sample("coffee")).values, "relu2", (3, 4))
    facts = dict(blocks(at)["gradient"]["facts"])
    assert facts["in the middle frame"] == f"{100 * found.inner_share:.0f} %"
    assert facts["radius of 95 %"] == f"{found.radius95:.1f} px"
    assert blocks(at)["gradient"]["circle"][2] == pytest.approx(found.radius95)
    assert str(found.agreement) in text_of(at)


def test_one_channel_has_a_gradient_of_its_own(opened):
    at = opened(layer="relu2")
    every = blocks(at)["gradient"]["facts"]
    at = checked(at.selectbox(key="rf_channels").set_value("one").run())
    assert param(at, "channel") == "0"
    at = checked(at.number_input(key="rf_channel").set_value(6).run())
    assert param(at, "channel") == "5"
    assert blocks(at)["gradient"]["facts"] != every
    at = checked(at.selectbox(key="rf_channels").set_value("all").run())
    assert param(at, "channel") is None


def test_another_layer_shows_the_same_place_and_all_channels(opened):
    at = pick(opened(layer="conv1", unit="20x4", channel=3), "rf_strip", "pool1")
    assert (param(at, "layer"), param(at, "unit"), param(at, "channel")) == ("pool1", "10x2", None)
    at = pick(at, "rf_strip", "relu1")
    at = checked(widget(at, "selectbox", "rf_layer").set_value("bn1").run())
    assert (param(at, "layer"), param(at, "unit")) == ("bn1", "21x5")


def test_in_the_textbook_case_gradient_and_theory_agree(opened):
    at = checked(opened(layer="relu2", unit="6x6").toggle(key="rf_textbook").set_value(True).run())
    assert param(at, "textbook") == "1"
    assert "agree exactly: 8 × 8 px" in text_of(at)
    assert blocks(at)["gradient"]["facts"][-1][1] == "–"


def test_a_link_opens_everything_it_names(opened):
    at = opened(layer="relu1", unit="3x4", channel=2, textbook=1, rf_photo="Flower")
    state = looking(at)
    assert (state.layer, state.unit, state.channel, state.textbook) == ("relu1", (3, 4), 2, True)
    assert at.toggle(key="rf_textbook").value
    assert not at.warning


@pytest.mark.parametrize(("link", "told"), [
    ({"layer": "nothing"}, "no layer 'nothing'"), ({"layer": "<b>"}, "no layer"),
    ({"layer": "relu2", "unit": "12x3"}, "has 12 × 12 units, so there is none in row 13, column 4"),
    ({"unit": "1"}, "not a row and a column"), ({"unit": "-1x2"}, "not a row and a column"),
    ({"unit": "9" * 40 + "x1"}, "not a row and a column"),
    ({"layer": "relu2", "channel": 8}, "channels 1 to 8, not 9"), ({"channel": "x"}, "not a whole number")])
def test_what_a_link_gets_wrong_is_said_and_the_page_stays(opened, link, told):
    at = opened(**link)
    assert told in text_of(at)
    assert blocks(at).keys() == {"map", "theory", "gradient"}
    at = pick(at, "rf_map", 3)
    assert not at.warning


@pytest.mark.parametrize("network", ["rubbish", "torchvision/nothing", "stack/3x24x24/conv.o9999999", "stack/16/linear",
                                     "stack/3x24x24/", "stack/2x40/conv1d.o4"])
def test_a_network_that_cannot_be_opened_is_named_and_another_can_be_chosen(opened, network):
    at = opened(network)
    assert at.error
    at = checked(at.selectbox(key="rf_network").set_value("bundled/vgg").run())
    assert not at.error
    assert blocks(at).keys() == {"map", "theory", "gradient"}


def test_values_in_a_row_have_no_place_and_the_page_says_so(opened):
    at = opened(layer="flatten")
    assert "no field is defined" in text_of(at)
    assert blocks(at).keys() == {"theory", "gradient"}
    assert blocks(at)["theory"]["box"] == [0, 0, 24, 24]


def test_behind_global_pooling_every_unit_sees_the_whole_photo_and_the_page_says_so(opened):
    at = opened("bundled/resnet20", layer="fc")
    assert "each of them sees all of it" in text_of(at)


def test_a_pixel_sees_itself(opened):
    at = pick(opened(layer="conv1", unit="3x4"), "rf_strip", "input")
    assert blocks(at)["theory"]["box"] == [3, 4, 4, 5]
    assert "the pixels themselves" in text_of(at)


def test_random_weights_are_marked(opened):
    at = opened()
    assert "random weights" in blocks(at)["map"]["note"]
    assert "Random weights." in text_of(at)


def test_the_table_gives_field_jump_centre_and_share_of_each_layer(opened):
    rows = {row["name"]: row["cells"][1:] for row in table(opened(layer="relu2"))}
    assert rows["conv1"] == ["3", "1", "0", "1.56 %"]
    assert rows["pool1"] == ["4", "2", "0.5", "2.78 %"]
    assert rows["relu2"] == ["8", "2", "0.5", "11.1 %"]


def test_a_number_picked_in_the_table_shows_its_working(opened):
    at = pick(opened(layer="relu2"), "rf_table", "pool1|centre")
    assert looking(at).layer == "pool1"
    assert "sees 4 px" in text_of(at)
    assert "frac{1 cdot (2 - 1)}{2} - 0" in text_of(at)
    at = pick(at, "rf_table", "conv2|share")
    assert "min(8, 24)" in text_of(at)


def test_what_is_no_cell_of_the_table_changes_nothing(opened):
    assert looking(pick(opened(layer="relu2"), "rf_table", "relu2|macs")).layer == "relu2"


def test_the_chart_says_where_fields_pass_the_photo(opened):
    assert "No field of this network is larger than the photo" in text_of(opened())
    at = opened("stack/3x6x6/conv.o4.p1~conv.o4.p1~conv.o4.p1.nthird~relu")
    assert "From **third** on, a field (7 px) is larger than the photo (6 × 6 px)" in text_of(at)
    assert any(element.type == "plotly_chart" and "photo: 6 px" in element.proto.spec for element in at.main)


def test_the_two_resnet_50s_are_explained_only_where_one_is_open(opened):
    assert "427 px or 483 px?" in text_of(opened("torchvision/resnet50", weights="random"))
    assert "483" not in text_of(opened())


def test_ways_to_see_more_open_with_one_click(opened):
    at = opened()
    at.session_state["rf_more"] = "Ways to see more"
    checked(at.run())
    assert "27 C² weights" in text_of(at)
    at = checked(at.button(key="rf_way_1_2").click().run())
    way = COMPARISONS[1].variants[2]
    assert (param(at, "network"), looking(at).layer) == (way.name, way.graph.output)
    assert np.ptp(blocks(at)["theory"]["box"][::2]) == 31


def test_random_and_trained_weights_stand_side_by_side(opened):
    at = opened("bundled/resnet20", layer="layer3.2.relu_1")
    at.session_state["rf_more"] = "What training does"
    checked(at.run())
    assert titles(at)[-2:] == ["Random", "Trained: CIFAR10"]
    assert "as Luo et al. measure it: " in text_of(at)


def test_what_a_reader_fine_tuned_stands_beside_what_it_started_from(opened, monkeypatch):
    job = Job(id="ab12cd34", reader="me", state="done", title="Cats", plan={"network": "bundled/resnet20"})
    real = weights_compared.opened
    monkeypatch.setattr(weights_compared, "trainings", lambda: [job])
    monkeypatch.setattr(weights_compared, "opened", lambda name, weights, side: real(
        "bundled/resnet20", RANDOM, side) if name == "job/ab12cd34" else real(name, weights, side))
    at = opened("bundled/resnet20", layer="layer3.2.relu_1")
    at.session_state["rf_more"] = "What training does"
    checked(at.run())
    assert titles(at)[-3:] == ["Random", "Trained: CIFAR10", "Yours"]
    sizes = re.search(r"measure it: ([\d.]+) → ([\d.]+) → ([\d.]+) px", text_of(at))
    assert sizes[1] == sizes[3] != sizes[2]


def test_a_layer_that_the_others_do_not_have_is_named_and_the_rest_is_shown(opened, monkeypatch):
    job = Job(id="ab12cd34", reader="me", state="done", title="Cats", plan={"network": "bundled/resnet20"})
    real = weights_compared.opened
    monkeypatch.setattr(weights_compared, "trainings", lambda: [job])
    monkeypatch.setattr(weights_compared, "opened", lambda name, weights, side: real(
        STACK, weights) if name == "job/ab12cd34" else real(name, weights, side))
    at = opened("bundled/resnet20", layer="layer3.2.relu_1")
    at.session_state["rf_more"] = "What training does"
    checked(at.run())
    assert "Cats has no layer layer3.2.relu_1" in text_of(at)
    assert titles(at)[-2:] == ["Random", "Trained: CIFAR10"]


def test_a_stack_has_no_other_weights_to_compare(opened):
    at = opened()
    at.session_state["rf_more"] = "What training does"
    assert "nothing to compare" in text_of(checked(at.run()))


def test_missing_weights_are_offered_and_random_ones_open(opened, monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "folder", lambda: tmp_path)
    at = opened("torchvision/squeezenet1_1")
    assert "4.96 MB" in text_of(at)
    at = checked(at.button(key="rf_get_random").click().run())
    assert param(at, "weights") == "random"
    assert blocks(at).keys() == {"map", "theory", "gradient"}


@pytest.mark.parametrize("name", [entry.name for entry in catalogue() if entry.kind in ("stack", "bundled")])
def test_every_listed_stack_and_bundled_network_opens(opened, name):
    at = opened(name)
    assert not at.error
    assert {"theory", "gradient"} <= blocks(at).keys()
