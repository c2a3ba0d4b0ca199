"""Several devices on one machine: a reader may choose, and every piece of work says where it was computed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from explorer.networks import Service
from explorer.networks.inference import device, service
from explorer.networks.inference.device import usable_devices
from explorer.networks.inference.service import asked_device, device_name, on, run, where
from explorer.settings import Settings

CPU, GPU, SECOND = torch.device("cpu"), torch.device("cuda", 0), torch.device("cuda", 1)


@pytest.fixture
def machine(monkeypatch):
    """Stand in for a machine with two GPUs; nothing is computed on them."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(service, "device_text", lambda device: f"<{device}>")
    monkeypatch.setattr(service, "_free", lambda _: None)
    monkeypatch.setattr(service, "_services", {"it": Service(GPU, queue=64, wait_s=5)})


@pytest.mark.usefixtures("machine")
def test_all_devices_of_the_machine_can_be_chosen_the_usual_one_first():
    assert usable_devices() == (GPU, SECOND, CPU)


@pytest.mark.usefixtures("machine")
def test_who_runs_the_server_can_settle_on_one(monkeypatch):
    monkeypatch.setattr(device, "settings", lambda: Settings(device="cuda:1"))
    assert usable_devices() == (SECOND,)


def test_a_machine_without_a_gpu_has_one_device(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert usable_devices() == (CPU,)


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize(("name", "expected"), [("cuda:0", GPU), ("cuda:1", SECOND), ("cpu", CPU), (None, GPU),
                                                ("cuda:7", GPU), ("rubbish", GPU)])
def test_work_runs_on_the_chosen_device_which_is_named(name, expected):
    with on(name):
        assert run(lambda given: (given, where(given))) == (expected, f"<{expected}>")
        assert device_name() == f"<{expected}>"
    assert asked_device() == GPU


@pytest.mark.usefixtures("machine")
def test_work_inside_work_stays_on_its_device():
    with on("cuda:1"):
        assert run(lambda _: (run(lambda given: given), asked_device())) == (SECOND, SECOND)


@pytest.mark.usefixtures("machine")
def test_a_full_device_hands_over_to_the_cpu_and_names_itself():
    def work(given):
        if given == SECOND:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return given, str(where(given))
    with on("cuda:1"):
        given, told = run(work)
    assert given == CPU
    assert "because cuda:1 has no memory left" in told


@pytest.mark.usefixtures("machine")
def test_readers_with_different_devices_share_one_thread_and_get_their_own_answers():
    def ask(number):
        wished = (GPU, SECOND, CPU)[number % 3]
        with on(str(wished)):
            given, thread = run(lambda given: (given, threading.get_ident()))
        return given == wished, thread
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(300)))
    assert all(right for right, _ in answers)
    assert len({thread for _, thread in answers}) == 1
