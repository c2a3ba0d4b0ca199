"""The thread that computes for all readers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from explorer.errors import BusyError, MemoryShortError, NetworkError
from explorer.networks import Service, choose_device, device_name
from explorer.networks.inference.device import usable_cpus
from explorer.networks.inference.service import is_short_of_memory

CPU = torch.device("cpu")
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")


@pytest.fixture
def service():
    return Service(CPU, queue=4, wait_s=60)


def blocked(service, count=1):
    """Fill the service's thread with work that waits, and return the event that ends it."""
    gate, begun = threading.Event(), threading.Event()
    threads = [threading.Thread(target=lambda: service.run(lambda _: (begun.set(), gate.wait(60))), daemon=True)
               for _ in range(count)]
    threads[0].start()
    assert begun.wait(30)  # the others queue up behind it
    for thread in threads[1:]:
        thread.start()
    return gate


def until(condition):
    for _ in range(15_000):
        if condition():
            return
        time.sleep(0.002)
    pytest.fail("it never happened")


def test_work_gets_the_device_and_runs_on_one_long_lived_thread(service):
    threads = {service.run(lambda device: (device, threading.get_ident())) for _ in range(5)}
    assert len(threads) == 1
    assert threads.pop()[0] == CPU


def test_many_threads_never_get_each_others_answers():
    service = Service(CPU, queue=64, wait_s=30)
    with ThreadPoolExecutor(8) as pool:
        asked = range(400)
        answers = list(pool.map(lambda number: service.run(lambda _: torch.full((8,), number).sum().item()), asked))
    assert answers == [8 * number for number in asked]


def test_an_error_reaches_the_caller_and_the_thread_lives_on(service):
    with pytest.raises(ZeroDivisionError):
        service.run(lambda _: 1 / 0)
    with pytest.raises(SystemExit):
        service.run(lambda _: (_ for _ in ()).throw(SystemExit))
    assert service.run(lambda _: 7) == 7


def test_a_timeout_of_the_work_itself_is_not_taken_for_a_late_answer(service):
    def work(_):
        raise TimeoutError("the disk")
    with pytest.raises(TimeoutError, match="the disk"):
        service.run(work)


def run_in_turn(service, pieces):
    """Let ``pieces``, of a name and whether they are long, come one after another while the thread is busy."""
    gate, ran, threads = blocked(service), [], []
    for name, long in pieces:
        before = service._queue.qsize()
        threads.append(threading.Thread(target=service.run, args=(lambda _, name=name: ran.append(name),),
                                        kwargs={"long": long}))
        threads[-1].start()
        until(lambda before=before: service._queue.qsize() > before)
    gate.set()
    for thread in threads:
        thread.join()
    return ran


def test_pieces_of_long_work_let_a_single_one_pass(service):
    pieces = [("long 1", True), ("long 2", True), ("short 1", False), ("short 2", False)]
    assert run_in_turn(service, pieces) == ["short 1", "short 2", "long 1", "long 2"]


def test_pieces_of_long_work_do_not_wait_for_ever(service, monkeypatch):
    monkeypatch.setattr("explorer.networks.inference.service.STANDS_BACK_S", 0.0)
    pieces = [("long 1", True), ("short 1", False)]
    assert run_in_turn(service, pieces) == ["long 1", "short 1"]


def test_a_full_queue_says_so_at_once():
    service = Service(CPU, queue=2, wait_s=60)
    gate = blocked(service, count=3)
    until(service._queue.full)
    started = time.perf_counter()
    with pytest.raises(BusyError, match="2 requests already wait for cpu"):
        service.run(lambda _: 0)
    assert time.perf_counter() - started < 1
    gate.set()


def test_who_waits_too_long_is_told_and_the_request_is_skipped():
    service = Service(CPU, queue=4, wait_s=60)
    gate, ran = blocked(service), []
    service.wait_s = 0.05
    with pytest.raises(BusyError, match=r"within 0\.05 s"):
        service.run(lambda _: ran.append("late"))
    gate.set()
    until(service._queue.empty)
    service.wait_s = 60
    assert service.run(lambda _: "next") == "next"
    assert ran == []


def test_work_may_ask_for_more_work(service):
    assert service.run(lambda _: service.run(lambda _: 3)) == 3


def gpu(monkeypatch):
    """Return a service for a device that this machine need not have."""
    monkeypatch.setattr("explorer.networks.inference.service.device_text", lambda device: f"<{device}>")
    monkeypatch.setattr("explorer.networks.inference.service._free", lambda _: None)
    return Service(torch.device("cuda", 0), queue=4, wait_s=60)


def out_of_memory_on(*kinds):
    def work(device):
        if device.type in kinds:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return device
    return work


def test_without_gpu_memory_the_cpu_takes_over_and_says_so(monkeypatch):
    service = gpu(monkeypatch)
    device = service.run(out_of_memory_on("cuda"))
    assert device == CPU
    assert "because cuda:0 has no memory left" in str(service.where(device))
    assert service.where(service.device) == "<cuda:0>"


def test_without_any_memory_left_the_reader_is_told(monkeypatch, service):
    with pytest.raises(MemoryShortError, match="smaller input"):
        gpu(monkeypatch).run(out_of_memory_on("cuda", "cpu"))
    with pytest.raises(MemoryShortError):
        service.run(out_of_memory_on("cpu"))


def test_other_errors_on_a_gpu_are_not_retried(monkeypatch):
    calls = []

    def work(device):
        calls.append(device)
        raise RuntimeError("shapes do not match")
    with pytest.raises(RuntimeError, match="shapes"):
        gpu(monkeypatch).run(work)
    assert len(calls) == 1


def test_torch_itself_says_that_the_cpu_has_no_memory_in_words_we_know():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**60, dtype=torch.uint8)
    assert is_short_of_memory(caught.value)


@pytest.mark.parametrize("name", ["cuda:77", "tpu", "meta", "cpu:1", "xpu"])
def test_a_device_that_is_not_there_is_refused_by_name(name):
    with pytest.raises(NetworkError, match=f"EXPLORER_DEVICE is '{name}'.*cpu:0"):
        choose_device(name)


def test_the_device_is_chosen_in_order(monkeypatch):
    assert choose_device("cpu") == CPU
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert choose_device("auto").type == "mps"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device("auto") == torch.device("cuda", 0)
    assert choose_device("cuda:1") == torch.device("cuda", 1)


@pytest.mark.parametrize(("count", "name"), [(1, "CPU, 1 thread"), (2, "CPU, 2 threads")])
def test_the_device_is_named_for_pages(monkeypatch, count, name):
    monkeypatch.setattr(torch, "get_num_threads", lambda: count)
    if choose_device("auto").type == "cpu":
        assert str(device_name()) == name


def test_a_containers_quota_limits_the_threads(monkeypatch, tmp_path):
    quota = tmp_path / "cpu.max"
    monkeypatch.setattr("explorer.networks.inference.device._QUOTA", quota)
    unlimited = usable_cpus()
    quota.write_text("max 100000\n")
    assert usable_cpus() == unlimited >= 1
    quota.write_text("100000 100000\n")
    assert usable_cpus() == 1


@pytest.mark.gpu
@needs_cuda
def test_a_real_gpu_without_memory_hands_over_to_the_cpu():
    service = Service(torch.device("cuda", 0), queue=4, wait_s=60)
    too_much = torch.cuda.mem_get_info()[1]
    sizes = {"cuda": too_much, "cpu": 1}
    assert service.run(lambda device: torch.empty(sizes[device.type], device=device).device) == CPU
