"""*Layers*: words that follow from numbers, whatever the numbers are, and what examples and chips set."""

from __future__ import annotations

import re
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from explorer.experiments import (
    DEEP_EXAMPLES,
    DEPTHS,
    RESNET_BLOCKS,
    STARTS,
    VGG_LAYERS,
    DeepPlan,
    EndToEnd,
    heart_curves,
    skip_studies,
)
from pages.layers import (
    activations,
    batch_norm,
    deep_stack,
    dropout,
    dropout_learning,
    global_pooling,
    last_layer,
    loss_around,
    network_norms,
    one_step,
    residual,
    without_blocks,
)
from pages.layers.norm_state import DROPOUT_PARTS, NORM_PARTS
from pages.layers.state import VIEWS, LayersSetup, state
from pages.ui.state.page_state import PageState
from pages.ui.text import spoken_in

FIELDS = [f"deep_{name}" for name in deep_stack.FIELDS]


@pytest.fixture(autouse=True)
def english():
    with spoken_in("en"):
        yield


@pytest.mark.parametrize(("share", "back", "forth"), [
    (0.0, "vanishes", "become alike"), (0.01, "vanishes", "become alike"), (0.05, "stays in sight", "stay apart"),
    (0.5, "The gradient stays:", "stay apart"), (1.0, "The gradient stays:", "stay apart"),
    (4.9, "The gradient stays:", "stay apart"), (20.0, "stays in sight", "stay apart"),
    (1e4, "explodes", "outputs explode")])
def test_every_share_has_its_sentence_both_ways(share, back, forth):
    plan, change = DeepPlan(depth=7), EndToEnd(share, share ** (1 / 6))
    told = deep_stack._back(plan, change), deep_stack._forth(plan, change)
    assert back in told[0] and forth in told[1]
    for sentence in told:
        assert "layer 7" in sentence and "{" not in sentence


def test_shares_are_said_as_numbers_that_a_reader_can_check():
    told = deep_stack._back(DeepPlan(depth=3), EndToEnd(0.25, 0.5))
    assert "by a factor of 0.25, that is 0.5 per layer" in told
    assert "it grows 100 times, by a factor of 10 per layer" in deep_stack._back(DeepPlan(depth=3), EndToEnd(100, 10))


@pytest.mark.parametrize(("value", "text"), [
    (0.25, "0.25"), (0.0625, "0.0625"), (0.25**10, r"9.5 \cdot 10^{-7}"), (0.25**39, r"3.3 \cdot 10^{-24}")])
def test_powers_are_typeset(value, text):
    assert deep_stack._typeset(value) == text


@pytest.mark.parametrize(("value", "used"), [(-5, 2), (2, 2), (17, 17), (40, 40), (10**9, 40)])
def test_depths_stay_within_bounds(value, used):
    assert deep_stack._bounded(value, DEPTHS) == used


@pytest.mark.parametrize("name", DEEP_EXAMPLES)
def test_an_example_sets_every_field_of_its_plan_and_a_rate(monkeypatch, name):
    changed = {}
    monkeypatch.setattr(PageState, "change", lambda _self, **fields: changed.update(fields))
    deep_stack._opened(name)
    monkeypatch.setattr(PageState, "now", LayersSetup(**changed))
    assert set(changed) == {*FIELDS, "deep_rate"}
    assert deep_stack.plan_now() == DEEP_EXAMPLES[name].plan
    assert changed["deep_rate"] in deep_stack.OFFERED_RATES


@pytest.mark.parametrize("name", [None, "", "no such example"])
def test_what_is_no_example_sets_nothing(monkeypatch, name):
    changed = []
    monkeypatch.setattr(PageState, "change", lambda _self, **fields: changed.append(fields))
    deep_stack._opened(name)
    assert changed == []


def test_the_help_on_starts_has_a_formula_for_each():
    lines = deep_stack._start_help().splitlines()[1:]
    assert len(lines) == len(STARTS)
    assert all(f"${start.formula}$" in line for line, start in zip(lines, STARTS.values(), strict=True))


def test_every_run_of_other_settings_has_a_title_of_its_own():
    plans = [DeepPlan(depth=depth, function=function, start=start, norm=norm, skips=skips)
             for depth, function, start, norm, skips in product(
                 (2, 40), ("tanh", "relu"), STARTS, (False, True), (False, True))]
    titles = {deep_stack.title_of(plan, rate) for plan in plans for rate in (0.01, 0.1)}
    assert len(titles) == 2 * len(plans)


def test_tabs_are_the_views_of_links_in_their_order():
    tabs = [module.TAB for module in (activations, deep_stack, batch_norm, dropout, last_layer, residual,
                                      global_pooling, one_step)]
    assert tuple(tab.view for tab in tabs) == VIEWS
    assert len({tab.title for tab in tabs}) == len(VIEWS) and all(tab.says.endswith(".") for tab in tabs)
    assert tuple(batch_norm.PARTS) == NORM_PARTS and tuple(dropout.PARTS) == DROPOUT_PARTS


