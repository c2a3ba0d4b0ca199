"""The dream picture on *Why this class?*: one click, and it grows beside the maps; what its link and its class say."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st_session
from hypothesis import given, strategies as st

from explorer.images import sample
from explorer.networks import answer_names, feature_maps, load, noise_picture, score_node, visualise
from explorer.networks.attribution import METHODS
from explorer.runtime import tasks
from pages.attribution import cards, dream
from pages.attribution.channel import Wanted
from pages.attribution.state import FIRST, MOST, WITH_DREAM, Question, QuestionCodec, first_question, fitting
from tests.pages.attribution.why_page import STACK, asking, at_page, likeliest, maps
from tests.pages.page import checked, param, text_of

CODEC = QuestionCodec()
OLD = first_question(network="bundled/resnet20", side=128)
SOFTMAX = "stack/3x24x24/conv.o6.p1~relu~gap~flatten~linear.o4~softmax"


def keys(at):
    return {button.key for button in at.button}


def grown(at, target, seed=0):
    """Wait for the picture of a class, and return the page that shows it."""
    assert tasks.find(("visualise", load(STACK).number, Wanted("fc1", target, 128, "fourier", 1, seed))).wait(60)
    return checked(at.run())


def test_one_click_adds_the_picture_and_lets_it_grow_until_the_class_is_sure():
    at = at_page()
    assert "why_dream" in keys(at)
    at = checked(at.button(key="why_dream").click().run())
    assert (asking(at).methods, asking(at).dream, param(at, "dream")) == (WITH_DREAM, True, "1")
    at = grown(at, likeliest())
    made = visualise(load(STACK), "fc1", likeliest(), jitter=1)
    photo = feature_maps(load(STACK), sample("chelsea").pixels, "fc1")[likeliest()]
    told = next(line for line in text_of(at).split("\n") if line.startswith(f"**Output {likeliest() + 1}:"))
    assert f"score {made.activation:.3g}" in told and f"photo has {float(photo.mean()):.3g}" in told
    assert made.activation > float(photo.mean())  # the ascent went up
    assert set(maps(at)) >= {METHODS[name].title for name in WITH_DREAM}


def test_another_start_is_another_picture_and_taken_away_all_is_as_before():
    other = (likeliest() + 1) % 10
    at = checked(at_page(dream="1", **{"class": other}).button(key="why_dream_run_start").click().run())
    at = checked(grown(at, other).button(key="why_close_again").click().run())
    at = grown(at, other, seed=1)
    assert "why_close_again" in keys(at)
    at = checked(at.button(key="why_close_dream").click().run())
    assert (asking(at).methods, param(at, "dream")) == (FIRST, None)
    assert "why_dream" in keys(at)


def test_four_methods_leave_no_place_for_it():
    assert at_page(methods="grad_cam,saliency,input_x_gradient,deconvolution").button(key="why_dream").disabled
    assert not at_page(methods="grad_cam,saliency").button(key="why_dream").disabled


@pytest.mark.parametrize(("network", "layer"), [(STACK, "fc1"), (SOFTMAX, "fc1"), ("bundled/resnet20", "fc"),
                                                ("package/efficientnet_lite0", "fc")])
def test_what_rises_is_the_score_and_not_its_share(network, layer):
    assert score_node(load(network)) == layer


def test_a_network_that_says_yes_or_no_has_no_class_to_dream_of():
    at = at_page("stack/3x24x24/conv.o6.p1~relu~gap~flatten~linear.o1~sigmoid")
    assert "why_dream" not in keys(at) and "why_dream_run_start" not in keys(at)


@pytest.mark.parametrize("form", ["fourier", "pyramid"])
@pytest.mark.parametrize("side", [24, 32])
def test_the_noise_is_where_the_ascent_begins(form, side):
    network = load(f"stack/3x{side}x{side}/conv.o2.p1~gap~flatten~linear.o2")
    noise = noise_picture(network, form, seed=3)
    assert noise.shape == (side, side, 3) and noise.dtype == np.uint8
    assert np.array_equal(noise, noise_picture(network, form, seed=3))
    assert not np.array_equal(noise, noise_picture(network, form, seed=4))
    seen = []
    visualise(network, "fc1", 0, steps=1, parameterisation=form, jitter=0, seed=3,
              report=lambda _share, _note=None, shown=None: seen.append(shown))
    assert np.array_equal(seen[0], noise)
    assert 100 < noise.mean() < 156  # about as bright as dark


@pytest.mark.parametrize(("seed", "target"), [(0, 0), (1, 3)])
def test_the_network_calls_its_dream_by_the_class(seed, target):
    """He et al.'s network for CIFAR-10 is sure of what was grown for a class (Simonyan et al. 2013, section 2)."""
    network = load("bundled/resnet20")
    made = visualise(network, score_node(network), target, steps=32, jitter=1, seed=seed)
    assert network.predict(made.picture, top=1)[0].name == answer_names(network)[target]
    assert made.activation > made.activation_curve[0]


