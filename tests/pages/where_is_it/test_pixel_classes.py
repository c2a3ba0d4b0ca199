"""What is drawn over a scene, and said of it, in the tab *Every pixel*, without a page."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from explorer import detection, networks
from explorer.figures import CLASS_COLOURS, LIGHT
from explorer.scenes import KIND_COLOURS, KINDS, Scene, Thing, class_map, drawn, masks
from pages.where_is_it.pixel_classes import look
from pages.where_is_it.pixel_settings import CLASSES, LOOKS, PIXEL_NETWORKS
from pages.where_is_it.scene_settings import FIRST

PIXELS, TRUTH = drawn(FIRST, 64), class_map(FIRST, 64)
HOSTILE = [None, "", "x" * 4000, -1, 10**30, 3.5, True, float("nan"), float("inf")]


def values_of(overlay):
    return np.frombuffer(base64.b64decode(overlay["values"]), np.uint8).reshape(overlay["rows"], overlay["columns"])


@pytest.fixture(scope="module")
def said():
    network = networks.load("bundled/segment")
    return networks.feature_maps(network, PIXELS, network.graph.output).argmax(axis=0)


def test_a_kind_has_one_colour_in_boxes_and_in_maps():
    assert [KIND_COLOURS[kind] for kind in KINDS] == list(CLASS_COLOURS[1:1 + len(KINDS)])


def test_areas_are_the_classes_and_the_ground_is_clear(said):
    overlay, = look(FIRST, PIXELS, {"look": "classes", "opacity": 0.25}).overlays
    assert (values_of(overlay) == said).all()
    assert overlay["colours"] == ["", *CLASS_COLOURS[1:7]]
    assert overlay["opacity"] == 0.25


def test_borders_are_those_of_the_areas(said):
    overlay, = look(FIRST, PIXELS, {"look": "borders"}).overlays
    assert (values_of(overlay) == np.where(detection.borders(said), said, 0)).all()


def test_the_truth_and_the_mistakes_are_told_apart(said):
    truth, = look(FIRST, PIXELS, {"look": "truth"}).overlays
    wrong, = look(FIRST, PIXELS, {"look": "wrong"}).overlays
    assert (values_of(truth) == TRUTH).all()
    assert (values_of(wrong).astype(bool) == (said != TRUTH)).all()
    assert wrong["colours"] == ["", LIGHT.wrong]


@pytest.mark.parametrize("kind", CLASSES)
def test_shares_of_all_classes_lie_between_0_and_1(kind, said):
    overlay, = look(FIRST, PIXELS, {"look": "share", "pixel_kind": kind, "kind": kind}).overlays
    assert overlay["kind"] == "heat"
    likely = values_of(overlay) > 128
    assert likely.any() == bool((said == CLASSES.index(kind)).any())
    assert (said[likely] == CLASSES.index(kind)).all()  # more than half is the most


def test_the_pixels_of_a_cell_of_the_matrix_are_marked(said):
    cell = 0 * len(CLASSES) + 0  # ground that was found
    _below, marked = look(FIRST, PIXELS, {"confused": cell}).overlays
    assert (values_of(marked).astype(bool) == ((TRUTH == 0) & (said == 0))).all()


def test_the_facts_are_those_of_the_counts(said):
    facts = dict(look(FIRST, PIXELS, {}).facts)
    judged = detection.pixel_quality(TRUTH, said, 7)
    assert list(facts.values()) == [f"{100 * share:.1f} %" for share in (
        judged.mean_iou, judged.accuracy, (TRUTH == 0).mean())]


def test_the_network_finds_what_is_there(said):
    assert detection.pixel_quality(TRUTH, said, 7).mean_iou > 0.8


def test_things_of_one_class_are_told_apart():
    pair = Scene((Thing("star", 0.3, 0.5, 0.3), Thing("star", 0.6, 0.5, 0.3), Thing("ring", 0.5, 0.9, 0.2)))
    found = look(pair, drawn(pair, 64), {"look": "things"})
    numbered, boxes = found.overlays
    assert (values_of(numbered).astype(bool) == class_map(pair, 64).astype(bool)).all()
    assert (values_of(numbered)[masks(pair, 64)[1]] == 2).all()
    assert len(set(numbered["colours"][1:])) == 3
    assert [box["label"] for box in boxes["boxes"]] == ["1 star", "2 star", "3 ring"]
    assert "here 2 without the ground" in found.lines[0] and "which thing: here 3" in found.lines[0]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("name", ["segmenter", "look", "kind", "opacity", "confused"])
def test_whatever_a_browser_sends_is_answered(name, value):
    found = look(FIRST, PIXELS, {"look": "share" if name == "kind" else "classes", name: value})
    assert 0 <= found.overlays[0]["opacity"] <= 1
    assert len(found.facts) == 3


@pytest.mark.parametrize("segmenter", PIXEL_NETWORKS)
@pytest.mark.parametrize("look_name", LOOKS)
def test_a_scene_without_things_has_an_answer(segmenter, look_name):
    empty = Scene(())
    found = look(empty, drawn(empty, 64), {"segmenter": segmenter, "look": look_name})
    assert dict(found.facts)["always ground"] == "100.0 %"
