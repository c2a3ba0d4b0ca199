"""A network's box on a scene: what is said of it, with nothing, one thing, or several to find."""

from __future__ import annotations

import pytest

from explorer import networks, scenes
from explorer.experiments import localisation
from explorer.scenes import Scene, Thing
from pages.where_is_it import localise
from pages.where_is_it.scene_settings import FIRST, LONE
from tests.pages.page import checked, component, link, opened_page, text_of, widget


def told(scene, **more):
    return localise.look(scene, scenes.drawn(scene, 64), more)


def facts(answer):
    return dict(answer.facts)


def test_the_first_example_is_found():
    found = localise.found_in(LONE, scenes.drawn(LONE, 64), weight=2, by="giou")
    assert found.things == 1 and found.loss.pair.iou > 0.7
    assert scenes.KINDS[found.answer.kind] == "star"
    answer = told(LONE)
    assert [overlay["boxes"][0]["line"] for overlay in answer.overlays] == ["dashed", "solid"]
    assert float(facts(answer)["IoU"]) == pytest.approx(found.loss.pair.iou, abs=1e-3) and not answer.lines


def test_what_a_browser_asks_wrongly_is_as_at_the_start():
    usual = facts(told(LONE))
    for weight in ("x", -1, 1e9, float("nan"), None, True):
        assert facts(told(LONE, weight=weight, by="none"))["IoU"] == usual["IoU"]
    assert facts(told(LONE, weight=float("nan"))) == usual
    lost = [float(facts(told(LONE, weight=weight))["Loss"].replace("−", "-")) for weight in (0.0, 10.0)]
    assert lost[0] < lost[1]


def test_without_a_thing_the_network_still_names_a_box_and_of_several_it_names_one():
    empty = told(Scene(()))
    assert len(empty.overlays) == 1 and "nothing to find" in empty.lines[0] and "IoU" not in facts(empty)
    many = told(FIRST)
    assert "5 shapes" in many.lines[0] and len(many.overlays) == 2
    covered = Scene((Thing("circle", 0.5, 0.5, 0.2), Thing("square", 0.5, 0.5, 0.9)))
    assert localise.found_in(covered, scenes.drawn(covered, 64), weight=2, by="giou").things == 1


def test_the_last_maps_are_those_before_the_row():
    network = networks.load(localisation.NETWORK)
    layer = localisation.last_maps(network.report)
    assert network.maps(scenes.drawn(LONE, 64), layer).shape == (32, 8, 8)


def test_weight_loss_and_epoch_stand_in_the_link():
    at = opened_page("where_is_it", part="network", box_weight="99", epoch="3")
    assert "box_weight is 99" in text_of(at)
    assert component(at, "wi_scene")["scene"] == scenes.to_text(LONE)
    widget(at, "button_group", "wi_box_loss").set_value("squares")
    widget(at, "slider", "wi_box_weight").set_value(0.5).run()
    said = text_of(checked(at))
    assert link(at) == {"part": "network", "box_weight": "0.5", "box_loss": "squares", "epoch": "3"}
    assert "(Delta x)^2" in said and "0.5 cdot" in said
    widget(at, "slider", "wi_count").set_value(0).run()
    assert "nothing to find" in text_of(checked(at)) and link(at)["lone"].count("~") == 0
