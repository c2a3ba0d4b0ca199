"""A class full of readers on one network: nothing wrong, nothing mixed up, nothing left over."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import numpy as np
import pytest

from explorer import networks
from explorer.graph import analyse
from explorer.networks import network
from explorer.networks.inference import feature_maps, predictions
from explorer.networks.receptive_field import effective
from explorer.networks.receptive_field.effective import effective_field
from explorer.runtime.cache import Cache
from tests.memory import least_growth_mib, needs_statm

READERS = 40
SMALL = "stack/3x32x32/conv.o16.p1~bn~relu~conv.o16.p1~relu~maxpool~conv.o24.p1~relu~adaptive.o1~flatten~linear.o10"


def photo(seed):
    return np.random.default_rng(seed).integers(0, 256, (40, 36, 3), dtype=np.uint8)


def asked(network, seed, layer, kind):
    """Return what a reader sees: maps, scores or an effective field."""
    if kind == "maps":
        return networks.observe(network, photo(seed), layer).values
    if kind == "scores":
        return predictions.scores(network, network.preprocess(photo(seed)), off=(layer, seed % 16))
    return effective_field(network, photo(seed), layer, (seed % 8, 3)).gradient


@pytest.fixture
def forgetful(monkeypatch):
    """Keep so few results that nearly each request is computed, and return a function that forgets the rest."""
    stores = {feature_maps: feature_maps._results, effective: effective._results}
    for module, store in stores.items():
        monkeypatch.setattr(module, "_results", Cache(2**18, store._size))
    monkeypatch.setattr(predictions, "_cache", Cache(2**12, predictions._cache._size))
    return lambda: [store.clear() for store in (feature_maps._results, effective._results, predictions._cache)]


def all_at_once(work, requests):
    """Return the answers of 40 threads that begin together, each with a request of its own until none is left."""
    gate = threading.Barrier(READERS)

    def reader(number):
        gate.wait(60)
        return [(place, work(*requests[place])) for place in range(number, len(requests), READERS)]
    with ThreadPoolExecutor(READERS) as pool:
        found = dict(pair for pairs in pool.map(reader, range(READERS)) for pair in pairs)
    return [found[place] for place in range(len(requests))]


@pytest.mark.parametrize("name", ["bundled/resnet20", SMALL])
def test_forty_readers_get_what_each_would_get_alone(name, forgetful):
    network = networks.load(name)
    layers = ("conv1", "layer1", "layer3") if name.startswith("bundled") else ("conv1", "relu2", "conv3")
    layers = tuple(list(networks.taps(network.graph, layer))[-1] for layer in layers)
    requests = [(network, seed, layers[seed % 3], kind) for seed in range(2 * READERS)
                for kind in ("maps", "scores", "field")]
    expected = [asked(*request) for request in requests]
    forgetful()
    for found, alone in zip(all_at_once(asked, requests), expected, strict=True):
        np.testing.assert_array_equal(found, alone)


def test_readers_of_the_same_photo_share_one_pass(forgetful, monkeypatch):
    network, passes = networks.load(SMALL), []
    monkeypatch.setattr(feature_maps, "_computed", lambda *request: passes.append(request[2]) or real(*request))
    found = all_at_once(asked, [(network, 0, "relu2", "maps")] * (3 * READERS))
    assert passes == ["relu2"]
    assert all(values is found[0] for values in found)


real = feature_maps._computed


@needs_statm
def test_memory_is_flat_after_warm_up(forgetful):
    network, seeds = networks.load(SMALL), iter(range(10**6))

    def round_of_requests():
        kinds = ("maps", "scores", "field", "maps")
        all_at_once(asked, [(network, next(seeds), "relu2", kind) for _ in range(READERS) for kind in kinds])

    def many_requests():
        for _ in range(2):
            round_of_requests()
    for _ in range(3):
        round_of_requests()
    # The maps alone of 320 requests, kept by mistake, would be 10 MB each time.
    assert least_growth_mib(*[many_requests] * 3) < 6


def test_a_class_that_opens_a_cold_network_together_loads_and_analyses_it_once(monkeypatch):
    loads, analyses = [], []
    monkeypatch.setattr(network, "_cache", Cache(10**8, lambda _: 1))
    really = network.loader_of
    monkeypatch.setattr(network, "loader_of", lambda kind: lambda *asked: loads.append(asked) or really(kind)(*asked))
    monkeypatch.setattr(network, "analyse", lambda *asked: analyses.append(asked) or sleep(0.02) or analyse(*asked))

    def opened():
        sized = networks.at_side(networks.load("bundled/resnet20"), 64)
        return sized, networks.report_of(sized)
    answers = all_at_once(opened, [()] * READERS)
    assert len({id(part) for answer in answers for part in answer}) == 2
    assert len(loads) == 1
    assert len(analyses) == 3, "its own size, the new one against the limits, and that one's report"
