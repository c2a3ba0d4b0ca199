"""Nothing is left on a network that readers share, whatever happens."""

from __future__ import annotations

import gc
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from explorer.networks import load, run
from explorer.networks.attribution import METHODS, Request, attribute, options_of
from explorer.networks.attribution.attribute import _cache
from explorer.networks.attribution.context import Context
from explorer.networks.inference import batch_sizing, private_copy
from explorer.runtime.tasks import Cancelled, Tasks, ignore
from tests.memory import least_growth_mib, needs_statm

SMALL = "stack/3x12x12/conv.o4.p1~bn~relu~conv.o4.p1~add.f1x2~maxpool~conv.o5~relu~adaptive.o1~flatten~linear.o3"
FEW = {"steps": 4, "samples": 2, "segments": 2, "window": 12, "stride": 12}
IMAGE = np.random.default_rng(0).normal(size=(3, 12, 12)).astype(np.float32)
pytestmark = pytest.mark.filterwarnings("ignore:Setting backward hooks")  # Captum says so each time


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Let small networks compute on one thread: on a busy machine several wait for each other at every layer."""
    before = run(lambda _device: torch.get_num_threads())
    run(lambda _device: torch.set_num_threads(1))
    yield
    run(lambda _device: torch.set_num_threads(before))


def request_of(network, method, seed=0, shuffled=0):
    options = {option.name: FEW.get(option.name, option.default) for option in options_of(network, METHODS[method])}
    return Request(method=method, target=1, options=options, seed=seed, shuffled=shuffled)


def marks(network):
    """Return everything about a network's modules and weights that a method could leave behind."""
    hooks = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return {name: (module.training, [len(getattr(module, kind)) for kind in hooks], sorted(vars(module)))
            for name, module in network.module.named_modules()}, {
            name: (id(value), value.requires_grad, value.grad is None, value.numpy().tobytes())
            for name, value in network.module.state_dict(keep_vars=True).items()}


def hooks_left(module):
    return [part for part in module.modules() if part._forward_hooks or part._forward_pre_hooks
            or part._backward_hooks or part._backward_pre_hooks]


def tensors():
    _cache.clear()
    gc.collect()
    return sum(issubclass(type(thing), torch.Tensor) for thing in gc.get_objects())


@needs_statm
def test_dozens_of_runs_of_all_methods_leave_nothing():
    network = load(SMALL)
    before = marks(network)

    def round_(seed):
        for method in METHODS:
            attribute(network, IMAGE, request_of(network, method, seed, shuffled=int(seed % 10 == 0)))

    warm, many = 10 * private_copy.KEPT_SHUFFLED, 15

    def rounds_from(first, count=many):
        for seed in range(first, first + count):
            round_(seed)
    rounds_from(0, warm)
    count = tensors()
    assert least_growth_mib(*(partial(rounds_from, warm + step * many) for step in range(3))) < 4
    assert tensors() <= count + 5
    assert marks(network) == before
    assert not hooks_left(private_copy._copies[network])


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_left_when_the_network_breaks_down_half_way(method, monkeypatch):
    network = load(SMALL)
    before = marks(network)
    request = request_of(network, method, seed=1000)
    expected = attribute(network, IMAGE, request_of(network, method, seed=1001)).values

    def broken(self, batch):
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(nn.AdaptiveAvgPool2d, "forward", broken)
        with pytest.raises(RuntimeError, match="on purpose"):
            attribute(network, IMAGE, request)
    assert marks(network) == before
    assert network not in private_copy._copies or not hooks_left(private_copy._copies[network])
    again = attribute(network, IMAGE, request_of(network, method, seed=1001)).values
    np.testing.assert_array_equal(again, expected)
    assert np.isfinite(attribute(network, IMAGE, request).values).all()


def test_a_copy_on_which_something_was_left_is_thrown_away():
    case = Context(load(SMALL), IMAGE, Request(method="saliency", target=0), ignore)

    def careless(module, photo):
        module.register_forward_hook(lambda *_: None)
        raise RuntimeError("broken on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        case.compute(careless)
    assert hooks_left(case.compute(lambda module, _photo: module)) == []


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.slow])
def test_a_slow_method_reports_and_stops_when_nobody_wants_it(method, monkeypatch):
    monkeypatch.setattr(batch_sizing, "MOST", 4)  # a fast machine would take all in one piece
    network, shares = load(SMALL), []
    before = marks(network)

    def stop(share, note=None, picture=None):
        shares.append(share)
        if share > 0:
            raise Cancelled

    options = {"steps": 20, "samples": 20, "segments": 20, "window": 3, "stride": 3}
    fitting = {option.name: options.get(option.name, option.default)
               for option in options_of(network, METHODS[method])}
    with pytest.raises(Cancelled):
        attribute(network, IMAGE, Request(method=method, target=0, options=fitting, seed=2000), stop)
    assert shares[0] == 0
    assert 0 < shares[-1] < 1
    assert marks(network) == before


def test_others_are_served_while_a_slow_method_runs():
    network = load("bundled/resnet20")
    request = Request(method="integrated_gradients", target=0, options={"steps": 300}, seed=1)
    task = Tasks(1).start("slow", lambda report: attribute(network, np.zeros((9, 9, 3), np.uint8), request, report))
    served = [run(lambda _device: (task.state, task.share)) for _ in range(3)]
    assert all(state == "running" and share < 1 for state, share in served)
    task.cancel()
    assert task.wait(60)
    assert task.state == "cancelled"


def test_pieces_grow_and_shrink_with_the_time_they_take_and_the_memory_there_is(monkeypatch):
    batches = batch_sizing.BatchSizing(load(SMALL, seed=5), gradients=True)
    device = torch.device("cpu")
    sizes = [batches.next(device)]
    for seconds in (0.01, 0.01, 3.0):
        batches.took(sizes[-1], seconds)
        sizes.append(batches.next(device))
    assert sizes == [4, 8, 16, 1]
    batches.took(16, 0.01)
    monkeypatch.setattr(batch_sizing, "free_bytes", lambda _device: 20 * batches.bytes_each)
    assert batches.next(device) == 5
    monkeypatch.setattr(batch_sizing, "free_bytes", lambda _device: 0)
    assert batches.next(device) == 1


def test_free_memory_is_read_from_the_machine_and_its_container(monkeypatch, tmp_path):
    assert 2**20 < batch_sizing.free_bytes(torch.device("cpu")) < 2**50
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("400\n")
    monkeypatch.setattr(batch_sizing, "_CGROUP", tmp_path)
    assert batch_sizing.free_bytes(torch.device("cpu")) == 600


def test_shuffling_leaves_the_shared_weights_alone():
    network = load("bundled/vgg")
    before = marks(network)
    attribute(network, np.zeros((9, 9, 3), np.uint8), Request(method="grad_cam", target=0, shuffled=99))
    assert marks(network) == before


def test_a_shuffled_copy_has_the_same_values_in_other_places():
    network = load(SMALL)
    mixed = private_copy.shuffled(network, torch.device("cpu"), 2, 0)
    names = ["conv1", "conv2", "conv3", "fc1"]
    pairs = [(network.module.get_submodule(name).weight, mixed.get_submodule(name).weight) for name in names]
    assert [bool((mine == other).all()) for mine, other in pairs] == [True, True, False, False]
    for mine, other in pairs:
        torch.testing.assert_close(mine.flatten().sort().values, other.flatten().sort().values)
    assert private_copy.shuffled_layers(network) == 4


def test_importing_the_package_does_not_import_captum():
    code = "import sys, explorer.networks.attribution; sys.exit(bool({'captum', 'torchvision'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[4], check=False).returncode == 0
