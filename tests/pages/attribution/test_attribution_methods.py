"""The methods of *Why this class?*: choosing them, what they say, and slow ones that start on a click."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.errors import BusyError, NetworkError
from explorer.figures.attribution import reach
from explorer.images import sample
from explorer.networks import load
from explorer.networks.attribution import METHODS, Request
from explorer.networks.inference.network_input import network_input
from explorer.runtime import tasks
from pages.attribution.state import FIRST
from tests.pages.attribution.why_page import STACK, asking, at_page, direct, likeliest, maps
from tests.pages.page import checked, param, text_of


def test_methods_are_added_replaced_and_taken_away():
    at = at_page()
    at = checked(at.selectbox(key="why_add").set_value("deconvolution").run())
    assert asking(at).methods == (*FIRST, "deconvolution")
    assert at.selectbox(key="why_add").disabled
    at = checked(at.selectbox(key="why_method_0").set_value("guided_grad_cam").run())
    at = checked(at.button(key="why_close_1").click().run())
    assert asking(at).methods == ("guided_grad_cam", "input_x_gradient", "deconvolution")
    assert param(at, "methods") == "guided_grad_cam,input_x_gradient,deconvolution"


def test_the_last_method_cannot_be_taken_away():
    assert at_page(methods="saliency").button(key="why_close_0").disabled


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_it_does_and_where_it_misleads(name):
    told = text_of(at_page(methods=name))
    assert str(METHODS[name].says) in told
    assert str(METHODS[name].misleads) in told


def test_the_layer_of_grad_cam_has_a_reason_and_can_be_chosen():
    at = at_page(methods="grad_cam")
    assert "last layer that works on maps" in text_of(at)
    at.session_state["why_tune_0"] = True
    at = checked(at.run())
    at = checked(at.selectbox(key="why_layer_0").set_value("relu1").run())
    assert param(at, "layer") == "relu1"
    values = direct("grad_cam", likeliest(), layer="relu1").values
    assert maps(at)["Grad-CAM"]["high"] == pytest.approx(reach(values))


def test_a_blank_map_is_explained(monkeypatch):
    from explorer.networks import attribution

    blank = attribution.Attribution(values=np.zeros((24, 24), np.float32), note=attribution.METHODS["saliency"].says)
    monkeypatch.setattr(attribution, "cached", lambda *_given, **_more: blank)
    at = at_page(methods="saliency")
    assert str(blank.note) in [info.value for info in at.info]


def test_a_slow_method_says_its_cost_and_starts_on_a_click():
    at = at_page(methods="integrated_gradients", options="integrated_gradients.steps:6")
    assert maps(at)["Integrated gradients"]["map"] == [0, 0]
    assert "network: 8," in text_of(at)
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
    given = network_input(network, sample("chelsea"))
    return key_of(network, given.values, asked, given.key)


class UnderWay:
    """A task that runs until it is told otherwise."""

    state, share, seconds, note, picture, result, error = "running", 0.25, 3.0, None, None, None, None

    def watch(self, _reader):
        return True

    def cancel(self, _reader):
        self.state = "cancelled"


def test_a_running_method_shows_how_far_it_is_and_can_be_stopped(monkeypatch):
    task = UnderWay()
    monkeypatch.setattr(tasks, "find", lambda _key: task)
    at = at_page(methods="smoothgrad", options="smoothgrad.samples:3")
    assert not [button for button in at.button if button.key == "why_run_0_start"]
    at = checked(at.button(key="why_run_0_cancel").click().run())
    assert task.state == "cancelled"
    assert at.button(key="why_run_0_start")


def test_a_server_that_is_busy_says_so(monkeypatch):
    def refuse(key, work, reader):
        raise BusyError("All seats are taken.")

    monkeypatch.setattr(tasks, "start", refuse)
    at = checked(at_page(methods="superpixels").button(key="why_run_0_start").click().run())
    assert [error.value for error in at.error] == ["All seats are taken\\."]


def test_a_method_that_broke_down_says_why_and_can_be_started_again(monkeypatch):
    task = UnderWay()
    task.state, task.error = "failed", NetworkError("It broke down.")
    monkeypatch.setattr(tasks, "find", lambda _key: task)
    at = at_page(methods="superpixels")
    assert "It broke down\\." in [error.value for error in at.error]
    assert at.button(key="why_run_0_start")
