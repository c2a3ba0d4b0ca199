"""*Layers*, tab *Batch norm*: what each part says is what torch computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.experiments import batch_norm, network_norms
from explorer.images import sample
from pages.layers.norm_state import NORM_LAYERS
from tests.pages.page import checked, component, link, opened_page, pick, text_of, widget


def opened(part: str, **sent: object):
    return opened_page("layers", view="batch_norm", norm=part, **sent)


def test_moving_the_batch_leaves_what_comes_out():
    at = opened("batch")
    assert "mean 3, standard deviation 2" in text_of(at)
    widget(at, "slider", "la_mean").set_value(-5.0).run()
    assert "**after** :gray[mean 0, standard deviation 1]" in text_of(checked(at))
    assert link(at) == {"view": "batch_norm", "mean": "-5"}
    widget(at, "button", "la_undo_norm").click().run()
    assert "**after** :gray[mean −5, standard deviation 2]" in text_of(checked(at))
    assert link(at) == {"view": "batch_norm", "mean": "-5", "gamma": "2", "beta": "-5"}


def test_four_numbers_are_worked_out_and_can_be_edited():
    at = opened("numbers")
    said = text_of(at)
    assert all(number in said for number in ("-1.34164", "0.44721", "0.25", "1.06667", "1.66667"))
    widget(at, "number_input", "la_value3").set_value(10).run()
    assert link(checked(at))["values"] == "1_2_3_10"
    layer = torch.nn.BatchNorm1d(1).double()
    output = layer(torch.tensor([[1.0], [2], [3], [10]], dtype=torch.float64))
    assert f"{output[0].item():.5f}" in text_of(at) and f"{layer.running_var.item():.5f}" in text_of(at)
    space = {"torch": torch}
    exec(at.code[0].value, space)
    np.testing.assert_allclose(space["y"].detach(), output.detach(), atol=1e-5)


def test_a_batch_of_one_is_told_as_torch_tells_it():
    at = opened("numbers", count=1)
    assert "Expected more than 1 value per channel when training" in at.error[0].value
    assert "One value is its own mean" in text_of(at) and not at.code


@pytest.mark.parametrize(("part", "sent", "said"), [
    ("size", {"batch": 64, "spread": 4}, "40 batches of 64"), ("running", {"momentum": 1}, "After 100 steps"),
    ("running", {"batch": 1}, "no variance")])
def test_the_parts_on_estimates_say_what_they_found(part, sent, said):
    assert said in text_of(opened(part, **sent))


def test_a_photo_among_digits_is_another_animal():
    at = opened("mates", mates="digits", among=8)
    sure, unsure = ({row["name"]: row["share"] for row in component(at, key)["rows"]}
                    for key in ("la_eval", "la_train"))
    small = network_norms.small(sample("chelsea"))
    cat = networks.architectures.CATEGORIES.index("cat")
    assert sure["cat"] == pytest.approx(float(network_norms.evaluated(small)[cat]))
    mates = network_norms.mate_pictures("digits", sample("chelsea"), 7, 0)
    found = network_norms.in_training(small, mates)
    assert max(unsure.values()) == pytest.approx(float(found.max())) and max(unsure, key=unsure.get) != "cat"
    assert len(component(at, "la_batch_tiles")["tiles"]) == 8
    widget(at, "button", "la_mates_draw").click().run()
    assert link(checked(at))["draw"] == "1"


def test_batch_norms_are_switched_off_and_a_map_is_chosen():
    at = opened("network", off="affine", layer="layer3.2.bn2")
    walk = network_norms.walk(network_norms.small(sample("chelsea")), "affine")
    shown = [row["share"] for row in component(at, "la_norm_1")["rows"]]
    assert shown == pytest.approx(sorted(walk.shares.tolist(), reverse=True)[:4])
    assert link(pick(at, "la_maps_on", 5))["channel"] == "5"


def test_the_layers_that_can_be_chosen_are_the_networks():
    assert network_norms.walk(network_norms.small(sample("chelsea")), "on").layers == NORM_LAYERS


def test_what_is_said_of_a_batch_size_is_what_was_drawn():
    at = opened("size", batch=4, mean=-1, spread=1, draw=3)
    found = batch_norm.estimates(mean=-1, spread=1, batches=40, seed=3, sizes=batch_norm.BATCH_SIZES)[2]
    said = text_of(at).replace("−", "-")
    assert f"their means go from {found.means.min():.3g} to {found.means.max():.3g}" in said
    assert "75.0 % of the true one" in said and "= -1 pm 1" in said
    widget(at, "button", "la_draw").click().run()
    assert link(checked(at))["draw"] == "4" and text_of(at).replace("−", "-") != said


def test_what_is_said_of_running_averages_is_what_they_reached():
    at = opened("running", batch=32, mean=2, spread=1, momentum=0.5)
    path = batch_norm.running_path(mean=2, spread=1, size=32, steps=100, momentum=0.5, seed=0)
    assert f"running mean {path.running_means[-1]:.3g} (true: 2)" in text_of(at)
    assert "after 100 steps 0.0 %" in text_of(at) and "After 10 steps 0.1 %" in text_of(at)


def test_going_from_part_to_part_keeps_what_was_set():
    at = opened("batch", spread=4)
    widget(at, "segmented_control", "la_norm").set_value("size").run()
    assert link(checked(at)) == {"view": "batch_norm", "norm": "size", "spread": "4"}
    widget(at, "select_slider", "la_batch").set_value(128).run()
    widget(at, "segmented_control", "la_norm").set_value("running").run()
    assert link(checked(at))["batch"] == "128" and widget(at, "slider", "la_spread").value == 4


def test_two_numbers_of_the_four_can_be_normalised():
    at = opened("numbers", count=2, values="5_7_0_0")
    assert r"frac{5 + 7}{2} = 6" in text_of(at) and "divided by 1." in text_of(at)
    assert [field.label for field in at.number_input] == ["$x_1$", "$x_2$"]
