"""What a process holds is asked of what is loaded, and added up over processes."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import pytest

from explorer.monitoring import processes
from explorer.monitoring.processes import CacheUse, caches_of_all, new_name, read_status
from explorer.runtime import Cache


@pytest.fixture
def cache(monkeypatch):
    """Return a cache that belongs to a module of the app."""
    module, made = ModuleType("explorer.for_a_test"), Cache(100_000, len)
    module._kept = made
    monkeypatch.setitem(sys.modules, "explorer.for_a_test", module)
    processes._caches_of.cache_clear()
    return made


def own_caches():
    return {one.name: one for one in processes.caches()}


def test_a_cache_is_told_with_what_it_holds(cache):
    assert "explorer.for_a_test.kept" not in own_caches()  # it holds nothing
    cache.get("a", lambda: b"x" * 300)
    cache.get("b", lambda: b"x" * 50)
    name = "explorer.for_a_test.kept"
    assert own_caches()[name] == CacheUse(name, 2, 350, 100_000, in_bytes=True, misses=2)


def test_caches_are_emptied_and_can_be_filled_again(cache):
    kept = cache.get("a", lambda: b"x" * 300)
    processes.empty_caches()
    assert (len(cache), cache.used, len(kept)) == (0, 0, 300)
    assert cache.get("a", lambda: b"new") == b"new"


def test_requests_that_wait_are_told_by_device_where_the_service_is_loaded(monkeypatch):
    monkeypatch.delitem(sys.modules, processes.SERVICE, raising=False)
    assert processes.waiting() == {}
    one = SimpleNamespace(device="cuda:1", _queue=SimpleNamespace(qsize=lambda: 5))
    monkeypatch.setitem(sys.modules, processes.SERVICE, SimpleNamespace(_services={"it": one}))
    assert processes.waiting() == {"cuda:1": 5}


def test_requests_that_wait_in_the_real_service_are_counted():
    from threading import Event

    from explorer.networks.inference import service
    begun, go = Event(), Event()

    def hold(_device):
        begun.set()
        go.wait(10)

    made = service.service()
    made._queue.put((0.0, -2, service.Future(), hold, made.device))
    assert begun.wait(10)
    made._queue.put((0.0, -1, service.Future(), lambda _device: None, made.device))
    found = processes.waiting()
    go.set()
    assert found == {str(made.device): 1}


def test_caches_of_one_name_are_added_up_over_processes():
    one = CacheUse("a", 1, 10, 100, True)
    first = read_status(0, {"name": "p", "caches": [["a", 1, 10, 100, True], ["b", 5, 5, 9, False]]})
    second = read_status(0, {"name": "q", "caches": [["a", 2, 30, 100, True]]})
    assert caches_of_all([first, second]) == [replace(one, entries=3, used=40, most=200),
                                              CacheUse("b", 5, 5, 9, False)]


def test_what_another_version_tells_is_read_as_far_as_it_is_known():
    found = read_status(3.0, {"name": "p", "pages": {"home": 2}, "unheard_of": [1, 2]})
    assert (found.readers, found.age_s, found.kind, found.memory) == (2, 3.0, "app", 0)


def test_no_two_processes_have_one_name():
    assert len({new_name() for _ in range(100)}) == 100
