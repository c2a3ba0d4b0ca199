"""How bundled networks were trained."""

from __future__ import annotations

import csv
import json

import pytest

from explorer.networks.catalogue import BUNDLED, catalogue
from explorer.networks.training_history import STUDY, depth_study, history

SHIPPED = [entry.name.partition("/")[2] for entry in catalogue()
           if entry.kind == "bundled" and entry.task == "classify"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_bundled_network_has_a_curve_with_the_names_of_the_training_code(name):
    past = history(name)
    with (BUNDLED / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert past.recipe["epochs"] == len(past.points) == len(rows)
    assert past.pictures == (3029 if name == "lenet5" else 50_000)
    assert past.end["val_accuracy"] == float(rows[-1]["test_accuracy"])
    assert {"number", "train_loss", "train_accuracy", "val_loss", "val_accuracy"} <= set(past.end)


@pytest.mark.parametrize("name", ["nothing", "../networks/vgg_", "README"])
def test_of_other_names_nothing_is_known(name):
    assert history(name) is None


def trainings(folder, names):
    for name in names:
        (folder / f"{name}.csv").write_text("number,train_accuracy,test_accuracy\n1,0.25,0.5\n")
        (folder / f"{name}.json").write_text(json.dumps({"recipe": {"epochs": 1}, "data": {"train": 9}}))


def test_the_study_of_depth_is_shown_whole_or_not_at_all(tmp_path):
    trainings(tmp_path, STUDY[:3])
    assert depth_study(tmp_path) == {}
    other = tmp_path / "whole"
    other.mkdir()
    trainings(other, STUDY)
    assert {name: past.end["val_accuracy"] for name, past in depth_study(other).items()} == dict.fromkeys(STUDY, 0.5)


def test_the_shipped_study_shows_what_the_page_says_of_it():
    ends = {name: past.end["train_accuracy"] for name, past in depth_study().items()}
    assert ends["plain56"] < ends["plain20"]
    assert abs(ends["resnet56"] - ends["resnet20"]) < (ends["plain20"] - ends["plain56"]) / 2
    assert {past.pictures for past in depth_study().values()} == {25_000}
    assert len({tuple(point["number"] for point in past.points) for past in depth_study().values()}) == 1
