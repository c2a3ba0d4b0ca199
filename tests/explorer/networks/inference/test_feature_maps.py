"""Maps of layers against the same layers run by torch alone."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn

from explorer.errors import LimitError, NetworkError, TextError
from explorer.graph import Conv2d, Flatten, Graph, ReLU
from explorer.networks import LOADERS, Network, feature_maps, load, observe
from explorer.networks.inference import feature_maps as maps

PLAIN = "stack/3x20x24/conv.o6.p1~relu~maxpool~conv.o8.k2.psame~tanh~flatten~linear.o10"
SKIP = "stack/3x16x16/conv.o4.p1~bn~relu~conv.o4.p1~add.f1x2~cat.f1x3~adaptive.o1~flatten~linear.o3"


def photo(seed=0, height=20, width=24):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def nothing_kept():
    maps._results.clear()


@pytest.mark.parametrize("name", [PLAIN, SKIP])
def test_every_tap_is_the_intermediate_value_of_a_plain_forward_pass(name):
    network, seen = load(name), {}
    handles = [network.module.get_submodule(node.name).register_forward_hook(
        lambda *call, name=node.name: seen.update({name: call[2]})) for node in network.graph]
    batch = torch.from_numpy(network.preprocess(photo()))[None]
    network.module(batch)
    for handle in handles:
        handle.remove()
    for node in network.graph:
        found = feature_maps(network, photo(), node.name)
        expected = seen[node.name][0].numpy()
        assert (found.dtype, found.ndim) == (np.float32, 3)
        np.testing.assert_allclose(found.reshape(expected.shape), expected, rtol=1e-5, atol=1e-6)


def test_layers_behind_the_tap_are_not_computed():
    network = load(PLAIN, seed=1)
    network.module.fc1.register_forward_hook(lambda *_: pytest.fail("computed too far"))
    assert feature_maps(network, photo(), "relu1").shape == (6, 20, 24)


def test_rows_and_tables_come_back_with_three_axes():
    network = load(PLAIN)
    assert feature_maps(network, photo(), "fc1").shape == (10, 1, 1)
    table = load("stack/3x8x8/flatten.s2")
    assert feature_maps(table, photo(), "flatten").shape == (3, 1, 64)


def test_a_ready_input_is_taken_as_it_is():
    network = load(PLAIN)
    ready = network.preprocess(photo())
    np.testing.assert_array_equal(feature_maps(network, ready, "conv1"), feature_maps(network, photo(), "conv1"))


def test_another_look_at_a_layer_needs_no_other_forward_pass():
    network, passes = load(PLAIN, seed=2), []
    network.module.conv1.register_forward_hook(lambda *_: passes.append(1))
    first = observe(network, photo(), "relu1")
    assert observe(network, photo(), "relu1") is first
    assert len(passes) == 1
    observe(network, photo(1), "relu1")
    assert len(passes) == 2


def test_maps_cannot_be_changed_by_one_reader_for_all():
    with pytest.raises(ValueError, match="read-only"):
        feature_maps(load(PLAIN), photo(), "conv1")[0, 0, 0] = 1


def test_networks_of_one_name_and_other_seeds_do_not_share_maps():
    one, other = (feature_maps(load(PLAIN, seed=seed), photo(), "conv1") for seed in (0, 1))
    assert not np.allclose(one, other)


def test_readers_at_the_same_time_get_their_own_maps():
    asked = [(name, photo(seed, 16, 16), node) for name in (PLAIN, SKIP) for seed in range(6)
             for node in ("conv1", "relu1", "fc1")] * 4
    alone = {}
    for name, image, node in asked:
        alone[name, image.tobytes(), node] = feature_maps(load(name), image, node)
    maps._results.clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda request: feature_maps(load(request[0]), *request[1:]), asked))
    for (name, image, node), values in zip(asked, found, strict=True):
        np.testing.assert_array_equal(values, alone[name, image.tobytes(), node])


def test_a_module_of_another_make_is_cut_by_torchvision():
    module = Functional().eval()
    graph = Graph.chain(Conv2d(out_channels=4), ReLU(), Flatten())
    network = Network("functional", module, graph, (3, 20, 24), load(PLAIN).preprocess)
    ready = network.preprocess(photo())
    expected = module.conv1(torch.from_numpy(ready)[None])[0].detach().numpy()
    np.testing.assert_allclose(feature_maps(network, ready, "conv1"), expected, rtol=1e-5, atol=1e-6)


class Functional(nn.Module):
    """Only its convolution is a module, so that only that can be cut at by name."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3)

    def forward(self, x):
        return self.conv1(x).relu().flatten(1)


