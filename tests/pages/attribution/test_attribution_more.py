"""The tabs of *Why this class?*: the sanity check, and what a channel looks for."""

from __future__ import annotations

import json

import pytest

from explorer.figures.attribution import reach
from explorer.images import sample
from explorer.networks import feature_maps, load
from explorer.runtime import tasks
from pages.attribution.channel import Wanted
from tests.pages.attribution.why_page import STACK, at_page, direct, likeliest, maps
from tests.pages.page import checked, text_of


def test_the_sanity_check_shows_the_map_of_shuffled_weights():
    at = at_page()
    at.session_state["why_check_method"], at.session_state["why_check_layers"] = "saliency", 2
    shown = maps(checked(at.run()))
    before, after = direct("saliency", likeliest()), direct("saliency", likeliest(), shuffled=2)
    assert shown["Weights as they are"]["high"] == pytest.approx(reach(before.values))
    assert shown["Shuffled weights"]["high"] == pytest.approx(reach(after.values))
    assert at.metric


@pytest.fixture
def channels():
    """Return the page at the tab about channels."""
    at = at_page()
    at.session_state["why_more"] = "What a channel looks for"
    return checked(at.run())


def test_the_picture_of_a_channel_says_its_cost_and_is_made_on_a_click(channels):
    at = channels
    assert "network: 128," in text_of(at)
    at = checked(at.number_input(key="why_channel_number_relu2").set_value(4).run())
    at = checked(at.slider(key="why_channel_steps").set_value(32).run())
    at = checked(at.button(key="why_channel_run_start").click().run())
    wanted = Wanted("relu2", 3, 32, "fourier", 4, 0)
    assert tasks.find(("visualise", load(STACK).number, wanted)).wait(60)
    at = checked(at.run())
    assert "relu2, channel 4 · random weights" in text_of(at)
    chart = next(json.loads(element.proto.spec) for element in at.main if element.type == "plotly_chart")
    assert len(chart["data"][0]["x"]) == 32
    values = feature_maps(load(STACK), sample("chelsea").pixels, "relu2")[3]
    assert chart["layout"]["shapes"][0]["y0"] == pytest.approx(float(values.mean()), rel=1e-4)


def test_channels_of_the_last_layer_are_classes():
    at = at_page("bundled/resnet20")
    at.session_state["why_more"] = "What a channel looks for"
    at = checked(at.run())
    last = at.selectbox(key="why_channel_layer").options[-1]
    assert last.startswith("fc")
    at = checked(at.selectbox(key="why_channel_layer").select_index(-1).run())
    names = [box for box in at.selectbox if box.label == "Class"]
    assert "cat" in names[0].options
