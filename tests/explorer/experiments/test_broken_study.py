"""What ships of broken networks, and the command that makes it."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

import explorer as ex
from explorer.experiments import BROKEN, COUNTED, BrokenStudy, Harm, StillNamed, broken_studies
from explorer.experiments.breaking import digest, harms_of, main, studied
from explorer.experiments.broken_live import judged
from explorer.experiments.broken_study import write_broken
from explorer.networks import BUNDLED
from explorer.training import DataSet, Pictures

PICTURES = 10_000


@pytest.mark.parametrize("name", COUNTED)
def test_what_ships_is_of_the_weights_that_ship_and_holds_every_break(name):
    study, network = broken_studies()[name], ex.load(f"bundled/{name}")
    card = json.loads((BUNDLED / f"{name}.json").read_text())
    assert study.weights == card["weights"]["sha256"] == digest(f"bundled/{name}")
    assert list(study.judged) == [harm.key for harm in harms_of(network)]
    assert all(sum(one.said) == PICTURES and len(one.said) == 10 for one in study.judged.values())
    assert study.whole.accuracy == pytest.approx(card["test_accuracy"]["as stored"], abs=1e-3)
    assert max(study.whole.said) < 1200  # as it is it favours no class


def test_the_networks_that_are_broken_are_those_that_ship():
    assert set(COUNTED) == set(broken_studies()) < set(BROKEN)


def test_a_residual_network_bears_the_loss_of_a_block_and_a_vgg_of_no_layer():
    left = {name: [one.accuracy for one in broken_studies()[name].blocks.values()] for name in COUNTED}
    assert len(left["resnet20"]) == 9 and np.mean(left["resnet20"]) > 0.6 and max(left["resnet20"]) > 0.84
    assert max(left["vgg"]) < 0.17


@pytest.mark.parametrize("name", COUNTED)
def test_eight_bits_cost_nothing_two_bits_and_sigmoids_everything(name):
    found = broken_studies()[name]
    assert abs(found.whole.accuracy - found.of(Harm("bits8")).accuracy) < 0.005
    assert found.whole.accuracy - found.of(Harm("pruned50")).accuracy < 0.05
    for kind in ("bits2", "sigmoid", "pruned90", "pixels"):
        assert found.of(Harm(kind)).accuracy < 0.15
    assert found.of(Harm("nowhere")) is None


def test_what_is_right_is_counted():
    network = ex.load("bundled/vgg")
    inputs = np.random.default_rng(0).standard_normal((6, 3, 32, 32)).astype(np.float32)
    with torch.inference_mode():
        said = network.module(torch.from_numpy(inputs)).argmax(1).numpy()
    found = judged(network, Harm(), inputs, said)
    assert (found.right, found.accuracy) == (6, 1.0)
    assert found.said == tuple(np.bincount(said, minlength=10))
    assert judged(network, Harm(), inputs, (said + 1) % 10).right == 0


def test_a_judgement_knows_its_favourite():
    one = StillNamed(3, (1, 7, 2))
    assert (one.accuracy, one.favourite) == (0.3, 1)


def test_what_is_written_is_read_again_and_other_networks_stay(tmp_path):
    file = tmp_path / "made" / "broken.json"
    first = BrokenStudy("one", "a1", {"whole": StillNamed(2, (1, 2)), "block.x.1": StillNamed(1, (3, 0))})
    second = BrokenStudy("two", "b2", {"whole": StillNamed(0, (2, 1))})
    write_broken(first, file)
    write_broken(second, file)
    found = broken_studies(file)
    assert found["one"].judged == first.judged and found["two"].weights == "b2"
    assert dict(found["one"].blocks) == {"x.1": StillNamed(1, (3, 0))}


def test_a_run_goes_on_where_it_was_broken_off_unless_the_weights_are_others():
    network = ex.load("bundled/vgg")
    inputs, labels = np.zeros((2, 3, 32, 32), dtype=np.float32), np.array([0, 1])
    before = BrokenStudy("vgg", "same", {"whole": StillNamed(2, (9, 9)), "norms": StillNamed(1, (8, 8))})
    first = next(studied(network, inputs, labels, "same", before))
    assert dict(first.judged) == dict(before.judged)
    assert list(next(studied(network, inputs, labels, "other", before)).judged) == ["whole"]


def test_the_command_judges_the_test_pictures_and_writes_the_file(tmp_path, capsys, monkeypatch):
    pictures = Pictures(torch.zeros(3, 3, 32, 32, dtype=torch.uint8), torch.tensor([0, 1, 2]))
    data = DataSet(train=pictures, val=pictures, test=pictures, categories=("a", "b", "c"))
    monkeypatch.setattr("explorer.experiments.breaking.harms_of", lambda _network: [Harm(), Harm("norms")])
    monkeypatch.setattr("explorer.experiments.breaking.read_zip", lambda *_: data)
    main(["cifar10.zip", "bundled/vgg", "--file", str(tmp_path / "found.json")])
    found = json.loads((tmp_path / "found.json").read_text())
    assert list(found) == ["vgg"] and list(found["vgg"]["judged"]) == ["whole", "norms"]
    assert sum(found["vgg"]["judged"]["norms"]["said"]) == 3
    assert "bundled/vgg norms:" in capsys.readouterr().out
