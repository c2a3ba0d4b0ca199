"""Scenes on *Fine-tune* under AppTest: a question, its settings and its network, up to a submitted plan."""

from __future__ import annotations

import pytest

from explorer.errors import DataError
from explorer.training import plan_from_json
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, component, link, opened_page, text_of, widget


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    price(monkeypatch)
    return seat(Desk(tmp_path), monkeypatch)


def plan(at):
    return at.session_state["ft_state"].now


def test_scenes_are_a_data_set_with_a_network_settings_and_a_look_and_one_click_submits_them(desk):
    at = opened_page("fine_tune", data="scenes/detect", scenes="pictures:200,most:3")
    assert (plan(at).network, plan(at).side, plan(at).how) == ("bundled/detect", 64, "all")
    assert len(component(at, "ft_scenes")["tiles"]) == 9
    checked(widget(at, "slider", "ft_scenes_noise").set_value(0).run())
    checked(widget(at, "multiselect", "ft_scenes_kinds").set_value(["ring", "star"]).run())
    assert plan(at).scenes.kinds == ("star", "ring") and plan(at).scenes.noise == 0
    assert link(at)["scenes"] == "pictures:200,most:3,kinds:star+ring,noise:0"
    checked(at.button(key="ft_start").click().run())
    assert desk.asked == [("submit", "5 epochs of 200 pictures for ada")]
    submitted = plan_from_json(desk.known["job0"].plan)
    assert submitted.task == "detect" and submitted.scenes == plan(at).scenes


def test_another_question_brings_its_network_and_keeps_how_scenes_are_drawn():
    at = opened_page("fine_tune", data="scenes/detect", scenes="pictures:200,kinds:star")
    checked(widget(at, "segmented_control", "ft_task").set_value("segment").run())
    assert (plan(at).data, plan(at).network) == ("scenes/segment", "bundled/segment")
    assert plan(at).scenes.kinds == ("star",)
    checked(widget(at, "pills", "ft_data").set_value("digits").run())
    assert (plan(at).data, plan(at).network, plan(at).task) == ("digits", "bundled/resnet20", "classify")


def test_what_makes_no_sense_for_boxes_is_left_out_with_a_sentence():
    at = opened_page("fine_tune", data="scenes/locate")
    checked(at.segmented_control(key="ft_step").set_value("augment").run())
    names = {one.key.partition("~")[0] for one in at.slider if one.key and one.key.startswith("ft_aug")}
    assert names == {f"ft_aug_{name}" for name in ("blur", "brightness", "contrast", "saturation", "hue", "grayscale")}
    assert "their boxes and masks would have to move" in text_of(at)
    checked(at.segmented_control(key="ft_step").set_value("how").run())
    assert widget(at, "radio", "ft_how").options == ["The last blocks", "Everything", "From scratch"]
    assert "Class weights and label smoothing are for classes" in text_of(at)


@pytest.mark.parametrize("network", ["bundled/vgg", "stack/3x64x64/conv.o7.k1~flatten~linear.o2"])
def test_a_network_that_cannot_answer_is_named_and_nothing_breaks(network):
    at = opened_page("fine_tune", data="scenes/segment", network=network)
    assert "for this task it must be 7 ×" in text_of(at)


def test_a_plan_of_scenes_that_only_a_head_would_learn_is_refused():
    with pytest.raises(DataError, match="no single head"):
        plan_from_json({"network": "bundled/locate", "data": "scenes/locate", "how": "head"})