@pytest.mark.parametrize(("link", "dream", "methods"), [
    ({}, True, ()), ({"network": "bundled/vgg"}, False, ()), ({"network": "bundled/vgg", "dream": "1"}, True, ()),
    ({"dream": "1"}, True, ()), ({"dream": "0"}, False, ()), ({"dream": "x"}, False, ()),
    ({"network": "a", "methods": "saliency"}, False, ("saliency",)),
    ({"network": "a", "methods": "saliency,grad_cam,occlusion,deconvolution", "dream": "1"}, True,
     ("saliency", "grad_cam", "occlusion"))])
def test_old_links_have_no_dream_and_new_ones_keep_theirs(link, dream, methods):
    found, problems = CODEC.read(link, OLD)
    assert (found.dream, found.methods, problems) == (dream, methods, ())
    assert CODEC.read(CODEC.write(found), OLD)[0] == found


@pytest.mark.parametrize(("before", "methods"), [(FIRST, ()), ((), ()), (("saliency",), ("saliency",)),
                                                 (("occlusion", "saliency"), ("occlusion", "saliency"))])
def test_a_dream_takes_the_place_of_a_usual_map_only(before, methods):
    question = Question("a", methods=before)
    dreaming = CODEC.changed(question, {"dream": True})
    assert dreaming.methods == methods
    assert fitting(dreaming, 10, ("conv",)).methods == (methods or WITH_DREAM)
    assert fitting(dreaming, 10, ()).methods == (methods or WITH_DREAM[1:])
    assert fitting(CODEC.changed(fitting(dreaming, 10, ("conv",)), {"dream": False}), 10, ("conv",)).methods == (
        methods or FIRST)


@given(st.permutations(list(METHODS)), st.integers(1, MOST), st.booleans())
def test_no_more_than_four_stand_beside_each_other(order, count, dream):
    link = {"network": "a", "methods": ",".join(order[:count])} | ({"dream": "1"} if dream else {})
    found, _problems = CODEC.read(link, OLD)
    assert len(found.methods) + found.dream <= MOST


@pytest.mark.parametrize(("side", "shift"), [(24, 1), (32, 1), (56, 2), (128, 4), (224, 8)])
def test_a_picture_is_shifted_by_the_same_part_of_its_side(side, shift, monkeypatch):
    monkeypatch.setattr(st_session, "session_state", {})
    network = SimpleNamespace(input_shape=(3, side, side))
    monkeypatch.setattr(dream.networks, "score_node", lambda _network: "fc")
    asked = dream.wanted(SimpleNamespace(opened=SimpleNamespace(network=network), target=7))
    assert asked == Wanted("fc", 7, dream.STEPS, "fourier", shift, 0)


@pytest.mark.parametrize(("slot", "methods"), [(0, ("occlusion", "saliency")), (1, ("grad_cam", "occlusion")),
                                               (2, WITH_DREAM), (3, WITH_DREAM)])
def test_what_is_still_said_about_a_card_that_is_gone_changes_nothing(slot, methods, monkeypatch):
    """A browser may answer for the third map once more after a dream has taken its place."""
    kept = SimpleNamespace(now=Question("a", methods=WITH_DREAM, dream=True))
    monkeypatch.setattr(kept, "change", lambda methods: setattr(kept, "now", replace(kept.now, methods=methods)),
                        raising=False)
    monkeypatch.setattr(cards, "state", kept)
    cards._replaced(slot, "occlusion")
    assert kept.now.methods == methods
