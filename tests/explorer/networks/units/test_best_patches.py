"""What units like best in the photo bank: against one pass of torch for each view, and the index that is shipped."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.errors import NetworkError
from explorer.graph import analyse
from explorer.images import crop_picture, crops
from explorer.networks.units.best_patches import CANDIDATES, FEWEST, asked, looked_at, main, shipped_layers

MODULE = sys.modules["explorer.networks.units.best_patches"]
SMALL = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8~relu~flatten~linear.o10"
LITE = "package/efficientnet_lite0"


@pytest.fixture(scope="module")
def small():
    return networks.load(SMALL)


@pytest.fixture(scope="module")
def answers(small):
    """Return the output of relu2 for every view, (views, units, rows, columns), by torch alone."""
    batch = torch.from_numpy(np.stack([small.preprocess(crop_picture(crop).pixels) for crop in crops()]))
    parts = [small.module.get_submodule(node.name) for node in small.graph.up_to("relu2")]
    with torch.inference_mode():
        for part in parts:
            batch = part(batch)
    return batch.numpy()


@pytest.mark.parametrize("unit", range(8))
def test_patches_are_the_views_that_torch_answers_to_most(small, answers, unit):
    largest = np.sort(answers[:, unit].reshape(len(crops()), -1).max(axis=1))[::-1]
    found = networks.best_patches(small, "relu2", unit)
    values = [patch.value for patch in found]
    assert values == sorted(values, reverse=True)
    if largest[0] == 0:
        assert found == ()
        return
    assert values[0] == pytest.approx(float(largest[0]), rel=1e-4)
    assert all(np.isclose(largest[:CANDIDATES], value, rtol=1e-4).any() for value in values)


@pytest.mark.parametrize(("layer", "side"), [("conv1", 3), ("relu1", 3), ("pool1", 4), ("relu2", 8)])
def test_a_patch_is_the_field_of_its_unit(small, layer, side):
    # Araujo et al. (2019): 3; 3 + 1; 4 + 2 * 2. Fields at the border are cut off.
    for patch in networks.best_patches(small, layer, 1):
        assert max(patch.pixels.shape[:2]) <= side


def test_of_a_row_of_scores_the_whole_view_is_shown(small):
    assert {patch.pixels.shape for patch in networks.best_patches(small, "fc1", 2)} == {(24, 24, 3)}


def test_so_many_are_shown_as_are_asked_for(small):
    assert len(networks.best_patches(small, "fc1", 2, count=3)) == 3


@pytest.mark.parametrize(("layer", "unit"), [("relu2", 8), ("relu2", -1), ("nothing", 0)])
def test_what_is_not_there_is_refused(small, layer, unit):
    with pytest.raises(NetworkError, match="no unit"):
        networks.best_patches(small, layer, unit)


def test_a_silent_unit_has_no_patches(monkeypatch, small):
    found = asked(small, ["relu2"])
    found.layers["relu2"].values[3] = 0
    monkeypatch.setattr(MODULE, "_answers", lambda _network, _layer: found)
    assert networks.best_patches(small, "relu2", 3) == ()


def test_of_a_large_field_the_middle_half_is_shown():
    network = networks.load(LITE)
    report = network.report
    assert report["stage4.2.add"].field.size == 147  # more than 0.3 of 224
    top, left, bottom, right = looked_at(report, "stage4.2.add", (7, 7))
    assert (bottom - top, right - left) == (73, 73)
    assert abs((top + bottom) / 2 - 7.5 * 16) <= 1  # the cell's middle in the picture
    assert looked_at(report, "stage4.2.add", (0, 13))[:2] == (0, 224 - 73)
    assert looked_at(report, "stage3.1.add", (14, 14)) == networks.box_of(report, "stage3.1.add", (14, 14))
    assert looked_at(report, "stage7.0.project.bn", (3, 3)) == (0, 0, 224, 224)


def test_nearly_the_same_place_is_shown_once(monkeypatch):
    network = networks.load(LITE)
    shown = []
    monkeypatch.setattr(MODULE, "network_input", lambda network, picture: shown.append(picture.key) or
                        networks.network_input(network, picture))
    assert len(networks.best_patches(network, "fc", 285)) == len(set(shown)) == 6


def test_the_shipped_index_is_what_the_network_answers():
    network = networks.load(LITE)
    found = networks.best_patches(network, "stage4.2.add", 10)
    strongest = max(float(networks.feature_maps(network, crop_picture(crop).pixels, "stage4.2.add")[10].max())
                     for crop in crops() if crop.photo in ("china", "page"))
    assert found[0].photo == "Chinese temple"
    assert found[0].value == pytest.approx(strongest, rel=2e-3)  # kept in half precision
    assert MODULE._shipped(MODULE.FILE).layers.keys() == set(shipped_layers(network.report))
    assert MODULE.FILE.stat().st_size < 200_000


@pytest.mark.parametrize(("unit", "photo"), [(285, "Chelsea the cat"), (967, "Cup of coffee"), (985, "Flower"),
                                             (698, "Chinese temple"), (657, "Rocket"), (671, "Motorcycle")])
def test_classes_like_the_photo_that_shows_them(unit, photo):
    # Egyptian cat, espresso, daisy, palace, missile, mountain bike: ImageNet's numbers
    assert networks.best_patches(networks.load(LITE), "fc", unit)[0].photo == photo


def test_an_index_of_other_photos_is_passed_over(monkeypatch, tmp_path):
    file = tmp_path / "index.npz"
    with np.load(MODULE.FILE) as kept:
        np.savez(file, **{**kept, "bank": np.array("0" * 64)})
    assert MODULE._shipped(file) is None
    assert MODULE._shipped(tmp_path / "none.npz") is None


def test_the_command_writes_an_index(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(MODULE, "PACKAGE_NETWORK", SMALL)
    monkeypatch.setattr(MODULE, "shipped_layers", lambda _report: ("relu2", "fc1"))
    assert main(["--file", str(tmp_path / "made.npz")]) == 0
    assert "made.npz" in capsys.readouterr().out
    made = MODULE._shipped(tmp_path / "made.npz")
    assert {name: part.numbers.shape for name, part in made.layers.items()} == {
        "relu2": (8, CANDIDATES), "fc1": (10, CANDIDATES)}


def test_a_large_network_is_asked_about_fewer_views(monkeypatch, small):
    monkeypatch.setattr(MODULE, "MOST_MACS", 20 * analyse(small.graph, small.input_shape).macs)
    assert len(asked(small, ["relu1"]).views) == 20
    monkeypatch.setattr(MODULE, "MOST_MACS", 1)
    assert len(asked(small, ["relu1"]).views) == FEWEST
