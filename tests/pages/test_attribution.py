"""*Why this class?* under AppTest: what the reader does, and what the page makes of it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.errors import BusyError, NetworkError
from explorer.figures.attribution import reach
from explorer.images import sample
from explorer.networks import catalogue, feature_maps, load, tasks, weights
from explorer.networks.attribution import METHODS, Request, attribute
from explorer.networks.seen import seen
from explorer.networks.what_if import scores
from pages.ui.why_channel import Wanted
from pages.ui.why_state import FIRST, read_methods, read_option, read_options
from tests.pages.page import ROOT, checked, headers, opened_page, param, pick

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"
HEADLESS = "stack/3x24x24/conv.o6.p1~relu"


@pytest.fixture
def opened():
    """Return a function that opens the page with a link's parameters."""
    def at_page(network=STACK, **link):
        return opened_page("attribution", network=network, **link)
    return at_page


def maps(at):
    """Return the headers of the maps on the page by their titles."""
    found = headers(at)
    return {one["words"]["name"]: one for one in found}


def rows(at):
    """Return what the list of classes shows."""
    texts = [element.proto.json for element in at.main if element.type == "bidi_component"]
    return next(found for found in map(json.loads, filter(None, texts)) if "rows" in found)


def asking(at):
    return at.session_state["why_now"]


def text_of(at):
    return "\n".join(element.value for kind in (at.markdown, at.info, at.error, at.caption) for element in kind)


def direct(method, target, network=STACK, **more):
    """Return what the library says, asked without the page."""
    opened = load(network)
    given = seen(opened, sample("chelsea")).values
    return attribute(opened, given, Request(method=method, target=target, **more))


def likeliest(network=STACK):
    opened = load(network)
    return int(scores(opened, seen(opened, sample("chelsea")).values).argmax())


def test_the_page_opens_with_three_maps_of_the_likeliest_class(opened):
    at = opened()
    assert asking(at).methods == FIRST
    shown = maps(at)
    for name in FIRST:
        values = direct(name, likeliest()).values
        found = shown[METHODS[name].title]
        assert (found["map"], found["high"]) == ([24, 24], pytest.approx(reach(values)))
    assert f"Why Output {likeliest()}?" in text_of(at)


def test_without_a_link_a_bundled_network_says_why_it_sees_a_cat():
    at = checked(AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=120).run()
                 .switch_page("attribution.py").run())
    assert param(at, "network") == "bundled/resnet20"
    assert "Why cat?" in text_of(at)
    assert (rows(at)["chosen"], rows(at)["rows"][0]["name"]) == (0, "cat")


def test_a_click_on_a_class_asks_for_it(opened):
    at = opened()
    name = rows(at)["rows"][2]["name"]
    at = pick(at, "why_classes", 2)
    assert f"Why {name}?" in text_of(at)
    assert param(at, "class") == name.removeprefix("Output ")
    assert at.selectbox(key="why_class").value == asking(at).target


def test_any_class_can_be_asked_for_by_name(opened):
    at = opened()
    last = int(np.argmin(scores(load(STACK), seen(load(STACK), sample("chelsea")).values)))
    at = checked(at.selectbox(key="why_class").set_value(last).run())
    assert f"Why Output {last}?" in text_of(at)
    assert rows(at)["rows"][rows(at)["chosen"]]["name"] == f"Output {last}"
    assert len(rows(at)["rows"]) == 6


def test_a_link_opens_class_methods_options_layer_and_photo(opened):
    at = opened(methods="grad_cam,occlusion", options="occlusion.window:8,occlusion.stride:8", layer="relu1",
                why_photo="Cup of coffee", **{"class": 3})
    now = asking(at)
    assert (now.target, now.methods, now.layer) == (3, ("grad_cam", "occlusion"), "relu1")
    assert now.options == {"occlusion.window": "8", "occlusion.stride": "8"}
    assert "10 passes" in text_of(at)  # 3 x 3 windows and the photo as it is
    given = seen(load(STACK), sample("coffee")).values
    values = attribute(load(STACK), given, Request(method="grad_cam", target=3, layer="relu1")).values
    assert maps(at)["Grad-CAM"]["high"] == pytest.approx(reach(values))


@pytest.mark.parametrize("link", [{"class": 10}, {"class": -1}, {"class": "x"}, {"class": "1e3"},
                                  {"methods": "rubbish"}, {"methods": ",,"}, {"options": "occlusion.window:0"},
                                  {"layer": "nothing"}, {"layer": "fc1"}, {"options": "<b>:1,saliency.x:2"}])
def test_what_does_not_exist_is_replaced_by_the_usual(opened, link):
    at = opened(**link)
    assert (asking(at).target, asking(at).methods, asking(at).layer) == (None, FIRST, "")
    assert not at.error


@pytest.mark.parametrize(("text", "methods"), [
    ("", ()), ("occlusion", ("occlusion",)), ("saliency,saliency", ("saliency",)),
    (",".join(METHODS), tuple(METHODS)[:4]), ("x" * 5000, ())])
