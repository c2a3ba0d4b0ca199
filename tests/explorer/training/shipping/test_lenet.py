"""LeNet-5 as it comes with the app: on digits that nobody trained it with, written by code and printed by Pillow."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from explorer.images import CHANGE_BOUNDS, HANDS, DigitChanges, digit_input, digits, raster, written
from explorer.networks import load, share_read
from explorer.networks.digit_architectures import DIGIT_BUILDERS, DIGITS, LeNet5
from explorer.runtime.run_files import LAST
from explorer.training.augmentation.digit_recipe import as_drawn
from explorer.training.data.learned_hands import FORMS as LEARNED_FORMS, HANDS as LEARNED_HANDS
from explorer.training.shipping import lenet
from explorer.training.shipping.lenet import ASSETS, INPUTS, MEASURED_EACH, PLAN, digit_set, measured_on, predicted

CARD = json.loads((ASSETS / "lenet5.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def trained():
    network = LeNet5()
    network.load_state_dict(load_file(ASSETS / "lenet5.safetensors"))
    return network


@pytest.fixture(scope="module")
def tests():
    return measured_on()


@pytest.mark.parametrize(("name", "least"), [("as stored", 0.98), ("drawn by hands it never saw", 0.97),
                                             ("printed", 0.9)])
def test_it_reads_digits_that_it_never_learned_from_as_well_as_its_card_says(trained, tests, name, least):
    right = predicted(trained, tests[name]) == tests[name].labels
    assert len(right) == CARD["test_digits"][name]
    assert right.double().mean().item() == pytest.approx(CARD["test_accuracy"][name], abs=0.003)
    assert right.double().mean() > least


def test_every_hand_and_every_digit_is_read(trained, tests):
    drawn = tests["drawn by hands it never saw"]
    right = (predicted(trained, drawn) == drawn.labels).double().view(len(HANDS), 10, MEASURED_EACH)
    assert len(drawn) >= 200
    assert right.mean((1, 2)).min() > 0.9
    assert right.mean((0, 2)).min() > 0.9


def test_the_table_of_confusions_counts_every_digit_once(tests):
    for name, table in CARD["confusion"].items():
        assert np.sum(table, axis=1).tolist() == torch.bincount(tests[name].labels, minlength=10).tolist()
        assert np.trace(table) / np.sum(table) == pytest.approx(CARD["test_accuracy"][name], abs=1e-4)


def test_no_form_to_learn_from_is_one_to_measure_with():
    learned = {form for forms in LEARNED_FORMS.values() for form in forms}
    assert not learned & {form for hand in HANDS for form in hand.forms}
    points = [{point for form in hand_forms for stroke in form for piece in stroke for point in piece}
              for hand_forms in (learned, {form for hand in HANDS for form in hand.forms})]
    assert len(points[0] & points[1]) < 0.15 * len(points[1])  # such as (0, 1), where a box has its corners
    assert not {hand.name for hand in HANDS} & {hand.name for hand in LEARNED_HANDS}


def test_stored_digits_are_learned_from_or_measured_on_and_none_is_both():
    data = digit_set()
    assert (len(data.train), len(data.test), len(data.val)) == (1529 + 1500, 268, 0)
    assert CARD["data"]["train"] == 3029
    stored = {bytes(image.numpy().tobytes()) for image in data.train.images[:1529]}
    assert not stored & {bytes(image.numpy().tobytes()) for image in data.test.images}
    assert len(digits()[1]) == 1529 + 268


def test_the_card_tells_of_these_weights_and_of_these_pictures():
    content, data = (ASSETS / "lenet5.safetensors").read_bytes(), digit_set()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (
        CARD["weights"]["bytes"], CARD["weights"]["sha256"])
    assert len(content) < 130_000
    pixels = hashlib.sha256(data.train.images.numpy().tobytes() + data.test.images.numpy().tobytes())
    assert CARD["data"]["sha256_of_pixels"] == pixels.hexdigest()
    with (ASSETS / "lenet5.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == CARD["recipe"]["epochs"] == PLAN.epochs
    assert float(rows[-1]["test_accuracy"]) == pytest.approx(CARD["test_accuracy"]["as stored"], abs=0.008)


def test_it_is_opened_by_its_name_and_reads_grey_values_as_they_are():
    network = load("bundled/lenet5")
    assert (network.input_shape, network.categories, network.trained) == ((1, 32, 32), DIGITS, True)
    assert network.report.params == CARD["parameters"] == 61_706  # LeCun et al. (1998), with all connections
    white = np.full((32, 32, 3), 255, np.uint8)
    assert network.preprocess(white) == pytest.approx(np.ones((1, 32, 32)))
    seven = digit_input(raster(written(HANDS[0], 7, 0)))
    assert network.predict(seven, top=1)[0].name == "7"


def test_upside_down_a_six_is_a_nine():
    six = raster(written(HANDS[0], 6, 1))
    found = [load("bundled/lenet5").predict(digit_input(six, DigitChanges(turn=turn)), top=1)[0].name
             for turn in (0, 180)]
    assert found == ["6", "9"]


def test_black_on_white_breaks_it():
    network = load("bundled/lenet5")
    drawn = [digit_input(raster(written(HANDS[0], digit, 0)), DigitChanges(invert=True)) for digit in range(10)]
    assert sum(network.predict(one, top=1)[0].name == str(digit) for digit, one in enumerate(drawn)) < 5


@pytest.mark.parametrize(("change", "value"), [("turn", 45), ("noise", 60)])
def test_where_it_breaks_is_what_its_card_says(trained, change, value):
    drawn = lenet.written_digits(HANDS, MEASURED_EACH, DigitChanges(**{change: value}))
    right = (predicted(trained, drawn) == drawn.labels).double().mean().item()
    assert dict(CARD["changed"][change])[value] == pytest.approx(right, abs=0.003)
    assert share_read(change, value) == pytest.approx(right, abs=0.003)


@pytest.mark.parametrize("change", CHANGE_BOUNDS)
def test_the_further_a_digit_is_changed_the_fewer_are_read(change):
    values, shares = np.transpose(CARD["changed"][change])
    assert (values.min(), values.max()) == pytest.approx(CHANGE_BOUNDS[change], abs=14)
    assert shares[values == 0] == pytest.approx(CARD["test_accuracy"]["drawn by hands it never saw"])
    assert shares.max() - shares.min() > 0.5 or change == "thicken"
    near = [share for value, share in zip(values, shares, strict=True) if abs(value) <= 2]
    assert min(near) > 0.95


def test_between_what_was_measured_shares_lie_on_a_line():
    assert share_read("turn", 0) > share_read("turn", 37) > share_read("turn", 45)
    low, high = share_read("turn", 30), share_read("turn", 45)
    assert share_read("turn", 35) == pytest.approx(low + (high - low) / 3)


def test_changes_keep_digits_digits():
    pictures = digit_set().train.images[::300].float() / 255
    changed = as_drawn(pictures, torch.Generator().manual_seed(0))
    assert changed.shape == pictures.shape
    assert 0 <= changed.min() <= changed.max() <= 1
    assert (changed[:, 0] == changed[:, 2]).all()
    assert torch.equal(changed, as_drawn(pictures, torch.Generator().manual_seed(0)))
    assert not torch.equal(changed, as_drawn(pictures, torch.Generator().manual_seed(1)))


def test_the_command_trains_by_its_plan_and_ships_what_it_found(tmp_path, monkeypatch):
    few = replace(digit_set(), train=digit_set().train.at(torch.arange(0, 3029, 60)))
    monkeypatch.setattr(lenet, "digit_set", lambda: few)
    monkeypatch.setattr(lenet, "measured_on", lambda: {"as stored": few.test})
    monkeypatch.setattr(lenet, "PLAN", replace(PLAN, epochs=2))
    monkeypatch.setattr(lenet, "STEPS", {"turn": 180})
    monkeypatch.setattr(lenet, "MEASURED_EACH", 1)
    lenet.main(["--folder", str(tmp_path / "runs"), "--assets", str(tmp_path)])
    shipped, last = load_file(tmp_path / "lenet5.safetensors"), load_file(tmp_path / "runs/lenet5" / LAST)
    assert all(torch.equal(shipped[name].float(), value.half().float()) for name, value in last.items())
    about = json.loads((tmp_path / "lenet5.json").read_text(encoding="utf-8"))
    assert (about["recipe"]["epochs"], about["recipe"]["augmentation"]["preset"]) == (2, "drawn")
    assert [value for value, _share in about["changed"]["turn"]] == [-180, 0, 180]
    assert DIGIT_BUILDERS.keys() == {"lenet5"}
    assert INPUTS.mean == (0.0,)
