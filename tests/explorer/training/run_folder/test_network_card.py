"""What a run's folder says of its network."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from torch import nn

from explorer import networks
from explorer.errors import DataError
from explorer.graph import CODES, PRESETS
from explorer.runtime.run_files import NETWORK, read_json, write_json
from explorer.training.network.start import start_from
from explorer.training.run_folder.network_card import KINDS, graph_from_json, graph_to_json, read_about, write_about
from tests.examples import examples
from tests.explorer.graph.strategies import networks as any_network

STACK = "stack/3x16x16/conv.o4~bn~relu~flatten~linear.o4"


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_comes_back_from_json(name):
    graph = PRESETS[name].graph
    assert graph_from_json(json.loads(json.dumps(graph_to_json(graph)))) == graph


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(any_network())
def test_any_network_comes_back_from_json(network):
    assert graph_from_json(json.loads(json.dumps(graph_to_json(network[0])))) == network[0]


def test_every_kind_of_layer_has_a_name_of_its_own():
    assert len(KINDS) == len(CODES)
    assert KINDS["Conv2d"] is CODES["conv"]


@pytest.mark.parametrize("change", [
    {"kind": "Convolution"}, {"given": {"colour": 3}}, {"given": {"out_channels": -1}}, {"inputs": ["nobody"]},
    {"name": "a b"}, {"inputs": []},
])
def test_layers_that_cannot_be_are_refused_in_words(change):
    record = [{"name": "conv1", "kind": "Conv2d", "given": {"out_channels": 4}, "inputs": ["input"]} | change]
    with pytest.raises(DataError, match="layers of this job cannot be read"):
        graph_from_json(record)


def test_batch_norms_that_are_not_torchs_are_noted_and_the_usual_ones_are_not(stripes, tmp_path):
    begun = start_from(networks.load(STACK), stripes, seed=0)
    write_about(begun, tmp_path)
    assert read_about(tmp_path).norms == {}
    next(part for part in begun.module.modules() if isinstance(part, nn.BatchNorm2d)).eps = 1e-3
    write_about(begun, tmp_path)
    assert read_about(tmp_path).norms == {"bn1": [1e-3, 0.1]}


def test_what_is_written_of_a_network_is_read_back(stripes, tmp_path):
    begun = start_from(networks.load(STACK), stripes, seed=0)
    write_about(begun, tmp_path)
    found = read_about(tmp_path)
    assert (found.graph, found.input_shape, found.head) == (begun.graph, (3, 16, 16), begun.head)
    assert (found.inputs, found.categories) == (begun.inputs, ("upright", "level"))


@pytest.mark.parametrize("missing", ["graph", "input_shape", "mean", "std", "categories", "head", "norms"])
def test_a_file_that_lacks_something_is_named(missing, stripes, tmp_path):
    write_about(start_from(networks.load(STACK), stripes, seed=0), tmp_path)
    record = read_json(tmp_path / NETWORK)
    del record[missing]
    write_json(tmp_path / NETWORK, record)
    with pytest.raises(DataError, match=r"network\.json is damaged"):
        read_about(tmp_path)


def test_a_run_without_a_network_says_to_wait(tmp_path):
    with pytest.raises(DataError, match="Wait until its first epoch is over"):
        read_about(tmp_path)