def test_methods_of_a_link_are_checked(text, methods):
    assert read_methods(text) == methods


@pytest.mark.parametrize(("text", "value"), [(None, 32), ("7", 7), ("7.0", 7), ("7.5", 32), ("0", 32), ("999", 32),
                                             ("nan", 32), ("inf", 32), ("rubbish", 32), ("", 32)])
def test_a_value_that_an_option_does_not_take_is_its_usual_one(text, value):
    window = METHODS["occlusion"].options[0]
    assert read_option(window, text) == value


def test_options_of_a_link_are_those_that_methods_have():
    text = "occlusion.window:8,occlusion.depth:3,rubbish,saliency.window:2,smoothgrad.samples:"
    assert read_options(text) == {"occlusion.window": "8"}


@pytest.mark.parametrize("network", ["rubbish", "torchvision/nothing", "stack/3x24x24/conv.k99", "stack/16/linear.o4"])
def test_a_network_that_cannot_be_opened_is_named_and_another_can_be_chosen(opened, network):
    at = opened(network)
    assert at.error
    at = checked(at.selectbox(key="why_network").set_value("bundled/resnet20").run())
    assert not at.error
    assert "Why cat?" in text_of(at)


def test_a_network_without_maps_opens_without_grad_cam(opened):
    at = opened("stack/3x24x24/flatten~linear.o5~relu~linear.o3")
    assert asking(at).methods == FIRST[1:]
    assert param(at, "methods") is None


def test_a_network_without_classes_says_what_to_do(opened):
    at = opened(HEADLESS)
    assert "no class to explain" in text_of(at)
    assert "linear layer" in text_of(at)
    assert param(at, "network") == HEADLESS


def test_missing_weights_are_offered_and_random_ones_open(opened, monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "folder", lambda: tmp_path)
    at = opened("torchvision/squeezenet1_1", methods="saliency")
    assert "5 MB" in text_of(at)
    at = checked(at.button(key="why_get_random").click().run())
    assert param(at, "weights") == "random"
    assert "Random weights" in maps(at)["Saliency"]["facts"]


def test_methods_are_added_replaced_and_taken_away(opened):
    at = opened()
    at = checked(at.selectbox(key="why_add").set_value("deconvolution").run())
    assert asking(at).methods == (*FIRST, "deconvolution")
    assert at.selectbox(key="why_add").disabled
    at = checked(at.selectbox(key="why_method_0").set_value("guided_grad_cam").run())
    at = checked(at.button(key="why_close_1").click().run())
    assert asking(at).methods == ("guided_grad_cam", "input_x_gradient", "deconvolution")
    assert param(at, "methods") == "guided_grad_cam,input_x_gradient,deconvolution"


def test_the_last_method_cannot_be_taken_away(opened):
    assert opened(methods="saliency").button(key="why_close_0").disabled


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_it_does_and_where_it_misleads(opened, name):
    told = text_of(opened(methods=name))
    assert str(METHODS[name].says) in told
    assert str(METHODS[name].misleads) in told


def test_a_slow_method_says_its_cost_and_starts_on_a_click(opened):
    at = opened(methods="integrated_gradients", options="integrated_gradients.steps:6")
    assert maps(at)["Integrated gradients"]["map"] == [0, 0]
    assert "8 passes" in text_of(at)
    at = checked(at.button(key="why_run_0_start").click().run())
    task = tasks.find(key_of_page(at))
    assert task.wait(60)
    at = checked(at.run())
    values = direct("integrated_gradients", likeliest(), options={"steps": 6, "baseline": "black"}).values
    assert maps(at)["Integrated gradients"]["high"] == pytest.approx(reach(values))
    whole = direct("integrated_gradients", likeliest(), options={"steps": 6, "baseline": "black"}).completeness
    assert f"a gap of {abs(whole.gap):.3f}" in text_of(at)
    assert f"the map sums to {values.sum():.3f}" in text_of(at)


def key_of_page(at):
    from explorer.networks.attribution import key_of

    network = load(STACK)
    asked = Request(method="integrated_gradients", target=likeliest(), options={"steps": 6, "baseline": "black"})
    return key_of(network, seen(network, sample("chelsea")).values, asked)


class UnderWay:
    """A task that runs until it is told otherwise."""

    state, share, seconds, note, picture, result, error = "running", 0.25, 3.0, None, None, None, None

    def watch(self, _reader):
        return True

    def cancel(self, _reader):
        self.state = "cancelled"


def test_a_running_method_shows_how_far_it_is_and_can_be_stopped(opened, monkeypatch):
    task = UnderWay()
    monkeypatch.setattr(tasks, "find", lambda _key: task)
    at = opened(methods="smoothgrad", options="smoothgrad.samples:3")
    assert not [button for button in at.button if button.key == "why_run_0_start"]
    at = checked(at.button(key="why_run_0_cancel").click().run())
    assert task.state == "cancelled"
    assert at.button(key="why_run_0_start")


