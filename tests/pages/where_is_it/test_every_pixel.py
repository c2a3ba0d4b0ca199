"""*Where is it?*, tab *Every pixel*: its parts, from links and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import detection, experiments, networks
from explorer.scenes import Scene, class_map, drawn, to_text
from pages.where_is_it import skip_worth
from pages.where_is_it.enlarging import SMALL_GRIDS
from pages.where_is_it.pixel_scene import shipped
from pages.where_is_it.pixel_settings import CLASSES, FIELDS, GRIDS, SKIP_SIDES, PixelSettings
from pages.where_is_it.scene_settings import FIRST
from pages.where_is_it.skip_worth import joins_off
from tests.pages.page import checked, component, link, opened_page, pick, text_of, widget


def test_each_class_is_counted_and_worked_out_and_a_mistake_is_marked():
    at = opened_page("where_is_it", view="pixels")
    network = networks.load("bundled/segment")
    said = networks.feature_maps(network, drawn(FIRST, 64), network.graph.output).argmax(axis=0)
    judged = detection.pixel_quality(class_map(FIRST, 64), said, len(CLASSES))
    assert component(at, "wi_confused")["counts"] == judged.confusion.ravel().tolist()
    assert judged.working(4).replace("\\", "") in text_of(at)
    widget(at, "selectbox", "wi_pixel_kind").set_value("ring").run()
    assert judged.working(5).replace("\\", "") in text_of(checked(at))
    at = pick(at, "wi_confused", 8)
    assert link(at)["confused"] == "8" and link(at)["pixel_kind"] == "ring"
    assert "confused" not in link(pick(at, "wi_confused", 8))


def test_a_scene_without_things_is_all_ground():
    at = opened_page("where_is_it", view="pixels", scene=to_text(Scene(())))
    assert "is still right for 100.0 % of the pixels" in text_of(at)


def test_a_volume_of_the_network_opens():
    at = opened_page("where_is_it", view="pixels", pixels="unet")
    network = networks.load("bundled/segment")
    steps, skips = experiments.unet_steps(network.report), experiments.unet_skips(network.report)
    assert [node["id"] for node in component(at, "wi_unet")["nodes"]] == ["input", *(step.name for step in steps)]
    assert "came across by the skip" in text_of(at)
    at = pick(at, "wi_unet", skips[-1].join)
    assert link(at)["unet_step"] == str([step.name for step in steps].index(skips[-1].join))
    last = pick(at, "wi_unet", steps[-1].name)
    assert "holds the scores of **ground**" in text_of(last)


def test_skips_are_switched_off(monkeypatch):
    monkeypatch.setattr(skip_worth, "COUNT", 4)
    at = opened_page("where_is_it", view="pixels", pixels="skips", skips_off="64_16")
    notes = [tile["note"] for tile in component(at, "wi_skip_tiles")["tiles"]]
    network = networks.load("bundled/segment")
    found = experiments.segmented(network, drawn(FIRST, 64)[None], class_map(FIRST, 64)[None],
                                  joins_off(network, ("64", "16")))
    assert f"{100 * found.everywhere.mean_iou:.1f} %" in notes[2]
    assert len(at.table[0].value) == 4 + len(shipped())
    assert "On 4 fresh scenes" in text_of(at) and "Skips bring the edges" in text_of(at)


def test_a_cell_of_a_larger_grid_is_worked_out():
    at = opened_page("where_is_it", view="pixels", pixels="enlarge", up_grid="ramp", up_pick="2_9")
    sums = at.table[0].value.iloc[:, 1].tolist()
    assert sums[0].replace("\\", "") == "1 · 1"
    assert sums[1].replace("\\", "") == "0.5625 · 1 + 0.1875 · 2 + 0.1875 · 5 + 0.0625 · 6"
    assert "A checkerboard" in text_of(at)
    at.button(key="wi_set_4").click().run()
    assert "Even" in at.success[0].value and "= 8" in text_of(checked(at))
    assert {name: link(at)[name] for name in ("up_kernel", "up_padding")} == {"up_kernel": "4", "up_padding": "1"}


def test_a_convolution_that_leaves_nothing_is_said_so():
    at = opened_page("where_is_it", view="pixels", pixels="enlarge", up_kernel=2, up_stride=1, up_padding=2)
    assert at.error or "= 1" in text_of(at)


@pytest.mark.parametrize("name", GRIDS)
def test_small_grids_are_small(name):
    assert SMALL_GRIDS[name].shape == (4, 4)
    assert np.isfinite(SMALL_GRIDS[name]).all()


@pytest.mark.parametrize("name", FIELDS)
def test_what_the_tab_starts_with_is_what_a_link_can_say(name):
    value = getattr(PixelSettings(), name)
    assert FIELDS[name].read(name, FIELDS[name].write(value), None) == (value, None)


def test_each_skip_of_the_network_can_be_switched_off():
    network = networks.load("bundled/segment")
    assert [joins_off(network, (side,)) for side in SKIP_SIDES] == [
        (skip.join,) for skip in experiments.unet_skips(network.report)]