def test_a_layer_that_is_not_there_is_refused_with_the_nearest_name():
    with pytest.raises(NetworkError, match=r"no layer 'conv1_'\. Did you mean 'conv1'"):
        feature_maps(load(PLAIN), photo(), "conv1_")


@pytest.mark.parametrize("image", [np.zeros((20, 24), np.uint8), np.zeros((20, 24, 4), np.uint8),
                                   np.zeros((3, 20, 25), np.float32), np.zeros((3, 20, 24)),
                                   np.zeros((0, 4, 3), np.uint8)])
def test_what_is_no_picture_is_refused(image):
    with pytest.raises(NetworkError, match=r"neither a picture .* nor an input"):
        feature_maps(load(PLAIN), image, "conv1")


@pytest.mark.parametrize("shape", ["2x20", "1x5x6x7", "12"])
def test_a_network_of_signals_or_volumes_reads_no_photos(shape):
    network = load(f"stack/{shape}/relu")
    with pytest.raises(NetworkError, match="C × H × W"):
        feature_maps(network, photo(), "relu1")


def test_loading_twice_gives_the_same_shared_network():
    assert load(PLAIN) is load(PLAIN)
    assert load(PLAIN) is not load(PLAIN, seed=1)
    assert not load(PLAIN).trained


@pytest.mark.parametrize("name", ["nothing/x", "stack", "", "STACK/3x8x8/relu"])
def test_unknown_names_are_refused_and_say_what_to_do(name):
    with pytest.raises(NetworkError, match=f"There is no network '{name}'. Choose one"):
        load(name)


def test_a_damaged_stack_is_refused():
    with pytest.raises(TextError):
        load("stack/3x8x8/nonsense")
    with pytest.raises(TextError):
        load("stack/3x8/x8/relu")
    with pytest.raises(LimitError):
        load("stack/3x1000x1000/flatten~linear.o1000")


def test_another_kind_of_network_is_one_registry_line(monkeypatch):
    asked = []
    monkeypatch.setitem(LOADERS, "mine", lambda *request: asked.append(request) or load(PLAIN))
    load("mine/a/b", seed=4, weights=None)
    assert asked == [("a/b", 4, None)]


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_a_gpu_computes_what_the_cpu_computes():
    from explorer.networks.inference.feature_maps import _computed
    network = load(PLAIN, seed=7)
    values = network.preprocess(photo())
    on_cpu, on_gpu = (_computed(network, values, "fc1", torch.device(kind)) for kind in ("cpu", "cuda"))
    np.testing.assert_allclose(on_gpu, on_cpu, rtol=1e-4, atol=1e-5)


def test_where_there_is_a_cpu_alone_no_tensor_is_asked_where_it_is(monkeypatch):
    monkeypatch.setattr(maps, "has_accelerator", lambda: False)
    maps.move(None, torch.device("cpu"))


def test_a_module_that_is_not_whole_on_a_device_is_brought_there(monkeypatch):
    monkeypatch.setattr(maps, "has_accelerator", lambda: True)
    half = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2, device="meta"))
    maps.move(half, torch.device("meta"))
    assert {value.device.type for value in half.parameters()} == {"meta"}
