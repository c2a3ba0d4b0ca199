"""What several readers ask for is computed once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.stats import spearmanr

from explorer.images import sample
from explorer.networks import load
from explorer.networks.attribution import Request, attribute, context, likeness
from explorer.networks.inference import private_copy

NETWORK = "stack/3x24x24/conv.o6.p1~relu~conv.o8.p1~relu~adaptive.o1~flatten~linear.o10"
READERS = 12


def test_a_sanity_check_of_many_readers_at_once_is_computed_once(monkeypatch):
    network, photo = load(NETWORK, seed=31), sample("chelsea").pixels
    made, shuffled = [], private_copy.shuffled
    monkeypatch.setattr(private_copy, "shuffled", lambda *given: made.append(given[2]) or shuffled(*given))
    requests = [Request(method=method, target=3, shuffled=count) for count in (1, 2)
                for method in ("saliency", "grad_cam", "input_x_gradient")] * READERS
    with ThreadPoolExecutor(READERS) as readers:
        found = list(readers.map(lambda request: attribute(network, photo, request), requests))
    assert len({one.number for one in found}) == 6, "one attribution for each method and depth"
    assert sorted(made) == [1, 2], "one shuffled copy for each depth, whatever the method"
    assert context.shared_shuffled is private_copy.shared_shuffled


def test_the_likeness_of_two_maps_is_scipys_and_counted_once(monkeypatch):
    network, photo = load(NETWORK, seed=32), sample("chelsea").pixels
    one, other = (attribute(network, photo, Request(method="saliency", target=1, shuffled=count)) for count in (0, 2))
    expected = spearmanr(np.abs(one.values).ravel(), np.abs(other.values).ravel()).statistic
    assert abs(likeness(one, other) - expected) < 1e-9
    monkeypatch.setattr(sys.modules[attribute.__module__], "rank_correlation", None)
    assert abs(likeness(one, other) - expected) < 1e-9