@pytest.mark.parametrize(("names", "chosen", "kept"), [
    (RESNET_BLOCKS, ("layer3.2", "layer1.0"), ("layer1.0", "layer3.2")), (RESNET_BLOCKS, (), ()),
    (VGG_LAYERS, ("features.3", "features.3", "classifier"), ("features.3",)),
    (RESNET_BLOCKS, RESNET_BLOCKS[::-1], RESNET_BLOCKS)])
def test_what_is_left_out_is_known_and_in_the_networks_order(names, chosen, kept):
    assert without_blocks._known(names, chosen) == kept


@pytest.mark.parametrize(("value", "used"), [(-9.0, -5.0), (-5.0, -5.0), (0.3, 0.3), (7.0, 5.0)])
def test_a_slider_takes_what_lies_within_it(value, used):
    assert last_layer._within(-5, 5)(value) == used


def test_numbers_behind_a_sign_stand_in_brackets_where_they_are_negative():
    assert [batch_norm._signed(value) for value in (-2.5, 0.0, 3.0)] == ["(-2.5)", "0", "3"]


def test_four_numbers_are_changed_one_at_a_time(monkeypatch):
    changed = {}
    monkeypatch.setattr(PageState, "now", LayersSetup(values=(1, 2, 3, 4)))
    monkeypatch.setattr(PageState, "change", lambda _self, **fields: changed.update(fields))
    batch_norm._take_value(2, -7)
    assert changed == {"values": (1, 2, -7, 4)}


def test_undoing_the_norm_takes_the_batchs_own_spread_and_mean(monkeypatch):
    changed = {}
    monkeypatch.setattr(PageState, "now", LayersSetup(mean=-8.0, spread=4.0))
    monkeypatch.setattr(PageState, "change", lambda _self, **fields: changed.update(fields))
    batch_norm._undo_norm()
    assert changed == {"gamma": 4.0, "beta": -8.0}
    assert state._codec.read({"gamma": "4", "beta": "-8"}, LayersSetup())[1] == (), "a link can say it"


def test_what_is_said_of_masks_counts_the_units_that_are_gone():
    masks = (np.array([1.0, 0, 0, 1, 1, 1]), np.zeros(6))
    values = (*map(np.zeros, (4, 6, 6)), np.array([-0.5, 0.0]))
    assert dropout._spoken(masks, values) == (
        "2 of 6 units of the first hidden layer are left out, 6 of 6 of the second. The outputs are −0.5 and 0.")


@pytest.mark.parametrize(("relu", "said"), [(True, "a gap of **{gap}** stays"), (False, "the evaluation exactly")])
def test_the_gap_is_told_with_what_chance_leaves(monkeypatch, relu, said):
    monkeypatch.setattr(PageState, "now", SimpleNamespace(relu=relu))
    told = dropout._gap_told()
    assert said in told and set(re.findall(r"{(\w+)}", told)) == {"gap", "noise"}


@pytest.mark.parametrize(("p", "name"), [(0.0, "without dropout"), (0.5, "p = 0.5"), (0.8, "p = 0.8")])
def test_a_curve_is_called_by_its_share(p, name):
    assert dropout_learning._name(p) == name


def test_a_row_of_the_table_is_the_mean_of_the_last_epoch_and_the_lowest_loss():
    values = np.zeros((2, 3, len(heart_curves.QUANTITIES)), dtype=np.float32)
    values[:, -1] = [[0.1, 1.0, 0.9, 0.8], [0.1, 0.5, 0.7, 0.9]]
    values[:, 0, 2], values[:, 1, 2] = 2.0, 0.25
    row = dropout_learning._row("both", values)
    assert list(row.values()) == ["both", "75.0 %", "85.0 %", "0.80", "0.25"]


def test_curves_are_spoken_by_their_ends_and_those_without_a_point_are_not():
    told = dropout_learning._spoken("Loss", {"new": np.array([[2.0, 1.0], [4.0, 2.0]]), "none": np.zeros((1, 0))})
    assert told == "Loss. new: from 3 to 1.5."


@pytest.mark.parametrize("depth", [20, 56])
def test_what_is_said_of_surfaces_has_the_accuracies_of_the_study(monkeypatch, depth):
    said = []
    monkeypatch.setattr(loss_around, "st", SimpleNamespace(info=lambda text, **_more: said.append(text),
                                                           caption=lambda _text: None))
    loss_around._told(depth)
    for name in ("plain", "residual"):
        assert f"{100 * skip_studies()[f'{name}{depth}'].accuracy:.1f} %" in said[0].replace("\\", "")


def test_spreads_are_told_from_the_first_norm_to_the_last():
    assert network_norms._ends({"On": (1.0, 5.0, 0.5), "Off": (2.0, 9.0, 0.0)}) == {
        "first": "1", "last": "0.5", "first_off": "2", "last_off": "0"}