def test_a_server_that_is_busy_says_so(opened, monkeypatch):
    def refuse(key, work, reader):
        raise BusyError("All seats are taken.")

    monkeypatch.setattr(tasks, "start", refuse)
    at = checked(opened(methods="superpixels").button(key="why_run_0_start").click().run())
    assert [error.value for error in at.error] == ["All seats are taken\\."]


def test_a_method_that_broke_down_says_why_and_can_be_started_again(opened, monkeypatch):
    task = UnderWay()
    task.state, task.error = "failed", NetworkError("It broke down.")
    monkeypatch.setattr(tasks, "find", lambda _key: task)
    at = opened(methods="superpixels")
    assert "It broke down\\." in [error.value for error in at.error]
    assert at.button(key="why_run_0_start")


def test_options_are_kept_in_the_link_as_far_as_they_differ_from_the_usual(opened):
    at = opened(methods="occlusion")
    at.session_state["why_tune_0"] = True
    at = checked(at.run())
    usual = at.number_input(key="why_occlusion_window").value
    at = checked(at.number_input(key="why_occlusion_window").set_value(8).run())
    assert param(at, "options") == "occlusion.window:8"
    at = checked(at.number_input(key="why_occlusion_window").set_value(usual).run())
    assert param(at, "options") is None


def test_the_layer_of_grad_cam_has_a_reason_and_can_be_chosen(opened):
    at = opened(methods="grad_cam")
    assert "last layer that works on maps" in text_of(at)
    at.session_state["why_tune_0"] = True
    at = checked(at.run())
    at = checked(at.selectbox(key="why_layer_0").set_value("relu1").run())
    assert param(at, "layer") == "relu1"
    values = direct("grad_cam", likeliest(), layer="relu1").values
    assert maps(at)["Grad-CAM"]["high"] == pytest.approx(reach(values))


def test_a_blank_map_is_explained(opened, monkeypatch):
    from explorer.networks import attribution

    blank = attribution.Attribution(values=np.zeros((24, 24), np.float32), note=attribution.METHODS["saliency"].says)
    monkeypatch.setattr(attribution, "attribute", lambda *_given: blank)
    at = opened(methods="saliency")
    assert str(blank.note) in [info.value for info in at.info]


def test_the_sanity_check_shows_the_map_of_shuffled_weights(opened):
    at = opened()
    at.session_state["why_check_method"], at.session_state["why_check_layers"] = "saliency", 2
    shown = maps(checked(at.run()))
    before, after = direct("saliency", likeliest()), direct("saliency", likeliest(), shuffled=2)
    assert shown["Weights as they are"]["high"] == pytest.approx(reach(before.values))
    assert shown["Shuffled weights"]["high"] == pytest.approx(reach(after.values))
    assert at.metric


def test_the_device_is_named(opened):
    assert "Computed on: CPU" in text_of(opened())


def test_another_network_asks_for_its_own_class(opened):
    at = opened(**{"class": 7}, layer="relu1")
    other = next(entry.name for entry in catalogue() if entry.kind == "bundled")
    at = checked(at.selectbox(key="why_network").set_value(other).run())
    assert (asking(at).target, asking(at).layer, param(at, "class")) == (None, "", None)


@pytest.mark.parametrize("name", [entry.name for entry in catalogue() if entry.kind in ("stack", "bundled")])
def test_every_listed_network_that_needs_no_download_opens(opened, name):
    at = opened(name)
    assert not at.error


@pytest.fixture
def channels(opened):
    """Return the page at the tab about channels."""
    at = opened()
    at.session_state["why_more"] = "What a channel looks for"
    return checked(at.run())


def test_the_picture_of_a_channel_says_its_cost_and_is_made_on_a_click(channels):
    at = channels
    assert "128 passes" in text_of(at)
    at = checked(at.number_input(key="why_channel_number_relu2").set_value(3).run())
    at = checked(at.slider(key="why_channel_steps").set_value(32).run())
    at = checked(at.button(key="why_channel_run_start").click().run())
    wanted = Wanted("relu2", 3, 32, "fourier", 4, 0)
    assert tasks.find(("visualise", load(STACK).number, wanted)).wait(60)
    at = checked(at.run())
    assert "relu2, channel 3 · random weights" in text_of(at)
    chart = next(json.loads(element.proto.spec) for element in at.main if element.type == "plotly_chart")
    assert len(chart["data"][0]["x"]) == 32
    values = feature_maps(load(STACK), sample("chelsea").pixels, "relu2")[3]
    assert chart["layout"]["shapes"][0]["y0"] == pytest.approx(float(values.mean()), rel=1e-4)


def test_channels_of_the_last_layer_are_classes():
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=120).run().switch_page("attribution.py").run()
    at.session_state["why_more"] = "What a channel looks for"
    at = checked(at.run())
    last = at.selectbox(key="why_channel_layer").options[-1]
    assert last.startswith("fc")
    at = checked(at.selectbox(key="why_channel_layer").select_index(-1).run())
    names = [box for box in at.selectbox if box.label == "Class"]
    assert "cat" in names[0].options
